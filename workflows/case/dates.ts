import type { Dates } from '../../libs/workflow/index.js';
import { earliestOf, hasCome, instant } from '../../libs/workflow/instant.js';
import { addYears, endOfDay, londonDay } from '../../libs/workflow/london.js';
import type { Condition } from '../stages/decision/events.js';
import { conditionsOf } from '../stages/decision/imposed.js';
import type { CaseFact } from './events.js';
import { applicationDeadlineOf, interestByOf, interestDeadlineIn, laterThan } from './round.js';

/** The dates a fact of an application sets, by name: instants. What is due on a day is due when that has ended in London. */
export function datesSetBy(
  { type, data, at }: CaseFact,
  dates: Dates = {},
  level?: string,
): Record<string, string | null> {
  switch (type) {
    case 'InterestExpressed':
      return {
        interestBy: interestByOf(data.round, data.level),
        acknowledgeBy: data.acknowledgeBy,
        applicationBy: applicationDeadlineOf(data.round, data.level),
        goLive: data.round.goLiveAt,
      };
    case 'DeadlinePutBack': {
      const applicationBy = level === 'L2' ? data.applicationByL2 : data.applicationBy;
      // Whoever had missed one would have lapsed by it.
      return {
        interestBy: laterThan(dates['interestBy'] || null, interestDeadlineIn(data, level ?? 'L3')),
        applicationBy: laterThan(dates['applicationBy'] || null, applicationBy),
      };
    }
    case 'InterestReturned':
      return { interestBy: mendingBy(dates, data.mendBy, at) };
    case 'GroupJoined':
      return { acknowledgeBy: data.acknowledgeBy };
    case 'BallotOpened':
      return { ballotCloses: instant(data.closesAt) };
    case 'InformationRequested':
      return soonest(dates, 'answerBy', {
        [numbered(dates, 'answerBy').length + 1]:
          data.answerBy === undefined ? data.answerDue : endOfDay(data.answerBy),
      });
    case 'InformationProvided':
      return soonest(dates, 'answerBy', { [data.question]: null });
    // The questions of an assurance that begins anew are counted anew, and the conditions of its decision.
    case 'ThresholdsReopened':
    case 'ApprovalSuspended':
      return { ...forgotten(dates, 'answerBy'), ...forgotten(dates, 'conditionsDue') };
    case 'ApplicationSubmitted':
      return { assessBy: data.assessBy };
    case 'AmendmentProposed':
      return soonest(dates, 'amendmentReviewBy', { [lineTo(data.version, dates, data.basedOn)]: data.reviewBy });
    // With the version, those it rests on are done with: it took their place.
    case 'AmendmentApproved':
      return soonest(
        dates,
        'amendmentReviewBy',
        Object.fromEntries(linesUpTo(data.version, dates).map((each) => [each, null])),
      );
    case 'AmendmentReturned':
    case 'AmendmentRefused':
      return soonest(dates, 'amendmentReviewBy', { [lineOf(data.version, dates) ?? data.version]: null });
    case 'DecisionMade':
      return {
        ...forgotten(dates, 'conditionsDue'),
        ...soonest({}, 'conditionsDue', dueFrom(1, conditionsOf(data))),
      };
    case 'ConditionsImposed':
      return soonest(dates, 'conditionsDue', dueFrom(numbered(dates, 'conditionsDue').length + 1, data.conditions));
    case 'ConditionDischarged':
      return soonest(dates, 'conditionsDue', { [data.condition]: null });
    case 'DelegationRevoked':
      return { revocationEffective: data.effectiveAt };
    case 'RevocationWithdrawn':
      return { revocationEffective: null };
    // What was due is done; what is found anew later has no standard of its own.
    case 'RegionRecommended':
    case 'RegionNotRecommended':
      return { assessBy: null };
    case 'NoticeGiven':
      return { noticeEnds: data.endsAt };
    case 'NoticeWithdrawn':
      return { noticeEnds: null };
    case 'InvolvementTookEffect':
    case 'InvolvementReviewed':
      return { involvementReviewBy: endOfDay(addYears(londonDay(at), 1)) };
    default:
      return {};
  }
}

/** What was in time and is returned after the deadline has a time of its own to be mended in. */
function mendingBy(dates: Dates, mendBy: string, at: string): string | null {
  const { interestBy, applicationBy } = dates;
  const deadline = interestBy || applicationBy;
  return deadline && hasCome(deadline, at) ? mendBy : (interestBy ?? null);
}

/** The number under which a version is due: after those it rests on, as `2.4` for version 4 on version 2. Undefined for none proposed here. */
const lineOf = (version: number, dates: Dates): string | undefined =>
  numbered(dates, 'amendmentReviewBy')
    .map((name) => name.slice('amendmentReviewBy.'.length))
    .find((line) => line.split('.').at(-1) === String(version));

const lineTo = (version: number, dates: Dates, basedOn: number): string =>
  [lineOf(basedOn, dates), version].filter((part) => part !== undefined).join('.');

/** The numbers of a version and of those it rests on. */
function linesUpTo(version: number, dates: Dates): readonly string[] {
  const parts = (lineOf(version, dates) ?? String(version)).split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}

const numbered = (dates: Readonly<Record<string, string>>, name: string): readonly string[] =>
  Object.keys(dates).filter((each) => each.startsWith(`${name}.`));

/**
 * Of several things that are due, each under its number (`answerBy.1`, empty once it is settled), the soonest stands under the name itself.
 * An empty one is kept, so that the next gets its own number.
 */
function soonest(
  dates: Dates,
  name: string,
  changed: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const set = Object.fromEntries(Object.entries(changed).map(([number, date]) => [`${name}.${number}`, date ?? '']));
  const all: Readonly<Record<string, string>> = { ...dates, ...set };
  const open = numbered(all, name).flatMap((each) => all[each] || []);
  return { ...set, [name]: earliestOf(open) ?? null };
}

/** A date and those under its numbers, taken away. */
const forgotten = (dates: Dates, name: string): Record<string, null> =>
  Object.fromEntries([name, ...numbered(dates, name)].map((each) => [each, null]));

/** When each of some conditions is due, under its number on the case. */
const dueFrom = (first: number, conditions: readonly Condition[]): Readonly<Record<number, string>> =>
  Object.fromEntries(conditions.map(({ due }, index) => [first + index, endOfDay(due)]));
