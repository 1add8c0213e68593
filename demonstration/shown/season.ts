import type { Round } from '../../libs/register/model.js';
import type { Moment } from '../story/scene.js';

const dayLong = 86_400_000;

/** A round with the moments at which its stories take place, none of them later than now. */
export interface Season {
  readonly round: Round;
  readonly now: Date;
  /** 0 is the opening of the round, 1 its go-live or, where that lies ahead, now. */
  readonly at: (part: number) => Date;
  /** So many days after go-live, or half of those that have gone by where these are fewer. For a round that is over. */
  readonly afterGoLive: (days: number) => Date;
}

export function seasonOf(round: Round, now: Date): Season {
  const opens = Date.parse(round.opens);
  const goLive = Date.parse(round.goLiveAt);
  const end = Math.min(goLive, now.getTime());
  return {
    round,
    now,
    at: (part) => new Date(opens + part * (end - opens)),
    afterGoLive: (days) => new Date(goLive + Math.min(days * dayLong, (now.getTime() - goLive) / 2)),
  };
}

/** When in its season things happen to a CCG: 0 is its opening, 1 its end. */
const parts: Readonly<Record<Moment, number>> = {
  expressed: 0.03,
  joined: 0.04,
  returned: 0.1,
  mended: 0.12,
  acknowledged: 0.1,
  engaged: 0.15,
  agreed: 0.3,
  proposed: 0.5,
  read: 0.55,
  'proposed again': 0.56,
  'read again': 0.58,
  submitted: 0.6,
  asked: 0.65,
  answered: 0.7,
  assessed: 0.75,
  concluded: 0.9,
  countersigned: 0.91,
  suspended: 0.92,
  reworked: 0.93,
  'assessed again': 0.94,
  upheld: 0.96,
  discharged: 0.97,
};

export const whenIn =
  ({ at }: Season) =>
  (moment: Moment): Date =>
    at(parts[moment]);
