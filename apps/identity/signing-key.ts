import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/**
 * The provider's ES256 key as a private JWK: read from the file, or made and kept there for its owner's eyes only, so
 * that tokens survive a restart. Without a file a new one that nobody keeps. Throws when the file holds something else.
 */
export async function signingKey(file?: string): Promise<JWK> {
  if (file === undefined) return newKey();
  const kept = await readKey(file);
  if (kept) return kept;
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, JSON.stringify(await newKey()), { mode: 0o600 });
  try {
    // Of two starts at once one wins, and the other reads the winner's key.
    await link(unfinished, file).catch((error: unknown) => {
      if (!isErrno(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(unfinished, { force: true });
  }
  return (await readKey(file)) ?? newKey();
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

async function readKey(file: string): Promise<JWK | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = parse(text);
  if (key?.kty === 'EC' && key.crv === 'P-256' && key.d && key.kid) return key;
  throw new Error(`${file} should hold the development identity's ES256 key and does not. Mend it with: rm "${file}"`);
}

function parse(text: string): JWK | undefined {
  try {
    // What it really holds is checked by the caller.
    return JSON.parse(text) as JWK;
  } catch {
    return undefined;
  }
}

const isErrno = (error: unknown, code: string) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
