/** Our own components, each with its fixtures: shown in development, and held to what specs ask of all. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../components');

export interface Fixture {
  readonly name: string;
  readonly params: object;
}

export interface Component {
  readonly name: string;
  /** Of the macro that draws it: `filterPanel` for `filter-panel`. */
  readonly macro: string;
  readonly fixtures: readonly Fixture[];
}

export function components(): readonly Component[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => ({ name, macro: macroOf(name), fixtures: fixturesIn(join(folder, name, 'fixtures.json')) }))
    .toSorted((a, b) => byName(a.name, b.name));
}

/** Names are texts. */
const byName = new Intl.Collator('en').compare;

const macroOf = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const fixturesIn = (file: string): readonly Fixture[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Fixture[]) : []; // it lies beside the component
