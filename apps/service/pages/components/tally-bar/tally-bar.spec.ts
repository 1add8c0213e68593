import { describe, expect, it } from '@jest/globals';
import { parse } from 'node-html-parser';
import { Renderer } from '../../renderer.js';
import { components } from '../../preview/components.js';
import { drawnTally, type TallyBar } from './bar.js';

const bar: TallyBar = {
  id: 'result',
  label: '8 for, 2 against. More than half of 10 is needed.',
  parts: [
    { kind: 'for', text: '8 for', value: 8 },
    { kind: 'against', text: '2 against', value: 2 },
  ],
  whole: 10,
  mark: { at: 5, text: 'More than half' },
};

describe('a tally as a bar', () => {
  it('has each part begin where the one before ends, and the mark where it belongs', () => {
    expect(drawnTally(bar)).toEqual({
      id: 'result',
      label: bar.label,
      parts: [
        { kind: 'for', text: '8 for', x: '0%', width: '80%' },
        { kind: 'against', text: '2 against', x: '80%', width: '20%' },
      ],
      mark: { x: '50%', text: 'More than half', anchor: 'middle' },
    });
  });

  it('keeps the words of a mark within it at either end', () => {
    const anchored = (at: number) => drawnTally({ ...bar, mark: { at, text: 'Here' } }).mark?.anchor;
    expect([anchored(0), anchored(2.9), anchored(5), anchored(7.1), anchored(10)]).toEqual([
      'start',
      'start',
      'middle',
      'end',
      'end',
    ]);
  });

  it('draws nothing of a whole of nothing', () => {
    const { parts } = drawnTally({ ...bar, parts: [{ kind: 'for', text: '0 for', value: 0 }], whole: 0 });
    expect(parts).toEqual([{ kind: 'for', text: '0 for', x: '0%', width: '0%' }]);
  });

  it('says all that it shows, in its key and its title', () => {
    const component = components().find(({ name }) => name === 'tally-bar')!;
    const fixture = { name: 'one', params: drawnTally(bar) };
    const dom = parse(Renderer.overSources().draw('pages/preview/drawn', { component, fixture }));
    expect(dom.querySelector('title')?.text).toBe(bar.label);
    expect(dom.querySelectorAll('li').map(({ text }) => text.trim())).toEqual(['8 for', '2 against']);
    const [, against] = dom.querySelectorAll('.remit-tally__bar .remit-tally__part');
    // Told by its pattern too, not by its colour alone.
    expect(against?.getAttribute('fill')).toBe('url(#result-against)');
  });
});
