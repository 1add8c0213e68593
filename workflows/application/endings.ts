/** Final states: how a case can end. */
import { only } from './model.js';

export const ended = (outcome: string, description: string) =>
  ({ id: outcome, type: 'final', description, meta: { outcome } }) as const;

/** What every level’s application can come to. */
export const endings = {
  withdrawn: ended('withdrawn', 'The CCG withdrew.'),
  lapsed: {
    ...ended('lapsed', 'A deadline of the round passed.'),
    // Whoever comes late hears the deadline, not only that the case is over.
    meta: { outcome: 'lapsed', refuses: { InterestExpressed: 'interestIsInTime', GroupJoined: 'joinsInTime' } },
  },
  declined: ended('declined', 'The CCG declined to join the group.'),
  closed: ended('closed', 'The CCG merged or closed.'),
} as const;

/** What an application that is approved can come to. */
export const endingsOfAnApplication = {
  ...endings,
  lapsed: {
    ...endings.lapsed,
    meta: {
      outcome: 'lapsed',
      refuses: {
        ApplicationSubmitted: 'submissionIsInTime',
        InterestExpressed: 'interestIsInTime',
        GroupJoined: 'joinsInTime',
      },
    },
  },
} as const;

/** Stands on `applying.underWay`. */
export const lapsesAtGoLive = {
  meta: { due: { date: 'goLive', event: 'DeadlinePassed' } },
  on: {
    DeadlinePassed: {
      target: '#lapsed',
      guard: only('goLiveHasCome'),
      description: 'Go-live came and not everything was in place. The application ends for this round.',
      meta: { by: ['clock'], label: 'Let the application lapse', rule: 'R-06', also: ['R-50'] },
    },
  },
} as const;
