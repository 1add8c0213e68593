import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import { candidatesFor, nodesOf, pathOf, sameState, stateInWords, substateAt } from './state.js';

const letting = { letting: { fence: 'mended', fee: 'unpaid' } };

describe('a state', () => {
  it('is found within itself by a dotted path', () => {
    expect(substateAt(letting, 'letting')).toEqual({ fence: 'mended', fee: 'unpaid' });
    expect(substateAt(letting, 'letting.fence')).toBe('mended');
    expect(substateAt(letting, 'letting.fence.mended')).toBe('');
    expect(substateAt('tenancy', 'tenancy')).toBe('');
  });

  it('is not found where the case is elsewhere', () => {
    for (const path of ['tenancy', 'letting.fence.broken', 'letting.fence.mended.twice', 'letting.gate', 'lett', ''])
      expect(substateAt(letting, path)).toBeUndefined();
    expect(substateAt('tenancy', 'tenancy.old')).toBeUndefined();
  });

  it('is the same whatever order its regions are written in', () => {
    expect(sameState(letting, { letting: { fee: 'unpaid', fence: 'mended' } })).toBe(true);
    expect(sameState(letting, { letting: { fee: 'paid', fence: 'mended' } })).toBe(false);
    expect(sameState(letting, { letting: { fence: 'mended' } })).toBe(false);
    expect(sameState({ letting: { fence: 'mended' } }, letting)).toBe(false);
    expect(sameState('letting', letting)).toBe(false);
    expect(sameState(undefined, undefined)).toBe(true);
    expect(sameState(undefined, 'tenancy')).toBe(false);
  });

  it('reads as one line', () => {
    expect(stateInWords('tenancy')).toBe('tenancy');
    expect(stateInWords({ requesting: 'waiting' })).toBe('requesting.waiting');
    expect(stateInWords(letting)).toBe('letting(fence.mended, fee.unpaid)');
  });

  it('has its nodes, outermost first', () => {
    expect(nodesOf(allotment.machine, letting).map(pathOf)).toEqual([
      '',
      'letting',
      'letting.fence',
      'letting.fence.mended',
      'letting.fee',
      'letting.fee.unpaid',
    ]);
  });

  it('that the machine does not have is a fault', () => {
    expect(() => nodesOf(allotment.machine, { letting: { gate: 'open' } })).toThrow(/has no state .*gate/);
  });
});

describe('the ways on for a fact', () => {
  it('come innermost first, each of several outcomes', () => {
    const nodes = nodesOf(allotment.machine, letting);
    expect(candidatesFor(nodes, 'FeePaid').map(({ description }) => description)).toEqual([
      'The fee is paid.',
      'A part of the fee is paid.',
    ]);
    expect(candidatesFor(nodes, 'FenceMended')).toEqual([]);
    expect(candidatesFor(nodes, 'NoteAdded')).toHaveLength(1);
  });
});
