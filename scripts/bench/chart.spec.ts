import { describe, expect, it } from '@jest/globals';
import { ticksTo } from '../../apps/service/pages/components/chart/scales.js';
import { Renderer } from '../../apps/service/pages/renderer.js';
import { svgOf as drawn, type Chart } from './chart.js';

const renderer = Renderer.overSources();
const svgOf = (of: Chart): string => drawn(renderer, of);

const chart: Chart = {
  title: 'Answers & questions',
  sizes: 'connections',
  values: 'a <second>',
  lines: [
    {
      name: 'answers',
      points: [
        { at: 1, value: 0 },
        { at: 10, value: 50 },
        { at: 100, value: 100 },
      ],
    },
    {
      name: 'ceiling',
      points: [
        { at: 1, value: 100 },
        { at: 100, value: 100 },
      ],
      isDashed: true,
    },
  ],
};

const dots = (svg: string): readonly (readonly number[])[] =>
  [...svg.matchAll(/<circle [^>]*cx="([\d.]+)%" cy="([\d.]+)em"/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe('a chart', () => {
  it('has each value where its size and the axes say', () => {
    const [first, second, third] = dots(svgOf(chart));
    // The same factor in size is the same distance; nought is at the bottom, and the round number at the top.
    expect(second![0]! - first![0]!).toBeCloseTo(third![0]! - second![0]!, 1);
    expect(first![1]! - second![1]!).toBeCloseTo(second![1]! - third![1]!, 1);
    expect([first![1], third![1]]).toEqual([22.154, 0]);
  });

  it('dashes the ceiling alone, and says in words what all is', () => {
    const svg = svgOf(chart);
    // The second line, and its sign in the legend.
    expect([...svg.matchAll(/class="[^"]*rule--dashed"/g)]).toHaveLength(2);
    for (const said of ['Answers &amp; questions', 'a &lt;second&gt;', 'connections', 'answers', 'ceiling'])
      expect(svg).toContain(`>${said}</text>`);
    expect(svg).toContain('<title id="name">Answers &amp; questions</title>');
  });

  it('has equal distances for equal times where there are many', () => {
    const points = Array.from({ length: 60 }, (_, index) => ({ at: 10 * (index + 1), value: 5 }));
    const svg = svgOf({ ...chart, lines: [{ name: 'memory', points }] });
    const xs = [...svg.matchAll(/rule--whole" x1="([\d.]+)%"/g)].map(([, x]) => Number(x));
    // Of sixty points, and the sign in the legend.
    expect(xs).toHaveLength(60);
    expect(xs[1]! - xs[0]!).toBeCloseTo(xs[58]! - xs[57]!, 0);
  });

  it('draws one size only, and values of nought', () => {
    const svg = svgOf({ ...chart, lines: [{ name: 'none', points: [{ at: 5, value: 0 }] }] });
    expect(svg).not.toContain('NaN');
    expect(dots(svg)).toEqual([[50, 22.154]]);
  });
});

it.each([
  [100, [0, 20, 40, 60, 80, 100]],
  [0.7, [0, 0.2, 0.4, 0.6, 0.8]],
  [5_754, [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000]],
])('the axis up to %d has round numbers', (most, ticks) => {
  expect(ticksTo(most)).toEqual(ticks);
});
