import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { apiAudience, bearerVerifier, type BearerVerifier } from '../../libs/access/index.js';
import { scriptsClient, tokenExchange, tokenFor } from './client.js';
import { startIdentity, type Identity } from './index.js';

let identity: Identity;
let verify: BearerVerifier;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
  verify = bearerVerifier({ issuer: identity.issuer, audience: apiAudience });
});
afterAll(() => identity.close());

const json = async (path: string) =>
  (await (await fetch(`${identity.issuer}${path}`)).json()) as Record<string, unknown> & { keys: JWK[] };

describe('the development identity', () => {
  it('publishes what it is and no private key', async () => {
    const discovery = await json('/.well-known/openid-configuration');
    expect(discovery).toMatchObject({
      issuer: identity.issuer,
      jwks_uri: `${identity.issuer}/jwks`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['ES256'],
    });
    expect(discovery['grant_types_supported']).toEqual(['authorization_code', tokenExchange.grant]);
    const { keys } = await json('/jwks');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
  });

  it('gives a script an access token for the API in one request', async () => {
    const token = await tokenFor(identity.issuer, 'committee-2@nhse');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const { iat, exp, aud } = decodeJwt(token);
    expect({ aud, lives: exp! - iat! }).toEqual({ aud: apiAudience, lives: 3600 });
    expect(await verify(token)).toMatchObject({
      ok: true,
      person: { issuer: identity.issuer, subject: 'committee-2@nhse', name: expect.stringMatching(/^\w+ \w+$/) },
      expires: exp,
    });
  });

  it('gives tokens that expire', async () => {
    const brief = await startIdentity({ port: 0, accessTokenSeconds: 2 });
    try {
      let clock = Date.now();
      const options = { issuer: brief.issuer, audience: apiAudience, clockTolerance: 0, now: () => clock };
      const token = await tokenFor(brief.issuer, 'officer@00C');
      const seen = bearerVerifier(options);
      expect(await seen(token)).toMatchObject({ ok: true });
      clock += 3_000;
      expect(await seen(token)).toMatchObject({ ok: false, because: 'expired' });
      expect(await bearerVerifier(options)(token)).toMatchObject({ ok: false, because: 'expired' });
    } finally {
      await brief.close();
    }
  });

  it.each([
    ['an unknown persona', { subject_token: 'chair@00C' }, 'invalid_request'],
    ['no persona', { subject_token: '' }, 'invalid_request'],
    ['another kind of subject', { subject_token_type: tokenExchange.accessTokenType }, 'invalid_request'],
    ['another audience', { audience: 'urn:else:api' }, 'invalid_target'],
    ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
  ])('refuses a script that asks for %s', async (_what, changed, error) => {
    const answer = await exchange(changed);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error });
  });

  it('refuses a script that does not know the secret', async () => {
    expect((await exchange({}, 'guessed')).status).toBe(401);
  });

  it('does not answer under another name, as a page elsewhere would ask', async () => {
    const status = await new Promise((resolve, reject) => {
      const url = `${identity.issuer}/.well-known/openid-configuration`;
      const asked = httpRequest(url, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  it.each(['production', '', 'staging', 'test'])(
    'refuses to start where nobody says that it is development: %j',
    async (said) => {
      const before = process.env['NODE_ENV'];
      process.env['NODE_ENV'] = said;
      try {
        const started = startIdentity({ port: 0 }).then((running) => running.close());
        await expect(started).rejects.toThrow(/does not start with NODE_ENV=\w*\. .*REMIT_ISSUER/);
      } finally {
        process.env['NODE_ENV'] = before;
      }
    },
  );

  it('refuses a port that is taken', async () => {
    await expect(startIdentity({ port: identity.port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('the signing key', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'remit-identity-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is kept for its owner only, so that a token survives a restart', async () => {
    const signingKeyFile = join(folder, 'identity', 'key.json');
    const first = await startIdentity({ port: 0, signingKeyFile });
    const token = await tokenFor(first.issuer, 'officer@00C');
    await first.close();
    expect((await stat(signingKeyFile)).mode & 0o777).toBe(0o600);
    const again = await startIdentity({ port: first.port, signingKeyFile });
    try {
      const restarted = bearerVerifier({ issuer: again.issuer, audience: apiAudience });
      expect(await restarted(token)).toMatchObject({ ok: true });
    } finally {
      await again.close();
    }
  });

  it('is one key when two start at once', async () => {
    const signingKeyFile = join(folder, 'twice.json');
    const both = await Promise.all([
      startIdentity({ port: 0, signingKeyFile }),
      startIdentity({ port: 0, signingKeyFile }),
    ]);
    const kids = await Promise.all(
      both.map(async ({ issuer }) => decodeProtectedHeader(await tokenFor(issuer, 'officer@00C')).kid),
    );
    await Promise.all(both.map((one) => one.close()));
    expect(kids[0]).toBe(kids[1]);
  });

  it('that is not one stops the start with the command that mends it', async () => {
    const signingKeyFile = join(folder, 'broken.json');
    await writeFile(signingKeyFile, '{"kty":"EC"');
    await expect(startIdentity({ port: 0, signingKeyFile })).rejects.toThrow(`rm "${signingKeyFile}"`);
  });
});

describe('a forged token', () => {
  const claims = () => ({ iss: identity.issuer, aud: apiAudience, sub: 'committee@nhse', exp: Date.now() / 1000 + 60 });
  const because = async (token: string) => {
    const found = await verify(token);
    return found.ok ? 'ok' : found.because;
  };

  it('without a signature is refused', async () => {
    expect(await because(new UnsecuredJWT(claims()).encode())).toBe('bad-signature');
  });

  it('signed with the published key as a shared secret is refused', async () => {
    const { keys } = await json('/jwks');
    const published = createPublicKey({ key: { ...keys[0] }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const secret = new TextEncoder().encode(published.toString());
    const header = { alg: 'HS256', typ: 'at+jwt', kid: keys[0]!.kid! };
    expect(await because(await new SignJWT(claims()).setProtectedHeader(header).sign(secret))).toBe('bad-signature');
  });

  it('with another person written into it is refused', async () => {
    const [head, payload, signature] = (await tokenFor(identity.issuer, 'officer@00C')).split('.');
    const read = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...read, sub: 'committee@nhse' })).toString('base64url');
    expect(await because([head, changed, signature].join('.'))).toBe('bad-signature');
  });

  it('of another development identity is refused', async () => {
    const other = await startIdentity({ port: 0 });
    try {
      expect(await because(await tokenFor(other.issuer, 'officer@00C'))).toBe('wrong-issuer');
    } finally {
      await other.close();
    }
  });

  it('of another identity that claims to be this one is refused', async () => {
    const impostor = await startIdentity({ port: 0, issuer: identity.issuer });
    try {
      const token = await tokenAt(impostor.port);
      expect(decodeJwt(token).iss).toBe(identity.issuer);
      expect(await because(token)).toBe('bad-signature');
    } finally {
      await impostor.close();
    }
  });
});

const exchangeForm = (changed: Record<string, string> = {}) =>
  new URLSearchParams({
    grant_type: tokenExchange.grant,
    subject_token: 'officer@00C',
    subject_token_type: tokenExchange.personaType,
    ...changed,
  });

const basic = (secret: string) => `Basic ${Buffer.from(`${scriptsClient.id}:${secret}`).toString('base64')}`;

async function exchange(changed: Record<string, string>, secret: string = scriptsClient.secret): Promise<Response> {
  const headers = { authorization: basic(secret) };
  return fetch(`${identity.issuer}/token`, { method: 'POST', headers, body: exchangeForm(changed) });
}

/** From an identity that listens elsewhere than its issuer says. */
async function tokenAt(port: number): Promise<string> {
  const body = await new Promise<string>((resolve, reject) => {
    const headers = {
      host: new URL(identity.issuer).host,
      authorization: basic(scriptsClient.secret),
      'content-type': 'application/x-www-form-urlencoded',
    };
    const asked = httpRequest({ port, host: '127.0.0.1', path: '/token', method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject).end(exchangeForm().toString());
  });
  return (JSON.parse(body) as { access_token: string }).access_token;
}
