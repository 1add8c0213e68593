import { describe, expect, it } from '@jest/globals';
import { inForce } from '../../../test/builders.js';
import { given } from '../../../libs/workflow/specification.js';
import { passageOf, waysOn, withinAndSelf } from '../../../libs/workflow/state.js';
import { wayId } from '../../../libs/workflow/taken.js';
import { delegatedCommissioning } from '../../../workflows/delegated-commissioning/index.js';
import { workflows } from '../../../workflows/index.js';
import { nodeAt } from '../cases/places.js';
import { layoutFor } from './chart.js';
import { chartFor, chartsFor } from './charts.js';
import { labelsOf, overlaps, sizes } from './layout.js';
import { pathMapOf } from './path-map.js';
import { inLines, widthOf } from './text-width.js';

const drawn = workflows
  .filter(({ stages }) => stages.length > 0)
  .flatMap((workflow) => [
    ...workflow.stages.map(({ name, path }) => ({ workflow, name, top: nodeAt(workflow, path) })),
    { workflow, name: 'the whole', top: workflow.machine.root },
  ])
  .map((each) => [`${each.workflow.name}@${each.workflow.version}: ${each.name}`, each] as const);

describe.each(drawn)('the chart of %s', (_, { workflow, top }) => {
  it('has no label on another, and none in a frame’s name', async () => {
    const labels = labelsOf(await layoutFor(workflow, top));
    expect(labels.length).toBeGreaterThan(0);
    const pairs = labels.flatMap((area, index) =>
      labels.slice(index + 1).flatMap((other) => (overlaps(area, other) ? [[area, other]] : [])),
    );
    expect(pairs).toEqual([]);
  });

  it('has text of a size one can read, within its box, with room for how often', async () => {
    const { boxes } = await layoutFor(workflow, top);
    for (const { kind, width, height, lines, x, y } of boxes)
      for (const line of lines) {
        expect(line.size).toBeGreaterThanOrEqual(15);
        const text = line.isLast ? `${line.text} ×999` : line.text;
        expect(widthOf(text, { size: line.size, strong: kind === 'state' })).toBeLessThanOrEqual(width);
        expect([line.x - x, line.y - y].every((at) => at > 0)).toBe(true);
        expect(line.y).toBeLessThan(y + height);
      }
  });

  it('lies within its own edges', async () => {
    const { width, height, boxes, frames } = await layoutFor(workflow, top);
    for (const area of [...boxes, ...frames]) {
      expect(Math.min(area.x, area.y)).toBeGreaterThanOrEqual(-1);
      expect(area.x + area.width).toBeLessThanOrEqual(width + 1);
      expect(area.y + area.height).toBeLessThanOrEqual(height + 1);
    }
  });

  it('shows every way on from every state in it, by its button’s words', async () => {
    const { boxes } = await layoutFor(workflow, top);
    const shown = new Set(
      boxes.flatMap(({ ways = [], lines }) => [...ways, ...lines.flatMap((line) => line.ways ?? [])]),
    );
    const ways = withinAndSelf(top).flatMap(waysOn);
    expect(ways.filter((way) => !shown.has(wayId(way))).map(wayId)).toEqual([]);
    const titles = new Set(boxes.flatMap(({ title, lines }) => [title, lines.map(({ text }) => text).join(' ')]));
    const labels = ways.map((way) => (way.eventType ? passageOf(way).label : 'By itself'));
    expect(labels.filter((label) => ![...titles].some((title) => title.includes(label)))).toEqual([]);
  });

  it('joins everything with arrows that end somewhere', async () => {
    const { arrows } = await layoutFor(workflow, top);
    for (const { path, head } of arrows) {
      expect(path).toMatch(/^M-?[\d.]+ -?[\d.]+C/);
      expect(head.split(' ')).toHaveLength(3);
    }
  });
});

describe('the charts of a workflow', () => {
  it('are one for each stage, with the same in words, and need no case', async () => {
    const charts = await chartsFor(delegatedCommissioning);
    expect(charts.map(({ title }) => title)).toEqual(delegatedCommissioning.stages.map(({ title }) => title));
    const mandate = charts.find(({ name }) => name === 'mandate')!;
    const places = mandate.words.map(({ name }) => name);
    expect(places).toEqual(expect.arrayContaining(['Balloting', 'Counted', 'Again: Balloting', 'Given: By ballot']));
    expect(mandate.words.find(({ name }) => name === 'Balloting')).toMatchObject({
      isHere: false,
      waitsOn: ['Practice representative', 'CCG officer'],
      ways: [
        { label: 'Vote', by: ['Practice representative'], leadsTo: [], times: 0 },
        { label: 'Close the ballot', by: ['CCG officer', 'the service'], leadsTo: ['Counted'] },
      ],
    });
    expect(mandate.description).toContain('Places of a case');
    expect(await chartFor(delegatedCommissioning, 'no-such-stage')).toBeUndefined();
  });

  it('mark where a case is, and the ways it has taken', async () => {
    const { standing } = given(delegatedCommissioning, ...inForce());
    const way = 'inForce.functions FunctionsSuspended inForce.functions.suspended';
    const marks = { now: standing.progress.state, taken: new Map([[way, 3]]), last: new Set([way]) };
    const { chart, description, words } = (await chartFor(delegatedCommissioning, 'delegation', marks))!;
    const titled = (title: string) => chart.boxes.find((box) => box.title === title)!;
    expect(titled('Exercised').mark).toBe('now');
    expect(titled('Suspended').mark).toBe('plain');
    expect(titled('Suspend functions')).toMatchObject({ mark: 'last' });
    expect(titled('Suspend functions').lines.map((line) => line.words)).toEqual(['Suspend functions ×3']);
    expect(chart.arrows.filter(({ mark }) => mark === 'last')).toHaveLength(2);
    expect(description).toBe('The case is at “Notice: None”, “Functions: Exercised” and “Variation: Settled”.');
    expect(words.flatMap(({ ways }) => ways).filter(({ times }) => times > 0)).toMatchObject([
      { label: 'Suspend functions', times: 3, isLast: true },
    ]);
  });

  it('are laid out once, whatever is marked on them', async () => {
    const top = nodeAt(delegatedCommissioning, 'inForce');
    expect(layoutFor(delegatedCommissioning, top)).toBe(layoutFor(delegatedCommissioning, top));
  });

  it('have a path that leads to them', () => {
    const path = pathMapOf(delegatedCommissioning, (stage) => `/how/${stage}`);
    expect(path.map(({ kind }) => kind)).toEqual(['stage', 'stage', 'beside', 'stage']);
    expect(path.at(-1)).toMatchObject({ stage: { title: 'Delegation', href: '/how/delegation', mark: 'plain' } });
  });
});

describe('text that is measured', () => {
  it('is as wide as its letters, and broken between words', () => {
    expect(widthOf('iiii', { size: sizes.rest })).toBeLessThan(widthOf('MMMM', { size: sizes.rest }) / 3);
    expect(inLines('Sign the agreement for NHS England', 170, { size: 15 })).toEqual([
      'Sign the agreement',
      'for NHS England',
    ]);
    expect(inLines('Incomprehensibilities', 20, { size: 15 })).toEqual(['Incomprehensibilities']);
  });
});
