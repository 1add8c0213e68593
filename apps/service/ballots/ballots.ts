/** The ballots of a case, out of the events that somebody sees of it. */
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Member } from '../../../workflows/stages/mandate/counting.js';
import type { Choice } from '../../../workflows/stages/mandate/events.js';

export interface SeenVote {
  /** The last one, which counts. */
  readonly event: RecordedEvent;
  /** Undefined while it is between the service and the practice that cast it. */
  readonly choice: Choice | undefined;
  /** How often the practice has voted in this ballot. */
  readonly times: number;
}

export interface SeenBallot {
  readonly opened: RecordedEvent;
  readonly roll: readonly Member[];
  /** By practice. */
  readonly votes: ReadonlyMap<string, SeenVote>;
  readonly closed: RecordedEvent | undefined;
  readonly verified: RecordedEvent | undefined;
  /** Ids of the people who opened it, voted or closed it: none of them verifies. */
  readonly hands: ReadonlySet<string>;
}

const byHand: readonly string[] = ['BallotOpened', 'VoteCast', 'BallotClosed'];

/** In the order of their opening. */
export function ballotsIn(events: readonly RecordedEvent[]): readonly SeenBallot[] {
  const openings = events.flatMap(({ type }, index) => (type === 'BallotOpened' ? [index] : []));
  return openings.map((from, nth) => ballotOf(events.slice(from, openings[nth + 1])));
}

function ballotOf(events: readonly RecordedEvent[]): SeenBallot {
  const [opened] = events;
  if (opened === undefined) throw new RangeError('a ballot begins with its opening');
  const votes = new Map<string, SeenVote>();
  for (const event of events) {
    if (event.type !== 'VoteCast') continue;
    const practice = event.actor.organisation;
    // What is recorded there was held against the class of its event.
    const choice = event.data['choice'] as Choice | undefined;
    votes.set(practice, { event, choice, times: (votes.get(practice)?.times ?? 0) + 1 });
  }
  return {
    opened,
    roll: opened.data['roll'] as readonly Member[],
    votes,
    closed: events.find(({ type }) => type === 'BallotClosed'),
    verified: events.find(({ type }) => type === 'ResultVerified'),
    hands: new Set(events.filter(({ type }) => byHand.includes(type)).map(({ actor }) => actor.id)),
  };
}
