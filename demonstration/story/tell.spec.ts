import { describe, expect, it } from '@jest/globals';
import { says } from './scene.js';
import type { Hand, Step } from './step.js';
import { tellAll, type Telling, type Wait } from './tell.js';

const on = (day: string): Date => new Date(`${day}T10:00:00.000Z`);
const acts = (day: string, who: string, type = 'EngagementRecorded'): Step => says(on(day), who, type);

/** What hands and the clock hear, in order; a hand takes a moment to say something. */
async function told(
  stories: (seen: string[]) => readonly Telling['story'][],
  { atOnce = false, breaks = '' } = {},
): Promise<readonly string[]> {
  const seen: string[] = [];
  const hand: Hand = {
    say: async ({ who, type }) => {
      seen.push(`${who} begins ${type}`);
      await Promise.resolve();
      if (who === breaks) throw new Error('refused');
      seen.push(`${who} has said it`);
    },
  };
  const clock = { moveTo: async (moment: Date) => void seen.push(moment.toISOString().slice(0, 10)) };
  const failed = breaks === '' ? {} : { failed: (_: Telling, fault: unknown) => void seen.push(String(fault)) };
  const tellings = stories(seen).map((story) => ({ story, hand }));
  await tellAll(tellings, clock, { atOnce, ...failed });
  return seen;
}

const days = (seen: readonly string[]): readonly string[] => seen.filter((each) => /^\d|said/.test(each));

describe('telling stories', () => {
  it('moves the clock to each moment, and never back', async () => {
    const seen = await told(() => [
      [acts('2014-06-01', 'A'), acts('2014-06-03', 'A')],
      [acts('2014-06-02', 'B'), acts('2014-06-03', 'B')],
    ]);
    const moments = seen.filter((each) => /^\d/.test(each));
    expect(moments).toEqual(moments.toSorted());
    expect(new Set(moments)).toEqual(new Set(['2014-06-01', '2014-06-02', '2014-06-03']));
  });

  it('says one thing after the other, or all of one moment at once', async () => {
    const both = () => [[acts('2014-06-01', 'A')], [acts('2014-06-01', 'B')]];
    expect((await told(both)).filter((each) => !/^\d/.test(each))).toEqual([
      'A begins EngagementRecorded',
      'A has said it',
      'B begins EngagementRecorded',
      'B has said it',
    ]);
    const atOnce = await told(both, { atOnce: true });
    expect(atOnce.slice(1, 3)).toEqual(['A begins EngagementRecorded', 'B begins EngagementRecorded']);
  });

  it('casts the votes of one story at once where it may, and those of one practice in their order', async () => {
    const votes = ['A', 'B', 'A'].map((who) => acts('2014-06-01', who, 'VoteCast'));
    const seen = await told(() => [[...votes, acts('2014-06-01', 'C')]], { atOnce: true });
    expect(seen.slice(1, 3)).toEqual(['A begins VoteCast', 'B begins VoteCast']);
    expect(seen.filter((each) => each.startsWith('A'))).toEqual([
      'A begins VoteCast',
      'A has said it',
      'A begins VoteCast',
      'A has said it',
    ]);
    expect(seen.slice(-2)).toEqual(['C begins EngagementRecorded', 'C has said it']);
  });

  it('thinks of a step only when the one before was said, and of what comes after a wait only then', async () => {
    const story = (seen: string[]) =>
      (function* (): Generator<Step | Wait, void> {
        yield acts('2014-06-01', 'A');
        seen.push('thought');
        yield { wait: on('2014-06-02') };
        seen.push('thought again');
        yield acts('2014-06-02', 'A');
      })();
    const seen = await told((heard) => [story(heard)]);
    expect(seen.indexOf('thought')).toBeGreaterThan(seen.indexOf('A has said it'));
    expect(seen.indexOf('thought again')).toBeGreaterThan(seen.indexOf('2014-06-02'));
  });

  it('ends a story that breaks off, and tells the others to their end', async () => {
    const seen = await told(() => [[acts('2014-06-01', 'A'), acts('2014-06-03', 'A')], [acts('2014-06-02', 'B')]], {
      breaks: 'A',
    });
    expect(days(seen)).toEqual(['2014-06-01', '2014-06-02', 'B has said it']);
    expect(seen).toContain('Error: refused');
  });

  it('ends with the fault where nobody is there to hear of it', async () => {
    const hand: Hand = { say: async () => Promise.reject(new Error('refused')) };
    const clock = { moveTo: async () => {} };
    await expect(tellAll([{ story: [acts('2014-06-01', 'A')], hand }], clock)).rejects.toThrow('refused');
  });
});
