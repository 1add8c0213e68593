import { assign } from 'xstate';
import { withDrafter } from '../../case/context.js';
import { model, only } from '../../case/model.js';

const expressed = {
  guard: only(
    'ccgIsOpen',
    'roundIsTheSame',
    'levelIsOffered',
    'roundIsOpen',
    'interestIsInTime',
    'groupNamesSeveral',
    'scopeCanBeDelegated',
  ),
  meta: { by: ['ccg-officer'], label: 'Express interest', rules: ['R-01', 'R-02', 'R-04', 'R-05', 'R-06', 'R-51'] },
} as const;

export const interest = model.createStateConfig({
  description: 'The CCG says what it wants to take on; the region says how ready it is.',
  initial: 'unexpressed',
  meta: { due: { date: 'goLive', event: 'DeadlinePassed' } },
  on: {
    DeadlinePassed: {
      target: '#lapsed',
      guard: only('goLiveHasCome'),
      description: 'Go-live came and the interest was not acknowledged. The application ends for this round.',
      meta: { by: ['clock'], label: 'Let the application lapse', rules: ['R-06'] },
    },
  },
  states: {
    unexpressed: {
      description: 'Nothing was recorded yet.',
      on: {
        InterestExpressed: {
          ...expressed,
          target: 'expressed',
          description:
            'The CCG expresses interest with all eight items. The case begins with the round and the constitution of that day.',
          actions: assign(({ event: { data, actor } }) => ({
            ccg: data.ccg,
            round: data.round,
            constitution: data.constitution,
            scope: data.scope,
            group: data.group ?? [],
            drafters: [actor.id],
          })),
        },
      },
    },
    expressed: {
      description: 'The region reads the interest.',
      meta: { waitingOn: ['regional-assessor'] },
      on: {
        InterestAcknowledged: {
          target: '#underWay',
          guard: only('approverHasNoInterest'),
          description: 'The region acknowledges the interest and says how ready the CCG is.',
          meta: { by: ['regional-assessor'], label: 'Acknowledge the interest', rules: ['R-03', 'R-47'] },
          actions: assign({ readiness: ({ event }) => event.data.readiness }),
        },
        InterestReturned: {
          target: 'returned',
          guard: only('approverHasNoInterest'),
          description: 'The region sends the interest back, with what is missing.',
          meta: { by: ['regional-assessor'], label: 'Return the interest', rules: ['R-01', 'R-47'] },
        },
      },
    },
    returned: {
      description: 'The CCG mends its interest, in time for the round.',
      meta: { waitingOn: ['ccg-officer'], due: { date: 'interestBy', event: 'DeadlinePassed' } },
      on: {
        InterestExpressed: {
          ...expressed,
          target: 'expressed',
          description: 'The CCG expresses its interest again, mended.',
          actions: assign({
            scope: ({ event }) => event.data.scope,
            group: ({ event }) => event.data.group ?? [],
            drafters: ({ context, event }) => withDrafter(context, event.actor.id),
          }),
        },
        DeadlinePassed: {
          target: '#lapsed',
          guard: only('interestDeadlineHasPassed'),
          description: 'The round closed before the interest was mended.',
          meta: { by: ['clock'], label: 'Let the interest lapse', rules: ['R-04'] },
        },
      },
    },
  },
});
