import { describe, expect, it } from '@jest/globals';
import { inQuorum } from './committees.js';
import { contradictionOf } from './contradiction.js';
import type { RegisterFact } from './facts.js';
import { registerOf } from './index.js';
import type { Committee, QuorumRule } from './model.js';
import { inRecording } from './proposals.js';
import { seedRegister } from '../../demonstration/register/seed.js';

const chair = { id: 'panel@Y54', name: 'Aisha Quinford', offices: ['chair'], voting: true, clinician: false };
const panel: Committee = {
  id: 'panel',
  name: 'Panel',
  organisation: 'Y54',
  purpose: 'regional-panel',
  from: '2014-04-01',
  quorum: { atLeast: 1 },
  members: [chair],
};
const larger: Committee = {
  ...panel,
  from: '2014-10-01',
  members: [chair, { ...chair, id: 'panel-2@Y54', offices: ['gp'], clinician: true }],
};
const national: Committee = {
  ...panel,
  id: 'a-national',
  organisation: 'nhse',
  purpose: 'national-committee',
  from: '2014-06-01',
};

const constituted = (committee: Committee): RegisterFact => ({ type: 'CommitteeConstituted', data: committee });
const north: RegisterFact = { type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } };
const register = registerOf([north, ...[panel, larger, national].map(constituted)]);

describe('a committee (R-47)', () => {
  it('is as it was constituted on the day that is asked for', () => {
    expect(register.committee('panel', '2014-03-31')).toBeUndefined();
    expect(register.committee('panel', '2014-04-01')).toEqual(panel);
    expect(register.committee('panel', '2014-09-30')).toEqual(panel);
    expect(register.committee('panel', '2014-10-01')).toEqual(larger);
    expect(register.committee('panel')).toEqual(larger);
    expect(register.committee('another', '2014-10-01')).toBeUndefined();
  });

  it('is found by id with the others of its organisation that there are on the day', () => {
    const ids = (asked: { organisation?: string; on: string }) => register.committees(asked).map(({ id }) => id);
    expect(ids({ on: '2014-03-31' })).toEqual([]);
    expect(ids({ on: '2014-05-31' })).toEqual(['panel']);
    expect(ids({ on: '2014-06-01' })).toEqual(['a-national', 'panel']);
    expect(ids({ on: '2014-06-01', organisation: 'Y54' })).toEqual(['panel']);
    expect(register.committees({ on: '2014-10-01', organisation: 'Y54' })).toEqual([larger]);
  });

  it('has a member who votes: without one it decides nothing', () => {
    const silent = { ...chair, id: 'panel-3@Y54', voting: false };
    for (const members of [[silent], [silent, { ...silent, id: 'panel-4@Y54' }]])
      expect(contradictionOf(register, constituted({ ...panel, id: 'new', members }))).toContain('a vote');
    expect(contradictionOf(register, constituted({ ...panel, id: 'new', members: [silent, chair] }))).toBeUndefined();
  });

  it('that is told ahead can be told otherwise until its day, also that all stays as it was', () => {
    const told = (change: Partial<Committee>, toldOn: string): RegisterFact => ({
      type: 'CommitteeConstituted',
      data: { ...larger, ...change, toldOn },
    });
    for (const from of ['2014-09-01', '2014-10-01', '2014-12-01']) {
      const other = registerOf([north, constituted(panel), constituted(larger), told({ from }, '2014-08-01')]);
      expect(other.committee('panel', from)).toEqual({ ...larger, from });
    }
    const back = registerOf([north, constituted(panel), constituted(larger), told({ members: [chair] }, '2014-09-30')]);
    expect(back.committee('panel', '2014-10-01')?.members).toEqual([chair]);
    for (const late of [told({}, '2014-10-01'), told({ from: '2014-07-31' }, '2014-08-01'), constituted(larger)])
      expect(contradictionOf(register, late)).toContain('constituted from 2014-10-01 already');
  });

  it.each<[string, Partial<Committee>]>([
    ['neither nhse nor a region', { organisation: 'Y99' }],
    ['neither nhse nor a region', { organisation: '00C' }],
    ['Committee panel is of Y54', { organisation: 'nhse', from: '2015-01-01' }],
    ['Committee panel is a regional panel, and stays one', { purpose: 'advisory', from: '2015-01-01' }],
    ['cannot be a national committee', { id: 'new', purpose: 'national-committee' }],
    ['cannot be a regional panel', { id: 'new', organisation: 'nhse' }],
    ['constituted from 2014-10-01 already', { from: '2014-10-01' }],
    ['constituted from 2014-10-01 already', { from: '2014-09-30' }],
    ['has no members', { from: '2015-01-01', members: [] }],
    ['panel@Y54 is a member of committee panel twice', { from: '2015-01-01', members: [chair, chair] }],
    ['A quorum is', { from: '2015-01-01', quorum: { atLeast: 0 } }],
  ])('contradicts the register: %s', (because, change) => {
    expect(contradictionOf(register, constituted({ ...panel, ...change }))).toContain(because);
  });
});

describe('a national committee (R-45)', () => {
  const registrar = (subject: string): RegisterFact => ({
    type: 'RoleGranted',
    data: { issuer: 'development', subject, name: subject, role: 'registrar', organisation: 'nhse' },
  });
  const people = ['one', 'two', chair.id].map(registrar);
  const committee = { ...national, id: 'new', toldOn: '2014-05-01' };
  const proposed = (proposedBy = 'one', change: Partial<Committee> = {}): RegisterFact => ({
    type: 'CommitteeProposed',
    data: { id: 'proposal', committee: { ...committee, ...change }, proposedBy },
  });
  const confirmed = (confirmedBy = 'two', change: Partial<Committee> = {}): RegisterFact => ({
    type: 'CommitteeConfirmed',
    data: { id: 'proposal', committee: { ...committee, ...change, toldOn: '2014-05-02' }, confirmedBy },
  });
  const declined = (declinedBy = 'two'): RegisterFact => ({
    type: 'CommitteeDeclined',
    data: { id: 'proposal', declinedBy },
  });
  const known = (...more: readonly RegisterFact[]) => registerOf([north, ...people, ...more]);

  it('is constituted by two registrars: one proposes, another confirms', () => {
    expect(known(proposed()).committee('new')).toBeUndefined();
    expect(known(proposed(), confirmed()).committee('new')).toEqual({ ...national, id: 'new' });
    // Told on a day or on none: that is no part of what was proposed.
    const plain: RegisterFact = {
      type: 'CommitteeConfirmed',
      data: { id: 'proposal', committee: { ...national, id: 'new' }, confirmedBy: 'two' },
    };
    expect(known(proposed(), plain).committee('new')).toEqual({ ...national, id: 'new' });
    const declinedOnce = known(proposed(), declined());
    expect(declinedOnce.committee('new')).toBeUndefined();
    expect(contradictionOf(declinedOnce, confirmed())).toContain('confirmed or declined already');
  });

  it.each<readonly [string, RegisterFact, readonly RegisterFact[]]>([
    ['Another registrar must confirm', confirmed('one'), [proposed()]],
    ['Something else was proposed', confirmed('two', { quorum: { atLeast: 2 } }), [proposed()]],
    ['There is no proposal', confirmed(), []],
    ['There is no proposal', declined(), []],
    ['needs no second person', proposed('one', { organisation: 'Y54', purpose: 'regional-panel' }), []],
    ['of which they are a member', proposed(chair.id), []],
    ['of which they are a member', confirmed(chair.id), [proposed()]],
    ['of which they are a member', declined(chair.id), [proposed()]],
    ['cannot reach', proposed('one', { quorum: { atLeast: 2 } }), []],
    [
      'no registrar any more',
      confirmed(),
      [
        proposed(),
        {
          type: 'RoleWithdrawn',
          data: { issuer: 'development', subject: 'one', role: 'registrar', organisation: 'nhse' },
        },
      ],
    ],
  ])('contradicts the register: %s', (because, fact, before) => {
    expect(contradictionOf(known(...before), fact)).toContain(because);
  });

  it('names whoever records it', () => {
    expect(inRecording(proposed(), 'two')).toContain('names one');
    expect(inRecording(confirmed(), 'one')).toContain('names two');
    expect(inRecording(declined(), 'one')).toContain('names two');
    expect(inRecording(proposed(), 'one')).toBeUndefined();
  });
});

describe('a quorum rule', () => {
  const deep = (levels: number): QuorumRule => (levels === 1 ? { atLeast: 1 } : { any: [deep(levels - 1)] });
  const wide = (parts: number): QuorumRule => ({ all: Array.from({ length: parts }, () => ({ atLeast: 1 })) });

  it.each<QuorumRule>([
    { atLeast: 4 },
    { atLeast: 2, of: { voting: false } },
    { all: [{ atLeast: 1, of: { offices: ['chair', 'vice-chair'] } }, { any: [{ atLeast: 1, of: {} }] }] },
    deep(5),
    wide(49),
  ])('is well-formed: %j', (rule) => {
    expect(inQuorum(rule)).toBeUndefined();
  });

  it.each<unknown>([
    undefined,
    null,
    'all',
    [],
    {},
    { all: [] },
    { any: [{ atLeast: 1 }, {}] },
    { all: { atLeast: 1 } },
    { none: [{ atLeast: 1 }] },
    { all: [{ atLeast: 1 }], any: [{ atLeast: 1 }] },
    { atLeast: 1.5 },
    { atLeast: '1' },
    { atLeast: 1, all: [] },
    { atLeast: 1, of: { office: 'gp' } },
    { atLeast: 1, of: { offices: [] } },
    { atLeast: 1, of: { offices: [''] } },
    { atLeast: 1, of: { voting: 'yes' } },
    { atLeast: 1, of: [] },
    deep(6),
    wide(50),
  ])('is not well-formed: %j', (rule) => {
    expect(inQuorum(rule)).toContain('5 deep and of 50 parts at most');
  });
});

describe('the invented committees', () => {
  const seeded = registerOf(seedRegister());
  const committees = seeded.committees({ on: '2014-06-01' });

  it('are the national one and one of each region', () => {
    expect(committees.map(({ id, organisation }) => [id, organisation])).toEqual([
      ['nhse-assurance', 'nhse'],
      ['y54-joint', 'Y54'],
      ['y55-joint', 'Y55'],
      ['y56-joint', 'Y56'],
      ['y57-joint', 'Y57'],
    ]);
  });

  it('have members who may act for their organisation, under the names they are known by', () => {
    for (const { organisation, members } of committees) {
      const role = organisation === 'nhse' ? 'national-committee' : 'regional-assessor';
      for (const { id, name } of members) {
        expect(seeded.person('development', id)).toEqual({ subject: id, name, grants: [{ role, organisation }] });
      }
    }
  });

  it('have a quorum when all are there, and none without every clinician or every executive', () => {
    const [nationalOne, regional] = committees as [Committee, Committee];
    expect(committees.every(({ quorum, members }) => isMet(quorum, members))).toBe(true);
    const without = ({ quorum, members }: Committee, out: (member: Committee['members'][number]) => boolean) =>
      isMet(
        quorum,
        members.filter((member) => !out(member)),
      );
    expect(without(nationalOne, ({ clinician }) => clinician)).toBe(false);
    expect(without(nationalOne, ({ offices }) => offices.includes('lay-member'))).toBe(false);
    expect(without(nationalOne, ({ offices }) => offices.includes('chair'))).toBe(true);
    expect(without(regional, ({ offices }) => offices.includes('executive'))).toBe(false);
    expect(without(regional, ({ clinician }) => clinician)).toBe(true);
  });
});

function isMet(rule: QuorumRule, members: Committee['members']): boolean {
  if ('all' in rule) return rule.all.every((part) => isMet(part, members));
  if ('any' in rule) return rule.any.some((part) => isMet(part, members));
  const { offices, voting } = rule.of ?? {};
  const counts = members.filter(
    (member) =>
      (voting === undefined || member.voting === voting) &&
      (offices === undefined || offices.some((office) => member.offices.includes(office))),
  );
  return counts.length >= rule.atLeast;
}
