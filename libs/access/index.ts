import { hash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { isOneLine } from '../workflow/text.js';
import { fixedKeys, publishedKeys } from './keys.js';

export { IdentityUnavailable } from './keys.js';

/** The audience of every access token that the JSON API takes. */
export const apiAudience = 'urn:remit:api';

/** A token longer than this, in characters, is refused unread. */
export const longestToken = 8_192;

/** Who is asking, as their OpenID provider knows them. Says nothing of roles: those are in the register. */
export interface Person {
  readonly issuer: string;
  /** Unique and stable within the issuer; case matters (OpenID Connect Core §2). */
  readonly subject: string;
  /** For display; the subject where the provider gives no name, or one that does not read as it is written. */
  readonly name: string;
}

export type NotVerified =
  'malformed' | 'expired' | 'wrong-issuer' | 'wrong-audience' | 'bad-signature' | 'not-an-access-token';

/** `expires` in whole seconds since 1970; `detail` is safe to show and to log: it repeats nothing of the token. */
export type Verified =
  { ok: true; person: Person; expires: number } | { ok: false; because: NotVerified; detail: string };

export interface BearerOptions {
  /** Compared exactly with `iss`. */
  issuer: string;
  audience: string;
  /** Keys known beforehand; without them they are discovered at the issuer when first needed. */
  jwks?: JSONWebKeySet;
  /** Seconds that a token lives after it was issued, at most, whatever it says itself; an hour unless told. */
  longestLife?: number;
  /** Milliseconds that keys are taken for the issuer's after they were asked for, and a token for good; ten minutes unless told. */
  keysLive?: number;
  /** Seconds that the provider's clock may differ from ours; 5 unless told. */
  clockTolerance?: number;
  /** Milliseconds since 1970. Always the true time: a simulated clock must not make a token live longer. */
  now?: () => number;
}

export type BearerVerifier = (token: string) => Promise<Verified>;

const tenMinutes = 600_000;

/**
 * Verifies access tokens as RFC 9068 §4 asks: signature, `typ`, issuer, audience, expiry, and that none is from the future or older than
 * tokens may be. One found good is remembered, at most 10,000 of them, until it expires, or its key is found to be withdrawn, or keys
 * are to be asked for again, whichever is first; a refusal is never remembered. Throws `IdentityUnavailable` when the provider's keys
 * cannot be had.
 */
export function bearerVerifier(options: BearerOptions): BearerVerifier {
  const { issuer, audience, longestLife = 3_600, keysLive = tenMinutes, clockTolerance = 5, now = Date.now } = options;
  const keys = options.jwks ? fixedKeys(options.jwks) : publishedKeys(issuer, keysLive);
  const verified = new LRUCache<string, Verified & { ok: true }>({ max: 10_000, ttl: keysLive });
  let signedWith: string | undefined;

  /** What was signed with a key that is gone, or with any key since another came, is to be verified anew. */
  function forgetOthers(): void {
    const current = keys.current();
    if (current !== signedWith) verified.clear();
    signedWith = current;
  }

  return async (token) => {
    if (token.length > longestToken) return refused('malformed', `A token has at most ${longestToken} characters.`);
    const digest = hash('sha256', token, 'base64');
    const known = verified.get(digest);
    if (known) {
      if (known.expires > Math.floor(now() / 1000) - clockTolerance) return known;
      verified.delete(digest);
      return refused('expired', 'The token has expired.');
    }
    // Read before the signature is checked, to name the right reason and to fetch no keys for a stranger's token.
    const claimed = issuerOf(token);
    if (claimed === undefined) return refused('malformed', 'The token is not a signed JWT that names its issuer.');
    if (claimed !== issuer) return refused('wrong-issuer', `Only tokens issued by ${issuer} are taken.`);
    try {
      const { payload } = await jwtVerify(token, keys.find, {
        issuer,
        audience,
        clockTolerance,
        maxTokenAge: longestLife,
        algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'],
        typ: 'at+jwt',
        currentDate: new Date(now()),
      });
      const found = accepted(issuer, payload, longestLife);
      forgetOthers();
      if (found.ok) verified.set(digest, found);
      return found;
    } catch (error) {
      forgetOthers();
      return explain(error, audience);
    }
  };
}

function accepted(issuer: string, payload: JWTPayload, longestLife: number): Verified {
  const { iat = 0, exp } = payload;
  const person = personOf(issuer, payload);
  if (person === undefined || exp === undefined) return refused('malformed', 'The token names nobody.');
  return { ok: true, person, expires: Math.min(exp, iat + longestLife) };
}

/** Whom claims name; undefined for nobody. Subject and name are recorded with what the person does, so both must read as they are written. */
export function personOf(
  issuer: string,
  { sub, name }: { readonly sub?: unknown; readonly name?: unknown },
): Person | undefined {
  // 255: the longest subject identifier of OpenID Connect Core §2.
  if (typeof sub !== 'string' || !isOneLine(sub) || sub.length > 255) return undefined;
  return Object.freeze({
    issuer,
    subject: sub,
    name: typeof name === 'string' && isOneLine(name) ? shortened(name) : sub,
  });
}

/** Not through the middle of a character. */
const shortened = (name: string): string => name.slice(0, 200).replace(/[\ud800-\udbff]$/, '');

function issuerOf(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function explain(error: unknown, audience: string): Verified {
  if (error instanceof errors.JWTExpired) return refused('expired', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'typ') return refused('not-an-access-token', 'The token is not an access token (at+jwt).');
    if (error.claim === 'aud') return refused('wrong-audience', `Only tokens for ${audience} are taken.`);
    if (error.claim === 'iss') return refused('wrong-issuer', 'The token was issued by somebody else.');
    if (error.claim === 'nbf') return refused('expired', 'The token is not valid yet.');
    if (error.claim === 'iat' && error.reason === 'check_failed')
      return refused('malformed', 'The token says that it was issued in the future.');
    return refused('malformed', 'The token lacks a claim, or a claim is not what it should be.');
  }
  if (badSignature.some((kind) => error instanceof kind)) {
    return refused('bad-signature', 'The signature is not that of a key of the issuer.');
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return refused('malformed', 'The token is not a signed JWT.');
  }
  if (error instanceof errors.JOSENotSupported) return refused('malformed', 'The token uses an unsupported extension.');
  throw error;
}

const badSignature = [
  errors.JOSEAlgNotAllowed,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
] as const;

const refused = (because: NotVerified, detail: string): Verified => ({ ok: false, because, detail });
