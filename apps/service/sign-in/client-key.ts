/** The private key by which the service shows the provider who it is (`private_key_jwt`, OpenID Connect Core §9). */
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { PrivateKey } from 'openid-client';

/** No key, or one that cannot sign. Says nothing of what is in the file. */
export class NoClientKey extends Error {
  override readonly name = 'NoClientKey';
}

/** By curve; RSA keys sign as their JWK says. */
const ofCurve: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'EdDSA',
};
const shortestRsa = 2048;

/**
 * Reads a file with a JWK, or with PEM of any kind that is not encrypted. The provider finds the public key by `kid`: that of the JWK, or else the
 * thumbprint of the key (RFC 7638). @throws NoClientKey
 */
export async function clientKeyIn(file: string): Promise<PrivateKey> {
  const text = await readFile(file, 'utf8').catch((fault: unknown) => {
    throw new NoClientKey(`${file} cannot be read${codeOf(fault)}`);
  });
  const jwk = jwkIn(text);
  if (jwk === undefined) throw new NoClientKey(`${file} holds no private key, as a JWK or as PEM`);
  const alg = jwk.alg ?? ofCurve[jwk.crv ?? 'none'] ?? (jwk.kty === 'RSA' ? 'RS256' : undefined);
  if (alg === undefined || jwk.d === undefined)
    throw new NoClientKey(`${file} holds no private key that can sign: RSA, P-256, P-384, P-521 or Ed25519`);
  if (jwk.kty === 'RSA' && Buffer.from(jwk.n ?? '', 'base64url').length * 8 < shortestRsa)
    throw new NoClientKey(`${file} holds an RSA key of less than ${shortestRsa} bits`);
  const key = await importJWK(jwk, alg).catch(() => {
    throw new NoClientKey(`${file} holds a key that cannot sign with ${alg}`);
  });
  if (key instanceof Uint8Array) throw new NoClientKey(`${file} holds a secret, not a private key`);
  return { key, kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)) };
}

/** Undefined for what is no private key. */
function jwkIn(text: string): JWK | undefined {
  try {
    if (!text.trimStart().startsWith('{')) return createPrivateKey(text).export({ format: 'jwk' }); // what it is, by Node
    const jwk = JSON.parse(text) as JWK;
    // Node looks whether it is one; what it exports lacks `kid` and `alg`.
    createPrivateKey({ key: jwk, format: 'jwk' });
    return jwk;
  } catch {
    return undefined;
  }
}

const codeOf = (fault: unknown): string =>
  typeof fault === 'object' && fault !== null && 'code' in fault
    ? ` (${String(fault.code)})`
    : ', for a reason that is not known';
