/** A small OpenID provider that signs in whoever it is told to, and lies as it is told to; for specs of what the service takes. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

type Claims = Readonly<Record<string, unknown>>;

/** How the next answers differ from what is right. */
export interface Lies {
  /** Subject of whoever signs in. */
  subject: string;
  /** What comes back to the browser, instead of code and state. */
  answer?: (right: URLSearchParams) => URLSearchParams;
  /** Claims of the ID token, instead of the right ones. */
  claims?: (right: JWTPayload) => JWTPayload;
  /** Header and signature of the ID token. */
  signed?: 'well' | 'not' | 'with-public-key' | 'with-other-key';
  /** Members of the discovery document. */
  metadata?: Claims;
  /** What userinfo says beside the subject. */
  userInfo?: Claims;
  /** What the token endpoint answers, instead of tokens. */
  refuses?: { readonly status: number; readonly error: string };
  /** Nobody answers. */
  down?: boolean;
}

export interface TestProvider {
  readonly issuer: string;
  lies: Lies;
  /** What came to the token endpoint last, and how the client showed who it is. */
  readonly asked: () => { readonly form: URLSearchParams; readonly authorization: string | undefined };
  /** What browsers came to its sign-out with; it announces one where its metadata are told to say so. */
  readonly signOuts: readonly URLSearchParams[];
  /** All codes and tokens that it gave. */
  readonly given: readonly string[];
  logoutToken(claims?: Claims, header?: Claims): Promise<string>;
  close(): Promise<void>;
}

interface Code {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly client: string;
}

export async function testProvider(subject = 'officer@00C'): Promise<TestProvider> {
  const [key, other] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
  const jwk = { ...(await exportJWK(key.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const pem = await exportSPKI(key.publicKey);
  const codes = new Map<string, Code>();
  const given: string[] = [];
  const signOuts: URLSearchParams[] = [];
  let asked = { form: new URLSearchParams(), authorization: undefined as string | undefined };
  let lies: Lies = { subject };

  const server = createServer((request, response) => {
    if (lies.down) request.socket.destroy();
    else void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/authorize') {
      authorize(url.searchParams, response);
      return;
    }
    if (url.pathname === '/.well-known/openid-configuration') {
      json(response, 200, { ...metadata(), ...lies.metadata });
      return;
    }
    if (url.pathname === '/keys') {
      json(response, 200, { keys: [jwk] });
      return;
    }
    if (url.pathname === '/end') {
      signOuts.push(url.searchParams);
      response.writeHead(303, { location: url.searchParams.get('post_logout_redirect_uri') ?? issuer }).end();
      return;
    }
    if (url.pathname === '/token') return token(request, response);
    json(response, 200, { sub: lies.subject, ...lies.userInfo });
  }

  const metadata = (): Claims => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
  });

  function authorize(params: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(24).toString('base64url');
    given.push(code);
    codes.set(code, {
      nonce: params.get('nonce'),
      challenge: params.get('code_challenge'),
      client: params.get('client_id') ?? 'none',
    });
    const right = new URLSearchParams({ code, state: params.get('state') ?? 'none' });
    const to = new URL(params.get('redirect_uri') ?? issuer);
    to.search = (lies.answer?.(right) ?? right).toString();
    response.writeHead(303, { location: to.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const piece of request as AsyncIterable<Buffer>) text += piece.toString();
    const form = new URLSearchParams(text);
    asked = { form, authorization: request.headers.authorization };
    if (lies.refuses) {
      json(response, lies.refuses.status, { error: lies.refuses.error });
      return;
    }
    const code = codes.get(form.get('code') ?? 'none');
    codes.delete(form.get('code') ?? 'none');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? 'none')
      .digest('base64url');
    if (code === undefined || code.challenge !== challenge) {
      json(response, 400, { error: 'invalid_grant' });
      return;
    }
    const now = Math.floor(Date.now() / 1000);
    const right = {
      iss: issuer,
      aud: code.client,
      sub: lies.subject,
      name: 'Somebody',
      nonce: code.nonce,
      iat: now,
      exp: now + 300,
    };
    const idToken = await signed(lies.claims?.(right) ?? right);
    const accessToken = randomBytes(24).toString('base64url');
    given.push(idToken, accessToken);
    json(response, 200, { access_token: accessToken, token_type: 'Bearer', id_token: idToken, expires_in: 300 });
  }

  async function signed(claims: JWTPayload): Promise<string> {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    if (lies.signed === 'not') return `${part({ alg: 'none' })}.${part(claims)}.`;
    if (lies.signed === 'with-public-key') {
      const text = `${part({ alg: 'HS256' })}.${part(claims)}`;
      return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
    }
    const by = lies.signed === 'with-other-key' ? other : key;
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(by.privateKey);
  }

  return {
    issuer,
    get lies() {
      return lies;
    },
    set lies(told) {
      lies = told;
    },
    asked: () => asked,
    given,
    signOuts,
    logoutToken: (claims = {}, header = {}) => {
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
      const now = Math.floor(Date.now() / 1000);
      const all = {
        iss: issuer,
        aud: 'remit-pages',
        iat: now,
        exp: now + 120,
        jti: randomBytes(8).toString('hex'),
        events,
        ...claims,
      };
      return new SignJWT(all)
        .setProtectedHeader({ alg: 'ES256', kid: 'one', typ: 'logout+jwt', ...header })
        .sign(key.privateKey);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
