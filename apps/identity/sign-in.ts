import type { IncomingMessage } from 'node:http';
import type { Interaction, KoaContextWithOIDC } from 'oidc-provider';
import Provider, { errors } from 'oidc-provider';
import { choosePage, failedPage, pageHeaders } from './pages.js';
import { peopleAt } from './people.js';
import { persona } from '../../demonstration/personas.js';

const path = /^\/interaction\/([\w-]+)$/;

/** Serves the page on which a person says who they are, for the authorization requests of the provider. */
export function signIn(provider: Provider) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const uid = path.exec(ctx.path)?.[1];
    if (uid === undefined || !['GET', 'POST'].includes(ctx.method)) {
      await next();
      return;
    }
    const interaction = await underWay(provider, ctx, uid);
    if (!interaction) show(ctx, 400, failedPage('This sign-in has expired, or was begun in another browser.'));
    else if (ctx.method === 'GET') await ask(ctx, 200, interaction);
    else await answer(provider, ctx, interaction);
  };
}

async function answer(provider: Provider, ctx: KoaContextWithOIDC, interaction: Interaction): Promise<void> {
  const form = await readForm(ctx.req);
  const entered = form.get('persona') ?? '';
  const chosen = persona(entered);
  if (!chosen && !form.has('cancel')) {
    await ask(ctx, 422, interaction, entered);
    return;
  }
  const result = chosen
    ? { login: { accountId: chosen.subject } }
    : { error: 'access_denied', error_description: 'The person cancelled the sign-in' };
  ctx.status = 303;
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
}

/** Who it is, of those whom the service suggests to which the sign-in returns. */
async function ask(
  ctx: KoaContextWithOIDC,
  status: number,
  interaction: Interaction,
  mistyped?: string,
): Promise<void> {
  const to = returnsTo(interaction);
  show(ctx, status, choosePage(await peopleAt(new URL(to).origin), mistyped), to);
}

/** Checked by the provider against the client's before the interaction began. */
const returnsTo = (interaction: Interaction) => String(interaction.params['redirect_uri']);

/** The sign-in that this browser began under this address; its cookie is the proof. */
async function underWay(provider: Provider, ctx: KoaContextWithOIDC, uid: string): Promise<Interaction | undefined> {
  try {
    const interaction = await provider.interactionDetails(ctx.req, ctx.res);
    return interaction.uid === uid ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

export function show(ctx: KoaContextWithOIDC, status: number, html: string, returnsTo?: string): void {
  ctx.status = status;
  ctx.set(pageHeaders(returnsTo));
  ctx.body = html;
}

/** At most 4 KiB of form are read; what is beyond is not looked at. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) if (text.length < 4_096) text += chunk.toString('utf8');
  return new URLSearchParams(text.slice(0, 4_096));
}
