import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { papersIn } from './papers.js';

let position = 0;
function event(type: string, data: RecordedEvent['data'] = {}, name = 'An assessor'): RecordedEvent {
  position += 1;
  const actor = { id: 'assessor@Y54', name, role: 'regional-assessor', organisation: 'Y54' };
  const at = new Date(Date.UTC(2015, 0, position)).toISOString();
  return { id: `event-${position}`, stream: 'case-1', revision: position, position, type, at, actor, data };
}
const assessed = (threshold: string, finding: string, more = {}): RecordedEvent =>
  event('ThresholdAssessed', { threshold, finding, evidence: 'Read.', ...more });

describe('the papers of a case', () => {
  it('have each threshold as it was assessed last, in the order of the rule book', () => {
    const { assessments } = papersIn([
      assessed('financial-control', 'not-met'),
      assessed('assurance', 'met'),
      assessed('financial-control', 'met-with-conditions', { conditions: 'A report each month' }),
    ]);
    expect(assessments.map(({ threshold, finding, conditions }) => [threshold, finding, conditions])).toEqual([
      ['Assurance', 'Met', undefined],
      ['Financial control', 'Met with conditions', 'A report each month'],
    ]);
  });

  it('have nothing of what was found before the thresholds were reopened, or the approval suspended', () => {
    for (const type of ['ThresholdsReopened', 'ApprovalSuspended']) {
      const before = [assessed('assurance', 'met'), event('RegionRecommended', { grounds: 'Sound.' })];
      expect(papersIn([...before, event(type)])).toEqual({ assessments: [] });
      expect(papersIn([...before, event(type), assessed('assurance', 'not-met')]).assessments).toHaveLength(1);
    }
  });

  it('say whether the region recommends it, and why not', () => {
    expect(papersIn([event('RegionRecommended', { grounds: 'Sound.' }, 'Kavita')]).recommendation).toMatchObject({
      recommended: true,
      grounds: ['Sound.'],
      by: 'Kavita',
    });
    const reasons = [{ code: 'thresholds-not-met', text: 'No lay chair.' }];
    expect(papersIn([event('RegionNotRecommended', { reasons })]).recommendation).toMatchObject({
      recommended: false,
      grounds: ['Thresholds are not met: No lay chair.'],
    });
  });

  it('have what was submitted last', () => {
    const last = event('ApplicationSubmitted', { benefits: 'Two' });
    expect(papersIn([event('ApplicationSubmitted', { benefits: 'One' }), last]).submission).toEqual(last);
  });
});
