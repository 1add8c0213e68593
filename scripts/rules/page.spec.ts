import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Workflow } from '../../libs/workflow/index.js';
import { arrangement } from '../../workflows/arrangement/index.js';
import { workflows } from '../../workflows/index.js';
import { book } from '../../workflows/rule-book/book.js';
import { pageOf } from './page.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

// Written in pieces, so that the tests below do not look like tests of these rules.
const id = (number: number): `R-${number}` => `R-${number}`;

function write(files: Readonly<Record<string, string>>): void {
  rmSync(root, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

const small = { [id(71)]: 'Gates are shut.', [id(72)]: 'Dogs are led.' };
const shut = `/** Shuts it (${id(71)}). */ export const shut = 1;`;
const led = `// ${id(72)}`;
const spec = `describe('a gate (${id(71)})', () => { it('is shut, by ${id(71)}', () => {}); });
  it.each([['${id(72)}']])('a dog is led: %s', () => {});`;

const rowOf = (page: string, number: number): string =>
  page.split('\n').find((line) => line.startsWith(`| ${id(number)} `)) ?? '';

describe('the page of rules', () => {
  it('says of each rule where it is enforced, and which tests name it', () => {
    write({ 'libs/gate.ts': shut, 'apps/park/dog.ts': led, 'libs/gate.spec.ts': spec });
    const { text, faults } = pageOf(small, [], root);
    expect(faults).toEqual([]);
    expect(rowOf(text, 71)).toBe(
      `| ${id(71)} | Gates are shut. | in: [libs/gate.ts](../libs/gate.ts) | [libs/gate.spec.ts](../libs/gate.spec.ts): a gate (${id(71)}) |`,
    );
    expect(rowOf(text, 72)).toMatch(
      /\| in: \[park\/dog.ts\]\(\.\.\/apps\/park\/dog.ts\) \| .*gate.spec.ts\): asserts \|$/,
    );
  });

  it('names the rules and facts of workflows', () => {
    write({});
    const rules = { ...arrangement.rules, gateIsShut: { id: id(71), meaning: 'x', holds: () => true } };
    const workflow: Workflow = { ...arrangement, rules };
    const row = (number: 71 | 5) =>
      rowOf(pageOf({ ...small, 'R-05': 'One at a time.' }, [workflow], root).text, number);
    expect(row(71)).toContain('rules: `gateIsShut` |');
    expect(pageOf({ 'R-05': 'One.' }, [workflow], root).text).toMatch(/facts: `CaseStarted`/);
  });

  it.each([
    ['a rule that nothing enforces', { 'libs/gate.ts': shut }, `${id(72)} is enforced nowhere`],
    [
      'a rule that only a script cites',
      { 'libs/gate.ts': shut, 'scripts/dog.ts': led },
      `${id(72)} is enforced nowhere`,
    ],
    [
      'a rule that only a test cites',
      { 'libs/gate.ts': shut, 'libs/dog.spec.ts': led },
      `${id(72)} is enforced nowhere`,
    ],
    ['a rule that no test names', { 'libs/dog.ts': led, 'libs/gate.spec.ts': '' }, `${id(72)} has no test`],
    [
      'a rule that a test names in a comment only',
      { 'libs/gate.spec.ts': `it('x', () => {}); ${led}` },
      `${id(72)} has no test`,
    ],
    [
      'a number that source cites and the book lacks',
      { 'libs/lark.ts': `// ${id(73)}` },
      `${id(73)} is not in the book, workflows/rule-book/book.ts; it is cited in libs/lark.ts`,
    ],
    [
      'a number that a test names and the book lacks',
      { 'test/lark.spec.ts': `it('${id(73)}', () => {});` },
      `${id(73)} is not in the book`,
    ],
  ])('finds %s', (_, files, fault) => {
    write({ 'libs/gate.ts': shut, 'apps/dog.ts': '', 'libs/gate.spec.ts': spec, ...files });
    expect(pageOf(small, [], root).faults).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
  });
});

describe('the rule book', () => {
  it('has every number that the workflows name, each with a sentence', () => {
    write({});
    const { faults } = pageOf(book, workflows, root);
    expect(faults.filter((fault) => fault.includes('not in the book'))).toEqual([]);
    for (const sentence of Object.values(book)) expect(sentence).toMatch(/^[A-Z][^|]+\.$/);
  });
});
