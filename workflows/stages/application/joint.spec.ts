import { describe, expect, it } from '@jest/globals';
import { checkData } from '../../../libs/workflow/data.js';
import { dueOf } from '../../../libs/workflow/progress.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import * as joint from '../../../test/joint.js';
import { jointCommissioning as workflow } from '../../joint-commissioning/index.js';

const review = 'applying.underWay.application.review.reviewing';
const ready = joint.readyToSubmit();

describe('an application for joint commissioning', () => {
  it('goes to the region', () => {
    given(workflow, ...ready)
      .when(joint.submitted())
      .then(review);
  });

  it('is asked for its own form, and told what is missing', () => {
    expect(checkData(workflow, 'ApplicationSubmitted', joint.form).ok).toBe(true);
    const checked = checkData(workflow, 'ApplicationSubmitted', a.applicationForm);
    const fields = checked.ok || checked.refusal.because !== 'invalid' ? [] : checked.refusal.fields;
    expect(fields.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['objectives', 'schemeOfDelegation', 'conflictsPolicy', 'finance']),
    );
  });

  it('comes with terms of reference that were put forward, settled or not (R-34)', () => {
    const without = a.without(a.terms, ready);
    given(workflow, ...without)
      .when(joint.submitted())
      .thenRefused('termsArePutForward');
    for (const terms of [[joint.termsDrafted()], [joint.termsDrafted(), a.termsDisputed()], joint.termsSettled()])
      given(workflow, ...without, ...terms)
        .when(joint.submitted())
        .then(review);
  });

  it('comes with an amendment that stands: one that was returned is none, nor one that rests on a refused one (R-20)', () => {
    const without = a.without(a.amendment, ready);
    for (const amendments of [
      [a.proposed(), a.amendmentReturned()],
      [a.proposed(), a.amendmentRefused()],
      [a.proposed(), a.proposed(3, 2), a.amendmentRefused(2)],
    ])
      given(workflow, ...without, ...amendments)
        .when(joint.submitted())
        .thenRefused('amendmentIsProposed');
    for (const amendments of [[a.proposed()], [a.proposed(), a.amendmentReturned(), a.proposed(3, 2)]])
      given(workflow, ...without, ...amendments)
        .when(joint.submitted())
        .then(review);
  });

  it('comes in time for this level, which has a deadline of its own (R-04)', () => {
    given(workflow, ...ready)
      .when(joint.submitted({}, '2015-01-30T23:59:59.999Z'))
      .then(review);
    const refusal = given(workflow, ...ready)
      .when(joint.submitted({}, '2015-01-31T00:00:00.000Z'))
      .thenRefused('R-04');
    expect(refusal).toMatchObject({
      meaning: 'Applications in this round closed at the end of 30 January 2015.',
    });
    const draft = given(workflow, ...ready).standing.progress;
    expect(dueOf(workflow, draft)[0]).toMatchObject({ event: 'DeadlinePassed', at: '2015-01-31T00:00:00.000Z' });
  });

  it('comes at any time where the round leaves it to the region (R-04)', () => {
    const history = a.knowing({ round: { ...a.round, applicationByL2: null } }, ready);
    given(workflow, ...history)
      .when(joint.submitted({}, a.day('2015-03-20')))
      .then(review);
    const early = a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, a.day('2015-03-20'));
    given(workflow, ...history)
      .when(early)
      .thenRefused('applicationDeadlineHasPassed');
  });

  it('needs the members’ mandate, an engagement and a reason where nobody was consulted (R-10, R-11, R-19)', () => {
    given(workflow, ...a.without(a.ballot, ready))
      .when(joint.submitted())
      .thenRefused('R-19');
    given(workflow, ...ready)
      .when(joint.submitted({ consultation: { held: false } }))
      .thenRefused('R-11');
  });
});

describe('the structure of joint commissioning', () => {
  it('never lets a committee-in-common decide (R-31)', () => {
    given(workflow, ...ready)
      .when(joint.submitted(joint.governed({ decidedBy: 'committee-in-common' })))
      .thenRefused('R-31');
  });

  it.each([
    ['would decide', { decidedBy: 'committee-in-common' as const }],
    ['only meets', { decidedBy: 'joint-committee' as const, meetsInCommon: true }],
  ])(
    'lets committees meet in common only after each CCG’s own joint committee, where the meeting %s (R-32)',
    (_, more) => {
      given(workflow, ...ready)
        .when(joint.submitted(joint.governed({ ...more, ownJointCommittee: false })))
        .thenRefused('R-32');
      // Not as the applicant says: of this one nothing is in force yet.
      given(workflow, ...ready)
        .when(joint.submitted(joint.governed({ ...more, ownJointCommittee: true })))
        .thenRefused(more.decidedBy === 'joint-committee' ? 'R-32' : 'R-31');
    },
  );

  it('lets joint committees meet in common that are in force, as the service knows them (R-32)', () => {
    const meeting = (...jointCommittees: string[]) =>
      a.fact(
        'CommitteeInCommonRecorded',
        {
          name: 'Two together',
          ccgs: ['00C', '01A'],
          purpose: 'One agenda.',
          openCcgs: ['00C', '01A'],
          jointCommittees,
        },
        a.officer,
        a.day('2015-04-02'),
      );
    given(workflow, ...joint.inForce())
      .when(meeting('00C'))
      .thenRefused('jointCommitteesComeFirst');
    given(workflow, ...joint.inForce())
      .when(meeting('00C', '01A'))
      .then('inForce');
  });

  it('takes a joint committee of several CCGs that was formed on or after 1 October 2014 (R-33)', () => {
    const formed = (formedOn?: string) =>
      joint.submitted(joint.governed({ decidedBy: 'joint-committee-of-ccgs', ...(formedOn && { formedOn }) }));
    for (const fact of [formed(), formed('2014-09-30')]) {
      const refusal = given(workflow, ...ready)
        .when(fact)
        .thenRefused('R-33');
      expect(refusal).toMatchObject({ meaning: expect.stringContaining('1 October 2014') });
    }
    given(workflow, ...ready)
      .when(formed('2014-10-01'))
      .then(review);
  });
});
