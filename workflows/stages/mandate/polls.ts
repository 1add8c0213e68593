/** The votes of a ballot, each at its practice's place on the roll: a vote copies a short list, whatever the ballot's size. */
import type { Context } from '../../application/words.js';
import type { Ballot } from './ballot.js';
import type { Member } from './counting.js';
import type { Choice } from './events.js';

/** Rolls are frozen, so where a practice stands on one is looked up once. */
const places = new WeakMap<readonly Member[], ReadonlyMap<string, number>>();

/** The place of a practice on a roll; undefined when it is not on it. */
export function placeOn(roll: readonly Member[], practice: string): number | undefined {
  const known = places.get(roll) ?? new Map(roll.map((member, place) => [member.practice, place]));
  places.set(roll, known);
  return known.get(practice);
}

/** A practice votes, or votes again: its last vote counts. */
export function withVote(ballot: Ballot, practice: string, choice: Choice): Pick<Ballot, 'votes' | 'voted'> {
  const place = placeOn(ballot.roll, practice);
  if (place === undefined) throw new RangeError(`${practice} is not on the roll`);
  const isFirst = ballot.votes[place] === null;
  return { votes: ballot.votes.with(place, choice), voted: ballot.voted + (isFirst ? 1 : 0) };
}

/** Who had a hand in the ballot, and this person. A spread would copy the list twice over: `concat` knows its length. */
export const withHand = (hands: readonly string[], id: string): readonly string[] =>
  hands.includes(id) ? hands : hands.concat(id);

/** Practice code → its last vote. */
export function votesByPractice({ roll, votes }: Pick<Ballot, 'roll' | 'votes'>): Readonly<Record<string, Choice>> {
  return Object.fromEntries(
    roll.flatMap(({ practice }, place) => {
      const choice = votes[place];
      return choice ? [[practice, choice] as const] : [];
    }),
  );
}

/** What the members said that binds the CCG in this round, verified or not; undefined where nothing does. */
export interface Counted {
  readonly defeated?: true;
  /** Inquorate ballots for this level in this round. */
  readonly inquorateBallots?: number;
}

export function countedIn({
  ballot,
  inquorateBallots,
}: Pick<Context, 'ballot' | 'inquorateBallots'>): Counted | undefined {
  const isDefeated = ballot?.tally?.result === 'defeated';
  if (!isDefeated && inquorateBallots === 0) return undefined;
  return { ...(isDefeated && { defeated: true }), ...(inquorateBallots > 0 && { inquorateBallots }) };
}
