/** A person asks for a case to be begun with its first fact; for a group, also for the other CCGs to be invited, each by a case of its own. */
import { decide } from '../../../libs/workflow/decide.js';
import type { Register } from '../../../libs/register/index.js';
import type { Fact, FieldError, Refusal, Standing, Workflow } from '../../../libs/workflow/index.js';
import { arrangementStream, caseStream } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import {
  actorOf,
  answeredBefore,
  askedBy,
  counted,
  otherIn,
  prepare,
  recordedAs,
  refuse,
  type Acted,
  type Attempt,
  type Preparing,
  type Setting,
} from './acting.js';
import { begunCase, caseInGroup, commandId, consequenceId, groupBegunWith } from '../ledger/ids.js';
import type { OtherCase } from './look-ups.js';
import { hasPartIn, mayBegin, notTheirs } from './part.js';
import type { Verdict } from './verdict.js';
import { arrangementIn, Putting } from './put.js';
import { eventOf } from './steps.js';
import type { UnitOfWork } from './unit-of-work.js';

/** CCGs in one group at most. */
const mostInGroup = 50;

export interface Begin {
  readonly workflow: Workflow;
  /** Undefined where the workflow is about none, as is the round. */
  readonly ccg: string | undefined;
  readonly round: string | undefined;
  readonly attempt: Attempt;
  readonly asking: Asker;
}

interface BegunCase {
  readonly id: string;
  /** Undefined where the workflow is about none. */
  readonly ccg: string | undefined;
}

/** What one beginning is made of, known from who asks and the key alone. */
export interface Beginnings {
  /** The first is that of the CCG that was named. */
  readonly cases: readonly [BegunCase, ...BegunCase[]];
  readonly groupId: string | null;
  /** Of the first event of the first case, or of the refusal. */
  readonly id: string;
}

export function beginningsOf({ ccg, attempt, asking }: Pick<Begin, 'ccg' | 'attempt' | 'asking'>): Beginnings {
  const group = groupNamed(attempt.data);
  const alone = begunCase(asking.id, attempt.key);
  const groupId = group.length > 0 ? groupBegunWith(alone) : null;
  const caseOf = (code: string): BegunCase => ({
    id: groupId === null ? alone : caseInGroup(groupId, code),
    ccg: code,
  });
  const first = ccg === undefined ? { id: alone, ccg } : caseOf(ccg);
  const cases: Beginnings['cases'] = [first, ...[...new Set(group)].filter((code) => code !== ccg).map(caseOf)];
  // Whatever is asked for, the key counts among this person's beginnings: it is one command, whichever streams it comes to stand in.
  return { cases, groupId, id: commandId(caseStream(alone), asking.id, attempt.key) };
}

/** Decides the beginning: `next` also when the same command was decided just now. */
export function decideBegin(
  unit: UnitOfWork,
  begin: Begin & Pick<Preparing, 'hidden'>,
  beginnings: Beginnings,
  setting: Setting,
): Verdict<Acted & { readonly registered?: number }> {
  unit.readsRegister();
  const asking = beginnings.groupId === null ? begin.asking : actingFor(begin.ccg, begin.asking);
  const beginning: Beginning = { ...begin, ...beginnings, asking, unit, setting };
  const before = answeredBefore(setting.refusals, askedBy(asking, begin.attempt, beginnings.id));
  return before ?? notHeard(beginning) ?? begunTogether(beginning);
}

/** What is to begin, and what it is decided on. */
interface Beginning extends Begin, Beginnings, Pick<Preparing, 'hidden'> {
  readonly unit: UnitOfWork;
  readonly setting: Setting;
}

/** The key was used just now, the register knows no such CCG or round, or the person does not speak for the CCG. */
function notHeard(beginning: Beginning): Verdict<Acted> | undefined {
  const { workflow, ccg, asking, unit, setting, cases, id } = beginning;
  const lead = cases[0].id;
  if (unit.knows(unit.begin(caseStream(lead), workflow), id) !== false) return 'next';
  const unknown = unknownIn(setting.ledger.register, beginning);
  if (!hasPartIn(workflow, asking))
    return counted(askedBy(asking, beginning.attempt, id), notTheirs(workflow, workflow.begins), setting.refusals);
  if (unknown?.field === 'ccg') return invalid(unknown);
  // Nobody speaks for another CCG: one of a group speaks for itself and invites the others.
  if (!mayBegin(workflow, ccg, asking))
    return refusedOn(beginning, lead, { at: unit.now, actor: actorOf(asking) }, notTheirs(workflow, workflow.begins));
  return unknown && invalid(unknown);
}

/** All cases of a group, or none. */
function begunTogether(beginning: Beginning): Verdict<Acted> {
  const { workflow, attempt, asking, unit, setting, cases, id } = beginning;
  const other = otherIn(unit, workflow, attempt, asking, setting);
  const putting = new Putting(unit, setting.ledger);
  const [lead, ...others] = cases;
  const begun = begunOne(beginning, lead, other, putting);
  if ('no' in begun) return begun.no;
  const stream = caseStream(lead.id);
  unit.commands.push({ stream, id });
  const standing = unit.standingOf(stream) ?? begun.standing;
  for (const each of others) {
    const joined = begunOne(beginning, each, other, putting);
    if ('no' in joined) return joined.no;
  }
  return { is: 'yes', answer: (recorded) => recordedAs(recorded, id, { caseId: lead.id, workflow, standing }) };
}

function begunOne(
  beginning: Beginning,
  { id: caseId, ccg: code }: BegunCase,
  other: OtherCase | undefined,
  putting: Putting,
): { readonly no: Verdict<Acted> } | { readonly standing: Standing } {
  const { workflow, ccg, round, attempt, hidden, asking, unit, setting, cases, groupId, id } = beginning;
  const stream = caseStream(caseId);
  const held = unit.begin(stream, workflow);
  const start = { ...(code !== undefined && { ccg: code }), ...(round !== undefined && { round }) };
  const preparing = { caseId, at: unit.now, other, groupId, arrangementOf: arrangementIn(unit), start, hidden };
  const fact = prepare(workflow, held.standing, attempt, asking, preparing, setting.ledger.register);
  if ('because' in fact) return { no: { is: 'no', answer: () => ({ outcome: 'refused', refusal: fact }) } };
  const refused = (refusal: Refusal) => ({
    no: refusedOn(beginning, caseId, fact, aboutAnother(refusal, code, ccg)),
  });
  const decision = decide(workflow, held.standing, fact);
  if (decision.outcome === 'refused') return refused(decision.refusal);
  const cited =
    caseId === cases[0].id ? { id, command: attempt.command } : { id: consequenceId(id, stream, fact.type), cause: id };
  const event = eventOf(workflow, fact, decision, cited);
  const refusal = putting.step(stream, held, { event, fact, standing: decision.standing });
  return refusal ? refused(refusal) : { standing: decision.standing };
}

function refusedOn(
  { ccg, attempt, unit, setting, id }: Beginning,
  caseId: string,
  by: Pick<Fact, 'at' | 'actor'>,
  refusal: Refusal,
): Verdict<Acted> {
  const about = ccg === undefined ? caseId : arrangementStream(ccg);
  return refuse(unit, { about, on: caseStream(caseId), id, revision: -1 }, attempt, by, refusal, setting.refusals);
}

/** The field of the request that names what the register does not know; undefined where all is known that the workflow asks for. */
export function unknownIn(
  register: Register,
  { workflow, ccg, round }: Pick<Begin, 'workflow' | 'ccg' | 'round'>,
): FieldError | undefined {
  const asks = workflow.lookUps[workflow.begins] ?? [];
  if (asks.includes('ccg') && (ccg === undefined || !register.ccg(ccg)))
    return { field: 'ccg', message: 'Enter the code of a CCG that /api/register/ccgs lists' };
  if (asks.includes('round') && (round === undefined || !register.round(round)))
    return { field: 'round', message: 'Enter a round that /api/register/rounds lists' };
  return undefined;
}

const invalid = (field: FieldError): Verdict<Acted> => ({
  is: 'no',
  answer: () => ({ outcome: 'refused', refusal: { because: 'invalid', fields: [field] } }),
});

/** The person with the roles they hold for one organisation; as they are, where they hold none for it. */
function actingFor(code: string | undefined, asking: Asker): Asker {
  const grants = asking.grants.filter(({ organisation }) => organisation === code);
  return grants.length > 0 ? { ...asking, grants } : asking;
}

/** The codes of a group that applies together, as far as they can be codes at all; the workflow's rules check them. */
function groupNamed(data: unknown): readonly string[] {
  const { applicants, group } = (data ?? {}) as { applicants?: unknown; group?: unknown };
  if (applicants !== 'group' || !Array.isArray(group)) return [];
  return group.filter((code): code is string => typeof code === 'string').slice(0, mostInGroup);
}

/** A refusal about another CCG of the group names it. */
const aboutAnother = (refusal: Refusal, ccg: string | undefined, lead: string | undefined): Refusal =>
  refusal.because === 'rule' && ccg !== undefined && ccg !== lead
    ? { ...refusal, meaning: `${ccg}: ${refusal.meaning}` }
    : refusal;
