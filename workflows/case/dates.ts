import type { Dates } from '../../libs/workflow/index.js';
import { earliestOf, instant } from '../../libs/workflow/instant.js';
import { endOfDay } from '../../libs/workflow/london.js';
import type { CaseFact } from './events.js';
import { applicationDeadlineOf, interestByOf } from './round.js';

/** The dates a fact of an application sets, by name: instants. What is due on a day is due when that has ended in London. */
export function datesSetBy({ type, data, at }: CaseFact, dates: Dates = {}): Record<string, string | null> {
  switch (type) {
    case 'InterestExpressed':
      return {
        interestBy: interestByOf(data.round, data.level),
        acknowledgeBy: data.acknowledgeBy,
        applicationBy: applicationDeadlineOf(data.round, data.level),
        goLive: data.round.goLiveAt,
      };
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
    // The questions of an assurance that begins anew are counted anew.
    case 'ThresholdsReopened':
    case 'ApprovalSuspended':
      return Object.fromEntries(['answerBy', ...numbered(dates, 'answerBy')].map((name) => [name, null]));
    case 'ApplicationSubmitted':
      return { assessBy: data.assessBy };
    case 'AmendmentProposed':
      return soonest(dates, 'amendmentReviewBy', { [data.version]: data.reviewBy });
    case 'AmendmentApproved':
    case 'AmendmentReturned':
    case 'AmendmentRefused':
      return soonest(dates, 'amendmentReviewBy', { [data.version]: null });
    case 'DecisionMade':
      return { conditionsDue: earliestOf(data.conditions?.map(({ due }) => endOfDay(due)) ?? []) ?? null };
    case 'DelegationRevoked':
      return { revocationEffective: data.effectiveAt };
    case 'NoticeGiven':
      return { noticeEnds: data.endsAt };
    case 'NoticeWithdrawn':
      return { noticeEnds: null };
    case 'InvolvementTookEffect':
    case 'InvolvementReviewed':
      return { involvementReviewBy: aYearAfter(at) };
    default:
      return {};
  }
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
  changed: Readonly<Record<number, string | null>>,
): Record<string, string | null> {
  const set = Object.fromEntries(Object.entries(changed).map(([number, date]) => [`${name}.${number}`, date ?? '']));
  const all: Readonly<Record<string, string>> = { ...dates, ...set };
  const open = numbered(all, name).flatMap((each) => all[each] || []);
  return { ...set, [name]: earliestOf(open) ?? null };
}

/** 29 February becomes 1 March. */
function aYearAfter(instant: string): string {
  const date = new Date(instant);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString();
}
