import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import {
  acknowledged,
  assessor,
  auditor,
  ballotClosed,
  ballotOpened,
  day,
  expressed,
  fact,
  inForce,
  officer,
  proposed,
  revoked,
  underWay,
  voted,
  withdrawn,
} from '../../../test/builders.js';
import { elsewhere, newFile, recorder, tablesOf, workflowOf, type Recorder } from '../../../test/histories.js';
import type { Actor, RecordedEvent } from '../../event-log/index.js';
import { timeOf } from '../../workflow/instant.js';
import { stagesOf } from '../../workflow/progress.js';
import { openViews } from '../index.js';
import { openTrail } from './index.js';
import type { EventFilter, Stood, Trail } from './model.js';

const clock: Actor = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };

const histories = [
  [...inForce(), revoked(day('2015-12-01'))],
  [...underWay(), ballotOpened(), voted('A81001'), ballotClosed()],
  [expressed(), fact('CaseClaimed', { queue: 'interest' }, assessor, day('2014-06-13')), acknowledged()],
  [...underWay(), proposed(2, 1, { document: 'a1'.repeat(32) }), withdrawn(day('2014-12-24'))],
  [expressed(), fact('CcgDetailsChanged', { region: 'Y56', name: 'Elsewhere' }, clock, day('2014-06-13'))],
];
const ccgs = ['00C', '01A', '02B'] as const;

/** A story of several cases at once, with what stands beside them in a log. */
const stories = fc.record({
  cases: fc.array(
    fc.record({
      history: fc.nat(histories.length - 1),
      length: fc.integer({ min: 1, max: 40 }),
      ccg: fc.constantFrom(...ccgs),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  steps: fc.array(fc.record({ of: fc.nat(4), beside: fc.constantFrom('none', 'refused', 'read', 'took', 'left') }), {
    maxLength: 60,
  }),
});
type Story = typeof stories extends fc.Arbitrary<infer S> ? S : never;

async function tell({ cases, steps }: Story): Promise<readonly RecordedEvent[]> {
  const story = recorder();
  const ahead = cases.map(({ history, length, ccg }) => [...elsewhere(histories[history]!.slice(0, length), { ccg })]);
  for (const { of, beside } of steps) {
    const next = ahead[of]?.shift();
    if (next === undefined) continue;
    await story.record(`c${of}`, next);
    await besides[beside](story, `c${of}`, cases[of]!.ccg, next.at);
  }
  for (const [of, facts] of ahead.entries()) await story.record(`c${of}`, ...facts);
  return story.log.readAll({ limit: 10_000 });
}

const besides = {
  none: async () => undefined,
  refused: (story: Recorder, id: string, _: string, at: string) =>
    story.note(`refused-${id}`, {
      type: 'AttemptRefused',
      data: { attempted: 'BallotClosed', revision: 1, refusal: { because: 'rule', rule: 'R-14', meaning: 'No.' } },
      actor: officer,
      at,
    }),
  read: (story: Recorder, id: string, _: string, at: string) =>
    story.note('readings', { type: 'CaseRead', data: { case: id, what: 'case' }, actor: auditor, at }),
  took: (story: Recorder, id: string, ccg: string, at: string) =>
    story.note(`ccg-${ccg}`, { type: 'LevelTaken', data: { case: id, level: 'L3' }, actor: clock, at }),
  left: (story: Recorder, id: string, ccg: string, at: string) =>
    story.note(`ccg-${ccg}`, { type: 'LevelLeft', data: { case: id, level: 'L3' }, actor: clock, at }),
};

function trailOf(events: readonly RecordedEvent[], batch = 7): Trail {
  const trail = openTrail({ file: newFile(), workflowOf });
  for (let from = 0; from < events.length; from += batch) trail.apply(events.slice(from, from + batch));
  return trail;
}

const idsOf = ({ cases }: Story): readonly string[] => cases.map((_, of) => `c${of}`);

describe('a moment of the whole register', () => {
  it('is what the log folds to when it is cut there', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(), async (told, cut) => {
        const events = await tell(told);
        const position = cut % (events.length + 1);
        const trail = trailOf(events);
        const views = openViews({ file: newFile(), workflowOf });
        views.apply(events.slice(0, position));

        const rows = idsOf(told).flatMap((id) => views.findCase(id) ?? []);
        const { cases } = trail.stood({ position, limit: 100 });
        expect(
          byCase(
            cases.map(({ case: id, ccgName, region, stages, outcome }) => ({ id, ccgName, region, stages, outcome })),
          ),
        ).toEqual(
          byCase(
            rows.map(({ id, ccgName, region, workflow, version, progress, outcome }) => ({
              id,
              ccgName,
              region,
              stages:
                outcome === undefined
                  ? stagesOf(workflowOf(workflow, version)!, progress)
                      .filter(({ status }) => status === 'in-progress')
                      .map(({ name }) => name)
                  : [],
              outcome,
            })),
          ),
        );
        const open = rows.filter(({ outcome }) => outcome === undefined);
        const waiting = open.flatMap(({ id, workflow, version, progress, startedAt }) =>
          stagesOf(workflowOf(workflow, version)!, progress).flatMap(
            ({ name: queue, waitingOn, since = startedAt, due }) =>
              waitingOn.map((role) => ({ id, role, queue, since, ...(due && { due }) })),
          ),
        );
        expect(inOrder(cases.flatMap(({ case: id, waiting: each }) => each.map((wait) => ({ id, ...wait }))))).toEqual(
          inOrder(waiting),
        );
        expect(inOrder(trail.held(position).map(({ ccg, level, from }) => ({ ccg, level, from })))).toEqual(
          inOrder(
            ccgs.flatMap((ccg) =>
              heldIn(events.slice(0, position), ccg).map(({ level, from }) => ({ ccg, level, from })),
            ),
          ),
        );
        for (const each of [trail, views]) each.close();
      }),
      { numRuns: 25 },
    );
  });

  it('is counted as its cases are, in groups that add up, and filtered as they stand', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(), async (told, cut) => {
        const events = await tell(told);
        const position = cut % (events.length + 1);
        const trail = trailOf(events);
        const { cases } = trail.stood({ position, limit: 100 });
        const counted = (kind: string, name: string, role?: string): number =>
          sum(trail.tallies(position).filter((each) => each.kind === kind && each.name === name && each.role === role));
        for (const state of ['open', 'interest', 'mandate', 'withdrawn', 'agreement', 'revoked', 'nothing'] as const) {
          const stood = cases.filter(({ stages, outcome }) => (outcome ?? 'open') === state || stages.includes(state));
          expect(counted('outcome', state) + counted('stage', state)).toBe(stood.length);
          expect(trail.stood({ position, limit: 100, state }).cases).toEqual(stood);
        }
        for (const { queue, role, waiting, longest, late } of trail.queueAges(position, '2015-01-01T00:00:00.000Z')) {
          const waits = cases.flatMap((each) =>
            each.waiting.filter((wait) => wait.queue === queue && wait.role === role),
          );
          expect(waiting).toBe(waits.length);
          expect(counted('waiting', queue, role)).toBe(waits.length);
          expect(trail.stood({ position, limit: 100, waitingOn: role, queue }).cases).toHaveLength(waits.length);
          expect(longest).toBe(Math.max(0, ...waits.map(({ since }) => Date.parse('2015-01-01') - timeOf(since))));
          const isLate = waits.filter(({ due }) => due !== undefined && timeOf(due) <= Date.parse('2015-01-01')).length;
          expect(late).toBe(isLate);
          const found = trail
            .late(position, '2015-01-01T00:00:00.000Z')
            .find((each) => each.queue === queue && each.role === role);
          expect(found?.late ?? 0).toBe(isLate);
          const oldest = trail
            .tallies(position)
            .filter((each) => each.kind === 'waiting' && each.name === queue && each.role === role);
          expect(Math.min(...oldest.map((each) => timeOf(each.oldest!)))).toBe(
            Math.min(...waits.map(({ since }) => timeOf(since))),
          );
        }
        trail.close();
      }),
      { numRuns: 20 },
    );
  });

  it('differs from another by the cases that stand elsewhere, and by levels taken and left between', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(), fc.nat(), async (told, one, other) => {
        const events = await tell(told);
        const [from, to] = [one, other].map((each) => each % (events.length + 1)).toSorted((a, b) => a - b) as [
          number,
          number,
        ];
        const trail = trailOf(events);
        const before = new Map(trail.stood({ position: from, limit: 100 }).cases.map((each) => [each.case, each]));
        const expected = trail.stood({ position: to, limit: 100 }).cases.flatMap((after) => {
          const then = before.get(after.case);
          if (then === undefined) return [{ change: 'began', after }];
          if (then.outcome === undefined && after.outcome !== undefined)
            return [{ change: 'ended', before: then, after }];
          return placesIn(then) === placesIn(after) ? [] : [{ change: 'moved', before: then, after }];
        });
        const { changes } = trail.difference({ from, to, limit: 100 });
        expect(changes).toEqual(expected);
        const counts = trail.differenceCounts({ from, to });
        for (const change of ['began', 'moved', 'ended'] as const)
          expect(counts[change]).toBe(expected.filter((each) => each.change === change).length);
        expect(trail.heldDifference({ from, to })).toHaveLength(
          levelEvents(events.slice(0, to)) - levelEvents(events.slice(0, from)),
        );
        trail.close();
      }),
      { numRuns: 20 },
    );
  });

  it('is that of the last event at or before an instant, whatever order the instants come in', async () => {
    const story = recorder();
    const at = (hour: number) => `2014-06-12T${String(hour).padStart(2, '0')}:00:00.000Z`;
    for (const hour of [1, 5, 3, 4, 9])
      await story.note('readings', { type: 'CaseRead', data: { case: 'a' }, actor: auditor, at: at(hour) });
    const trail = trailOf(await story.log.readAll());
    expect(trail.momentOf(at(0))).toEqual({ position: 0 });
    expect(trail.momentOf(at(1))).toEqual({ position: 1, at: at(1) });
    expect(trail.momentOf(at(4))).toEqual({ position: 4, at: at(4) });
    expect(trail.momentOf(at(5))).toEqual({ position: 4, at: at(4) });
    expect(trail.momentOf(at(23))).toEqual({ position: 5, at: at(9) });
    expect(trail.momentAt(99)).toEqual({ position: 5, at: at(9) });
  });
});

describe('a search', () => {
  it('finds what a filter over the whole log finds, page by page', async () => {
    const filters = fc.record(
      {
        type: fc.constantFrom('VoteCast', 'InterestExpressed', 'AttemptRefused', 'CaseRead', 'Unheard'),
        person: fc.constantFrom(officer.id, auditor.id, 'clock', 'nobody'),
        role: fc.constantFrom('ccg-officer', 'auditor', 'practice-representative'),
        organisation: fc.constantFrom('00C', 'nhse', 'A81001'),
        case: fc.constantFrom('c0', 'c1', 'c9'),
        ccg: fc.constantFrom('00C', '01A'),
        rule: fc.constantFrom('R-14', 'R-60'),
        from: fc.constantFrom(day('2014-06-13'), day('2014-12-01')),
        until: fc.constantFrom(day('2014-06-13'), day('2015-04-01')),
        first: fc.nat(40),
        last: fc.nat(60),
        because: fc.constantFrom('rule', 'due'),
        detail: fc.constantFrom('BallotClosed', 'case'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(stories, filters, fc.integer({ min: 1, max: 9 }), async (told, filter, limit) => {
        const events = await tell(told);
        const trail = trailOf(events);
        const expected = events
          .filter((event) => fits(event, filter as EventFilter, told))
          .map(({ position }) => position)
          .toReversed();
        const found: number[] = [];
        for (let before = Infinity; ;) {
          const page = trail.events({ ...filter, limit, ...(Number.isFinite(before) && { before }) });
          found.push(...page.map(({ position }) => position));
          const last = page.at(-1);
          if (last === undefined || page.length < limit) break;
          before = last.position;
        }
        expect(found).toEqual(expected);
        expect(trail.count(filter, 10_000)).toBe(expected.length);
        trail.close();
      }),
      { numRuns: 60 },
    );
  });

  it('takes the first instant of a span, and not the one at which it ends', async () => {
    const story = recorder();
    const at = (hour: number) => `2014-06-12T0${hour}:00:00.000Z`;
    for (const hour of [1, 2, 3, 4])
      await story.note('readings', { type: 'CaseRead', data: { case: 'a' }, actor: auditor, at: at(hour) });
    const trail = trailOf(await story.log.readAll());
    const found = trail.events({ from: at(2), until: at(4), limit: 9 });
    expect(found.map(({ at: when }) => when)).toEqual([at(3), at(2)]);
    expect(trail.events({ until: at(1), limit: 9 })).toEqual([]);
    trail.close();
  });

  it('tells of an event all but what was said', async () => {
    const story = recorder();
    const [event] = await story.record('a', expressed());
    const trail = trailOf(await story.log.readAll());
    const [found] = trail.events({ limit: 10 });
    const { id, name, role, organisation } = event!.actor;
    expect(found).toEqual({
      position: 1,
      at: event!.at,
      stream: 'case-a',
      revision: 0,
      type: 'InterestExpressed',
      event: event!.id,
      person: id,
      name,
      role,
      organisation,
      case: 'a',
      ccg: '00C',
      workflow: 'delegated-commissioning',
    });
  });

  it('sums up what was refused, and what each person did', async () => {
    const story = recorder();
    await story.record('a', ...underWay());
    for (let times = 0; times < 3; times += 1) await besides.refused(story, 'a', '00C', day('2014-07-01'));
    const trail = trailOf(await story.log.readAll());
    expect(trail.refusals({})).toEqual([
      {
        because: 'rule',
        rule: 'R-14',
        attempted: 'BallotClosed',
        person: officer.id,
        role: officer.role,
        organisation: '00C',
        times: 3,
        last: 5,
      },
    ]);
    expect(trail.refusals({ rule: 'R-60' })).toEqual([]);
    expect(trail.refusals({ until: day('2014-07-01') })).toEqual([]);
    expect(trail.refusals({ first: 4 })).toMatchObject([{ times: 2 }]);
    expect(trail.person(officer.id)).toMatchObject({
      names: [officer.name],
      acts: [
        { role: 'ccg-officer', organisation: '00C', type: 'InterestExpressed', times: 1 },
        { type: 'AttemptRefused', times: 3, first: day('2014-07-01') },
      ],
    });
    expect(trail.person('nobody')).toBeUndefined();
  });
});

describe('how long stages took', () => {
  it('is told from when to when, by quartiles, and how far the cases of a round came', async () => {
    const story = recorder();
    await story.record('a', ...inForce());
    await story.record('b', expressed());
    const trail = trailOf(await story.log.readAll());
    const interest = trail.stagePeriods({ stage: 'interest', limit: 10 });
    expect(interest.map(({ case: id, until }) => [id, until !== undefined])).toEqual([
      ['b', false],
      ['a', true],
    ]);
    const [a] = interest.filter(({ case: id }) => id === 'a');
    const took = timeOf(a!.until!) - timeOf(a!.from);
    expect(trail.stageTimes({ stage: 'interest' })).toEqual([
      {
        workflow: 'delegated-commissioning',
        stage: 'interest',
        periods: 1,
        lower: took,
        median: took,
        upper: took,
        longest: took,
      },
    ]);
    expect(trail.funnel(trail.position, '1').find(({ stage }) => stage === 'interest')).toMatchObject({
      entered: 2,
      here: 1,
    });
    expect(trail.funnel(1).find(({ stage }) => stage === 'interest')).toMatchObject({ entered: 1, here: 1 });
  });
});

describe('taking events', () => {
  it('keeps all of a batch or nothing, and goes on after it was closed as if it had never been', async () => {
    const events = await tell({
      cases: [...histories.keys()].map((of) => ({ history: of, length: 40, ccg: '00C' as const })),
      steps: [],
    });
    const [file, other] = [newFile(), newFile()];
    let trail = openTrail({ file, workflowOf });
    for (const [index, event] of events.entries()) {
      if (index % 5 === 0) {
        const before = tablesOf(file);
        const rest = events.slice(index, index + 3);
        const broken = { ...events[index + 3]!, stream: 'case-c9', revision: 4 };
        if (rest.length === 3) expect(() => trail.apply([...rest, broken])).toThrow(/expected revision/);
        expect(tablesOf(file)).toEqual(before);
        trail.close();
        trail = openTrail({ file, workflowOf });
      }
      trail.apply([event]);
    }
    trail.apply(events);
    trail.close();
    const whole = openTrail({ file: other, workflowOf });
    whole.apply(events);
    whole.close();
    expect(meant(file)).toEqual(meant(other));
  });
});

/** The tables without what only tells how they came about: what a case’s next fact is folded onto. */
function meant(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const cases = database.prepare('SELECT id, position, revision FROM cases ORDER BY id').all();
  database.close();
  return { ...tablesOf(file), cases };
}

const sum = (all: readonly { readonly cases: number }[]): number => all.reduce((total, { cases }) => total + cases, 0);
const inOrder = (all: readonly unknown[]): readonly string[] => all.map((each) => JSON.stringify(each)).toSorted();
const byCase = (all: readonly { readonly id: string }[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const placesIn = ({ stages, outcome }: Stood): string => `${stages.join(' ')} ${outcome ?? 'open'}`;

/** The levels held by what was recorded, as a reader of the log would find them. */
function heldIn(
  events: readonly RecordedEvent[],
  ccg: string,
): readonly { readonly level: string; readonly from: string }[] {
  const held = new Map<string, { level: string; from: string }>();
  for (const { stream, type, data, at, position } of events) {
    if (stream !== `ccg-${ccg}`) continue;
    if (type === 'LevelTaken') held.set(`${String(data['case'])} ${position}`, { level: 'L3', from: at });
    else for (const key of held.keys()) if (key.startsWith(`${String(data['case'])} `)) held.delete(key);
  }
  return [...held.values()];
}

/** Levels taken, and left where they were held. */
function levelEvents(events: readonly RecordedEvent[]): number {
  let changes = 0;
  const held = new Map<string, number>();
  for (const { stream, type, data } of events) {
    const key = `${stream} ${String(data['case'])}`;
    if (type === 'LevelTaken') {
      changes += 1;
      held.set(key, (held.get(key) ?? 0) + 1);
    } else if (type === 'LevelLeft') {
      changes += held.get(key) ?? 0;
      held.set(key, 0);
    }
  }
  return changes;
}

function fits(event: RecordedEvent, filter: EventFilter, { cases }: Story): boolean {
  const about = /^(?:case|refused)-(.*)$/.exec(event.stream)?.[1] ?? (event.data['case'] as string | undefined);
  const ccg = about === undefined ? undefined : cases[Number(about.slice(1))]?.ccg;
  const { refusal } = event.data as { refusal?: { rule: string; because: string } };
  const is = <T>(asked: T | undefined, found: T | undefined): boolean => asked === undefined || asked === found;
  return (
    is(filter.type, event.type) &&
    is(filter.person, event.actor.id) &&
    is(filter.role, event.actor.role) &&
    is(filter.organisation, event.actor.organisation) &&
    is(filter.case, about) &&
    is(filter.ccg, ccg) &&
    is(filter.rule, refusal?.rule) &&
    (filter.from === undefined || timeOf(event.at) >= timeOf(filter.from)) &&
    (filter.until === undefined || timeOf(event.at) < timeOf(filter.until)) &&
    (filter.first === undefined || event.position >= filter.first) &&
    (filter.last === undefined || event.position <= filter.last) &&
    is(filter.because, refusal?.because) &&
    is(filter.detail, (event.data['attempted'] ?? event.data['what']) as string | undefined)
  );
}
