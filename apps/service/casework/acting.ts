/** A person asks for a fact to be recorded on a case. */
import { hasCome } from '../../../libs/workflow/instant.js';
import type { NewEvent, RecordedEvent } from '../../../libs/event-log/index.js';
import type { Register } from '../../../libs/register/index.js';
import { documentFieldsIn } from '../../../libs/views/documents.js';
import type { Extent } from '../../../libs/views/index.js';
import { endOfDay } from '../../../libs/workflow/london.js';
import { isRecord } from '../../../libs/workflow/well-formed.js';
import { checkData } from '../../../libs/workflow/data.js';
import { decide, dueBefore, grantFor } from '../../../libs/workflow/decide.js';
import type { Actor, Fact, Refusal, Standing, Workflow } from '../../../libs/workflow/index.js';
import { caseStream, refusedStream } from '../../../libs/workflow/streams.js';
import type { ArrangementContext } from '../../../workflows/arrangement/index.js';
import { takesHere } from '../../../workflows/consequences.js';
import type { Asker } from '../access/asker.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Agenda } from './agenda.js';
import type { Verdict } from './verdict.js';
import { commandId, isUuid } from '../ledger/ids.js';
import { lookUp, occasionOf, otherCaseIn, tellsOfOther, type OtherCase } from './look-ups.js';
import { hasPartIn, mayRecord, notTheirs } from './part.js';
import { arrangementIn, later, Putting } from './put.js';
import type { Asked } from './kept-answers.js';
import type { Refusals, Refused } from './refusals.js';
import type { Held } from '../ledger/stream-cache.js';
import { eventOf } from './steps.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What somebody wants recorded. */
export interface Attempt {
  readonly type: string;
  readonly data: unknown;
  /** The idempotency key, a UUID. It counts among this person's commands on this case. */
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

/** The key was used before: what it came to then is the answer. */
export interface Known {
  readonly outcome: 'known';
  /** Ids under which it can stand. */
  readonly ids: readonly string[];
  readonly held: Held;
}

/** What a decision looks at beside the streams. */
export interface Setting {
  readonly ledger: Ledger;
  readonly agenda: Agenda;
  /** How much of a case the person may know. */
  readonly extent: (asking: Asker, workflow: Workflow, standing: Standing) => Extent;
  /** Of documents that are named, those that the person may not read. */
  readonly hiddenFrom: (asking: Asker, named: readonly string[]) => Promise<readonly string[]>;
  readonly refusals: Refusals;
}

export interface Act {
  readonly caseId: string;
  readonly attempt: Attempt;
  /** The revision the person has seen; needed but for commuting facts. */
  readonly ifMatch: number | undefined;
  readonly asking: Asker;
  /** Found to be new, whatever its mark says. */
  readonly isNew: boolean;
  /** Documents it names and the person may not read. */
  readonly hidden: readonly string[];
}

/** Decides it on the case as it stands. */
export function decideAct(unit: UnitOfWork, act: Act, setting: Setting): Verdict<Acted | Known> {
  unit.readsRegister();
  const stream = caseStream(act.caseId);
  const held = unit.find(stream);
  const extent = held === undefined ? 'nothing' : setting.extent(act.asking, held.workflow, held.standing);
  if (held === undefined || extent === 'nothing') return no({ outcome: 'not-found' });
  const { workflow, standing } = held;
  const { type, key } = act.attempt;
  const acting: Acting = {
    ...{ act, unit, setting, stream, held, extent },
    isKnownType: Object.hasOwn(workflow.events, type),
    beyond: extent === 'part' ? beyondPart(workflow, type) : undefined,
    id: commandId(stream, act.asking.id, key),
    refusedId: commandId(refusedStream(act.caseId), act.asking.id, key),
    at: later(unit.now, standing.at),
  };
  const before = answeredBefore(setting.refusals, askedBy(act.asking, act.attempt, acting.refusedId));
  return before ?? notHeard(acting) ?? repeated(acting) ?? notTheirPart(acting) ?? notNow(acting) ?? decidedOn(acting);
}

/** An act on a case that the person may know of. */
interface Acting {
  readonly act: Act;
  readonly unit: UnitOfWork;
  readonly setting: Setting;
  readonly stream: string;
  readonly held: Held;
  readonly extent: Extent;
  readonly isKnownType: boolean;
  /** What whoever sees a part of the case only is told of what is not theirs. */
  readonly beyond: Refusal | undefined;
  /** Of the event, and of the refusal. */
  readonly id: string;
  readonly refusedId: string;
  readonly at: string;
}

/** Who has no part in the workflow, or does not say which revision they have seen. */
function notHeard({ act, setting, held, isKnownType, beyond, refusedId }: Acting): Verdict<Acted> | undefined {
  const { workflow } = held;
  const { type } = act.attempt;
  if (isKnownType && !hasPartIn(workflow, act.asking))
    return counted(askedBy(act.asking, act.attempt, refusedId), notTheirs(workflow, type), setting.refusals);
  return act.ifMatch === undefined && !beyond && isKnownType && !workflow.commuting.includes(type)
    ? no({ outcome: 'revision-needed' })
    : undefined;
}

/** The key was used before. */
function repeated({ act, unit, held, id, refusedId }: Acting): Verdict<Known> | undefined {
  const ids = [id, refusedId];
  for (const each of ids) {
    const known = unit.knows(held, each);
    if (known === 'staged') return 'next';
    if (known === 'kept' && !act.isNew) return { is: 'yes', answer: () => ({ outcome: 'known', ids, held }) };
  }
  return undefined;
}

/** What nobody can bring about is told in the same words, and not recorded. */
function notTheirPart(acting: Acting): Verdict<Acted> | undefined {
  const { act, at, isKnownType, beyond } = acting;
  if (beyond === undefined) return undefined;
  if (!isKnownType) return no({ outcome: 'refused', refusal: beyond });
  return refusedOn(acting, { at, actor: actorOf(act.asking) }, beyond);
}

/** Something is due first, or the case has moved on since the person looked. */
function notNow({ act, unit, setting, held }: Acting): Verdict<Acted> | undefined {
  const { caseId, ifMatch } = act;
  const { revision } = held.standing;
  const first = dueBefore(held.workflow, held.standing, unit.now);
  const isAhead = first && !setting.agenda.isDeclined({ case: caseId, event: first.event, at: first.at, revision });
  if (isAhead || isClosureDue(unit.now, caseId, held, setting)) return 'due';
  return ifMatch !== undefined && ifMatch !== revision ? no({ outcome: 'overtaken', revision }) : undefined;
}

/** Whether the workflow lets them, with all that follows from it. */
function decidedOn(acting: Acting): Verdict<Acted> {
  const { act, unit, setting, stream, held, extent, id } = acting;
  const { workflow, standing } = held;
  const fact = factOf(acting);
  if ('because' in fact) return notAFact(acting, fact);
  const decision = decide(workflow, standing, fact);
  if (decision.outcome === 'refused')
    return refusedOn(acting, fact, extent === 'all' ? decision.refusal : withoutPlace(decision.refusal));
  const event = eventOf(workflow, fact, decision, { id, command: act.attempt.command });
  const step = { event, fact, standing: decision.standing };
  const refusal = new Putting(unit, setting.ledger).step(stream, held, step);
  if (refusal) return refusedOn(acting, fact, refusal);
  unit.commands.push({ stream, id });
  const then = unit.standingOf(stream) ?? decision.standing;
  return {
    is: 'yes',
    answer: (recorded) => recordedAs(recorded, id, { caseId: act.caseId, workflow, standing: then }),
  };
}

/** What was said, as it would be recorded; or what is wrong with it. */
function factOf({ act, unit, setting, held, at }: Acting): Fact | Refusal {
  const { caseId, attempt, asking, hidden } = act;
  const { workflow, standing } = held;
  const context = standing.snapshot.context as unknown;
  const other = otherIn(unit, workflow, attempt, asking, setting, context);
  const occasion = { caseId, at, groupId: null, other, arrangementOf: arrangementIn(unit), start: {}, hidden };
  return prepare(workflow, standing, attempt, asking, occasion, setting.ledger.register);
}

/** Whoever may not record it anyhow is told that, and not what is wrong with what they said. */
function notAFact(acting: Acting, wrong: Refusal): Verdict<Acted> {
  const { act, held, at, isKnownType } = acting;
  const { type } = act.attempt;
  if (!isKnownType || mayRecord(held.workflow, type, act.asking)) return no({ outcome: 'refused', refusal: wrong });
  return refusedOn(acting, { at, actor: actorOf(act.asking) }, notTheirs(held.workflow, type));
}

function refusedOn(
  { act, unit, setting, stream, held, refusedId }: Acting,
  by: Pick<Fact, 'at' | 'actor'>,
  refusal: Refusal,
): Verdict<Acted> {
  const about = { about: act.caseId, on: stream, id: refusedId, revision: held.standing.revision };
  return refuse(unit, about, act.attempt, by, refusal, setting.refusals);
}

/** The answer to what was recorded. */
export function recordedAs(
  recorded: readonly RecordedEvent[],
  id: string,
  of: { readonly caseId: string; readonly workflow: Workflow; readonly standing: Standing },
): Acted {
  const event = recorded.find((each) => each.id === id);
  if (event === undefined) throw new Error('The log answered an append without its events');
  return { outcome: 'recorded', event, ...of, repeated: false };
}

/** For whoever sees a part of the case: a refusal says nothing of how far the rest has come. */
function withoutPlace(refusal: Refusal): Refusal {
  if (refusal.because !== 'not-open-here' && refusal.because !== 'not-yours') return refusal;
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- it is left out
  const { meaning, ...told } = refusal;
  return told;
}

const no = <T>(answer: T): Verdict<T> => ({ is: 'no', answer: () => answer });

/** The end of the CCG is due on the case, and the agenda has not offered it yet. */
function isClosureDue(now: string, caseId: string, { workflow, standing }: Held, { ledger, agenda }: Setting): boolean {
  const about = workflow.particulars(standing.snapshot.context as unknown);
  const closed = about?.ccg === undefined ? undefined : ledger.register.ccg(about.ccg)?.closed;
  if (closed === undefined) return false;
  const at = endOfDay(closed);
  const due = { case: caseId, event: 'CcgClosed', at, revision: standing.revision };
  return (
    hasCome(at, now) &&
    standing.snapshot.status === 'active' &&
    takesHere(workflow, standing.progress.state, 'CcgClosed') &&
    !agenda.isDeclined(due)
  );
}

/** To whoever sees one part of a case, all that is not theirs is refused alike; undefined for what is theirs. */
function beyondPart({ part }: Workflow, type: string): Refusal | undefined {
  if (part === undefined || part.says.includes(type)) return undefined;
  return { because: 'not-yours', by: [], meaning: part.meaning };
}

/** Another case that the fact speaks of, by its id or as this case knows it; one that the person may not know of is not there. */
export function otherIn(
  unit: UnitOfWork,
  workflow: Workflow,
  { type, data }: Attempt,
  asking: Asker,
  { extent }: Setting,
  context?: unknown,
): OtherCase | undefined {
  const names = lookUpsFor(workflow, type);
  const field = otherCaseIn(names);
  if (field === undefined || !isRecord(data)) return undefined;
  const said = data[field] ?? (context === undefined ? undefined : workflow.caseIn?.(context, data));
  if (typeof said !== 'string' || !isUuid(said)) return undefined;
  const id = said.toLowerCase();
  const held = unit.find(caseStream(id));
  if (held === undefined) return undefined;
  const { workflow: its, standing } = held;
  if (tellsOfOther(names) && extent(asking, its, standing) !== 'all') return undefined;
  return { id, workflow: its, revision: standing.revision, context: standing.snapshot.context as unknown };
}

/** What a fact is prepared with, beside the person and what they said. */
export interface Preparing {
  readonly caseId: string;
  readonly at: string;
  readonly other: OtherCase | undefined;
  readonly groupId: string | null;
  readonly arrangementOf: (ccg: string) => ArrangementContext;
  /** Of a case that begins: the CCG and the round it is about. */
  readonly start: { readonly ccg?: string; readonly round?: string };
  /** Documents it names and the person may not read. */
  readonly hidden: readonly string[];
}

const storeFirst = 'Enter the SHA-256 of a document that you have stored, or that you may read';

/** What is wrong with the data, or the fact as it would be recorded. */
export function prepare(
  workflow: Workflow,
  standing: Standing,
  { type, data }: Attempt,
  asking: Asker,
  { caseId, at, other, groupId, arrangementOf, start, hidden }: Preparing,
  register: Register,
): Fact | Refusal {
  const checked = checkData(workflow, type, data);
  if (!checked.ok) return checked.refusal;
  const unreadable = documentFieldsIn(checked.data).filter(({ sha256 }) => hidden.includes(sha256));
  if (unreadable.length > 0)
    return { because: 'invalid', fields: unreadable.map(({ field }) => ({ field, message: storeFirst })) };
  const { ccg, round } = occasionOf(workflow.particulars(standing.snapshot.context), start);
  const { revision, snapshot } = standing;
  const context = snapshot.context as unknown;
  const about = { ccg, round, workflow, caseId, revision, context, groupId };
  const occasion = { register, at, data: checked.data, other, arrangementOf, ...about };
  const added = lookUp(lookUpsFor(workflow, type), occasion);
  if (!added.ok) return added.refusal;
  const fact = { type, data: { ...checked.data, ...added.data }, at };
  const person = { id: asking.id, name: asking.name };
  // Nobody's grant fits: the refusal is decided for the one they would most likely act under.
  return { ...fact, actor: actorOf(asking, grantFor(workflow, standing, fact, person, asking.grants)) };
}

/** The person under one of their grants: the first, where none of them fits. */
export function actorOf(
  { id, name, grants }: Asker,
  grant: Pick<Actor, 'role' | 'organisation'> | undefined = grants[0],
): Actor {
  // Whoever holds no role has no part in any workflow, and was told so before.
  if (grant === undefined) throw new Error(`expected ${id} to act in a role, found none`);
  return { id, name, role: grant.role, organisation: grant.organisation };
}

/** Names come from requests, and every object has some names of its own. */
const lookUpsFor = ({ lookUps: names }: Workflow, type: string): readonly string[] =>
  (Object.hasOwn(names, type) ? names[type] : undefined) ?? [];

interface About {
  /** Of what stream the refused attempts are. */
  readonly about: string;
  /** The stream on which the key counts. */
  readonly on: string;
  readonly id: string;
  readonly revision: number;
}

/** Answers and records nothing: to who has no part in the workflow, or `refused` as an equal one was a short while ago. */
export function counted(asked: Asked, refusal: Refusal, refusals: Refusals, refused?: Refused): Verdict<Acted> {
  return { is: 'no', answer: () => (refusals.counted(asked, refusal, refused), { outcome: 'refused', refusal }) };
}

/** The key was refused before, and that was only counted. */
export function answeredBefore(refusals: Refusals, asked: Asked): Verdict<Acted> | undefined {
  const before = refusals.answered(asked);
  if (before === undefined) return undefined;
  const acted: Acted =
    before === 'key-reused' ? { outcome: 'key-reused' } : { outcome: 'refused', refusal: before.answer };
  return { is: 'yes', answer: () => acted };
}

export const askedBy = ({ id: person }: Asker, { command }: Pick<Attempt, 'command'>, id: string): Asked => {
  return { person, id, command };
};

/**
 * Records the refused attempt in a stream of its own, so that it never moves the case. One that is equal to another of this person a short
 * while ago is counted only; the next that is recorded says how many those were.
 */
export function refuse(
  unit: UnitOfWork,
  { about, on, id, revision }: About,
  { type, command }: Attempt,
  { at, actor }: { readonly at: string; readonly actor: Actor },
  refusal: Refusal,
  refusals: Refusals,
): Verdict<Acted> {
  unit.clear();
  const stream = refusedStream(about);
  const refused = { person: actor.id, stream, type, revision, refusal };
  if (refusals.isRepeated(refused)) return counted({ person: actor.id, id, command }, refusal, refusals, refused);
  const again = refusals.countedSince(refused);
  const data = { attempted: type, revision, refusal, ...(again > 0 && { again }) };
  const event: NewEvent = { id, type: 'AttemptRefused', data, at, actor, command };
  unit.plain(stream, 'any', event);
  unit.commands.push({ stream: on, id });
  return { is: 'no', answer: () => (refusals.recorded(refused), { outcome: 'refused', refusal }) };
}
