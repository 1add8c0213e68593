import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { registerStream, type RegisterFact } from '../../../libs/register/facts.js';
import { openViews } from '../../../libs/views/index.js';
import { addDays, endOfDay, hasDayCome, noonOn, startOfDay } from '../../../libs/workflow/london.js';
import { arrangementStream } from '../../../libs/workflow/streams.js';
import * as a from '../../../test/builders.js';
import { newFile, recorder, workflowOf } from '../../../test/histories.js';
import { inventRegister } from '../../../demonstration/register/invented.js';
import { Ledger } from '../ledger/ledger.js';
import { UptakeAnswer } from '../uptake/answer.js';
import { ArrangementsAnswer } from './answer.js';

const first = '2014-06-01';
const dayOf = (nth: number): string => addDays(first, nth);
const days = 40;
const anyDay = fc.nat(days);

/** A level from one day to another; `late`: how many days passed before its end was recorded. */
const spell = fc.record({
  level: fc.constantFrom('L1', 'L2', 'L3'),
  from: anyDay,
  lasts: fc.option(fc.nat(15)),
  late: fc.nat(3),
});
const nobody = { L3: 0, L2: 0, L1: 0, none: 0, ccgs: 0 };
const histories = fc.record({
  spells: fc.array(spell, { maxLength: 4 }),
  closes: fc.option(anyDay),
  isTakenBack: fc.boolean(),
});

const [ccg] = inventRegister(2014) as [RegisterFact<'CcgRegistered'>];
const { code } = ccg.data;

/** The two answers over a CCG with this past; its closure is the last that is learnt. */
async function answersOver({
  spells,
  closes,
  isTakenBack,
}: typeof histories extends fc.Arbitrary<infer H> ? H : never) {
  const story = recorder();
  const note = (stream: string, type: string, data: object, at: string) =>
    story.note(stream, { type, data: { ...data }, at, actor: a.clock });
  const told = ({ type, data }: RegisterFact, at = startOfDay(first)) => note(registerStream, type, data, at);
  await told({ type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } });
  await told(ccg);
  let free = 0;
  for (const [nth, { level, from, lasts, late }] of spells.toSorted((x, y) => x.from - y.from).entries()) {
    if (from < free) continue;
    const [stream, held] = [arrangementStream(code), { level, case: `case-${nth}` }];
    await note(stream, 'LevelTaken', held, startOfDay(dayOf(from)));
    if (lasts === null) break;
    const until = noonOn(dayOf(from + lasts));
    const learnt = noonOn(dayOf(from + lasts + late));
    await note(stream, 'LevelLeft', { ...held, ...(late > 0 && { endedAt: until }) }, learnt);
    free = from + lasts + late + 1;
  }
  const end = endOfDay(dayOf(days * 2));
  if (closes !== null) await told({ type: 'CcgClosed', data: { code, kind: 'closure', on: dayOf(closes) } }, end);
  if (closes !== null && isTakenBack)
    await told({ type: 'CcgClosureTakenBack', data: { code, on: dayOf(closes) } }, end);
  const ledger = await Ledger.open(story.log, openViews({ file: newFile(), workflowOf }));
  const clock = { now: () => new Date(end) };
  const arrangements = new ArrangementsAnswer(
    ledger,
    { note: () => Promise.resolve() } as never,
    clock as never,
    { isWhole: () => false } as never,
  );
  return { ledger, arrangements, uptake: new UptakeAnswer(ledger, clock as never, undefined as never) };
}

describe('what is told of the level of a CCG on a day', () => {
  it('is the same in its arrangement and in the uptake, and no level goes on beyond its last day (R-66)', async () => {
    const seen = { held: 0, cut: 0 };
    await fc.assert(
      fc.asyncProperty(histories, async (past) => {
        const { ledger, arrangements, uptake } = await answersOver(past);
        const steps = uptake.overTime(dayOf(days + 20));
        for (let nth = 0; nth <= days + 20; nth += 1) {
          const on = dayOf(nth);
          const { level, history, closed } = (await arrangements.of(code, {} as never, on))!;
          const { england } = uptake.on(on);
          const { L1, L2, L3 } = england;
          expect([on, england.ccgs]).toEqual([on, closed !== undefined && !hasDayCome(on, closed) ? 0 : 1]);
          // The line over time says the same of every day.
          const step = steps.findLast(({ from }) => hasDayCome(from, on));
          expect([on, step?.england ?? nobody]).toEqual([on, england]);
          expect([on, { L1, L2, L3 }]).toEqual([on, { L1: 0, L2: 0, L3: 0, ...(level !== null && { [level]: 1 }) }]);
          expect(history.filter(({ until }) => until === undefined)).toHaveLength(level === null ? 0 : 1);
          if (level !== null) seen.held += 1;
          if (closed === undefined) continue;
          const last = Date.parse(endOfDay(closed));
          for (const { from, until } of history) {
            expect(Date.parse(from)).toBeLessThan(last);
            expect(Date.parse(until ?? on)).toBeLessThanOrEqual(last);
            if (Date.parse(until ?? on) === last) seen.cut += 1;
          }
        }
        ledger.views.close();
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(Math.min(seen.held, seen.cut)).toBeGreaterThan(20);
  }, 60_000);
});
