import { describe, expect, it } from '@jest/globals';
import { historicRounds } from '../../demonstration/register/rounds.js';
import { calendars, later, turn } from './calendar.js';

describe('the calendar of a round', () => {
  it.each([
    ['1', '1'],
    ['joint', '1'],
    ['2', '2'],
  ] as const)('%s keeps the deadlines of round %s', (name, id) => {
    const round = historicRounds.find((each) => each.id === id)!;
    const { interest, submitted, goLive } = calendars[name];
    expect(turn(interest, 0).toISOString() >= round.opens).toBe(true);
    if (round.interestBy !== null)
      expect(turn(interest, interest.days - 1).toISOString() < round.interestBy).toBe(true);
    const deadline = name === 'joint' ? round.applicationByL2 : round.applicationBy;
    expect(turn(submitted, submitted.days - 1).toISOString() < (deadline ?? '')).toBe(true);
    expect(goLive).toBe(round.goLive);
  });

  it('hands in an application on the very last day of the first round, before noon', () => {
    const { submitted } = calendars['1'];
    expect(turn(submitted, submitted.days - 1)).toEqual(new Date('2015-01-09T10:00:00Z'));
  });

  it.each(Object.entries(calendars))(
    '%s has all assured before the committees meet, and decided before both sign',
    (_, each) => {
      const { submitted, assessed, meetings, rework, concluded, conditionsDue, goLive } = each;
      const day = (moment: Date): string => moment.toISOString().slice(0, 10);
      expect(day(turn(submitted, submitted.days - 1)) < assessed.from).toBe(true);
      expect(day(later(turn(assessed, assessed.days - 1), 5)) < meetings[0]).toBe(true);
      expect(meetings.toSorted()).toEqual(meetings);
      expect(meetings[2] < concluded.from).toBe(true);
      expect(meetings[1] < rework.suspended).toBe(true);
      expect(day(later(turn(concluded, concluded.days - 1), 4)) < goLive).toBe(true);
      expect(rework.decidedAnew < conditionsDue).toBe(true);
    },
  );

  it('takes all mandates and amendments, however long they took, before applications are handed in', () => {
    for (const { ballotOpens, ballot, beforeSecondBallot, secondBallot, reading, submitted } of Object.values(
      calendars,
    )) {
      const last = turn(ballotOpens, ballotOpens.days - 1);
      const settled = later(last, ballot + 1 + beforeSecondBallot + secondBallot + 1 + 1);
      expect(settled < turn(submitted, 0)).toBe(true);
      expect(later(last, ballot + 2 + 3 * reading) < turn(submitted, 0)).toBe(true);
    }
  });
});
