/** Deadlines that are put back, and interests that are mended after theirs. */
import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../libs/workflow/index.js';
import { dueOf, stagesOf } from '../../libs/workflow/progress.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import { delegatedCommissioning as L3 } from '../delegated-commissioning/index.js';
import { jointCommissioning as L2 } from '../joint-commissioning/index.js';

const putBack = (
  at: string,
  to: Partial<Record<'interestBy' | 'applicationBy' | 'applicationByL2', string>> = {},
): Fact =>
  a.fact(
    'DeadlinePutBack',
    {
      interestBy: a.round.interestBy!,
      applicationBy: a.round.applicationBy!,
      applicationByL2: a.round.applicationByL2!,
      ...to,
    },
    a.clock,
    at,
  );
const toFebruary = { applicationBy: '2015-02-06T12:00:00.000Z' };
const ready = a.upTo('TermsOfReferenceSigned');

describe('a deadline that is put back (R-04)', () => {
  it('holds for a draft that has not missed the earlier one: it is submitted later, and lapses later', () => {
    const late = a.submitted({}, a.day('2015-01-20'));
    given(L3, ...ready)
      .when(late)
      .thenRefused('submissionIsInTime');
    const facts = [...ready, putBack(a.day('2015-01-05'), toFebruary)];
    given(L3, ...facts)
      .when(late)
      .then('applying.underWay.application.assurance');
    const { progress } = given(L3, ...facts).standing;
    expect(dueOf(L3, progress)[0]).toMatchObject({ event: 'DeadlinePassed', at: toFebruary.applicationBy });
    expect(stagesOf(L3, progress).find(({ name }) => name === 'application')?.due).toBe(toFebruary.applicationBy);
    const lapse = (at: string) => a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, at);
    given(L3, ...facts)
      .when(lapse(a.round.applicationBy!))
      .thenRefused('R-04');
    given(L3, ...facts)
      .when(lapse(toFebruary.applicationBy))
      .then('lapsed');
  });

  it('is each level’s own', () => {
    const L2later = { applicationByL2: '2015-02-20T00:00:00.000Z' };
    given(L3, ...ready)
      .when(putBack(a.day('2015-01-05'), L2later))
      .thenRefused('deadlineIsPutBack');
    const facts = [...joint.readyToSubmit(), putBack(a.day('2015-01-21'), L2later)];
    given(L2, ...facts)
      .when(joint.submitted({}, a.day('2015-02-10')))
      .then('applying.underWay.application.review');
    given(L2, ...joint.readyToSubmit())
      .when(putBack(a.day('2015-01-21'), toFebruary))
      .thenRefused('R-04');
  });

  it('is neither for what missed it nor for what is brought forward', () => {
    const interest = { interestBy: '2014-12-01T00:00:00.000Z' };
    given(L3, ...ready)
      .when(putBack(a.day('2014-12-10'), interest))
      .thenRefused('deadlineIsPutBack');
    given(L3, ...ready)
      .when(putBack(a.day('2014-12-10'), { applicationBy: '2014-12-20T12:00:00.000Z' }))
      .thenRefused('deadlineIsPutBack');
    given(L3, ...ready)
      .when({ ...putBack(a.day('2014-12-10'), toFebruary), actor: a.officer })
      .thenRefused('not-yours');
    given(L3, ...a.inForce())
      .when(putBack(a.day('2015-05-01'), toFebruary))
      .thenRefused('not-open-here');
  });
});

describe('an interest that is mended after the round’s deadlines were brought forward (R-04)', () => {
  it('keeps those it began with: they hold for who begins after', () => {
    const earlier = { ...a.round, interestBy: '2014-06-17T23:00:00.000Z', applicationBy: '2014-12-01T12:00:00.000Z' };
    const facts = [
      a.expressed(),
      a.returned(),
      a.expressed({ round: earlier }, a.day('2014-06-16')),
      a.returned(a.day('2014-06-17')),
    ];
    const { progress } = given(L3, ...facts).standing;
    expect(progress.dates).toMatchObject({ interestBy: a.round.interestBy, applicationBy: a.round.applicationBy });
    given(L3, ...facts)
      .when(a.expressed({ round: earlier }, a.day('2014-06-19')))
      .then('applying.interest.expressed');
  });
});

describe('an interest that was in time and is returned (R-04)', () => {
  const mendBy = '2014-07-09T23:00:00.000Z';
  const returned = (at: string): Fact => a.fact('InterestReturned', { missing: 'x', mendBy }, a.assessor, a.day(at));
  const lapse = (at: string): Fact => a.fact('DeadlinePassed', { deadline: 'interestBy' }, a.clock, at);

  it('after the deadline is mended within the standard’s working days', () => {
    const facts = [a.expressed(), returned('2014-06-25')];
    given(L3, ...facts)
      .when(a.expressed({}, '2014-07-09T22:59:59.999Z'))
      .then('applying.interest.expressed');
    given(L3, ...facts)
      .when(a.expressed({}, mendBy))
      .thenRefused('R-04');
    given(L3, ...facts)
      .when(lapse('2014-07-09T22:59:59.999Z'))
      .thenRefused('R-04');
    given(L3, ...facts)
      .when(lapse(mendBy))
      .then('lapsed');
    expect(dueOf(L3, given(L3, ...facts).standing.progress)[0]?.at).toBe(mendBy);
  });

  it('before it only until it', () => {
    const facts = [a.expressed(), returned('2014-06-18')];
    given(L3, ...facts)
      .when(a.expressed({}, a.day('2014-06-21')))
      .thenRefused('R-04');
    expect(dueOf(L3, given(L3, ...facts).standing.progress)[0]?.at).toBe(a.round.interestBy);
  });

  it('in time again has no longer time than others the next time', () => {
    const again = [a.expressed(), returned('2014-06-25'), a.expressed({}, a.day('2014-06-30')), returned('2014-07-01')];
    expect(dueOf(L3, given(L3, ...again).standing.progress)[0]?.at).toBe(mendBy);
    given(L3, ...again)
      .when(a.expressed({}, a.day('2014-07-02')))
      .then('applying.interest.expressed');
  });

  const later = { interestBy: '2014-08-31T23:00:00.000Z', applicationBy: '2015-02-06T12:00:00.000Z' };
  const dueOn = (...facts: Fact[]) => dueOf(L3, given(L3, ...facts).standing.progress)[0]?.at;

  it('is mended until the round’s later deadline, where that is put back meanwhile: until one and the same instant', () => {
    const facts = [a.expressed(), returned('2014-06-25'), putBack(a.day('2014-07-01'), later)];
    given(L3, ...facts)
      .when(a.expressed({}, '2014-08-31T22:59:59.999Z'))
      .then('applying.interest.expressed');
    const late = given(L3, ...facts)
      .when(a.expressed({}, later.interestBy))
      .thenRefused('R-04');
    expect(late).toMatchObject({ meaning: 'Interest in this round closed at the end of 31 August 2014.' });
    expect(dueOn(...facts)).toBe(later.interestBy);
    given(L3, ...facts)
      .when(lapse(mendBy))
      .thenRefused('R-04');
    given(L3, ...facts)
      .when(lapse(later.interestBy))
      .then('lapsed');
  });

  it('keeps its time to mend where the round’s is put back to an earlier instant', () => {
    const sooner = { interestBy: '2014-07-02T23:00:00.000Z' };
    given(L3, a.expressed(), returned('2014-06-25'))
      .when(putBack(a.day('2014-07-01'), sooner))
      .then('applying.interest.returned');
    expect(dueOn(a.expressed(), returned('2014-06-25'), putBack(a.day('2014-07-01'), sooner))).toBe(mendBy);
  });

  it('hears of a later deadline while the region reads it, though the earlier one has passed: it missed none', () => {
    const facts = [a.expressed(), putBack(a.day('2014-06-25'), later), returned('2014-07-01')];
    expect(dueOn(...facts)).toBe(later.interestBy);
    given(L3, ...facts)
      .when(a.expressed({}, a.day('2014-08-30')))
      .then('applying.interest.expressed');
  });

  it('is mended until applications close in a round without a deadline for interest', () => {
    const open = a.expressed({ round: { ...a.round, interestBy: null } });
    const back = { ...later, interestBy: a.round.goLiveAt };
    const facts = [open, returned('2014-12-20'), putBack(a.day('2015-01-05'), back)];
    expect(dueOn(...facts)).toBe(later.applicationBy);
    given(L3, ...facts)
      .when(a.expressed({ round: { ...a.round, interestBy: null } }, a.day('2015-02-05')))
      .then('applying.interest.expressed');
  });
});
