import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '../libs/workflow/describe.js';
import { workflows } from '../workflows/index.js';
import { consequencesPage } from './consequences.js';

/** Writes docs/workflows/, a page for each workflow and one for what follows between cases; with --check only says whether they are up to date (exit status 1: they are not). */
const folder = join(process.cwd(), 'docs', 'workflows');
const pages = new Map([
  ...workflows.map((workflow) => [`${workflow.name}-${workflow.version}.md`, describe(workflow)] as const),
  ['consequences.md', consequencesPage()],
]);

const present = existsSync(folder) ? readdirSync(folder) : [];
const stale = [
  ...[...pages]
    .filter(([name, text]) => !present.includes(name) || readFileSync(join(folder, name), 'utf8') !== text)
    .map(([name]) => name),
  ...present.filter((name) => !pages.has(name)),
];

if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    process.stderr.write(`docs/workflows/ is out of date: ${stale.join(', ')}. Write it anew with: npm run docs\n`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const name of present) if (!pages.has(name)) rmSync(join(folder, name));
  for (const [name, text] of pages) writeFileSync(join(folder, name), text);
  process.stdout.write(`${pages.size} pages in docs/workflows/, ${stale.length} changed.\n`);
}
