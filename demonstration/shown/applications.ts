/** Applications of every level, each as far as it is shown. */
import type { Register } from '../../libs/register/index.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import * as forms from '../forms.js';
import * as tale from '../story/application.js';
import { applicantOf, ballotOf, sceneOf, type Voting } from '../story/cast.js';
import { involvement } from '../story/involvement.js';
import {
  committeeOf,
  peopleOf,
  says,
  specialMeasures,
  type Ballot,
  type Decision,
  type Scene,
} from '../story/scene.js';
import { through, type Entry, type Story } from '../story/step.js';
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

const delegated = (part: Part, more: Partial<Scene> = {}, form = forms.approval): Scene => {
  const scene = { level: 'L3', readiness: 'ready-soon', mandate: [pollsOf(part)] } as const;
  return applying(part, { ...scene, troubles: ['information-requested'], ...more }, form);
};

/** As a constitution that asks for no ballot allows. */
export const byAgreement = ({ register, ccg, season }: Part): Scene['mandate'] => ({
  members: register.rollOf(ccg, londonDay(season.at(0.28))).length,
});

/** Delegated commissioning in the round that is over, by where it stands. */
export const pastDelegations = {
  'in-force': (part: Part) => inForce(part, 'assessor', 'DelegationReviewed', forms.goodReview),
  suspended: (part: Part) =>
    inForce(part, 'committee', 'FunctionsSuspended', {
      functions: ['discretionary-payments'],
      reasons: 'Payments were made without the committee.',
    }),
  variation: (part: Part) =>
    inForce(part, 'officer', 'VariationProposed', {
      add: ['practice-mergers'],
      reasons: 'Two practices want to merge.',
    }),
  revoked: (part: Part) =>
    inForce(part, 'committee', 'DelegationRevoked', {
      authority: 'Section 13Z of the NHS Act 2006',
      reasons: 'The CCG overspent the delegated budget for a second quarter.',
      effectiveOn: londonDay(part.season.afterGoLive(60)),
    }),
  rejected: (part: Part) =>
    through('DecisionMade', tale.application(delegated(part, {}, forms.rejection(['structural-burden'])))),
} as const;

/** In the round under way. */
export const presentDelegations = {
  interest: (part: Part) => through('InterestExpressed', tale.application(delegated(part))),
  returned: (part: Part) =>
    through('InterestReturned', tale.application(delegated(part, { troubles: ['interest-returned'] }))),
  engaging: (part: Part) => through('EngagementRecorded', tale.application(delegated(part))),
  balloting: (part: Part) => through('VoteCast', tale.application(delegated(part, { mandate: [openPolls(part)] }))),
  counted: (part: Part) => through('VoteCast', tale.application(delegated(part))),
  constitution: (part: Part) => through('TermsOfReferenceDrafted', tale.application(delegated(part))),
  assurance: (part: Part) => through('ApplicationSubmitted', tale.application(delegated(part))),
  question: (part: Part) => through('InformationRequested', tale.application(delegated(part))),
  decision: (part: Part) => through('RegionRecommended', tale.application(delegated(part))),
  agreement: (part: Part) => {
    const form = forms.conditionalApproval(addDays(part.season.round.goLive, -14));
    return through('DecisionMade', tale.application(delegated(part, {}, form)));
  },
  signed: (part: Part) => tale.application(delegated(part)),
} as const;

function* inForce(part: Part, who: 'assessor' | 'officer' | 'committee', type: string, data: forms.Form): Story {
  const scene = delegated(part);
  yield* tale.application(scene);
  const people = { ...peopleOf(scene), committee: committeeOf(scene).chair };
  yield says(part.season.afterGoLive(60), people[who], type, data);
}

/** A delegation in force, of a CCG whose constitution asks for no ballot. */
export function* delegatedByAgreement(part: Part): Story {
  const scene = delegated(part, { mandate: byAgreement(part) });
  yield* tale.application(scene);
  yield says(part.season.afterGoLive(60), peopleOf(scene).assessor, 'DelegationReviewed', forms.goodReview);
}

/** The region has assured the application when the CCG is put in special measures. */
export function* inSpecialMeasures(part: Part): Story {
  const { ccg, season } = part;
  const scene = delegated(part, { mandate: byAgreement(part) });
  yield* through('SubmissionSigned', tale.application(scene));
  yield specialMeasures(ccg, season.at(0.8), 'Directions on financial recovery');
}

/** Joint commissioning. Its members agree without a ballot, unless it stands at one. */
const joint = (part: Part, more: Partial<Scene> = {}, form = forms.approval): Scene =>
  applying(part, { level: 'L2', mandate: byAgreement(part), ...more }, form);

export const jointApplications = {
  interest: (part: Part) => through('InterestExpressed', tale.application(joint(part))),
  balloting: (part: Part) => through('VoteCast', tale.application(joint(part, { mandate: [openPolls(part)] }))),
  'nobody-eligible': nobodyEligible,
  submitted: (part: Part) => through('ApplicationSubmitted', tale.application(joint(part))),
  panel: (part: Part) => through('RegionRecommended', tale.application(joint(part))),
  rejected: (part: Part) => {
    const form = forms.rejection(['financial-recovery', 'structural-burden', 'nhse-cannot-resource']);
    return through('DecisionMade', tale.application(joint(part, {}, form)));
  },
  approved: (part: Part) => through('DecisionMade', tale.application(joint(part))),
  'in-force': (part: Part) => tale.application(joint(part)),
  notice: noticeGiven,
} as const;

function* noticeGiven(part: Part): Story {
  const scene = joint(part);
  yield* tale.application(scene);
  const { afterGoLive, now } = part.season;
  yield says(afterGoLive(45), peopleOf(scene).officer, 'NoticeGiven', forms.notice(dayFrom(now, 30)));
}

/** Both who review constitutions have an interest in the CCG, one in a practice of it and declared too late. */
function* nobodyEligible(part: Part): Story {
  const { register, ccg, season } = part;
  yield* through('TermsOfReferenceDrafted', tale.application(joint(part)));
  const at = season.at(0.6);
  const practice = register.rollOf(ccg, londonDay(at))[0]?.practice ?? ccg;
  const declared = (who: string, ago: number, interest: forms.Form): Entry => {
    const days = { aroseOn: dayFrom(at, -ago), declaredOn: londonDay(at) };
    return { to: 'register', at, who, type: 'InterestRegistered', data: { ...interest, ...days } };
  };
  const married = { kind: 'personal', organisation: ccg, text: 'Married to its finance officer.' };
  yield declared('constitution@nhse', 7, married);
  const lets = { kind: 'financial', organisation: practice, text: 'Lets it its premises.' };
  yield declared('constitution-2@nhse', 90, lets);
}

const involved = ({ register, ccg, season }: Part, more: Pick<Scene, 'troubles'> = {}): Story =>
  involvement(applicantOf(register, ccg, { round: season.round, when: whenIn(season), ...more }));

function* ended(part: Part): Story {
  yield* involved(part);
  const at = part.season.afterGoLive(60);
  yield says(at, `officer@${part.ccg}`, 'NoticeGiven', forms.notice(dayFrom(at, 60)));
}

/** Greater involvement. */
export const involvements = {
  noted: (part: Part) => involved(part),
  returned: (part: Part) => through('InterestReturned', involved(part, { troubles: ['interest-returned'] })),
  ended,
} as const;

/** The day some days before or after a moment, in London. */
export const dayFrom = (moment: Date, days: number): string => addDays(londonDay(moment), days);
