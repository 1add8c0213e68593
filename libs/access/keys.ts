import { setTimeout as pause } from 'node:timers/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The provider, or its keys, cannot be reached or make no sense: nobody can be recognised or signed in now, ask again later. */
export class IdentityUnavailable extends Error {
  constructor(
    readonly issuer: string,
    cause: unknown,
  ) {
    super(`The OpenID provider ${issuer} does not answer as it should: ${reason(cause)}`, { cause });
    this.name = 'IdentityUnavailable';
  }
}

/** Milliseconds before each attempt to discover; a failure is not remembered, so the next token tries anew. */
const attempts = [0, 100, 400] as const;
const patience = 2_000;

export interface Keys {
  readonly find: JWTVerifyGetKey;
  /** Which those are that were published last; another text once others are. */
  current(): string | undefined;
}

/** Keys that never change. */
export const fixedKeys = (keys: JSONWebKeySet): Keys => ({ find: createLocalJWKSet(keys), current: () => undefined });

type Remote = ReturnType<typeof createRemoteJWKSet>;

/**
 * The signing keys that an issuer publishes (OpenID Connect Discovery 1.0 §4), fetched when first needed, again when they are older than
 * `live` milliseconds, and for an unknown key at most every thirty seconds. Throws `IdentityUnavailable`.
 */
export function publishedKeys(issuer: string, live: number): Keys {
  let discovered: Promise<Remote> | undefined;
  let known: Remote | undefined;
  return {
    current: () => known && JSON.stringify(known.jwks()),
    find: async (header, token) => {
      try {
        discovered ??= discover(issuer, live);
        known = await discovered.catch((error: unknown) => {
          discovered = undefined;
          throw error;
        });
        return await known(header, token);
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
        throw new IdentityUnavailable(issuer, error);
      }
    },
  };
}

async function discover(issuer: string, live: number): Promise<Remote> {
  let last: unknown;
  for (const delay of attempts) {
    await pause(delay);
    try {
      return createRemoteJWKSet(await keysUrl(issuer), { timeoutDuration: patience, cacheMaxAge: live });
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

async function keysUrl(issuer: string): Promise<URL> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  const found: unknown = await response.json();
  if (typeof found !== 'object' || found === null) throw new Error('discovery answered something else than an object');
  // Anybody could otherwise pass their keys off as the issuer's (Discovery §4.3).
  if (!('issuer' in found) || found.issuer !== issuer) throw new Error('discovery names another issuer');
  if (!('jwks_uri' in found) || typeof found.jwks_uri !== 'string') throw new Error('discovery names no jwks_uri');
  const url = new URL(found.jwks_uri);
  if (url.protocol !== new URL(issuer).protocol) throw new Error(`jwks_uri is not ${new URL(issuer).protocol}`);
  return url;
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message} (${cause.cause.message})` : cause.message;
}
