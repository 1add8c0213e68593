import { Injectable } from '@nestjs/common';
import { ImpossibleAppend, LogUnavailable, type NewEvent, type RecordedEvent } from '../../../libs/event-log/index.js';
import { turns } from '../../../libs/event-log/turns.js';
import type { RegisterFact } from '../../../libs/register/facts.js';
import { checkData } from '../../../libs/workflow/data.js';
import { beginning, decide, grantFor } from '../../../libs/workflow/decide.js';
import type { Fact, RecordedFact, Refusal, Standing, Workflow } from '../../../libs/workflow/index.js';
import type { Due } from '../../../libs/workflow/progress.js';
import { replay } from '../../../libs/workflow/replay.js';
import { arrangement } from '../../../workflows/arrangement/index.js';
import type { Asking } from '../access/asking.js';
import { ServiceClock } from '../clock/clock.js';
import { derivedId, isUuid } from '../ids.js';
import { Ledger, registeredFrom } from '../ledger.js';
import { fallOnBegun } from '../register/falling.js';
import { given, occasionOf, otherCaseIn, type OtherCase } from './given.js';
import { Sights } from './sights.js';
import { Held, pinnedWorkflow } from './standings.js';
import { caseInGroup, clockFact, eventOf, type Step } from './steps.js';
import { arrangementStream, caseOf, caseStream, refusedStream } from '../../../libs/workflow/streams.js';
import { arrangementIn, Moved, Together } from './together.js';

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

/** How often a command is decided anew when others were faster, elsewhere too; each time at least one of them was recorded. */
const mostTries = 200;

/** CCGs in one group at most. */
const mostInGroup = 50;

/** A new or moved case with the fact decided on. */
interface Beginning {
  readonly caseId: string;
  readonly held: Held;
  readonly step: Step;
}

/** What a fact is prepared with, beside the person and what they said. */
interface Start {
  readonly caseId: string;
  readonly other: OtherCase | undefined;
  readonly groupId?: string | null;
  readonly ccg?: string;
  readonly round?: string;
}

/** Decides, records and answers; the one way by which anything happens to a case. */
@Injectable()
export class Recorder {
  readonly #oneByOne = turns();

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly sights: Sights,
  ) {}

  /** Records a fact on a case, or says why not. @throws LogUnavailable */
  act(caseId: string, attempt: Attempt, asking: Asking, ifMatch: number | undefined): Promise<Acted> {
    const acting = (): Promise<Acted> => this.actNow(caseId, attempt, asking, ifMatch);
    // Decided on each other while they are under way, all would be to be decided anew whenever another instance is faster than the first.
    return this.ledger.isShared ? this.#oneByOne([caseId], acting) : acting();
  }

  private async actNow(caseId: string, attempt: Attempt, asking: Asking, ifMatch: number | undefined): Promise<Acted> {
    const stream = caseStream(caseId);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const first = await this.ledger.standings.of(stream);
      const other = first && (await this.otherFor(first.workflow, attempt));
      const held = other ? await this.ledger.standings.of(stream) : first;
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
        if (!(await this.ledger.standings.cameTrue(stream, held))) continue;
        const { revision } = held.kept ?? standing;
        return (await this.answeredBefore(attempt, stream)) ?? { outcome: 'overtaken', revision };
      }
      const prepared = this.prepare(workflow, standing, attempt, asking, { caseId, other });
      if ('because' in prepared) {
        if (await this.wasBehind(other)) continue;
        return (await this.answeredBefore(attempt, stream)) ?? { outcome: 'refused', refusal: prepared };
      }
      const decision = decide(workflow, standing, prepared);
      if (decision.outcome === 'refused') {
        if (!(await this.ledger.standings.cameTrue(stream, held)) || (await this.wasBehind(other))) continue;
        return (
          (await this.answeredBefore(attempt, stream)) ??
          this.refuse(caseId, attempt, prepared, standing.revision, decision.refusal)
        );
      }
      const event = eventOf(workflow, prepared, decision, { id: attempt.key, command: attempt.command });
      const step = { event, standing: decision.standing };
      const registered = registeredBy(workflow, prepared, step);
      const contradiction = registered.length > 0 ? await this.ledger.contradictionIn(registered) : undefined;
      if (contradiction !== undefined) {
        if (await this.ledger.catchUp()) continue;
        return (
          (await this.answeredBefore(attempt, stream)) ??
          this.refuse(caseId, attempt, prepared, standing.revision, registerRefusal(contradiction))
        );
      }
      if (held.standing !== standing) continue;
      const acted = await this.unlessKnown(attempt, stream, this.record([{ caseId, held, step }], registered));
      if (acted) return acted.outcome === 'recorded' ? this.checkKey(acted, attempt) : acted;
      if (registered.length > 0) await this.ledger.catchUp();
    }
    throw new LogUnavailable(`${stream} moved on ${mostTries} times while one command was decided`);
  }

  /**
   * Records the first fact of a new case, and that the CCG has an application under way, in one append; for a group, the first facts of
   * the cases of all its CCGs.
   */
  async begin(
    workflow: Workflow,
    { ccg, round }: { ccg: string; round: string },
    attempt: Attempt,
    asking: Asking,
  ): Promise<Acted> {
    const group = groupNamed(attempt.data);
    const groupId = group.length > 0 ? derivedId(attempt.key, 'group') : null;
    const idOf = (code: string): string =>
      groupId === null ? derivedId(attempt.key, 'case') : caseInGroup(groupId, code);
    const stream = caseStream(idOf(ccg));
    for (let tries = 0; tries < mostTries; tries += 1) {
      const other = await this.otherFor(workflow, attempt);
      const beginnings: Beginning[] = [];
      const { registered } = this.ledger;
      for (const code of new Set([ccg, ...group])) {
        const held = new Held(workflow, beginning(workflow));
        const start = { caseId: idOf(code), ccg: code, round, groupId, other };
        const prepared = this.prepare(workflow, held.standing, attempt, asking, start);
        if ('because' in prepared) {
          if (await this.wasBehind(other)) break;
          return (await this.answeredBefore(attempt, stream)) ?? { outcome: 'refused', refusal: prepared };
        }
        const decision = decide(workflow, held.standing, prepared);
        const ofCcg = workflow.level === undefined ? undefined : await arrangementIn(this.ledger, code);
        const refusal =
          decision.outcome === 'refused' ? decision.refusal : startRefused(workflow, ofCcg, start, prepared);
        if (decision.outcome === 'refused' || refusal) {
          if (ofCcg && !(await this.ledger.standings.cameTrue(arrangementStream(code), ofCcg))) break;
          if (await this.wasBehind(other)) break;
          const because = refusal ?? { because: 'not-open-here', type: attempt.type, state: '' };
          return (
            (await this.answeredBefore(attempt, stream)) ??
            this.refuse(
              ccg === '' ? idOf(ccg) : arrangementStream(ccg),
              attempt,
              prepared,
              -1,
              about(because, code, ccg),
            )
          );
        }
        const own = code === ccg;
        const event = eventOf(workflow, prepared, decision, {
          id: own ? attempt.key : derivedId(attempt.key, `begin ${code}`),
          ...(own ? { command: attempt.command } : { cause: attempt.key }),
        });
        beginnings.push({ caseId: start.caseId, held, step: { event, standing: decision.standing } });
      }
      const [lead, ...rest] = beginnings;
      if (lead === undefined || beginnings.length < new Set([ccg, ...group]).size) continue;
      const acted = await this.unlessKnown(attempt, stream, this.record([lead, ...rest], []));
      const begun = [ccg, ...group].map((code) => ({ id: idOf(code), ccg: code }));
      if (acted?.outcome === 'recorded') await fallOnBegun(this.ledger, registered, begun);
      if (acted) return acted.outcome === 'recorded' ? this.checkKey(acted, attempt) : acted;
    }
    throw new LogUnavailable(`The arrangement of ${ccg} moved on ${mostTries} times while one command was decided`);
  }

  /** The clock records a fact that is due, if the workflow lets it. Says whether it did. */
  async fire(caseId: string, due: Due): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const held = await this.ledger.standings.of(caseStream(caseId));
      if (held === undefined) return false;
      const fact = clockFact(due, this.clock.now().toISOString());
      const decision = decide(held.workflow, held.standing, fact);
      if (decision.outcome === 'refused') {
        if (!(await this.ledger.standings.cameTrue(caseStream(caseId), held))) continue;
        return false;
      }
      const id = derivedId(caseId, `${due.event} due ${due.at} after ${held.standing.revision}`);
      const step = { event: eventOf(held.workflow, fact, decision, { id }), standing: decision.standing };
      if (await this.unlessFired(id, this.record([{ caseId, held, step }], []))) return true;
    }
    return false;
  }

  /** Another instance may have recorded it a moment ago, and with it what meant something for other cases then. */
  private async unlessFired(id: string, recording: Promise<unknown>): Promise<boolean> {
    try {
      return (await recording) !== undefined;
    } catch (thrown) {
      const before = thrown instanceof ImpossibleAppend ? await this.ledger.log.find(id) : undefined;
      if (before === undefined) throw thrown;
      await this.ledger.reached(before.position);
      return true;
    }
  }

  /** What is wrong with the data, or the fact as it would be recorded. */
  private prepare(
    workflow: Workflow,
    standing: Standing,
    { type, data }: Attempt,
    asking: Asking,
    { caseId, other, groupId = null, ...start }: Start,
  ): Fact | Refusal {
    const checked = checkData(workflow, type, data);
    if (!checked.ok) return checked.refusal;
    const at = this.clock.now().toISOString();
    const { ccg, round } = occasionOf(workflow.particulars(standing.snapshot.context), start);
    const added = given(lookUpsFor(workflow, type), {
      register: this.ledger.register,
      at,
      ccg,
      round,
      data: checked.data,
      caseId,
      groupId,
      other,
    });
    if (!added.ok) return { because: 'invalid', fields: added.fields };
    const fact = { type, data: { ...checked.data, ...added.data }, at };
    const person = { id: asking.id, name: asking.name };
    // Nobody's grant fits: the refusal is decided for the one they would most likely act under.
    const grant = grantFor(workflow, standing, fact, person, asking.grants) ??
      asking.grants[0] ?? { role: '', organisation: '' };
    return { ...fact, actor: { ...person, role: grant.role, organisation: grant.organisation } };
  }

  /** Another case that the fact speaks of, as far as the log has kept it. */
  private async otherFor(workflow: Workflow, { type, data }: Attempt): Promise<OtherCase | undefined> {
    const field = otherCaseIn(lookUpsFor(workflow, type));
    const id = field === undefined ? undefined : (data as Readonly<Record<string, unknown>> | null)?.[field];
    if (typeof id !== 'string' || !isUuid(id)) return undefined;
    const held = await this.ledger.standings.of(caseStream(id.toLowerCase()));
    return (
      held?.kept && { id: id.toLowerCase(), workflow: held.workflow, context: held.kept.snapshot.context as unknown }
    );
  }

  /** Appends decided facts with all that follows from them; undefined when another was faster and they must be decided anew. */
  private async record(
    [lead, ...rest]: readonly [Beginning, ...Beginning[]],
    registered: readonly RegisterFact[],
  ): Promise<(Acted & { outcome: 'recorded' }) | undefined> {
    const { caseId, held, step } = lead;
    const together = new Together(this.ledger);
    try {
      for (const each of [lead, ...rest]) await together.put(each.caseId, each.held, each.step);
    } catch (thrown) {
      if (thrown instanceof Moved) return undefined;
      throw thrown;
    }
    const standing = together.standingOf(caseId) ?? step.standing;
    const [first, ...more] = registeredFrom(step.event, registered);
    if (first) together.plain(this.ledger.toRegister([first, ...more]));
    const appended = await together.send();
    if (appended === undefined) return undefined;
    const [event] = appended.events;
    const newest = appended.events.at(-1);
    if (event === undefined || newest === undefined) throw new Error('The log answered an append without its events');
    await this.ledger.reached(newest.position);
    if (appended.outcome === 'repeated') return this.answerOf(event, caseId, true);
    return { outcome: 'recorded', event, caseId, workflow: held.workflow, standing, repeated: false };
  }

  /** Whether the register, or the other case that the fact speaks of, had moved on elsewhere. A "no" holds only if not. */
  private async wasBehind(other: OtherCase | undefined): Promise<boolean> {
    if (await this.ledger.catchUp()) return true;
    const stream = other && caseStream(other.id);
    const held = stream && (await this.ledger.standings.of(stream));
    if (!held) return false;
    return !(await this.ledger.standings.cameTrue(stream, held)) || held.kept?.snapshot.context !== other.context;
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
    // Recorded on another instance, maybe: whoever is answered is shown it from then on.
    await this.ledger.reached(event.position);
    if (event.command !== command) return { outcome: 'key-reused' };
    if (event.type === 'AttemptRefused') return { outcome: 'refused', refusal: event.data['refusal'] as Refusal };
    return event.stream === stream ? this.answerOf(event, caseOf(stream) ?? '', true) : { outcome: 'key-reused' };
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

/** Why the CCG cannot have another application under way, if so. */
function startRefused(
  workflow: Workflow,
  ofCcg: Held | undefined,
  { caseId, round }: { caseId: string; round: string },
  { at, actor }: Fact,
): Refusal | undefined {
  if (ofCcg === undefined) return undefined;
  const data = { case: caseId, workflow: workflow.name, level: workflow.level ?? '', round };
  const decision = decide(arrangement, ofCcg.standing, { type: 'CaseStarted', data, at, actor });
  return decision.outcome === 'refused' ? decision.refusal : undefined;
}

/** The codes of a group that applies together, as far as they can be codes at all; the workflow's rules check them. */
function groupNamed(data: unknown): readonly string[] {
  const { applicants, group } = (data ?? {}) as { applicants?: unknown; group?: unknown };
  if (applicants !== 'group' || !Array.isArray(group)) return [];
  return group.filter((code): code is string => typeof code === 'string').slice(0, mostInGroup);
}

/** A refusal about another CCG of the group names it. */
const about = (refusal: Refusal, ccg: string, lead: string): Refusal =>
  refusal.because === 'rule' && ccg !== lead ? { ...refusal, meaning: `${ccg}: ${refusal.meaning}` } : refusal;

/** Names come from requests, and every object has some names of its own. */
const lookUpsFor = ({ lookUps: names }: Workflow, type: string): readonly string[] =>
  (Object.hasOwn(names, type) ? names[type] : undefined) ?? [];

function registeredBy(workflow: Workflow, fact: Fact, { standing }: Step): readonly RegisterFact[] {
  // The workflow names facts of the register by type and data; the register finds out what is none.
  return (workflow.registers?.(fact, standing.snapshot.context as unknown) ?? []) as readonly RegisterFact[];
}

const registerRefusal = (meaning: string): Refusal => ({
  because: 'rule',
  name: 'registerAllowsIt',
  rule: 'R-80',
  meaning,
});
