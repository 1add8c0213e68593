import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import * as a from '../../test/gardeners.js';
import { fact, given, record } from './specification.js';
import { isIn } from './state.js';

describe('given, when, then', () => {
  it('gives the standing back, to look closer', () => {
    expect(given(allotment, a.requested()).when(a.offered()).then('letting.fence.broken').revision).toBe(1);
  });

  it('fails when what was given could not have happened', () => {
    expect(() => given(allotment, a.requested(), a.keyHanded())).toThrow(
      /^KeyHanded was refused in requesting\.waiting: .*not-open-here/,
    );
    expect(() => record(allotment, given(allotment).standing, a.offered())).toThrow(/was refused in requesting\.blank/);
  });

  it('fails when the case went elsewhere, or nowhere', () => {
    const when = given(allotment, a.requested()).when(a.offered());
    expect(() => when.then('tenancy')).toThrow('PlotOffered led to letting(fence.broken, fee.unpaid), not to tenancy');
    const refused = given(allotment, a.requested()).when(a.keyHanded());
    expect(() => refused.then('tenancy')).toThrow(/^KeyHanded was refused: /);
  });

  it('fails when a fact that should be refused was recorded, or refused for another reason', () => {
    const recorded = given(allotment, a.requested()).when(a.offered());
    expect(() => recorded.thenRefused('R-1')).toThrow(/^PlotOffered was recorded, leading to letting/);
    const refused = given(allotment, a.requested()).when(a.offered('13'));
    expect(() => refused.thenRefused('R-2')).toThrow(/, not for R-2$/);
    expect(() => refused.thenRefused('not-yours')).toThrow(/, not for not-yours$/);
  });

  it('takes a rule by its number, its name, or just as a rule', () => {
    const refused = given(allotment, a.requested()).when(a.offered('13'));
    for (const why of ['R-1', 'plotIsFree', 'rule']) expect(refused.thenRefused(why).because).toBe('rule');
    const notYours = given(allotment, a.requested()).when({ ...a.offered(), actor: a.rose });
    for (const why of ['R-1', 'not-yours']) expect(notYours.thenRefused(why).because).toBe('not-yours');
  });

  it('knows where a state is, and writes a fact down', () => {
    expect(isIn({ requesting: 'waiting' }, 'requesting')).toBe(true);
    expect(isIn({ requesting: 'waiting' }, 'letting')).toBe(false);
    expect(fact('NoteAdded', {}, a.rose, 'now')).toEqual({ type: 'NoteAdded', data: {}, actor: a.rose, at: 'now' });
  });
});
