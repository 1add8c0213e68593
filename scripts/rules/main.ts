import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflows } from '../../workflows/index.js';
import { book } from '../../workflows/rule-book/book.js';
import { pageOf } from './page.js';

/**
 * Writes docs/rules.md; with --check only says whether it is up to date and the book whole: every rule enforced and tested, every number
 * that is cited known (exit status 1: not so).
 */
const file = join(process.cwd(), 'docs', 'rules.md');
const { text, faults } = pageOf(book, workflows, process.cwd());
for (const fault of faults) process.stderr.write(`${fault}\n`);

if (process.argv.includes('--check')) {
  const stale = !existsSync(file) || readFileSync(file, 'utf8') !== text;
  if (stale) process.stderr.write('docs/rules.md is out of date. Write it anew with: npm run docs\n');
  if (stale || faults.length > 0) process.exitCode = 1;
} else {
  writeFileSync(file, text);
  process.stdout.write(`${Object.keys(book).length} rules in docs/rules.md, ${faults.length} faults.\n`);
}
