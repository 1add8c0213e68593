import { describe, it } from '@jest/globals';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const underWay = a.underWay();
const at = (state: string): string => `applying.underWay.terms.${state}`;
const drafted = (more: object) => ({ ...a.termsDrafted(), data: { ...a.termsDrafted().data, ...more } });
const suspended = a.suspended();

describe('terms of reference', () => {
  it('go from draft to agreed to signed', () => {
    given(workflow, ...underWay)
      .when(a.termsDrafted())
      .then(at('draft'));
    given(workflow, ...underWay, a.termsDrafted())
      .when(a.termsAgreed())
      .then(at('agreed'));
    given(workflow, ...underWay, a.termsDrafted(), a.termsAgreed())
      .when(a.termsSigned())
      .then(at('signed'));
  });

  it('are of a committee of the governing body, of no other (R-34)', () => {
    for (const committeeOf of ['members', 'several-ccgs'])
      given(workflow, ...underWay)
        .when(drafted({ committeeOf }))
        .thenRefused('committeeIsOfTheGoverningBody');
  });

  it('accept directions by NHS England and the Secretary of State (R-34)', () => {
    given(workflow, ...underWay)
      .when(drafted({ acceptsDirections: false }))
      .thenRefused('directionsAreAccepted');
  });

  it('are held to both again in each new draft (R-34)', () => {
    given(workflow, ...underWay, a.termsDrafted(), a.termsDisputed())
      .when(drafted({ acceptsDirections: false }))
      .thenRefused('R-34');
  });

  it('disputed by either side, are settled by a new draft or by agreeing after all, then signed', () => {
    const before = [...underWay, a.termsDrafted()];
    given(workflow, ...before)
      .when({ ...a.termsDisputed(), actor: a.officer })
      .then(at('disputed'));
    given(workflow, ...before, a.termsDisputed())
      .when(a.termsDrafted())
      .then(at('draft'));
    given(workflow, ...before, a.termsDisputed())
      .when(a.termsAgreed())
      .then(at('agreed'));
    given(workflow, ...before, a.termsDisputed(), a.termsAgreed())
      .when(a.termsSigned())
      .then(at('signed'));
  });

  it('can be disputed while they are agreed, and no longer once they are signed', () => {
    given(workflow, ...underWay, a.termsDrafted(), a.termsAgreed())
      .when(a.termsDisputed())
      .then(at('disputed'));
    given(workflow, ...underWay, ...a.termsSettled())
      .when(a.termsDisputed())
      .thenRefused('not-open-here');
  });

  it('are not signed before they are agreed, nor by the region', () => {
    for (const before of [[a.termsDrafted()], [a.termsDrafted(), a.termsDisputed()]])
      given(workflow, ...underWay, ...before)
        .when(a.termsSigned())
        .thenRefused('not-open-here');
    given(workflow, ...underWay, a.termsDrafted(), a.termsAgreed())
      .when({ ...a.termsSigned(), actor: a.assessor })
      .thenRefused('not-yours');
  });

  it('are not agreed for NHS England by the person who drafted them (R-46)', () => {
    const byBoth = { ...a.termsDrafted(), actor: { ...a.officer2, id: a.assessor.id } };
    given(workflow, ...underWay, byBoth)
      .when(a.termsAgreed())
      .thenRefused('R-46');
    given(workflow, ...underWay, byBoth)
      .when({ ...a.termsAgreed(), actor: { ...a.assessor, id: 'another@Y54' } })
      .then(at('agreed'));
  });

  it('once signed, are opened again only while a structural defect is reworked (R-35)', () => {
    given(workflow, ...a.submittedInFull())
      .when(a.termsDrafted())
      .thenRefused('R-35');
    given(workflow, ...a.upTo('DecisionMade'), suspended)
      .when(a.termsDrafted())
      .then(at('draft'));
    given(workflow, ...a.upTo('DecisionMade'), suspended)
      .when(drafted({ committeeOf: 'several-ccgs' }))
      .thenRefused('R-34');
  });

  it('must be signed before anybody signs the agreement (R-34)', () => {
    const unsigned = a.without(a.terms, a.upTo('DecisionMade'));
    given(workflow, ...unsigned, a.termsDrafted(), a.termsAgreed())
      .when(a.signedByCcg())
      .thenRefused('termsAreSigned');
    given(workflow, ...unsigned, ...a.termsSettled())
      .when(a.signedByCcg())
      .then('applying.underWay.application.agreement.signedByCcg');
  });
});
