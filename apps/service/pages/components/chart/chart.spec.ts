import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parse } from 'node-html-parser';
import { addDays } from '../../../../../libs/workflow/london.js';
import { components } from '../../preview/components.js';
import { Renderer } from '../../renderer.js';
import { linesOverTime } from './lines.js';
import type { Bar, DrawnChart, Mark, Rule, Words } from './marks.js';
import { barsOf, stripsOf } from './rows.js';
import { daysBetween, ticksTo } from './scales.js';
import { multiplesOverTime, stackedOverTime, type Band, type Step } from './stacked.js';

const bands: readonly Band[] = [
  { text: 'Delegated', label: 'L3', fill: 'solid' },
  { text: 'Joint', label: 'L2', fill: 'stripes' },
];
const about = { id: 'x', title: 'A title', desc: 'In a sentence.' } as const;
/** 100 days. */
const span = { first: '2015-01-01', last: '2015-04-10' } as const;
const stacked = (steps: readonly Step[]): DrawnChart => stackedOverTime({ ...about, ...span, bands, steps });
const marksOf = ({ plots = [], rows = [] }: DrawnChart): readonly Mark[] =>
  [...plots, ...rows].flatMap(({ marks }) => marks);
const bars = (chart: DrawnChart): readonly Bar[] => marksOf(chart).filter((mark): mark is Bar => mark.kind === 'bar');
const rules = (chart: DrawnChart, is: Rule['is']): readonly Rule[] =>
  marksOf(chart).filter((mark): mark is Rule => mark.kind === 'rule' && mark.is === is);
const texts = (chart: DrawnChart, is: Words['is']): readonly string[] =>
  marksOf(chart).flatMap((mark) => (mark.kind === 'words' && mark.is === is ? [mark.text] : []));
const drawn = (chart: DrawnChart) =>
  parse(
    Renderer.overSources().draw('pages/preview/drawn', {
      component: components().find(({ name }) => name === 'chart')!,
      fixture: { name: 'one', params: chart },
    }),
  );

describe('values over time, one above the other', () => {
  it('begin and end with their days, and are as high as they are many', () => {
    const chart = stacked([
      { from: '2015-01-01', values: [0, 5] },
      { from: '2015-02-20', values: [2, 8] },
    ]);
    // Ten is the highest tick, and 14 ems high; the field begins 0.6 ems from the top.
    expect(bars(chart)).toEqual([
      { kind: 'bar', x: '50%', width: '50%', y: '11.8em', height: '2.8em', fill: 'solid' },
      { kind: 'bar', x: '0%', width: '50%', y: '7.6em', height: '7em', fill: 'stripes' },
      { kind: 'bar', x: '50%', width: '50%', y: '0.6em', height: '11.2em', fill: 'stripes' },
    ]);
    expect(texts(chart, 'on-solid')).toEqual(['L3']);
    expect(texts(chart, 'on-pattern')).toEqual(['L2']);
  });

  it('fill the whole span without a gap, whatever they are, and each bar stands on the one below', () => {
    const counted = fc.tuple(fc.nat(50), fc.nat(50));
    fc.assert(
      fc.property(
        fc.array(fc.record({ after: fc.nat(99), values: counted }), { minLength: 1, maxLength: 8 }),
        (some) => {
          const days = [...new Map(some.map(({ after, values }) => [after, values]))].toSorted(([x], [y]) => x - y);
          const steps = days.map(([after, values], index) => ({
            from: index === 0 ? span.first : addDays(span.first, after),
            values,
          }));
          for (const [index, { values }] of steps.entries()) {
            const [from, to] = [index === 0 ? 0 : days[index]![0], days[index + 1]?.[0] ?? 100];
            if (to <= from) continue;
            const here = bars(stacked(steps)).filter(
              ({ x, width }) =>
                Math.abs(parseFloat(x) - from) < 0.01 && Math.abs(parseFloat(width) - (to - from)) < 0.01,
            );
            expect(here).toHaveLength(values.filter((value) => value > 0).length);
            const bottoms = here.map(({ y, height }) => parseFloat(y) + parseFloat(height));
            if (here.length === 2) expect(bottoms[1]).toBeCloseTo(parseFloat(here[0]!.y), 2);
            if (here.length > 0) expect(bottoms[0]).toBeCloseTo(14.6, 2);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('of several parts have one scale', () => {
    const parts = [100, 10].map((value, index) => ({
      title: `Part ${index}`,
      desc: 'x',
      steps: [{ from: span.first, values: [value, 0] }],
    }));
    const [large, small] = multiplesOverTime({ ...about, ...span, bands, parts }).plots!;
    expect(large!.axis).toEqual(small!.axis);
    const height = (plot: typeof large): number =>
      parseFloat((plot!.marks.find(({ kind }) => kind === 'bar') as Bar).height);
    expect(height(large) / height(small)).toBeCloseTo(10, 1);
  });
});

describe('lines', () => {
  it('go through their values, each in a stroke of its own, and have their names apart', () => {
    const chart = linesOverTime({
      ...about,
      ...span,
      series: ['One', 'Two', 'Three'].map((text, index) => ({
        text,
        points: [
          { on: span.first, value: index },
          { on: span.last, value: 4 },
        ],
      })),
    });
    expect(chart.key.map((each) => 'stroke' in each && each.stroke)).toEqual(['whole', 'dashed', 'dotted']);
    expect(rules(chart, 'dashed')).toEqual([
      { kind: 'rule', x1: '0%', y1: '11.1em', x2: '99%', y2: '0.6em', is: 'dashed' },
    ]);
    const ends = marksOf(chart).flatMap((mark) =>
      mark.kind === 'words' && mark.is === 'on-pattern' ? [parseFloat(mark.y)] : [],
    );
    expect(ends).toHaveLength(3);
    for (const [index, y] of ends.entries()) if (index > 0) expect(ends[index - 1]! - y).toBeGreaterThan(1);
  });

  it('of one value are a dot, and of none nothing', () => {
    const one = linesOverTime({
      ...about,
      ...span,
      series: [
        { text: 'One', points: [{ on: span.first, value: 1 }] },
        { text: 'None', points: [] },
      ],
    });
    expect(marksOf(one).filter(({ kind }) => kind === 'dot')).toHaveLength(1);
    expect(texts(one, 'on-pattern')).toEqual(['One']);
  });
});

describe('rows', () => {
  it('have bars as long as their parts, one after the other, and none for nought', () => {
    const parts = [
      { fill: 'solid', value: 30 },
      { fill: 'blank', value: 0 },
      { fill: 'dots', value: 10 },
    ] as const;
    const chart = barsOf({ ...about, whole: 50, rows: [{ text: 'Row', value: '40', parts }] });
    expect(bars(chart).map(({ x, width, fill }) => [x, width, fill])).toEqual([
      ['0%', '60%', 'solid'],
      ['60%', '20%', 'dots'],
    ]);
    expect(
      bars(barsOf({ ...about, whole: 0, rows: [{ text: 'Row', value: '0', parts: [{ fill: 'solid', value: 0 }] }] })),
    ).toEqual([]);
  });

  it('show quartiles from the lower to the upper, with the median and the most', () => {
    const chart = stripsOf({
      ...about,
      unit: 'days',
      rows: [{ text: 'Stage', value: '30 days', of: { lower: 20, median: 30, upper: 60, most: 100 } }],
    });
    expect(bars(chart).map(({ x, width }) => [x, width])).toEqual([['20%', '40%']]);
    expect(rules(chart, 'mark').map(({ x1 }) => x1)).toEqual(['30%']);
    expect(
      rules(chart, 'edge')
        .slice(0, 2)
        .map(({ x1, x2 }) => [x1, x2]),
    ).toEqual([
      ['60%', '100%'],
      ['100%', '100%'],
    ]);
    expect(chart.scale!.at(-1)!.text).toBe('100 days');
  });
});

describe('a drawn chart', () => {
  it('says in title and description what it shows, and by patterns what its key says', () => {
    const dom = drawn(stacked([{ from: span.first, values: [3, 4] }]));
    const [field] = dom.querySelectorAll('svg[role=img]');
    const named = (attribute: string): string | undefined =>
      dom.querySelector(`#${field!.getAttribute(attribute)!}`)?.text;
    expect([named('aria-labelledby'), named('aria-describedby')]).toEqual([about.title, about.desc]);
    const fills = dom
      .querySelectorAll('.remit-chart__field rect, .remit-chart__key rect')
      .map((bar) => bar.getAttribute('fill'));
    for (const fill of fills)
      if (fill !== undefined) expect(dom.querySelector(`#${/url\(#(.*)\)/.exec(fill)![1]!}`)?.tagName).toBe('PATTERN');
    expect(fills.filter((fill) => fill === 'url(#x-stripes)')).toHaveLength(2);
    expect(dom.querySelectorAll('.remit-chart__key li').map(({ text }) => text.trim())).toEqual(['Joint', 'Delegated']);
  });
});

describe('dates beside an axis', () => {
  it.each([
    ['2015-02-01', '2016-06-30', ['Jul 2015', 'Jan 2016']],
    ['2015-01-01', '2015-04-10', ['Jan 2015', 'Feb 2015', 'Mar 2015', 'Apr 2015']],
    ['2013-04-01', '2026-11-22', ['2015', '2020', '2025']],
    ['2015-03-02', '2015-03-20', ['2 Mar 2015', '20 Mar 2015']],
    ['2015-03-02', '2015-03-02', ['2 Mar 2015', '2 Mar 2015']],
  ])('are few and round from %s to %s', (first, last, expected) => {
    expect(daysBetween(first, last).map(({ text }) => text)).toEqual(expected);
  });

  it('are five at most, of whatever span', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(20_000), (after, length) => {
        const first = addDays('1990-01-01', after);
        expect(daysBetween(first, addDays(first, length)).length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

it('what is counted has no parts of one on its axis', () => {
  expect(ticksTo(3, 1)).toEqual([0, 1, 2, 3]);
  expect(ticksTo(209, 1)).toEqual([0, 50, 100, 150, 200, 250]);
  expect(ticksTo(0, 1)).toEqual([0, 1]);
});
