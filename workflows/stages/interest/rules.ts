import { about, caseRules, type Context } from '../../case/context.js';
import type { FactOf, RoundTerms } from '../../case/events.js';
import { reservedScope } from './events.js';

/** A case keeps the round it began with. */
const roundOf = (data: FactOf<'InterestExpressed'>['data'], context: Context): RoundTerms =>
  context.round ?? data.round;

export const interestRules = caseRules({
  roundIsTheSame: about('InterestExpressed', {
    id: 'R-06',
    meaning: 'This case belongs to an earlier round. Withdraw it, and express interest anew in this one.',
    holds: ({ data }, { round }) => round === null || round.id === data.round.id,
  }),
  levelIsOffered: about('InterestExpressed', {
    id: 'R-06',
    meaning: 'This round does not offer delegated commissioning. Choose a round that does.',
    holds: ({ data }) => data.round.levels.includes(data.level),
  }),
  roundIsOpen: about('InterestExpressed', {
    id: 'R-06',
    meaning: 'This round has not opened yet.',
    holds: ({ data, at }) => at >= data.round.opens,
  }),
  interestIsInTime: {
    id: 'R-04',
    readsData: true,
    meaning: ({ context, event }) =>
      `Interest in this round closed at ${(event.type === 'InterestExpressed' && interestClosesAt(roundOf(event.data, context))) || ''} (UTC).`,
    holds: ({ context, event }) => {
      if (event.type !== 'InterestExpressed') return true;
      const closes = interestClosesAt(roundOf(event.data, context));
      return closes === null || event.at < closes;
    },
  },
  interestDeadlineHasPassed: {
    id: 'R-04',
    meaning: ({ context }) => `Interest in this round closes at ${context.round?.interestBy ?? ''} (UTC).`,
    holds: ({ context, event }) =>
      typeof context.round?.interestBy === 'string' && event.at >= context.round.interestBy,
  },
  ccgIsOpen: about('InterestExpressed', {
    id: 'R-01',
    meaning: 'Only a CCG that is open can apply.',
    holds: ({ data }) => data.openCcgs.includes(data.ccg.code),
  }),
  groupNamesSeveral: about('InterestExpressed', {
    id: 'R-01',
    meaning:
      'A group names at least two different open CCGs, the one that applies among them. One CCG alone names no group.',
    holds: ({ data }) => {
      const group = data.group ?? [];
      if (data.applicants === 'one') return group.length === 0;
      return (
        new Set(group).size >= 2 &&
        new Set(group).size === group.length &&
        group.includes(data.ccg.code) &&
        group.every((code) => data.openCcgs.includes(code))
      );
    },
  }),
  scopeCanBeDelegated: about('InterestExpressed', {
    id: 'R-51',
    meaning: 'The performance of individual GPs always stays with NHS England. Take it out of the scope.',
    holds: ({ data }) => !data.scope.includes(reservedScope),
  }),
});

/** Where a round has no deadline for interest, an interest must still leave time for its application. */
const interestClosesAt = ({ interestBy, applicationBy }: RoundTerms): string | null => interestBy ?? applicationBy;
