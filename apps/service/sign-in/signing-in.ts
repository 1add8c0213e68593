/** How a browser comes to a session: on to the provider, and back. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Grant } from '../../../libs/register/model.js';
import type { SignIn } from '../access/sign-in.guard.js';
import { Kept } from '../kept/kept.js';
import { Problem } from '../problems/problem.js';
import type { Cookies } from '../session/cookies.js';
import { isSecret, nameOf, newSecret, type FoundSession, type Sessions } from '../session/sessions.js';
import type { Checks, Provider } from './provider.js';

/** A sign-in that is under way. */
interface UnderWay extends Checks {
  /** The page one wanted. */
  readonly to: string;
  /** Where the provider sends the browser back to. */
  readonly callback: string;
  /** Milliseconds since 1970. */
  readonly began: number;
}

/** Milliseconds that somebody may take to sign in at their provider. */
const patience = 15 * 60_000;

export interface SigningInOptions {
  readonly provider: Provider;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  /** Folder that all instances share: the browser may come back to another one. */
  readonly folder: string;
  /** The address under which browsers know the service; undefined in development, where it is a loopback address as they ask for it. */
  readonly address?: string;
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** `because`: in plain words, with how to mend it. */
export type Finished = { readonly to: string } | { readonly because: string };

export class SigningIn {
  readonly #underWay: Kept<UnderWay>;

  constructor(
    private readonly options: SigningInOptions,
    private readonly signIn: SignIn,
  ) {
    this.#underWay = new Kept(options.folder);
  }

  /** The address at the provider to go to. @throws IdentityUnavailable */
  async begin(to: string, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const callback = `${this.#addressOf(request)}/sign-in/callback`;
    const { url, checks } = await this.options.provider.begin(callback);
    const secret = newSecret();
    await this.#underWay.put(nameOf(secret), { ...checks, to, callback, began: Date.now() });
    this.options.cookies.set(reply, 'sign-in', secret);
    return url;
  }

  /** Begins a session, once: what the provider answered is of no use a second time. @throws IdentityUnavailable */
  async finish(request: FastifyRequest, reply: FastifyReply): Promise<Finished> {
    const { cookies, provider, sessions } = this.options;
    const secret = cookies.read(request, 'sign-in') ?? '';
    const underWay = isSecret(secret) ? await this.#underWay.find(nameOf(secret)) : undefined;
    cookies.clear(reply, 'sign-in');
    const isFirst = underWay !== undefined && (await this.#underWay.remove(nameOf(secret)));
    if (!isFirst || Date.now() - underWay.began > patience) return { because: notUnderWay };
    const answer = new URL(underWay.callback);
    answer.search = new URL(request.url, underWay.callback).search;
    const found = await provider.finish(answer, underWay);
    if (found === undefined) return { because: notTaken };
    const { organisations } = found;
    const session = organisations ? ({ organisations } as FoundSession) : undefined;
    if (this.signIn.held({ person: found.person, ...(session && { session }) }).length === 0)
      return { because: noRole };
    // Whatever session the browser had before is over: whoever has signed in gets an id that nobody has seen.
    await this.#endOf(request);
    cookies.set(reply, 'session', await sessions.begin(found));
    return { to: underWay.to };
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.#endOf(request);
    this.options.cookies.clear(reply, 'session');
  }

  actAs({ secret }: FoundSession, acting: Grant): Promise<void> {
    return this.options.sessions.actAs(secret, acting);
  }

  /** Whether the provider said so. @throws IdentityUnavailable */
  async endedBy(token: string): Promise<boolean> {
    const ended = await this.options.provider.endedBy(token);
    if (ended !== undefined) await this.options.sessions.endOf(ended);
    return ended !== undefined;
  }

  async #endOf(request: FastifyRequest): Promise<void> {
    const { cookies, sessions } = this.options;
    const secret = cookies.read(request, 'session');
    if (secret !== undefined) await sessions.end(secret);
  }

  #addressOf({ host }: FastifyRequest): string {
    if (this.options.address !== undefined) return this.options.address;
    if (loopback.test(host)) return `http://${host}`;
    throw new Problem(
      'malformed',
      'Without REMIT_URL the service signs in browsers on this machine only, at 127.0.0.1 or localhost.',
    );
  }
}

const notUnderWay = 'The sign-in took too long, or was begun in another browser or window. Sign in again.';
const notTaken = 'The sign-in was cancelled, or what came back does not fit what was asked. Sign in again.';
const noRole =
  'Nobody has given you a role in this service, or your organisation here is another one. Ask NHS England’s registrar for a role, then sign in again.';
