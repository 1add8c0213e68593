import type { Round } from '../../../libs/register/model.js';

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
