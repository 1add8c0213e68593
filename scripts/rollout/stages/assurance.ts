/** The region assures the application, and the national committee decides on it. */
import * as forms from '../../../apps/service/demonstration/forms.js';
import { later, on, turn } from '../calendar.js';
import type { Scene, Steps } from './scene.js';

export async function* assurance(scene: Scene): Steps {
  const { plot, calendar, work, officer, assessor } = scene;
  const begins = turn(calendar.assessed, plot.place);
  yield begins;
  if (plot.trouble === 'information-requested') {
    const question = { question: 'How is the delegated budget ring-fenced?', threshold: 'financial-control' };
    await work.act(assessor, 'InformationRequested', question);
    yield later(begins, 3);
    await work.act(officer, 'InformationProvided', {
      question: 1,
      answer: 'In a cost centre of its own, reported monthly.',
    });
  }
  if (plot.ending === 'special-measures') return yield* specialMeasures(scene, begins);
  if (plot.ending === 'rejected') {
    for (const threshold of forms.thresholds)
      await work.act(
        assessor,
        'ThresholdAssessed',
        forms.assessment(threshold, threshold === 'financial-control' ? 'not-met' : 'met'),
      );
    yield later(begins, 5);
    await work.act(assessor, 'RegionNotRecommended', { reasons: rejectionReasons });
    return true;
  }
  yield later(begins, 5);
  await assess(scene);
  return true;
}

/** The four thresholds, the region's signature and its recommendation. */
export async function assess({ plot, work, assessor }: Scene): Promise<void> {
  for (const threshold of forms.thresholds) {
    const conditional = plot.trouble === 'conditions' && threshold === 'conflicts-of-interest';
    await work.act(
      assessor,
      'ThresholdAssessed',
      forms.assessment(threshold, conditional ? 'met-with-conditions' : 'met'),
    );
  }
  await work.act(assessor, 'SubmissionSigned', forms.countersigned);
  await work.act(assessor, 'RegionRecommended', forms.recommendation);
}

async function* specialMeasures({ work, officer, assessor }: Scene, begins: Date): Steps {
  for (const threshold of forms.thresholds) await work.act(assessor, 'ThresholdAssessed', forms.assessment(threshold));
  await work.act(assessor, 'SubmissionSigned', forms.countersigned);
  yield later(begins, 2);
  await work.act('registrar@nhse', 'SpecialMeasuresImposed', {
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

const rejectionReasons = [
  { code: 'financial-recovery', text: 'The CCG must bring its own budget into balance first.' },
  { code: 'thresholds-not-met', text: 'Financial control is not met.' },
];

export async function* decision({ plot, calendar, work }: Scene): Steps {
  const [first, second] = calendar.meetings;
  yield on(first, plot.place % 2 === 0 ? '10:00' : '14:00');
  const decide = (data: Readonly<Record<string, unknown>>, by = 'committee@nhse'): Promise<void> =>
    work.act(by, 'DecisionMade', data);
  if (plot.ending === 'rejected') {
    await decide({ decision: 'reject', grounds: 'The region does not recommend it.', reasons: rejectionReasons });
    return false;
  }
  if (plot.trouble === 'interest-declared') {
    await work.act('committee@nhse', 'InterestDeclared', {
      kind: 'personal',
      subject: plot.ccg,
      text: 'A relative works there.',
    });
    await work.refused(
      'a member decides in spite of a declared interest',
      'committee@nhse',
      'DecisionMade',
      forms.approval,
      { status: 409, rule: 'R-47' },
    );
    await decide(forms.approval, 'committee-2@nhse');
  } else if (plot.trouble === 'conditions') await decide(forms.conditionalApproval(calendar.conditionsDue));
  else if (plot.trouble === 'deferred') {
    await decide({ decision: 'defer', grounds: 'The committee wants to hear the finance officer.' });
    yield on(second);
    await decide(forms.approval);
  } else await decide(forms.approval);
  return true;
}
