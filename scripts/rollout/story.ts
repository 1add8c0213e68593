/** What happens to one CCG, from its interest to where its plot leads; every step by the person whose step it is. */
import * as forms from '../../apps/service/demonstration/forms.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import { later, on, turn, type Calendar, type Story } from './calendar.js';
import type { Casework } from './casework.js';
import type { Plot } from './plots.js';
import { agreement } from './stages/agreement.js';
import { assurance, decision } from './stages/assurance.js';
import { constitution } from './stages/constitution.js';
import { mandate } from './stages/mandate.js';
import type { Ccg, Scene, Steps } from './stages/scene.js';

export async function* story(plot: Plot, ccg: Ccg, calendar: Calendar, work: Casework): Story {
  const scene = { plot, ccg, calendar, work, officer: `officer@${plot.ccg}`, assessor: `assessor@${plot.region}` };
  if (plot.ending === 'too-late') return yield* tooLate(scene);
  for (const steps of [interest, mandate, constitution, application, assurance, decision, agreement, delegation])
    if (!(yield* steps(scene))) return;
}

async function* interest({ plot, ccg, calendar, work, officer, assessor }: Scene): Steps {
  const form = forms.interestForm(calendar.goLive, ccg.name);
  const returned = plot.trouble === 'interest-returned';
  // Whoever hears what is missing needs time to mend it before the round closes.
  const expressed = turn(returned ? { ...calendar.interest, days: 12 } : calendar.interest, plot.place);
  yield expressed;
  await work.begin(plot.round, form);
  if (returned) {
    yield later(expressed, 6);
    await work.act(assessor, 'InterestReturned', { missing: 'Say who was heard, and how impact will be measured.' });
    yield later(expressed, 13);
    await work.act(officer, 'InterestExpressed', {
      ...form,
      evaluation: 'Seven measures, each reported every quarter.',
    });
  }
  yield turn(calendar.acknowledged, plot.place);
  await work.act(assessor, 'InterestAcknowledged', {
    readiness: plot.readiness,
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

async function* application({ plot, calendar, work, officer }: Scene): Steps {
  yield turn(calendar.submitted, plot.place);
  if (plot.place === 2) {
    const governance = {
      decidedBy: 'joint-committee',
      committeeOf: 'governing-body',
      description: 'One committee of four CCGs.',
    };
    await work.refused(
      'a joint committee of several CCGs would decide',
      officer,
      'ApplicationSubmitted',
      forms.applicationForm({ governance }),
      { status: 409, rule: 'R-30' },
    );
  }
  await work.act(officer, 'ApplicationSubmitted', forms.applicationForm());
  return true;
}

/** The clock lets the delegation take effect; some try to leave at once. */
async function* delegation({ plot, calendar, work, officer }: Scene): Steps {
  yield on(addDays(calendar.goLive, 1));
  if (plot.place % 20 !== 5) return true;
  await work.look(officer);
  const reason = { because: 'other', text: 'The members changed their minds.' };
  await work.refused('a CCG leaves a delegation in force', officer, 'ApplicationWithdrawn', reason, {
    status: 409,
    rule: 'R-60',
  });
  return true;
}

/** Interest comes in time, the application a day late: its draft has lapsed. */
async function* tooLate({ plot, ccg, calendar, work, officer, assessor }: Scene): Story {
  yield turn(calendar.interest, 0);
  await work.begin(plot.round, forms.interestForm(calendar.goLive, ccg.name));
  await work.act(assessor, 'InterestAcknowledged', {
    readiness: plot.readiness,
    grounds: 'Finances, team and plans were read.',
  });
  yield later(turn(calendar.submitted, calendar.submitted.days - 1), 1);
  await work.look(officer);
  await work.refused('an application comes a day late', officer, 'ApplicationSubmitted', forms.applicationForm(), {
    status: 409,
    rule: 'R-04',
  });
}

/** A CCG whose interest comes the day after the first round closed for it. */
export async function* lateInterest(ccg: Pick<Ccg, 'name'>, calendar: Calendar, work: Casework): Story {
  yield later(turn(calendar.interest, calendar.interest.days - 1), 1);
  const form = forms.interestForm(calendar.goLive, ccg.name);
  await work.refusedToBegin('interest is expressed a day late', '1', form, { status: 409, rule: 'R-04' });
}
