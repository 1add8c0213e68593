/** A person asks for a case to be begun with its first fact; for a group, also for the other CCGs to be invited, each by a case of its own. */
import { decide } from '../../../libs/workflow/decide.js';
import type { Register } from '../../../libs/register/index.js';
import type { Fact, FieldError, Refusal, Workflow } from '../../../libs/workflow/index.js';
import { arrangementStream, caseStream } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import {
  actorOf,
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
  { cases, groupId, id }: Beginnings,
  setting: Setting,
): Verdict<Acted & { readonly registered?: number }> {
  const { workflow, ccg, round, attempt, hidden } = begin;
  const { ledger } = setting;
  unit.readsRegister();
  const asking = groupId === null ? begin.asking : actingFor(ccg, begin.asking);
  const refused = (caseId: string, by: Pick<Fact, 'at' | 'actor'>, refusal: Refusal): Verdict<Acted> => {
    const about = ccg === undefined ? caseId : arrangementStream(ccg);
    return refuse(unit, { about, on: caseStream(caseId), id, revision: -1 }, attempt, by, refusal, setting.refusals);
  };
  const lead = cases[0].id;
  if (unit.knows(unit.begin(caseStream(lead), workflow), id) !== false) return 'next';
  const unknown = unknownIn(ledger.register, begin);
  if (!hasPartIn(workflow, asking)) return counted(workflow, workflow.begins, setting.refusals);
  if (unknown?.field === 'ccg') return invalid(unknown);
  // Nobody speaks for another CCG: one of a group speaks for itself and invites the others.
  if (!mayBegin(workflow, ccg, asking))
    return refused(lead, { at: unit.now, actor: actorOf(asking) }, notTheirs(workflow, workflow.begins));
  if (unknown !== undefined) return invalid(unknown);
  const other = otherIn(unit, workflow, attempt, asking, setting);
  const putting = new Putting(unit, ledger);
  let answer: Verdict<Acted> | undefined;
  for (const { id: caseId, ccg: code } of cases) {
    const stream = caseStream(caseId);
    const held = unit.begin(stream, workflow);
    const start = { ...(code !== undefined && { ccg: code }), ...(round !== undefined && { round }) };
    const preparing = { caseId, at: unit.now, other, groupId, arrangementOf: arrangementIn(unit), start, hidden };
    const prepared = prepare(workflow, held.standing, attempt, asking, preparing, ledger.register);
    if ('because' in prepared) return { is: 'no', answer: () => ({ outcome: 'refused', refusal: prepared }) };
    const decision = decide(workflow, held.standing, prepared);
    if (decision.outcome === 'refused') return refused(caseId, prepared, aboutAnother(decision.refusal, code, ccg));
    const own = answer === undefined;
    const event = eventOf(workflow, prepared, decision, {
      id: own ? id : consequenceId(id, stream, prepared.type),
      ...(own ? { command: attempt.command } : { cause: id }),
    });
    const refusal = putting.step(stream, held, { event, fact: prepared, standing: decision.standing });
    if (refusal) return refused(caseId, prepared, aboutAnother(refusal, code, ccg));
    if (own) {
      unit.commands.push({ stream, id });
      const standing = unit.standingOf(stream) ?? decision.standing;
      answer = { is: 'yes', answer: (recorded) => recordedAs(recorded, id, { caseId, workflow, standing }) };
    }
  }
  if (answer === undefined) throw new RangeError('A beginning names at least one case');
  return answer;
}

/** The field of the request that names what the register does not know; undefined where all is known that the workflow asks for. */
function unknownIn(register: Register, { workflow, ccg, round }: Begin): FieldError | undefined {
  const asks = workflow.lookUps[workflow.begins] ?? [];
  if (asks.includes('ccg') && !register.ccg(ccg ?? ''))
    return { field: 'ccg', message: 'Enter the code of a CCG that /api/register/ccgs lists' };
  if (asks.includes('round') && !register.round(round ?? ''))
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
