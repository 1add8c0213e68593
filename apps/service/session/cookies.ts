import { stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Cookies of the service. Nothing in a browser outlives its session, and no script can read any. */
export class Cookies {
  /** `__Host-`: a browser takes it over HTTPS only, for this host alone (RFC 6265bis §4.1.3.2). */
  constructor(private readonly secure: boolean) {}

  /** Undefined also where it was sent twice: one of them is not ours, and nobody can tell which. */
  read({ headers }: Pick<FastifyRequest, 'headers'>, name: CookieName): string | undefined {
    const named = `${this.#named(name)}=`;
    const sent = (headers.cookie ?? '').split(';').map((each) => each.trim());
    const [value, ...more] = sent.filter((each) => each.startsWith(named));
    return more.length > 0 ? undefined : value?.slice(named.length);
  }

  set(reply: FastifyReply, name: CookieName, value: string): void {
    reply.header('set-cookie', this.#written(name, value));
  }

  clear(reply: FastifyReply, name: CookieName): void {
    reply.header('set-cookie', this.#written(name, '', { maxAge: 0 }));
  }

  #written(name: CookieName, value: string, more: { readonly maxAge?: number } = {}): string {
    return stringifySetCookie({
      name: this.#named(name),
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      ...more,
    });
  }

  #named(name: CookieName): string {
    return this.secure ? `__Host-remit-${name}` : `remit-${name}`;
  }
}

/** `session`: who is signed in. `sign-in`: the sign-ins that are under way in the browser. */
export type CookieName = 'session' | 'sign-in';
