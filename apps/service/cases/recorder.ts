import { Injectable } from '@nestjs/common';
import {
  ImpossibleAppend,
  LogUnavailable,
  type Append,
  type Appended,
  type NewEvent,
  type RecordedEvent,
} from '../../../libs/event-log/index.js';
import { checkData } from '../../../libs/workflow/data.js';
import { beginning, decide, grantFor } from '../../../libs/workflow/decide.js';
import type { Fact, RecordedFact, Refusal, Standing, Workflow } from '../../../libs/workflow/index.js';
import type { Due } from '../../../libs/workflow/progress.js';
import { replay } from '../../../libs/workflow/replay.js';
import { arrangement } from '../../../workflows/arrangement/index.js';
import type { Asking } from '../access/asking.js';
import { ServiceClock } from '../clock/clock.js';
import { derivedId } from '../ids.js';
import { Ledger } from '../ledger.js';
import { given } from './given.js';
import { Sights } from './sights.js';
import { arranged, clockFact, consequences, earlySteps, eventOf, type Step } from './steps.js';
import { Held, pinnedWorkflow } from './standings.js';

/** What somebody wants recorded. */
export interface Attempt {
  readonly type: string;
  readonly data: unknown;
  /** The idempotency key, a UUID: the id of the event if it comes to one. */
  readonly key: string;
  /** SHA-256 of the request, to tell a retry from another request under the same key. */
  readonly command: string;
}

export type Acted =
  | {
      readonly outcome: 'recorded';
      readonly event: RecordedEvent;
      readonly caseId: string;
      readonly workflow: Workflow;
      readonly standing: Standing;
      readonly repeated: boolean;
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'overtaken'; readonly revision: number }
  | { readonly outcome: 'revision-needed' }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'not-found' };

interface Part {
  readonly stream: string;
  readonly held: Held;
  readonly steps: readonly [Step, ...Step[]];
}

/** How often a command is decided anew when others were faster; each time at least one of them was recorded. */
const mostTries = 20;

export const caseStream = (id: string): string => `case-${id}`;
export const refusedStream = (id: string): string => `refused-${id}`;
const arrangementStream = (ccg: string): string => `ccg-${ccg}`;

/** Decides, records and answers; the one way by which anything happens to a case. */
@Injectable()
export class Recorder {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly sights: Sights,
  ) {}

  /** Records a fact on a case, or says why not. @throws LogUnavailable */
  async act(caseId: string, attempt: Attempt, asking: Asking, ifMatch: number | undefined): Promise<Acted> {
    const stream = caseStream(caseId);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const held = await this.ledger.standings.of(stream);
      if (held === undefined || this.sights.of(asking, held.workflow, held.standing) === 'nothing')
        return { outcome: 'not-found' };
      const { workflow, standing } = held;
      if (
        ifMatch === undefined &&
        Object.hasOwn(workflow.events, attempt.type) &&
        !workflow.commuting.includes(attempt.type)
      ) {
        return { outcome: 'revision-needed' };
      }
      if (ifMatch !== undefined && ifMatch !== standing.revision) {
        if (!(await this.cameTrue(stream, held))) continue;
        const { revision } = held.kept ?? standing;
        return (await this.answeredBefore(attempt, stream)) ?? { outcome: 'overtaken', revision };
      }
      const prepared = this.prepare(workflow, standing, attempt, asking, { ccg: '', round: '' });
      if ('because' in prepared) return { outcome: 'refused', refusal: prepared };
      const decision = decide(workflow, standing, prepared);
      if (decision.outcome === 'refused') {
        if (!(await this.cameTrue(stream, held))) continue;
        return (
          (await this.answeredBefore(attempt, stream)) ??
          this.refuse(caseId, attempt, prepared, standing.revision, decision.refusal)
        );
      }
      const event = eventOf(workflow, prepared, decision, { id: attempt.key, command: attempt.command });
      const step = { event, standing: decision.standing };
      const acted = await this.unlessKnown(attempt, stream, this.record(caseId, held, step));
      if (acted) return acted.outcome === 'recorded' ? this.checkKey(acted, attempt) : acted;
    }
    throw new LogUnavailable(`${stream} moved on ${mostTries} times while one command was decided`);
  }

  /** Records the first fact of a new case, and that the CCG has an application under way, in one append. */
  async begin(
    workflow: Workflow,
    start: { caseId: string; ccg: string; round: string },
    attempt: Attempt,
    asking: Asking,
  ): Promise<Acted> {
    const stream = caseStream(start.caseId);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const held = new Held(workflow, beginning(workflow));
      const prepared = this.prepare(workflow, held.standing, attempt, asking, start);
      if ('because' in prepared) return { outcome: 'refused', refusal: prepared };
      const decision = decide(workflow, held.standing, prepared);
      const ofCcg = await this.arrangementOf(start.ccg);
      const refusal =
        decision.outcome === 'refused' ? decision.refusal : this.startRefused(workflow, ofCcg, start, prepared);
      if (decision.outcome === 'refused' || refusal) {
        if (!(await this.cameTrue(arrangementStream(start.ccg), ofCcg))) continue;
        const because = refusal ?? { because: 'not-open-here', type: attempt.type, state: '' };
        return (
          (await this.answeredBefore(attempt, stream)) ??
          this.refuse(`ccg-${start.ccg}`, attempt, prepared, -1, because)
        );
      }
      const event = eventOf(workflow, prepared, decision, { id: attempt.key, command: attempt.command });
      const step = { event, standing: decision.standing };
      const acted = await this.unlessKnown(attempt, stream, this.record(start.caseId, held, step));
      if (acted) return acted.outcome === 'recorded' ? this.checkKey(acted, attempt) : acted;
    }
    throw new LogUnavailable(
      `The arrangement of ${start.ccg} moved on ${mostTries} times while one command was decided`,
    );
  }

  /** The clock records a fact that is due, if the workflow lets it. Says whether it did. */
  async fire(caseId: string, due: Due): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const held = await this.ledger.standings.of(caseStream(caseId));
      if (held === undefined) return false;
      const fact = clockFact(due, this.clock.now().toISOString());
      const decision = decide(held.workflow, held.standing, fact);
      if (decision.outcome === 'refused') {
        if (!(await this.cameTrue(caseStream(caseId), held))) continue;
        return false;
      }
      const id = derivedId(caseId, `${due.event} due ${due.at} after ${held.standing.revision}`);
      const acted = await this.record(caseId, held, {
        event: eventOf(held.workflow, fact, decision, { id }),
        standing: decision.standing,
      });
      if (acted) return true;
    }
    return false;
  }

  /** What is wrong with the data, or the fact as it would be recorded. */
  private prepare(
    workflow: Workflow,
    standing: Standing,
    { type, data }: Attempt,
    asking: Asking,
    start: { ccg: string; round: string },
  ): Fact | Refusal {
    const checked = checkData(workflow, type, data);
    if (!checked.ok) return checked.refusal;
    const at = this.clock.now().toISOString();
    const { ccg, round } = workflow.particulars(standing.snapshot.context) ?? start;
    const added = given(workflow.given[type] ?? [], {
      register: this.ledger.register,
      at,
      ccg,
      round,
      data: checked.data,
    });
    if (!added.ok) return { because: 'invalid', fields: added.fields };
    const fact = { type, data: { ...checked.data, ...added.data }, at };
    const person = { id: asking.id, name: asking.name };
    // Nobody's grant fits: the refusal is decided for the one they would most likely act under.
    const grant = grantFor(workflow, standing, fact, person, asking.grants) ??
      asking.grants[0] ?? { role: '', organisation: '' };
    return { ...fact, actor: { ...person, role: grant.role, organisation: grant.organisation } };
  }

  /** Appends a decided fact with all that follows from it; undefined when another was faster and it must be decided anew. */
  private async record(
    caseId: string,
    held: Held,
    first: Step,
  ): Promise<(Acted & { outcome: 'recorded' }) | undefined> {
    const before = held.standing;
    const steps: [Step, ...Step[]] = [first, ...earlySteps(held.workflow, first)];
    const last = steps.at(-1) ?? first;
    const parts: [Part, ...Part[]] = [{ stream: caseStream(caseId), held, steps }];
    const follows = consequences(held.workflow, caseId, before, last.standing);
    const particulars = held.workflow.particulars(last.standing.snapshot.context);
    if (follows.length > 0 && particulars) {
      const ofCcg = await this.arrangementOf(particulars.ccg);
      // While the arrangement was read, another command may have been decided on this case, or what this one stands on was not kept.
      const forgotten = before.revision >= 0 && !this.ledger.standings.isCurrent(caseStream(caseId), held);
      if (held.standing !== before || forgotten) return undefined;
      const ofCcgSteps = arranged(ofCcg.standing, follows, last.event);
      if (ofCcgSteps === undefined) return undefined;
      parts.push({ stream: arrangementStream(particulars.ccg), held: ofCcg, steps: ofCcgSteps });
    }
    const appended = await this.append(parts);
    if (appended === undefined) return undefined;
    const [event] = appended.events;
    const newest = appended.events.at(-1);
    if (event === undefined || newest === undefined) throw new Error('The log answered an append without its events');
    await this.ledger.reached(newest.position);
    if (appended.outcome === 'repeated') return this.answerOf(event, caseId, true);
    return { outcome: 'recorded', event, caseId, workflow: held.workflow, standing: last.standing, repeated: false };
  }

  /** Sends the append off and lets the next command decide on its result; takes that back when it was not kept. */
  private async append(
    parts: readonly [Part, ...Part[]],
  ): Promise<Exclude<Appended, { outcome: 'overtaken' }> | undefined> {
    const [first, ...rest] = parts.map(({ stream, held, steps: [step, ...more] }): Append => ({
      stream,
      expected: held.standing.revision < 0 ? 'none' : held.standing.revision,
      events: [step.event, ...more.map(({ event }) => event)],
    }));
    if (first === undefined) throw new RangeError('Nothing to append');
    const sent = this.ledger.log.append(first, ...rest);
    for (const { stream, held, steps } of parts) {
      held.standing = (steps.at(-1) ?? steps[0]).standing;
      this.ledger.standings.hold(stream, held);
      void held.follow(sent).catch(() => undefined);
    }
    try {
      const appended = await sent;
      if (appended.outcome === 'appended')
        for (const { held, steps } of parts) held.keep((steps.at(-1) ?? steps[0]).standing);
      else this.drop(parts);
      return appended.outcome === 'overtaken' ? undefined : appended;
    } catch (thrown) {
      this.drop(parts);
      throw thrown;
    }
  }

  /** Whether what is in memory of a stream, ahead of the log, came true. A "no" holds only then; else it must be decided anew. */
  private async cameTrue(stream: string, held: Held): Promise<boolean> {
    if (held.underWay > 0) await held.settled();
    return this.ledger.standings.isCurrent(stream, held);
  }

  /** The log finds an append impossible when it knows the key already, from another stream or together with other facts. */
  private async unlessKnown<T>(attempt: Attempt, stream: string, recording: Promise<T>): Promise<T | Acted> {
    try {
      return await recording;
    } catch (thrown) {
      const before = thrown instanceof ImpossibleAppend ? await this.answeredBefore(attempt, stream) : undefined;
      if (before === undefined) throw thrown;
      return before;
    }
  }

  private drop(parts: readonly Part[]): void {
    for (const { stream, held } of parts) this.ledger.standings.drop(stream, held);
  }

  private async arrangementOf(ccg: string): Promise<Held> {
    const stream = arrangementStream(ccg);
    return (await this.ledger.standings.of(stream)) ?? this.ledger.standings.begin(stream, arrangement);
  }

  private startRefused(
    workflow: Workflow,
    ofCcg: Held,
    { caseId, round }: { caseId: string; round: string },
    { at, actor }: Fact,
  ): Refusal | undefined {
    const data = { case: caseId, workflow: workflow.name, level: workflow.level ?? '', round };
    const decision = decide(arrangement, ofCcg.standing, { type: 'CaseStarted', data, at, actor });
    return decision.outcome === 'refused' ? decision.refusal : undefined;
  }

  /** Records the refused attempt in a stream of its own, so that it never moves the case. */
  private async refuse(
    about: string,
    attempt: Attempt,
    { at, actor }: Fact,
    revision: number,
    refusal: Refusal,
  ): Promise<Acted> {
    const data = { attempted: attempt.type, revision, refusal };
    const event: NewEvent = { id: attempt.key, type: 'AttemptRefused', data, at, actor, command: attempt.command };
    const recording = this.ledger.log.append({ stream: refusedStream(about), expected: 'any', events: [event] });
    const appended = await this.unlessKnown(attempt, caseStream(about), recording);
    if (appended.outcome === 'appended') await this.ledger.reached(appended.events[0]?.position ?? 0);
    if (appended.outcome === 'repeated')
      return (await this.answeredBefore(attempt, caseStream(about))) ?? { outcome: 'key-reused' };
    return appended.outcome === 'appended' || appended.outcome === 'overtaken'
      ? { outcome: 'refused', refusal }
      : appended;
  }

  /** The answer this key had the first time; undefined when it is new. */
  private async answeredBefore({ key, command }: Attempt, stream: string): Promise<Acted | undefined> {
    const event = await this.ledger.log.find(key);
    if (event === undefined) return undefined;
    if (event.command !== command) return { outcome: 'key-reused' };
    if (event.type === 'AttemptRefused') return { outcome: 'refused', refusal: event.data['refusal'] as Refusal };
    return event.stream === stream
      ? this.answerOf(event, stream.slice(caseStream('').length), true)
      : { outcome: 'key-reused' };
  }

  private checkKey(acted: Acted & { outcome: 'recorded' }, { command }: Attempt): Acted {
    return acted.repeated && acted.event.command !== command ? { outcome: 'key-reused' } : acted;
  }

  /** The answer to a recorded event, with the case as it stood right after it. */
  private async answerOf(
    event: RecordedEvent,
    caseId: string,
    repeated: boolean,
  ): Promise<Acted & { outcome: 'recorded' }> {
    // One more than up to the event: what the clock recorded together with it belongs to the answer.
    const read = await this.ledger.log.readStream(event.stream, { limit: event.revision + 2 });
    const events = read.filter(({ revision, cause }) => revision <= event.revision || cause === event.id);
    const workflow = pinnedWorkflow(events[0] ?? event);
    return {
      outcome: 'recorded',
      event,
      caseId,
      workflow,
      standing: replay(workflow, events as readonly RecordedFact[]),
      repeated,
    };
  }
}
