import { hasCome, isBefore } from '../../../libs/workflow/instant.js';
import { about, caseRules } from '../../application/rules.js';

export const noticeRules = caseRules({
  noticeIsAhead: about('NoticeGiven', {
    meaning: 'The day on which the arrangement ends must lie ahead.',
    holds: ({ data, at }) => isBefore(at, data.endsAt),
  }),
  noticeIsYours: {
    meaning: 'Only the party that gave notice can take it back.',
    holds: ({ context, event }) => context.notice?.by === event.actor.role,
  },
  noticeHasRun: {
    meaning: 'The day on which the arrangement ends has not come.',
    holds: ({ context, event }) => context.notice !== null && hasCome(context.notice.endsAt, event.at),
  },
  noticeIsTheWayOut: {
    meaning: 'The arrangement is in force, so there is no application to withdraw. Give notice to end the arrangement.',
    holds: () => false,
  },
});
