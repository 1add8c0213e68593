import { describe, expect, it } from '@jest/globals';
import { dueOf } from '../../../libs/workflow/progress.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const approved = a.upTo('DecisionMade');
const at = (state: string): string => `applying.underWay.application.agreement.${state}`;
const imposed = a.fact('SpecialMeasuresImposed', { direction: 'Direction 7' }, a.clock, a.day('2015-03-15'));
const lifted = a.fact('SpecialMeasuresLifted', { direction: 'Direction 7' }, a.clock, a.day('2015-03-20'));
const lapse = (moment: string = a.round.goLiveAt) => a.fact('DeadlinePassed', { deadline: 'goLive' }, a.clock, moment);
const byAgreement = a.byAgreement.upTo('AgreementSigned');

describe('the agreement', () => {
  it('is signed by both parties, in either order (R-50)', () => {
    given(workflow, ...approved)
      .when(a.signedByCcg())
      .then(at('signedByCcg'));
    given(workflow, ...approved, a.signedByCcg())
      .when(a.signedByNhsEngland())
      .then(at('signed'));
    given(workflow, ...approved)
      .when(a.signedByNhsEngland())
      .then(at('signedByNhsEngland'));
    given(workflow, ...approved, a.signedByNhsEngland())
      .when(a.signedByCcg())
      .then(at('signed'));
  });

  it('is signed once for each party (R-50)', () => {
    given(workflow, ...approved, a.signedByCcg())
      .when({ ...a.signedByCcg(), actor: a.officer2 })
      .thenRefused('R-50');
    given(workflow, ...approved, a.signedByNhsEngland())
      .when({ ...a.signedByNhsEngland(), actor: a.committee2 })
      .thenRefused('R-50');
  });

  it('is signed for the CCG and for NHS England, not by the region or a practice (R-50)', () => {
    for (const actor of [a.assessor, a.practice('A81001'), a.strangeOfficer, a.registrar])
      given(workflow, ...approved)
        .when({ ...a.signedByCcg(), actor })
        .thenRefused('R-50');
  });

  it('is not signed for both by one person (R-46)', () => {
    given(workflow, ...approved, a.signedByCcg())
      .when({ ...a.signedByNhsEngland(), actor: { ...a.committee, id: a.officer.id } })
      .thenRefused('approverIsNoHand');
    given(workflow, ...approved, a.signedByNhsEngland())
      .when({ ...a.signedByCcg(), actor: { ...a.officer, id: a.committee.id } })
      .thenRefused('signatoryIsNew');
  });

  it('waits for the decision', () => {
    given(workflow, ...a.beforeTheCommittee())
      .when(a.signedByCcg())
      .thenRefused('not-open-here');
  });

  it('is not signed in special measures (R-41)', () => {
    given(workflow, ...approved, imposed)
      .when(a.signedByCcg())
      .thenRefused('R-41');
    given(workflow, ...approved, imposed, lifted)
      .when(a.signedByCcg())
      .then(at('signedByCcg'));
  });

  it('is not signed before the constitution is settled (R-20)', () => {
    given(workflow, ...approved, a.proposed(3, 2))
      .when(a.signedByCcg())
      .thenRefused('R-20');
    given(workflow, ...approved, a.proposed(3, 2), a.amendmentApproved(3))
      .when(a.signedByCcg())
      .then(at('signedByCcg'));
  });
});

describe('a delegation takes effect (R-50)', () => {
  const awaiting = a.awaitingGoLive();

  it('at go-live, midnight in London, and not a moment before (R-06)', () => {
    given(workflow, ...awaiting)
      .when(a.tookEffect('2015-03-31T22:59:59.999Z'))
      .thenRefused('R-06');
    given(workflow, ...awaiting)
      .when(a.tookEffect('2015-03-31T23:00:00.000Z'))
      .then('inForce');
  });

  it('by the clock alone (R-50)', () => {
    for (const actor of [a.officer, a.committee, a.registrar])
      given(workflow, ...awaiting)
        .when({ ...a.tookEffect(), actor })
        .thenRefused('R-50');
  });

  it.each([
    ['an approval', a.beforeTheCommittee(), 'not-open-here'],
    ['any signature', approved, 'not-open-here'],
    ['the signature of NHS England', [...approved, a.signedByCcg()], 'not-open-here'],
    ['the signature of the CCG', [...approved, a.signedByNhsEngland()], 'not-open-here'],
    ['the mandate', [...byAgreement, a.proposed(3, 2, { material: true })], 'mandateIsCarried'],
    ['a decided amendment', [...awaiting, a.proposed(3, 2)], 'amendmentIsSettled'],
    ['a way out of special measures', [...awaiting, imposed], 'ccgIsNotInSpecialMeasures'],
    [
      'its conditions precedent',
      a.instead(a.approvedWithConditions(), a.awaitingGoLive()),
      'conditionsPrecedentAreDischarged',
    ],
  ] as const)('never without %s', (_, history, why) => {
    given(workflow, ...history)
      .when(a.tookEffect())
      .thenRefused(why);
    given(workflow, ...history)
      .when(lapse())
      .then('lapsed');
  });

  it('with all of it, where the members agreed without a ballot', () => {
    given(workflow, ...byAgreement)
      .when(a.tookEffect())
      .then('inForce');
  });

  it('with the mandate of a ballot, where a material amendment had put an agreement aside (R-12)', () => {
    const balloted = [...byAgreement, a.proposed(3, 2, { material: true }), ...a.carried(), a.amendmentApproved(3)];
    given(workflow, ...balloted)
      .when(a.tookEffect())
      .then('inForce');
  });

  it('with a further amendment decided in time, and special measures lifted in time', () => {
    given(workflow, ...awaiting, a.proposed(3, 2), a.amendmentReturned(3), imposed, lifted)
      .when(a.tookEffect())
      .then('inForce');
  });

  it('with the functions that were applied for (R-51)', () => {
    const { snapshot } = given(workflow, ...awaiting)
      .when(a.tookEffect())
      .then('inForce');
    expect(snapshot.context).toMatchObject({ functions: ['assessing-needs', 'discretionary-payments'] });
  });
});

describe('an application that is not ready at go-live', () => {
  it.each([
    ['under way', a.underWay()],
    ['with the region', a.submittedInFull()],
    ['with the committee', a.beforeTheCommittee()],
    ['half signed', [...approved, a.signedByCcg()]],
  ] as const)('lapses while it is %s, and not before go-live (R-06)', (_, history) => {
    given(workflow, ...history)
      .when(lapse())
      .then('lapsed');
    const refusal = given(workflow, ...history)
      .when(lapse('2014-12-24T00:00:00.000Z'))
      .thenRefused('rule');
    expect(refusal).toMatchObject({ rule: expect.stringMatching(/^R-0[46]$/) });
  });

  it('lapses by the clock’s doing only', () => {
    given(workflow, ...a.submittedInFull())
      .when({ ...lapse(), actor: a.committee })
      .thenRefused('not-yours');
  });

  it('that is ready takes effect first: the clock is told so in this order', () => {
    const { progress } = given(workflow, ...a.awaitingGoLive()).standing;
    expect(dueOf(workflow, progress).map(({ event, at: moment }) => `${event} ${moment}`)).toEqual([
      `DelegationTookEffect ${a.round.goLiveAt}`,
      `DeadlinePassed ${a.round.goLiveAt}`,
    ]);
  });
});
