/** The OpenID provider, as pages need it: the code flow with PKCE, state and nonce (OpenID Connect Core §3.1). */
import { jwtVerify, type JWTPayload } from 'jose';
import * as openid from 'openid-client';
import { IdentityUnavailable, personOf, type Person } from '../../../libs/access/index.js';
import { publishedKeys, type Keys } from '../../../libs/access/keys.js';
import type { Ended } from '../session/sessions.js';
import { claimsOf, type ClaimsOf } from './claims.js';

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** How the client shows who it is; nothing for a public one. */
  readonly secret?: string;
  readonly key?: openid.PrivateKey;
  /** How the provider tells who somebody is. */
  readonly claims: ClaimsOf;
}

/** What is to be the same when the browser comes back. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SignedInAs {
  readonly person: Person;
  readonly organisations?: readonly string[];
  readonly sid?: string;
  /** What the provider is shown at the sign-out; absent where it takes none. */
  readonly hint?: string;
}

/** Seconds. */
const patience = 10;
const hour = 60 * 60_000;
/** In characters: it goes into an address, and is left out where it is longer. */
const longestHint = 4_000;

export class Provider {
  #known: { readonly configuration: Promise<openid.Configuration>; readonly since: number } | undefined;

  readonly #keys: Keys;

  constructor(private readonly options: ProviderOptions) {
    this.#keys = publishedKeys(options.issuer, hour);
  }

  /** Where the browser is to go, and what is to be the same when it comes back to `callback`. @throws IdentityUnavailable */
  async begin(callback: string): Promise<{ readonly url: string; readonly checks: Checks }> {
    const configuration = await this.#configuration();
    const checks = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    };
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: callback,
      ...claimsOf[this.options.claims].asks,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, checks };
  }

  /** Who came back, or why nobody did: the person did not want to, or the answer does not fit what was asked. @throws IdentityUnavailable */
  async finish(answer: URL, checks: Checks): Promise<SignedInAs | 'cancelled' | 'not-taken'> {
    const configuration = await this.#configuration();
    try {
      return (await this.#redeem(configuration, answer, checks)) ?? 'not-taken';
    } catch (fault) {
      if (isCancelled(fault)) return 'cancelled';
      if (isRefusal(fault)) return 'not-taken';
      throw unavailable(this.options.issuer, fault);
    }
  }

  /** @throws what the client throws */
  async #redeem(
    configuration: openid.Configuration,
    answer: URL,
    { state, nonce, verifier }: Checks,
  ): Promise<SignedInAs | undefined> {
    const { issuer, claims: how } = this.options;
    const told = claimsOf[how];
    const tokens = await openid.authorizationCodeGrant(configuration, answer, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) return undefined;
    const more = told.fromUserInfo
      ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : undefined;
    const said = { ...claims, ...more };
    const person = personOf(issuer, { ...claims, name: told.nameIn(said) });
    if (person === undefined || !told.isSureEnough(said)) return undefined;
    const organisations = told.organisationsIn(said);
    const { sid } = claims;
    const hint = takesSignOuts(configuration) ? tokens.id_token : undefined;
    return {
      person,
      ...(organisations && { organisations }),
      ...(typeof sid === 'string' && { sid }),
      ...(hint !== undefined && hint.length <= longestHint && { hint }),
    };
  }

  /**
   * Where a browser signs out at the provider, which leads it on to `back` (OpenID Connect RP-Initiated Logout §2); undefined where the
   * provider announces no such place of its own. @throws IdentityUnavailable
   */
  async endAt(back: string, hint: string | undefined): Promise<string | undefined> {
    const configuration = await this.#configuration();
    if (!takesSignOuts(configuration)) return undefined;
    const asked = { post_logout_redirect_uri: back, ...(hint !== undefined && { id_token_hint: hint }) };
    return openid.buildEndSessionUrl(configuration, asked).href;
  }

  /** Whose sign-in the provider says has ended (OpenID Connect Back-Channel Logout §2.6); undefined for what is no such word of its. @throws IdentityUnavailable */
  async endedBy(token: string): Promise<Ended | undefined> {
    const { issuer, clientId } = this.options;
    try {
      const { payload } = await jwtVerify(token, this.#keys.find, {
        issuer,
        audience: clientId,
        maxTokenAge: 120,
        clockTolerance: 5,
        algorithms,
      });
      return endedIn(issuer, payload);
    } catch (fault) {
      if (fault instanceof IdentityUnavailable) throw fault;
      // Whatever is wrong with it, nobody is signed out by it, and the provider is told so.
      return undefined;
    }
  }

  /** Asked for again after an hour, and at once where it could not be had. */
  async #configuration(): Promise<openid.Configuration> {
    const known = this.#known;
    if (known && Date.now() - known.since < hour) return known.configuration;
    const fresh = { configuration: this.#discover(), since: Date.now() };
    this.#known = fresh;
    try {
      return await fresh.configuration;
    } catch (fault) {
      if (this.#known === fresh) this.#known = undefined;
      throw unavailable(this.options.issuer, fault);
    }
  }

  async #discover(): Promise<openid.Configuration> {
    const { issuer, clientId, secret, key } = this.options;
    const proof = key ? openid.PrivateKeyJwt(key) : secret ? openid.ClientSecretBasic(secret) : openid.None();
    const configuration = await openid.discovery(new URL(issuer), clientId, {}, proof, {
      timeout: patience,
      execute: [
        // Signatures too, though the ID token comes from the provider itself: what stands between need not be trusted.
        openid.enableNonRepudiationChecks,
        // Only the development identity has such an address: in production it is refused at start-up.
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed
        ...(issuer.startsWith('http:') ? [openid.allowInsecureRequests] : []),
      ],
    });
    const metadata = configuration.serverMetadata();
    // The register knows people by the issuer's name, letter by letter.
    if (metadata.issuer !== issuer) throw new Error(`it calls itself ${metadata.issuer}`);
    const taken = (metadata.id_token_signing_alg_values_supported ?? ['RS256']).filter((each) =>
      algorithms.includes(each),
    );
    if (taken.length === 0) throw new Error(`it signs with none of ${algorithms.join(', ')}`);
    return configuration;
  }
}

/** At the issuer's own origin: forms of the service lead to no other. */
function takesSignOuts(configuration: openid.Configuration): boolean {
  const { issuer, end_session_endpoint: at } = configuration.serverMetadata();
  return at !== undefined && URL.canParse(at) && new URL(at).origin === new URL(issuer).origin;
}

/** Of signatures that are taken: by a key that the provider publishes, never by a secret, and never none. */
const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA', 'ES384', 'RS384', 'PS384', 'ES512', 'RS512', 'PS512'];

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

function endedIn(issuer: string, { sub, sid, events, nonce }: JWTPayload): Ended | undefined {
  const isOne = typeof events === 'object' && events !== null && logoutEvent in events && nonce === undefined;
  if (!isOne || (sub === undefined && typeof sid !== 'string')) return undefined;
  return { issuer, ...(sub !== undefined && { subject: sub }), ...(typeof sid === 'string' && { sid }) };
}

const isCancelled = (fault: unknown): boolean =>
  fault instanceof openid.AuthorizationResponseError && fault.error === 'access_denied';

/** What the provider, or whoever stands between, answered that is no sign-in. All else is a provider that does not do its part. */
function isRefusal(fault: unknown): boolean {
  if (fault instanceof openid.AuthorizationResponseError)
    return !['server_error', 'temporarily_unavailable'].includes(fault.error);
  if (fault instanceof openid.ResponseBodyError) return fault.error === 'invalid_grant';
  return fault instanceof openid.ClientError && unfit.has(fault.code);
}

/** Codes of faults in what was answered, not in how it was. */
const unfit: ReadonlySet<string | undefined> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_PARSE_ERROR',
  'OAUTH_UNSUPPORTED_OPERATION',
]);

function unavailable(issuer: string, cause: unknown): IdentityUnavailable {
  if (cause instanceof IdentityUnavailable) return cause;
  // Its one word, such as “invalid_client”, says what is to be mended; what else it sent is not repeated.
  const said = cause instanceof openid.ResponseBodyError || cause instanceof openid.AuthorizationResponseError;
  return new IdentityUnavailable(issuer, said ? new Error(`it answered ${cause.error}`) : cause);
}
