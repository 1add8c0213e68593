/**
 * A membership request: practices join, leave, move or merge only when NHS England approves, which it may refuse even where
 * everyone locally agrees. The approval changes the register; no ballot, open or closed, changes with it.
 */
import { assign, setup } from 'xstate';
import type { Bars, Passage, Particulars, Place } from '../../libs/workflow/index.js';
import { declare, guardsOf, onlyIf } from '../../libs/workflow/model.js';
import { claimedQueues, toldOf, withClaim, withoutClaim } from '../application/claims.js';
import { holderLookUps, interestBy } from '../application/declared.js';
import { interestedIn, withBars } from '../application/independence.js';
import { changesBy } from './register.js';
import {
  emptyContext,
  events,
  isParty,
  partiesOf,
  roles,
  type Context,
  type FactOf,
  type Request,
  type RequestFact,
  type Role,
} from './request.js';
import { handsIn, rules } from './rules.js';

const model = setup({
  types: {
    context: {} as Context,
    events: {} as RequestFact,
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- XState takes its types from here
    meta: {} as Place & { readonly waitingOn?: readonly Role[] },
    transitionMeta: {} as Passage & { readonly by: readonly Role[] },
  },
  guards: guardsOf(rules),
});

/** Every one of these rules, in the order in which people should be told. */
const only = (...names: readonly (keyof typeof rules)[]) =>
  onlyIf<Context, RequestFact, (keyof typeof rules)[]>([...names]);

/** What must hold beside the register, as it stands when the request is made and when it is approved. */
const possible = [
  'codesAreKnown',
  'practicesAreOpen',
  'joinersAreNobodysMembers',
  'membersAreOfThisCcg',
  'moveIsFromOrToThisCcg',
  'somethingIsToldAhead',
] as const;

/** Asked of whoever acts for NHS England, whatever they do. */
const independent = ['approverHasNoInterest', 'approverIsNoHand'] as const;

const ended = (outcome: string, description: string) => ({ type: 'final', description, meta: { outcome } }) as const;

const machine = model.createMachine({
  id: 'membership-request',
  context: emptyContext,
  initial: 'unrequested',
  states: {
    unrequested: {
      description: 'Nothing was recorded yet.',
      on: {
        MembershipRequested: {
          target: 'requested',
          guard: only('requestIsWhole', 'practiceAsksForItself', ...possible, 'changeFollowsTheLast'),
          description: 'A CCG or a practice asks for a change of membership, as the register stands that day.',
          meta: {
            by: ['ccg-officer', 'practice-representative'],
            label: 'Request a change of membership',
            rule: 'R-80',
          },
          actions: assign(({ event: { data, actor, at } }) => ({
            request: data,
            requestedBy: actor,
            requestedAt: at,
            interested: data.interested,
          })),
        },
      },
    },
    requested: {
      description: 'NHS England reads the request and what the others say to it. The register is as it was.',
      meta: { waitingOn: ['constitution-reviewer'], due: { date: 'decideBy' } },
      on: {
        ConsentRecorded: {
          guard: only('positionIsYourOwn'),
          description: 'Another party says whether it agrees. It is recorded, and decides nothing.',
          meta: { by: ['ccg-officer', 'practice-representative'], label: 'Record a position', rule: 'R-80' },
          actions: assign({
            consents: ({ context, event: { data, actor } }) => [...context.consents, { ...data, by: actor.id }],
          }),
        },
        MembershipApproved: {
          target: 'approved',
          guard: only(...independent, ...possible, 'nothingHasChangedSince'),
          description:
            'NHS England approves, and the register changes as was asked, if it still can on the day of the approval.',
          meta: { by: ['constitution-reviewer'], label: 'Approve the request', rule: 'R-80' },
          actions: assign({ grounds: ({ event }) => event.data.reasons }),
        },
        MembershipRefused: {
          target: 'refused',
          guard: only(...independent),
          description: 'NHS England refuses, whoever agreed. The register stays as it is.',
          meta: { by: ['constitution-reviewer'], label: 'Refuse the request', rule: 'R-80' },
          actions: assign({ grounds: ({ event }) => event.data.reasons }),
        },
        RequestWithdrawn: {
          target: 'withdrawn',
          guard: only('requestIsYours'),
          description: 'Whoever made the request takes it back.',
          meta: { by: ['ccg-officer', 'practice-representative'], label: 'Withdraw the request', rule: 'R-80' },
        },
        CaseClaimed: {
          guard: only(...independent, 'caseIsUnclaimed'),
          description: 'Somebody takes the case from a queue, so that others see it is in hand.',
          meta: { by: ['constitution-reviewer'], label: 'Claim the case', rule: 'R-47' },
          actions: assign(({ context, event }) => withClaim(context, event)),
        },
        CaseReleased: {
          guard: only('claimIsYours'),
          description: 'Whoever claimed the case puts it back into the queue; the registrar does so when they cannot.',
          meta: { by: ['constitution-reviewer', 'registrar'], label: 'Release the case' },
          actions: assign(({ context, event }) => withoutClaim(context, event)),
        },
        ClaimEnded: {
          guard: only('claimStands'),
          description:
            'A claim ends with what it rests on: its claimant lost the role, or may not act on the case any more.',
          meta: { by: ['clock'], label: 'End the claim', rule: 'R-47', also: ['R-46'] },
          actions: assign(({ context, event }) => withoutClaim(context, event)),
        },
        InterestDeclared: {
          guard: only('anotherIsNamedByTheRegistrar', 'registrarNamesThePerson', 'interestIsNews'),
          description:
            'An approver declares an interest in the CCG or a practice, the registrar records somebody’s, or the register says so. It bars them from the case.',
          meta: { by: ['constitution-reviewer', 'registrar', 'clock'], label: 'Declare an interest', rule: 'R-47' },
          actions: assign({
            interested: ({ context, event: { data, actor } }) => [
              ...new Set([...context.interested, data.person ?? actor.id]),
            ],
            interestsIn: ({ context, event: { data } }) => [...new Set([...context.interestsIn, data.subject])],
          }),
        },
        CcgClosed: {
          target: 'closed',
          description: 'The CCG merged or closed in the register. What it asked for is asked for no more.',
          meta: { by: ['clock'], label: 'Take in that the CCG closed', rule: 'R-66' },
        },
        CcgDetailsChanged: {
          description: 'The register knows the CCG under another name, or in another region.',
          meta: { by: ['clock'], label: 'Take in the CCG’s details', rule: 'R-66' },
          actions: assign({
            request: ({ context: { request }, event: { data } }) =>
              request && { ...request, ccg: { ...request.ccg, ...data } },
          }),
        },
      },
    },
    approved: ended('approved', 'NHS England approved, and the register changed.'),
    refused: ended('refused', 'NHS England refused.'),
    withdrawn: ended('withdrawn', 'The request was taken back.'),
    closed: ended('closed', 'The CCG merged or closed.'),
  },
});

export const membershipRequest = declare({
  name: 'membership-request',
  version: '1',
  title: 'Membership request',
  machine,
  events,
  rules,
  roles,
  stages: [{ name: 'review', title: 'Review by NHS England', path: 'requested' }],
  begins: 'MembershipRequested',
  claims: { by: 'CaseClaimed', in: (context) => (context as Context).claims },
  commuting: ['ConsentRecorded'],
  offers: { CaseReleased: { queue: (context) => claimedQueues(context as Context) } },
  irreversible: {
    MembershipApproved: 'The register changes on the day the request names.',
    MembershipRefused: 'The request ends. Whoever made it can make another.',
    RequestWithdrawn: 'The request ends. You can make another.',
  },
  lookUps: withBars(machine, {
    MembershipRequested: ['ccg', 'openCcgs', 'practices', 'decideBy', 'interested'],
    MembershipApproved: ['openCcgs', 'practices'],
    InterestDeclared: holderLookUps,
  }),
  datesSetBy: (fact) => {
    const { type, data } = fact as RequestFact;
    return type === 'MembershipRequested' ? { decideBy: data.decideBy } : {};
  },
  particulars: (context) => particulars(context as Context),
  concerns: (context, organisation) => {
    const { request } = context as Context;
    return request !== null && isParty(request, organisation);
  },
  names: ({ type, data }) => (type === 'MembershipRequested' ? partiesOf(data as unknown as Request) : undefined),
  summary: (context) => summary(context as Context),
  barred: (context, _, known) => barred(context as Context, known),
  liesIn: (context) => {
    const { request, interestsIn } = context as Context;
    return { about: request ? partiesOf(request) : [], declared: interestsIn };
  },
  registers: {
    InterestDeclared: {
      rule: 'R-47',
      becomes: (fact) => interestBy(fact as RequestFact as FactOf<'InterestDeclared'>),
    },
    MembershipApproved: {
      rule: 'R-80',
      becomes: (fact, context) => {
        const { request } = context as Context;
        return request ? changesBy(request, fact as RequestFact as FactOf<'MembershipApproved'>) : [];
      },
    },
  },
});

/** Whoever has an interest, or acts for a party or did so. */
const barred = (context: Context, bars: Partial<Bars> = {}): readonly string[] => [
  ...new Set([...interestedIn(context, bars), ...handsIn(context, bars)]),
];

function particulars({ request }: Context): Particulars | undefined {
  if (request === null) return undefined;
  const { code, name, region } = request.ccg;
  return { ccg: code, ccgName: name, region, group: [], parties: partiesOf(request) };
}

function summary({ request, requestedBy, consents, grounds, claims }: Context): Record<string, unknown> {
  return {
    kind: request?.kind ?? null,
    practices: request?.practices ?? [],
    to: request?.to ?? null,
    into: request?.into ?? null,
    effectiveOn: request?.effectiveOn ?? null,
    reasons: request?.reasons ?? null,
    requestedBy: requestedBy && { role: requestedBy.role, organisation: requestedBy.organisation },
    consents: consents.map(({ organisation, position, text }) => ({ organisation, position, text })),
    grounds,
    claims: toldOf(claims),
  };
}
