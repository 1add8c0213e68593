/** Days and numbers that cannot be, at the facts they stand in: beside today, the case and go-live. */
import { describe, expect, it } from '@jest/globals';
import type { Fact, Workflow } from '../../libs/workflow/index.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import { delegatedCommissioning } from '../delegated-commissioning/index.js';
import { jointCommissioning } from '../joint-commissioning/index.js';
import type { FactOf, FactType } from './words.js';

const told = <Type extends FactType>(type: Type, data: FactOf<Type>['data'], actor = a.officer, at = '2014-10-01') =>
  a.fact(type, data, actor, a.day(at));

const engaged = (heldOn: string): Fact => a.the('EngagementRecorded', { heldOn }, a.day('2014-10-01'));
const agreement = (heldOn: string, votes: Partial<FactOf<'AgreementOfMembersRecorded'>['data']> = {}): Fact =>
  a.byAgreement.the('AgreementOfMembersRecorded', { heldOn, for: 19, members: 19, ...votes });
const opened = (closesAt: string): Fact => a.the('BallotOpened', { closesAt });
const conditional = (due: string, precedent = true): Fact =>
  a.imposing(a.approvedWithConditions(precedent), { matter: 'x', owner: 'x', due, precedent });
const imposed = (due: string): Fact =>
  told(
    'ConditionsImposed',
    { conditions: [{ matter: 'x', owner: 'x', due, precedent: false }] },
    a.committee,
    '2015-09-01',
  );
const reviewed = (nextReviewOn: string): Fact =>
  told('DelegationReviewed', { findings: 'x', nextReviewOn }, a.committee, '2015-09-01');
const revoked = (effectiveOn: string): Fact => {
  const data = { authority: 'x', reasons: 'x', effectiveOn, effectiveAt: `${effectiveOn}T00:00:00.000Z` };
  return told('DelegationRevoked', data, a.committee, '2015-09-01');
};
const noticed = (endsOn: string): Fact =>
  told('NoticeGiven', { reasons: 'x', endsOn, endsAt: `${endsOn}T00:00:00.000Z` }, a.officer, '2015-06-01');

const withoutBallot = a.byAgreement.upTo('InterestAcknowledged');

describe('a day that cannot be is refused, and the field named', () => {
  const cases: readonly (readonly [string, readonly Fact[], (day: string) => Fact, string, ...string[]])[] = [
    ['an arrangement wanted from', [], (timescale) => a.expressed({ timescale }), 'timescale', '2099-04-01'],
    ['an engagement held', a.underWay(), engaged, 'heldOn', '2014-10-02', '2099-01-01', '2009-09-30'],
    ['an agreement of a meeting', withoutBallot, (day) => agreement(day), 'heldOn', '2014-10-02', '2099-01-01'],
    ['an answer wanted by', a.submittedInFull(), (answerBy) => a.asked({ answerBy }), 'answerBy', '2015-01-14'],
    ['a condition due', a.beforeTheCommittee(), (day) => conditional(day, false), 'conditions.0.due', '2099-01-01'],
    [
      'a condition imposed in force',
      a.inForce(),
      imposed,
      'conditions.0.due',
      '2015-08-31',
      '2015-09-01',
      '2099-01-01',
    ],
    ['a review to come', a.inForce(), reviewed, 'nextReviewOn', '2015-08-31', '2099-01-01'],
    [
      'a revocation from before the delegation began',
      a.inForce(),
      revoked,
      'effectiveOn',
      '2015-03-31',
      '2015-08-31',
      '2099-01-01',
    ],
  ];
  it.each(cases)('%s', (_, history, fact, field, ...days) => {
    for (const day of days) {
      const refusal = given(delegatedCommissioning, ...history)
        .when(fact(day))
        .thenRefused('invalid');
      expect(refusal).toMatchObject({ fields: [{ field, message: expect.stringMatching(/^Enter .*day/) }] });
    }
  });

  it('notice that has run, or runs for ever', () => {
    given(jointCommissioning, ...joint.inForce())
      .when(noticed('2015-06-01'))
      .thenRefused('noticeIsAhead');
    given(jointCommissioning, ...joint.inForce())
      .when(noticed('2099-01-01'))
      .thenRefused('invalid');
  });

  it('of somebody who may not act at all, only that is told', () => {
    given(delegatedCommissioning, ...a.inForce())
      .when({ ...revoked('2099-01-01'), actor: a.officer })
      .thenRefused('not-yours');
  });
});

describe('days on either edge are taken', () => {
  const cases: readonly (readonly [string, Workflow, readonly Fact[], Fact, string])[] = [
    ['an engagement today', delegatedCommissioning, a.underWay(), engaged('2014-10-01'), 'applying.underWay'],
    [
      'an agreement today',
      delegatedCommissioning,
      withoutBallot,
      agreement('2014-10-01'),
      'applying.underWay.mandate.given',
    ],
    [
      'an answer by tonight',
      delegatedCommissioning,
      a.submittedInFull(),
      a.asked({ answerBy: '2015-01-15' }),
      'applying',
    ],
    ['a revocation today', delegatedCommissioning, a.inForce(), revoked('2015-09-01'), 'revoked'],
    ['a revocation in five years', delegatedCommissioning, a.inForce(), revoked('2020-09-01'), 'inForce.notice.given'],
    ['notice for tomorrow', jointCommissioning, joint.inForce(), noticed('2015-06-02'), 'inForce.noticeGiven'],
  ];
  it.each(cases)('%s', (_, workflow, history, fact, to) => {
    given(workflow, ...history)
      .when(fact)
      .then(to);
  });
});

describe('what cannot be beside the case', () => {
  const L3 = delegatedCommissioning;

  it('an arrangement before the round goes live (R-06)', () => {
    given(L3)
      .when(a.expressed({ timescale: '2015-03-31' }))
      .thenRefused('timescaleIsNotBeforeGoLive');
    given(L3)
      .when(a.expressed({ timescale: '2015-04-01' }))
      .then('applying.interest.expressed');
  });

  it('a ballot that closes when go-live has come (R-14)', () => {
    given(L3, ...a.underWay())
      .when(opened(a.round.goLiveAt))
      .thenRefused('ballotClosesBeforeGoLive');
    given(L3, ...a.underWay())
      .when(opened('2015-03-31T22:59:00.000Z'))
      .then('applying.underWay.mandate.balloting');
  });

  it('a ballot that leaves nobody the time to vote (R-14)', () => {
    for (const closesAt of ['2014-10-01T10:00:01.000Z', '2014-10-02T09:59:59.999Z']) {
      const refusal = given(L3, ...a.underWay())
        .when(opened(closesAt))
        .thenRefused('ballotGivesTime');
      expect(refusal).toMatchObject({ rule: 'R-14' });
    }
    given(L3, ...a.underWay())
      .when(opened('2014-10-02T10:00:00.000Z'))
      .then('applying.underWay.mandate.balloting');
  });

  it('a condition of going live that is imposed in force (R-50, R-62)', () => {
    const precedent = { matter: 'x', owner: 'x', due: '2015-12-01', precedent: true };
    const refusal = given(L3, ...a.inForce())
      .when(
        told(
          'ConditionsImposed',
          { conditions: [{ ...precedent, precedent: false }, precedent] },
          a.committee,
          '2015-09-01',
        ),
      )
      .thenRefused('nothingPrecedesGoLive');
    expect(refusal).toMatchObject({ rule: 'R-50' });
  });

  it('an answer wanted from go-live on (R-06)', () => {
    given(L3, ...a.submittedInFull())
      .when(a.asked({ answerBy: '2015-04-01' }))
      .thenRefused('answerComesBeforeGoLive');
    given(L3, ...a.submittedInFull())
      .when(a.asked({ answerBy: '2015-03-31' }))
      .then('applying.underWay');
  });

  it('a condition of going live that is due from then on (R-44); another may be', () => {
    given(L3, ...a.beforeTheCommittee())
      .when(conditional('2015-04-01'))
      .thenRefused('precedentsAreDueBeforeGoLive');
    given(L3, ...a.beforeTheCommittee())
      .when(conditional('2015-03-31'))
      .then('applying.underWay.application.agreement');
    given(L3, ...a.beforeTheCommittee())
      .when(conditional('2015-12-31', false))
      .then('applying');
  });

  it('a condition that has come due when it is imposed, by the minute alone, too (R-44)', () => {
    const minuted = (due: string): Fact =>
      a.decided('approve-with-conditions', {
        minuted: { conditions: [{ matter: 'x', owner: 'x', due, precedent: false }] },
      });
    for (const due of ['2014-05-12', '2015-02-09', '2015-02-10'])
      for (const fact of [conditional(due), minuted(due)]) {
        const refusal = given(L3, ...a.beforeTheCommittee())
          .when(fact)
          .thenRefused('conditionsAreToCome');
        expect(refusal).toMatchObject({ rule: 'R-44', meaning: expect.stringMatching(/“x”.* 201[45]/) });
      }
    for (const fact of [conditional('2015-02-11'), minuted('2015-02-11')])
      given(L3, ...a.beforeTheCommittee())
        .when(fact)
        .then('applying.underWay.application.agreement');
    const regional = [...joint.beforeTheRegion()];
    given(jointCommissioning, ...regional)
      .when(
        joint.decided('approve-with-conditions', {
          minuted: { conditions: [{ matter: 'x', owner: 'x', due: '2014-05-12', precedent: false }] },
        }),
      )
      .thenRefused('conditionsAreToCome');
  });

  it('an agreement of members from before there was an application to agree to (R-12)', () => {
    const refusal = given(L3, ...withoutBallot)
      .when(agreement('2014-06-11'))
      .thenRefused('agreementIsToTheApplication');
    expect(refusal).toMatchObject({ rule: 'R-12', meaning: expect.stringContaining('12 June 2014') });
    given(L3, ...withoutBallot)
      .when(agreement('2014-06-12'))
      .then('applying.underWay.mandate.given');
  });

  it('an agreement of members from before they were balloted (R-12, R-16)', () => {
    const inquorate = [...withoutBallot, ...a.balloted('for')];
    const november = a.day('2014-11-01');
    given(L3, ...inquorate)
      .when({ ...agreement('2014-10-14'), at: november })
      .thenRefused('agreementIsTheirLastWord');
    given(L3, ...inquorate)
      .when({ ...agreement('2014-10-15'), at: november })
      .then('applying.underWay.mandate.given');
  });

  it('an agreement of a day on which the constitution asked for a ballot (R-12)', () => {
    given(L3, ...withoutBallot)
      .when(agreement('2014-09-20', { ballotWasRequired: true }))
      .thenRefused('ballotWasNotRequired');
    given(L3, ...withoutBallot)
      .when(agreement('2014-09-20', { ballotWasRequired: false }))
      .then('applying.underWay.mandate.given');
  });

  it('an engagement from before there was a CCG (R-10)', () => {
    const held = (heldOn: string): Fact =>
      told('EngagementRecorded', { kind: 'survey', heldOn, summary: 'x', ccgOpened: '2013-04-01' });
    const refusal = given(L3, ...a.underWay())
      .when(held('2013-03-31'))
      .thenRefused('engagementIsOfTheCcg');
    expect(refusal).toMatchObject({ rule: 'R-10', meaning: expect.stringContaining('1 April 2013') });
    given(L3, ...a.underWay())
      .when(held('2013-04-01'))
      .then('applying.underWay');
  });

  it('more votes than members, however they are divided (R-12)', () => {
    for (const votes of [{ for: 500 }, { for: 19, against: 1 }, { for: 10, against: 5, abstained: 5 }])
      given(L3, ...withoutBallot)
        .when(agreement('2014-09-20', votes))
        .thenRefused('votesAreOfMembers');
    given(L3, ...withoutBallot)
      .when(agreement('2014-09-20', { for: 10, against: 5, abstained: 4 }))
      .then('applying.underWay.mandate.given');
  });
});

describe('a ballot that counts patients (R-14)', () => {
  const ballot = (basis: 'practice' | 'patient' | 'thousand-patients', patients: number | null): Fact =>
    a.ballotOpened(
      { ...a.oneVoteEach, basis },
      a.roll.map((each, index) => (index === 2 ? { ...each, patients } : each)),
    );

  it('does not open while a practice of its roll has no list size, and names it', () => {
    for (const basis of ['patient', 'thousand-patients'] as const)
      expect(
        given(delegatedCommissioning, ...a.underWay())
          .when(ballot(basis, null))
          .thenRefused('listSizesAreKnown'),
      ).toMatchObject({ rule: 'R-14', meaning: expect.stringMatching(/no list size of A81003\./) });
  });

  it('opens once all are known, a list of nobody included; and where each practice has one vote', () => {
    for (const fact of [ballot('patient', 5000), ballot('patient', 0), ballot('practice', null)])
      given(delegatedCommissioning, ...a.underWay())
        .when(fact)
        .then('applying.underWay.mandate.balloting');
  });
});
