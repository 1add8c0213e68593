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
import type { Refusals } from './refusals.js';
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
  const { caseId, attempt, asking, ifMatch } = act;
  const { ledger, agenda } = setting;
  const stream = caseStream(caseId);
  unit.readsRegister();
  const held = unit.find(stream);
  const extent = held === undefined ? 'nothing' : setting.extent(asking, held.workflow, held.standing);
  if (held === undefined || extent === 'nothing') return no({ outcome: 'not-found' });
  const { workflow, standing } = held;
  const isKnownType = Object.hasOwn(workflow.events, attempt.type);
  if (isKnownType && !hasPartIn(workflow, asking)) return counted(workflow, attempt.type, setting.refusals);
  const beyond = extent === 'part' ? beyondPart(workflow, attempt.type) : undefined;
  if (ifMatch === undefined && !beyond && isKnownType && !workflow.commuting.includes(attempt.type))
    return no({ outcome: 'revision-needed' });
  const id = commandId(stream, asking.id, attempt.key);
  const refusedId = commandId(refusedStream(caseId), asking.id, attempt.key);
  for (const each of [id, refusedId]) {
    const known = unit.knows(held, each);
    if (known === 'staged') return 'next';
    if (known === 'kept' && !act.isNew)
      return { is: 'yes', answer: () => ({ outcome: 'known', ids: [id, refusedId], held }) };
  }
  const about = { about: caseId, on: stream, id: refusedId, revision: standing.revision };
  const at = later(unit.now, standing.at);
  if (beyond) {
    // What nobody can bring about is told in the same words, and not recorded.
    if (!isKnownType) return no({ outcome: 'refused', refusal: beyond });
    return refuse(unit, about, attempt, { at, actor: actorOf(asking) }, beyond, setting.refusals);
  }
  const first = dueBefore(workflow, standing, unit.now);
  const isAhead =
    first && !agenda.isDeclined({ case: caseId, event: first.event, at: first.at, revision: standing.revision });
  if (isAhead || isClosureDue(unit.now, caseId, held, setting)) return 'due';
  if (ifMatch !== undefined && ifMatch !== standing.revision)
    return no({ outcome: 'overtaken', revision: standing.revision });
  const other = otherIn(unit, workflow, attempt, asking, setting, standing.snapshot.context as unknown);
  const occasion = {
    caseId,
    at,
    groupId: null,
    other,
    arrangementOf: arrangementIn(unit),
    start: {},
    hidden: act.hidden,
  };
  const prepared = prepare(workflow, standing, attempt, asking, occasion, ledger.register);
  if ('because' in prepared) {
    if (!isKnownType || mayRecord(workflow, attempt.type, asking)) return no({ outcome: 'refused', refusal: prepared });
    const by = { at, actor: actorOf(asking) };
    return refuse(unit, about, attempt, by, notTheirs(workflow, attempt.type), setting.refusals);
  }
  const refused = (refusal: Refusal): Verdict<Acted> =>
    refuse(unit, about, attempt, prepared, refusal, setting.refusals);
  const decision = decide(workflow, standing, prepared);
  if (decision.outcome === 'refused')
    return refused(extent === 'all' ? decision.refusal : withoutPlace(decision.refusal));
  const event = eventOf(workflow, prepared, decision, { id, command: attempt.command });
  const step = { event, fact: prepared, standing: decision.standing };
  const refusal = new Putting(unit, ledger).step(stream, held, step);
  if (refusal) return refused(refusal);
  unit.commands.push({ stream, id });
  const then = unit.standingOf(stream) ?? decision.standing;
  return { is: 'yes', answer: (recorded) => recordedAs(recorded, id, { caseId, workflow, standing: then }) };
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
  const closed = about && ledger.register.ccg(about.ccg)?.closed;
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
  const level = workflow.level ?? '';
  const { revision, snapshot } = standing;
  const context = snapshot.context as unknown;
  const about = { ccg, round, workflow, level, caseId, revision, context, groupId };
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
  return { id, name, role: grant?.role ?? '', organisation: grant?.organisation ?? '' };
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

/** The attempt of somebody who has no part in the workflow: nothing of what they sent is looked at, and nothing is recorded. */
export function counted(workflow: Workflow, type: string, refusals: Refusals): Verdict<Acted> {
  const refusal = notTheirs(workflow, type);
  return { is: 'no', answer: () => (refusals.counted(), { outcome: 'refused', refusal }) };
}

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
  if (refusals.isRepeated(refused))
    return { is: 'no', answer: () => (refusals.counted(refused), { outcome: 'refused', refusal }) };
  const again = refusals.countedSince(refused);
  const data = { attempted: type, revision, refusal, ...(again > 0 && { again }) };
  const event: NewEvent = { id, type: 'AttemptRefused', data, at, actor, command };
  unit.plain(stream, 'any', event);
  unit.commands.push({ stream: on, id });
  return { is: 'no', answer: () => (refusals.recorded(refused), { outcome: 'refused', refusal }) };
}
