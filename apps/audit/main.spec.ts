import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformFile } from '@swc/core';
import { execFile } from 'node:child_process';
import { glob, mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { audited, historyFolder, type Folder } from '../../test/audit-history.js';
import type { Report } from './verify.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

describe('the auditor’s command line', () => {
  it.each([
    [[], /^Expected a command \(verify, replay, export, import\), found none\.\nUsage: npm run audit -- verify/],
    [['prove'], /^Expected a command \(verify, replay, export, import\), found "prove"/],
    [['toString'], /found "toString"/],
    [['verify', '--logs', 'x'], /Unknown option '--logs'[^]*Usage: npm run audit -- verify/],
    [['verify', 'events.sqlite'], /Unexpected argument 'events.sqlite'[^]*Usage/],
    [['verify', '--log', 'a', '--export', 'b'], /Expected --log PATH or --export FILE, found both/],
    [
      ['verify', '--log', '/no/such.sqlite'],
      /expected the log of a Remit service at \/no\/such.sqlite, found nothing there\nName the log/,
    ],
    [['verify', '--log', tmpdir()], /found something that is not a file/],
    [
      ['verify', '--export', '/no/such.jsonl'],
      /expected an export, .* found nothing there\nMake an export with: npm run audit/,
    ],
  ])('could not run %j, and says what would mend it', async (args, why) => {
    const { status, stdout, stderr } = await audited(args);
    expect(stderr).toMatch(why);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('takes no export for a log, and no log for an export', async () => {
    expect(await audited(['verify', '--log', folder.export])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/cannot open the log .*: file is not a database\n.*--export FILE/),
    });
    expect(await audited(['verify', '--export', folder.log])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/found an SQLite file: name a log with --log/),
    });
  });

  it('finds nothing to hold in a file without events', async () => {
    for (const lines of [[], ['one\n', '[]\n']]) {
      expect(await audited(['verify', '--export', await folder.exportOf(lines)])).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringMatching(/expected events as JSON Lines in .*, found none in \d lines/),
      });
    }
  });

  it('cannot read a log whose disk lost a part of it', async () => {
    const log = folder.damagedLog('');
    const file = await open(log, 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 8_192, 0xff), 0, size - 8_192, 8_192);
    await file.close();
    expect(await audited(['verify', '--log', log])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/The log cannot be read: database disk image is malformed/),
    });
  });

  it('shows on a terminal how far it is, and takes that away at the end', async () => {
    const { stderr } = await audited(['verify', '--log', folder.log], {}, { isTTY: true });
    expect(stderr).toMatch(/ 0 %, /);
    expect(stderr.endsWith('\n')).toBe(false);
    expect((await audited(['verify', '--log', folder.log])).stderr).toBe('');
  });

  it('tells how it is used', async () => {
    expect(await audited(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/verify[^]*replay[^]*export/),
    });
  });
});

/** The auditor as `npm run build` makes it, in a folder of its own, as tests need no build. */
async function built(): Promise<{ main: string; remove: () => Promise<void> }> {
  const root = join(import.meta.dirname, '..', '..');
  const out = await mkdtemp(join(tmpdir(), 'remit-audit-built-'));
  await symlink(join(root, 'node_modules'), join(out, 'node_modules'));
  await writeFile(join(out, 'package.json'), '{"type":"module"}');
  for await (const source of glob('{apps/audit,libs,workflows}/**/*.ts', { cwd: root })) {
    if (/(\.spec|contract.*)\.ts$/.test(source)) continue;
    const { code } = await transformFile(join(root, source), { configFile: join(root, '.swcrc'), sourceMaps: false });
    const file = join(out, source.replace(/ts$/, 'js'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, code);
  }
  return { main: join(out, 'apps', 'audit', 'main.js'), remove: () => rm(out, { recursive: true }) };
}

describe('the auditor as a process', () => {
  let program: Awaited<ReturnType<typeof built>>;
  beforeAll(async () => {
    program = await built();
  });
  afterAll(() => program.remove());

  const run = (...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> =>
    new Promise((done) => {
      const child = execFile(process.execPath, [program.main, ...args], (_, stdout, stderr) =>
        done({ status: child.exitCode ?? -1, stdout, stderr }),
      );
    });

  it('ends with 0 when the history holds, 1 when not, 2 when it could not run', async () => {
    const held = await run('verify', '--json', '--log', folder.log);
    expect(held).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(held.stdout)).toMatchObject({ holds: true, events: folder.events.length });
    const damaged = folder.damagedLog(`DELETE FROM event WHERE stream = 'case-1' AND revision = 2`);
    expect(await run('verify', '--log', damaged)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/case-1 revision 3: revision 2 of the stream was expected here/),
    });
    expect(await run('verify', '--log', '/no/such')).toMatchObject({ status: 2, stdout: '' });
  });

  it('proves a history with threads, and finds with them what one finds', async () => {
    const wrong = folder.damagedLog(`UPDATE event SET body = json_set(body, '$.to', 'inForce') WHERE position % 9 = 0`);
    const [exported, exportedWrong] = [`${wrong}.true.jsonl`, `${wrong}.jsonl`];
    await run('export', '--log', folder.log, '--out', exported);
    await run('export', '--log', wrong, '--out', exportedWrong);
    for (const history of [
      `--log=${folder.log}`,
      `--export=${exported}`,
      `--log=${wrong}`,
      `--export=${exportedWrong}`,
    ]) {
      const reports = await Promise.all(
        ['1', '2'].map(async (cores) => {
          const { stdout, stderr } = await run('verify', '--json', '--cores', cores, history);
          expect(stderr).toBe('');
          return { ...(JSON.parse(stdout) as Report), seconds: 0, eventsPerSecond: 0 };
        }),
      );
      expect(reports[1]).toEqual({ ...reports[0], cores: 2 });
    }
  });

  it('writes an export to a pipe that it can read again', async () => {
    const { status, stdout } = await run('export', '--log', folder.log);
    expect(status).toBe(0);
    expect(await audited(['verify', '--export', await folder.exportOf([stdout])])).toMatchObject({ status: 0 });
  });
});
