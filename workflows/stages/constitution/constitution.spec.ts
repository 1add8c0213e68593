import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../../libs/workflow/index.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import type { Context } from '../../application/words.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const underWay = a.underWay();
const providedFor = a.underWay({ constitution: { ...a.constitution, providesForCommittee: true } });
const at = (state: string): string => `applying.underWay.constitution.${state}`;
const notRequired = a.fact(
  'AmendmentNotRequired',
  { clause: '6.4', statement: 'It provides for the committee.' },
  a.officer,
  a.day('2014-11-10'),
);
const statusesAfter = (...facts: readonly Fact[]): Record<number, string> => {
  const { amendments } = given(workflow, ...underWay, ...facts).standing.snapshot.context as Context;
  return Object.fromEntries(amendments.map(({ version, status }) => [version, status]));
};

describe('an amendment that is not required', () => {
  it('is recorded with the clause relied on, where the constitution provides for the committee (R-20)', () => {
    const { snapshot } = given(workflow, ...providedFor)
      .when(notRequired)
      .then(at('settled'));
    expect((snapshot.context as Context).clauseReliedOn).toBe('6.4');
  });

  it('is refused where the constitution does not provide for the committee (R-20)', () => {
    given(workflow, ...underWay)
      .when(notRequired)
      .thenRefused('committeeIsProvidedFor');
  });

  it('is refused beside a version that is still pending (R-20)', () => {
    given(workflow, ...providedFor, a.proposed())
      .when(notRequired)
      .thenRefused('nothingIsPending');
    given(workflow, ...providedFor, a.proposed(), a.amendmentReturned())
      .when(notRequired)
      .then(at('settled'));
  });
});

describe('a proposed version', () => {
  it('waits on NHS England, as do others beside it (R-21)', () => {
    given(workflow, ...underWay)
      .when(a.proposed())
      .then(at('proposed'));
    given(workflow, ...underWay, a.proposed(2), a.proposed(3))
      .when(a.proposed(4, 2))
      .then(at('proposed'));
    expect(statusesAfter(a.proposed(2), a.proposed(3), a.proposed(4, 2))).toEqual({
      2: 'pending',
      3: 'pending',
      4: 'pending',
    });
  });

  it.each([
    ['the number of another proposal', [a.proposed(2)], a.proposed(2)],
    ['the number of the constitution in force', [], a.proposed(1)],
    ['a number below its base’s', [a.proposed(5)], a.proposed(4, 5)],
  ] as const)('is refused with %s (R-21)', (_, before, fact) => {
    given(workflow, ...underWay, ...before)
      .when(fact)
      .thenRefused('versionIsNew');
  });

  it('is refused on a base nobody knows, or one that was refused, or rests on one that was (R-21)', () => {
    given(workflow, ...underWay)
      .when(a.proposed(9, 7))
      .thenRefused('baseIsKnown');
    const refused = [...underWay, a.proposed(2), a.proposed(3, 2), a.amendmentRefused(2)];
    for (const base of [2, 3])
      given(workflow, ...refused)
        .when(a.proposed(9, base))
        .thenRefused('baseIsKnown');
    given(workflow, ...refused)
      .when(a.proposed(9, 1))
      .then(at('proposed'));
  });

  it('may be based on one that was returned (R-21)', () => {
    given(workflow, ...underWay, a.proposed(2), a.amendmentReturned(2))
      .when(a.proposed(3, 2))
      .then(at('proposed'));
  });

  it('comes within a window for variations, both its days included, and not outside (R-22)', () => {
    for (const today of ['2014-10-01', '2014-11-01'])
      given(workflow, ...underWay)
        .when(a.proposed(2, 1, { ground: 'window', today }))
        .then(at('proposed'));
    for (const today of ['2014-09-30', '2014-11-02'])
      given(workflow, ...underWay)
        .when(a.proposed(2, 1, { ground: 'window', today }))
        .thenRefused('R-22');
  });

  it.each(['lawful-function', 'dissolution', 'co-commissioning-round'] as const)(
    'comes at any time on the ground %s (R-22)',
    (ground) => {
      given(workflow, ...underWay)
        .when(a.proposed(2, 1, { ground, today: '2014-12-24' }))
        .then(at('proposed'));
    },
  );

  it('is decided by NHS England’s reviewers only (R-23)', () => {
    for (const actor of [a.officer, a.assessor, a.committee])
      given(workflow, ...underWay, a.proposed())
        .when({ ...a.amendmentApproved(), actor })
        .thenRefused('R-23');
  });

  it('is not decided by the person who drafted it (R-46)', () => {
    const both = { ...a.reviewer, id: a.officer.id };
    for (const fact of [a.amendmentApproved(), a.amendmentReturned(), a.amendmentRefused()])
      given(workflow, ...underWay, a.proposed())
        .when({ ...fact, actor: both })
        .thenRefused('R-46');
  });

  it('is approved, returned or refused (R-23)', () => {
    given(workflow, ...underWay, a.proposed())
      .when(a.amendmentApproved())
      .then(at('settled'));
    given(workflow, ...underWay, a.proposed())
      .when(a.amendmentReturned())
      .then(at('drafting'));
    given(workflow, ...underWay, a.proposed())
      .when(a.amendmentRefused())
      .then(at('drafting'));
  });

  it('is decided once, and only if it was proposed (R-21)', () => {
    for (const fact of [a.amendmentApproved(9), a.amendmentReturned(9), a.amendmentRefused(9)])
      given(workflow, ...underWay, a.proposed())
        .when(fact)
        .thenRefused('versionIsPending');
    for (const fact of [a.amendmentApproved(2), a.amendmentReturned(2), a.amendmentRefused(2)])
      given(workflow, ...underWay, a.proposed(2), a.proposed(3), a.amendmentReturned(2))
        .when(fact)
        .thenRefused('versionIsPending');
  });
});

describe('three versions in flight (R-21)', () => {
  const three = [a.proposed(2, 1), a.proposed(3, 2), a.proposed(4, 1)];

  it('one whose base was since refused cannot be approved, nor one further up', () => {
    given(workflow, ...underWay, ...three, a.amendmentRefused(2))
      .when(a.amendmentApproved(3))
      .thenRefused('baseStands');
    given(workflow, ...underWay, ...three, a.proposed(5, 3), a.amendmentRefused(2))
      .when(a.amendmentApproved(5))
      .thenRefused('baseStands');
  });

  it('one on a base that stands can', () => {
    given(workflow, ...underWay, ...three, a.amendmentRefused(2))
      .when(a.amendmentApproved(4))
      .then(at('settled'));
    given(workflow, ...underWay, ...three)
      .when(a.amendmentApproved(3))
      .then(at('settled'));
  });

  it('stay open one by one, and the CCG begins again when all were turned down', () => {
    given(workflow, ...underWay, ...three, a.amendmentRefused(2))
      .when(a.amendmentReturned(4))
      .then(at('proposed'));
    given(workflow, ...underWay, ...three, a.amendmentRefused(2), a.amendmentReturned(4))
      .when(a.amendmentRefused(3))
      .then(at('drafting'));
  });

  it('those left over when one is approved can still be decided, and change nothing of it', () => {
    const approved = [...underWay, ...three, a.amendmentApproved(2)];
    for (const fact of [a.amendmentApproved(3), a.amendmentReturned(3), a.amendmentRefused(4)])
      given(workflow, ...approved)
        .when(fact)
        .then(at('settled'));
    expect(statusesAfter(...three, a.amendmentApproved(2), a.amendmentReturned(3), a.amendmentRefused(4))).toEqual({
      2: 'approved',
      3: 'returned',
      4: 'refused',
    });
  });

  it('nothing is left to decide once all were', () => {
    given(workflow, ...underWay, ...a.amended())
      .when(a.amendmentReturned(2))
      .thenRefused('somethingIsPending');
  });

  it.each([
    ['refused', a.amendmentRefused],
    ['returned', a.amendmentReturned],
  ])('one on which an approved version rests is no longer %s', (_, turnedDown) => {
    given(workflow, ...underWay, ...three, a.amendmentApproved(3))
      .when(turnedDown(2))
      .thenRefused('noApprovalRestsOnIt');
    given(workflow, ...underWay, ...three, a.proposed(5, 3), a.amendmentApproved(5))
      .when(turnedDown(2))
      .thenRefused('noApprovalRestsOnIt');
    given(workflow, ...underWay, ...three, a.amendmentApproved(3))
      .when(turnedDown(4))
      .then(at('settled'));
  });

  it('one on which an approved version rests is replaced by it, as its text is in that one', () => {
    expect(statusesAfter(...three, a.proposed(5, 3), a.amendmentApproved(5))).toEqual({
      2: 'replaced',
      3: 'replaced',
      4: 'pending',
      5: 'approved',
    });
    given(workflow, ...underWay, ...three, a.amendmentApproved(3))
      .when(a.amendmentApproved(2))
      .thenRefused('versionIsPending');
    // Nothing of it is left to hold up what is proposed later.
    given(workflow, ...underWay, a.proposed(2), a.proposed(3, 2), a.amendmentApproved(3), a.proposed(4, 3))
      .when(a.amendmentReturned(4))
      .then(at('settled'));
  });

  it('one that was approved is replaced by a later one that does not rest on it, and no other', () => {
    expect(statusesAfter(...three, a.amendmentApproved(2), a.amendmentApproved(4))).toEqual({
      2: 'replaced',
      3: 'pending',
      4: 'approved',
    });
    expect(statusesAfter(...three, a.amendmentApproved(2), a.amendmentApproved(3))).toEqual({
      2: 'approved',
      3: 'approved',
      4: 'pending',
    });
    for (const turnedDown of [a.amendmentReturned, a.amendmentRefused])
      given(workflow, ...underWay, ...three, a.amendmentApproved(2), a.amendmentApproved(4))
        .when(turnedDown(2))
        .thenRefused('versionIsPending');
  });
});

describe('a further version after one was approved', () => {
  it('must be decided; turned down, it leaves the approved one standing', () => {
    given(workflow, ...underWay, ...a.amended())
      .when(a.proposed(3, 2))
      .then(at('proposed'));
    for (const fact of [a.amendmentReturned(3), a.amendmentRefused(3)])
      given(workflow, ...underWay, ...a.amended(), a.proposed(3, 2))
        .when(fact)
        .then(at('settled'));
  });
});

describe('a proposed way of counting (R-14)', () => {
  const threshold = (comparison: 'more-than' | 'at-least', numerator: number, denominator: number): Fact =>
    a.proposed(2, 1, {
      material: true,
      countingRule: { ...a.oneVoteEach, threshold: { comparison, numerator, denominator } },
    });

  it('lets votes carry something: nobody can reach more than all', () => {
    for (const fact of [threshold('more-than', 1, 1), threshold('more-than', 7, 7), threshold('at-least', 8, 7)])
      given(workflow, ...underWay)
        .when(fact)
        .thenRefused('countingIsPossible');
    for (const fact of [threshold('at-least', 1, 1), threshold('more-than', 6, 7)])
      given(workflow, ...underWay)
        .when(fact)
        .then(at('proposed'));
  });

  it('lets votes be lost: a quorum of nothing is no quorum, and anything is at least nothing', () => {
    const quorum = (numerator: number): Fact =>
      a.proposed(2, 1, {
        material: true,
        countingRule: { ...a.oneVoteEach, quorum: { numerator, denominator: 7 } },
      });
    for (const fact of [threshold('at-least', 0, 1), threshold('at-least', 0, 7), quorum(0)])
      given(workflow, ...underWay)
        .when(fact)
        .thenRefused('countingIsPossible');
    for (const fact of [threshold('at-least', 1, 10_000), threshold('more-than', 0, 1), quorum(1)])
      given(workflow, ...underWay)
        .when(fact)
        .then(at('proposed'));
  });
});

describe('a material version (R-21)', () => {
  const material = (more: object = {}, version = 2, basedOn = 1): Fact =>
    a.proposed(version, basedOn, { material: true, ...more });
  const votedOn = (...proposals: readonly Fact[]): readonly Fact[] => [...underWay, ...proposals, ...a.carried()];

  it('is not approved before the members have voted on it: until then it is nobody’s constitution', () => {
    const refusal = given(workflow, ...underWay, material())
      .when(a.amendmentApproved())
      .thenRefused('membersVotedOnIt');
    expect(refusal).toMatchObject({ rule: 'R-21', meaning: expect.stringContaining('Version 2 is material') });
    given(workflow, ...votedOn(material()))
      .when(a.amendmentApproved())
      .then(at('settled'));
  });

  it('is not approved while the ballot is open, nor before its result is verified (R-15)', () => {
    for (const facts of [1, 2, 5, 6])
      given(workflow, ...votedOn(material()).slice(0, underWay.length + facts))
        .when(a.amendmentApproved())
        .thenRefused('membersVotedOnIt');
  });

  it('is not approved on a vote from before it was proposed, nor where a ballot was inquorate', () => {
    given(workflow, ...votedOn(), material())
      .when(a.amendmentApproved())
      .thenRefused('membersVotedOnIt');
    given(workflow, ...underWay, material(), ...a.balloted('for'))
      .when(a.amendmentApproved())
      .thenRefused('membersVotedOnIt');
  });

  it('is not approved in the guise of another that rests on it, returned or not', () => {
    for (const turnedDown of [[], [a.amendmentReturned()]])
      given(workflow, ...underWay, material(), ...turnedDown, a.proposed(3, 2))
        .when(a.amendmentApproved(3))
        .thenRefused('membersVotedOnIt');
    given(workflow, ...votedOn(material()), a.proposed(3, 2))
      .when(a.amendmentApproved(3))
      .then(at('settled'));
  });

  it('is not approved beside one that stands, either', () => {
    given(workflow, ...underWay, a.proposed(2), material({}, 3), a.amendmentApproved(2))
      .when(a.amendmentApproved(3))
      .thenRefused('membersVotedOnIt');
  });

  it('can still be returned or refused without a vote', () => {
    for (const verdict of [a.amendmentReturned(), a.amendmentRefused()])
      given(workflow, ...underWay, material())
        .when(verdict)
        .then(at('drafting'));
  });

  it.each([
    ['takes away their ballot', { ballotRequired: false }],
    ['counts their votes otherwise', { countingRule: a.oneVoteEach }],
  ])('is what %s, whatever the CCG calls it (R-12, R-14)', (_, more) => {
    const refusal = given(workflow, ...underWay)
      .when(a.proposed(2, 1, more))
      .thenRefused('voteIsTheMembers');
    expect(refusal).toMatchObject({ rule: 'R-21' });
    given(workflow, ...underWay)
      .when(material(more))
      .then(at('proposed'));
  });

  it('is not what asks members more often than before', () => {
    const noBallot = a.byAgreement.upTo('InterestAcknowledged');
    for (const ballotRequired of [true, false])
      given(workflow, ...noBallot)
        .when(a.proposed(2, 1, { ballotRequired }))
        .then(at('proposed'));
  });

  it('is what would take away a ballot by now, as the constitution was amended since it was proposed', () => {
    const noBallot = a.byAgreement.upTo('InterestAcknowledged');
    const amended = a.fact(
      'ConstitutionAmended',
      { version: 2, ballotRequired: true, providesForCommittee: false },
      a.clock,
      a.day('2014-11-20'),
    );
    given(workflow, ...noBallot, a.proposed(3, 1, { ballotRequired: false }), amended)
      .when(a.amendmentApproved(3))
      .thenRefused('membersVotedOnIt');
  });
});
