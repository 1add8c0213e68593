import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documentFile } from '../../libs/documents/whole-file.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { audited, historyFolder, type Folder } from '../../test/audit-history.js';
import { day, officer } from '../../test/builders.js';
import type { Report } from './verify.js';

let folder: Folder;
let log: string;
const texts = ['minutes', 'constitution', 'terms'];
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const fileOf = (text: string): string => documentFile(join(folder.path, 'documents'), sha256(text));

beforeAll(async () => {
  folder = await historyFolder();
  log = folder.log;
  const writer = await sqliteLog({ file: log });
  for (const text of [...texts, 'minutes']) {
    const data = { sha256: sha256(text), size: text.length, type: 'text/plain' };
    const event = { id: randomUUID(), type: 'DocumentStored', data, actor: officer, at: day('2014-06-20') };
    await writer.append({ stream: 'documents', expected: 'any', events: [event] });
    mkdirSync(dirname(fileOf(text)), { recursive: true });
    writeFileSync(fileOf(text), text);
  }
  await writer.close();
});
afterAll(() => folder.remove());

async function verified(args: readonly string[], env = {}): Promise<Report> {
  const { status, stdout, stderr } = await audited(['verify', '--json', ...args], env);
  if (status === 2) throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

it('verify looks at the documents of the service’s own log, and of another when it is told where they are', async () => {
  expect(await verified([], { REMIT_DATA: folder.path })).toMatchObject({ holds: true, documents: 3 });
  const elsewhere = { REMIT_DATA: folder.path, REMIT_DOCUMENTS: join(folder.path, 'elsewhere') };
  expect(await verified([], elsewhere)).toMatchObject({ holds: false, found: 3, documents: 3 });
  expect(await verified(['--log', log, '--documents', folder.path])).toMatchObject({ holds: true, documents: 3 });
  const untold = await verified(['--log', log]);
  expect(untold).toMatchObject({ holds: true });
  expect(untold).not.toHaveProperty('documents');
  expect((await audited(['verify', '--log', log])).stdout).toContain('Documents were not looked at');
});

it('verify names each document that was changed on the disk or is gone, with the event that stored it', async () => {
  appendFileSync(fileOf('minutes'), '.');
  rmSync(fileOf('terms'));
  const report = await verified([], { REMIT_DATA: folder.path });
  const at = (revision: number) => ({ stream: 'documents', revision, position: folder.events.length + revision + 1 });
  expect(report).toMatchObject({ holds: false, found: 2 });
  expect(report.findings).toEqual([
    { ...at(0), what: `document ${sha256('minutes')} is not what was stored, in ${folder.path}` },
    { ...at(2), what: `document ${sha256('terms')} is gone from ${folder.path}` },
  ]);
});

it('verify does not wait for what lies in a document’s place and is no file', async () => {
  rmSync(fileOf('constitution'));
  execFileSync('mkfifo', [fileOf('constitution')]);
  const { findings } = await verified([], { REMIT_DATA: folder.path });
  expect(findings.map(({ what }) => what)).toContain(
    `document ${sha256('constitution')} is not what was stored, in ${folder.path}`,
  );
});
