import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { apiAudience, bearerVerifier } from '../../libs/access/index.js';
import { signedInPath, startIdentity, type Identity } from './index.js';

let identity: Identity;
let pages: client.Configuration;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
  pages = await discover(identity.issuer);
});
afterAll(() => identity.close());

const discover = (issuer: string) =>
  client.discovery(new URL(issuer), 'remit-pages', undefined, client.None(), {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- loopback; marked so only to stand out
    execute: [client.allowInsecureRequests],
  });

describe('signing in with a browser', () => {
  it('asks who one is, on a page that may load nothing and says it is for development', async () => {
    const { page } = await beginSignIn();
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('Development only');
    expect(html).toContain('value="officer@00C"');
    expect(html).not.toMatch(/https?:|<script|<link|<img|@import|url\(/);
    const policy = page.headers.get('content-security-policy')!;
    const style = /<style>(.*)<\/style>/s.exec(html)![1]!;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
      "form-action 'self' http://127.0.0.1:4321",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('returns to the service, which learns who signed in', async () => {
    const begun = await beginSignIn();
    const returned = await begun.choose({ persona: 'committee-2@nhse' });
    expect(returned.origin + returned.pathname).toBe(`http://127.0.0.1:4321${signedInPath}`);
    const tokens = await begun.redeem(returned);
    const { iss, aud, sub, name } = tokens.claims()!;
    expect({ iss, aud, sub }).toEqual({ iss: identity.issuer, aud: 'remit-pages', sub: 'committee-2@nhse' });
    const told = await client.fetchUserInfo(pages, tokens.access_token, 'committee-2@nhse');
    expect(told).toEqual({ sub: 'committee-2@nhse', name });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it('gives the service no token that the API would take, unless it asks for one', async () => {
    const verify = bearerVerifier({ issuer: identity.issuer, audience: apiAudience });
    const plain = await beginSignIn();
    const tokens = await plain.redeem(await plain.choose({ persona: 'officer@00C' }));
    expect(await verify(tokens.access_token)).toMatchObject({ because: 'malformed' });
    expect(await verify(tokens.id_token!)).toMatchObject({ because: 'not-an-access-token' });

    const forApi = await beginSignIn({ resource: apiAudience, scope: 'openid profile api' });
    const { access_token } = await forApi.redeem(await forApi.choose({ persona: 'officer@00C' }));
    expect(await verify(access_token)).toMatchObject({ ok: true, person: { subject: 'officer@00C' } });
  });

  it('asks again each time, so that one browser can be one person after another', async () => {
    const first = await beginSignIn();
    await first.redeem(await first.choose({ persona: 'officer@00C' }));
    const second = await beginSignIn({}, first.browser);
    expect(second.page.status).toBe(200);
    const tokens = await second.redeem(await second.choose({ persona: 'assessor@Y54' }));
    expect(tokens.claims()?.sub).toBe('assessor@Y54');
  });

  it('asks again for somebody who is no persona, and shows their entry as text', async () => {
    const begun = await beginSignIn();
    const again = await begun.post({ persona: '"><script>alert(1)</script>' });
    expect(again.status).toBe(422);
    const html = await again.text();
    expect(html).toContain('<title>Error: Who are you today?');
    expect(html).toContain('value="&#34;&#62;&#60;script&#62;');
    expect(html).not.toContain('<script');
    expect((await begun.choose({ persona: 'officer@00C' })).searchParams.has('code')).toBe(true);
  });

  it('can be cancelled, which the service is told', async () => {
    const begun = await beginSignIn();
    const returned = await begun.choose({ cancel: 'yes' });
    expect(returned.searchParams.get('error')).toBe('access_denied');
    await expect(begun.redeem(returned)).rejects.toThrow('authorization response from the server is an error');
  });

  it('is refused to a browser that did not begin it', async () => {
    const begun = await beginSignIn();
    const stolen = await browser().get(begun.page.url);
    expect(stolen.status).toBe(400);
    expect(await stolen.text()).toContain('begun in another browser');
    expect(stolen.headers.get('content-security-policy')).toContain("form-action 'none'");
  });

  it('is refused to a browser that shows the cookie of another sign-in', async () => {
    const [first, second] = [await beginSignIn(), await beginSignIn()];
    const answer = await fetch(second.page.url, { headers: { cookie: first.browser.cookies() } });
    expect(answer.status).toBe(400);
  });

  it('ends in an error page of ours when it would return elsewhere', async () => {
    const answer = await fetch(await authorizationUrl({ redirect_uri: 'http://127.0.0.1:4321/elsewhere' }), {
      headers: { accept: 'text/html' },
    });
    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toContain('Sign-in failed');
    expect(html).not.toContain('googleapis');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('the service refuses a sign-in', () => {
  it('whose state is not the one it sent', async () => {
    const begun = await beginSignIn();
    const returned = await begun.choose({ persona: 'officer@00C' });
    expect(await whyNot(begun.redeem(returned, { expectedState: 'another' }))).toContain('"state"');
  });

  it('whose nonce is not the one it sent', async () => {
    const begun = await beginSignIn();
    const returned = await begun.choose({ persona: 'officer@00C' });
    expect(await whyNot(begun.redeem(returned, { expectedNonce: 'another' }))).toContain('"nonce"');
  });
});

describe('the identity refuses a code', () => {
  it('that was redeemed before', async () => {
    const begun = await beginSignIn();
    const returned = await begun.choose({ persona: 'officer@00C' });
    const tokens = await begun.redeem(returned);
    await expect(begun.redeem(returned)).rejects.toMatchObject({ error: 'invalid_grant' });
    // A code shown twice may have been stolen: what it gave is taken back (RFC 6749 §4.1.2).
    await expect(client.fetchUserInfo(pages, tokens.access_token, 'officer@00C')).rejects.toThrow();
  });

  it('without the verifier that began it', async () => {
    const begun = await beginSignIn();
    const returned = await begun.choose({ persona: 'officer@00C' });
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    await expect(begun.redeem(returned, { pkceCodeVerifier })).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('before it exists: a request without PKCE gets none', async () => {
    const url = await authorizationUrl({});
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const answer = await fetch(url, { redirect: 'manual' });
    const returned = new URL(answer.headers.get('location')!);
    expect(returned.searchParams.get('error')).toBe('invalid_request');
  });
});

/** The fault with all that caused it, in words. */
const whyNot = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'it was not refused',
    (error: unknown) => inspect(error, { depth: 10 }),
  );

const secrets = () => ({
  pkceCodeVerifier: client.randomPKCECodeVerifier(),
  expectedState: client.randomState(),
  expectedNonce: client.randomNonce(),
});

async function authorizationUrl(asked: Record<string, string>, kept = secrets()): Promise<URL> {
  return client.buildAuthorizationUrl(pages, {
    redirect_uri: `http://127.0.0.1:4321${signedInPath}`,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(kept.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: kept.expectedState,
    nonce: kept.expectedNonce,
    ...asked,
  });
}

/** A browser that is shown the page of the identity, after the service sent it there. */
async function beginSignIn(asked: Record<string, string> = {}, surfer = browser()) {
  const kept = secrets();
  const page = await surfer.get((await authorizationUrl(asked, kept)).href);
  const post = (form: Record<string, string>) => surfer.post(page.url, form);
  return {
    browser: surfer,
    page,
    post,
    /** The address in the service to which the browser is sent in the end. */
    choose: async (form: Record<string, string>) => new URL((await post(form)).headers.get('location')!),
    redeem: (returned: URL, changed: Partial<typeof kept> = {}) =>
      client.authorizationCodeGrant(pages, returned, { ...kept, ...changed }),
  };
}

/** Follows redirects within the identity, with its cookies; stops where it is sent to the service. */
function browser() {
  const jar = new Map<string, { value: string; path: string }>();
  const cookies = (pathname?: string) =>
    [...jar]
      .filter(([, { path }]) => pathname?.startsWith(path) ?? true)
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  async function visit(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = cookies(new URL(url).pathname);
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, accept: 'text/html' } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') jar.delete(name!);
      else jar.set(name!, { value: value!, path: /path=([^;]+)/i.exec(line)?.[1] ?? '/' });
    }
    const next = answer.headers.get('location');
    if (next === null || !new URL(next, url).href.startsWith(identity.issuer)) return answer;
    return visit(new URL(next, url).href);
  }
  return {
    cookies,
    get: (url: string) => visit(url),
    post: (url: string, form: Record<string, string>) =>
      visit(url, { method: 'POST', body: new URLSearchParams(form) }),
  };
}
