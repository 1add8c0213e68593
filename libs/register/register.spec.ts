import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '../event-log/index.js';
import { contradictionOf } from './contradiction.js';
import type { PracticeEntry, RegisterFact } from './facts.js';
import { applyRegisterEvent, ImpossibleRegisterFact, registerOf } from './index.js';
import type { Constitution } from './model.js';

const constitution: Constitution = {
  version: 1,
  from: '2013-04-01',
  ballotRequired: true,
  providesForCommittee: false,
  counting: {
    basis: 'practice',
    denominator: 'votes-cast',
    threshold: { comparison: 'more-than', numerator: 1, denominator: 2 },
    quorum: { numerator: 1, denominator: 2 },
    tie: 'defeated',
  },
};

const amended: Constitution = { ...constitution, version: 2, from: '2014-12-01', providesForCommittee: true };

const counted = (counting: Partial<Constitution['counting']>): RegisterFact => ({
  type: 'ConstitutionAmended',
  data: { ccg: '00C', constitution: { ...amended, counting: { ...amended.counting, ...counting } } },
});

const issuer = 'https://identity.test';

const north: RegisterFact = { type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } };

function ccg(
  code: string,
  practices: readonly PracticeEntry[] = [],
  opened = '2013-04-01',
): RegisterFact<'CcgRegistered'> {
  const people = [
    { subject: `officer@${code}`, name: 'Aisha Quinford', role: 'ccg-officer', organisation: code } as const,
  ];
  return {
    type: 'CcgRegistered',
    data: { code, name: `NHS ${code} CCG`, region: 'Y54', opened, constitution, practices, issuer, people },
  };
}

const willow: PracticeEntry = { code: 'A81001', name: 'Willowbank Surgery', patients: 6_500 };
const larch: PracticeEntry = { code: 'A81002', name: 'Larchfield Surgery', patients: null };

const known = [north, ccg('00C', [willow, larch]), ccg('00D')] as const;

function after(...facts: RegisterFact[]) {
  return registerOf([...known, ...facts]);
}

function voters(register: ReturnType<typeof registerOf>, of: string, on: string): string[] {
  return register.rollOf(of, on).map(({ practice }) => practice);
}

const moved = (on: string): RegisterFact => ({
  type: 'PracticeMoved',
  data: { practice: 'A81001', from: '00C', to: '00D', on },
});

describe('the register', () => {
  it('takes its facts from events as the log holds them', () => {
    const data: NewEvent['data'] = known[1].data;
    const register = registerOf([north]);
    applyRegisterEvent(register, { type: 'CcgRegistered', data });
    expect(register.ccg('00C')).toMatchObject({
      name: 'NHS 00C CCG',
      region: 'Y54',
      opened: '2013-04-01',
      constitution,
    });
    expect(register.practice('A81001', '2014-06-01')).toMatchObject({
      ccg: '00C',
      joined: '2013-04-01',
      status: 'A',
      setting: 4,
    });
  });

  it('lists CCGs by code, of a region, and open on a day', () => {
    const register = after(
      { type: 'RegionRegistered', data: { code: 'Y57', name: 'South' } },
      ccg('13T', [], '2014-12-01'),
      { type: 'CcgClosed', data: { code: '00D', on: '2015-03-31', successor: '13T' } },
    );
    const codes = (filter: Parameters<typeof register.ccgs>[0]) => register.ccgs(filter).map(({ code }) => code);
    expect(codes({})).toEqual(['00C', '00D', '13T']);
    expect(codes({ region: 'Y57' })).toEqual([]);
    expect(codes({ openOn: '2014-11-30' })).toEqual(['00C', '00D']);
    // A successor may open months before its predecessors close.
    expect(codes({ openOn: '2015-03-31' })).toEqual(['00C', '00D', '13T']);
    expect(codes({ openOn: '2015-04-01' })).toEqual(['00C', '13T']);
    expect(register.ccg('00D')).toMatchObject({ closed: '2015-03-31', successor: '13T' });
  });

  it('answers with the constitution that was in force on the day', () => {
    const register = after({ type: 'ConstitutionAmended', data: { ccg: '00C', constitution: amended } });
    expect(register.constitutionOf('00C', '2013-03-31')).toBeUndefined();
    expect(register.constitutionOf('00C', '2014-11-30')).toEqual(constitution);
    expect(register.constitutionOf('00C', '2014-12-01')).toEqual(amended);
    expect(register.constitutionOf('00C')).toEqual(amended);
    expect(register.ccg('00C')?.constitution).toEqual(amended);
    expect(register.countingRuleOf('00C')).toEqual(amended.counting);
    expect(register.countingRuleOf('99Z')).toBeUndefined();
  });

  it('knows a person by issuer and subject together', () => {
    const register = after({
      type: 'RoleGranted',
      data: { issuer, subject: 'officer@00C', name: 'Aisha Quinford', role: 'result-verifier', organisation: '00D' },
    });
    expect(register.person(issuer, 'officer@00C')).toEqual({
      subject: 'officer@00C',
      name: 'Aisha Quinford',
      grants: [
        { role: 'ccg-officer', organisation: '00C' },
        { role: 'result-verifier', organisation: '00D' },
      ],
    });
    expect(register.grantsOf('https://elsewhere.test', 'officer@00C')).toEqual([]);
  });

  it('says whether a subject holds a role for an organisation, whoever the issuer is', () => {
    const elsewhere = { issuer: 'https://elsewhere.test', subject: 'officer@00C', name: 'Rhys Ardley' };
    const granted = { ...elsewhere, role: 'ccg-officer', organisation: '00D' } as const;
    const register = after({ type: 'RoleGranted', data: granted });
    expect(register.holds('officer@00C', 'ccg-officer', '00C')).toBe(true);
    expect(register.holds('officer@00C', 'ccg-officer', '00D')).toBe(true);
    expect(register.holds('officer@00C', 'result-verifier', '00C')).toBe(false);
    expect(register.holds('officer@00D', 'ccg-officer', '00C')).toBe(false);
    register.take({ type: 'RoleWithdrawn', data: granted });
    expect(register.holds('officer@00C', 'ccg-officer', '00D')).toBe(false);
  });

  it('forgets the one role that was withdrawn, and not the person', () => {
    const person = { issuer, subject: 'officer@00C', name: 'Aisha Quinford' };
    const withdrawn = { issuer, subject: 'officer@00C', role: 'ccg-officer', organisation: '00C' } as const;
    const register = after(
      { type: 'RoleGranted', data: { ...person, role: 'ccg-officer', organisation: '00D' } },
      { type: 'RoleGranted', data: { ...person, role: 'result-verifier', organisation: '00C' } },
      { type: 'RoleWithdrawn', data: withdrawn },
    );
    expect(register.grantsOf(issuer, 'officer@00C')).toEqual([
      { role: 'ccg-officer', organisation: '00D' },
      { role: 'result-verifier', organisation: '00C' },
    ]);
    register.take({ type: 'RoleWithdrawn', data: { ...withdrawn, organisation: '00D' } });
    register.take({ type: 'RoleWithdrawn', data: { ...withdrawn, role: 'result-verifier' } });
    expect(register.person(issuer, 'officer@00C')).toEqual({
      subject: 'officer@00C',
      name: 'Aisha Quinford',
      grants: [],
    });
  });
});

describe('the roll of a ballot (R-13)', () => {
  const joins = (entry: Partial<PracticeEntry>): RegisterFact => ({
    type: 'PracticeJoined',
    data: { code: 'A81003', name: 'Rowanmoor Surgery', patients: 900, ccg: '00C', joined: '2014-06-01', ...entry },
  });

  it('has the practices by code, with their list sizes where there are any', () => {
    expect(registerOf([north, ccg('00C', [larch, willow])]).rollOf('00C', '2014-06-01')).toEqual([
      { practice: 'A81001', name: 'Willowbank Surgery', patients: 6_500 },
      { practice: 'A81002', name: 'Larchfield Surgery', patients: null },
    ]);
  });

  it('has a practice from the day it joined', () => {
    const register = after(joins({}));
    expect(voters(register, '00C', '2014-05-31')).toEqual(['A81001', 'A81002']);
    expect(voters(register, '00C', '2014-06-01')).toEqual(['A81001', 'A81002', 'A81003']);
  });

  it('has a practice until the day it left', () => {
    const register = after({ type: 'PracticeLeft', data: { practice: 'A81001', ccg: '00C', on: '2014-06-01' } });
    expect(voters(register, '00C', '2014-06-01')).toEqual(['A81001', 'A81002']);
    expect(voters(register, '00C', '2014-06-02')).toEqual(['A81002']);
  });

  it('has a practice until the day it closed', () => {
    const register = after({ type: 'PracticeClosed', data: { practice: 'A81001', on: '2014-06-01' } });
    expect(register.practice('A81001', '2014-06-02')).toMatchObject({
      status: 'C',
      closed: '2014-06-01',
      left: '2014-06-01',
    });
    expect(voters(register, '00C', '2014-06-01')).toEqual(['A81001', 'A81002']);
    expect(voters(register, '00C', '2014-06-02')).toEqual(['A81002']);
  });

  it('leaves out a practice that had closed before its membership ended', () => {
    const register = after(
      { type: 'PracticeLeft', data: { practice: 'A81001', ccg: '00C', on: '2014-06-30' } },
      { type: 'PracticeClosed', data: { practice: 'A81001', on: '2014-05-31' } },
    );
    expect(voters(register, '00C', '2014-05-31')).toContain('A81001');
    expect(voters(register, '00C', '2014-06-01')).toEqual(['A81002']);
  });

  it.each([{ status: 'D' }, { status: 'P' }, { status: 'C' }, { setting: 9 }] as const)(
    'leaves out a practice with %o',
    (entry) => {
      const register = after(joins(entry));
      expect(voters(register, '00C', '2014-06-01')).toEqual(['A81001', 'A81002']);
      expect(register.practices({ ccg: '00C', on: '2014-06-01' })).toHaveLength(3);
    },
  );

  it('is empty when the CCG is not open', () => {
    const register = after({ type: 'CcgClosed', data: { code: '00C', on: '2015-03-31' } });
    expect(voters(register, '00C', '2015-03-31')).toHaveLength(2);
    expect(voters(register, '00C', '2015-04-01')).toEqual([]);
    expect(voters(register, '00C', '2013-03-31')).toEqual([]);
    expect(voters(register, '99Z', '2014-06-01')).toEqual([]);
  });

  it('stays as it was taken when the register goes on', () => {
    const register = after();
    const frozen = register.rollOf('00C', '2014-06-01');
    register.take(moved('2014-06-01'));
    register.take({ type: 'ListSizeChanged', data: { practice: 'A81002', patients: 4_000, on: '2014-04-01' } });
    expect(frozen).toEqual(after().rollOf('00C', '2014-06-01'));
    expect(register.rollOf('00C', '2014-06-01')).toEqual([
      { practice: 'A81002', name: 'Larchfield Surgery', patients: 4_000 },
    ]);
  });
});

describe('a practice that moves (R-80, R-81)', () => {
  it('is a member of exactly one CCG on every day', () => {
    const register = after(moved('2015-04-01'));
    expect(voters(register, '00C', '2015-03-31')).toContain('A81001');
    expect(voters(register, '00D', '2015-03-31')).toEqual([]);
    expect(voters(register, '00C', '2015-04-01')).not.toContain('A81001');
    expect(voters(register, '00D', '2015-04-01')).toEqual(['A81001']);
    expect(register.memberOf('A81001', '2013-03-31')).toBeUndefined();
    expect(register.practices({ ccg: '00C', on: '2015-04-01' }).map(({ code }) => code)).toEqual(['A81002']);
  });

  it('changes past days when the move is back-dated', () => {
    const register = after();
    expect(register.memberOf('A81001', '2015-09-01')).toBe('00C');
    register.take(moved('2015-04-01'));
    expect(register.memberOf('A81001', '2015-09-01')).toBe('00D');
    expect(register.practice('A81001', '2015-09-01')).toMatchObject({
      ccg: '00D',
      joined: '2015-04-01',
      earlier: [{ ccg: '00C', joined: '2013-04-01', left: '2015-03-31' }],
    });
  });

  it('was never a member where it moved away on the day it joined', () => {
    const register = after(moved('2013-04-01'));
    expect(register.told('A81001')?.earlier).toEqual([]);
    expect(register.memberOf('A81001', '2013-04-01')).toBe('00D');
  });

  it('may come back, and keeps each of its memberships', () => {
    const back: RegisterFact = {
      type: 'PracticeMoved',
      data: { practice: 'A81001', from: '00D', to: '00C', on: '2016-04-01' },
    };
    const register = after(moved('2015-04-01'), back);
    const on = (day: string) => register.memberOf('A81001', day);
    expect([on('2015-03-31'), on('2016-03-31'), on('2016-04-01')]).toEqual(['00C', '00D', '00C']);
    expect(register.practices({ ccg: '00C', on: '2016-04-01' })).toHaveLength(2);
  });

  it('may rejoin after it had left', () => {
    const register = after(
      { type: 'PracticeLeft', data: { practice: 'A81001', ccg: '00C', on: '2014-03-31' } },
      { type: 'PracticeJoined', data: { ...willow, ccg: '00D', joined: '2014-06-01' } },
    );
    const on = (day: string) => register.memberOf('A81001', day);
    expect([on('2014-03-31'), on('2014-04-01'), on('2014-06-01')]).toEqual(['00C', undefined, '00D']);
  });
});

function withoutIssuer({ type, data }: RegisterFact<'CcgRegistered'>): RegisterFact {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- it is left out
  const { issuer: _, ...rest } = data;
  return { type, data: rest };
}

describe('a fact that contradicts the register', () => {
  it('is a practice that joins one CCG while it is still in another (R-80)', () => {
    const register = after({ type: 'PracticeLeft', data: { practice: 'A81001', ccg: '00C', on: '2014-06-01' } });
    const joins: RegisterFact<'PracticeJoined'> = {
      type: 'PracticeJoined',
      data: { ...willow, ccg: '00D', joined: '2014-06-01' },
    };
    expect(contradictionOf(register, joins)).toBe('Practice A81001 left 00C only on 2014-06-01 (R-80).');
    expect(contradictionOf(register, { ...joins, data: { ...joins.data, joined: '2014-06-02' } })).toBeUndefined();
  });

  const role = { issuer, subject: 'x', name: 'Mei Tormond' };
  const thirds = {
    ...constitution.counting,
    threshold: { comparison: 'at-least', numerator: 3, denominator: 2 },
  } as const;
  const rounded = { ...constitution.counting, rounding: 'up' } as const;

  it.each<[string, RegisterFact]>([
    ['Region Y54 is registered already', north],
    ['CCG 00C is registered already', ccg('00C')],
    ['Practice A81001 is registered already (R-80)', ccg('00F', [willow])],
    ['Region Y99 is not registered', { type: 'CcgRegistered', data: { ...ccg('00F').data, region: 'Y99' } }],
    ['who knows them is not named', withoutIssuer(ccg('00G'))],
    ['cannot be registered with CCG 00F', { type: 'CcgRegistered', data: { ...ccg('00C').data, code: '00F' } }],
    [
      'at most 1',
      { type: 'CcgRegistered', data: { ...ccg('00F').data, constitution: { ...constitution, counting: thirds } } },
    ],
    [
      'Rounding belongs',
      { type: 'ConstitutionAmended', data: { ccg: '00C', constitution: { ...amended, counting: rounded } } },
    ],
    ['at version 1 already', { type: 'ConstitutionAmended', data: { ccg: '00C', constitution } }],
    [
      'in force only from',
      { type: 'ConstitutionAmended', data: { ccg: '00C', constitution: { ...amended, from: '2013-03-31' } } },
    ],
    [
      'A regional-assessor cannot act for 00C',
      { type: 'RoleGranted', data: { ...role, role: 'regional-assessor', organisation: '00C' } },
    ],
    [
      'A ccg-officer cannot act for Y54',
      { type: 'RoleGranted', data: { ...role, role: 'ccg-officer', organisation: 'Y54' } },
    ],
    [
      'already',
      { type: 'RoleGranted', data: { ...role, subject: 'officer@00C', role: 'ccg-officer', organisation: '00C' } },
    ],
    [
      'is not auditor',
      { type: 'RoleWithdrawn', data: { issuer, subject: 'x', role: 'auditor', organisation: 'nhse' } },
    ],
    ['is a member of 00C (R-80)', { type: 'PracticeJoined', data: { ...willow, ccg: '00D', joined: '2014-06-01' } }],
    [
      'is a member of 00C, not of 00D',
      { type: 'PracticeLeft', data: { practice: 'A81001', ccg: '00D', on: '2014-06-01' } },
    ],
    ['joined 00C only on 2013-04-01', moved('2013-03-31')],
    [
      'CCG 99Z is not registered',
      { type: 'PracticeMoved', data: { practice: 'A81001', from: '00C', to: '99Z', on: '2014-06-01' } },
    ],
    ['Practice Z00000 is not registered', { type: 'PracticeClosed', data: { practice: 'Z00000', on: '2014-06-01' } }],
    [
      'cannot have 1.5 patients',
      { type: 'ListSizeChanged', data: { practice: 'A81001', patients: 1.5, on: '2014-06-01' } },
    ],
    [
      'cannot have 1000001 patients',
      { type: 'ListSizeChanged', data: { practice: 'A81001', patients: 1_000_001, on: '2014-06-01' } },
    ],
    [
      'Nobody can reach more than all',
      counted({ threshold: { comparison: 'more-than', numerator: 2, denominator: 2 } }),
    ],
    [
      'Everybody reaches at least nothing: enter a threshold above 0',
      counted({ threshold: { comparison: 'at-least', numerator: 0, denominator: 2 } }),
    ],
    ['No ballot misses a quorum of 0: enter one above 0', counted({ quorum: { numerator: 0, denominator: 1 } })],
    ['is not to close', { type: 'CcgClosureTakenBack', data: { code: '00C', on: '2014-06-01' } }],
    ['opened only on', { type: 'CcgClosed', data: { code: '00C', on: '2013-03-31' } }],
    ['cannot succeed itself', { type: 'CcgClosed', data: { code: '00C', on: '2015-03-31', successor: '00C' } }],
  ])('stops the fold and changes nothing: %s', (because, fact) => {
    const register = after();
    expect(() => register.take(fact)).toThrow(ImpossibleRegisterFact);
    expect(() => register.take(fact)).toThrow(because);
    expect([
      register.ccgs(),
      register.practices({ on: '2015-06-01' }),
      register.regions(),
      register.person(issuer, 'officer@00C'),
    ]).toEqual([
      after().ccgs(),
      after().practices({ on: '2015-06-01' }),
      after().regions(),
      after().person(issuer, 'officer@00C'),
    ]);
  });

  it('stops the fold when its type is unknown, rather than pass in silence', () => {
    expect(() => applyRegisterEvent(after(), { type: 'PracticeRenamed', data: {} })).toThrow(
      'knows no fact "PracticeRenamed"',
    );
  });
});
