import { describe, expect, it } from '@jest/globals';
import type { Fact } from './index.js';
import { allotment } from '../../test/allotment.js';
import { beginning, decide, refusalOf } from './decide.js';
import * as a from '../../test/gardeners.js';
import { fact, given } from './specification.js';

describe('a fact that is possible', () => {
  it('is decided with the states around it and changes nothing that was there before', () => {
    const before = given(allotment, a.requested()).standing;
    const decision = decide(allotment, before, a.offered());
    expect(decision).toMatchObject({
      outcome: 'decided',
      from: { requesting: 'waiting' },
      to: { letting: { fence: 'broken', fee: 'unpaid' } },
      standing: { revision: 1 },
    });
    expect(before.revision).toBe(0);
    expect(before.progress.state).toEqual({ requesting: 'waiting' });
  });

  it('has nowhere it came from when it is the first', () => {
    const decision = decide(allotment, beginning(allotment), a.requested());
    expect(decision).toMatchObject({ outcome: 'decided', from: undefined, standing: { revision: 0 } });
  });

  it('may leave the state as it is', () => {
    given(allotment, a.requested()).when(a.noteAdded()).then('requesting.waiting');
  });
});

describe('a refusal', () => {
  it('of a fact the workflow does not know lists those it knows', () => {
    for (const type of ['PlotSold', 'constructor', '__proto__']) {
      const refusal = given(allotment, a.requested())
        .when({ ...a.offered(), type })
        .thenRefused('unknown-event');
      expect(refusal).toMatchObject({ type, known: expect.arrayContaining(['PlotRequested', 'NoticeGiven']) });
    }
  });

  it('of a fact that is not open here names the state', () => {
    const refusal = given(allotment, a.requested()).when(a.keyHanded()).thenRefused('not-open-here');
    expect(refusal).toMatchObject({ because: 'not-open-here', type: 'KeyHanded', state: { requesting: 'waiting' } });
  });

  it('of a fact that is not open here says where the case stands instead, and since when', () => {
    const meaning = (facts: readonly Fact[], fact: Fact) => {
      const refusal = given(allotment, ...facts)
        .when(fact)
        .thenRefused('not-open-here');
      return refusal.because === 'not-open-here' ? refusal.meaning : undefined;
    };
    expect(meaning([a.requested()], a.keyHanded())).toMatch(/^Request, since .*2015: The steward looks for a plot\.$/);
    expect(meaning([a.requested(), a.withdrawn()], a.offered())).toMatch(/^The case ended at .*2015\.$/);
    // Nobody reads what the clock is refused.
    expect(meaning([a.requested(), a.withdrawn()], { ...a.offered(), actor: a.clock })).toBeUndefined();
  });

  it('meets every fact but the one cases begin with, as long as nothing was recorded', () => {
    given(allotment).when(a.noteAdded(a.steward)).thenRefused('not-open-here');
    given(allotment).when(a.requested()).then('requesting.waiting');
  });

  it('meets every fact of a case that is over', () => {
    const over = given(allotment, a.requested(), a.withdrawn());
    over.when(a.withdrawn()).thenRefused('not-open-here');
    over.when(a.noteAdded()).thenRefused('not-open-here');
  });

  it('of somebody else’s move says whose it is, and by the first rule of the move', () => {
    const refusal = given(allotment, a.requested())
      .when({ ...a.offered(), actor: a.rose })
      .thenRefused('not-yours');
    expect(refusal).toEqual({ because: 'not-yours', by: ['steward'], rule: 'R-1' });
  });

  it('meets the right role for the wrong organisation', () => {
    given(allotment, a.requested()).when(a.withdrawn(a.stranger)).thenRefused('not-yours');
    given(allotment, a.requested()).when(a.withdrawn()).then('withdrawn');
  });

  it('meets a role the workflow does not have', () => {
    for (const role of ['mayor', 'constructor']) {
      given(allotment, a.requested())
        .when(a.withdrawn({ ...a.rose, role }))
        .thenRefused('not-yours');
    }
  });

  it('by a rule gives its number and its words', () => {
    const refusal = given(allotment, a.requested()).when(a.offered('13')).thenRefused('R-1');
    expect(refusal).toEqual({
      because: 'rule',
      name: 'plotIsFree',
      rule: 'R-1',
      meaning: 'Plot 13 is let already. Offer another.',
    });
  });

  it('by a rule can speak of the facts of the case', () => {
    const early = fact('RequestExpired', {}, a.clock, '2015-02-28T00:00:00.000Z');
    const refusal = given(allotment, a.requested()).when(early).thenRefused('answerIsLate');
    expect(refusal).toMatchObject({ meaning: 'It is 2015-02-28T00:00:00.000Z: the steward has time until 1 March.' });
    given(allotment, a.requested())
      .when({ ...early, at: '2015-03-01T00:00:00.000Z' })
      .then('expired');
  });

  it('names the first rule that is broken, in the order of the move', () => {
    const letting = [a.requested(), a.offered()];
    given(allotment, ...letting)
      .when(a.keyHanded())
      .thenRefused('R-3');
    given(allotment, ...letting, a.mended())
      .when(a.keyHanded())
      .thenRefused('R-4');
    given(allotment, ...letting, a.mended(), a.paid())
      .when(a.keyHanded())
      .then('tenancy');
  });

  it('speaks of a numbered rule, not of the conditions that only tell outcomes apart', () => {
    const sunday = '2015-02-08T10:00:00.000Z';
    for (const pence of [4000, 10]) {
      given(allotment, a.requested(), a.offered()).when(a.paid(pence, sunday)).thenRefused('R-6');
    }
  });

  it('answers for what a state refuses outright by its rule, whoever asks', () => {
    for (const actor of [a.rose, a.steward, a.clock]) {
      given(allotment, ...a.let12())
        .when(a.withdrawn(actor))
        .thenRefused('R-5');
    }
  });

  it('is undefined where nothing speaks against it', () => {
    expect(refusalOf(allotment, given(allotment, a.requested()).standing, a.offered())).toBeUndefined();
  });
});

describe('one fact with two outcomes', () => {
  it('leads where its rules say', () => {
    const letting = given(allotment, a.requested(), a.offered());
    letting.when(a.paid(3999)).then('letting.fee.unpaid');
    letting.when(a.paid(4000)).then('letting.fee.paid');
    given(allotment, a.requested(), a.offered(), a.paid(3999)).when(a.paid(1)).then('letting.fee.paid');
  });
});
