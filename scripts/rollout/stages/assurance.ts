/** The region assures the application: four thresholds for L3, a review for L2. */
import * as forms from '../../../demonstration/forms.js';
import { later, turn } from '../calendar.js';
import type { Scene, Steps } from './scene.js';

export async function* assurance(scene: Scene): Steps {
  const { plot, calendar, work, officer, assessor } = scene;
  const begins = turn(calendar.assessed, plot.place);
  yield begins;
  if (plot.trouble === 'information-requested') {
    await work.act(assessor, 'InformationRequested', { question: 'How is the budget ring-fenced?' });
    yield later(begins, 3);
    await work.act(officer, 'InformationProvided', {
      question: 1,
      answer: 'In a cost centre of its own, reported monthly.',
    });
  }
  if (plot.ending === 'special-measures') return yield* specialMeasures(scene, begins);
  if (plot.ending === 'rejected') {
    await findThresholds(scene, 'not-met');
    yield later(begins, 5);
    await work.act(assessor, 'RegionNotRecommended', { reasons: notRecommended });
    return true;
  }
  yield later(begins, 5);
  await assess(scene);
  return true;
}

/** What the region finds of the thresholds, where the level has them; of financial control as told. */
async function findThresholds({ plot, work, assessor }: Scene, control = 'met'): Promise<void> {
  if (plot.level !== 'L3') return;
  for (const threshold of forms.thresholds) {
    const conditional = plot.trouble === 'conditions' && threshold === 'conflicts-of-interest';
    const finding = threshold === 'financial-control' ? control : conditional ? 'met-with-conditions' : 'met';
    await work.act(assessor, 'ThresholdAssessed', forms.assessment(threshold, finding));
  }
}

/** The thresholds and the region's signature where the level asks for them, and its recommendation. */
export async function assess(scene: Scene): Promise<void> {
  const { plot, work, words, assessor } = scene;
  await findThresholds(scene);
  if (plot.level === 'L3') await work.act(assessor, 'SubmissionSigned', forms.countersigned);
  await work.act(assessor, 'RegionRecommended', words.recommendation);
}

async function* specialMeasures({ work, officer, assessor }: Scene, begins: Date): Steps {
  for (const threshold of forms.thresholds) await work.act(assessor, 'ThresholdAssessed', forms.assessment(threshold));
  await work.act(assessor, 'SubmissionSigned', forms.countersigned);
  yield later(begins, 2);
  await work.registers('special-measures', {
    action: 'impose',
    direction: 'Direction of the regional director, number 7.',
  });
  await work.refused('a CCG in special measures is recommended', assessor, 'RegionRecommended', forms.recommendation, {
    status: 409,
    rule: 'R-41',
  });
  yield later(begins, 6);
  await work.act(officer, 'ApplicationWithdrawn', { because: 'special-measures', text: 'Recovery comes first.' });
  return false;
}

const notRecommended = [
  { code: 'financial-recovery', text: 'The CCG must bring its own budget into balance first.' },
  { code: 'thresholds-not-met', text: 'Financial control is not met.' },
];
