import { isDayWithin } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';
import type { CaseFacts, Context, FactOf } from '../../application/words.js';
import type { CountingRule } from './counting-rule.js';
import { becameOf, changesTheVote, proposalOf, refusedBelow, restsOn, restsOnRefused, unvotedIn } from './standing.js';

type Verdict = FactOf<'AmendmentApproved'> | FactOf<'AmendmentReturned'> | FactOf<'AmendmentRefused'>;
const verdictOf = ({ event }: CaseFacts): Verdict | undefined =>
  event.type === 'AmendmentApproved' || event.type === 'AmendmentReturned' || event.type === 'AmendmentRefused'
    ? event
    : undefined;

const proposal = ({ amendments }: Context, version: number) => proposalOf(amendments, version);

/** Of a version that is returned or refused, the approved one that rests on it. */
const approvalOn = ({ context: { amendments }, event }: CaseFacts): Context['amendments'][number] | undefined =>
  event.type === 'AmendmentRefused' || event.type === 'AmendmentReturned'
    ? amendments.find((each) => each.status === 'approved' && restsOn(amendments, each, event.data.version))
    : undefined;

const pendingOthers = (facts: CaseFacts): boolean =>
  facts.context.amendments.some((each) => each.status === 'pending' && each.version !== verdictOf(facts)?.data.version);

const basedOnWhatStands = 'Base the proposal on the version in force or on another proposal that was not refused';

const numbered =
  'Give the proposal a number that no other proposal has, higher than the version it is based on and than the one in force';

/** Nobody reaches more than all, and everybody at least nothing. */
const canBeReachedAndMissed = ({ comparison, numerator, denominator }: CountingRule['threshold']): boolean =>
  comparison === 'at-least' ? numerator > 0 : numerator < denominator;

export const constitutionRules = caseRules({
  amendmentIsSettled: {
    id: 'R-20',
    changedBy: ['AmendmentProposed'],
    meaning: 'A constitutional amendment must be approved, or recorded as not required, first.',
    in: 'applying.underWay.constitution.settled',
  },
  versionIsNew: about('AmendmentProposed', {
    id: 'R-21',
    limits: { fields: ['version'], general: `${numbered}.` },
    changedBy: ['ConstitutionAmended', 'AmendmentApproved'],
    meaning: ({ data: { version } }, context) =>
      `${proposal(context, version) === undefined ? '' : `${becameOf(context.amendments, version)} `}${numbered}: ${context.constitution?.version ?? 0}.`,
    holds: ({ data }, context) =>
      proposal(context, data.version) === undefined &&
      data.version > data.basedOn &&
      data.version > (context.constitution?.version ?? 0),
  }),
  baseIsKnown: about('AmendmentProposed', {
    id: 'R-21',
    limits: { fields: ['basedOn'], general: `${basedOnWhatStands}.` },
    changedBy: ['ConstitutionAmended', 'AmendmentApproved'],
    meaning: ({ data: { basedOn } }, { amendments, constitution }) =>
      `${becameOf(amendments, refusedBelow(amendments, basedOn))} ${basedOnWhatStands}: ${constitution?.version ?? 0} is in force.`,
    holds: ({ data }, context) =>
      data.basedOn === context.constitution?.version ||
      (proposal(context, data.basedOn) !== undefined && !restsOnRefused(context.amendments, data.basedOn)),
  }),
  countingIsPossible: about('AmendmentProposed', {
    id: 'R-14',
    limits: {
      fields: ['threshold', 'quorum'].map((share) => `countingRule.${share}.numerator`),
      general: 'A share is at most 1; a threshold can be reached and missed, and a quorum missed.',
    },
    meaning:
      'Votes cannot be counted so. Enter a quorum above 0 and at most 1, and a threshold of at least a share above 0 and at most 1, or of more than a share below 1. Say for thousands of patients, and for nothing else, how they are rounded.',
    holds: ({ data: { countingRule: rule } }) =>
      rule === undefined ||
      ((rule.basis === 'thousand-patients') === (rule.rounding !== undefined) &&
        [rule.threshold, rule.quorum].every(({ numerator, denominator }) => numerator <= denominator) &&
        canBeReachedAndMissed(rule.threshold) &&
        rule.quorum.numerator > 0),
  }),
  voteIsTheMembers: about('AmendmentProposed', {
    id: 'R-21',
    meaning:
      'This amendment takes away the members’ ballot or counts their votes otherwise, so it is material and needs their vote. Propose it as material.',
    holds: ({ data }, context) => data.material || !changesTheVote(data, context),
  }),
  membersVotedOnIt: {
    id: 'R-21',
    readsData: true,
    meaning: (facts) => {
      const { version } = facts.event.data as { readonly version: number };
      const within = unvotedIn(version, facts.context).filter((each) => each !== version);
      const material = within.length === 0 ? 'is material' : `rests on ${within.join(' and ')}, which is material`;
      return `Version ${version} ${material}, and the members have not voted on it. It can be approved once a ballot that was opened after it was proposed is carried and verified. Until then it can be returned or refused.`;
    },
    holds: (facts) => unvotedIn(verdictOf(facts)?.data.version ?? -1, facts.context).length === 0,
  },
  versionIsNewest: {
    id: 'R-21',
    changedBy: ['ConstitutionAmended', 'AmendmentApproved'],
    readsData: true,
    meaning: ({ context }) =>
      `Version ${context.constitution?.version ?? 0} of the constitution is in force. Return this one: the CCG must propose it anew, with a higher number.`,
    holds: (facts) => (verdictOf(facts)?.data.version ?? Infinity) > (facts.context.constitution?.version ?? 0),
  },
  variationIsInItsWindow: about('AmendmentProposed', {
    id: 'R-22',
    meaning:
      'Variations can be proposed in the windows before 1 June and 1 November only. Outside them, name one of the exceptions as the ground.',
    holds: ({ data }, { round }) =>
      data.ground !== 'window' ||
      (round?.variationWindows.some(({ from, to }) => isDayWithin(data.today, from, to)) ?? false),
  }),
  nothingIsPending: {
    id: 'R-20',
    meaning: ({ context }) =>
      `${becameOf(context.amendments, context.amendments.find(({ status }) => status === 'pending')?.version ?? -1)} “Not required” cannot be recorded beside it.`,
    holds: ({ context }) => !context.amendments.some(({ status }) => status === 'pending'),
  },
  committeeIsProvidedFor: {
    id: 'R-20',
    meaning: 'The constitution in force does not provide for the committee, so an amendment is needed. Propose one.',
    holds: ({ context }) => context.constitution?.providesForCommittee ?? false,
  },
  jointCommitteeNeedsAnAmendment: {
    id: 'R-20',
    meaning: 'Joint commissioning always needs an amendment that enables the joint committee. Propose one.',
    holds: () => false,
  },
  versionIsPending: {
    id: 'R-21',
    readsData: true,
    limits: { fields: ['version'], general: 'Name a version that is waiting for a decision.' },
    meaning: (facts) =>
      `${becameOf(facts.context.amendments, verdictOf(facts)?.data.version ?? -1)} Name a version that is waiting for a decision.`,
    holds: (facts) => proposal(facts.context, verdictOf(facts)?.data.version ?? -1)?.status === 'pending',
  },
  baseStands: {
    id: 'R-21',
    readsData: true,
    meaning: (facts) =>
      `${becameOf(facts.context.amendments, refusedBelow(facts.context.amendments, verdictOf(facts)?.data.version ?? -1))} This one is based on it, so it cannot be approved. The CCG must propose it anew on a version that stands.`,
    holds: (facts) => {
      const found = proposal(facts.context, verdictOf(facts)?.data.version ?? -1);
      return found === undefined || !restsOnRefused(facts.context.amendments, found.basedOn);
    },
  },
  noApprovalRestsOnIt: {
    id: 'R-21',
    readsData: true,
    meaning: (facts) =>
      `${becameOf(facts.context.amendments, approvalOn(facts)?.version ?? -1)} It rests on this one, which can no longer be returned or refused.`,
    holds: (facts) => approvalOn(facts) === undefined,
  },
  somethingIsPending: {
    id: 'R-21',
    meaning: (facts) =>
      `${becameOf(facts.context.amendments, verdictOf(facts)?.data.version ?? -1)} No version is waiting for a decision.`,
    holds: ({ context }) => context.amendments.some(({ status }) => status === 'pending'),
  },
  othersArePending: { meaning: 'No other version is pending.', readsData: true, holds: pendingOthers },
  nothingElseIsPending: {
    meaning: 'Another version is pending.',
    readsData: true,
    holds: (facts) => !pendingOthers(facts),
  },
  aVersionStands: {
    meaning: 'No version was approved.',
    holds: ({ context }) => context.amendments.some(({ status }) => status === 'approved'),
  },
  noVersionStands: {
    meaning: 'A version was approved.',
    holds: ({ context }) => !context.amendments.some(({ status }) => status === 'approved'),
  },
});
