import { hasCome, inOrder, timeOf } from '../../../libs/workflow/instant.js';
import type { CcgClosed } from '../../../libs/register/facts.js';
import { byKind, kindsIn, type KindOfDue } from '../../../libs/workflow/due.js';
import { endOfDay } from '../../../libs/workflow/london.js';
import { dueOf } from '../../../libs/workflow/progress.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { takesHere } from '../../../workflows/consequences.js';
import { workflowOf, workflows } from '../../../workflows/index.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Held } from '../ledger/stream-cache.js';

/** A fact that is due on a case. */
export type DueFact = DueOnCase & (DateCome | CcgEnded);

interface DueOnCase {
  readonly stream: string;
  readonly case: string;
  readonly event: string;
  /** The instant at which it is due, and happens (ISO 8601, UTC). */
  readonly at: string;
  /** The case's, when the agenda looked. */
  readonly revision: number;
}

interface DateCome {
  readonly kind: KindOfDue;
  /** The name of the date. */
  readonly date: string;
}

interface CcgEnded {
  readonly kind: 'closure';
  /** What the case is told. */
  readonly closing: CcgClosed;
}

const kinds = kindsIn(workflows);

function kindOf(event: string): KindOfDue {
  const kind = kinds.get(event);
  if (kind === undefined) throw new RangeError(`expected a fact that a workflow has the clock record, found ${event}`);
  return kind;
}

/** A fact that is due and cannot be recorded: for operators. */
export interface SetAside {
  readonly case: string;
  readonly event: string;
  readonly at: string;
  readonly because: string;
}

/** Due facts recorded in one append, at most. */
const mostAtOnce = 200;
/** How often the same fact is offered before it is taken for one that cannot be recorded. */
const mostOffers = 1_000;

/** What is due over all cases, soonest first; of one instant in the order of R-06, whatever case it is on. */
export class Agenda {
  /** Before this instant (milliseconds since 1970) nothing is due. */
  #quietUntil = 0;
  /** What the workflow does not let the clock record, by fact and the case's revision: not offered again until the case moves. */
  readonly #declined = new Map<string, number>();
  readonly #setAside = new Map<string, SetAside & { readonly revision: number }>();
  /** CCGs that have closed and have no case that could end of it, by the register's revision. */
  #cleared = { registered: -1, ccgs: new Set<string>() };
  #closures: readonly { readonly code: string; readonly at: string; readonly closing: CcgClosed }[] = [];
  #offered: { readonly key: string; readonly times: number } | undefined;
  #recorded = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly report: (aside: SetAside, fault: unknown) => void,
  ) {
    ledger.onProgress((events) => {
      // What other instances record is not noted here.
      if (ledger.isShared || events.some(({ stream }) => stream === 'register')) this.reset();
    });
  }

  /** All that is due first, at one instant, as far as it fits one append; nothing when nothing is due by now. */
  next(now: string): readonly DueFact[] {
    if (timeOf(now) < this.#quietUntil) return [];
    const due = this.#dueBy(now);
    const [first] = due;
    if (first === undefined) {
      this.#forgetPast(now);
      this.#quietUntil = this.#nextAfter(now);
      return [];
    }
    const together = due.filter(({ at }) => timeOf(at) === timeOf(first.at)).slice(0, mostAtOnce);
    if (this.#isStuck(first)) this.setAside(first, new Error(`it was due ${mostOffers} times and never recorded`));
    return together;
  }

  /** The clock has recorded it, or the workflow does not let it. */
  answered(due: DueFact, isRecorded: boolean): void {
    if (isRecorded) this.#recorded += 1;
    else this.#declined.set(keyOf(due), due.revision);
  }

  /** It cannot be recorded: operators are told once, and nothing else waits for it. */
  setAside(due: DueFact, fault: unknown): void {
    const { case: id, event, at, revision } = due;
    const because = fault instanceof Error ? fault.message : String(fault);
    const aside = { case: id, event, at, because };
    if (!this.#setAside.has(keyOf(due))) this.report(aside, fault);
    this.#setAside.set(keyOf(due), { ...aside, revision });
  }

  /** Streams that the log has kept: what is due on them. */
  note(results: readonly { readonly held: Held }[]): void {
    for (const { held } of results) {
      const soonest = dueOf(held.workflow, held.standing.progress)[0];
      if (soonest) this.#quietUntil = Math.min(this.#quietUntil, timeOf(soonest.at));
    }
  }

  /** Something may be due that it does not know of. */
  reset(): void {
    this.#quietUntil = 0;
  }

  /** Facts of the clock recorded since the start. */
  get recorded(): number {
    return this.#recorded;
  }

  get asides(): readonly SetAside[] {
    return [...this.#setAside.values()].map(({ case: id, event, at, because }) => ({ case: id, event, at, because }));
  }

  /** The earliest instant at which something was due that is neither recorded, declined nor set aside. */
  behindSince(now: string): string | undefined {
    return timeOf(now) < this.#quietUntil ? undefined : this.#dueBy(now)[0]?.at;
  }

  /** When the workflow does not let the clock record the end of the CCG on this case. */
  isDeclined(due: Pick<DueFact, 'case' | 'event' | 'at' | 'revision'>): boolean {
    const key = keyOf(due);
    return this.#declined.get(key) === due.revision || this.#setAside.get(key)?.revision === due.revision;
  }

  #dueBy(now: string): readonly DueFact[] {
    const rows = this.ledger.views
      .due(now, mostAtOnce + this.#declined.size + this.#setAside.size)
      .map((row): DueFact => ({ ...row, stream: caseStream(row.case), kind: kindOf(row.event) }));
    return [...this.#closuresBy(now), ...rows]
      .filter((due) => !this.isDeclined(due))
      .sort((a, b) => inOrder(a.at, b.at) || byKind(a.kind, b.kind));
  }

  /** Ends of CCGs, on their open cases. */
  #closuresBy(now: string): readonly DueFact[] {
    this.#lookAtRegister();
    const { ccgs } = this.#cleared;
    const ended = this.#closures.filter(({ code, at }) => hasCome(at, now) && !ccgs.has(code));
    return ended.flatMap(({ code, at, closing }) => {
      const due = this.ledger
        .openCases({ ccg: code })
        .map((id) => this.#closureOn(id, at, closing))
        .filter((each) => each !== undefined);
      if (due.length === 0) ccgs.add(code);
      return due;
    });
  }

  #closureOn(id: string, at: string, closing: CcgClosed): DueFact | undefined {
    const row = this.ledger.views.findCase(id);
    const workflow = row && workflowOf(row.workflow, row.version);
    if (!row || !workflow || !takesHere(workflow, row.state, 'CcgClosed')) return undefined;
    const due = { stream: caseStream(id), case: id, event: 'CcgClosed', at, revision: row.revision };
    return this.isDeclined(due) ? undefined : { ...due, kind: 'closure', closing };
  }

  #lookAtRegister(): void {
    const { register, registered } = this.ledger;
    if (this.#cleared.registered === registered) return;
    this.#cleared = { registered, ccgs: new Set() };
    this.#closures = register
      .ccgs()
      .flatMap(({ code, closed: on, successor, closedBy: kind }) =>
        on === undefined
          ? []
          : [{ code, at: endOfDay(on), closing: { code, on, ...(successor && { successor }), ...(kind && { kind }) } }],
      );
  }

  #nextAfter(now: string): number {
    const ahead = this.#closures.map(({ at }) => timeOf(at)).filter((at) => at > timeOf(now));
    const next = this.ledger.views.nextDue(now);
    return Math.min(...ahead, next === undefined ? Infinity : timeOf(next));
  }

  #isStuck(first: DueFact): boolean {
    const key = `${keyOf(first)} ${first.revision}`;
    const times = this.#offered?.key === key ? this.#offered.times + 1 : 1;
    this.#offered = { key, times };
    return times > mostOffers;
  }

  /** What is due no more, because its case has moved or ended, need not be remembered. */
  #forgetPast(now: string): void {
    const remembered = this.#declined.size + this.#setAside.size;
    if (remembered < mostAtOnce && this.#setAside.size === 0) return;
    const still = new Set(this.ledger.views.due(now, mostAtOnce + remembered).map(keyOf));
    for (const key of this.#declined.keys()) if (!still.has(key)) this.#declined.delete(key);
    for (const [key, { event }] of this.#setAside)
      if (event !== 'CcgClosed' && !still.has(key)) this.#setAside.delete(key);
  }
}

const keyOf = ({ case: id, event, at }: Pick<DueFact, 'case' | 'event' | 'at'>): string => `${id} ${event} ${at}`;
