/** What the register adds to a fact, by the names that workflows ask for. */
import type { Register } from '../../../libs/register/index.js';
import { ofCcg, ofRegister, type RegisterOccasion } from '../../../libs/register/look-ups.js';
import { standsSince } from '../../../libs/register/membership.js';
import { isToldAhead, toldOtherwise } from '../../../libs/register/practice.js';
import type { Interest, Round, Standards } from '../../../libs/register/model.js';
import { usualStandards } from '../../../libs/register/rounds.js';
import { addDays, dayInWords, isDayBefore, londonDay, startOfDay } from '../../../libs/workflow/london.js';
import type { Bars, FieldError, Particulars, Recused, Refusal, Workflow } from '../../../libs/workflow/index.js';
import { inquorateBallotsIn, type ArrangementContext } from '../../../workflows/arrangement/index.js';
import type { MembershipRequested } from '../../../workflows/membership-request/events.js';
import { seatOf } from '../../../workflows/committee-meeting/context.js';
import type { Registered } from '../../../workflows/committee-meeting/events.js';
import { minuteOf, type MeetingContext } from '../../../workflows/committee-meeting/minute.js';
import { idOf } from '../ledger/ids.js';

export interface Occasion extends RegisterOccasion {
  readonly workflow: Workflow;
  /** The machine's context of the case; before its first fact the one it begins with. */
  readonly context: unknown;
  /** The case the fact is for. */
  readonly caseId: string;
  /** The revision of the case on which it is decided; -1 before its first fact. */
  readonly revision: number;
  /** The group whose cases begin together; null for one alone. */
  readonly groupId: string | null;
  /** Another case that the fact speaks of: a meeting that decided, an application put before a meeting. */
  readonly other: OtherCase | undefined;
  /** The arrangement of a CCG that is registered. */
  readonly arrangementOf: (ccg: string) => ArrangementContext;
}

export interface OtherCase {
  readonly id: string;
  readonly workflow: Workflow;
  readonly revision: number;
  readonly context: unknown;
}

/** Look-ups that are answered from another case, and the field of what was said that names it. */
const fromOther: Readonly<Record<string, string>> = {
  minute: 'meeting',
  barred: 'case',
  mayNotAct: 'case',
  registered: 'case',
  put: 'case',
};

/** The field to blame when a look-up of another name finds nothing. */
const fieldOf: Readonly<Record<string, string>> = { ...fromOther, committee: 'committeeId', holder: 'person' };

const notACase = 'Name a case that is put before the meeting';

/** What to say when a look-up finds nothing; of most, that the register has no such thing. */
const howToMend: Readonly<Record<string, string>> = {
  minute: 'Name a meeting, and an item of its agenda that is this case',
  barred: notACase,
  mayNotAct: notACase,
  registered: notACase,
  put: notACase,
  holder: 'Enter the id of a person who has a role. See /api/register/roles',
  committee: 'Name a committee that is constituted on the day of the meeting. See /api/register',
};

/** The field that names another case, when one of these look-ups needs it. */
export const otherCaseIn = (names: readonly string[]): string | undefined =>
  names.map((name) => fromOther[name]).find((field) => field !== undefined);

/** Look-ups that tell of the other case itself. What a meeting minuted of a case belongs to that case. */
export const tellsOfOther = (names: readonly string[]): boolean => names.includes('put');

type Answer = (occasion: Occasion) => unknown;

const roundOf = ({ register, round }: Pick<Occasion, 'register' | 'round'>): Round | undefined =>
  round === undefined ? undefined : register.round(round);

/** Look-ups that reckon in working days. */
const deadlines: Readonly<Record<string, Answer>> = {
  acknowledgeBy: within('interest'),
  assessBy: within('assurance'),
  answerDue: within('answer'),
  mendBy: within('answer'),
  reviewBy: within('amendment'),
  decideBy: within('membership'),
};

const lookUps: Readonly<Record<string, Answer>> = {
  ...deadlines,
  ...ofRegister,
  openCcgs: (occasion) => {
    const { register, ccg, data, at } = occasion;
    const today = londonDay(at);
    const request = requestIn(occasion);
    const named = [ccg, ...listIn(data, 'group'), ...listIn(data, 'ccgs'), request?.to];
    return [...new Set(named)].filter(
      (code) =>
        typeof code === 'string' && daysOf(code, ccg, request, today).every((day) => register.isOpen(code, day)),
    );
  },
  practices: (occasion) => {
    const request = requestIn(occasion);
    const today = londonDay(occasion.at);
    return request?.practiceCodes.map((code) => practiceBefore(occasion.register, code, request.effectiveOn, today));
  },
  groupId: ({ groupId }) => groupId,
  interestId: ({ caseId, revision }) => idOf('interest', caseId, String(revision + 1)),
  holder: ({ register, data: { person } }) => (typeof person === 'string' ? register.nameOf(person) : null),
  interested: (occasion) => barsAt(occasion, partiesNamed(occasion)).interested,
  onBothSides: (occasion) => barsAt(occasion, partiesNamed(occasion)).onBothSides,
  constituted: ({ register, context }) => {
    const { committee, heldOn } = context as MeetingContext;
    return (committee && heldOn !== null ? register.committee(committee.id, heldOn) : undefined) ?? committee;
  },
  minute: ({ other, caseId, data }) => {
    if (other?.workflow.name !== 'committee-meeting') return undefined;
    const minute = minuteOf(other.context as MeetingContext, other.id, Number(data['item']));
    return minute?.case === caseId ? minute : undefined;
  },
  barred: barredAs('national-committee'),
  mayNotAct: barredAs('regional-assessor'),
  registered: ({ other, register, at, data, context }) => {
    if (other === undefined) return ofNoItem(data);
    const { committee } = context as MeetingContext;
    return registeredOf(committee?.members ?? [], { ...other, register, at });
  },
  entitled: ({ register, context }) => {
    const { committee } = context as MeetingContext;
    if (committee === null) return [];
    const { organisation, members } = committee;
    return members.map(({ id }) => id).filter((id) => register.holds(id, seatOf(committee), organisation));
  },
  put: ({ other }) => {
    const changes = other?.workflow.changes?.(other.context);
    return changes === undefined ? undefined : { revision: other?.revision, changes };
  },
  inquorateBallots: ofCcg<Occasion>(({ register, ccg, round, workflow: { level }, arrangementOf }) =>
    register.ccg(ccg) === undefined || level === undefined || round === undefined
      ? 0
      : inquorateBallotsIn(arrangementOf(ccg), { level, round }),
  ),
  jointCommittees: ({ register, data, arrangementOf }) =>
    listIn(data, 'ccgs').filter(
      (code) => typeof code === 'string' && register.ccg(code) && arrangementOf(code).held?.level === 'L2',
    ),
  today: ({ at }) => londonDay(at),
  effectiveAt: ({ data }) => startOfDay(String(data['effectiveOn'])),
  endsAt: ({ data }) => startOfDay(String(data['endsOn'])),
};

/** Whom the register bars from a case, as of an instant. `named`: what a case is about that has not said so itself. */
export function barsAt(
  { register, workflow, context, at }: Pick<Occasion, 'register' | 'workflow' | 'context' | 'at'>,
  named: readonly string[] = [],
): Bars {
  const { about = [], declared = [], recused = [] } = workflow.liesIn?.(context) ?? {};
  const organisations = about.length > 0 ? about : named;
  const on = londonDay(at);
  const said = [...register.interestsIn(declared, on), ...recusedBy(register, recused, on)];
  const sayThemselves = said.map(({ person }) => person);
  return {
    interested: [...new Set([...register.interestedIn(organisations, on), ...sayThemselves])],
    onBothSides: register.onBothSides(organisations, on),
  };
}

/** Of those who declared an interest in a meeting, the interests that they have still. */
const recusedBy = (register: Register, recused: readonly Recused[], on: string): readonly Interest[] =>
  recused.flatMap(({ person, subject }) =>
    register.interestsIn([subject], on).filter((interest) => interest.person === person),
  );

/** The interests that members of a committee have in a case, as the register has them at an instant. */
function registeredOf(
  members: readonly { readonly id: string }[],
  { register, workflow, context, at }: Pick<Occasion, 'register' | 'workflow' | 'context' | 'at'>,
): readonly Registered[] {
  const { about = [], declared = [], recused = [] } = workflow.liesIn?.(context) ?? {};
  const on = londonDay(at);
  const bearing = new Set([...register.interestsBearingOn(about, on), ...register.interestsIn(declared, on)]);
  const inMeetings = recusedBy(register, recused, on);
  return members.flatMap(({ id }): readonly Registered[] => {
    const [own, said] = [[...bearing], inMeetings].map((all) => all.filter(({ person }) => person === id));
    if (own?.length) return [{ id, interest: inWords(own) }];
    return said?.[0] ? [{ id, interest: inWords(said), subject: said[0].organisation }] : [];
  });
}

const inWords = (interests: readonly Interest[]): string => [...new Set(interests.map(({ text }) => text))].join('; ');

/** Who may not act in a role on the case that a fact of a meeting is about. */
function barredAs(role: string): Answer {
  return ({ other, register, at, data }) =>
    other?.workflow.barred === undefined
      ? ofNoItem(data)
      : other.workflow.barred(other.context, role, barsAt({ ...other, register, at }));
}

/** Of an item that a meeting does not have nothing is known, which the meeting says; any other fact names a case. */
const ofNoItem = (data: Occasion['data']): readonly string[] | undefined => ('item' in data ? [] : undefined);

/** What a case will be about, as its first fact names it. */
const partiesNamed = ({ ccg, data }: Occasion): readonly string[] =>
  [ccg, ...listIn(data, 'practiceCodes'), data['to']].filter((code) => typeof code === 'string');

/** What was said in a field that takes a list; nothing where it is no list. */
function listIn(data: Occasion['data'], field: string): readonly unknown[] {
  const { [field]: said } = data;
  return Array.isArray(said) ? said : [];
}

/** What a membership request asks for: this one, or the one that the case is. Undefined of what is none. */
function requestIn({ data, context }: Occasion): MembershipRequested | undefined {
  const { request } = context as { readonly request?: MembershipRequested | null };
  return request ?? ('practiceCodes' in data ? (data as unknown as MembershipRequested) : undefined);
}

/** The days on which a CCG must be open: today; one that a membership request has practices be members of, while it does. */
function daysOf(
  code: string,
  ccg: string | undefined,
  request: MembershipRequested | undefined,
  today: string,
): readonly string[] {
  if (request === undefined) return [today];
  const { kind, to, effectiveOn } = request;
  const receives = code === to || (code === ccg && !['leave', 'move'].includes(kind));
  return receives ? [effectiveOn, laterDay(effectiveOn, today)] : [today];
}

const laterDay = (a: string, b: string): string => (isDayBefore(a, b) ? b : a);

/** A practice as a change finds it on the day before it takes effect, or today; of one that the register does not know, that it is missing. */
function practiceBefore(register: Register, code: string, effectiveOn: string, today: string): unknown {
  const on = laterDay(addDays(effectiveOn, -1), today);
  const found = register.practice(code, on);
  const told = register.told(code);
  if (found === undefined || told === undefined) return { code, missing: true };
  const { name, status, setting, patients } = found;
  const ccg = register.memberOf(code, on) ?? null;
  const ahead = isToldAhead(told, effectiveOn, today) && { ahead: toldOtherwise(told, effectiveOn, today).ccg };
  return { code, name, ccg, since: standsSince(told, on), status, setting, patients, ...ahead };
}

/** When a service standard of the round runs out; the usual one's end for what belongs to no round. */
function within(standard: keyof Standards): Answer {
  return ({ register, round, at }) => {
    const { [standard]: days } = roundOf({ register, round })?.standards ?? usualStandards;
    return register.workingDaysAfter(londonDay(at), days);
  };
}

type LookedUp =
  { readonly ok: true; readonly data: Record<string, unknown> } | { readonly ok: false; readonly refusal: Refusal };

function beyondHolidays(register: Register): Refusal {
  const reach = register.bankHolidaysReachTo();
  const known =
    reach === undefined ? 'No bank holidays are announced' : `Bank holidays are announced to ${dayInWords(reach)}`;
  return {
    because: 'rule',
    name: 'bankHolidaysReach',
    rule: 'R-04',
    meaning: `${known}, so the working days until this is due cannot be counted. Ask the registrar to announce further ones.`,
  };
}

/** Looks the names up; what the register does not know is a fault of the request. */
export function lookUp(names: readonly string[], occasion: Occasion): LookedUp {
  const data: Record<string, unknown> = {};
  const fields: FieldError[] = [];
  for (const name of names) {
    const answer = lookUps[name];
    if (answer === undefined) throw new RangeError(`A workflow asks the register for ${name}, which nobody looks up`);
    const value = answer(occasion);
    if (value === undefined && Object.hasOwn(deadlines, name))
      return { ok: false, refusal: beyondHolidays(occasion.register) };
    if (value === undefined)
      fields.push({
        field: fieldOf[name] ?? name,
        message: howToMend[name] ?? `The register has no such ${name}. See /api/register`,
      });
    else data[name] = value;
  }
  return fields.length > 0 ? { ok: false, refusal: { because: 'invalid', fields } } : { ok: true, data };
}

/** Whom a fact is about before its case has said so. */
export const occasionOf = (
  particulars: Particulars | undefined,
  start: { readonly ccg?: string; readonly round?: string },
): { ccg: string | undefined; round: string | undefined } => ({
  ccg: particulars?.ccg ?? start.ccg,
  round: particulars?.round ?? start.round,
});
