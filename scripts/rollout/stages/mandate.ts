/** The members give their mandate, by ballot or by agreement; or they do not. */
import * as forms from '../../../demonstration/forms.js';
import { londonDay } from '../../../libs/workflow/london.js';
import type { Tally } from '../../../workflows/stages/mandate/counting.js';
import { later, on, turn, type Calendar } from '../calendar.js';
import type { Plot } from '../plots.js';
import { planVotes } from '../votes.js';
import type { Scene, Steps } from './scene.js';

export async function* mandate(scene: Scene): Steps {
  const { plot, ccg, calendar, work, officer } = scene;
  const opens = turn(calendar.ballotOpens, plot.place);
  if (plot.mandate === 'agreement') {
    const met = later(opens, calendar.ballot);
    yield met;
    await work.act(officer, 'AgreementOfMembersRecorded', forms.agreementOfMembers(londonDay(met), ccg.roll.length));
    return true;
  }
  if (plot.ending === 'defeated') {
    yield* ballot(scene, opens, calendar.ballot, 'defeated');
    return false;
  }
  const inquorateFirst = ['second-ballot', 'inquorate-twice', 'second-ballot-too-late'];
  if (!inquorateFirst.includes(plot.trouble ?? plot.ending)) {
    yield* ballot(scene, opens, calendar.ballot, 'carried');
    return true;
  }
  const verified = yield* ballot(scene, opens, calendar.ballot, 'inquorate');
  if (plot.ending === 'second-ballot-too-late') return yield* openTooLong(scene);
  const again = plot.ending === 'inquorate-twice' ? 'inquorate' : 'carried';
  yield* ballot(scene, later(verified, calendar.beforeSecondBallot), calendar.secondBallot, again);
  return again === 'carried';
}

/** Practices vote on four days, and a verifier verifies the day after the close. Gives that moment. */
async function* ballot(
  { plot, ccg, work, words, officer }: Scene,
  opens: Date,
  days: number,
  result: Tally['result'],
): AsyncGenerator<Date, Date> {
  yield opens;
  const closes = later(opens, days);
  await work.act(officer, 'BallotOpened', { question: words.question, closesAt: closes.toISOString() });
  const votes = planVotes(ccg.counting, ccg.roll, result, seedOf(plot.ccg) + opens.getTime());
  for (const [batch, part] of [0.1, 0.4, 0.7, 0.9].entries()) {
    yield on(londonDay(later(opens, part * days)), '18:00');
    // Whoever changes its mind does so while others have yet to vote: a ballot in which all have voted is closed.
    await work.vote(votes.filter((vote, at) => (vote.before ? 0 : at % 4) === batch));
    if (batch === 1 && plot.place === 0)
      await work.refused(
        'a practice of another CCG votes',
        `practice@${ccg.stranger}`,
        'VoteCast',
        { choice: 'against' },
        { status: 404 },
      );
  }
  // Hours after its neighbours of a group had their results verified: a “no” falls on their cases too.
  const verified = later(closes, result === 'defeated' ? 1.2 : 1);
  yield verified;
  const verifier = `verifier@${plot.ccg}`;
  await work.look(verifier);
  if (plot.place === 1)
    await work.refused('the officer verifies the ballot', officer, 'ResultVerified', forms.verification, {
      status: 403,
    });
  await work.act(verifier, 'ResultVerified', forms.verification);
  return verified;
}

/** The second ballot would close a week after the deadline, which comes first. */
async function* openTooLong({ calendar, work, words, ccg, plot, officer }: Scene): Steps {
  const opens = turn(calendar.submitted, 0);
  yield opens;
  await work.act(officer, 'BallotOpened', { question: words.question, closesAt: later(opens, 25).toISOString() });
  yield later(opens, 3);
  await work.vote(planVotes(ccg.counting, ccg.roll, 'carried', seedOf(plot.ccg)).slice(0, 6));
  yield turn(calendar.assessed, 0);
  await work.look(officer);
  await work.refused(
    'an application is handed in after its draft lapsed',
    officer,
    'ApplicationSubmitted',
    words.application(),
    { status: 409 },
  );
  return false;
}

/** When the members' mandate is there, whichever way it was given. */
export function mandateGiven({ place, mandate: by, trouble }: Plot, calendar: Calendar): Date {
  const { ballot: days, beforeSecondBallot, secondBallot } = calendar;
  const given = later(turn(calendar.ballotOpens, place), by === 'agreement' ? days : days + 1);
  return trouble === 'second-ballot' ? later(given, beforeSecondBallot + secondBallot + 1) : given;
}

/** A number for a CCG's code: `00C` in base 36. */
const seedOf = (code: string): number => Number.parseInt(code, 36);
