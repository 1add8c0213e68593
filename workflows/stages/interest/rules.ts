import { hasCome, isBefore } from '../../../libs/workflow/instant.js';
import { dayInWords, deadlineInWords, hasDayCome, londonDay } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';
import type { RoundTerms } from '../../application/terms.js';
import type { Context, FactOf } from '../../application/words.js';
import { interestByOf, interestDeadlineOf, type Level } from '../../application/round.js';
import { reservedScope } from './events.js';

/** A case keeps the round it began with. What was returned after the deadline is mended in a time of its own. */
const closesAt = ({ data }: FactOf<'InterestExpressed'>, { round, mendBy }: Context): string =>
  interestDeadlineOf(round ?? data.round, data.level, mendBy);

const goLiveOf = ({ goLiveAt }: RoundTerms): string => londonDay(goLiveAt);

const ownDeadline = ({ round, level, mendBy }: Context): string | null =>
  mendBy ?? (round && interestByOf(round, level ?? 'L3'));

const levelIs = (level: Level, name: string) =>
  about('InterestExpressed', {
    id: 'R-01',
    meaning: `This is an application for ${name} (${level}). Begin one of the other kind for another level.`,
    holds: ({ data }) => data.level === level,
  });

const nothingBegins = 'Nothing begins in this round before it goes live';

export const interestRules = caseRules({
  roundIsTheSame: about('InterestExpressed', {
    id: 'R-06',
    meaning: 'This case belongs to an earlier round. Withdraw it, and express interest anew in this one.',
    holds: ({ data }, { round }) => round === null || round.id === data.round.id,
  }),
  groupIsTheSame: about('InterestExpressed', {
    id: 'R-17',
    meaning: 'The group began together and stays the same. A CCG that does not want to go on withdraws.',
    holds: ({ data }, { ccg, group }) =>
      ccg === null ||
      ((data.group ?? []).length === group.length && group.every((code) => data.group?.includes(code) === true)),
  }),
  levelIsOffered: about('InterestExpressed', {
    id: 'R-06',
    meaning: 'This round does not offer this level. Choose a round that does.',
    holds: ({ data }) => data.round.levels.includes(data.level),
  }),
  levelIsL1: levelIs('L1', 'greater involvement'),
  levelIsL2: levelIs('L2', 'joint commissioning'),
  levelIsL3: levelIs('L3', 'delegated commissioning'),
  roundIsOpen: about('InterestExpressed', {
    id: 'R-06',
    meaning: 'This round has not opened yet.',
    holds: ({ data, at }) => hasCome(data.round.opens, at),
  }),
  interestIsInTime: {
    id: 'R-04',
    readsData: true,
    meaning: ({ context, event }) =>
      `Interest in this round closed at ${event.type === 'InterestExpressed' ? deadlineInWords(closesAt(event, context)) : ''}.`,
    holds: ({ context, event }) => event.type !== 'InterestExpressed' || isBefore(event.at, closesAt(event, context)),
  },
  interestDeadlineHasPassed: {
    id: 'R-04',
    meaning: ({ context }) => {
      const deadline = ownDeadline(context);
      return deadline === null
        ? 'There is no deadline for interest.'
        : `Interest in this round closes at ${deadlineInWords(deadline)}.`;
    },
    holds: ({ context, event }) => {
      const deadline = ownDeadline(context);
      return deadline !== null && hasCome(deadline, event.at);
    },
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
  timescaleIsNotBeforeGoLive: about('InterestExpressed', {
    id: 'R-06',
    limits: { fields: ['timescale'], general: `${nothingBegins}.` },
    meaning: ({ data }) =>
      `${nothingBegins}, on ${dayInWords(goLiveOf(data.round))}. Enter that day as the timescale, or a later one.`,
    holds: ({ data }) => hasDayCome(goLiveOf(data.round), data.timescale),
  }),
  scopeCanBeDelegated: about('InterestExpressed', {
    id: 'R-51',
    meaning: 'The performance of individual GPs always stays with NHS England. Take it out of the scope.',
    holds: ({ data }) => !data.scope.includes(reservedScope),
  }),
  readinessIsGiven: about('InterestAcknowledged', {
    id: 'R-03',
    meaning: 'Select how ready the CCG is for delegated commissioning: ready, ready soon or not ready.',
    holds: ({ data }) => data.readiness !== undefined,
  }),
});
