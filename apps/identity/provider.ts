import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import Provider, { errors, interactionPolicy, type Configuration, type ResourceServer } from 'oidc-provider';
import { apiAudience } from '../../libs/access/index.js';
import { boundedStore } from './bounded-store.js';
import { scriptsClient, tokenExchange } from './client.js';
import { failedPage } from './pages.js';
import { allowedShapes, persona } from '../../demonstration/personas.js';
import { show, signIn } from './sign-in.js';
import { signOut } from './sign-out.js';

export interface ProviderOptions {
  issuer: string;
  key: JWK;
  accessTokenSeconds: number;
  redirectUris: readonly string[];
  log: (line: string) => void;
}

/** The OpenID provider: code flow with PKCE for pages, token exchange for scripts, and nothing else. */
export function identityProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options));
  const host = new URL(options.issuer).host;
  // A page elsewhere whose name was made to point here must not fetch tokens (DNS rebinding).
  provider.use(async (ctx, next) => {
    if (ctx.host === host) await next();
    else ctx.status = 421;
  });
  provider.use(signIn(provider));
  provider.use(signOut(provider));
  exchangePersonas(provider, api(options));
  provider.on('server_error', (_ctx, error) => options.log(`development identity: ${error.stack ?? error.message}`));
  provider.onerror = (error) => options.log(`development identity: ${error.stack ?? error.message}`);
  return provider;
}

const api = ({ accessTokenSeconds }: ProviderOptions): ResourceServer => ({
  scope: 'api',
  audience: apiAudience,
  accessTokenFormat: 'jwt',
  accessTokenTTL: accessTokenSeconds,
  jwt: { sign: { alg: 'ES256' } },
});

function configuration(options: ProviderOptions): Configuration {
  const { key, accessTokenSeconds, redirectUris } = options;
  return {
    jwks: { keys: [key] },
    adapter: boundedStore,
    // Cookies are not separated by port, so these must not meet the service's own. A restart ends sign-ins under way.
    cookies: {
      keys: [randomBytes(32).toString('base64')],
      names: { session: 'identity_session', interaction: 'identity_sign_in', resume: 'identity_resume' },
    },
    clients: clientsAt(redirectUris),
    responseTypes: ['code'],
    scopes: ['openid', 'profile'],
    claims: { openid: ['sub'], profile: ['name'] },
    // The name stands in the ID token too, so that pages need not ask userinfo.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    clientAuthMethods: ['none', 'client_secret_basic'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientBasedCORS: () => false,
    expiresWithSession: () => false,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      Grant: accessTokenSeconds,
      IdToken: accessTokenSeconds,
      Interaction: 600,
      Session: 600,
    },
    features: featuresOver(api(options)),
    interactions: { policy: askOnlyWho(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: grantEverything,
    findAccount: (_ctx, subject) => {
      const found = persona(subject);
      return found && { accountId: subject, claims: () => ({ sub: subject, name: found.name }) };
    },
    extraTokenClaims: (_ctx, token) => ('accountId' in token ? { name: persona(token.accountId)?.name } : undefined),
    renderError: (ctx, out) => show(ctx, ctx.status, failedPage(`${out.error}: ${out.error_description ?? ''}`)),
  };
}

const clientsAt = (redirectUris: readonly string[]): NonNullable<Configuration['clients']> => [
  {
    client_id: 'remit-pages',
    // Native: on a loopback address any port will do (RFC 8252 §7.3), as the service's may be any.
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: redirectUris.map((uri) => new URL('/signed-out', uri).href),
    grant_types: ['authorization_code'],
    response_types: ['code'],
    id_token_signed_response_alg: 'ES256',
  },
  {
    client_id: scriptsClient.id,
    client_secret: scriptsClient.secret,
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [],
    grant_types: [tokenExchange.grant],
    response_types: [],
    id_token_signed_response_alg: 'ES256',
  },
];

const featuresOver = (resource: ResourceServer): NonNullable<Configuration['features']> => ({
  // It would show pages that load fonts from elsewhere.
  devInteractions: { enabled: false },
  // Announced; answered by `signOut`.
  rpInitiatedLogout: { enabled: true },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => undefined,
    getResourceServerInfo: (_ctx, asked) => {
      if (asked !== apiAudience) throw new errors.InvalidTarget(`the only resource is ${apiAudience}`);
      return resource;
    },
    useGrantedResource: () => true,
  },
});

/** No consent page: the only clients are ours. */
function askOnlyWho() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

const grantEverything: NonNullable<Configuration['loadExistingGrant']> = async ({ oidc }) => {
  const accountId = oidc.session?.accountId;
  const clientId = oidc.client?.clientId;
  if (accountId === undefined || clientId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ accountId, clientId });
  grant.addOIDCScope('openid profile');
  grant.addResourceScope(apiAudience, 'api');
  await grant.save();
  return grant;
};

/** One request, one access token for a persona; stores nothing. */
function exchangePersonas(provider: Provider, server: ResourceServer): void {
  const resourceServer = new provider.ResourceServer(apiAudience, server);
  provider.registerGrantType<Record<string, string | undefined>>(
    tokenExchange.grant,
    async (ctx) => {
      const { client, params } = ctx.oidc;
      if (params['subject_token_type'] !== tokenExchange.personaType) {
        throw new errors.InvalidRequest(`subject_token_type must be ${tokenExchange.personaType}`);
      }
      if ((params['requested_token_type'] ?? tokenExchange.accessTokenType) !== tokenExchange.accessTokenType) {
        throw new errors.InvalidRequest(`requested_token_type must be ${tokenExchange.accessTokenType}`);
      }
      if ((params['audience'] ?? apiAudience) !== apiAudience) {
        throw new errors.InvalidTarget(`the only audience is ${apiAudience}`);
      }
      const person = persona(params['subject_token']);
      if (!person) throw new errors.InvalidRequest(`subject_token must be a persona: ${allowedShapes.join('; ')}`);
      const { accountId, gty } = { accountId: person.subject, gty: 'persona' };
      const token = new provider.AccessToken({ client, accountId, gty, grantId: '', scope: 'api', resourceServer });
      ctx.body = {
        access_token: await token.save(),
        issued_token_type: tokenExchange.accessTokenType,
        token_type: token.tokenType,
        expires_in: token.expiration,
        scope: token.scope,
      };
    },
    ['subject_token', 'subject_token_type', 'requested_token_type', 'audience'],
  );
}
