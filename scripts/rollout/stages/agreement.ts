/** From approval to go-live: both sign, or establish their joint committee, and some do not come through. */
import * as forms from '../../../demonstration/forms.js';
import { addDays } from '../../../libs/workflow/london.js';
import { later, on, turn } from '../calendar.js';
import { assess } from './assurance.js';
import { committeeFor, decidedOn } from './decision.js';
import type { Scene, Steps } from './scene.js';

export async function* agreement(scene: Scene): Steps {
  const { plot, calendar, work, officer } = scene;
  if (plot.trouble === 'reworked') yield* rework(scene);
  if (plot.level === 'L2') return yield* jointCommittee(scene);
  const moment =
    plot.trouble === 'reworked' ? on(calendar.rework.decidedAnew, '17:00') : turn(calendar.concluded, plot.place);
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

/** The CCG and NHS England establish their committee, after every condition is discharged. */
async function* jointCommittee(scene: Scene): Steps {
  const { plot, ccg, calendar, work, assessor } = scene;
  if (plot.trouble === 'conditions') yield* conditions(scene);
  yield turn(calendar.concluded, plot.place);
  await work.act(assessor, 'JointCommitteeEstablished', forms.jointCommittee(ccg.name));
  return true;
}

const doubleDelegation = { rule: 'R-30', defect: 'Decisions would be taken by a joint committee of four CCGs.' };

/** The defect is mended: terms drafted, agreed and signed anew, the application assured and decided anew. */
async function* rework(scene: Scene): AsyncGenerator<Date, void> {
  const { calendar, work, words, officer, assessor } = scene;
  const { suspended, reworked, decidedAnew } = calendar.rework;
  yield on(suspended);
  await work.act(assessor, 'ApprovalSuspended', doubleDelegation);
  yield on(reworked);
  await work.act(officer, 'TermsOfReferenceDrafted', { ...words.terms, summary: 'The CCG’s own committee decides.' });
  await work.act(assessor, 'TermsOfReferenceAgreed', forms.termsAgreed);
  await work.act(officer, 'TermsOfReferenceSigned', forms.termsSigned);
  await work.act(officer, 'ApplicationSubmitted', words.application());
  yield on(reworked, '15:00');
  await assess(scene);
  yield* decidedOn(scene, decidedAnew, forms.approval);
}

async function* financialBlip({ work, officer, assessor }: Scene, moment: Date): Steps {
  const text = 'The forecast for the year went from balance to a deficit of £9 million.';
  await work.act(assessor, 'ThresholdsReopened', { because: 'financial-deterioration', text });
  yield later(moment, 8);
  await work.act(officer, 'ApplicationWithdrawn', { because: 'financial', text: 'The deficit comes first.' });
  return false;
}

/** One condition, not met at the first review. */
async function* conditions({ plot, calendar, work }: Scene): AsyncGenerator<Date, void> {
  const { chair } = committeeFor(plot);
  yield on(addDays(calendar.conditionsDue, -2));
  await work.act(chair, 'ConditionUpheld', { condition: 1, evidence: 'An offer was made, not accepted.' });
  yield on(addDays(calendar.conditionsDue, -1));
  await work.act(chair, 'ConditionDischarged', { condition: 1, evidence: 'A second lay member was appointed.' });
}
