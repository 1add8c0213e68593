/** Scenes as the register knows them. */
import type { Register } from '../../libs/register/index.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { Choice } from '../../workflows/stages/mandate/events.js';
import type { Applicant, Ballot, Scene, Vote } from './scene.js';

/** How a practice votes, by its place on the roll; undefined for one that stays away. */
export type Voting = (place: number) => Choice | undefined;

export const allFor: Voting = () => 'for';

interface Polls extends Omit<Ballot, 'votes'> {
  readonly voting?: Voting;
  /** When a practice votes, by its place on a roll of so many; when the polls open unless told. */
  readonly votedAt?: (place: number, of: number) => Date;
}

/** A ballot of the practices that are members when it opens. */
export function ballotOf(register: Register, ccg: string, { voting = allFor, votedAt, ...polls }: Polls): Ballot {
  const roll = register.rollOf(ccg, londonDay(polls.opens));
  const votes = roll.flatMap(({ practice }, place): readonly Vote[] => {
    const choice = voting(place);
    return choice === undefined ? [] : [{ at: votedAt?.(place, roll.length) ?? polls.opens, practice, choice }];
  });
  return { ...polls, votes };
}

/** A CCG of the register in a round. */
export function applicantOf(
  register: Register,
  ccg: string,
  more: Pick<Applicant, 'round' | 'when' | 'troubles'>,
): Applicant {
  const { name = ccg, region = '' } = register.ccg(ccg) ?? {};
  return { ccg, name, region, ...more };
}

/** Its application. */
export const sceneOf = (
  register: Register,
  ccg: string,
  scene: Omit<Scene, 'ccg' | 'name' | 'region' | 'version'>,
): Scene => ({
  ...scene,
  ...applicantOf(register, ccg, scene),
  version: () => register.constitutionOf(ccg)?.version ?? 1,
});
