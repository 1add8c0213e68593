/** A CCG, or a group of them, expresses interest; the region answers. */
import * as forms from '../../../demonstration/forms.js';
import { addDays, londonDay } from '../../../libs/workflow/london.js';
import { later, turn } from '../calendar.js';
import type { Scene, Steps } from './scene.js';

const hour = 1 / 24;

export async function* interest(scene: Scene): Steps {
  const { plot, calendar, work, officer, assessor } = scene;
  yield* expressed(scene);
  yield turn(calendar.acknowledged, plot.place);
  await work.act(assessor, 'InterestAcknowledged', {
    ...(plot.readiness && { readiness: plot.readiness }),
    grounds: 'Finances, team and plans were read.',
  });
  const engaged = turn(calendar.engaged, plot.place);
  yield engaged;
  if (plot.ending === 'withdrawn-early') {
    const text = 'The localities asked to wait for a year.';
    await work.act(officer, 'ApplicationWithdrawn', { because: 'members', text });
    return false;
  }
  await work.act(officer, 'EngagementRecorded', forms.engagement(addDays(londonDay(engaged), -1)));
  return true;
}

/** In a group the first CCG expresses the interest of all, in one expression; the others are invited by it, and join. */
async function* expressed({ plot, ccg, calendar, work, words, officer, assessor }: Scene): AsyncGenerator<Date, void> {
  const { round, group } = plot;
  const together = group.length > 0 ? { applicants: 'group', group } : {};
  const form = words.interest(calendar.goLive, ccg.name, together);
  const returned = plot.trouble === 'interest-returned';
  // Whoever hears what is missing needs time to mend it before the round closes.
  const first = turn(returned ? { ...calendar.interest, days: 12 } : calendar.interest, plot.place);
  yield first;
  if (group.length > 0 && group[0] !== plot.ccg) {
    yield later(first, hour);
    return work.join({ workflow: words.workflow, round });
  }
  await work.begin({ workflow: words.workflow, round, data: form });
  if (!returned) return;
  yield later(first, 6);
  await work.act(assessor, 'InterestReturned', { missing: 'Say who was heard, and how impact will be measured.' });
  yield later(first, 13);
  await work.act(officer, 'InterestExpressed', {
    ...form,
    evaluation: 'Seven measures, each reported every quarter.',
  });
}
