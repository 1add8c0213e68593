import { describe, expect, it } from '@jest/globals';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import { greaterInvolvement as workflow } from './index.js';

const afterTheRoundClosed = a.day('2015-02-02');
const expressed = (at: string) => a.expressed({ level: 'L1' }, at);
const returned = a.returned(a.day('2015-02-03'));

describe('an interest in greater involvement', () => {
  it('comes at any time before go-live: it has no process that a deadline could leave time for (R-04)', () => {
    given(workflow).when(expressed(afterTheRoundClosed)).then('applying.interest.expressed');
    const refusal = given(workflow).when(expressed(a.round.goLiveAt)).thenRefused('R-04');
    expect(refusal).toMatchObject({ meaning: 'Interest in this round closed at the end of 31 March 2015.' });
  });

  it('does not lapse while it is mended, before go-live', () => {
    const history = [expressed(afterTheRoundClosed), returned];
    const { progress } = given(workflow, expressed(afterTheRoundClosed))
      .when(returned)
      .then('applying.interest.returned');
    expect(progress.dates).not.toHaveProperty('interestBy');
    const lapse = a.fact('DeadlinePassed', { deadline: 'interestBy' }, a.clock, a.day('2015-02-04'));
    given(workflow, ...history)
      .when(lapse)
      .thenRefused('R-04');
    given(workflow, ...history)
      .when(expressed(a.day('2015-02-20')))
      .then('applying.interest.expressed');
  });
});
