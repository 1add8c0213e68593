/** What was typed when a session had ended becomes the draft of its page, as if it had been sent in time. */
import type { Person } from '../../../libs/access/index.js';
import { inWords } from '../../../libs/workflow/state.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { workflows } from '../../../workflows/index.js';
import type { Ledger } from '../ledger/ledger.js';
import type { TakesTyped, Typed } from '../session/posted-form.js';
import type { DraftOf, Drafts } from './drafts.js';

const act = /^\/cases\/([0-9a-f-]{36})\/do\/([A-Za-z]{1,60})(?:\?|$)/;
const change = /^(\/register\/change\/([a-z-]{1,60})(?:\/[^/?]{1,120})?)(?:\?|$)/;
const beginning = /^\/apply\/([a-z-]{1,60})(?:\?|$)/;

export class TypedIntoDrafts implements TakesTyped {
  constructor(
    private readonly drafts: Drafts,
    private readonly ledger: Ledger,
    /** The name under which the register knows the issuer; undefined when it is the issuer's own. */
    private readonly issuerInRegister: string | undefined,
  ) {}

  takes(path: string): boolean {
    return draftAt(path) !== undefined;
  }

  /** Whether the person may do such a thing is asked by the page, as of any draft. */
  async take({ issuer, subject: id }: Person, path: string, typed: Typed): Promise<void> {
    const of = draftAt(path);
    if (of === undefined) return;
    const by = { issuer: this.issuerInRegister ?? issuer, id };
    const held = act.test(path) ? await this.ledger.streams.of(caseStream(of.about)) : undefined;
    if (act.test(path) && (held === undefined || !Object.hasOwn(held.workflow.events, of.type))) return;
    const before = await this.drafts.find(of, by);
    await this.drafts.put(of, by, {
      typed,
      title: before?.title ?? titleOf(of),
      page: path.replace(/\?.*$/, ''),
    });
  }
}

/** Which draft is begun on the page at an address. */
function draftAt(path: string): DraftOf | undefined {
  const [, id, type] = act.exec(path) ?? [];
  if (id !== undefined && type !== undefined) return { about: id, type };
  const [, page, told] = change.exec(path) ?? [];
  if (page !== undefined && told !== undefined) return { about: page, type: told };
  const [, name = 'none'] = beginning.exec(path) ?? [];
  const workflow = workflows.find((each) => each.name === name);
  return workflow && { about: name, type: workflow.begins };
}

/** Until the page itself says it better. */
function titleOf({ type }: DraftOf): string {
  const words = inWords(type).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
