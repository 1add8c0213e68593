import { assign } from 'xstate';
import { independent, model, only } from '../../application/model.js';
import type { CaseFact, Context, FactOf } from '../../application/words.js';
import { constitutionWith } from './becomes.js';
import { withApproved, withProposal } from './standing.js';

/** What is asked of every proposal. */
export const proposable = [
  'versionIsNew',
  'baseIsKnown',
  'countingIsPossible',
  'voteIsTheMembers',
  'variationIsInItsWindow',
] as const;

export const proposing = { by: ['ccg-officer'], label: 'Propose an amendment', rule: 'R-20' } as const;

const propose = {
  guard: only(...proposable),
  description: 'The CCG proposes a version of its constitution. Several may be pending at once.',
  meta: proposing,
} as const;

const turnedDown = (
  { amendments }: Context,
  { data: { version }, at: settledAt }: FactOf<'AmendmentReturned'> | FactOf<'AmendmentRefused'>,
  status: TurnedDown,
): { amendments: Context['amendments'] } => ({
  amendments: amendments.map((each) => (each.version === version ? { ...each, status, settledAt } : each)),
});

const approved = (context: Context, { data: { version }, at }: FactOf<'AmendmentApproved'>): Partial<Context> => ({
  amendments: withApproved(context.amendments, version, at),
  constitution: constitutionWith(version, context) ?? context.constitution,
});

const reviewed = [...independent, 'versionIsPending'] as const;

const approvable = [...reviewed, 'baseStands', 'versionIsNewest', 'membersVotedOnIt'] as const;

const approve = {
  guard: only(...approvable),
  description:
    'NHS England approves one version, in writing; a material one once the members have voted for it. It is the CCG’s constitution from that day on.',
  meta: { by: ['constitution-reviewer'], label: 'Approve the amendment', rule: 'R-23' },
} as const;

type TurnedDown = 'returned' | 'refused';

/** Returning or refusing a version: others may be pending still, an earlier approval may stand, or the CCG begins again. */
function turnDown(status: TurnedDown, verb: 'return' | 'refuse') {
  const common = ['noApprovalRestsOnIt', ...reviewed] as const;
  const meta = {
    by: ['constitution-reviewer'],
    label: `${verb === 'return' ? 'Return' : 'Refuse'} the amendment`,
    rule: 'R-23',
  } as const;
  const actions = assign<Context, CaseFact, undefined, CaseFact, never>(({ context, event }) =>
    event.type === 'AmendmentReturned' || event.type === 'AmendmentRefused' ? turnedDown(context, event, status) : {},
  );
  const besideAnApproval = {
    guard: only('somethingIsPending', ...common),
    description: `NHS England ${verb}s a version that was still pending; the approved one stands.`,
    meta,
    actions,
  };
  const whileProposed = [
    {
      guard: only(...common, 'othersArePending'),
      description: `NHS England ${verb}s a version; others are still pending.`,
      meta,
      actions,
    },
    {
      target: 'settled',
      guard: only(...common, 'nothingElseIsPending', 'aVersionStands'),
      description: `NHS England ${verb}s a version; the one approved before stands.`,
      meta,
      actions,
    },
    {
      target: 'drafting',
      guard: only(...common, 'nothingElseIsPending', 'noVersionStands'),
      description: `NHS England ${verb}s the version.`,
      meta,
      actions,
    },
  ] as const;
  return { whileProposed, besideAnApproval };
}

const returning = turnDown('returned', 'return');
const refusing = turnDown('refused', 'refuse');

const proposed = (context: Context, { data, at }: FactOf<'AmendmentProposed'>): Partial<Context> => ({
  amendments: withProposal(context.amendments, data, at),
  clauseReliedOn: null,
});

const notRequired = {
  AmendmentNotRequired: {
    target: 'settled',
    guard: only('committeeIsProvidedFor'),
    description: 'The constitution already provides for the committee; the clause relied on is recorded.',
    meta: { by: ['ccg-officer'], label: 'Record that no amendment is required', rule: 'R-20' },
    actions: model.assign(({ event }) =>
      event.type === 'AmendmentNotRequired' ? { clauseReliedOn: event.data.clause } : {},
    ),
  },
} as const;

/** `alwaysAmended`: joint commissioning always needs an amendment that enables its committee. */
export function constitutionFor({ alwaysAmended }: { readonly alwaysAmended: boolean }) {
  return model.createStateConfig({
    description: 'The constitution must provide for the committee that will decide.',
    ...(alwaysAmended && { meta: { refuses: { AmendmentNotRequired: 'jointCommitteeNeedsAnAmendment' } } }),
    initial: 'drafting',
    states: {
      drafting: {
        id: 'drafting',
        description: alwaysAmended
          ? 'The CCG proposes an amendment that enables the joint committee.'
          : 'The CCG proposes an amendment, or records that none is required.',
        meta: { waitingOn: ['ccg-officer'] },
        on: {
          AmendmentProposed: {
            ...propose,
            target: 'proposed',
            actions: assign(({ context, event }) => proposed(context, event)),
          },
          ...(alwaysAmended ? {} : notRequired),
        },
      },
      proposed: {
        description: 'NHS England decides on the proposed versions.',
        meta: {
          waitingOn: ['constitution-reviewer'],
          due: { date: 'amendmentReviewBy' },
          ...(!alwaysAmended && { refuses: { AmendmentNotRequired: 'nothingIsPending' } }),
        },
        on: {
          AmendmentProposed: { ...propose, actions: assign(({ context, event }) => proposed(context, event)) },
          AmendmentApproved: {
            ...approve,
            target: 'settled',
            actions: assign(({ context, event }) => approved(context, event)),
          },
          AmendmentReturned: returning.whileProposed,
          AmendmentRefused: refusing.whileProposed,
        },
      },
      settled: {
        description: 'The constitution provides for the committee.',
        meta: { complete: true },
        on: {
          AmendmentProposed: {
            ...propose,
            target: 'proposed',
            description: 'The CCG proposes a further version, which must be decided before the agreement is signed.',
            actions: assign(({ context, event }) => proposed(context, event)),
          },
          AmendmentApproved: {
            ...approve,
            guard: only('somethingIsPending', ...approvable),
            description: 'NHS England approves another version that was still pending.',
            actions: assign(({ context, event }) => approved(context, event)),
          },
          AmendmentReturned: returning.besideAnApproval,
          AmendmentRefused: refusing.besideAnApproval,
        },
      },
    },
  });
}
