import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, type KeyObject, type webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, decodeProtectedHeader, exportJWK, jwtVerify } from 'jose';
import { testProvider } from '../../../test/provider.js';
import { testService } from '../../../test/service.js';
import { stranger } from '../../../test/visitor.js';
import { clientKeyIn, NoClientKey } from './client-key.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'remit-key-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(text: string): string {
  const file = join(folder, `${Math.random()}`);
  writeFileSync(file, text);
  return file;
}
const pem = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8'): string =>
  key.export({ format: 'pem', type } as never) as string;
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('the key of the client', () => {
  it.each([
    ['PEM (PKCS #8)', pem(p256.privateKey), 'ECDSA'],
    ['PEM (SEC 1)', pem(p256.privateKey, 'sec1'), 'ECDSA'],
    ['PEM of an RSA key', pem(rsa.privateKey), 'RSASSA-PKCS1-v1_5'],
    ['PEM of an RSA key (PKCS #1)', pem(rsa.privateKey, 'pkcs1'), 'RSASSA-PKCS1-v1_5'],
    ['PEM of an Ed25519 key', pem(generateKeyPairSync('ed25519').privateKey), 'Ed25519'],
    ['a JWK', JSON.stringify(p256.privateKey.export({ format: 'jwk' })), 'ECDSA'],
    [
      'a JWK that says how it signs',
      JSON.stringify({ ...rsa.privateKey.export({ format: 'jwk' }), alg: 'PS256' }),
      'RSA-PSS',
    ],
  ])('is read as %s', async (_, text, algorithm) => {
    const { key, kid } = (await clientKeyIn(fileWith(text))) as { key: webcrypto.CryptoKey; kid: string };
    expect([key.type, key.algorithm.name, kid.length]).toEqual(['private', algorithm, 43]);
  });

  it('goes by the id that its JWK has, or else by its thumbprint', async () => {
    const jwk = p256.privateKey.export({ format: 'jwk' });
    expect(await clientKeyIn(fileWith(JSON.stringify({ ...jwk, kid: 'mine' })))).toMatchObject({ kid: 'mine' });
    const thumbprint = await calculateJwkThumbprint(jwk);
    expect(await clientKeyIn(fileWith(pem(p256.privateKey)))).toMatchObject({ kid: thumbprint });
  });

  it.each([
    ['nothing', ''],
    ['something else', 's3cret'],
    ['JSON that is no key', '{"kty":"s3cret"}'],
    ['a public key', JSON.stringify(p256.publicKey.export({ format: 'jwk' }))],
    ['a public key as PEM', p256.publicKey.export({ format: 'pem', type: 'spki' }) as string],
    ['a secret', '{"kty":"oct","k":"s3cret"}'],
    [
      'an encrypted key',
      p256.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 's3cret' }) as string,
    ],
    ['a key that does not sign', pem(generateKeyPairSync('x25519').privateKey)],
    ['a short RSA key', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)],
    [
      'a key that cannot sign as it says',
      JSON.stringify({ ...p256.privateKey.export({ format: 'jwk' }), alg: 'RS256' }),
    ],
  ])('is not taken from a file with %s, of which nothing is said', async (_, text) => {
    const file = fileWith(text);
    const refused = await clientKeyIn(file).catch((fault: unknown) => fault);
    expect(refused).toBeInstanceOf(NoClientKey);
    expect(String(refused)).toContain(file);
    expect(String(refused)).not.toContain('s3cret');
  });

  it('is missed by name', async () => {
    await expect(clientKeyIn(join(folder, 'none'))).rejects.toThrow(/none cannot be read \(ENOENT\)/);
  });

  it('shows the provider who the client is, by an assertion of its own each time', async () => {
    const provider = await testProvider();
    const key = await clientKeyIn(fileWith(pem(p256.privateKey)));
    const pages = { client: { clientId: 'remit', claims: 'openid', key } } as const;
    const to = await testService({ more: { issuer: provider.issuer, pages } });
    try {
      const seen = new Set<unknown>();
      for (let times = 0; times < 2; times += 1) {
        expect((await stranger(to).get('/acting-as')).heading).toBe('Which role are you acting in?');
        const { form } = provider.asked();
        expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
        const assertion = form.get('client_assertion')!;
        const { payload } = await jwtVerify(assertion, p256.publicKey, {
          issuer: 'remit',
          subject: 'remit',
          maxTokenAge: 60,
        });
        expect([payload.aud].flat()).toContain(provider.issuer);
        expect(decodeProtectedHeader(assertion)).toMatchObject({
          alg: 'ES256',
          kid: await calculateJwkThumbprint(await exportJWK(p256.publicKey)),
        });
        seen.add(payload.jti);
      }
      expect(seen.size).toBe(2);
    } finally {
      await to.close();
      await provider.close();
    }
  });

  it('may be a secret instead, which goes into the header alone', async () => {
    const provider = await testProvider();
    const pages = { client: { clientId: 'remit', claims: 'openid', secret: 's3cret:%' } } as const;
    const to = await testService({ more: { issuer: provider.issuer, pages } });
    try {
      expect((await stranger(to).get('/acting-as')).heading).toBe('Which role are you acting in?');
      const { form, authorization } = provider.asked();
      expect(authorization).toBe(`Basic ${Buffer.from('remit:s3cret%3A%25').toString('base64')}`);
      expect(form.toString()).not.toContain('s3cret');
    } finally {
      await to.close();
      await provider.close();
    }
  });
});
