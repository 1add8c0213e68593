// Builds when a source is newer than the last build. Plain JavaScript: it runs before anything is built.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { buildPages } from './pages.js';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist', '.built');

const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(`Remit needs Node 24 or newer; this is ${process.versions.node}.`);
  console.error('It comes with the packages: run "npm ci", then start through npm, as in "npm start".');
  process.exit(2);
}

/** Newest change below a folder, in milliseconds. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const sources = [
  'apps',
  'demonstration',
  'libs',
  'workflows',
  'scripts',
  'nest-cli.json',
  '.swcrc',
  'package-lock.json',
].map((name) => join(root, name));
const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
if (Math.max(...sources.map(newest)) > built) {
  const began = new Date();
  const result = spawnSync(process.execPath, [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    console.error(result.stdout + result.stderr);
    process.exit(1);
  }
  buildPages(root);
  writeFileSync(stamp, '');
  // What changed while it was building is built next time.
  utimesSync(stamp, began, began);
}
