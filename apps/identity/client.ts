import { apiAudience } from '../../libs/access/index.js';
import { allowedShapes, persona } from '../../demonstration/personas.js';

/** The client for scripts. Its secret is no secret: the development identity never runs in production. */
export const scriptsClient = { id: 'remit-scripts', secret: 'for-development-only' } as const;

/** Token exchange, RFC 8693 §2.1; the token exchanged is a persona. */
export const tokenExchange = {
  grant: 'urn:ietf:params:oauth:grant-type:token-exchange',
  personaType: 'urn:remit:token-type:persona',
  accessTokenType: 'urn:ietf:params:oauth:token-type:access_token',
} as const;

/** Where the development identity is, by the environment: where it is said, or on its own port. */
export const issuerIn = (environment: NodeJS.ProcessEnv): string =>
  environment['REMIT_ISSUER'] || `http://127.0.0.1:${environment['REMIT_IDENTITY_PORT'] || '3001'}`;

/** No development identity answers there, or what answers is not one. */
export class IdentityNotRunning extends Error {
  override readonly name = 'IdentityNotRunning';
}

const authorization = `Basic ${Buffer.from(`${scriptsClient.id}:${scriptsClient.secret}`).toString('base64')}`;

/**
 * An access token for the API, for one persona, from the development identity: one request each, over kept-alive
 * connections. Throws `RangeError` for a malformed persona and `IdentityNotRunning`.
 */
export async function tokenFor(issuer: string, id: string): Promise<string> {
  if (!persona(id)) throw new RangeError(`"${id}" is not a persona. Allowed: ${allowedShapes.join('; ')}`);
  const answer = await request(issuer, id);
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && typeof body === 'object' && body !== null && 'access_token' in body)
    return String(body.access_token);
  throw new IdentityNotRunning(`${issuer} answered ${answer.status}: it is not the development identity.`);
}

async function request(issuer: string, id: string): Promise<Response> {
  try {
    return await fetch(`${issuer.replace(/\/$/, '')}/token`, {
      method: 'POST',
      headers: { authorization, accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: tokenExchange.grant,
        subject_token: id,
        subject_token_type: tokenExchange.personaType,
        audience: apiAudience,
      }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new IdentityNotRunning(`The development identity does not answer at ${issuer}.`, { cause });
  }
}
