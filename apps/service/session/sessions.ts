/** Who is signed in in which browser. A session is opaque to the browser, and stands where all instances find it. */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Person } from '../../../libs/access/index.js';
import type { Grant } from '../../../libs/register/model.js';
import { Kept, type Found } from '../kept/kept.js';
import { markOf } from './mark.js';

export interface Session {
  readonly person: Person;
  /** What a person may act for where their provider says so; absent where it says nothing of organisations. */
  readonly organisations?: readonly string[];
  /** Goes into every form, and comes back with it: a secret, and behind a dot the mark of the person. */
  readonly csrf: string;
  /** The provider's own id of the sign-in, by which it can end it. */
  readonly sid?: string;
  /** Milliseconds since 1970. */
  readonly began: number;
}

/** A session as a request found it. */
export interface FoundSession extends Session {
  /** What the browser sends. */
  readonly secret: string;
  /** The role the person chose to act in; absent until they choose. */
  readonly acting?: Grant;
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

export type NewSession = Omit<Session, 'csrf' | 'began'> & {
  /** What the provider is shown at the sign-out. */
  readonly hint?: string;
};

/** Whose sessions end: of one sign-in at the provider, or all of a person. */
export interface Ended {
  readonly issuer: string;
  readonly subject?: string;
  readonly sid?: string;
}

export class Sessions {
  /** What a session began with, and never changes; the time of its file is that of its last use. */
  readonly #kept: Kept<Session>;
  /** The role chosen in each, in a file of its own: whoever switches at the moment of a sign-out brings no session back. */
  readonly #acting: Kept<Grant>;
  /** What is needed at the sign-out alone, in a file of its own: no other request reads it. */
  readonly #hints: Kept<string>;

  constructor(
    folder: string,
    private readonly limits: SessionLimits = sessionLimits,
    /** Milliseconds since 1970. Always the true time: a simulated clock ends no session. */
    private readonly now: () => number = Date.now,
  ) {
    this.#kept = new Kept(folder, isSession);
    this.#acting = new Kept(join(folder, 'acting'), isGrant);
    this.#hints = new Kept(join(folder, 'hints'), (value) => typeof value === 'string');
  }

  /** What the browser is to send from now on. */
  async begin({ hint, ...session }: NewSession): Promise<string> {
    const secret = newSecret();
    const now = this.now();
    const csrf = `${newSecret()}.${markOf(session.person)}`;
    await this.#kept.put(nameOf(secret), { ...session, csrf, began: now }, now);
    if (hint !== undefined) await this.#hints.put(nameOf(secret), hint);
    return secret;
  }

  /** The session that a browser sent, if it lives. `isUse`: whether somebody uses it, so that it lives on. */
  async find(secret: string, { isUse = true }: { readonly isUse?: boolean } = {}): Promise<FoundSession | undefined> {
    if (!isSecret(secret)) return undefined;
    const name = nameOf(secret);
    const found = await this.#kept.findAt(name);
    if (found === undefined) return undefined;
    if (this.#isOver(found)) {
      await this.#remove(name);
      return undefined;
    }
    if (isUse && this.now() - found.at >= noted) await this.#kept.touch(name, this.now());
    const acting = await this.#acting.find(name);
    return { ...found.value, ...(acting && { acting }), secret };
  }

  async actAs(secret: string, acting: Grant): Promise<void> {
    await this.#acting.put(nameOf(secret), acting);
  }

  /** Gives what the provider is to be shown of it, where that was kept. */
  async end(secret: string): Promise<string | undefined> {
    if (!isSecret(secret)) return undefined;
    const name = nameOf(secret);
    const hint = await this.#hints.find(name);
    return (await this.#remove(name)) ? hint : undefined;
  }

  /** How many there were. */
  async endOf(ended: Ended): Promise<number> {
    let count = 0;
    for (const name of await this.#kept.names()) {
      const session = await this.#kept.find(name);
      if (session !== undefined && isEnded(session, ended) && (await this.#remove(name))) count += 1;
    }
    return count;
  }

  /** Removes what is over, or damaged. */
  async clear(): Promise<void> {
    for (const name of await this.#kept.names()) {
      const found = await this.#kept.findAt(name);
      if (found === undefined || this.#isOver(found)) await this.#remove(name);
    }
    for (const beside of [this.#acting, this.#hints])
      for (const name of await beside.names())
        if ((await this.#kept.putAt(name)) === undefined) await beside.remove(name);
  }

  /** Whether it was there. */
  async #remove(name: string): Promise<boolean> {
    await this.#acting.remove(name);
    await this.#hints.remove(name);
    return this.#kept.remove(name);
  }

  #isOver({ value: { began }, at }: Found<Session>): boolean {
    const now = this.now();
    return now - began >= this.limits.absolute || now - at >= this.limits.idle;
  }
}

/** One sign-in where the provider named it and we were told its name; else all of the person. */
function isEnded({ person, sid }: Session, ended: Ended): boolean {
  if (person.issuer !== ended.issuer) return false;
  if (ended.sid !== undefined && sid !== undefined) return sid === ended.sid;
  return person.subject === ended.subject;
}

type Named = Readonly<Record<string, unknown>>;

const isSession = (value: unknown): boolean => {
  const { person, csrf, began } = (value ?? {}) as Named;
  const { issuer, subject, name } = (person ?? {}) as Named;
  return [issuer, subject, name, csrf].every((each) => typeof each === 'string') && typeof began === 'number';
};

const isGrant = (value: unknown): boolean => {
  const { role, organisation } = (value ?? {}) as Named;
  return typeof role === 'string' && typeof organisation === 'string';
};

/** 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
export const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Whoever can read the folder finds nothing there that a browser could send. */
export const nameOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
