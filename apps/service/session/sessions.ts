/** Who is signed in in which browser. A session is opaque to the browser, and stands where all instances find it. */
import { createHash, randomBytes } from 'node:crypto';
import type { Person } from '../../../libs/access/index.js';
import type { Grant } from '../../../libs/register/model.js';
import { Kept } from '../kept/kept.js';

export interface Session {
  readonly person: Person;
  /** What a person may act for where their provider says so; absent where it says nothing of organisations. */
  readonly organisations?: readonly string[];
  /** The role the person chose to act in; absent until they choose. */
  readonly acting?: Grant;
  /** Goes into every form, and comes back with it. */
  readonly csrf: string;
  /** The provider's own id of the sign-in, by which it can end it. */
  readonly sid?: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  /** When it was last noted that a request came with it; in milliseconds since 1970. */
  readonly seen: number;
}

/** A session as a request found it. */
export interface FoundSession extends Session {
  /** What the browser sends. */
  readonly secret: string;
}

export interface SessionLimits {
  /** Milliseconds without a request after which it ends. */
  readonly idle: number;
  /** Milliseconds after which it ends whatever happens. */
  readonly absolute: number;
}

export const sessionLimits: SessionLimits = { idle: 30 * 60_000, absolute: 12 * 60 * 60_000 };

/** How exactly it is noted when a session was last used, in milliseconds: a request is not to cost a write. */
const noted = 60_000;

export type NewSession = Omit<Session, 'csrf' | 'began' | 'seen'>;

export class Sessions {
  readonly #kept: Kept<Session>;

  constructor(
    folder: string,
    private readonly limits: SessionLimits = sessionLimits,
    /** Milliseconds since 1970. Always the true time: a simulated clock ends no session. */
    private readonly now: () => number = Date.now,
  ) {
    this.#kept = new Kept(folder);
  }

  /** What the browser is to send from now on. */
  async begin(session: NewSession): Promise<string> {
    const secret = newSecret();
    const now = this.now();
    await this.#kept.put(nameOf(secret), { ...session, csrf: newSecret(), began: now, seen: now });
    return secret;
  }

  /** The session that a browser sent, if it lives. */
  async find(secret: string): Promise<FoundSession | undefined> {
    if (!isSecret(secret)) return undefined;
    const session = await this.#kept.find(nameOf(secret));
    if (session === undefined) return undefined;
    if (this.#isOver(session)) {
      await this.#kept.remove(nameOf(secret));
      return undefined;
    }
    if (this.now() - session.seen >= noted) await this.#replace(secret, { ...session, seen: this.now() });
    return { ...session, secret };
  }

  /** Undefined where it ended meanwhile. */
  async actAs(secret: string, acting: Grant): Promise<void> {
    const session = await this.find(secret);
    if (session === undefined) return;
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- it is what the file is named by, and stands in none
    const { secret: _, ...rest } = session;
    await this.#replace(secret, { ...rest, acting });
  }

  async end(secret: string): Promise<void> {
    if (isSecret(secret)) await this.#kept.remove(nameOf(secret));
  }

  /** Ends those of one sign-in at the provider, or all of a person. */
  async endOf(ended: { readonly issuer: string; readonly subject?: string; readonly sid?: string }): Promise<number> {
    let count = 0;
    for (const name of await this.#kept.names()) {
      const session = await this.#kept.find(name);
      if (session !== undefined && isEnded(session, ended) && (await this.#kept.remove(name))) count += 1;
    }
    return count;
  }

  /** Removes what is over. */
  async clear(): Promise<void> {
    for (const name of await this.#kept.names()) {
      const session = await this.#kept.find(name);
      if (session !== undefined && this.#isOver(session)) await this.#kept.remove(name);
    }
  }

  /** Only where it still stands: one that was ended is not to come back. */
  async #replace(secret: string, session: Session): Promise<void> {
    if ((await this.#kept.putAt(nameOf(secret))) !== undefined) await this.#kept.put(nameOf(secret), session);
  }

  #isOver({ began, seen }: Session): boolean {
    const now = this.now();
    return now - began >= this.limits.absolute || now - seen >= this.limits.idle;
  }
}

function isEnded(
  { person, sid }: Session,
  ended: { readonly issuer: string; readonly subject?: string; readonly sid?: string },
): boolean {
  if (person.issuer !== ended.issuer) return false;
  if (ended.sid !== undefined) return sid === ended.sid;
  return person.subject === ended.subject;
}

/** 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
export const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Whoever can read the folder finds nothing there that a browser could send. */
export const nameOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
