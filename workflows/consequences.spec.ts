import { describe, expect, it } from '@jest/globals';
import type { State, Workflow } from '../libs/workflow/index.js';
import * as a from '../test/builders.js';
import { given } from '../libs/workflow/specification.js';
import {
  consequencesOf,
  consequencesOfRegister,
  countedBy,
  ofCases,
  ofTheRegister,
  takesHere,
  type Around,
  type CaseConsequence,
  type RegisterConsequence,
  type Turn,
} from './consequences.js';
import { arrangement } from './arrangement/index.js';
import { delegatedCommissioning } from './delegated-commissioning/index.js';
import { workflows } from './index.js';
import { jointCommissioning } from './joint-commissioning/index.js';
import { membershipRequest } from './membership-request/index.js';

const around: Around = {
  live: () => [],
  inGroup: (group, ccg) => `${group} ${ccg}`,
  open: (ccg) => [`case of ${ccg}`],
  interestsIn: (organisations) =>
    organisations.map((organisation) => ({
      person: 'pat',
      kind: 'financial',
      organisation,
      text: 'A share.',
      aroseOn: '2014-05-01',
    })),
  ofRound: (round) => [`case of round ${round}`],
  claimsOf: () => [],
  naming: (organisation) => (['B82002', '01A'].includes(organisation) ? ['a request'] : []),
  ccgsOf: (organisation) => (organisation === 'A81001' ? ['00C'] : /^\d/.test(organisation) ? [organisation] : []),
  lastCcgOf: () => '00C',
};

const turn = (before: State | undefined, after: State, more: Partial<Turn> = {}): Turn => ({
  case: 'mine',
  workflow: delegatedCommissioning,
  before,
  after,
  about: { ccg: '00C', round: '1', group: [], groupId: null },
  fact: a.expressed(),
  claimsOver: [],
  context: {},
  ...more,
});

const underWay: State = { applying: { interest: 'expressed' } };
const inForce = given(delegatedCommissioning, ...a.inForce()).standing.progress.state;
const typesOf = (...asked: Parameters<typeof consequencesOf>): readonly string[] =>
  consequencesOf(...asked).map(({ type }) => type);

describe('a fact of a case', () => {
  it('that begins an application makes it live for its CCG, which may refuse it', () => {
    expect(consequencesOf(turn(undefined, underWay), around)).toEqual([
      {
        on: { arrangement: '00C' },
        type: 'CaseStarted',
        data: { case: 'mine', workflow: 'delegated-commissioning', level: 'L3', round: '1' },
        by: 'actor',
        otherwise: 'refuses',
      },
    ]);
    expect(typesOf(turn(undefined, 'requested', { workflow: membershipRequest }), around)).toEqual([]);
  });

  it('that leaves the case where nothing begins or ends brings about nothing', () => {
    expect(consequencesOf(turn(underWay, underWay), around)).toEqual([]);
    expect(consequencesOf(turn(inForce, inForce), around)).toEqual([]);
  });

  it('by which a level takes effect ends every other application for it or a lower one, then gives the level', () => {
    const live = [
      { case: 'mine', level: 'L3' },
      { case: 'joint', level: 'L2' },
      { case: 'again', level: 'L3' },
    ];
    const brought = consequencesOf(turn(underWay, inForce), { ...around, live: () => live });
    expect(brought.map(({ type, on }) => [type, on])).toEqual([
      ['LevelSuperseded', { case: 'joint' }],
      ['LevelSuperseded', { case: 'again' }],
      ['LevelTaken', { arrangement: '00C' }],
    ]);
    const joint = { ...turn(underWay, 'inForce.running', { workflow: jointCommissioning }) };
    const lower = consequencesOf({ ...joint, after: { inForce: 'running' } }, { ...around, live: () => live });
    expect(lower.flatMap(({ on }) => (on !== 'register' && 'case' in on ? [on.case] : []))).toEqual(['joint']);
  });

  it.each([
    ['for the members’ no', a.balloted('against', 'against').slice(0, -1), { defeated: true }],
    ['for an inquorate ballot', a.balloted('for').slice(0, -1), { inquorateBallots: 1 }],
    ['for two of them', [...a.balloted('for'), ...a.balloted('for').slice(0, -1)], { inquorateBallots: 2 }],
    ['for nothing when the members said yes', a.carried(), {}],
  ])(
    'that ends an application tells its arrangement what was counted, verified or not: %s (R-16)',
    (_, voted, said) => {
      const context = given(delegatedCommissioning, ...a.underWay(), ...voted).standing.snapshot.context as unknown;
      const withdrawn = turn(underWay, 'withdrawn', countedBy(delegatedCommissioning, context));
      expect(consequencesOf(withdrawn, around)).toMatchObject([{ type: 'CaseEnded' }]);
      expect(consequencesOf(withdrawn, around)[0]?.data).toEqual({ case: 'mine', outcome: 'withdrawn', ...said });
      const refused = turn(underWay, 'defeated', countedBy(delegatedCommissioning, context));
      expect(consequencesOf(refused, around)[0]?.data).toEqual({ case: 'mine', outcome: 'defeated' });
    },
  );

  it('that ends a level in force leaves it, and asks no group', () => {
    const about = { ccg: '00C', round: '1', group: ['00C', '01A'], groupId: 'g' };
    expect(typesOf(turn(inForce, 'revoked', { about }), around)).toEqual(['LevelLeft', 'CaseEnded']);
  });

  it('that ends an application of a group asks each of the others once, and not those that are in force', () => {
    const about = { ccg: '00C', round: '1', group: ['00C', '01A', '02B'], groupId: 'g' };
    const brought = consequencesOf(turn(underWay, 'withdrawn', { about }), around);
    expect(brought.map(({ type, on, otherwise }) => [type, on, otherwise])).toEqual([
      ['CaseEnded', { arrangement: '00C' }, 'impossible'],
      ['GroupMemberLeft', { case: 'g 01A' }, 'left'],
      ['GroupMemberLeft', { case: 'g 02B' }, 'left'],
    ]);
    expect(takesHere(delegatedCommissioning, inForce, 'GroupMemberLeft')).toBe(false);
    expect(takesHere(delegatedCommissioning, underWay, 'GroupMemberLeft')).toBe(true);
  });
});

describe('a fact of the register', () => {
  const at = '2015-04-10T10:00:00.000Z';
  const fact = (type: string, data: Record<string, unknown>, actor = a.registrar) => ({ type, data, at, actor });

  it('about special measures falls on the open cases of the CCG', () => {
    for (const type of ['SpecialMeasuresImposed', 'SpecialMeasuresLifted'])
      expect(consequencesOfRegister(fact(type, { ccg: '00C', direction: 'D', on: '2015-04-10' }), around)).toEqual([
        { on: { case: 'case of 00C' }, type, data: { direction: 'D' }, by: 'clock', otherwise: 'left' },
      ]);
  });

  it('that a CCG closed falls on its cases as of the end of its last day, and not before that has come', () => {
    const closed = consequencesOfRegister(fact('CcgClosed', { code: '00C', on: '2015-03-31' }), around);
    expect(closed).toMatchObject([{ type: 'CcgClosed', at: '2015-03-31T23:00:00.000Z', data: { kind: 'closure' } }]);
    expect(consequencesOfRegister(fact('CcgClosed', { code: '00C', on: '2015-04-10' }), around)).toEqual([]);
  });

  it('about an interest falls on the cases of the CCG, or of the practice’s (R-47)', () => {
    const interest = { person: 'p', kind: 'financial', organisation: 'A81001', text: 'x', aroseOn: '2014-05-01' };
    for (const actor of [a.registrar, a.assessor])
      expect(consequencesOfRegister(fact('InterestRegistered', interest, actor), around)).toMatchObject([
        {
          type: 'InterestDeclared',
          data: { kind: 'financial', subject: 'A81001', text: 'x', aroseOn: '2014-05-01', person: 'p' },
          by: 'clock',
        },
      ]);
    expect(consequencesOfRegister(fact('InterestRegistered', { ...interest, organisation: 'X' }), around)).toEqual([]);
  });

  it.each([
    ['joins', 'PracticeJoined', { code: 'A81001', ccg: '00C', joined: '2015-04-01' }],
    ['moves', 'PracticeMoved', { practice: 'A81001', from: '01A', to: '00C', on: '2015-04-01' }],
    ['merges', 'PracticesMerged', { from: ['A81001'], into: '00C', on: '2015-04-01' }],
    ['reopens', 'PracticeReopened', { practice: 'A81001', status: 'A' }],
    ['closes later', 'PracticeDetailsChanged', { practice: 'A81001', closed: '2015-04-10' }],
  ])('by which a practice %s takes the interests in it to the cases of its CCG (R-47)', (_, type, data) => {
    expect(consequencesOfRegister(fact(type, data), around)).toMatchObject([
      {
        on: { case: 'case of 00C' },
        type: 'InterestDeclared',
        data: { kind: 'financial', subject: 'A81001', text: 'A share.', person: 'pat' },
        by: 'clock',
        otherwise: 'left',
      },
    ]);
  });

  it('by which a practice closed earlier or was called otherwise moves no interest', () => {
    for (const details of [{ closed: '2015-04-09' }, { name: 'x' }, { joined: '2015-04-11' }])
      expect(
        consequencesOfRegister(fact('PracticeDetailsChanged', { practice: 'A81001', ...details }), around),
      ).toEqual([]);
  });

  it('about an interest falls once on a request that names the practice, its CCG, or both (R-47)', () => {
    const interest = { person: 'p', kind: 'financial', text: 'x', aroseOn: '2014-05-01' };
    for (const organisation of ['B82002', '01A']) {
      const brought = consequencesOfRegister(fact('InterestRegistered', { ...interest, organisation }), {
        ...around,
        ccgsOf: () => ['01A'],
      });
      expect(brought.map(({ on }) => on)).toEqual([{ case: 'case of 01A' }, { case: 'a request' }]);
    }
  });

  it('that brings several of one type to one case tells them apart', () => {
    const interestsIn: Around['interestsIn'] = ([organisation = '']) =>
      ['pat', 'sam'].map((person) => ({ person, kind: 'personal', organisation, text: 'x', aroseOn: '2014-05-01' }));
    const moved = fact('PracticeMoved', { practice: 'A81001', from: '01A', to: '00C', on: '2015-04-01' });
    const brought = consequencesOfRegister(moved, { ...around, interestsIn });
    expect(brought.map(({ data, number }) => [data['person'], number])).toEqual([
      ['pat', undefined],
      ['sam', 1],
    ]);
  });

  it('about the name or the region of a CCG falls on its cases, about its first day on none', () => {
    const changed = fact('CcgDetailsChanged', { code: '00C', region: 'Y56', opened: '2013-04-01' });
    expect(consequencesOfRegister(changed, around)).toMatchObject([
      { on: { case: 'case of 00C' }, type: 'CcgDetailsChanged', data: { region: 'Y56' } },
    ]);
    const day = fact('CcgDetailsChanged', { code: '00C', opened: '2013-04-01' });
    expect(consequencesOfRegister(day, around)).toEqual([]);
  });

  it('about a constitution falls on the cases of the CCG (R-21)', () => {
    const constitution = { version: 2, ballotRequired: false, providesForCommittee: true, from: '2015-04-01' };
    const amended = fact('ConstitutionAmended', { ccg: '00C', constitution });
    expect(consequencesOfRegister(amended, around)).toMatchObject([
      {
        type: 'ConstitutionAmended',
        data: { version: 2, ballotRequired: false, providesForCommittee: true },
        by: 'clock',
      },
    ]);
  });

  it('of any other type falls on nothing', () => {
    expect(consequencesOfRegister(fact('PracticeLeft', { practice: 'A81001' }), around)).toEqual([]);
  });
});

describe('the table', () => {
  const levels: readonly Workflow[] = workflows.filter(({ level }) => level !== undefined);

  it('names types that what they fall on can take', () => {
    const described: readonly (CaseConsequence | RegisterConsequence)[] = [
      ...Object.values(ofCases),
      ...Object.values(ofTheRegister),
    ];
    for (const { on, type } of described) {
      if (type === undefined) continue;
      const takers = on === 'arrangement' ? [arrangement] : levels;
      expect([type, takers.some(({ events }) => Object.hasOwn(events, type))]).toEqual([type, true]);
    }
  });

  it('ends other applications wherever those may stand, at every level and in every version (R-05)', () => {
    for (const workflow of levels)
      expect([
        workflow.name,
        takesHere(
          workflow,
          { applying: workflow.level === 'L1' ? 'interest' : { interest: 'expressed' } },
          'LevelSuperseded',
        ),
      ]).toEqual([workflow.name, true]);
  });
});
