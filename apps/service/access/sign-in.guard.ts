import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BearerVerifier, NotVerified, Person } from '../../../libs/access/index.js';
import type { Grant, Role } from '../../../libs/register/model.js';
import type { Ledger } from '../ledger/ledger.js';
import { nothingHere, Problem } from '../problems/problem.js';
import type { Cookies } from '../session/cookies.js';
import { foreignTo, forgedBy, isOfOwnPage, isInParts } from '../session/forgery.js';
import { asksByItself, isPage } from '../session/pages.js';
import { isForm, largestTyped, largestWithFiles } from '../session/posted-form.js';
import type { FoundSession, Sessions } from '../session/sessions.js';
import { holds, type Asker } from './asker.js';

/** Name of the metadata that marks such a route. */
export const openToAll = 'openToAll';
/** A route that needs no sign-in. Every other one does. */
export const OpenToAll = (): MethodDecorator & ClassDecorator => SetMetadata(openToAll, true);

/** Who a token names, or a session; or what is answered to whoever sent it: a problem, or a fault where the provider's keys cannot be had. */
export type SignedIn =
  | { readonly ok: true; readonly person: Person; readonly session?: FoundSession }
  | { readonly ok: false; readonly because: NotSignedIn; readonly thrown: Error };

/** `no-role`: whoever signed in may act for nobody, or for nobody any more. */
type NotSignedIn = NotVerified | 'missing' | 'unavailable' | 'no-role';

/** How browsers sign in: absent where the service has no pages. */
export interface Browsers {
  readonly sessions: Sessions;
  readonly cookies: Cookies;
  /** The origin under which they know the service; undefined where it is whatever host they ask. */
  readonly origin?: string;
}

/** Name of the metadata that says whom such a route is for. */
const onlyFor = 'onlyFor';
/**
 * A route, or every route of a controller that says nothing else, for those who hold one of these roles. Anybody else is refused before what
 * they sent is looked at: the route itself says whom it is for, so that its body is not even parsed.
 */
export const OnlyFor =
  (...roles: readonly [Role, ...Role[]]): MethodDecorator & ClassDecorator =>
  (target: object, key?: string | symbol, descriptor?: PropertyDescriptor): void => {
    if (key !== undefined && descriptor !== undefined) {
      SetMetadata(onlyFor, roles)(target, key, descriptor);
      RouteConfig({ [onlyFor]: roles })(target, key, descriptor);
      return;
    }
    const controller = target as Type<object>;
    SetMetadata(onlyFor, roles)(controller);
    const methods = Object.entries(Object.getOwnPropertyDescriptors(controller.prototype));
    for (const [name, method] of methods)
      if (typeof method.value === 'function' && !saysWhom(method.value as object))
        RouteConfig({ [onlyFor]: roles })(controller.prototype as object, name, method);
  };

/** Whether a method says by itself whom its route is for. */
const saysWhom = (method: object): boolean =>
  Reflect.hasMetadata(onlyFor, method) || Reflect.hasMetadata(openToAll, method);

/** Tells who is asking, by their bearer token or by the session of their browser. */
export class SignIn {
  constructor(
    private readonly verify: BearerVerifier,
    /** The name under which the register knows the issuer; undefined when it is the issuer's own. */
    private readonly issuerInRegister: string | undefined,
    private readonly ledger: Ledger,
    private readonly browsers?: Browsers,
  ) {}

  /** The origin under which browsers know the service; undefined where it is whatever host they ask. */
  get origin(): string | undefined {
    return this.browsers?.origin;
  }

  /** Pages take a session only, all else a token, or a session where no token is sent. Never rejects. */
  async attempt(request: FastifyRequest): Promise<SignedIn> {
    const { headers, url } = request;
    const secret = this.browsers?.cookies.read(request, 'session');
    if (isPage(url) || (headers.authorization === undefined && secret !== undefined))
      return this.#bySession(secret, { isUse: !asksByItself(url) }).catch(unavailable);
    return this.#byToken(headers.authorization);
  }

  /**
   * Who asked at first, with the roles they have now; undefined once their session or token has ended, or a role is gone that they asked with.
   * Whoever has a stream open is asked about again and again: that is no use of a session.
   */
  async still(first: Asker, request: FastifyRequest): Promise<Asker | undefined> {
    const secret = this.browsers?.cookies.read(request, 'session');
    const isBySession = request.signedIn?.ok === true && request.signedIn.session !== undefined;
    const now = await (isBySession ? this.#bySession(secret, { isUse: false }) : this.attempt(request));
    if (!now.ok) return undefined;
    const asking = this.askerOf(now);
    const kept = first.grants.every((grant) => asking.grants.some((other) => isSameGrant(other, grant)));
    return kept ? asking : undefined;
  }

  async #bySession(secret: string | undefined, { isUse }: { readonly isUse: boolean }): Promise<SignedIn> {
    const session = secret === undefined ? undefined : await this.browsers?.sessions.find(secret, { isUse });
    if (session === undefined) return { ok: false, because: 'missing', thrown: unauthenticated('Sign in first.') };
    const { person } = session;
    const held = this.held({ person, session });
    const acting = held.find(isActing(session, held));
    if (acting !== undefined) return { ok: true, person, session: { ...session, acting } };
    // Whoever was let go has no session any more.
    await this.browsers?.sessions.end(session.secret);
    return { ok: false, because: 'no-role', thrown: new Problem('not-yours', noRole) };
  }

  /** By the header Authorization. */
  async #byToken(header: string | undefined): Promise<SignedIn> {
    const [scheme, token, ...rest] = (header ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
      const thrown = unauthenticated('Send a bearer token in the header Authorization.');
      return { ok: false, because: 'missing', thrown };
    }
    try {
      const verified = await this.verify(token);
      if (verified.ok) return { ok: true, person: verified.person };
      return { ok: false, because: verified.because, thrown: unauthenticated(verified.detail, verified.because) };
    } catch (fault) {
      return unavailable(fault);
    }
  }

  /** The roles the person has now, as far as their provider lets them act for these organisations: what was withdrawn is gone at once. */
  held({ person, session }: Pick<SignedIn & { ok: true }, 'person' | 'session'>): readonly Grant[] {
    const grants = this.ledger.register.person(this.registered(person), person.subject)?.grants ?? [];
    const among = session?.organisations;
    return among === undefined ? grants : grants.filter(({ organisation }) => among.includes(organisation));
  }

  /** By a session, under the one role the person acts in; by a token, under all of them. */
  askerOf(signedIn: Pick<SignedIn & { ok: true }, 'person' | 'session'>): Asker {
    const { person, session } = signedIn;
    const held = this.held(signedIn);
    const issuer = this.registered(person);
    const name = this.ledger.register.person(issuer, person.subject)?.name ?? person.name;
    return { id: person.subject, name, issuer, grants: session ? held.filter(isActing(session, held)) : held };
  }

  private registered({ issuer }: Person): string {
    return this.issuerInRegister ?? issuer;
  }

  /** @throws Problem, IdentityUnavailable */
  entered(signedIn: SignedIn): Asker {
    if (!signedIn.ok) throw signedIn.thrown;
    return this.askerOf(signedIn);
  }
}

const noRole =
  'Nobody has given you a role in this service, or yours was withdrawn. Ask NHS England’s registrar for one.';

/** The role the person chose, as long as they hold it; else the first. */
function isActing({ acting }: FoundSession, held: readonly Grant[]): (grant: Grant) => boolean {
  const chosen = acting && held.find((grant) => isSameGrant(grant, acting));
  const under = chosen ?? held[0];
  return (grant) => grant === under;
}

export const isSameGrant = (a: Grant, b: Grant): boolean => a.role === b.role && a.organisation === b.organisation;

const unavailable = (fault: unknown): SignedIn => ({
  ok: false,
  because: 'unavailable',
  thrown: fault instanceof Error ? fault : new Error(String(fault)),
});

declare module 'fastify' {
  interface FastifyRequest {
    /** How the sign-in went; undefined where there is nothing at the address. */
    signedIn?: SignedIn;
    asking?: Asker;
  }
  interface FastifyContextConfig {
    /** Whom the route is for; absent for everybody. */
    onlyFor?: readonly Role[];
  }
}

/** What the provider itself sends, without anybody's session. */
const openToBrowsers = new Set(['/sign-in/back-channel-logout']);

/** Methods whose bodies nobody parses. */
const bodiless = new Set(['GET', 'HEAD']);

/** Signs everybody in before anything else is done for them, and reads no body of a stranger's, or of one whom the route is not for. */
export function signInFirst(fastify: FastifyInstance, signIn: SignIn): void {
  fastify.addHook('onRequest', async (request) => {
    if (!request.is404 || isPage(request.url)) request.signedIn = await signIn.attempt(request);
  });
  // Later than limits, so that what is refused here has been counted.
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    const { signedIn, method } = request;
    const { [onlyFor]: roles } = request.routeOptions.config;
    if (signedIn?.ok === true)
      done(foreignTo(request, signedIn, signIn.origin) ?? (roles && notFor(signIn.askerOf(signedIn), roles)));
    else if (openToBrowsers.has(request.routeOptions.url ?? '')) done();
    else if (bodiless.has(method) || isTyped(request, signIn.origin)) done();
    else done(signedIn?.thrown ?? new Problem('not-found', nothingHere));
  });
}

/** Whether it is what somebody typed into a page of ours: where their session has ended it is read, and kept for them. */
const isTyped = (request: FastifyRequest, origin: string | undefined): boolean =>
  request.signedIn?.ok === false &&
  request.signedIn.because === 'missing' &&
  !request.is404 &&
  isPage(request.url) &&
  isSmallForm(request.headers) &&
  isOfOwnPage(request, origin);

/** A form with files may be as large as its largest file, though these are read away. */
const isSmallForm = ({ 'content-type': type, 'content-length': length }: FastifyRequest['headers']): boolean =>
  (isForm(type) && Number(length) <= largestTyped) || (isInParts(type) && Number(length) <= largestWithFiles);

const notFor = (asking: Asker, roles: readonly Role[]): Problem | undefined =>
  holds(asking, ...roles) ? undefined : new Problem('not-yours', `Only ${roles.join(' or ')} may do this.`);

/** The person asking, on every route that is not open to all. */
export const Asks = createParamDecorator((_: unknown, context: ExecutionContext): Asker => {
  const { asking } = context.switchToHttp().getRequest<FastifyRequest>();
  if (asking === undefined) throw new Error('A route that asks who is asking must not be open to all');
  return asking;
});

type Handler = ReturnType<ExecutionContext['getHandler']>;

/** Who may come to a handler. */
interface Entry {
  readonly isOpen: boolean;
  readonly roles: readonly Role[] | undefined;
}

@Injectable()
export class SignInGuard implements CanActivate {
  /** Handlers that were asked for, by controller; who may come is fixed once they are loaded. */
  readonly #entries = new WeakMap<Type, Map<Handler, Entry>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly signIn: SignIn,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { isOpen, roles } = this.entryOf(context.getClass(), context.getHandler());
    if (isOpen) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.signedIn === undefined) throw new Error('Whoever asks is to be signed in before anything else');
    const asking = this.signIn.entered(request.signedIn);
    request.asking = asking;
    const refused = forgedBy(request) ?? (roles && notFor(asking, roles));
    if (refused) throw refused;
    return true;
  }

  private entryOf(controller: Type, handler: Handler): Entry {
    const entries = this.#entries.get(controller) ?? new Map<Handler, Entry>();
    this.#entries.set(controller, entries);
    const known = entries.get(handler);
    if (known !== undefined) return known;
    const places = [handler, controller];
    const isOpen = this.reflector.getAllAndOverride<boolean | undefined>(openToAll, places) === true;
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(onlyFor, places);
    entries.set(handler, { isOpen, roles });
    return { isOpen, roles };
  }
}

function unauthenticated(detail: string, because?: string): Problem {
  const error = because === undefined ? '' : `, error="invalid_token", error_description="${because}"`;
  return new Problem('unauthenticated', detail, {}, { 'www-authenticate': `Bearer realm="remit"${error}` });
}
