import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../../../libs/forms/form.js';
import type { Shape } from '../../../libs/workflow/shapes.js';
import { AnnouncedHolidays } from '../register/holidays.js';
import { EnteredCommittee } from '../register/entered-committee.js';
import { Closure, Declaration } from '../register/requests.js';
import { AnnouncedRound } from '../register/rounds.js';
import { readTyped } from './read-typed.js';
import { typedOf } from './typed-of.js';

const round = {
  id: '2027',
  name: 'Round 2027',
  opens: '2026-09-22T23:00:00.000Z',
  interestBy: '2026-12-03T00:00:00.000Z',
  goLive: '2027-04-01',
  mandateBefore: 'signature',
  levels: ['L2', 'L3'],
  variationWindows: [
    { from: '2026-10-01', to: '2026-11-01' },
    { from: '2027-02-01', to: '2027-02-28' },
  ],
  standards: { interest: 10, assurance: 20, answer: 10, amendment: 20, membership: 20 },
};
const committee = {
  id: 'y54-joint',
  name: 'Panel',
  organisation: 'nhse',
  purpose: 'advisory',
  from: '2026-01-09',
  together: 'all',
  parts: [
    { atLeast: 3, offices: ['gp', 'nurse'], counts: 'voting' },
    { within: { together: 'any', parts: [{ atLeast: 1 }, { within: { together: 'all', parts: [{ atLeast: 2 }] } }] } },
  ],
  members: [{ id: 'panel@Y54', name: 'Ada', offices: ['chair'], voting: true, clinician: false }],
};

describe('data as a form would send it', () => {
  it.each<readonly [string, Shape, Readonly<Record<string, unknown>>]>([
    ['a round, in summer time and in winter time', AnnouncedRound, round],
    ['a committee', EnteredCommittee, committee],
    ['bank holidays', AnnouncedHolidays, { days: ['2029-01-01', '2029-03-30'], reachesTo: '2029-12-31' }],
    ['a closure', Closure, { kind: 'merger', on: '2027-03-31', successor: '00C' }],
    [
      'an interest of several lines',
      Declaration,
      { kind: 'indirect', organisation: 'A81001', text: 'One\nTwo', aroseOn: '2026-02-28' },
    ],
  ])('is read back as it was: %s', (_, shape, data) => {
    const fields = fieldsOf(shape);
    const { data: read, errors } = readTyped(fields, typedOf(fields, data));
    expect(errors).toEqual([]);
    expect(read).toEqual(data);
  });

  it('has nothing for what was left out', () => {
    expect(typedOf(fieldsOf(Closure), { kind: 'closure', successor: null, beside: 'the fields' })).toEqual({
      kind: ['closure'],
    });
  });
});
