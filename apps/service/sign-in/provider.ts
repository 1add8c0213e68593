/** The OpenID provider, as pages need it: the code flow with PKCE, state and nonce (OpenID Connect Core §3.1). */
import { jwtVerify, type JWTPayload } from 'jose';
import * as openid from 'openid-client';
import { IdentityUnavailable, personOf, type Person } from '../../../libs/access/index.js';
import { publishedKeys, type Keys } from '../../../libs/access/keys.js';
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
}

/** Whose sessions the provider ends: of one sign-in, or of a person. */
export interface Ended {
  readonly issuer: string;
  readonly subject?: string;
  readonly sid?: string;
}

/** Seconds. */
const patience = 10;
const hour = 60 * 60_000;

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

  /** Who came back; undefined where the answer is not one to what was asked. @throws IdentityUnavailable */
  async finish(answer: URL, { state, nonce, verifier }: Checks): Promise<SignedInAs | undefined> {
    const configuration = await this.#configuration();
    const told = claimsOf[this.options.claims];
    try {
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
      const person = personOf(this.options.issuer, { ...claims, name: told.nameIn({ ...claims, ...more }) });
      if (person === undefined) return undefined;
      const organisations = told.organisationsIn({ ...claims, ...more });
      const { sid } = claims;
      return { person, ...(organisations && { organisations }), ...(typeof sid === 'string' && { sid }) };
    } catch (fault) {
      if (isRefusal(fault)) return undefined;
      throw unavailable(this.options.issuer, fault);
    }
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
        algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'],
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
    const configuration = this.#discover();
    this.#known = { configuration, since: Date.now() };
    try {
      return await configuration;
    } catch (fault) {
      this.#known = undefined;
      throw unavailable(this.options.issuer, fault);
    }
  }

  #discover(): Promise<openid.Configuration> {
    const { issuer, clientId, secret, key } = this.options;
    const proof = key ? openid.PrivateKeyJwt(key) : secret ? openid.ClientSecretBasic(secret) : openid.None();
    return openid.discovery(new URL(issuer), clientId, {}, proof, {
      timeout: patience,
      // Only the development identity has such an address: in production it is refused at start-up.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed
      ...(issuer.startsWith('http:') && { execute: [openid.allowInsecureRequests] }),
    });
  }
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

function endedIn(issuer: string, { sub, sid, events, nonce }: JWTPayload): Ended | undefined {
  const isOne = typeof events === 'object' && events !== null && logoutEvent in events && nonce === undefined;
  if (!isOne || (sub === undefined && typeof sid !== 'string')) return undefined;
  return { issuer, ...(sub !== undefined && { subject: sub }), ...(typeof sid === 'string' && { sid }) };
}

/** What the provider, or whoever stands between, answered that is no sign-in. */
const isRefusal = (fault: unknown): boolean =>
  fault instanceof openid.AuthorizationResponseError ||
  fault instanceof openid.ResponseBodyError ||
  fault instanceof openid.ClientError;

const unavailable = (issuer: string, cause: unknown): IdentityUnavailable =>
  cause instanceof IdentityUnavailable ? cause : new IdentityUnavailable(issuer, cause);
