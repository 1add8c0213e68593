import { deadlinesMoveForInterest } from '../../application/anywhere.js';
import { independently, model, only } from '../../application/model.js';
import type { CaseFact, Context } from '../../application/words.js';

/** Each time a member leaves, both are asked again. */
const withoutMember = (context: Context, event: CaseFact): Partial<Context> =>
  event.type === 'GroupMemberLeft'
    ? {
        groupLeft: [...context.groupLeft, { ccg: event.data.ccg, case: event.data.case, outcome: event.data.outcome }],
        continuation: { ccg: false, region: false },
      }
    : {};

const memberLeaves = {
  guard: only('memberIsOfTheGroup'),
  description: 'Another CCG’s application ended. The others go on only if they and NHS England agree.',
  meta: { by: ['clock'], label: 'Let a CCG leave the group', rule: 'R-17' },
  actions: model.assign(({ context, event }) => withoutMember(context, event)),
} as const;

const agree = {
  description: 'The CCG agrees to go on with those that are left.',
  meta: { by: ['ccg-officer'], label: 'Agree to go on', rule: 'R-17' },
  actions: model.assign(({ context }) => ({ continuation: { ...context.continuation, ccg: true } })),
} as const;

const accept = {
  guard: independently(),
  description: 'NHS England accepts that those that are left go on.',
  meta: { by: ['regional-assessor'], label: 'Accept that the group goes on', rule: 'R-17' },
  actions: model.assign(({ context }) => ({ continuation: { ...context.continuation, region: true } })),
} as const;

/** A region of `applying.underWay`: whether the CCG may go on, alone or with those it applies with. */
export const group = model.createStateConfig({
  description: 'The CCGs that apply together. When one leaves, the others go on only if they and NHS England agree.',
  initial: 'goingOn',
  states: {
    goingOn: {
      description: 'Nothing stands in the way of going on.',
      meta: { complete: true },
      initial: 'alone',
      states: {
        alone: { description: 'The CCG applies for itself.' },
        together: {
          id: 'together',
          description: 'The CCG applies with others, and all that are left go on.',
          on: { GroupMemberLeft: { ...memberLeaves, target: '#interrupted' } },
        },
      },
    },
    interrupted: {
      id: 'interrupted',
      description: 'A CCG left the group. This one and the region each say whether they go on.',
      meta: { waitingOn: ['ccg-officer', 'regional-assessor'] },
      on: {
        GroupContinuationAgreed: { ...agree, target: 'agreed' },
        GroupContinuationAccepted: { ...accept, target: 'accepted' },
      },
    },
    agreed: {
      description: 'This CCG agrees to go on. The region says whether it accepts that.',
      meta: { waitingOn: ['regional-assessor'] },
      on: {
        GroupMemberLeft: { ...memberLeaves, target: '#interrupted' },
        GroupContinuationAccepted: { ...accept, target: '#together' },
      },
    },
    accepted: {
      description: 'The region accepts that the group goes on. This CCG says whether it agrees.',
      meta: { waitingOn: ['ccg-officer'] },
      on: {
        GroupMemberLeft: { ...memberLeaves, target: '#interrupted' },
        GroupContinuationAgreed: { ...agree, target: '#together' },
      },
    },
  },
});

/** On `applying`: a member may leave before the others are under way, which asks the same of them once they are. */
export const membersLeave = { GroupMemberLeft: memberLeaves } as const;

/**
 * A state beside `applying`: another CCG named this one in its interest. It holds nothing, its place among the CCG's applications
 * included, until its own officer joins.
 */
export const invited = model.createStateConfig({
  id: 'invited',
  description: 'Another CCG proposes to apply together. Until this one joins, nothing is held in its name.',
  meta: { due: { date: 'goLive', event: 'DeadlinePassed' } },
  on: {
    GroupMemberLeft: memberLeaves,
    DeadlinePassed: {
      target: '#lapsed',
      guard: only('goLiveHasCome'),
      description: 'Go-live came and the CCG had not answered. The invitation ends.',
      meta: { by: ['clock'], label: 'Let the invitation lapse', rule: 'R-06' },
    },
  },
  initial: 'asked',
  states: {
    asked: {
      description: 'The CCG joins or declines, in time for the round.',
      meta: { waitingOn: ['ccg-officer'], due: { date: 'interestBy', event: 'DeadlinePassed' } },
      on: {
        GroupJoined: {
          target: '#expressed',
          guard: only('joinsInTime'),
          description: 'The CCG joins the group and makes the interest its own. It holds an application from now on.',
          meta: { by: ['ccg-officer'], label: 'Join the group', rule: 'R-01', also: ['R-05'] },
          actions: model.assign(({ event }) =>
            event.type === 'GroupJoined'
              ? {
                  constitution: event.data.constitution,
                  inquorateBallots: event.data.inquorateBallots ?? 0,
                }
              : {},
          ),
        },
        GroupDeclined: {
          target: '#declined',
          description: 'The CCG does not join the group.',
          meta: { by: ['ccg-officer'], label: 'Decline to join', rule: 'R-01', also: ['R-17'] },
        },
        DeadlinePassed: {
          target: '#lapsed',
          guard: only('interestDeadlineHasPassed'),
          description: 'The round closed before the CCG joined.',
          meta: { by: ['clock'], label: 'Let the invitation lapse', rule: 'R-04' },
        },
      },
    },
  },
});

/** The same, where the level has deadlines: whoever has not joined when applications close is out, and the others are asked. */
export const invitedInTime = {
  ...invited,
  meta: { due: { date: 'applicationBy', event: 'DeadlinePassed' } },
  on: {
    ...invited.on,
    ...deadlinesMoveForInterest,
    DeadlinePassed: {
      ...invited.on.DeadlinePassed,
      guard: only('applicationDeadlineHasPassed'),
      description: 'Applications closed and the CCG had not joined. The invitation ends.',
      meta: { ...invited.on.DeadlinePassed.meta, rule: 'R-04' },
    },
  },
} as const;

/** On `applying`, and where committees may still begin to meet in common, in force. */
export const committeesMeetInCommon = {
  CommitteeInCommonRecorded: {
    guard: only('committeeInCommonIsOfSeveral', 'committeeInCommonIsOfOpenCcgs', 'jointCommitteesComeFirst'),
    description: 'Committees of several CCGs meet in common. It is recorded; the meeting is no body that decides.',
    meta: { by: ['ccg-officer'], label: 'Record a committee in common', rule: 'R-31' },
    actions: model.assign(({ context, event }) =>
      event.type === 'CommitteeInCommonRecorded'
        ? {
            committeesInCommon: [
              ...context.committeesInCommon,
              { name: event.data.name, ccgs: event.data.ccgs, purpose: event.data.purpose },
            ],
          }
        : {},
    ),
  },
} as const;
