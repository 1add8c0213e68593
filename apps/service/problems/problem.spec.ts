import { describe, expect, it } from '@jest/globals';
import { problemFor } from './problem.js';

const detailFor = (by: readonly string[]): string => problemFor({ because: 'not-yours', by }).document.detail;

describe('what is not somebody’s to do', () => {
  it('names who may, and never nobody as somebody', () => {
    expect(detailFor(['auditor', 'registrar'])).toBe(
      'Only auditor or registrar may do this, for their own organisation.',
    );
    expect(detailFor(['registrar', 'clock'])).toBe('Only registrar may do this, for their own organisation.');
    for (const by of [[], ['clock']])
      expect(detailFor(by)).toBe(
        'Nobody may ask for this here. Where it can happen at all, the service records it by itself.',
      );
  });
});
