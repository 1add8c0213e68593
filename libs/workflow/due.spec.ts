import { describe, expect, it } from '@jest/globals';
import { byKind, kindsIn, type DueAs } from './due.js';

const timed = (dueAs: DueAs) => ({ name: 'vetting', version: '1', dueAs });

describe('R-06: what is due at one instant', () => {
  it('comes in the order of its kind', () => {
    const kinds = ['lapse', 'taking effect', 'closure', 'ballot closing', 'ending'] as const;
    expect(kinds.toSorted(byKind)).toEqual(['closure', 'ending', 'taking effect', 'ballot closing', 'lapse']);
  });

  it('is of one kind in all workflows', () => {
    expect(kindsIn([timed({ VettingLapsed: 'lapse' }), timed({ VettingLapsed: 'lapse' })])).toEqual(
      new Map([['VettingLapsed', 'lapse']]),
    );
    expect(() => kindsIn([timed({ VettingLapsed: 'lapse' }), timed({ VettingLapsed: 'ending' })])).toThrow(
      'VettingLapsed is due as lapse in one workflow and as ending in vetting@1. Name it alike in both.',
    );
  });
});
