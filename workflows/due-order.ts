/**
 * The order of what is due at one instant, whatever case it is on: CCGs that closed the day before, endings by notice, what takes
 * effect, ballots that close, lapses.
 */
const order: readonly (readonly string[])[] = [
  ['CcgClosed'],
  ['RevocationTookEffect', 'ArrangementEnded'],
  ['DelegationTookEffect', 'JointArrangementTookEffect', 'InvolvementTookEffect'],
  ['BallotClosed'],
  ['DeadlinePassed'],
];

const ranks = new Map(order.flatMap((events, rank) => events.map((event) => [event, rank] as const)));

/** @throws RangeError for a fact that no workflow lets become due: it must be given its place here */
export function rankOf(event: string): number {
  const rank = ranks.get(event);
  if (rank === undefined) throw new RangeError(`expected ${event} to have its place among what is due at one instant`);
  return rank;
}
