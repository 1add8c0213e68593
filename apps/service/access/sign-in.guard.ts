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
import type { Role } from '../../../libs/register/model.js';
import type { Ledger } from '../ledger/ledger.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { holds, type Asker } from './asker.js';

/** Name of the metadata that marks such a route. */
export const openToAll = 'openToAll';
/** A route that needs no sign-in. Every other one does. */
export const OpenToAll = (): MethodDecorator & ClassDecorator => SetMetadata(openToAll, true);

/** Who a token names, or what is answered to whoever sent it: a problem, or a fault where the provider's keys cannot be had. */
export type SignedIn =
  | { readonly ok: true; readonly person: Person }
  | { readonly ok: false; readonly because: NotVerified | 'missing' | 'unavailable'; readonly thrown: Error };

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

/** Tells who is asking by their bearer token. */
export class SignIn {
  constructor(
    private readonly verify: BearerVerifier,
    /** The name under which the register knows the issuer; undefined when it is the issuer's own. */
    private readonly issuerInRegister: string | undefined,
    private readonly ledger: Ledger,
  ) {}

  /** By the header Authorization. Never rejects. */
  async attempt(header: string | undefined): Promise<SignedIn> {
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
      return { ok: false, because: 'unavailable', thrown: fault instanceof Error ? fault : new Error(String(fault)) };
    }
  }

  /** With the roles the person has now: what was withdrawn is gone at once. */
  askerOf({ subject, name, issuer }: Person): Asker {
    const registered = this.issuerInRegister ?? issuer;
    const known = this.ledger.register.person(registered, subject);
    return { id: subject, name: known?.name ?? name, issuer: registered, grants: known?.grants ?? [] };
  }

  /** @throws Problem, IdentityUnavailable */
  async asking(header: string | undefined): Promise<Asker> {
    return this.entered(await this.attempt(header));
  }

  /** @throws Problem, IdentityUnavailable */
  entered(signedIn: SignedIn): Asker {
    if (!signedIn.ok) throw signedIn.thrown;
    return this.askerOf(signedIn.person);
  }
}

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

/** Methods whose bodies nobody parses. */
const bodiless = new Set(['GET', 'HEAD']);

/** Signs everybody in before anything else is done for them, and reads no body of a stranger's, or of one whom the route is not for. */
export function signInFirst(fastify: FastifyInstance, signIn: SignIn): void {
  fastify.addHook('onRequest', async (request) => {
    if (!request.is404) request.signedIn = await signIn.attempt(request.headers.authorization);
  });
  // Later than limits, so that what is refused here has been counted.
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    const { signedIn, method } = request;
    const { [onlyFor]: roles } = request.routeOptions.config;
    if (signedIn?.ok === true) done(roles && notFor(signIn.askerOf(signedIn.person), roles));
    else if (bodiless.has(method)) done();
    else done(signedIn?.thrown ?? new Problem('not-found', nothingHere));
  });
}

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
    const refused = roles && notFor(asking, roles);
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
