import { describe, expect, it } from '@jest/globals';
import { parse } from 'node-html-parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Renderer } from '../../renderer.js';

const fixtures = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures.json'), 'utf8')) as {
  readonly name: string;
  readonly params: object;
}[];
const renderer = Renderer.overSources();
const drawn = (name: string) => {
  const found = fixtures.find((fixture) => fixture.name === name);
  return parse(
    renderer.draw('pages/preview/drawn', { component: { name: 'filter-panel', macro: 'filterPanel' }, fixture: found }),
  );
};

describe('the filter panel', () => {
  it.each(fixtures.map(({ name }) => name))('is a form that asks, every field with a label of its own: %s', (name) => {
    const panel = drawn(name);
    expect(panel.querySelector('form')!.getAttribute('method')).toBe('get');
    expect(panel.querySelector('[role=search]')!.getAttribute('aria-label')).toBeTruthy();
    for (const field of panel.querySelectorAll('select, input:not([type=hidden])'))
      expect(panel.querySelector(`label[for="${field.id}"]`)?.text.trim()).toBeTruthy();
    expect(panel.querySelectorAll('button')).toHaveLength(1);
    expect(panel.querySelectorAll('[style], script')).toEqual([]);
  });

  it('begins each choice with none, and shows the one that was made', () => {
    const options = drawn('filtered, with an order kept').querySelectorAll('select option');
    expect(options.map((option) => [option.getAttribute('value'), option.hasAttribute('selected')])).toEqual([
      ['', false],
      ['L2', false],
      ['L3', true],
    ]);
    expect(drawn('nothing filtered').querySelectorAll('#filter-due option')[0]!.text).toBe('Any time');
  });

  it('says of a field what of it cannot be understood', () => {
    const field = drawn('not understood').querySelector('#filter-region')!;
    expect(field.getAttribute('value')).toBe('Mars');
    const said = drawn('not understood').querySelector(`#${field.getAttribute('aria-describedby')!}`)!;
    expect(said.text).toContain('Enter the region as a region code such as Y54');
  });

  it('names each filter that is applied, with the way back without it; what was typed is text', () => {
    const panel = drawn('filtered, with an order kept');
    const links = panel.querySelectorAll('.remit-filter__tag');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/cases?level=L3&sort=ccg', '/cases?sort=ccg']);
    expect(links[0]!.text).toContain('Remove filter Search: <script>');
    expect(panel.querySelector('input[name=sort]')!.getAttribute('value')).toBe('ccg');
    expect(panel.querySelector('script')).toBeNull();
    expect(drawn('nothing filtered').querySelector('.remit-filter__applied')).toBeNull();
  });
});
