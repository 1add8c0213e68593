/** An arrangement that both parties can leave. Only a delegation is one-way. */
import { independently, model, only } from '../../application/model.js';

const parties = ['ccg-officer', 'regional-assessor'] as const;

/** Stands on the state in which the arrangement is in force. */
export const refusesWithdrawal = { ApplicationWithdrawn: 'noticeIsTheWayOut' } as const;

/** The states of an arrangement in force, the first of them `running`. */
export const untilNotice = {
  running: model.createStateConfig({
    description: 'The arrangement goes on until one party ends it with notice.',
    on: {
      NoticeGiven: {
        target: 'noticeGiven',
        guard: independently('noticeIsAhead'),
        description: 'The CCG or the region gives notice, with reasons and the day the arrangement ends.',
        meta: { by: parties, label: 'Give notice', rule: 'R-47' },
        actions: model.assign(({ event }) =>
          event.type === 'NoticeGiven'
            ? { notice: { by: event.actor.role, reasons: event.data.reasons, endsAt: event.data.endsAt } }
            : {},
        ),
      },
    },
  }),
  noticeGiven: model.createStateConfig({
    description: 'Notice was given. The arrangement goes on until its day.',
    meta: { waitingOn: ['clock'], due: { date: 'noticeEnds', event: 'ArrangementEnded' } },
    on: {
      NoticeWithdrawn: {
        target: 'running',
        guard: independently('noticeIsYours'),
        description: 'The party that gave notice takes it back.',
        meta: { by: parties, label: 'Take the notice back', rule: 'R-47' },
        actions: model.assign(() => ({ notice: null })),
      },
      ArrangementEnded: {
        target: '#ended',
        guard: only('noticeHasRun'),
        description: 'The day named in the notice has come. The CCG holds no level by that.',
        meta: { by: ['clock'], label: 'End the arrangement', rule: 'R-63' },
      },
    },
  }),
} as const;
