import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { parse, type HTMLElement } from 'node-html-parser';
import { components } from '../preview/components.js';
import { Renderer } from '../renderer.js';

const renderer = Renderer.overSources();
const fixtures = components().flatMap((component) =>
  component.fixtures.map((fixture) => ({ named: `${component.name}: ${fixture.name}`, component, fixture })),
);

/** What ends an attribute or a text where it is not escaped. */
const payload = '"><script>alert(1)</script><b x="';

/** The same with the payload behind every text that is shown, keeping what names a kind, a place or a number. */
const poisoned = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((each: unknown) => poisoned(each, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poisoned(inner, name)]));
  return typeof value === 'string' && /^(text|label|title|words|hint|value|caption|name)$/.test(key)
    ? `${value}${payload}`
    : value;
};

const drawn = (component: object, fixture: object): HTMLElement =>
  parse(renderer.draw('pages/preview/drawn', { component, fixture }));

/** Names of blocks that a style sheet begins rules with: `remit-chart` of `.remit-chart__key`. */
const blocksIn = (file: string): readonly string[] => [
  ...new Set(
    [...readFileSync(file, 'utf8').matchAll(/^\.(remit-[a-z-]+?)(?=__|--|[\s,:.{])/gm)].flatMap(
      ([, name]) => name ?? [],
    ),
  ),
];

describe('every component of our own', () => {
  it('has names of its own for its styles: none begins as those of another', () => {
    const files = globSync('*/_*.scss', { cwd: import.meta.dirname }).map((file) => `${import.meta.dirname}/${file}`);
    const owners = new Map<string, string[]>();
    for (const file of files)
      for (const block of blocksIn(file)) owners.set(block, [...(owners.get(block) ?? []), file]);
    expect(owners.size).toBeGreaterThan(5);
    expect([...owners].filter(([, all]) => all.length > 1)).toEqual([]);
  });

  it.each(components())('$name has fixtures', ({ fixtures: own }) => expect(own.length).toBeGreaterThan(0));

  it.each(fixtures)('$named is drawn, and shows something', ({ component, fixture }) => {
    expect(drawn(component, fixture).text.trim()).toMatch(/\w/);
  });

  it.each(fixtures)('$named shows markup as the text it is', ({ component, fixture }) => {
    const dom = drawn(component, { ...fixture, params: poisoned(fixture.params) });
    expect(dom.querySelectorAll('script, b')).toEqual([]);
  });

  it.each(fixtures)(
    '$named brings no style or script of its own, which the policy would stop',
    ({ component, fixture }) => {
      const dom = drawn(component, fixture);
      expect(dom.querySelectorAll('style, script, [style]')).toEqual([]);
      const handlers = dom
        .querySelectorAll('*')
        .flatMap(({ attributes }) => Object.keys(attributes).filter((name) => /^on/.test(name)));
      expect(handlers).toEqual([]);
    },
  );

  it.each(fixtures)('$named names no id twice', ({ component, fixture }) => {
    const ids = drawn(component, fixture)
      .querySelectorAll('[id]')
      .map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
