import {
  createParamDecorator,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { BearerVerifier } from '../../../libs/access/index.js';
import type { Ledger } from '../ledger.js';
import { Problem } from '../problems/problem.js';
import type { Asker } from './asker.js';

/** Name of the metadata that marks such a route. */
export const openToAll = 'openToAll';
/** A route that needs no sign-in. Every other one does. */
export const OpenToAll = (): MethodDecorator & ClassDecorator => SetMetadata(openToAll, true);

/** Tells who is asking by their bearer token. */
export class SignIn {
  constructor(
    private readonly verify: BearerVerifier,
    /** The name under which the register knows the issuer; undefined when it is the issuer's own. */
    private readonly issuerInRegister: string | undefined,
    private readonly ledger: Ledger,
  ) {}

  /** By the header Authorization. Roles are read anew each time, so that one withdrawn is gone at once. @throws Problem, IdentityUnavailable */
  async asking(header: string | undefined): Promise<Asker> {
    const [scheme, token, ...rest] = (header ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
      throw unauthenticated('Send a bearer token in the header Authorization.');
    }
    const verified = await this.verify(token);
    if (!verified.ok) throw unauthenticated(verified.detail, verified.because);
    const { subject, name, issuer } = verified.person;
    const known = this.ledger.register.person(this.issuerInRegister ?? issuer, subject);
    return { id: subject, name: known?.name ?? name, issuer, grants: known?.grants ?? [] };
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    asking?: Asker;
  }
}

/** The person asking, on every route that is not open to all. */
export const Asks = createParamDecorator((_: unknown, context: ExecutionContext): Asker => {
  const { asking } = context.switchToHttp().getRequest<FastifyRequest>();
  if (asking === undefined) throw new Error('A route that asks who is asking must not be open to all');
  return asking;
});

type Handler = ReturnType<ExecutionContext['getHandler']>;

@Injectable()
export class SignInGuard implements CanActivate {
  /** Handlers that were asked for, by controller, with whether they are open to all; both are fixed once they are loaded. */
  readonly #open = new WeakMap<Type, Map<Handler, boolean>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly signIn: SignIn,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isOpen(context.getClass(), context.getHandler())) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.asking = await this.signIn.asking(request.headers.authorization);
    return true;
  }

  private isOpen(controller: Type, handler: Handler): boolean {
    const handlers = this.#open.get(controller) ?? new Map<Handler, boolean>();
    this.#open.set(controller, handlers);
    const known = handlers.get(handler);
    if (known !== undefined) return known;
    const open = this.reflector.getAllAndOverride<boolean | undefined>(openToAll, [handler, controller]) === true;
    handlers.set(handler, open);
    return open;
  }
}

function unauthenticated(detail: string, because?: string): Problem {
  const error = because === undefined ? '' : `, error="invalid_token", error_description="${because}"`;
  return new Problem('unauthenticated', detail, {}, { 'www-authenticate': `Bearer realm="remit"${error}` });
}
