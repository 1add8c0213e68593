/** What a reader of a case is told beside its stages. */
import type { Bars, Ground, Particulars } from '../../libs/workflow/index.js';
import { placeOn } from '../stages/mandate/polls.js';
import type { Context } from './context.js';
import { handsIn, interestedIn } from './independence.js';
import type { CaseFact } from './events.js';

export function particulars({ ccg, round, group }: Context): Particulars | undefined {
  return ccg && round ? { ccg: ccg.code, ccgName: ccg.name, region: ccg.region, round: round.id, group } : undefined;
}

/** Who may not act in a role: whoever has an interest, acts for the other side, or assessed what they would decide. */
export function barred(context: Context, role: string, bars: Partial<Bars> = {}): readonly string[] {
  const assessors = role === 'national-committee' ? context.assessors : [];
  return [...new Set([...interestedIn(context, bars), ...handsIn(context, bars), ...assessors])];
}

export const liesIn = ({ ccg, interestsIn }: Context): Ground => ({
  about: ccg === null ? [] : [ccg.code],
  declared: interestsIn,
});

/** Practices are concerned while they are on the roll of the latest ballot. */
export const concerns = ({ ballot }: Context, organisation: string): boolean =>
  ballot !== null && placeOn(ballot.roll, organisation) !== undefined;

export const names = (fact: CaseFact): readonly string[] | undefined =>
  fact.type === 'BallotOpened' ? fact.data.roll.map(({ practice }) => practice) : undefined;

/** Votes are shown once the polls are closed; until then only how many have voted. */
export function summary(context: Context): Record<string, unknown> {
  const { ballot } = context;
  return {
    level: context.level,
    readiness: context.readiness,
    scope: context.scope,
    group: context.group,
    groupId: context.groupId,
    invitedBy: context.invitedBy,
    groupLeft: context.groupLeft,
    continuation: context.continuation,
    // A committee-in-common is never a body that decides.
    committeesInCommon: context.committeesInCommon.map((each) => ({ ...each, deciding: false })),
    specialMeasures: context.specialMeasures,
    ballot: ballot && {
      question: ballot.question,
      openedAt: ballot.openedAt,
      closesAt: ballot.closesAt,
      members: ballot.roll.length,
      voted: ballot.voted,
      counting: ballot.counting,
      tally: ballot.tally,
    },
    amendments: context.amendments,
    clauseReliedOn: context.clauseReliedOn,
    thresholds: context.findings,
    questions: context.questions,
    minutes: context.minutes,
    escalated: context.escalated,
    conditions: context.conditions,
    claims: context.claims,
    functions: { delegated: context.functions, suspended: context.suspended },
    variation: context.variation,
    jointCommittee: context.jointCommittee,
    notice: context.notice,
    involvement: context.involvement,
  };
}
