/** Greater involvement (L1): expressed and noted, with no process in between. */
import * as forms from '../../../demonstration/forms.js';
import { earlier, later, on, turn } from '../calendar.js';
import type { Casework } from '../casework.js';
import type { Scene } from './scene.js';
import { involvement } from './words.js';

type Needed = Pick<Scene, 'plot' | 'ccg' | 'calendar' | 'assessor'>;

/** One of the interests of July 2014. */
export async function* involved({ plot, ccg, calendar, assessor }: Needed, work: Casework): AsyncGenerator<Date, void> {
  yield turn(calendar.interest, plot.place);
  await work.begin(started(ccg.name, calendar.goLive));
  yield turn(calendar.acknowledged, plot.place);
  await work.act(assessor, 'InvolvementNoted', forms.involvementNote);
}

/** The latest day on which one still turns to L1, a week before go-live. */
const latest = on('2015-03-25');

/**
 * What a CCG applied for in the first round fell away at that moment, or will at go-live. It falls back to nothing by itself:
 * it asks for greater involvement by an application of its own.
 */
export async function* turnsToInvolvement(
  { ccg, calendar, assessor }: Needed,
  work: Casework,
  moment: Date,
): AsyncGenerator<Date, void> {
  const begins = earlier(later(moment, 10), latest);
  yield begins;
  await work.begin(started(ccg.name, calendar.goLive));
  yield later(begins, 4);
  await work.act(assessor, 'InvolvementNoted', forms.involvementNote);
}

const started = (name: string, goLive: string) => ({
  workflow: involvement.workflow,
  round: '1',
  data: involvement.interest(goLive, name),
});
