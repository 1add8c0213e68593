/**
 * What a recorded fact brings about elsewhere: on other cases, in the arrangement of its CCG, in the register, and back from the register on
 * cases. One table, from which the service records, the auditor's command line finds what is missing, and the documentation is written.
 *
 * A fact and all its consequences are recorded in one append. Events of one append are laid down stream by stream, so other events of the
 * same append may stand between a fact and what it brings about; each consequence names the event that brought it about as its `cause`.
 */
import type { Fact, Registers, RuleId, State, Workflow } from '../libs/workflow/index.js';
import { isBefore } from '../libs/workflow/instant.js';
import { endOfDay, hasDayCome, londonDay } from '../libs/workflow/london.js';
import type { EndedClaim, HeldClaim } from '../libs/workflow/claims.js';
import { outcomeOf } from '../libs/workflow/progress.js';
import { candidatesFor, isIn, nodesOf } from '../libs/workflow/state.js';
import { forWantOfMandate } from './stages/mandate/part.js';
import type { Context } from './application/words.js';
import { invitedState } from './stages/group/invited.js';
import { isHigher } from './application/round.js';
import { countedIn, type Counted } from './stages/mandate/polls.js';

/** A fact of a case, and what it did to it. */
export interface Turn {
  readonly case: string;
  readonly workflow: Workflow;
  /** Undefined before the first fact. */
  readonly before: State | undefined;
  readonly after: State;
  readonly about: About;
  /** What the members have said that binds, whatever becomes of the case. */
  readonly counted?: Counted;
  /** The claims that rest on nothing any more. */
  readonly claimsOver: readonly EndedClaim[];
  readonly fact: Fact;
  /** The machine's context after the fact; undefined to whoever folds without a machine. */
  readonly context: unknown;
}

/** Whom a case is about, as its first fact says. */
export interface About {
  /** Absent for what is about no CCG, or of no round. */
  readonly ccg?: string;
  readonly round?: string;
  /** Codes of the CCGs that apply together; empty for one alone. */
  readonly group: readonly string[];
  readonly groupId: string | null;
  /** Other organisations that it is about as much. */
  readonly parties?: readonly string[];
}

/** A fact of the register, and when and by whom it was recorded. */
export type RegisterTurn = Pick<Fact, 'type' | 'data' | 'at' | 'actor'>;

/** An application of a CCG that has not ended. */
export interface LiveApplication {
  readonly case: string;
  readonly level: string;
}

/** What consequences need to know of other streams, as they stand before the consequence. */
export interface Around {
  /** The applications of a CCG that have not ended, by its arrangement. */
  readonly live: (ccg: string) => readonly LiveApplication[];
  /** The case of one CCG in a group. */
  readonly inGroup: (groupId: string, ccg: string) => string | undefined;
  /** Every case about a CCG that has not ended, whatever its workflow. */
  readonly open: (ccg: string) => readonly string[];
  /** Every case of a round that has not ended. */
  readonly ofRound: (round: string) => readonly string[];
  /** Every case that has not ended and is about an organisation beside its CCG: requests that name it. */
  readonly naming: (organisation: string) => readonly string[];
  /** The CCG that an organisation is, or those that it is, or is told to become, a member of on the day of an instant. */
  readonly ccgsOf: (organisation: string, at: string) => readonly string[];
  /** The CCG that a practice is a member of, or was until it closed. */
  readonly lastCcgOf: (practice: string) => string | undefined;
  /** What somebody has claimed of all cases that have not ended. */
  readonly claimsOf: (person: string) => readonly HeldClaim[];
  /** The interests that are held in some organisations on the day of an instant. */
  readonly interestsIn: (organisations: readonly string[], at: string) => readonly HeldInterest[];
}

/** What of it the register answers. */
export type AsRegistered = Pick<Around, 'ccgsOf' | 'lastCcgOf' | 'interestsIn'>;

/** An interest that somebody has, as the register has it. */
export interface HeldInterest {
  /** Id of the person. */
  readonly person: string;
  readonly kind: string;
  readonly organisation: string;
  readonly text: string;
  readonly aroseOn: string;
}

/** One fact that is to be recorded because of another. */
export interface Brought {
  /** A case by its id, the arrangement of a CCG by its code, or the register. */
  readonly on: { readonly case: string } | { readonly arrangement: string } | 'register';
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Who records it: whoever recorded the cause, or the clock. */
  readonly by: 'actor' | 'clock';
  /** When it happened, where that is not when its cause was recorded. */
  readonly at?: string;
  /**
   * What it means when it cannot be recorded there. `refuses`: then neither may its cause. `impossible`: streams contradict each other, a
   * fault. `left`: whom it does not concern, or who knows already, is left as it is.
   */
  readonly otherwise: 'refuses' | 'impossible' | 'left';
  /** Which one it is of several of its type in one place; the first without. */
  readonly number?: number;
  /** The rule by which it refuses. */
  readonly rule?: RuleId;
}

interface Described {
  /** What has happened, and what follows, as two sentences for the documentation. */
  readonly when: string;
  readonly then: string;
  /** Type of the facts it brings about; undefined where the workflow says. */
  readonly type?: string;
  readonly on: 'cases' | 'arrangement' | 'register';
  readonly rules: readonly RuleId[];
}

export type CaseConsequence = Described & {
  readonly brings: (turn: Turn, around: Around) => readonly Brought[];
};
export type RegisterConsequence = Described & {
  readonly brings: (turn: RegisterTurn, around: Around) => readonly Brought[];
};

const holds = ({ workflow }: Turn, state: State | undefined): boolean =>
  workflow.level !== undefined && workflow.holds !== undefined && state !== undefined && isIn(state, workflow.holds);
const takes = (turn: Turn): boolean => !holds(turn, turn.before) && holds(turn, turn.after);
const leaves = (turn: Turn): boolean => holds(turn, turn.before) && !holds(turn, turn.after);
/** Whether the application is one: its CCG was invited into a group by another, and has not joined. */
const isInvitation = (state: State | undefined): boolean => state !== undefined && isIn(state, invitedState);
const outcome = ({ workflow, after }: Turn): string | undefined =>
  workflow.level === undefined ? undefined : outcomeOf(workflow, after);

/** The CCG that applies, or holds what it applied for. */
function applicantIn({ about, workflow }: Turn): string {
  if (about.ccg === undefined) throw new RangeError(`${workflow.name} is for a level, and its case about no CCG`);
  return about.ccg;
}

const arranged = (turn: Turn, type: string, data: object, otherwise: Brought['otherwise'] = 'impossible'): Brought => ({
  on: { arrangement: applicantIn(turn) },
  type,
  data: { case: turn.case, ...data },
  by: 'actor',
  otherwise,
});

/** The end of a CCG is that of its last day, wherever the later events of its cases lie. */
const endedBefore = ({ fact: { type, data, at } }: Turn): { readonly endedAt?: string } => {
  const ended = type === 'CcgClosed' ? endOfDay(String(data['closedOn'])) : at;
  return isBefore(ended, at) ? { endedAt: ended } : {};
};

/** What the members said, where the outcome does not tell. */
const saidBeside = (ended: string, { counted }: Turn): Counted | undefined =>
  forWantOfMandate.includes(ended) ? undefined : counted;

/** Whoever is not its claimant any more has nothing to lose. */
const claimEnds = (id: string, { queue, person, because }: EndedClaim): Brought => ({
  on: { case: id },
  type: 'ClaimEnded',
  data: { queue, person, because },
  by: 'clock',
  otherwise: 'left',
});

/** What facts of cases bring about, in the order in which it is recorded. */
export const ofCases = {
  applicationStarts: {
    when: 'An application for a level begins, or a CCG joins the group that another proposed.',
    then: 'It is live in the arrangement of its CCG, which refuses it where the CCG cannot have it.',
    type: 'CaseStarted',
    on: 'arrangement',
    rules: ['R-05', 'R-16', 'R-60', 'R-63'],
    brings: (turn) =>
      turn.workflow.level !== undefined &&
      (turn.before === undefined || isInvitation(turn.before)) &&
      !isInvitation(turn.after) &&
      outcome(turn) === undefined
        ? [
            arranged(
              turn,
              'CaseStarted',
              { workflow: turn.workflow.name, level: turn.workflow.level, round: turn.about.round },
              'refuses',
            ),
          ]
        : [],
  },
  othersAreSuperseded: {
    when: 'A level takes effect.',
    then: 'Every other application of the CCG for it or a lower level ends, the arrangement it holds at a lower level too.',
    type: 'LevelSuperseded',
    on: 'cases',
    rules: ['R-05', 'R-63'],
    brings: (turn, { live }) => {
      const { level } = turn.workflow;
      if (level === undefined || !takes(turn)) return [];
      return live(applicantIn(turn))
        .filter((other) => other.case !== turn.case && !isHigher(other.level, level))
        .map((other) => ({
          on: { case: other.case },
          type: 'LevelSuperseded',
          data: { level, case: turn.case },
          by: 'clock',
          otherwise: 'impossible',
        }));
    },
  },
  levelIsTaken: {
    when: 'A level takes effect.',
    then: 'The CCG holds it.',
    type: 'LevelTaken',
    on: 'arrangement',
    rules: ['R-50', 'R-63'],
    brings: (turn) => (takes(turn) ? [arranged(turn, 'LevelTaken', { level: turn.workflow.level })] : []),
  },
  levelIsLeft: {
    when: 'A level that was in force ends.',
    then: 'The CCG holds none, and falls back to no other. A closure that is learnt late ends it at the end of the last day.',
    type: 'LevelLeft',
    on: 'arrangement',
    rules: ['R-60', 'R-63', 'R-64', 'R-66'],
    brings: (turn) =>
      leaves(turn) ? [arranged(turn, 'LevelLeft', { level: turn.workflow.level, ...endedBefore(turn) })] : [],
  },
  applicationEnds: {
    when: 'An application, or what came of it, ends.',
    then: 'It is live no more. What the members refused stays closed to the CCG for that round from the count, verified or not, and inquorate ballots stay counted.',
    type: 'CaseEnded',
    on: 'arrangement',
    rules: ['R-05', 'R-16'],
    brings: (turn) => {
      const ended = outcome(turn);
      return ended === undefined || isInvitation(turn.before)
        ? []
        : [arranged(turn, 'CaseEnded', { outcome: ended, ...saidBeside(ended, turn), ...endedBefore(turn) })];
    },
  },
  groupIsLeft: {
    when: 'The application of one CCG of a group ends before it was in force.',
    then: 'The others are asked whether they go on; whoever has ended, or is in force already, is not.',
    type: 'GroupMemberLeft',
    on: 'cases',
    rules: ['R-17'],
    brings: (turn, { inGroup }) => {
      const ended = outcome(turn);
      const { ccg, group, groupId } = turn.about;
      if (ended === undefined || leaves(turn) || groupId === null) return [];
      return group
        .filter((code) => code !== ccg)
        .flatMap((code) => inGroup(groupId, code) ?? [])
        .filter((id) => id !== turn.case)
        .map((id) => ({
          on: { case: id },
          type: 'GroupMemberLeft',
          data: { ccg, case: turn.case, outcome: ended },
          by: 'clock',
          otherwise: 'left',
        }));
    },
  },
  conflictBars: {
    when: 'A member of a committee declares an interest in a meeting, or its chair says how one is handled.',
    then: 'It bars the member from the case that the item is about, unless the chair acknowledged it.',
    type: 'ConflictRecorded',
    on: 'cases',
    rules: ['R-47'],
    brings: ({ case: own, workflow, fact, context }) => {
      const news = newsBy(workflow, fact.type)?.(fact, context, own);
      if (news === undefined) return [];
      const { case: about, type, data } = news;
      return [{ on: { case: about }, type, data, by: 'clock', otherwise: 'left' }];
    },
  },
  claimsEnd: {
    when: 'A case leaves a queue in which somebody has claimed it, or goes to another role or region there, or its claimant may not act on it any more.',
    then: 'The claim ends: colleagues find the case free, and the history says since when and why.',
    type: 'ClaimEnded',
    on: 'cases',
    rules: ['R-46', 'R-47'],
    brings: (turn) =>
      // Those that end together have one cause.
      turn.fact.type === 'ClaimEnded' ? [] : turn.claimsOver.map((claim) => claimEnds(turn.case, claim)),
  },
  registerChanges: {
    when: 'NHS England approves an amendment or a change of membership, or an interest is declared on a case or in a meeting.',
    then: 'The register says so from then on, unless that contradicts it: the constitution of the CCG, the memberships, the register of interests.',
    on: 'register',
    rules: ['R-21', 'R-47', 'R-80'],
    brings: ({ workflow, fact, context }) => {
      const registers = changeOfRegister(workflow, fact.type);
      if (registers === undefined) return [];
      const { becomes, rule } = registers;
      return becomes(fact, context).map((news) => ({
        on: 'register',
        ...news,
        by: 'actor',
        otherwise: 'refuses',
        rule,
      }));
    },
  },
} as const satisfies Readonly<Record<string, CaseConsequence>>;

/** What facts of a type mean for the register; undefined of those that mean nothing. */
export const changeOfRegister = ({ registers = {} }: Workflow, type: string): Registers | undefined =>
  Object.hasOwn(registers, type) ? registers[type] : undefined;

/** What facts of a type tell another case; undefined of those that tell none. */
const newsBy = ({ tells = {} }: Workflow, type: string): NonNullable<Workflow['tells']>[string] | undefined =>
  Object.hasOwn(tells, type) ? tells[type] : undefined;

/** Whether facts of a type bring something about elsewhere though they may leave their own case where it was. */
export const reachesOut = (workflow: Workflow, type: string): boolean =>
  changeOfRegister(workflow, type) !== undefined || newsBy(workflow, type) !== undefined;

/** A fact that falls on open cases. Nobody but the register says it, so the clock records it. */
const falling = (ids: readonly string[], type: string, data: Brought['data'], at?: string): readonly Brought[] =>
  ids.map((id) => ({
    on: { case: id },
    type,
    data,
    by: 'clock',
    otherwise: 'left',
    ...(at !== undefined && { at }),
  }));

/** The same on every open case of a CCG. */
const fallsOn = (ccg: string, { open }: Around, type: string, data: Brought['data'], at?: string): readonly Brought[] =>
  falling(open(ccg), type, data, at);

/** An interest bars from the open cases of these CCGs, and from requests that name one of them or the organisation itself. */
function barring(interest: Brought['data'], ccgs: readonly string[], { open, naming }: Around): readonly Brought[] {
  const named = [String(interest['organisation']), ...ccgs];
  const ids = [...new Set([...ccgs.flatMap(open), ...named.flatMap(naming)])];
  return falling(ids, 'InterestDeclared', declared(interest));
}

/** A CCG that closed, as its cases are told. */
export function closingOf({
  successor,
  kind,
  on,
}: {
  readonly successor?: unknown;
  readonly kind?: unknown;
  readonly on: unknown;
}): Brought['data'] {
  const because = kind ?? (successor === undefined ? 'closure' : 'merger');
  return { kind: because, ...(successor !== undefined && { successors: [successor] }), closedOn: on };
}

const measures = (type: 'SpecialMeasuresImposed' | 'SpecialMeasuresLifted'): RegisterConsequence => ({
  when:
    type === 'SpecialMeasuresImposed'
      ? 'A CCG is put in special measures.'
      : 'The special measures of a CCG are lifted.',
  then: 'Its open cases are told; whoever knows already is left as it is.',
  type,
  on: 'cases',
  rules: ['R-41'],
  brings: ({ type: recorded, data }, around) =>
    recorded === type ? fallsOn(String(data['ccg']), around, type, { direction: data['direction'] }) : [],
});

const declared = ({ person, kind, organisation, text, aroseOn }: Brought['data']): Brought['data'] => ({
  kind,
  subject: organisation,
  text,
  aroseOn,
  person,
});

/** The practices that become members of CCGs, and those CCGs; undefined of any other fact. */
function joiningBy(
  { type, data, at }: RegisterTurn,
  { ccgsOf, lastCcgOf }: Around,
): { readonly practices: readonly string[]; readonly ccgs: readonly string[] } | undefined {
  const practice = String(data['practice']);
  const again = (): readonly string[] => [lastCcgOf(practice)].filter((ccg) => ccg !== undefined);
  switch (type) {
    case 'PracticeJoined':
      return { practices: [String(data['code'])], ccgs: [String(data['ccg'])] };
    case 'PracticeMoved':
      return { practices: [practice], ccgs: [String(data['to'])] };
    case 'PracticesMerged':
      return { practices: data['from'] as readonly string[], ccgs: ccgsOf(String(data['into']), at) };
    case 'PracticeReopened':
      return { practices: [practice], ccgs: again() };
    case 'PracticeDetailsChanged':
      // It closes later than was known, and not before today.
      return typeof data['closed'] === 'string' && hasDayCome(londonDay(at), data['closed'])
        ? { practices: [practice], ccgs: again() }
        : undefined;
    default:
      return undefined;
  }
}

/** Roles in which people act for a CCG or its members. */
const sides: readonly string[] = ['ccg-officer', 'practice-representative', 'result-verifier'];

/** The claims that end as somebody loses the role in which they have them, or comes to act for the CCG. */
function endedBy({ type, data, at }: RegisterTurn, { claimsOf, ccgsOf }: Around): readonly Brought[] {
  const { subject, role, organisation } = data as Readonly<Record<'subject' | 'role' | 'organisation', string>>;
  const action = type === 'RoleConfirmed' ? data['action'] : { RoleGranted: 'grant', RoleWithdrawn: 'withdraw' }[type];
  const end = (because: EndedClaim['because'], ends: (claim: HeldClaim) => boolean): readonly Brought[] =>
    claimsOf(subject)
      .filter(ends)
      .map(({ case: id, queue }) => claimEnds(id, { queue, person: subject, because }));
  if (action === 'withdraw') return end('role', (claim) => claim.role === role && claim.organisation === organisation);
  if (action !== 'grant' || !sides.includes(role)) return [];
  const ccgs = ccgsOf(organisation, at);
  return end('barred', ({ ccg }) => ccgs.includes(ccg));
}

/** What facts of the register bring about on cases. */
export const ofTheRegister = {
  measuresAreImposed: measures('SpecialMeasuresImposed'),
  measuresAreLifted: measures('SpecialMeasuresLifted'),
  ccgCloses: {
    when: 'The last day of a CCG has ended, or the register learns that it had.',
    then: 'Its open cases end, as of the end of that day. One whose day is still to come is recorded by the clock when it has.',
    type: 'CcgClosed',
    on: 'cases',
    rules: ['R-66'],
    brings: ({ type, data, at }, around) => {
      if (type !== 'CcgClosed') return [];
      const ended = endOfDay(String(data['on']));
      return Date.parse(ended) > Date.parse(at)
        ? []
        : fallsOn(String(data['code']), around, type, closingOf({ ...data, on: data['on'] }), ended);
    },
  },
  deadlinesArePutBack: {
    when: 'A round is announced again, with later deadlines.',
    then: 'They hold for its open cases too, as far as these have not missed them.',
    type: 'DeadlinePutBack',
    on: 'cases',
    rules: ['R-04'],
    brings: ({ type, data }, { ofRound }) => {
      if (type !== 'RoundAnnounced') return [];
      const { interestBy, applicationBy, applicationByL2, goLiveAt } = data;
      // Where there is none any more, go-live is what ends an application.
      const deadlines = {
        interestBy: interestBy ?? goLiveAt,
        applicationBy: applicationBy ?? goLiveAt,
        applicationByL2: applicationByL2 ?? goLiveAt,
      };
      return ofRound(String(data['id'])).map((id) => ({
        on: { case: id },
        type: 'DeadlinePutBack',
        data: deadlines,
        by: 'clock',
        otherwise: 'left',
      }));
    },
  },
  interestBars: {
    when: 'The register of interests has a new entry: an interest in a CCG or one of its practices, declared to it, on a case or in a meeting.',
    then: 'It stands on the open cases of the CCG, of one that the practice is told to move to, and on requests that name either, and bars the person from them.',
    type: 'InterestDeclared',
    on: 'cases',
    rules: ['R-47'],
    brings: ({ type, data, at }, around) =>
      type === 'InterestRegistered' ? barring(data, around.ccgsOf(String(data['organisation']), at), around) : [],
  },
  interestMoves: {
    when: 'A practice becomes a member of a CCG, or is told to: it joins, moves, merges into one that is, or is found to be open after all.',
    then: 'The interests in it stand on the open cases of that CCG, and bar whoever has them.',
    type: 'InterestDeclared',
    on: 'cases',
    rules: ['R-47', 'R-80'],
    brings: (turn, around) => {
      const joining = joiningBy(turn, around);
      return joining === undefined
        ? []
        : around
            .interestsIn(joining.practices, turn.at)
            .flatMap((interest) => barring({ ...interest }, joining.ccgs, around));
    },
  },
  detailsChange: {
    when: 'The register knows a CCG under another name, or in another region.',
    then: 'So do its open cases: the assessors of that region go on with them.',
    type: 'CcgDetailsChanged',
    on: 'cases',
    rules: ['R-66'],
    brings: ({ type, data }, around) => {
      if (type !== 'CcgDetailsChanged') return [];
      const { code, name, region } = data;
      const changed = { ...(name !== undefined && { name }), ...(region !== undefined && { region }) };
      return Object.keys(changed).length === 0 ? [] : fallsOn(String(code), around, type, changed);
    },
  },
  claimantsGo: {
    when: 'Somebody loses a role in which they have claimed cases, or comes to act for the CCG of one.',
    then: 'The claims end: colleagues find the cases free, and their histories say since when and why.',
    type: 'ClaimEnded',
    on: 'cases',
    rules: ['R-46'],
    brings: endedBy,
  },
  constitutionIsAmended: {
    when: 'A version of the constitution of a CCG comes into force.',
    then: 'The other open cases of the CCG rest on it from then on; a ballot that is open is counted as it began.',
    type: 'ConstitutionAmended',
    on: 'cases',
    rules: ['R-14', 'R-21'],
    brings: ({ type, data }, around) => {
      if (type !== 'ConstitutionAmended') return [];
      const { version, ballotRequired, providesForCommittee } = data['constitution'] as Brought['data'];
      return fallsOn(String(data['ccg']), around, type, { version, ballotRequired, providesForCommittee });
    },
  },
} as const satisfies Readonly<Record<string, RegisterConsequence>>;

/** What a case has to tell of its members' ballots. */
export const countedBy = (workflow: Workflow, context: unknown): Pick<Turn, 'counted'> => {
  // The context of whatever is an application for a level.
  const counted = workflow.level === undefined ? undefined : countedIn(context as Context);
  return counted === undefined ? {} : { counted };
};

/** What a fact of a case brings about, in the order in which it is recorded. */
export function consequencesOf(turn: Turn, around: Around): readonly Brought[] {
  return numbered(Object.values<CaseConsequence>(ofCases).flatMap(({ brings }) => brings(turn, around)));
}

/** What a fact of the register brings about. */
export function consequencesOfRegister(turn: RegisterTurn, around: Around): readonly Brought[] {
  return numbered(Object.values<RegisterConsequence>(ofTheRegister).flatMap(({ brings }) => brings(turn, around)));
}

/** Several of one type on one case are told apart: everybody who has an interest in a practice that moves is barred. */
function numbered(brought: readonly Brought[]): readonly Brought[] {
  const seen = new Map<string, number>();
  return brought.map((each) => {
    const place = JSON.stringify([each.on, each.type]);
    const number = seen.get(place) ?? 0;
    seen.set(place, number + 1);
    return number === 0 ? each : { ...each, number };
  });
}

/** Whether a case in this state takes facts of a type at all, whatever its rules say of this one: what is not taken is `left`. */
export const takesHere = (workflow: Workflow, state: State, type: string): boolean =>
  Object.hasOwn(workflow.events, type) && candidatesFor(nodesOf(workflow.machine, state), type).length > 0;
