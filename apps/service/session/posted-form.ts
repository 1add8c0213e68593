/** What a browser sends of a form: names, and what was typed under each. */
import type { Person } from '../../../libs/access/index.js';

export class PostedForm {
  constructor(private readonly fields: ReadonlyMap<string, readonly string[]>) {}

  /** Undefined where it was not sent, and where it was sent more than once. */
  one(name: string): string | undefined {
    const found = this.fields.get(name);
    return found?.length === 1 ? found[0] : undefined;
  }

  all(name: string): readonly string[] {
    return this.fields.get(name) ?? [];
  }

  names(): readonly string[] {
    return [...this.fields.keys()];
  }

  /** What was typed: all but what the page itself put in, whose names begin with `_`. */
  typed(): Typed {
    return Object.fromEntries([...this.fields].filter(([name]) => !name.startsWith('_')));
  }

  /** Of names and what stands under them, in the order they were sent. */
  static of(pairs: Iterable<readonly [string, string]>): PostedForm {
    const fields = new Map<string, string[]>();
    for (const [name, value] of pairs) fields.set(name, [...(fields.get(name) ?? []), value]);
    return new PostedForm(fields);
  }
}

/** Whether a body of this media type is a form without files. */
export const isForm = (type: string | undefined): boolean => /^application\/x-www-form-urlencoded\b/i.test(type ?? '');

/** Largest form, in bytes as it is sent, that is kept for whoever has to sign in first. */
export const largestTyped = 256 * 1024;
/** The same where files come with it, which are not kept. */
export const largestWithFiles = 21 * 1024 * 1024;

/** Takes what a person had typed into the form of a page, to be shown there when they come to it next. */
export interface TakesTyped {
  /** Whether it is a page whose form it can give back. */
  takes(path: string): boolean;
  take(person: Person, path: string, typed: Typed): Promise<void>;
}

/** Plain data: what was typed under each name. */
export type Typed = Readonly<Record<string, readonly string[]>>;
