/** Scenes as the register knows them. */
import type { Register } from '../../libs/register/index.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { Choice } from '../../workflows/stages/mandate/events.js';
import { approval } from '../forms.js';
import { decidedAt, inRoundOne, polls, roundOne } from './calendar.js';
import type { Applicant, Ballot, Scene, Vote } from './scene.js';

/** How a practice votes, by its place on the roll; undefined for one that stays away. */
export type Voting = (place: number) => Choice | undefined;

interface Polls extends Omit<Ballot, 'votes'> {
  readonly voting?: Voting;
  /** When a practice votes, by its place on a roll of so many; when the polls open unless told. */
  readonly votedAt?: (place: number, of: number) => Date;
}

/** A ballot of the practices that are members when it opens. */
export function ballotOf(register: Register, ccg: string, { voting = () => 'for', votedAt, ...polls }: Polls): Ballot {
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

interface Simple extends Partial<Scene> {
  /** Practices at the end of the roll that do not vote; all others vote for it. */
  readonly away?: number;
  readonly closes?: Date;
}

/** An application in round 1 that is approved. */
export function simplest(register: Register, ccg: string, { away = 0, closes = polls.closes, ...more }: Simple): Scene {
  const { level = 'L3' } = more;
  const { votes, ...ballot } = ballotOf(register, ccg, { ...polls, closes });
  const at = decidedAt(level);
  return sceneOf(register, ccg, {
    level,
    round: roundOne,
    when: inRoundOne(level),
    mandate: [{ ...ballot, votes: votes.slice(0, votes.length - away) }],
    decisions: [{ papers: at, recorded: at, form: approval }],
    ...more,
  });
}
