import { assign } from 'xstate';
import { hasCome } from '../../../libs/workflow/instant.js';
import { deadlinesMoveForInterest } from '../../application/anywhere.js';
import { independently, model, only, type Ways } from '../../application/model.js';
import type { RuleName } from '../../application/words.js';
import { interestByOf, type Level } from '../../application/round.js';
import type { RoundTerms } from '../../application/terms.js';

/** The region acknowledges, under what its level asks of that besides; then everything else is under way. */
export function acknowledges(...also: readonly RuleName[]) {
  const acknowledged = {
    description: 'The region acknowledges the interest; for delegated commissioning it says how ready the CCG is.',
    meta: { by: ['regional-assessor'], label: 'Acknowledge the interest', rule: 'R-03' },
    actions: model.assign(({ event }) =>
      event.type === 'InterestAcknowledged' ? { readiness: event.data.readiness ?? null } : {},
    ),
  } as const;
  return {
    InterestAcknowledged: [
      {
        ...acknowledged,
        target: '#underWay',
        guard: independently(...also, 'appliesAlone'),
      },
      {
        ...acknowledged,
        target: '#together',
        guard: independently(...also, 'groupIsWhole'),
        description: 'The region acknowledges the interest of a CCG that applies with others.',
      },
      {
        ...acknowledged,
        target: '#interrupted',
        guard: independently(...also, 'groupIsInterrupted'),
        description: 'The region acknowledges the interest of a CCG whose group another one has left.',
        meta: { ...acknowledged.meta, rule: 'R-03', also: ['R-17'] },
      },
    ],
  } as const;
}

const begins = model.assign(({ event }) => {
  if (event.type !== 'InterestExpressed') return {};
  const { data, actor, at } = event;
  return {
    level: data.level,
    begunAt: at,
    ccg: data.ccg,
    round: data.round,
    constitution: data.constitution,
    scope: data.scope,
    group: data.group ?? [],
    groupId: data.groupId,
    invitedBy: actor.organisation === data.ccg.code ? null : actor.organisation,
    specialMeasures: data.specialMeasures,
    inquorateBallots: data.inquorateBallots ?? 0,
    interested: data.interested,
  };
});

const unanswered = {
  meta: { due: { date: 'goLive', event: 'DeadlinePassed' } },
  on: {
    DeadlinePassed: {
      target: '#lapsed',
      guard: only('goLiveHasCome'),
      description: 'Go-live came and the interest was not acknowledged. The application ends for this round.',
      meta: { by: ['clock'], label: 'Let the application lapse', rule: 'R-06' },
    },
  },
} as const;

/** The same, where the level has deadlines: whoever is not under way when applications close cannot apply any more. */
const unansweredInTime = {
  meta: { due: { date: 'applicationBy', event: 'DeadlinePassed' } },
  on: {
    ...deadlinesMoveForInterest,
    DeadlinePassed: {
      ...unanswered.on.DeadlinePassed,
      guard: only('applicationDeadlineHasPassed'),
      description: 'Applications closed and the interest was not acknowledged. The application ends for this round.',
      meta: { ...unanswered.on.DeadlinePassed.meta, rule: 'R-04' },
    },
  },
} as const;

const hasClosed = (round: RoundTerms | null, level: Level | null, at: string): boolean => {
  const interestBy = round && interestByOf(round, level ?? 'L3');
  return interestBy !== null && hasCome(interestBy, at);
};

/** The expression of interest. Each level takes an interest in itself only, and the region answers it in its own way. */
export function interestIn(level: 'levelIsL1' | 'levelIsL2' | 'levelIsL3', answers: Ways) {
  const terms = [
    'ccgIsOpen',
    level,
    'roundIsTheSame',
    'groupIsTheSame',
    'levelIsOffered',
    'roundIsOpen',
    'interestIsInTime',
    'groupNamesSeveral',
    'timescaleIsNotBeforeGoLive',
    'scopeCanBeDelegated',
  ] as const;
  const expressed = {
    guard: only(...terms),
    meta: {
      by: ['ccg-officer'],
      label: 'Express interest',
      rule: 'R-01',
      also: ['R-02', 'R-05'],
    },
  } as const;
  return model.createStateConfig({
    description: 'The CCG says what it wants to take on; the region answers.',
    initial: 'unexpressed',
    ...(level === 'levelIsL1' ? unanswered : unansweredInTime),
    states: {
      unexpressed: {
        description: 'Nothing was recorded yet.',
        on: {
          InterestExpressed: [
            {
              ...expressed,
              target: 'expressed',
              guard: only(...terms, 'interestIsOwn'),
              description:
                'The CCG expresses interest with all eight items. The case begins with the round and the constitution of that day.',
              actions: begins,
            },
            {
              ...expressed,
              target: '#invited',
              guard: only(...terms, 'interestInvites'),
              description: 'Another CCG expresses interest together with this one, which is invited to join.',
              actions: begins,
            },
          ],
        },
      },
      expressed: {
        id: 'expressed',
        description: 'The region reads the interest.',
        meta: { waitingOn: ['regional-assessor'], due: { date: 'acknowledgeBy' } },
        on: {
          ...answers,
          InterestReturned: {
            target: 'returned',
            guard: independently(),
            description:
              'The region sends the interest back, with what is missing. After the deadline the CCG has some working days to mend it.',
            meta: { by: ['regional-assessor'], label: 'Return the interest', rule: 'R-01', also: ['R-04'] },
            actions: assign(({ context: { round, level }, event: { data, at } }) => ({
              mendBy: hasClosed(round, level, at) ? data.mendBy : null,
            })),
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
              // What was declared on the case since it began stands beside what the register says today.
              interested: ({ context, event }) => [...new Set([...context.interested, ...event.data.interested])],
            }),
          },
          DeadlinePassed: {
            target: '#lapsed',
            guard: only('interestDeadlineHasPassed'),
            description: 'The round closed before the interest was mended.',
            meta: { by: ['clock'], label: 'Let the interest lapse', rule: 'R-04' },
          },
        },
      },
    },
  });
}
