import { describe, expect, it } from '@jest/globals';
import { byKind, firstOf, kindOf } from './due.js';

describe('R-06: what is due at one instant', () => {
  it('comes in the order of its kind', () => {
    const kinds = ['lapse', 'taking effect', 'closure', 'ballot closing', 'ending'] as const;
    expect(kinds.toSorted(byKind)).toEqual(['closure', 'ending', 'taking effect', 'ballot closing', 'lapse']);
  });

  it('is of the kind that its workflow says', () => {
    const vetting = { name: 'vetting', version: '1', dueAs: { VettingLapsed: 'lapse' } } as const;
    expect(kindOf(vetting, 'VettingLapsed')).toBe('lapse');
    expect(() => kindOf(vetting, 'toString')).toThrow(
      'expected a fact that vetting@1 has the clock record, found toString',
    );
  });

  it('goes into one append for all of a group', () => {
    const effect = (groupId: string | null) => ({ kind: 'taking effect', groupId }) as const;
    const lapse = (groupId: string | null) => ({ kind: 'lapse', groupId }) as const;
    const due = [effect(null), effect('g'), effect('g'), lapse('g'), lapse(null), lapse(null)];
    expect([1, 2, 3, 4, 5, 6, 7].map((most) => firstOf(due, most).length)).toEqual([1, 1, 3, 4, 5, 6, 6]);
    // A group that is larger than an append goes in parts: nothing else would go at all.
    expect(firstOf([effect('g'), effect('g'), effect('g')], 2)).toHaveLength(2);
  });
});
