import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JSONWebKeySet } from 'jose';
import { apiAudience, bearerVerifier, IdentityUnavailable, longestToken } from './index.js';

const issuer = 'https://identity.example';
const seconds = 1_800_000_000;
const now = () => seconds * 1000;
const ours = await generateKeyPair('ES256', { extractable: true });
const theirs = await generateKeyPair('ES256', { extractable: true });
const jwks = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'ES256' }] };
const verify = bearerVerifier({ issuer, audience: apiAudience, jwks, now });

const claims = { iss: issuer, aud: apiAudience, sub: 'officer@00C', iat: seconds - 60, exp: seconds + 60 };
const header = { alg: 'ES256', typ: 'at+jwt', kid: 'ours' };
const token = (changed: object = {}, changedHeader: object = {}, key = ours.privateKey) =>
  new SignJWT({ ...claims, ...changed }).setProtectedHeader({ ...header, ...changedHeader }).sign(key);
const because = async (bearer: string) => {
  const found = await verify(bearer);
  return found.ok ? 'ok' : found.because;
};

describe('a bearer token', () => {
  it('says who is asking, and until when', async () => {
    expect(await verify(await token({ name: 'Priya Marsh' }))).toEqual({
      ok: true,
      person: { issuer, subject: 'officer@00C', name: 'Priya Marsh' },
      expires: seconds + 60,
    });
  });

  it('shows the subject where the provider gives no name, or one that does not read as it is written', async () => {
    for (const name of [' ', '\u200b', 'a\u0000', '\u202enimda', 'one\ntwo', 'a\ud800'])
      expect(await verify(await token({ name }))).toMatchObject({ person: { name: 'officer@00C' } });
  });

  it('shortens a name without breaking a character', async () => {
    const name = `${'x'.repeat(199)}😀`;
    expect(await verify(await token({ name }))).toMatchObject({ person: { name: 'x'.repeat(199) } });
  });

  it.each([
    ['of another issuer', 'wrong-issuer', () => token({ iss: 'https://elsewhere.example' })],
    ['for another audience', 'wrong-audience', () => token({ aud: 'urn:else:api' })],
    ['without an audience', 'wrong-audience', () => token({ aud: undefined })],
    ['that has expired', 'expired', () => token({ exp: seconds - 5 })],
    ['that is not valid yet', 'expired', () => token({ nbf: seconds + 6 })],
    ['that never expires', 'malformed', () => token({ exp: undefined })],
    ['that does not say when it was issued', 'malformed', () => token({ iat: undefined })],
    ['issued in the future', 'malformed', () => token({ iat: seconds + 6 })],
    ['issued longer ago than a token may live', 'expired', () => token({ iat: seconds - 3_606 })],
    ['of nobody', 'malformed', () => token({ sub: undefined })],
    ['whose subject is empty', 'malformed', () => token({ sub: '' })],
    ['whose subject cannot be seen', 'malformed', () => token({ sub: '\u200b' })],
    ['whose subject runs backwards', 'malformed', () => token({ sub: '\u202enimda' })],
    ['that is an ID token', 'not-an-access-token', () => token({}, { typ: 'JWT' })],
    ['that does not say what it is', 'not-an-access-token', () => token({}, { typ: undefined })],
    ['signed with another key under our key id', 'bad-signature', () => token({}, {}, theirs.privateKey)],
    ['signed with an unknown key', 'bad-signature', () => token({}, { kid: 'theirs' }, theirs.privateKey)],
    ['without a signature', 'bad-signature', async () => new UnsecuredJWT(claims).encode()],
    ['signed with our public key as a shared secret', 'bad-signature', () => sharedSecret()],
    ['with another payload under the signature', 'bad-signature', () => tampered()],
    ['with a demand we do not know', 'malformed', () => demanding()],
    ['that is no JWT', 'malformed', async () => 'officer@00C'],
    ['that is empty', 'malformed', async () => ''],
    ['of three empty parts', 'malformed', async () => '..'],
    ['that is too long', 'malformed', async () => token({ padding: 'x'.repeat(longestToken) })],
  ])('%s is refused: %s', async (_which, reason, make) => {
    expect(await because(await make())).toBe(reason);
  });

  it('is taken within the clock tolerance and not beyond', async () => {
    expect(await because(await token({ exp: seconds - 4 }))).toBe('ok');
    expect(await because(await token({ exp: seconds - 5 }))).toBe('expired');
  });

  it('lives no longer than an hour, or what was configured, whatever it says of its end', async () => {
    let clock = now();
    const year = { iat: seconds, exp: seconds + 31_536_000 };
    const longest = { issuer, audience: apiAudience, jwks, now: () => clock, clockTolerance: 0 };
    const [hour, minute] = [bearerVerifier(longest), bearerVerifier({ ...longest, longestLife: 60 })];
    const bearer = await token(year);
    expect(await hour(bearer)).toMatchObject({ ok: true, expires: seconds + 3_600 });
    expect(await minute(bearer)).toMatchObject({ ok: true, expires: seconds + 60 });
    clock += 61_000;
    expect(await hour(bearer)).toMatchObject({ ok: true });
    expect(await minute(bearer)).toMatchObject({ ok: false, because: 'expired' });
    clock += 3_600_000;
    expect(await hour(bearer)).toMatchObject({ ok: false, because: 'expired' });
  });

  it('is refused in words that repeat nothing of it', async () => {
    const found = await verify(await token({ iss: 'https://evil.example/\r\nInjected: 1' }));
    expect(JSON.stringify(found)).not.toContain('evil');
  });

  it('that was verified is not verified again', async () => {
    const bearer = await token();
    expect(await verify(bearer)).toBe(await verify(bearer));
  });

  it('that was verified is refused once it has expired', async () => {
    let clock = now();
    const later = bearerVerifier({ issuer, audience: apiAudience, jwks, now: () => clock, clockTolerance: 0 });
    const bearer = await token();
    expect(await later(bearer)).toMatchObject({ ok: true });
    clock += 59_999;
    expect(await later(bearer)).toMatchObject({ ok: true });
    clock += 1;
    expect(await later(bearer)).toMatchObject({ ok: false, because: 'expired' });
  });
});

describe('the keys of the issuer', () => {
  const running: { close(): unknown }[] = [];
  afterEach(() => running.splice(0).forEach((server) => server.close()));

  it('are asked for once, however many tokens are shown', async () => {
    const provider = await publishing();
    const remote = bearerVerifier({ issuer: provider.url, audience: apiAudience, now });
    const bearer = await token({ iss: provider.url });
    expect(provider.asked).toEqual([]);
    await Promise.all([remote(bearer), remote(bearer), remote(bearer)]);
    await remote(await token({ iss: provider.url, sub: 'auditor@nhse' }));
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('are not asked for when the token is a stranger’s', async () => {
    const provider = await publishing();
    const remote = bearerVerifier({ issuer: provider.url, audience: apiAudience, now });
    expect(await remote(await token())).toMatchObject({ because: 'wrong-issuer' });
    expect(provider.asked).toEqual([]);
  });

  it('that were withdrawn take with them the tokens they had signed, at the latest when keys are asked for again', async () => {
    const provider = await publishing();
    const options = { issuer: provider.url, audience: apiAudience, now };
    const patient = bearerVerifier(options);
    const impatient = bearerVerifier({ ...options, keysLive: 100 });
    const bearer = await token({ iss: provider.url });
    expect([await patient(bearer), await impatient(bearer)]).toMatchObject([{ ok: true }, { ok: true }]);
    provider.keys = { keys: [{ ...(await exportJWK(theirs.publicKey)), kid: 'new', alg: 'ES256' }] };
    await new Promise((go) => setTimeout(go, 150));
    expect(await impatient(bearer)).toMatchObject({ ok: false, because: 'bad-signature' });
    expect(await patient(bearer)).toMatchObject({ ok: true });
  });

  it('that were found to be others are the end of remembered tokens at once', async () => {
    const provider = await publishing();
    const remote = bearerVerifier({ issuer: provider.url, audience: apiAudience, now, keysLive: 100 });
    const bearer = await token({ iss: provider.url });
    await remote(bearer);
    await new Promise((go) => setTimeout(go, 60));
    const later = await token({ iss: provider.url, sub: 'auditor@nhse' });
    await remote(later);
    provider.keys = { keys: [{ ...(await exportJWK(theirs.publicKey)), kid: 'theirs', alg: 'ES256' }] };
    await new Promise((go) => setTimeout(go, 60));
    // Keys are asked for again for this one; the other, remembered for 60 ms only, goes with its key.
    const newer = await token({ iss: provider.url }, { kid: 'theirs' }, theirs.privateKey);
    expect(await remote(newer)).toMatchObject({ ok: true });
    expect(await remote(later)).toMatchObject({ ok: false, because: 'bad-signature' });
  });

  it('that cannot be had are a fault, not a refusal, and are asked for again', async () => {
    const provider = await publishing();
    const remote = bearerVerifier({ issuer: provider.url, audience: apiAudience, now });
    const bearer = await token({ iss: provider.url });
    provider.answer = 503;
    await expect(remote(bearer)).rejects.toBeInstanceOf(IdentityUnavailable);
    provider.answer = 200;
    expect(await remote(bearer)).toMatchObject({ ok: true });
  });

  it('survive a provider that stumbles once', async () => {
    const provider = await publishing();
    provider.failures = 1;
    const remote = bearerVerifier({ issuer: provider.url, audience: apiAudience, now });
    expect(await remote(await token({ iss: provider.url }))).toMatchObject({ ok: true });
  });

  it('are a fault when nobody listens', async () => {
    const provider = await publishing();
    provider.stop();
    const remote = bearerVerifier({ issuer: provider.url, audience: apiAudience, now });
    await expect(remote(await token({ iss: provider.url }))).rejects.toThrow(`The OpenID provider ${provider.url}`);
  });

  it('are not taken from a discovery document that names another issuer', async () => {
    const provider = await publishing();
    provider.names = 'https://elsewhere.example';
    const remote = bearerVerifier({ issuer: provider.url, audience: apiAudience, now });
    await expect(remote(await token({ iss: provider.url }))).rejects.toThrow('names another issuer');
  });

  async function publishing() {
    const provider = {
      url: '',
      keys: jwks as JSONWebKeySet,
      asked: [] as string[],
      answer: 200,
      failures: 0,
      names: '',
      stop: () => {},
    };
    const server = createServer((request, response) => {
      provider.asked.push(request.url ?? '');
      response.statusCode = provider.failures-- > 0 ? 500 : provider.answer;
      const discovery = { issuer: provider.names || provider.url, jwks_uri: `${provider.url}/jwks` };
      response.end(JSON.stringify(request.url === '/jwks' ? provider.keys : discovery));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    provider.stop = () => {
      server.closeAllConnections();
      server.close();
    };
    running.push({ close: provider.stop });
    return provider;
  }
});

async function sharedSecret(): Promise<string> {
  const secret = new TextEncoder().encode(await exportSPKI(ours.publicKey));
  return new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(secret);
}

async function tampered(): Promise<string> {
  const [head, , signature] = (await token()).split('.');
  const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'committee@nhse' })).toString('base64url');
  return [head, payload, signature].join('.');
}

async function demanding(): Promise<string> {
  const [, payload, signature] = (await token()).split('.');
  const head = Buffer.from(JSON.stringify({ ...header, crit: ['b65'], b65: true })).toString('base64url');
  return [head, payload, signature].join('.');
}
