/** Words of how far cases have come, as `CaseListFilter.state` takes them and `Tally.places` has them. */

/** It came to a milestone, whatever became of it. */
export const cameTo = (milestone: string): string => `reached:${milestone}`;

/** It goes on, and this is the furthest it came to. */
export const goesOnAt = (milestone: string): string => `open:${milestone}`;

/** It ended so, and this is the furthest it came to; for this reason among others, where reasons were given. */
export const endedAfter = (milestone: string, outcome: string, reason?: string): string =>
  ['ended', milestone, outcome, ...(reason === undefined ? [] : [reason])].join(':');

export type MilestoneWord =
  | { readonly is: 'reached'; readonly milestone: string }
  | { readonly is: 'open'; readonly milestone: string }
  | { readonly is: 'ended'; readonly milestone: string; readonly outcome: string; readonly reason?: string };

/** What such a word says; undefined for any other word. */
export function readMilestone(word: string): MilestoneWord | undefined {
  const [is, milestone, outcome, reason] = word.split(':');
  if (milestone === undefined) return undefined;
  if (is === 'reached' || is === 'open') return { is, milestone };
  if (is !== 'ended' || outcome === undefined) return undefined;
  return { is, milestone, outcome, ...(reason !== undefined && { reason }) };
}

/** Its members were asked in a ballot, open or counted. */
export const balloted = 'balloted';
