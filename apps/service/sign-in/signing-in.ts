/** How a browser comes to a session: on to the provider, and back. */
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../../../libs/access/index.js';
import type { Grant } from '../../../libs/register/model.js';
import type { SignIn } from '../access/sign-in.guard.js';
import { Problem } from '../problems/problem.js';
import type { Cookies } from '../session/cookies.js';
import { markOf } from '../session/mark.js';
import type { TakesTyped } from '../session/posted-form.js';
import { isSecret, newSecret, type Ended, type FoundSession, type Sessions } from '../session/sessions.js';
import type { Provider, SignedInAs } from './provider.js';
import type { BegunUnderWay, TypedAhead } from './under-way.js';

export interface SigningInOptions {
  readonly provider: Provider;
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  readonly underWay: BegunUnderWay;
  /** The address under which browsers know the service; undefined in development, where it is a loopback address as they ask for it. */
  readonly address?: string;
  /** Without one, nothing that was typed is kept. */
  readonly typed?: TakesTyped;
}

/** The page of whoever has signed out. */
const signedOutPath = '/signed-out';

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** Where to go; or why not, in words for the person and in one for the security log. */
export type Finished = SignedIn | NotSignedIn;

export interface SignedIn {
  readonly to: string;
  /** Subject of whoever has signed in. */
  readonly person: string;
}

export interface NotSignedIn {
  readonly because: keyof typeof reasons;
  readonly inWords: string;
}

export class SigningIn {
  readonly #logger = new Logger(SigningIn.name);

  constructor(
    private readonly options: SigningInOptions,
    private readonly signIn: SignIn,
  ) {}

  /** The address at the provider to go to. @throws IdentityUnavailable */
  async begin(to: string, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const callback = `${this.#addressOf(request)}/sign-in/callback`;
    const { url, checks } = await this.options.provider.begin(callback);
    const { browser } = await this.#browserOf(request);
    if (!(await this.options.underWay.begin(browser, { ...checks, to, callback })))
      throw new Problem('too-many-requests', 'Too many people sign in at this moment. Try again in a few minutes.');
    this.options.cookies.set(reply, 'sign-in', browser);
    return url;
  }

  /** Begins a session, once. @throws IdentityUnavailable */
  async finish(request: FastifyRequest, reply: FastifyReply): Promise<Finished> {
    const { cookies, provider, sessions, underWay } = this.options;
    const { browser, isKnown } = await this.#browserOf(request);
    const answer = new URL(request.url, 'http://own.invalid');
    const begun = isKnown ? await underWay.take(browser, answer.searchParams.get('state') ?? '') : undefined;
    if (begun === undefined) return notSignedIn('not-under-way');
    const found = await provider.finish(Object.assign(new URL(begun.callback), { search: answer.search }), begun);
    if (typeof found === 'string') return notSignedIn(found);
    if (!this.#mayEnter(found)) return notSignedIn('no-role');
    // Whatever session the browser had before is over: whoever has signed in gets an id that nobody has seen.
    await this.#endOf(request);
    cookies.set(reply, 'session', await sessions.begin(found));
    const isDropped = await this.#giveBack(browser, found.person, begun.to);
    if (!(await underWay.isLeft(browser))) cookies.clear(reply, 'sign-in');
    return { to: isDropped ? '/' : begun.to, person: found.person.subject };
  }

  /** Ends the session, and gives where to go on to: the provider's own sign-out where it has one, which leads back here. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const hint = await this.#endOf(request);
    this.options.cookies.clear(reply, 'session');
    try {
      return (await this.options.provider.endAt(`${this.#addressOf(request)}${signedOutPath}`, hint)) ?? signedOutPath;
    } catch (fault) {
      // The session is over, whatever the provider does.
      this.#logger.error(fault);
      return signedOutPath;
    }
  }

  actAs({ secret }: FoundSession, acting: Grant): Promise<void> {
    return this.options.sessions.actAs(secret, acting);
  }

  /** Whose sessions have ended by it; undefined for what is no word of the provider. @throws IdentityUnavailable */
  async endedBy(token: string): Promise<Ended | undefined> {
    const ended = await this.options.provider.endedBy(token);
    if (ended !== undefined) await this.options.sessions.endOf(ended);
    return ended;
  }

  /** Keeps what was typed until somebody has signed in. Whether it is kept. */
  async keep(typed: TypedAhead, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    if (this.options.typed?.takes(typed.path) !== true) return false;
    const { browser } = await this.#browserOf(request);
    const isKept = await this.options.underWay.keep(browser, typed);
    if (isKept) this.options.cookies.set(reply, 'sign-in', browser);
    return isKept;
  }

  /** Gives back at once what whoever is signed in has typed. Whether it is kept. */
  async giveBackNow(person: Person, { path, typed }: Omit<TypedAhead, 'mark'>): Promise<boolean> {
    if (this.options.typed?.takes(path) !== true) return false;
    await this.options.typed.take(person, path, typed);
    return true;
  }

  /** What was shown to somebody else is dropped; whether that was so of the page one wanted. */
  async #giveBack(browser: string, person: Person, to: string): Promise<boolean> {
    let isDropped = false;
    try {
      await this.options.underWay.giveBack(browser, async ({ path, mark, typed }) => {
        if (mark === markOf(person)) await this.options.typed?.take(person, path, typed);
        else isDropped ||= path === to;
      });
    } catch (fault) {
      // It stays for the next sign-in; nobody is kept out for it.
      this.#logger.error(fault);
    }
    return isDropped;
  }

  #mayEnter({ person, organisations }: SignedInAs): boolean {
    const session = organisations ? ({ organisations } as FoundSession) : undefined;
    return this.signIn.held({ person, ...(session && { session }) }).length > 0;
  }

  async #endOf(request: FastifyRequest): Promise<string | undefined> {
    const { cookies, sessions } = this.options;
    const secret = cookies.read(request, 'session');
    return secret === undefined ? undefined : sessions.end(secret);
  }

  /** By its cookie, where that is one of ours: one that somebody else set is not taken over. */
  async #browserOf(request: FastifyRequest): Promise<{ readonly browser: string; readonly isKnown: boolean }> {
    const sent = this.options.cookies.read(request, 'sign-in');
    const isKnown = sent !== undefined && isSecret(sent) && (await this.options.underWay.isLeft(sent));
    return isKnown ? { browser: sent, isKnown } : { browser: newSecret(), isKnown };
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

const reasons = {
  'not-under-way': 'The sign-in took too long, or was begun in another browser. Sign in again.',
  cancelled: 'You cancelled the sign-in. Sign in again when you want to go on.',
  'not-taken': 'What your sign-in provider answered does not fit what was asked. Sign in again.',
  'no-role':
    'Nobody has given you a role in this service, or your organisation here is another one. Ask NHS England’s registrar for a role, then sign in again.',
} as const;

const notSignedIn = (because: keyof typeof reasons): NotSignedIn => ({ because, inWords: reasons[because] });
