/** The applications of one invented CCG, as the machine alone records their story, and the shears by which specs cut it. */
import * as forms from '../demonstration/forms.js';
import { historicRounds } from '../demonstration/register/rounds.js';
import { application } from '../demonstration/story/application.js';
import { inRoundOne, polls, roundOne } from '../demonstration/story/calendar.js';
import { MachineHand, type Decided } from '../demonstration/story/machine-hand.js';
import type { Moment, Scene } from '../demonstration/story/scene.js';
import type { Step } from '../demonstration/story/step.js';
import { majorityOfVotes } from '../libs/register/constitutions.js';
import type { Actor, Fact, Workflow } from '../libs/workflow/index.js';
import { clockActor } from '../libs/workflow/clock.js';
import { londonDay } from '../libs/workflow/london.js';
import type { ConstitutionTerms, RoundTerms } from '../workflows/application/terms.js';
import type { FactOf, FactType } from '../workflows/application/words.js';
import type { Attendee, Minute } from '../workflows/committee-meeting/minute.js';
import type { CountingRule, Member } from '../workflows/stages/mandate/counting.js';
import type { Choice } from '../workflows/stages/mandate/events.js';

const roles: Readonly<Record<string, string>> = {
  officer: 'ccg-officer',
  verifier: 'result-verifier',
  practice: 'practice-representative',
  assessor: 'regional-assessor',
  panel: 'regional-assessor',
  constitution: 'constitution-reviewer',
  committee: 'national-committee',
  registrar: 'registrar',
  auditor: 'auditor',
};

/** Whoever has this id in stories: what they do, and for whom. */
export function person(id: string): Actor {
  const [what = '', organisation = ''] = id.split('@');
  return { id, name: `Person ${id}`, role: roles[what.replace(/-\d$/, '')] ?? what, organisation };
}

export const officer = person('officer@00C');
export const officer2 = person('officer-2@00C');
export const strangeOfficer = person('officer@01A');
export const verifier = person('verifier@00C');
export const assessor = person('assessor@Y54');
export const strangeAssessor = person('assessor@Y56');
export const reviewer = person('constitution@nhse');
export const committee = person('committee@nhse');
export const committee2 = person('committee-2@nhse');
export const registrar = person('registrar@nhse');
export const auditor = person('auditor@nhse');
export const clock = clockActor;
export const practice = (code: string): Actor => person(`practice@${code}`);

export const round: RoundTerms = historicRounds[0]!;
export const constitution: ConstitutionTerms = { version: 1, ballotRequired: true, providesForCommittee: false };

export const oneVoteEach: CountingRule = { ...majorityOfVotes, denominator: 'votes-cast-without-abstentions' };

export const roll: readonly Member[] = ['A81001', 'A81002', 'A81003', 'A81004'].map((code, index) => ({
  practice: code,
  name: `Practice ${code}`,
  patients: 5000 + 1000 * index,
}));

/** A fact of the workflow; its data is checked against the event's class by type. */
export function fact<Type extends FactType>(type: Type, data: FactOf<Type>['data'], actor: Actor, at: string): Fact {
  return { type, data: data as unknown as Fact['data'], actor, at };
}

/** Days of 2014–15 on which things usually happen. */
export const day = (date: string, time = '10:00:00.000'): string => `${date}T${time}Z`;

/** The meeting of the national committee at which things are decided. */
export const meeting = '5f0c4e8a-2d1b-4c3e-9a7f-000000000001';
const member = (id: string, office: string, clinician = false): Attendee => ({
  id,
  name: `Person ${id}`,
  offices: [office],
  voting: true,
  clinician,
});
/** What was minuted: a quorate meeting with a clinician carried the decision. */
export const minuteOf = (decision: Minute['decision'], more: Partial<Minute> = {}): Minute => ({
  meeting,
  item: 1,
  heldOn: '2015-02-10',
  committee: { id: 'assurance-and-development', name: 'Assurance and Development Committee', organisation: 'nhse' },
  case: '5f0c4e8a-2d1b-4c3e-9a7f-00000000000c',
  decision,
  outcome: 'carried',
  present: [member('chair@nhse', 'chair'), member('lay@nhse', 'lay-member'), member('gp@nhse', 'gp', true)],
  declarations: [],
  votes: { for: ['chair@nhse', 'lay@nhse', 'gp@nhse'], against: [], abstained: [] },
  clinicalInput: true,
  acknowledgedBy: null,
  ...more,
});

/** What the register and the calendar add to what is said, by the fact; and a scope that can be said in one line. */
const lookUps: Readonly<Record<string, (at: string) => forms.Form>> = {
  InterestExpressed: () => ({
    scope: ['assessing-needs', 'discretionary-payments'],
    ccg: { code: '00C', name: 'NHS Invented CCG', region: 'Y54' },
    round,
    constitution,
    openCcgs: ['00C', '01A'],
    groupId: null,
    specialMeasures: false,
    interested: [],
    acknowledgeBy: day('2014-07-10'),
  }),
  BallotOpened: () => ({ roll, counting: oneVoteEach }),
  AmendmentProposed: (at) => ({ today: londonDay(at), reviewBy: day('2014-12-08') }),
  AmendmentApproved: (at) => ({ today: londonDay(at), counting: oneVoteEach }),
  AgreementOfMembersRecorded: () => ({ members: 40 }),
  ApplicationSubmitted: () => ({ assessBy: day('2015-02-05') }),
};

/** How each practice of the roll votes; one that is away does not. */
export type Voted = readonly (Choice | 'away')[];
export const ballotOf = (choices: Voted): Scene['mandate'] => {
  const at = new Date(day('2014-10-05'));
  const votes = choices.flatMap((choice, place) =>
    choice === 'away' ? [] : [{ at, practice: roll[place]!.practice, choice }],
  );
  return [{ ...polls, verified: new Date(day('2014-10-16')), votes }];
};

/** When this CCG does otherwise than one that takes its time. */
const days: Partial<Record<Moment, string>> = {
  engaged: '2014-09-11',
  read: '2014-12-01',
  assessed: '2015-01-20',
  concluded: '2015-03-10',
  countersigned: '2015-03-11',
};

/** An application of NHS Invented CCG in round 1. */
export const sceneAt = (level: Scene['level'], more: Partial<Scene> = {}): Scene => {
  const meets = new Date(day('2015-02-10'));
  return {
    ccg: '00C',
    name: 'NHS Invented CCG',
    region: 'Y54',
    level,
    round: roundOne,
    when: (moment) => new Date(day(days[moment] ?? londonDay(inRoundOne(level)(moment)))),
    mandate: ballotOf(['for', 'for', 'for', 'against']),
    version: () => 1,
    decisions: [{ papers: meets, recorded: meets, form: forms.approval }],
    ...more,
  };
};

/** What the register knows of a case as it begins. */
export type Known = Partial<FactOf<'InterestExpressed'>['data']>;

/** How a story differs from the plainest. */
interface Other {
  readonly scene?: Partial<Scene>;
  readonly known?: Known;
  readonly minuted?: Partial<Minute>;
}

/** What the machine records as somebody tells a story, and by itself until a moment. */
export function recorded(
  workflow: Workflow,
  story: Iterable<Step, void>,
  { known, minuted }: Other = {},
  until?: Date,
): readonly Decided[] {
  const lookUp = ({ type, at }: Step): forms.Form => {
    if (type === 'DecisionMade') return { meeting, item: 1, minute: minuteOf('approve', minuted) };
    return { ...lookUps[type]?.(at.toISOString()), ...(type === 'InterestExpressed' && known) };
  };
  const hand = new MachineHand(workflow, { actorOf: person, lookUp }).tell(story);
  if (until) hand.moveTo(until);
  return hand.decided;
}

/** The story of an application from its interest to its going live, told once, and what is cut out of it. */
export function storyOf(workflow: Workflow, level: Scene['level'], other: Other = {}) {
  let told: readonly Decided[] | undefined;
  const whole = (): readonly Decided[] =>
    (told ??= recorded(workflow, application(sceneAt(level, other.scene)), other, roundOne.goLiveAt));
  const only = (...types: readonly FactType[]): readonly Decided[] => among(whole(), types);
  return {
    whole,
    /** As far as facts of this type go. */
    upTo: (type: FactType): readonly Decided[] => whole().slice(0, whole().indexOf(only(type).at(-1)!) + 1),
    /** Its facts of these types. */
    only,
    /** Its last fact of this type, with other data or of another time where told. */
    the: (type: FactType, more: object = {}, at?: string): Fact => {
      const fact = only(type).at(-1)!;
      return { ...fact, data: { ...fact.data, ...more }, at: at ?? fact.at };
    },
  };
}

/** Those of these types. @throws RangeError where there are none: whoever asks for them is mistaken. */
export function among<Told extends Fact>(facts: readonly Told[], types: readonly string[]): readonly Told[] {
  const found = facts.filter(({ type }) => types.includes(type));
  if (found.length === 0) throw new RangeError(`expected ${types.join(' or ')} in the story, found none`);
  return found;
}

/** Facts without those of these types. */
export function without(types: readonly FactType[], facts: readonly Fact[]): readonly Fact[] {
  const left = new Set(among(facts, types));
  return facts.filter((fact) => !left.has(fact));
}

/** Facts with this one in the place of that of its type. */
export function instead(other: Fact, facts: readonly Fact[]): readonly Fact[] {
  const [replaced] = among(facts, [other.type]);
  return facts.map((fact) => (fact === replaced ? other : fact));
}

/** Facts of a case that began when the register knew this. */
export const knowing = <Told extends Fact>(known: Known, [first, ...facts]: readonly Told[]): readonly Told[] =>
  first ? [{ ...first, data: { ...first.data, ...known } }, ...facts] : [];
