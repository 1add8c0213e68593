import { describe, expect, it } from '@jest/globals';
import { checkData } from '../../libs/workflow/data.js';
import type { Fact } from '../../libs/workflow/index.js';
import { dueOf } from '../../libs/workflow/progress.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import { greaterInvolvement2 } from '../greater-involvement-2/index.js';
import { currentWorkflow } from '../index.js';
import { greaterInvolvement } from './index.js';

const statement = 'The CCG sits in the area team’s meetings on general practice.';
const areas = { areas: ['assessing-needs'], heard: 'In writing, three weeks before each decision.' };
const expressed = (): Fact => a.expressed({ level: 'L1' });
const noted = (more: object = {}): Fact =>
  a.fact('InvolvementNoted', { statement, ...more }, a.assessor, a.day('2014-07-01'));
const tookEffect = (at = a.round.goLiveAt): Fact => a.fact('InvolvementTookEffect', {}, a.clock, at);
const reviewed = (at: string): Fact => a.fact('InvolvementReviewed', { findings: 'Heard each time.' }, a.assessor, at);

describe.each([
  ['version 1', greaterInvolvement, noted()],
  ['version 2', greaterInvolvement2, noted(areas)],
])('greater involvement, %s', (_, workflow, note) => {
  const inForce = [expressed(), note, tookEffect()];

  it('is noted by the region without approval, and begins at go-live (R-45)', () => {
    given(workflow, expressed()).when(note).then('applying.noted');
    given(workflow, expressed(), note)
      .when(tookEffect(a.day('2015-03-31')))
      .thenRefused('R-06');
    given(workflow, expressed(), note).when(tookEffect()).then('inForce.running');
  });

  it('needs no mandate, no amendment and no application: it has no words for them (R-12)', () => {
    for (const type of ['BallotOpened', 'AmendmentProposed', 'ApplicationSubmitted', 'DecisionMade'])
      given(workflow, expressed())
        .when({ type, data: {}, actor: a.officer, at: a.day('2014-07-01') })
        .thenRefused('unknown-event');
  });

  it('takes an interest in its own level only (R-01)', () => {
    given(workflow).when(a.expressed()).thenRefused('levelIsL1');
  });

  it('takes an interest until its deadline, and where there is none until go-live (R-04)', () => {
    const round = { ...a.round, interestBy: null };
    given(workflow)
      .when(a.expressed({ level: 'L1', round }, a.day('2015-03-20')))
      .then('applying.interest.expressed');
    given(workflow)
      .when(a.expressed({ level: 'L1', round }, a.round.goLiveAt))
      .thenRefused('R-04');
  });

  it('is withdrawn before go-live, and ended with notice afterwards, by either party (R-55)', () => {
    for (const history of [[expressed()], [expressed(), note]])
      given(workflow, ...history)
        .when(a.withdrawn(a.day('2014-08-01')))
        .then('withdrawn');
    given(workflow, ...inForce)
      .when(a.withdrawn(a.day('2015-06-01')))
      .thenRefused('noticeIsTheWayOut');
    for (const party of [a.officer, a.assessor])
      given(workflow, ...inForce, joint.noticed(party))
        .when(joint.ended())
        .then('ended');
  });

  it('lapses at go-live when nobody noted it (R-06)', () => {
    const lapse = a.fact('DeadlinePassed', { deadline: 'goLive' }, a.clock, a.round.goLiveAt);
    given(workflow, expressed()).when(lapse).then('lapsed');
  });

  it('gives way to both higher levels, from anywhere (R-05, R-63)', () => {
    for (const level of ['L2', 'L3'] as const)
      for (const history of [[expressed()], [expressed(), note], inForce])
        given(workflow, ...history)
          .when(joint.superseded(level))
          .then('superseded');
  });

  it('is not noted by whoever has an interest (R-47), nor by another region', () => {
    const interest = { kind: 'financial' as const, subject: 'A81001', text: 'A partner.', aroseOn: '2014-05-01' };
    given(workflow, expressed(), a.fact('InterestDeclared', interest, a.assessor, a.day('2014-06-20')))
      .when(note)
      .thenRefused('R-47');
    given(workflow, expressed())
      .when({ ...note, actor: a.strangeAssessor })
      .thenRefused('not-yours');
  });
});

describe('the second version of greater involvement', () => {
  it('names the areas of influence and how the CCG is heard; the first does not', () => {
    const first = { statement };
    expect(checkData(greaterInvolvement, 'InvolvementNoted', first).ok).toBe(true);
    expect(checkData(greaterInvolvement, 'InvolvementNoted', { ...first, ...areas }).ok).toBe(false);
    expect(checkData(greaterInvolvement2, 'InvolvementNoted', { ...first, ...areas }).ok).toBe(true);
    expect(checkData(greaterInvolvement2, 'InvolvementNoted', first).ok).toBe(false);
  });

  it('is reviewed by the region once a year, each review a year after the last', () => {
    const inForce = [expressed(), noted(areas), tookEffect()];
    expect(given(greaterInvolvement2, ...inForce).standing.progress.dates).toMatchObject({
      involvementReviewBy: '2016-04-01T23:00:00.000Z',
    });
    const { progress } = given(greaterInvolvement2, ...inForce)
      .when(reviewed(a.day('2016-03-01')))
      .then('inForce.running');
    expect(progress.dates).toMatchObject({ involvementReviewBy: '2017-03-02T00:00:00.000Z' });
    expect(dueOf(greaterInvolvement2, progress)).toEqual([]);
    given(greaterInvolvement, expressed(), noted(), tookEffect())
      .when(reviewed(a.day('2016-03-01')))
      .thenRefused('unknown-event');
  });

  it('is what new cases begin under from the day of the revised guidance, 28 June 2016', () => {
    expect(currentWorkflow('greater-involvement', '2016-06-27')).toBe(greaterInvolvement);
    expect(currentWorkflow('greater-involvement', '2016-06-28')).toBe(greaterInvolvement2);
    expect(currentWorkflow('greater-involvement', '2026-01-01')).toBe(greaterInvolvement2);
    expect(currentWorkflow('full-involvement', '2026-01-01')).toBeUndefined();
  });
});
