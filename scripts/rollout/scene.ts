/** What the story of an application needs to know, from its plot and the calendar of its round. */
import * as forms from '../../demonstration/forms.js';
import type { Ballot, Decision, Moment, Scene, Vote } from '../../demonstration/story/scene.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import type { CountingRule, Member, Tally } from '../../workflows/stages/mandate/counting.js';
import { calendars, later, on, turn, type Calendar } from './calendar.js';
import { hours } from './meetings.js';
import type { Plot } from './plots.js';
import { planVotes } from './votes.js';

/** What a story needs to know of its CCG, beside its plot. */
export interface Ccg {
  readonly name: string;
  readonly counting: CountingRule;
  readonly roll: readonly Member[];
  /** A practice of another CCG. */
  readonly stranger: string;
}

/** The calendar of a plot's level and round. */
export const calendarOf = ({ level, round }: Pick<Plot, 'level' | 'round'>): Calendar =>
  calendars[level === 'L2' ? 'joint' : round];

/** The application of a plot for delegated or joint commissioning. */
export function sceneOf(plot: Plot, ccg: Ccg, version: Scene['version']): Scene {
  const { ccg: code, region, round, readiness, trouble, group, amends, ending } = plot;
  const { goLive, rework } = calendarOf(plot);
  const mandate = plot.mandate === 'agreement' ? { members: ccg.roll.length } : ballotsOf(plot, ccg);
  return {
    ccg: code,
    name: ccg.name,
    region,
    level: plot.level === 'L2' ? 'L2' : 'L3',
    round: { id: round, goLive },
    version,
    group,
    amends,
    mandate,
    when: whenOf(plot, mandate),
    troubles: trouble === null ? [] : [trouble],
    decisions: decisionsOf(plot),
    ...(readiness !== null && { readiness }),
    ...(ending === 'rejected' && { notRecommended }),
    ...(trouble === 'reworked' && { anew: decidedOn(rework.decidedAnew, forms.approval) }),
  };
}

/** When things happen to the CCG at that place of its cohort. */
function whenOf(plot: Plot, mandate: Scene['mandate']): (moment: Moment) => Date {
  const { place, trouble } = plot;
  const calendar = calendarOf(plot);
  const { rework, conditionsDue } = calendar;
  // Whoever hears what is missing needs time to mend it before the round closes.
  const days = trouble === 'interest-returned' ? 12 : calendar.interest.days;
  const expressed = turn({ ...calendar.interest, days }, place);
  const agreed = later(turn(calendar.ballotOpens, place), calendar.ballot);
  const given = 'members' in mandate ? agreed : (mandate.at(-1)?.verified ?? agreed);
  const reading = (count: number): Date => later(given, 1 + count * calendar.reading);
  const assessed = turn(calendar.assessed, place);
  const concluded =
    plot.level === 'L2'
      ? turn(calendar.concluded, place)
      : later(trouble === 'reworked' ? on(rework.decidedAnew, '17:00') : turn(calendar.concluded, place), 1);
  const moments: Readonly<Record<Moment, Date>> = {
    expressed,
    joined: later(expressed, hour),
    returned: later(expressed, 6),
    mended: later(expressed, 13),
    acknowledged: turn(calendar.acknowledged, place),
    engaged: turn(calendar.engaged, place),
    agreed,
    proposed: reading(0),
    read: reading(1),
    'proposed again': reading(2),
    'read again': reading(3),
    submitted: turn(calendar.submitted, place),
    asked: assessed,
    answered: later(assessed, 3),
    assessed: later(assessed, 5),
    suspended: on(rework.suspended),
    reworked: on(rework.reworked),
    'assessed again': on(rework.reworked, '15:00'),
    concluded,
    countersigned: later(concluded, 2),
    upheld: on(addDays(conditionsDue, -2)),
    discharged: on(addDays(conditionsDue, -1)),
  };
  return (moment) => moments[moment];
}

const hour = 1 / 24;

/** One ballot, or two where the first is inquorate. */
function ballotsOf(plot: Plot, ccg: Ccg): readonly Ballot[] {
  const { ballotOpens, ballot: days, beforeSecondBallot, secondBallot } = calendarOf(plot);
  const opens = turn(ballotOpens, plot.place);
  if (plot.ending === 'defeated') return [ballotWith(plot, ccg, opens, days, 'defeated')];
  const inquorateFirst = ['second-ballot', 'inquorate-twice', 'second-ballot-too-late'];
  if (!inquorateFirst.includes(plot.trouble ?? plot.ending)) return [ballotWith(plot, ccg, opens, days, 'carried')];
  const first = ballotWith(plot, ccg, opens, days, 'inquorate');
  if (plot.ending === 'second-ballot-too-late') return [first];
  const again = plot.ending === 'inquorate-twice' ? 'inquorate' : 'carried';
  return [first, ballotWith(plot, ccg, later(first.verified, beforeSecondBallot), secondBallot, again)];
}

/** Practices vote on four evenings, and a verifier verifies the day after the close. */
function ballotWith({ ccg: code }: Plot, ccg: Ccg, opens: Date, days: number, result: Tally['result']): Ballot {
  const closes = later(opens, days);
  const planned = planVotes(ccg.counting, ccg.roll, result, seedOf(code) + opens.getTime());
  const votes = [0.1, 0.4, 0.7, 0.9].flatMap((part, evening) => {
    const at = on(londonDay(later(opens, part * days)), '18:00');
    // Whoever changes its mind does so while others have yet to vote: a ballot in which all have voted is closed.
    const ofEvening = planned.filter(({ before }, place) => (before ? 0 : place % 4) === evening);
    return castAt(at, ofEvening);
  });
  // Hours after its neighbours of a group had their results verified: a “no” falls on their cases too.
  return { opens, closes, votes, verified: later(closes, result === 'defeated' ? 1.2 : 1) };
}

const castAt = (at: Date, planned: ReturnType<typeof planVotes>): readonly Vote[] =>
  planned.flatMap(({ practice, choice, before }) => [
    ...(before ? [{ at, practice, choice: before }] : []),
    { at, practice, choice },
  ]);

/** A ballot that would close a week after the deadline, which comes first. */
export function ballotTooLate(plot: Plot, ccg: Ccg): Ballot {
  const opens = turn(calendarOf(plot).submitted, 0);
  const closes = later(opens, 25);
  const at = later(opens, 3);
  const planned = planVotes(ccg.counting, ccg.roll, 'carried', seedOf(plot.ccg)).slice(0, 6);
  return { opens, closes, verified: closes, votes: castAt(at, planned) };
}

function decisionsOf(plot: Plot): readonly Decision[] {
  const { meetings, conditionsDue } = calendarOf(plot);
  const [first, second, third] = meetings;
  const day = plot.place % 2 === 0 ? first : second;
  if (plot.ending === 'rejected') return [decidedOn(day, rejection(plot))];
  if (plot.trouble === 'conditions') return [decidedOn(day, forms.conditionalApproval(conditionsDue))];
  if (plot.trouble === 'deferred') return [decidedOn(day, deferral), decidedOn(third, forms.approval)];
  return [decidedOn(day, forms.approval)];
}

const decidedOn = (day: string, form: forms.Form): Decision => ({
  papers: on(day, hours.papers),
  recorded: on(day, hours.decisions),
  form,
});

const deferral = { decision: 'defer', grounds: 'The committee wants to hear the finance officer.' };

const rejection = ({ level }: Plot): forms.Form =>
  forms.rejection(
    level === 'L3'
      ? ['financial-recovery', 'thresholds-not-met']
      : ['financial-recovery', 'structural-burden', 'nhse-cannot-resource'],
  );

const notRecommended = [
  { code: 'financial-recovery', text: 'The CCG must bring its own budget into balance first.' },
  { code: 'thresholds-not-met', text: 'Financial control is not met.' },
];

/** A number for a CCG's code: `00C` in base 36. */
const seedOf = (code: string): number => Number.parseInt(code, 36);
