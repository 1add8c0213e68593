/** Constitution and terms of reference, side by side. */
import * as forms from '../../../demonstration/forms.js';
import { later } from '../calendar.js';
import { mandateGiven } from './mandate.js';
import type { Scene, Steps } from './scene.js';

export async function* constitution({ plot, calendar, work, words, officer, assessor }: Scene): Steps {
  const reviewer = 'constitution@nhse';
  // None is material: the members have voted by now, and would be asked again.
  const propose = (version: number, basedOn: number): Promise<void> =>
    work.act(officer, 'AmendmentProposed', words.amendment(version, basedOn));
  const approve = (version: number): Promise<void> =>
    work.act(reviewer, 'AmendmentApproved', forms.amendmentApproved(version));
  const begins = later(mandateGiven(plot, calendar), 1);
  const day = (readings: number): Date => later(begins, readings * calendar.reading);
  yield begins;
  const inForce = await work.versionInForce();
  const next = inForce + 1;
  // Another CCG of the group may have fallen away the day before.
  if (plot.group.length > 0) await work.look(officer);
  if (plot.level === 'L2' && plot.place % 25 === 3)
    await work.refused(
      'L2 without an amendment that enables the joint committee',
      officer,
      'AmendmentNotRequired',
      forms.amendmentNotRequired,
      { status: 409, rule: 'R-20' },
    );
  if (plot.amends) await propose(next, inForce);
  else await work.act(officer, 'AmendmentNotRequired', forms.amendmentNotRequired);
  if (plot.trouble === 'versions-in-flight') {
    await propose(next + 1, next);
    await propose(next + 2, inForce);
  }
  await work.act(officer, 'TermsOfReferenceDrafted', words.terms);
  yield day(1);
  if (plot.trouble === 'versions-in-flight') {
    await work.act(reviewer, 'AmendmentRefused', {
      version: next,
      reasons: 'It gives the committee powers it cannot have.',
    });
    await work.refused(
      'a version is approved whose base was refused',
      reviewer,
      'AmendmentApproved',
      forms.amendmentApproved(next + 1),
      { status: 409, rule: 'R-21' },
    );
    await approve(next + 2);
    await work.act(reviewer, 'AmendmentReturned', forms.amendmentReturned(next + 1));
  } else if (plot.trouble === 'amendment-returned') {
    await work.act(reviewer, 'AmendmentReturned', forms.amendmentReturned(next));
    yield day(2);
    await propose(next + 1, next);
    yield day(3);
    await approve(next + 1);
  } else if (plot.amends) await approve(next);
  if (plot.trouble === 'terms-disputed') {
    await work.act(assessor, 'TermsOfReferenceDisputed', { clause: '12', reasons: 'A lay majority is not assured.' });
    yield day(2);
    await work.act(officer, 'TermsOfReferenceDrafted', { ...words.terms, summary: 'With a lay majority of one.' });
    yield day(3);
  }
  await work.act(assessor, 'TermsOfReferenceAgreed', forms.termsAgreed);
  await work.act(officer, 'TermsOfReferenceSigned', forms.termsSigned);
  return true;
}
