import { describe, expect, it } from '@jest/globals';
import { drawnLevels, type LevelBar, type Spell } from './bar.js';

const joint: Spell = { level: 'L2', text: 'Joint commissioning', from: '2015-03-31T23:00:00.000Z' };
const bar = (spells: readonly Spell[]): LevelBar => ({
  id: 'levels',
  label: 'What was held.',
  // 100 days in all.
  first: '2015-03-02',
  last: '2015-06-09',
  spells,
});

describe('levels over time as a bar', () => {
  it('lie where their days in London lie, one after another', () => {
    const delegated = { level: 'L3', text: 'Delegated commissioning', from: '2015-04-30T23:00:00.000Z' };
    const { spells, key, first, last } = drawnLevels(bar([{ ...joint, until: delegated.from }, delegated]));
    expect(spells).toEqual([
      { level: 'L2', x: '30%', width: '30%', isWide: true },
      { level: 'L3', x: '60%', width: '40%', isWide: true },
    ]);
    expect(key.map(({ level }) => level)).toEqual(['L2', 'L3']);
    expect([first, last]).toEqual(['2 March 2015', '9 June 2015']);
  });

  it('are cut to the line, and have no words where there is no room', () => {
    const { spells } = drawnLevels(
      bar([
        { ...joint, from: '2014-03-31T23:00:00.000Z', until: '2015-03-07T00:00:00.000Z' },
        { ...joint, from: '2015-05-31T23:00:00.000Z', until: '2016-03-31T23:00:00.000Z' },
      ]),
    );
    expect(spells).toEqual([
      { level: 'L2', x: '0%', width: '5%', isWide: false },
      { level: 'L2', x: '91%', width: '9%', isWide: false },
    ]);
  });

  it('are told once each in the key, and not at all where there was none', () => {
    const twice = [
      { ...joint, until: '2015-04-30T23:00:00.000Z' },
      { ...joint, from: '2015-05-31T23:00:00.000Z' },
    ];
    expect(drawnLevels(bar(twice)).key).toEqual([{ level: 'L2', text: 'Joint commissioning' }]);
    expect(drawnLevels(bar([])).spells).toEqual([]);
  });
});
