/** What people have begun to fill in. A draft is no event: nobody else sees it, and it may be thrown away. */
import { createHash, randomUUID } from 'node:crypto';
import { Kept } from '../kept/kept.js';
import type { Asker } from '../access/asker.js';
import type { Typed } from '../session/posted-form.js';

/** What a draft is for: an act on a case, or the beginning of one. */
export interface DraftOf {
  /** Id of the case; the workflow’s name where the act begins one; the path of the page where it is about neither. */
  readonly about: string;
  readonly type: string;
}

export interface Draft extends DraftOf {
  readonly typed: Typed;
  /** Of the one command that it becomes, however often it is sent. */
  readonly key: string;
  /** The path of its page, where one goes on with it. */
  readonly page: string;
  /** What the lists call it: the act’s words, and whom it is about. */
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

/** What a draft became. */
export interface Receipt {
  readonly case: string;
  readonly type: string;
  readonly revision: number;
}

/** Milliseconds that a draft, and the receipt of one, is kept. */
const kept = 90 * 24 * 60 * 60_000;
/** Most drafts of one person: the oldest gives way. */
const most = 200;

export class Drafts {
  readonly #drafts: Kept<Draft>;
  readonly #receipts: Kept<Receipt>;

  /** @param folder all instances share it */
  constructor(
    folder: string,
    /** Milliseconds since 1970. Always the true time. */
    private readonly now: () => number = Date.now,
  ) {
    this.#drafts = new Kept(`${folder}/open`);
    this.#receipts = new Kept(`${folder}/receipts`);
  }

  async find(of: DraftOf, by: Who): Promise<Draft | undefined> {
    const draft = await this.#drafts.find(nameOf(of, by));
    return draft === undefined || this.#isOld(draft.changed) ? undefined : draft;
  }

  /** Keeps what was typed, under the key it was begun with. */
  async put(of: DraftOf, by: Who, { typed, title, page }: Pick<Draft, 'typed' | 'title' | 'page'>): Promise<Draft> {
    const before = await this.find(of, by);
    const { about, type } = of;
    const key = before?.key ?? randomUUID();
    const draft = { about, type, typed, title, page, key, changed: this.now() };
    await this.#drafts.put(nameOf(of, by), draft);
    if (before === undefined) await this.#giveWay(by);
    return draft;
  }

  /** What was sent of it stands, and what was changed since becomes another command. */
  async renew(draft: Draft, by: Who): Promise<void> {
    await this.discard(draft, by);
    await this.put(draft, by, draft);
  }

  async discard(of: DraftOf, by: Who): Promise<void> {
    await this.#drafts.remove(nameOf(of, by));
  }

  /** All of a person, the one last changed first. */
  async of(by: Who): Promise<readonly Draft[]> {
    const names = await this.#drafts.names(shelfOf(by));
    const found = await Promise.all(names.map((name) => this.#drafts.find(name)));
    return found
      .flatMap((draft) => (draft === undefined || this.#isOld(draft.changed) ? [] : [draft]))
      .toSorted((a, b) => b.changed - a.changed);
  }

  /** What the draft of this key became; undefined while it is one. */
  receipt(key: string, by: Who): Promise<Receipt | undefined> {
    return this.#receipts.find(receiptName(key, by));
  }

  /** The draft has become what the receipt says. */
  async became(draft: Draft, by: Who, receipt: Receipt): Promise<void> {
    await this.#receipts.put(receiptName(draft.key, by), receipt);
    await this.discard(draft, by);
  }

  /** Removes what is too old. */
  async clear(): Promise<void> {
    for (const each of [this.#drafts, this.#receipts])
      for (const shelf of await each.shelves())
        for (const name of await each.names(shelf)) {
          const at = await each.putAt(name);
          if (at !== undefined && this.#isOld(at)) await each.remove(name);
        }
  }

  async #giveWay(by: Who): Promise<void> {
    for (const draft of (await this.of(by)).slice(most)) await this.discard(draft, by);
  }

  #isOld(changed: number): boolean {
    return this.now() - changed >= kept;
  }
}

type Who = Pick<Asker, 'issuer' | 'id'>;

const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

const shelfOf = ({ issuer, id }: Who): string => hashOf(issuer, id);
const nameOf = ({ about, type }: DraftOf, by: Who): string => `${shelfOf(by)}/${hashOf(about, type)}`;
const receiptName = (key: string, by: Who): string => `${shelfOf(by)}/${hashOf(key)}`;
