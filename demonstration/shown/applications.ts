/** Applications of every level, each as far as it is shown. */
import type { Register } from '../../libs/register/index.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import * as forms from '../forms.js';
import * as tale from '../story/application.js';
import { applicantOf, ballotOf, sceneOf, type Voting } from '../story/cast.js';
import { involvement } from '../story/involvement.js';
import { peopleOf, says, specialMeasures, type Ballot, type Decision, type Scene } from '../story/scene.js';
import { followed, through, type Entry, type Step, type Story } from '../story/step.js';
import { whenIn, type Season } from './season.js';

/** A CCG in a round. */
export interface Part {
  readonly register: Register;
  readonly ccg: string;
  readonly season: Season;
}

/** Most vote for, some against, one in nine stays away. */
const mostlyFor: Voting = (place) =>
  place % 9 === 8 ? undefined : place % 7 === 6 ? 'against' : place % 11 === 10 ? 'abstain' : 'for';
export const mostlyAgainst: Voting = (place) => (place % 4 === 0 ? 'for' : 'against');
const everyOther: Voting = (place) => (place % 2 === 1 ? undefined : mostlyFor(place));

export const pollsOf = ({ register, ccg, season: { at } }: Part, voting = mostlyFor, closes = at(0.4)): Ballot =>
  ballotOf(register, ccg, {
    opens: at(0.2),
    closes,
    verified: at(0.45),
    voting,
    votedAt: (place, of) => at(0.22 + 0.16 * (place / of)),
  });

const fiveDays = 432_000_000;

/** Still open now, with every other practice yet to vote. */
const openPolls = (part: Part): Ballot => pollsOf(part, everyOther, new Date(part.season.now.getTime() + fiveDays));

type Varied = Pick<Scene, 'level' | 'mandate'> & Partial<Scene>;

/** The application of a CCG; its committee approves it unless told. */
export function applying({ register, ccg, season }: Part, scene: Varied, form = forms.approval): Scene {
  const decision: Decision = { papers: season.at(0.85), recorded: season.at(0.85), form };
  const { round } = season;
  return sceneOf(register, ccg, { round, when: whenIn(season), decisions: [decision], ...scene });
}

const delegated = (part: Part, more: Partial<Scene> = {}, form = forms.approval): Story => {
  const scene = { level: 'L3', readiness: 'ready-soon', mandate: [pollsOf(part)] } as const;
  return tale.application(applying(part, { ...scene, troubles: ['information-requested'], ...more }, form));
};

/** As a constitution that asks for no ballot allows. */
export const byAgreement = ({ register, ccg, season }: Part): Scene['mandate'] => ({
  members: register.rollOf(ccg, londonDay(season.at(0.28))).length,
});

/** What happens to a delegation in force, two months later. */
const later = {
  'in-force': (part: Part) => said(part, peopleIn(part).assessor, 'DelegationReviewed', goodReview),
  suspended: (part: Part) => said(part, committee, 'FunctionsSuspended', suspension),
  variation: (part: Part) => said(part, peopleIn(part).officer, 'VariationProposed', variation),
  revoked: (part: Part) => {
    const effectiveOn = londonDay(part.season.afterGoLive(60));
    return said(part, committee, 'DelegationRevoked', { ...revocation, effectiveOn });
  },
} as const;

const committee = 'committee@nhse';
const goodReview = { findings: 'The committee meets monthly and in public.' };
const suspension = {
  functions: ['discretionary-payments'],
  reasons: 'Payments were made without the committee.',
};
const variation = { add: ['practice-mergers'], reasons: 'Two practices want to merge.' };
const revocation = {
  authority: 'Section 13Z of the NHS Act 2006',
  reasons: 'The CCG overspent the delegated budget for a second quarter.',
};

const said = ({ season }: Part, who: string, type: string, data: forms.Form): Step =>
  says(season.afterGoLive(60), who, type, data);

const peopleIn = ({ register, ccg }: Part) => peopleOf({ ccg, region: register.ccg(ccg)?.region ?? '' });

/** Delegated commissioning in the round that is over, by where it stands. */
export const pastDelegations: readonly ((part: Part) => Story)[] = [
  ...Object.values(later).map((what) => (part: Part) => followed(delegated(part), what(part))),
  (part) => through('DecisionMade', delegated(part, {}, forms.rejection(['structural-burden']))),
];

/** A delegation in force, of a CCG whose constitution asks for no ballot. */
export const delegatedByAgreement = (part: Part): Story =>
  followed(delegated(part, { mandate: byAgreement(part) }), later['in-force'](part));

/** In the round under way. */
export const presentDelegations = {
  interest: (part: Part) => through('InterestExpressed', delegated(part)),
  returned: (part: Part) => through('InterestReturned', delegated(part, { troubles: ['interest-returned'] })),
  engaging: (part: Part) => through('EngagementRecorded', delegated(part)),
  balloting: (part: Part) => through('VoteCast', delegated(part, { mandate: [openPolls(part)] })),
  counted: (part: Part) => through('VoteCast', delegated(part)),
  constitution: (part: Part) => through('TermsOfReferenceDrafted', delegated(part)),
  assurance: (part: Part) => through('ApplicationSubmitted', delegated(part)),
  question: (part: Part) => through('InformationRequested', delegated(part)),
  decision: (part: Part) => through('RegionRecommended', delegated(part)),
  agreement: (part: Part) => {
    const form = forms.conditionalApproval(addDays(part.season.round.goLive, -14));
    return through('DecisionMade', delegated(part, {}, form));
  },
  signed: (part: Part) => delegated(part),
} as const;

/** The region has assured the application when the CCG is put in special measures. */
export const inSpecialMeasures = (part: Part): Story =>
  followed(
    through('SubmissionSigned', delegated(part, { mandate: byAgreement(part) })),
    specialMeasures(part.ccg, part.season.at(0.8), 'Directions on financial recovery'),
  );

/** Joint commissioning. Its members agree without a ballot, unless it stands at one. */
const joint = (part: Part, more: Partial<Scene> = {}, form = forms.approval): Story =>
  tale.application(applying(part, { level: 'L2', mandate: byAgreement(part), ...more }, form));

export const jointApplications = {
  interest: (part: Part) => through('InterestExpressed', joint(part)),
  balloting: (part: Part) => through('VoteCast', joint(part, { mandate: [openPolls(part)] })),
  'nobody-eligible': (part: Part) => followed(through('TermsOfReferenceDrafted', joint(part)), ...declarations(part)),
  submitted: (part: Part) => through('ApplicationSubmitted', joint(part)),
  panel: (part: Part) => through('RegionRecommended', joint(part)),
  rejected: (part: Part) => {
    const form = forms.rejection(['financial-recovery', 'structural-burden', 'nhse-cannot-resource']);
    return through('DecisionMade', joint(part, {}, form));
  },
  approved: (part: Part) => through('DecisionMade', joint(part)),
  'in-force': (part: Part) => joint(part),
  notice: (part: Part) => followed(joint(part), notice(part, 45, dayFrom(part.season.now, 30))),
} as const;

/** The panel of its region is left without a quorum on it, and the national committee is to decide. */
export function* jointEscalated(part: Part): Story {
  yield* through('RegionRecommended', joint(part));
  const { register, ccg, season } = part;
  yield* tale.escalated(
    applying({ register, ccg, season }, { level: 'L2', mandate: byAgreement(part) }),
    season.at(0.85),
  );
}

/** So many days after go-live. */
const notice = ({ ccg, season }: Part, days: number, endsOn: string): Step =>
  says(season.afterGoLive(days), `officer@${ccg}`, 'NoticeGiven', forms.notice(endsOn));

/** Both who review constitutions have an interest in the CCG, one in a practice of it and declared too late. */
function declarations({ register, ccg, season }: Part): readonly Entry[] {
  const at = season.at(0.6);
  const practice = register.rollOf(ccg, londonDay(at))[0]?.practice ?? ccg;
  const declared = (who: string, ago: number, interest: forms.Form): Entry => {
    const days = { aroseOn: dayFrom(at, -ago), declaredOn: londonDay(at) };
    return { to: 'register', at, who, type: 'InterestRegistered', data: { ...interest, ...days } };
  };
  const married = { kind: 'personal', organisation: ccg, text: 'Married to its finance officer.' };
  const lets = { kind: 'financial', organisation: practice, text: 'Lets it its premises.' };
  return [declared('constitution@nhse', 7, married), declared('constitution-2@nhse', 90, lets)];
}

const involved = ({ register, ccg, season }: Part, more: Pick<Scene, 'troubles'> = {}): Story =>
  involvement(applicantOf(register, ccg, { round: season.round, when: whenIn(season), ...more }));

/** Greater involvement. */
export const involvements = {
  noted: (part: Part) => involved(part),
  returned: (part: Part) => through('InterestReturned', involved(part, { troubles: ['interest-returned'] })),
  ended: (part: Part) => followed(involved(part), notice(part, 60, dayFrom(part.season.afterGoLive(60), 60))),
} as const;

/** The day some days before or after a moment, in London. */
export const dayFrom = (moment: Date, days: number): string => addDays(londonDay(moment), days);
