/** What happens to one CCG, from its interest to where its plot leads; every step by the person whose step it is. */
import * as forms from '../../demonstration/forms.js';
import { addDays } from '../../libs/workflow/london.js';
import { calendars, later, on, turn, type Calendar, type Story } from './calendar.js';
import type { Casework } from './casework.js';
import type { Plot } from './plots.js';
import { agreement } from './stages/agreement.js';
import { application } from './stages/application.js';
import { assurance } from './stages/assurance.js';
import { constitution } from './stages/constitution.js';
import { decision } from './stages/decision.js';
import { interest } from './stages/interest.js';
import { involved, turnsToInvolvement } from './stages/involvement.js';
import { mandate } from './stages/mandate.js';
import type { Ccg, Scene, Steps } from './stages/scene.js';
import { wordsOf } from './stages/words.js';

/** The calendar of a plot's level and round. */
export const calendarOf = ({ level, round }: Pick<Plot, 'level' | 'round'>): Calendar =>
  calendars[level === 'L2' ? 'joint' : round];

/** `newCase` gives the casework of a further case of the CCG. */
export async function* story(plot: Plot, ccg: Ccg, agenda: Scene['agenda'], newCase: () => Casework): Story {
  const work = newCase();
  const words = wordsOf[plot.level === 'L2' ? 'L2' : 'L3'];
  const people = { officer: `officer@${plot.ccg}`, assessor: `assessor@${plot.region}` };
  const scene = { plot, ccg, calendar: calendarOf(plot), work, agenda, words, ...people };
  if (plot.level === 'L1') return yield* involved(scene, work);
  if (plot.ending === 'too-late') return yield* tooLate(scene);
  let last = new Date(0);
  for (const steps of [interest, mandate, constitution, application, assurance, decision, agreement, inForce]) {
    const taken = steps(scene);
    let step = await taken.next();
    for (; !step.done; step = await taken.next()) {
      last = step.value;
      yield last;
    }
    if (!step.value) return yield* turnsToInvolvement(scene, newCase(), last);
  }
}

/** The clock lets what was approved take effect; some who hold a delegation try to leave at once. */
async function* inForce({ plot, calendar, work, officer }: Scene): Steps {
  yield on(addDays(calendar.goLive, 1));
  if (plot.level !== 'L3' || plot.place % 20 !== 5) return true;
  await work.look(officer);
  const reason = { because: 'other', text: 'The members changed their minds.' };
  await work.refused('a CCG leaves a delegation in force', officer, 'ApplicationWithdrawn', reason, {
    status: 409,
    rule: 'R-60',
  });
  return true;
}

/** Interest comes in time, the application a day late: its draft has lapsed. */
async function* tooLate({ plot, ccg, calendar, work, words, officer, assessor }: Scene): Story {
  yield turn(calendar.interest, 0);
  const data = words.interest(calendar.goLive, ccg.name);
  await work.begin({ workflow: words.workflow, round: plot.round, data });
  await work.act(assessor, 'InterestAcknowledged', {
    readiness: plot.readiness,
    grounds: 'Finances, team and plans were read.',
  });
  yield later(turn(calendar.submitted, calendar.submitted.days - 1), 1);
  await work.look(officer);
  await work.refused('an application comes a day late', officer, 'ApplicationSubmitted', words.application(), {
    status: 409,
    rule: 'R-04',
  });
}

/** A CCG whose interest in L3 comes the day after the first round closed for it. */
export async function* lateInterest(ccg: Pick<Ccg, 'name'>, work: Casework): Story {
  const calendar = calendars['1'];
  yield later(turn(calendar.interest, calendar.interest.days - 1), 1);
  const start = {
    workflow: wordsOf.L3.workflow,
    round: '1',
    data: forms.interestForm(calendar.goLive, ccg.name),
  };
  await work.refusedToBegin('interest is expressed a day late', start, { status: 409, rule: 'R-04' });
}
