import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import { walk } from './prove.js';
import { stateInWords } from './state.js';

describe('a walk over every case that could be', () => {
  const { configurations, edges } = walk(allotment);

  it('reaches every configuration once', () => {
    expect(configurations.map(stateInWords).sort()).toEqual([
      'ended',
      'expired',
      'letting(fence.broken, fee.paid)',
      'letting(fence.broken, fee.unpaid)',
      'letting(fence.mended, fee.paid)',
      'letting(fence.mended, fee.unpaid)',
      'requesting.blank',
      'requesting.waiting',
      'tenancy',
      'withdrawn',
    ]);
  });

  it('decides rules about states exactly: the key is handed with fence and fee seen to, and never before', () => {
    const keys = edges.filter(({ type }) => type === 'KeyHanded');
    expect(keys.map(({ from }) => stateInWords(from))).toEqual(['letting(fence.mended, fee.paid)']);
    expect(keys[0]).toMatchObject({ by: ['steward'], rules: ['fenceIsMended', 'feeIsPaid'], to: 'tenancy' });
  });

  it('takes every other rule to hold and not to hold', () => {
    const fees = edges.filter(({ from, type }) => type === 'FeePaid' && stateInWords(from).includes('fence.broken'));
    expect(new Set(fees.map(({ to }) => stateInWords(to)))).toEqual(
      new Set(['letting(fence.broken, fee.paid)', 'letting(fence.broken, fee.unpaid)']),
    );
  });
});
