/** From approval to go-live: both sign, and some do not come through. */
import * as forms from '../../../apps/service/demonstration/forms.js';
import { addDays } from '../../../libs/workflow/london.js';
import { later, on, turn } from '../calendar.js';
import { assess } from './assurance.js';
import type { Scene, Steps } from './scene.js';

export async function* agreement(scene: Scene): Steps {
  const { plot, calendar, work, officer } = scene;
  if (plot.trouble === 'reworked') yield* rework(scene);
  const moment = plot.trouble === 'reworked' ? on(calendar.decidedAnew) : turn(calendar.signed, plot.place);
  yield later(moment, 1);
  if (plot.ending === 'withdrawn-after-approval') {
    await work.act(officer, 'ApplicationWithdrawn', {
      because: 'other',
      text: 'The chair and two lay members resigned.',
    });
    return false;
  }
  if (plot.ending === 'financial-blip') return yield* financialBlip(scene, moment);
  await work.act(officer, 'AgreementSigned', forms.signature('Accountable officer'));
  if (plot.place % 30 === 4)
    await work.refused(
      'the CCG signs for NHS England',
      `officer-2@${plot.ccg}`,
      'AgreementSigned',
      forms.signature('National director'),
      { status: 403 },
    );
  yield later(moment, 3);
  await work.act('committee-2@nhse', 'AgreementSigned', forms.signature('National director'));
  if (plot.trouble === 'conditions') yield* conditions(scene);
  if (plot.ending !== 'double-delegation') return true;
  yield later(on(calendar.goLive), -8);
  await work.act('committee@nhse', 'ApprovalSuspended', doubleDelegation);
  return false;
}

const doubleDelegation = { rule: 'R-30', defect: 'Decisions would be taken by a joint committee of four CCGs.' };

/** The defect is mended: terms drafted, agreed and signed anew, the application assured and decided anew. */
async function* rework(scene: Scene): AsyncGenerator<Date, void> {
  const { calendar, work, officer, assessor } = scene;
  yield on(calendar.suspended);
  await work.act(assessor, 'ApprovalSuspended', doubleDelegation);
  yield on(calendar.reworked);
  await work.act(officer, 'TermsOfReferenceDrafted', {
    ...forms.termsDraft,
    summary: 'The CCG’s own committee decides.',
  });
  await work.act(assessor, 'TermsOfReferenceAgreed', forms.termsAgreed);
  await work.act(officer, 'TermsOfReferenceSigned', forms.termsSigned);
  await work.act(officer, 'ApplicationSubmitted', forms.applicationForm());
  yield on(calendar.reworked, '15:00');
  await assess(scene);
  yield on(calendar.decidedAnew);
  await work.act('committee@nhse', 'DecisionMade', forms.approval);
}

async function* financialBlip({ work, officer, assessor }: Scene, moment: Date): Steps {
  const text = 'The forecast for the year went from balance to a deficit of £9 million.';
  await work.act(assessor, 'ThresholdsReopened', { because: 'financial-deterioration', text });
  yield later(moment, 8);
  await work.act(officer, 'ApplicationWithdrawn', { because: 'financial', text: 'The deficit comes first.' });
  return false;
}

/** One condition, not met at the first review. */
async function* conditions({ calendar, work }: Scene): AsyncGenerator<Date, void> {
  yield on(addDays(calendar.conditionsDue, -2));
  await work.act('committee@nhse', 'ConditionUpheld', { condition: 1, evidence: 'An offer was made, not accepted.' });
  yield on(addDays(calendar.conditionsDue, -1));
  await work.act('committee@nhse', 'ConditionDischarged', {
    condition: 1,
    evidence: 'A second lay member was appointed.',
  });
}
