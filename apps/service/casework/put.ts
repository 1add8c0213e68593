/** A decided fact with all that follows from it, in one unit of work. */
import { clockActor, clockFact } from '../../../libs/workflow/clock.js';
import { laterOf } from '../../../libs/workflow/instant.js';
import type { Actor, NewEvent } from '../../../libs/event-log/index.js';
import { impossibleDayIn } from '../../../libs/register/days.js';
import { registerStream, type RegisterFact } from '../../../libs/register/facts.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { claimsOver } from '../../../libs/workflow/claims.js';
import { decide, earlyFact } from '../../../libs/workflow/decide.js';
import type { Fact, Refusal, Standing, Workflow } from '../../../libs/workflow/index.js';
import { arrangementStream, caseOf, caseStream } from '../../../libs/workflow/streams.js';
import type { ArrangementContext } from '../../../workflows/arrangement/index.js';
import {
  consequencesOf,
  consequencesOfRegister,
  countedBy,
  type About,
  type Around,
  type AsRegistered,
  type Brought,
} from '../../../workflows/consequences.js';
import type { Ledger } from '../ledger/ledger.js';
import { caseInGroup, consequenceId } from '../ledger/ids.js';
import type { Held } from '../ledger/stream-cache.js';
import { eventOf } from './steps.js';
import type { UnitOfWork } from './unit-of-work.js';

/** A fact that a workflow let happen, and where its stream stands then. */
export interface Step {
  readonly event: NewEvent;
  readonly fact: Fact;
  readonly standing: Standing;
}

/** The event that brings something about. */
type Cause = Pick<NewEvent, 'id' | 'at' | 'actor'>;

/** A consequence that cannot be where the workflows say it must: streams contradict each other. */
export class Contradiction extends Error {
  override readonly name = 'Contradiction';
}

/** What one fact brings about, put into a unit of work. */
export class Putting {
  readonly #around: Around;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly ledger: Ledger,
  ) {
    this.#around = {
      live: (ccg) => arrangementIn(unit)(ccg).live,
      inGroup: caseInGroup,
      open: (ccg) => ledger.openCases({ ccg }),
      ofRound: (round) => ledger.openCases({ round }),
      naming: (party) => ledger.openCases({ party }),
      claimsOf: (person) => ledger.claimsOf(person),
      ...asRegistered(ledger),
    };
  }

  /** A decided fact of a case. Says why not, when something that must follow is refused; then the unit is to be cleared. */
  step(stream: string, before: Held, step: Step): Refusal | undefined {
    this.unit.record(stream, before, step.event, step.standing);
    const early = this.#early(stream, before, step);
    const id = caseOf(stream);
    const now = early ?? step;
    const about = aboutOf(before.workflow, now.standing);
    if (id === undefined || about === undefined) return undefined;
    const context = now.standing.snapshot.context as unknown;
    const turn = {
      case: id,
      workflow: before.workflow,
      before: before.standing.revision < 0 ? undefined : before.standing.progress.state,
      after: now.standing.progress.state,
      about,
      ...countedBy(before.workflow, context),
      claimsOver: claimsOver(before.workflow, now.standing),
      fact: step.fact,
      context,
    };
    return this.#bring(consequencesOf(turn, this.#around), step.event);
  }

  /** Facts of the register, the first of them under its own id. Says why not, when one contradicts the register. The ids of the cases they fall on. */
  register(
    facts: readonly RegisterFact[],
    first: NewEvent,
  ): { readonly meaning: string } | { readonly cases: readonly string[] } {
    return this.#toRegister(
      facts,
      facts.map((fact, index) => (index === 0 ? first : followingIn(first, fact, index))),
    );
  }

  /** A fact that falls on a case from elsewhere. Says whether it was recorded there. */
  fall(brought: Brought, cause: Cause): boolean {
    const stream = caseStream(caseIn(brought));
    const held = this.unit.find(stream);
    if (held === undefined) throw new Contradiction(`expected ${stream}, found none`);
    const step = this.#decided(brought, held, stream, cause);
    if ('because' in step) {
      if (brought.otherwise === 'left') return false;
      throw new Contradiction(`${brought.type} is not possible on ${stream}: ${JSON.stringify(step)}`);
    }
    const refusal = this.step(stream, held, step);
    if (refusal)
      throw new Contradiction(`${brought.type} on ${stream} brings about what is refused: ${JSON.stringify(refusal)}`);
    return true;
  }

  #bring(brought: readonly Brought[], cause: NewEvent): Refusal | undefined {
    const toRegister = brought.filter(({ on }) => on === 'register');
    for (const each of brought) {
      if (each.on === 'register') continue;
      if ('case' in each.on) {
        this.fall(each, cause);
        continue;
      }
      const refusal = this.#arrange(each, each.on.arrangement, cause);
      if (refusal) return refusal;
    }
    if (toRegister.length === 0) return undefined;
    const rule = toRegister[0]?.rule;
    // The workflow names facts of the register by type and data; the register finds out what is none.
    const facts = toRegister.map(({ type, data }) => ({ type, data })) as unknown as readonly RegisterFact[];
    const put = this.#toRegister(
      facts,
      facts.map((fact, index) => followingIn(cause, fact, index)),
    );
    return 'meaning' in put
      ? { because: 'rule', name: 'registerAllowsIt', ...(rule && { rule }), meaning: put.meaning }
      : undefined;
  }

  /** A fact of an arrangement. The refusal, where it may refuse its cause. */
  #arrange(brought: Brought, ccg: string, cause: NewEvent): Refusal | undefined {
    const stream = arrangementStream(ccg);
    const held = heldArrangement(this.unit, ccg);
    const step = this.#decided(brought, held, stream, cause);
    if (!('because' in step)) {
      this.unit.record(stream, held, step.event, step.standing);
      return undefined;
    }
    if (brought.otherwise === 'refuses') return step;
    throw new Contradiction(`${brought.type} does not fit ${stream}: ${JSON.stringify(step)}`);
  }

  #decided(
    { type, data, by, at: happened, number = 0 }: Brought,
    { workflow, standing }: Held,
    stream: string,
    cause: Cause,
  ): Step | Refusal {
    const actor: Actor = by === 'clock' ? clockActor : cause.actor;
    const fact: Fact = { type, data, at: later(happened ?? cause.at, standing.at), actor };
    const decision = decide(workflow, standing, fact);
    if (decision.outcome === 'refused') return decision.refusal;
    const id = consequenceId(cause.id, stream, type, number);
    return { event: eventOf(workflow, fact, decision, { id, cause: cause.id }), fact, standing: decision.standing };
  }

  /** What the clock records at once after a fact, and not only when its date comes. */
  #early(stream: string, before: Held, { event, standing }: Step): Step | undefined {
    const { workflow } = before;
    const next = earlyFact(workflow, standing, event.at);
    if (next === undefined) return undefined;
    const fact = clockFact(next, event.at);
    const decision = decide(workflow, standing, fact);
    if (decision.outcome === 'refused') return undefined;
    const id = consequenceId(event.id, stream, fact.type);
    const early = {
      event: eventOf(workflow, fact, decision, { id, cause: event.id }),
      fact,
      standing: decision.standing,
    };
    this.unit.record(stream, { ...before, standing }, early.event, early.standing);
    return early;
  }

  /** And what falls from it on cases. */
  #toRegister(
    facts: readonly RegisterFact[],
    events: readonly NewEvent[],
  ): { readonly meaning: string } | { readonly cases: readonly string[] } {
    this.unit.readsRegister();
    const today = londonDay(events[0]?.at ?? this.unit.now);
    const impossible = facts.map((fact) => impossibleDayIn(fact, today)).find((meaning) => meaning !== undefined);
    if (impossible !== undefined) return { meaning: impossible };
    const falls = events.flatMap((event) =>
      consequencesOfRegister(event, this.#around).map((brought) => ({ brought, event })),
    );
    this.unit.needs(falls.map(({ brought }) => caseStream(caseIn(brought))));
    const meaning = this.ledger.contradictionIn(facts);
    if (meaning !== undefined) return { meaning };
    const { registered } = this.ledger;
    this.unit.plain(registerStream, registered < 0 ? 'none' : registered, ...events);
    const cases = new Set<string>();
    for (const { brought, event } of falls) if (this.fall(brought, event)) cases.add(caseIn(brought));
    return { cases: [...cases] };
  }
}

/** The arrangement of a CCG, as a unit finds it. @throws Contradiction */
export const arrangementIn =
  (unit: UnitOfWork) =>
  (ccg: string): ArrangementContext =>
    heldArrangement(unit, ccg).standing.snapshot.context as ArrangementContext;

function heldArrangement(unit: UnitOfWork, ccg: string): Held {
  const held = unit.find(arrangementStream(ccg));
  if (held === undefined) throw new Contradiction(`expected the arrangement of ${ccg}, found none`);
  return held;
}

/** What consequences ask of the register, as it stands. */
export const asRegistered = (ledger: Pick<Ledger, 'register'>): AsRegistered => ({
  ccgsOf: (organisation, at) => ledger.register.ccgsOf(organisation, londonDay(at)),
  lastCcgOf: (practice) => ledger.register.lastCcgOf(practice),
  interestsIn: (organisations, at) => ledger.register.interestsIn(organisations, londonDay(at)),
});

function followingIn(cause: Cause, { type, data }: RegisterFact, index: number): NewEvent {
  const id = consequenceId(cause.id, registerStream, type, index);
  return { id, type, data, actor: cause.actor, at: cause.at, cause: cause.id };
}

const caseIn = ({ on }: Brought): string => {
  if (on === 'register' || !('case' in on)) throw new RangeError('expected a consequence on a case');
  return on.case;
};

/** No event is before the last of its stream. */
export const later = (at: string, last: string | undefined): string => (last === undefined ? at : laterOf(at, last));

/** Whom a case is about; undefined for what is no case about a CCG. */
export function aboutOf(workflow: Workflow, { snapshot }: Standing): About | undefined {
  const particulars = workflow.particulars(snapshot.context as unknown);
  if (particulars === undefined) return undefined;
  const { groupId } = snapshot.context as { groupId?: unknown };
  return { ...particulars, groupId: typeof groupId === 'string' ? groupId : null };
}
