/** What a browser began before it was signed in: sign-ins that are under way, one for each of its windows, and what was typed there. */
import { randomUUID } from 'node:crypto';
import { Kept } from '../kept/kept.js';
import type { Typed } from '../session/posted-form.js';
import { isSecret, nameOf } from '../session/sessions.js';
import type { Checks } from './provider.js';

/** A sign-in that is under way. */
export interface UnderWay extends Checks {
  /** The page one wanted. */
  readonly to: string;
  /** Where the provider sends the browser back to. */
  readonly callback: string;
}

/** What was typed into a form that was sent when nobody was signed in any more. */
export interface TypedAhead {
  /** The page of the form. */
  readonly path: string;
  /** The mark of the person whom the form was shown to. */
  readonly mark: string;
  readonly typed: Typed;
}

/** Milliseconds that somebody may take to sign in at their provider, and that what was typed waits for them. */
const [patience, waits] = [15 * 60_000, 24 * 60 * 60_000];

/** Of one browser: windows, and forms. */
const mostOfBrowser = 10;
/** Of all browsers together, since the last look: strangers do not fill the disk. */
const [mostSignIns, mostTyped] = [20_000, 1_000];

/** All instances share the folder: the browser may come back to another one. */
export class BegunUnderWay {
  readonly #signIns: Kept<UnderWay>;
  readonly #typed: Kept<TypedAhead>;
  readonly #room = { signIns: mostSignIns, typed: mostTyped };

  constructor(
    folder: string,
    private readonly now: () => number = Date.now,
  ) {
    this.#signIns = new Kept(`${folder}/sign-ins`, has('state', 'nonce', 'verifier', 'to', 'callback'));
    this.#typed = new Kept(`${folder}/typed`, has('path', 'mark'));
  }

  /** Whether there was room for it. */
  async begin(browser: string, signIn: UnderWay): Promise<boolean> {
    if (this.#room.signIns <= 0) return false;
    this.#room.signIns -= 1;
    const shelf = nameOf(browser);
    await this.#makeRoomOn(this.#signIns, shelf);
    await this.#signIns.put(`${shelf}/${nameOf(signIn.state)}`, signIn, this.now());
    return true;
  }

  /** Once: what the provider answered is of no use a second time. An answer to nothing that the browser began takes nothing. */
  async take(browser: string, state: string): Promise<UnderWay | undefined> {
    if (!isSecret(browser)) return undefined;
    const name = `${nameOf(browser)}/${nameOf(state)}`;
    const found = await this.#signIns.findAt(name);
    const isFirst = found !== undefined && (await this.#signIns.remove(name));
    return isFirst && this.now() - found.at <= patience ? found.value : undefined;
  }

  /** Whether anything waits for the browser still. */
  async isLeft(browser: string): Promise<boolean> {
    const shelf = nameOf(browser);
    return (await this.#signIns.names(shelf)).length > 0 || (await this.#typed.names(shelf)).length > 0;
  }

  /** Whether there was room for it. */
  async keep(browser: string, typed: TypedAhead): Promise<boolean> {
    if (this.#room.typed <= 0) return false;
    this.#room.typed -= 1;
    const shelf = nameOf(browser);
    await this.#makeRoomOn(this.#typed, shelf);
    await this.#typed.put(`${shelf}/${randomUUID()}`, typed, this.now());
    return true;
  }

  /** All that was typed in the browser, oldest first: `give` is asked to take each, which is gone once it has. */
  async giveBack(browser: string, give: (typed: TypedAhead) => Promise<void>): Promise<void> {
    const shelf = nameOf(browser);
    for (const name of await oldestFirst(this.#typed, shelf)) {
      const typed = await this.#typed.find(name);
      if (typed !== undefined) await give(typed);
      await this.#typed.remove(name);
    }
  }

  /** Removes what nobody came back for. */
  async clear(): Promise<void> {
    this.#room.signIns = mostSignIns - (await this.#clearOf(this.#signIns, patience));
    this.#room.typed = mostTyped - (await this.#clearOf(this.#typed, waits));
  }

  /** How many are left. */
  async #clearOf(kept: Kept<unknown>, life: number): Promise<number> {
    let left = 0;
    for (const shelf of await kept.shelves()) {
      for (const name of await kept.names(shelf))
        if (this.now() - ((await kept.putAt(name)) ?? 0) > life) await kept.remove(name);
        else left += 1;
      await kept.tidy(shelf);
    }
    return left;
  }

  async #makeRoomOn(kept: Kept<unknown>, shelf: string): Promise<void> {
    const names = await oldestFirst(kept, shelf);
    for (const name of names.slice(0, Math.max(0, names.length + 1 - mostOfBrowser))) await kept.remove(name);
  }
}

async function oldestFirst(kept: Kept<unknown>, shelf: string): Promise<readonly string[]> {
  const names = await kept.names(shelf);
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await kept.putAt(name)) ?? 0 })));
  return dated.sort((a, b) => a.at - b.at).map(({ name }) => name);
}

/** Whether these stand in a value as texts. */
const has =
  (...names: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'string');
