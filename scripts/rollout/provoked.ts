/** What some try on the way of a story, and must be refused. */
import * as forms from '../../demonstration/forms.js';
import { committeeOf, peopleOf, says, type Scene } from '../../demonstration/story/scene.js';
import type { Beginning, Saying, Step } from '../../demonstration/story/step.js';
import type { Attempt } from './hand.js';
import type { Plot } from './plots.js';
import type { Ccg } from './scene.js';

type Played = Iterable<Step | Attempt, void>;

export const attempt = (step: Saying | Beginning, what: string, status: number, rule?: string): Attempt => ({
  ...step,
  no: { what, status, ...(rule !== undefined && { rule }) },
});

/** The story with what is tried on the way, each thing once. */
export function* attempted(plot: Plot, ccg: Ccg, scene: Scene, story: Played): Generator<Step | Attempt, void> {
  const tried = new Set<Attempt['no']['what']>();
  const once = (attempts: readonly Attempt[]): readonly Attempt[] =>
    attempts.filter(({ no }) => !tried.has(no.what) && tried.add(no.what));
  for (const step of story) {
    if (step.to === 'case' && !('no' in step)) yield* once(before(plot, scene, step));
    yield step;
    if (!('no' in step)) yield* once(after(plot, ccg, scene, step));
  }
}

function before(plot: Plot, scene: Scene, step: Saying): readonly Attempt[] {
  const { officer, reviewer } = peopleOf(scene);
  const { at, type } = step;
  const { level, place, trouble } = plot;
  if (type === 'AmendmentProposed' && level === 'L2' && place % 25 === 3) {
    const notRequired = says(at, officer, 'AmendmentNotRequired', forms.amendmentNotRequired);
    const what = 'L2 without an amendment that enables the joint committee';
    return [attempt({ ...notRequired, looks: step.looks ?? false }, what, 409, 'R-20')];
  }
  if (type === 'ResultVerified' && place === 1)
    return [attempt({ ...step, who: officer }, 'the officer verifies the ballot', 403)];
  if (type === 'AmendmentApproved' && trouble === 'versions-in-flight') {
    // The version before the one that is approved rests on the one that was refused.
    const form = forms.amendmentApproved(Number(step.data['version']) - 1);
    const what = 'a version is approved whose base was refused';
    return [attempt(says(at, reviewer, type, form), what, 409, 'R-21')];
  }
  if (type === 'GroupContinuationAgreed') {
    const what = 'a group goes on without a word when one of it has fallen away';
    const form = forms.wordsOf[scene.level].application();
    return [attempt(says(at, officer, 'ApplicationSubmitted', form), what, 409, 'R-17')];
  }
  if (type === 'ApplicationSubmitted' && place === 2) return [structurallyUnsound(scene, step)];
  if (type === 'DecisionMade' && trouble === 'interest-declared') {
    const what = 'a member decides in spite of a declared interest';
    return [attempt({ ...step, who: committeeOf(scene).chair }, what, 409, 'R-47')];
  }
  return [];
}

function structurallyUnsound({ level }: Scene, submitted: Saying): Attempt {
  const [what, decidedBy, rule] =
    level === 'L3'
      ? (['a joint committee of several CCGs would decide', 'joint-committee', 'R-30'] as const)
      : (['a committee-in-common would decide', 'committee-in-common', 'R-31'] as const);
  const governance = {
    decidedBy,
    description: 'One committee of four CCGs.',
    ...(level === 'L3' ? { committeeOf: 'governing-body' } : { ownJointCommittee: true }),
  };
  return attempt({ ...submitted, data: { ...submitted.data, governance } }, what, 409, rule);
}

function after(plot: Plot, { stranger }: Ccg, scene: Scene, { at, type }: Step): readonly Attempt[] {
  const { assessor } = peopleOf(scene);
  if (type === 'VoteCast' && plot.place === 0) {
    const vote = says(at, `practice@${stranger}`, type, { choice: 'against' });
    return [attempt(vote, 'a practice of another CCG votes', 404)];
  }
  if (type === 'AgreementSigned' && plot.place % 30 === 4) {
    const form = forms.signature('National director');
    return [attempt(says(at, `officer-2@${plot.ccg}`, type, form), 'the CCG signs for NHS England', 403)];
  }
  if (type === 'SpecialMeasuresImposed') {
    const what = 'a CCG in special measures is recommended';
    return [attempt(says(at, assessor, 'RegionRecommended', forms.recommendation), what, 409, 'R-41')];
  }
  return [];
}
