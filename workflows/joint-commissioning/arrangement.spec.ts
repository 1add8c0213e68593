import { describe, expect, it } from '@jest/globals';
import { dueOf } from '../../libs/workflow/progress.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import { jointCommissioning as workflow } from './index.js';

const inForce = joint.inForce();
const conditions = [{ matter: 'x', owner: 'x', due: '2015-06-30', precedent: false }];

describe('joint commissioning in force', () => {
  it.each([
    ['the CCG', a.officer, a.assessor],
    ['the region', a.assessor, a.officer],
  ])('is left by %s with notice, which only it takes back', (_, party, other) => {
    const { progress } = given(workflow, ...inForce)
      .when(joint.noticed(party))
      .then('inForce.noticeGiven');
    expect(dueOf(workflow, progress)).toEqual([
      { date: 'noticeEnds', event: 'ArrangementEnded', at: '2015-09-30T23:00:00.000Z' },
    ]);
    given(workflow, ...inForce, joint.noticed(party))
      .when(joint.noticeWithdrawn(other))
      .thenRefused('noticeIsYours');
    const back = given(workflow, ...inForce, joint.noticed(party))
      .when(joint.noticeWithdrawn(party))
      .then('inForce.running');
    expect(dueOf(workflow, back.progress)).toEqual([]);
    given(workflow, ...inForce, joint.noticed(party), joint.noticeWithdrawn(party))
      .when(joint.noticed(other))
      .then('inForce.noticeGiven');
  });

  it('ends on the day of the notice, in London, and not before', () => {
    given(workflow, ...inForce, joint.noticed())
      .when(joint.ended('2015-09-30T22:59:59.999Z'))
      .thenRefused('noticeHasRun');
    given(workflow, ...inForce, joint.noticed())
      .when(joint.ended())
      .then('ended');
  });

  it('is not left by notice for a day that has begun, nor by others', () => {
    given(workflow, ...inForce)
      .when(joint.noticed(a.officer, '2015-09-30T23:00:00.000Z'))
      .thenRefused('noticeIsAhead');
    for (const actor of [a.strangeOfficer, a.strangeAssessor, a.committee, a.practice('A81001')])
      given(workflow, ...inForce)
        .when(joint.noticed(actor))
        .thenRefused('not-yours');
  });

  it('cannot be withdrawn like an application: the refusal names the way out', () => {
    const refusal = given(workflow, ...inForce)
      .when(a.withdrawn(a.day('2015-06-01')))
      .thenRefused('noticeIsTheWayOut');
    expect(refusal).toMatchObject({ meaning: expect.stringContaining('Give notice') });
  });

  it('gives way to delegation, and to no level that is not higher (R-05, R-63)', () => {
    for (const history of [inForce, [...inForce, joint.noticed()], joint.underWay(), joint.awaitingGoLive()])
      given(workflow, ...history)
        .when(joint.superseded())
        .then('superseded');
    given(workflow, ...inForce)
      .when(joint.superseded('L2'))
      .thenRefused('R-05');
    given(workflow, ...inForce)
      .when({ ...joint.superseded(), actor: a.officer })
      .thenRefused('not-yours');
  });

  it('ends with its CCG (R-66)', () => {
    const closed = a.fact('CcgClosed', { kind: 'merger', closedOn: '2016-04-01' }, a.clock, a.day('2016-04-01'));
    given(workflow, ...inForce)
      .when(closed)
      .then('closed');
  });

  it('has conditions that are no conditions precedent reviewed by the region (R-44)', () => {
    const decided = joint.decided('approve-with-conditions', { conditions });
    given(workflow, ...a.instead(decided, joint.inForce()))
      .when(a.fact('ConditionDischarged', { condition: 1, evidence: 'x' }, a.assessor, a.day('2015-05-01')))
      .then('inForce.running');
  });
});
