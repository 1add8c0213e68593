/** What is recorded in one append, over as many streams as it concerns: all of it or nothing. */
import type { Append, Appended, NewEvent } from '../../../libs/event-log/index.js';
import { decide } from '../../../libs/workflow/decide.js';
import type { Fact, Refusal, Standing } from '../../../libs/workflow/index.js';
import { outcomeOf } from '../../../libs/workflow/progress.js';
import { arrangement, type ArrangementContext } from '../../../workflows/arrangement/index.js';
import { derivedId } from '../ids.js';
import type { Ledger } from '../ledger.js';
import { Held } from './standings.js';
import { clockActor, earlySteps, eventOf, levelFacts, othersOfGroup, type Consequence, type Step } from './steps.js';
import { arrangementStream, caseStream } from '../../../libs/workflow/streams.js';

interface Part {
  readonly stream: string;
  readonly held: Held;
  /** Where the stream stood when its first step was decided. */
  readonly before: Standing;
  readonly steps: Step[];
}

/** Another command was decided on one of the streams in the meantime: all is to be decided anew. */
export class Moved extends Error {
  override readonly name = 'Moved';
}

export class Together {
  readonly #parts = new Map<string, Part>();
  /** What was put in before any case, and after. */
  readonly #causes: Append[] = [];
  readonly #plain: Append[] = [];

  constructor(private readonly ledger: Ledger) {}

  /** Nothing was put in. */
  get isEmpty(): boolean {
    return this.#parts.size === 0 && this.#causes.length === 0 && this.#plain.length === 0;
  }

  /** A decided fact of a case, with all that follows from it. To be called with no wait since it was decided on. */
  async put(caseId: string, held: Held, step: Step): Promise<void> {
    const before = this.standingOf(caseId) ?? held.standing;
    for (const each of [step, ...earlySteps(held.workflow, step)]) this.add(caseStream(caseId), held, each);
    await this.follow(caseId, held, before, step.event);
  }

  /** Events of a stream that no machine runs. Put in first, they stand in the log before what follows from them. */
  plain(append: Append): void {
    (this.#parts.size === 0 ? this.#causes : this.#plain).push(append);
  }

  /** Where the case stands after what was put in. */
  standingOf(caseId: string): Standing | undefined {
    return this.#parts.get(caseStream(caseId))?.steps.at(-1)?.standing;
  }

  /** The case's stream, with what was put in already taken into account. Undefined when there is no such case. */
  async case(id: string): Promise<{ held: Held; standing: Standing } | undefined> {
    const held = await this.ledger.standings.of(caseStream(id));
    return held && { held, standing: this.standingOf(id) ?? held.standing };
  }

  /**
   * A fact that falls on a case from elsewhere, when its workflow takes it there. Says why not otherwise. `from` is the event that
   * brings it about, or, where the clock does, what tells it from every other. @throws Moved
   */
  async fall(id: string, fact: Fact, from: NewEvent | string): Promise<Refusal | undefined> {
    const found = await this.case(id);
    if (found === undefined) throw new Error(`expected the case ${id}, found none`);
    const { held, standing } = found;
    const decision = decide(held.workflow, standing, fact);
    if (decision.outcome === 'refused') {
      await this.assertNewest(caseStream(id), held);
      return decision.refusal;
    }
    const event = eventOf(held.workflow, fact, decision, {
      id: fallenId(id, fact.type, typeof from === 'string' ? from : from.id),
      ...(typeof from !== 'string' && { cause: from.id }),
    });
    await this.put(id, held, { event, standing: decision.standing });
    return undefined;
  }

  /**
   * Sends all off and lets the next command decide on its result; takes that back when it was not kept. Undefined when another command was
   * faster, and all must be decided anew. @throws LogUnavailable, ImpossibleAppend
   */
  async send(): Promise<Exclude<Appended, { outcome: 'overtaken' }> | undefined> {
    const parts = [...this.#parts.values()];
    if (parts.some((part) => !this.isAsItWas(part))) return undefined;
    const [first, ...rest] = [...this.#causes, ...parts.map(appendOf), ...this.#plain];
    if (first === undefined) throw new RangeError('Nothing to append');
    const sent = this.ledger.isShared ? this.inTurn(parts, first, ...rest) : this.ledger.log.append(first, ...rest);
    for (const { stream, held, steps } of parts) {
      held.standing = steps.at(-1)?.standing ?? held.standing;
      this.ledger.standings.hold(stream, held);
      void held.follow(sent).catch(() => undefined);
    }
    try {
      const appended = await sent;
      if (appended.outcome === 'appended')
        for (const { held, steps } of parts) held.keep(steps.at(-1)?.standing ?? held.standing);
      else this.drop(parts);
      return appended.outcome === 'overtaken' ? undefined : appended;
    } catch (thrown) {
      this.drop(parts);
      throw thrown;
    }
  }

  private add(stream: string, held: Held, step: Step): void {
    const part = this.#parts.get(stream);
    if (part) part.steps.push(step);
    else this.#parts.set(stream, { stream, held, before: held.standing, steps: [step] });
  }

  /** What a case's fact means for other cases of its CCG and its group, and for the arrangement of its CCG. */
  private async follow(id: string, held: Held, before: Standing, cause: NewEvent): Promise<void> {
    const { workflow } = held;
    const now = this.standingOf(id);
    if (now === undefined || workflow.level === undefined) return;
    const about = workflow.particulars(now.snapshot.context as unknown);
    if (about === undefined) return;
    const follows = levelFacts(workflow, id, before, now);
    const outcome = outcomeOf(workflow, now.progress.state);
    const taken = follows.find(({ type }) => type === 'LevelTaken');
    if (taken) await this.supersede(about.ccg, id, workflow.level, cause);
    if (follows.length > 0) await this.arrange(about.ccg, follows, cause);
    if (outcome !== undefined && !follows.some(({ type }) => type === 'LevelLeft'))
      await this.leaveGroup(id, now, { ccg: about.ccg, case: id, outcome }, cause);
  }

  /** A level that takes effect ends the lower one held, and what the CCG had applied for below it. */
  private async supersede(ccg: string, id: string, level: string, cause: NewEvent): Promise<void> {
    const { standing } = await this.arrangementOf(ccg);
    const { live } = standing.snapshot.context as ArrangementContext;
    for (const lower of live.filter((each) => each.case !== id && each.level < level)) {
      const fact = { type: 'LevelSuperseded', data: { level, case: id }, at: cause.at, actor: clockActor };
      const refusal = await this.fall(lower.case, fact, cause);
      if (refusal) await this.assertAllNewest();
      if (refusal) throw new Error(`${lower.case} is not superseded: ${JSON.stringify(refusal)}`);
    }
  }

  /** When one CCG's application ends, those it applied with must say whether they go on. */
  private async leaveGroup(
    id: string,
    now: Standing,
    data: { ccg: string; case: string; outcome: string },
    cause: NewEvent,
  ): Promise<void> {
    for (const other of othersOfGroup(now, data.ccg)) {
      if (other === id) continue;
      // Whoever has ended, or is in force already, is not asked: the refusal says just that.
      await this.fall(other, { type: 'GroupMemberLeft', data, at: cause.at, actor: clockActor }, cause);
    }
  }

  /** Facts of the arrangement. @throws Moved when another application of the CCG began in the meantime */
  private async arrange(ccg: string, follows: readonly Consequence[], cause: NewEvent): Promise<void> {
    for (const { type, data } of follows) {
      const { held, standing } = await this.arrangementOf(ccg);
      const fact = { type, data, at: cause.at, actor: cause.actor };
      const decision = decide(arrangement, standing, fact);
      if (decision.outcome === 'refused' && type === 'CaseStarted') throw new Moved(`${ccg} began another application`);
      if (decision.outcome === 'refused') await this.assertNewest(arrangementStream(ccg), held);
      if (decision.outcome === 'refused') await this.assertAllNewest();
      // Any other refusal means that case and arrangement contradict each other: a fault.
      if (decision.outcome === 'refused')
        throw new Error(`${type} does not fit the arrangement: ${JSON.stringify(decision.refusal)}`);
      const id = derivedId(cause.id, type);
      this.add(arrangementStream(ccg), held, {
        event: eventOf(arrangement, fact, decision, { id, cause: cause.id }),
        standing: decision.standing,
      });
    }
  }

  /**
   * Nothing is refused on what is not so. @throws Moved when what is in memory of a stream did not come true, or another instance recorded
   * what has not come to this one yet
   */
  private async assertNewest(stream: string, held: Held): Promise<void> {
    if (!(await this.ledger.standings.cameTrue(stream, held))) throw new Moved(`${stream} has moved on`);
  }

  /** The case may be behind what it is held against, too. @throws Moved */
  private async assertAllNewest(): Promise<void> {
    for (const { stream, held, before } of this.#parts.values())
      if (before.revision >= 0) await this.assertNewest(stream, held);
  }

  private async arrangementOf(ccg: string): Promise<{ held: Held; standing: Standing }> {
    const stream = arrangementStream(ccg);
    const part = this.#parts.get(stream);
    const held = part?.held ?? (await arrangementIn(this.ledger, ccg));
    return { held, standing: part?.steps.at(-1)?.standing ?? held.standing };
  }

  /**
   * What was decided on appends under way is sent off when they were kept. Sent off before, it could follow what another instance appended
   * in their place: at the revision it expects, but not on what it was decided on.
   */
  private async inTurn(parts: readonly Part[], ...appends: readonly [Append, ...Append[]]): Promise<Appended> {
    const before = parts.filter(({ held }) => held.underWay > 0);
    await Promise.all(before.map(({ held }) => held.settled()));
    const failed = before.find(({ stream, held }) => !this.ledger.standings.isCurrent(stream, held));
    if (failed === undefined) return this.ledger.log.append(...appends);
    const {
      stream,
      before: { revision },
    } = failed;
    return { outcome: 'overtaken', stream, expected: revision, actual: await this.ledger.log.headOf(stream) };
  }

  private isAsItWas({ stream, held, before }: Part): boolean {
    return held.standing === before && (before.revision < 0 || this.ledger.standings.isCurrent(stream, held));
  }

  private drop(parts: readonly Part[]): void {
    for (const { stream, held } of parts) this.ledger.standings.drop(stream, held);
  }
}

/** Id of the event by which a fact falls on a case, from the event that brings it about. */
export const fallenId = (caseId: string, type: string, from: string): string => derivedId(from, `${type} ${caseId}`);

/** The arrangement of a CCG, begun in memory when it has none yet. */
export async function arrangementIn({ standings }: Ledger, ccg: string): Promise<Held> {
  const stream = arrangementStream(ccg);
  return (await standings.of(stream)) ?? standings.begin(stream, arrangement);
}

function appendOf({ stream, before, steps }: Part): Append {
  const [first, ...more] = steps.map(({ event }) => event);
  if (first === undefined) throw new RangeError(`Nothing to append to ${stream}`);
  return { stream, expected: before.revision < 0 ? 'none' : before.revision, events: [first, ...more] };
}
