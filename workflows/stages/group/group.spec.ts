import { describe, expect, it } from '@jest/globals';
import { dueOf, waitingOn } from '../../../libs/workflow/progress.js';
import type { Fact } from '../../../libs/workflow/index.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import type { Context, FactOf } from '../../application/words.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const terms: Partial<FactOf<'InterestExpressed'>['data']> = {
  applicants: 'group',
  group: ['00C', '01A', '02B'],
  groupId: 'c0ffee00-0000-4000-8000-000000000001',
  openCcgs: ['00C', '01A', '02B'],
};
const left = (ccg = '01A', at = a.day('2014-10-20')): Fact =>
  a.fact('GroupMemberLeft', { ccg, case: a.meeting, outcome: 'defeated' }, a.clock, at);
const agreed = a.fact('GroupContinuationAgreed', { statement: 'We go on.' }, a.officer, a.day('2014-10-21'));
const accepted = a.fact('GroupContinuationAccepted', { grounds: 'Viable.' }, a.assessor, a.day('2014-10-22'));
const group = 'applying.underWay.group';

/** The same facts for a CCG of a group. */
const together = (facts: readonly Fact[]): readonly Fact[] => [a.expressed(terms), ...facts.slice(1)];
const underWay = together(a.underWay());

describe('a CCG that applies alone', () => {
  it('is asked nothing about a group', () => {
    const { progress } = given(workflow, ...a.underWay()).standing;
    expect(progress.state).toMatchObject({ applying: { underWay: { group: { goingOn: 'alone' } } } });
    for (const fact of [left(), agreed, accepted])
      expect(given(workflow, ...a.underWay()).when(fact).decision.outcome).toBe('refused');
    given(workflow, ...a.underWay())
      .when(left())
      .thenRefused('R-17');
  });
});

describe('a CCG that another one invites (R-01)', () => {
  const invitation = { ...a.expressed(terms), actor: a.strangeOfficer };
  const joined = (at = a.day('2014-06-16')): Fact =>
    a.fact(
      'GroupJoined',
      {
        statement: 'Our governing body agreed.',
        constitution: { ...a.constitution, version: 3 },
        acknowledgeBy: a.day('2014-07-14'),
      },
      a.officer,
      at,
    );
  const declined = a.fact('GroupDeclined', { reasons: 'We wait a year.' }, a.officer, a.day('2014-06-16'));

  it('waits on its own officer, and on nobody else', () => {
    const { progress } = given(workflow, invitation).standing;
    expect(waitingOn(workflow, progress)).toEqual(['ccg-officer']);
    for (const fact of [joined(), declined])
      for (const actor of [a.strangeOfficer, a.verifier, a.assessor, a.committee])
        given(workflow, invitation)
          .when({ ...fact, actor })
          .thenRefused('R-01');
  });

  it('joins, with the constitution of that day, and goes on as if it had expressed the interest', () => {
    const { snapshot, progress } = given(workflow, invitation).when(joined()).then('applying.interest.expressed');
    expect(snapshot.context).toMatchObject({
      invitedBy: '01A',
      constitution: { version: 3 },
      hands: [a.strangeOfficer.id, a.officer.id],
    });
    expect(progress.dates['acknowledgeBy']).toBe(a.day('2014-07-14'));
    given(workflow, invitation, joined()).when(a.acknowledged()).then(`${group}.goingOn.together`);
  });

  it('or declines, which ends its case', () => {
    given(workflow, invitation).when(declined).then('declined');
  });

  it('holds nothing and does nothing until it has joined', () => {
    for (const fact of [
      a.acknowledged(),
      a.ballotOpened(),
      a.submitted(),
      a.withdrawn(a.day('2014-06-13')),
      a.expressed(),
    ])
      expect(given(workflow, invitation).when(fact).decision.outcome).toBe('refused');
    for (const type of ['EngagementRecorded', 'CommitteeInCommonRecorded', 'AmendmentProposed'] as const)
      given(workflow, invitation)
        .when({ type, data: {}, actor: a.officer, at: a.day('2014-06-13') })
        .thenRefused('not-open-here');
  });

  it('joins in time for the round, or the invitation lapses (R-04)', () => {
    const lapse = a.fact('DeadlinePassed', { deadline: 'interestBy' }, a.clock, '2014-06-20T23:00:00.000Z');
    given(workflow, invitation).when(joined('2014-06-20T22:59:59.999Z')).then('applying.interest.expressed');
    given(workflow, invitation).when(lapse).then('lapsed');
    const refusal = given(workflow, invitation, lapse).when(joined('2014-06-21T10:00:00.000Z')).thenRefused('R-04');
    expect(refusal).toMatchObject({ meaning: 'Interest in this round closed at the end of 20 June 2014.' });
  });

  it('joins until applications close in a round without a deadline for interest, when the invitation lapses (R-04)', () => {
    const open = { ...a.expressed({ ...terms, round: { ...a.round, interestBy: null } }), actor: a.strangeOfficer };
    given(workflow, open).when(joined('2015-01-09T11:59:59.999Z')).then('applying.interest.expressed');
    given(workflow, open).when(joined('2015-01-09T12:00:00.000Z')).thenRefused('R-04');
    expect(dueOf(workflow, given(workflow, open).standing.progress)[0]).toMatchObject({
      event: 'DeadlinePassed',
      at: a.round.applicationBy,
    });
    const lapse = a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, a.round.applicationBy!);
    given(workflow, open).when(lapse).then('lapsed');
    const refusal = given(workflow, open, lapse).when(joined('2015-01-10T10:00:00.000Z')).thenRefused('R-04');
    expect(refusal).toMatchObject({ meaning: 'Interest in this round closed at noon on 9 January 2015.' });
  });

  it('joins in time for the later deadline where the round’s is put back, which holds for all that follows (R-04)', () => {
    const later = {
      interestBy: '2014-07-18T23:00:00.000Z',
      applicationBy: '2015-02-06T12:00:00.000Z',
      applicationByL2: a.round.applicationByL2!,
    };
    const facts = [invitation, a.fact('DeadlinePutBack', later, a.clock, a.day('2014-06-19'))];
    const lapse = (at: string) => a.fact('DeadlinePassed', { deadline: 'interestBy' }, a.clock, at);
    expect(dueOf(workflow, given(workflow, ...facts).standing.progress)[0]?.at).toBe(later.interestBy);
    given(workflow, ...facts)
      .when(lapse(a.round.interestBy!))
      .thenRefused('R-04');
    given(workflow, ...facts)
      .when(lapse(later.interestBy))
      .then('lapsed');
    const { progress } = given(workflow, ...facts, joined(a.day('2014-07-10')))
      .when({ ...a.acknowledged(), at: a.day('2014-07-14') })
      .then(`${group}.goingOn.together`);
    expect(progress.dates['applicationBy']).toBe(later.applicationBy);
  });

  it('hears at once of another that left, and is asked whether it goes on once it is under way (R-17)', () => {
    given(workflow, invitation, left('02B', a.day('2014-06-14')), joined())
      .when(a.acknowledged())
      .then(`${group}.interrupted`);
  });
});

describe('a group whose member leaves (R-17)', () => {
  it('waits on this CCG and on the region, in either order', () => {
    given(workflow, ...underWay, left())
      .when(agreed)
      .then(`${group}.agreed`);
    given(workflow, ...underWay, left(), agreed)
      .when(accepted)
      .then(`${group}.goingOn.together`);
    given(workflow, ...underWay, left())
      .when(accepted)
      .then(`${group}.accepted`);
    const { snapshot } = given(workflow, ...underWay, left(), accepted)
      .when(agreed)
      .then(`${group}.goingOn.together`);
    expect(workflow.summary(snapshot.context)).toMatchObject({
      groupId: terms.groupId,
      groupLeft: [{ ccg: '01A', case: a.meeting, outcome: 'defeated' }],
      continuation: { ccg: true, region: true },
    });
  });

  it('shows whom it waits on', () => {
    const shown = (...facts: readonly Fact[]) => {
      const state = given(workflow, ...underWay, ...facts).standing.progress.state;
      const { underWay: regions } = (state as { applying: { underWay: Record<string, string> } }).applying;
      return waitingOn(workflow, { state: { applying: { underWay: { group: regions['group']! } } }, dates: {} });
    };
    expect(shown()).toEqual([]);
    expect(shown(left())).toEqual(['ccg-officer', 'regional-assessor']);
    expect(shown(left(), agreed)).toEqual(['regional-assessor']);
    expect(shown(left(), accepted)).toEqual(['ccg-officer']);
    expect(shown(left(), accepted, agreed)).toEqual([]);
  });

  it('asks both anew each time another member leaves, and of each member once', () => {
    const wentOn = [...underWay, left(), agreed, accepted];
    given(workflow, ...wentOn)
      .when(left())
      .thenRefused('memberIsOfTheGroup');
    for (const facts of [
      wentOn,
      [...underWay, left(), agreed],
      [...underWay, left(), accepted],
      [...underWay, left()],
    ]) {
      const { snapshot } = given(workflow, ...facts)
        .when(left('02B'))
        .then(`${group}.interrupted`);
      expect((snapshot.context as Context).continuation).toEqual({ ccg: false, region: false });
    }
    for (const ccg of ['00C', '03D'])
      given(workflow, ...underWay)
        .when(left(ccg))
        .thenRefused('memberIsOfTheGroup');
  });

  it('asks for both once it is under way, when the member left before', () => {
    for (const before of [
      [a.expressed(terms), left('01A', a.day('2014-06-20')), a.acknowledged()],
      [a.expressed(terms), left('01A', a.day('2014-06-20')), left('02B', a.day('2014-06-21')), a.acknowledged()],
    ])
      given(workflow, ...before.slice(0, -1))
        .when(before.at(-1)!)
        .then(`${group}.interrupted`);
    given(workflow, a.expressed(terms)).when(a.acknowledged()).then(`${group}.goingOn.together`);
  });

  const steps: readonly (readonly [string, readonly Fact[], Fact])[] = [
    ['submission', a.submittedInFull().slice(0, -1), a.submitted()],
    ['recommendation', a.beforeTheCommittee().slice(0, -1), a.recommended()],
    ['approval', a.beforeTheCommittee(), a.approved()],
    ['signature of the CCG', a.upTo('DecisionMade'), a.signedByCcg()],
    ['signature of NHS England', a.upTo('DecisionMade'), a.signedByNhsEngland()],
    ['go-live', a.awaitingGoLive(), a.tookEffect()],
  ];

  it.each(steps)('keeps the others from %s until both said yes', (_, facts, next) => {
    const history = together(facts);
    for (const missing of [[left()], [left(), agreed], [left(), accepted]])
      given(workflow, ...history, ...missing)
        .when(next)
        .thenRefused('groupGoesOn');
    expect(given(workflow, ...history, left(), agreed, accepted).when(next).decision.outcome).toBe('decided');
    expect(given(workflow, ...history).when(next).decision.outcome).toBe('decided');
  });

  it('keeps nobody from deferring, rejecting or withdrawing', () => {
    const history = [...together(a.beforeTheCommittee()), left()];
    const reasons = [{ code: 'other' as const, text: 'x' }];
    given(workflow, ...history)
      .when(a.decided('defer'))
      .then('applying');
    given(workflow, ...history)
      .when(a.decided('reject', { reasons }))
      .then('rejected');
    given(workflow, ...history)
      .when(a.withdrawn(a.day('2015-02-01')))
      .then('withdrawn');
  });

  it('is for this CCG’s own officer to agree, and for a region’s assessor without interest who drafted nothing', () => {
    given(workflow, ...underWay, left())
      .when({ ...agreed, actor: a.strangeOfficer })
      .thenRefused('R-17');
    for (const actor of [a.officer, a.strangeAssessor, a.committee])
      given(workflow, ...underWay, left())
        .when({ ...accepted, actor })
        .thenRefused('not-yours');
    given(workflow, ...underWay, left())
      .when({ ...accepted, actor: { ...a.assessor, id: a.officer.id } })
      .thenRefused('R-46');
    given(workflow, ...underWay)
      .when({ ...left(), actor: a.officer })
      .thenRefused('R-17');
  });
});

describe('a committee-in-common', () => {
  const meets = (...ccgs: string[]): Fact =>
    a.fact(
      'CommitteeInCommonRecorded',
      { name: 'Six together', ccgs, purpose: 'One agenda.', openCcgs: ['00C', '01A', '02B'], jointCommittees: [] },
      a.officer,
      a.day('2014-10-01'),
    );

  it('is recorded as a meeting that decides nothing (R-31)', () => {
    const { snapshot } = given(workflow, ...a.underWay())
      .when(meets('00C', '01A'))
      .then('applying');
    expect(workflow.summary(snapshot.context)).toMatchObject({
      committeesInCommon: [{ name: 'Six together', ccgs: ['00C', '01A'], purpose: 'One agenda.', deciding: false }],
    });
  });

  it('is of at least two different CCGs, this one among them (R-31)', () => {
    for (const ccgs of [[], ['00C'], ['00C', '00C'], ['01A', '02B']])
      given(workflow, ...a.underWay())
        .when(meets(...ccgs))
        .thenRefused('R-31');
    given(workflow, ...a.underWay())
      .when({ ...meets('00C', '01A'), actor: a.strangeOfficer })
      .thenRefused('R-31');
    given(workflow, ...a.underWay())
      .when(meets('00C', '01Z'))
      .thenRefused('committeeInCommonIsOfOpenCcgs');
  });
});
