import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { failedPage } from './pages.js';
import { show } from './sign-in.js';

/** Where the provider announces that browsers sign out. */
const path = /^\/session\/end(\/|$)/;

/**
 * Signs out (OpenID Connect RP-Initiated Logout §2). Sessions are not kept, so there is none to end and nothing to ask: whoever comes from
 * a client is led back to where that client may lead them.
 */
export function signOut(provider: Provider) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!path.test(ctx.path)) {
      await next();
      return;
    }
    const { client_id: id, post_logout_redirect_uri: back } = ctx.query;
    const client = typeof id === 'string' ? await provider.Client.find(id) : undefined;
    if (typeof back === 'string' && client?.postLogoutRedirectUriAllowed(back)) {
      ctx.status = 303;
      ctx.redirect(back);
    } else show(ctx, 400, failedPage('This sign-out does not lead back to a service that is known here.'));
  };
}
