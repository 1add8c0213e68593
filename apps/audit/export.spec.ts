import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { audited, historyFolder, linesOf, type Folder } from '../../test/audit-history.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

describe('an export', () => {
  it('has every event of the log on a line of its own, in order, keys in order', async () => {
    const { status, stdout, stderr } = await audited(['export', '--format', 'jsonl', '--log', folder.log]);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RecordedEvent);
    expect(events).toEqual(folder.events);
    const order = 'id stream revision position type data at actor workflow version from to command cause'.split(' ');
    for (const event of events) expect(Object.keys(event)).toEqual(order.filter((key) => key in event));
    expect([status, stderr]).toEqual([0, '']);
  });

  it('is written to a new file, whole', async () => {
    const out = join(folder.path, 'new.jsonl');
    const { status, stdout } = await audited(['export', '--log', folder.log, '--out', out]);
    expect([status, stdout]).toEqual([0, `${folder.events.length} events in ${out}\n`]);
    expect(await linesOf(out)).toHaveLength(folder.events.length);
    expect((await readdir(folder.path)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('never overwrites a file', async () => {
    const { status, stderr } = await audited(['export', '--log', folder.log, '--out', folder.log]);
    expect(stderr).toContain(`Expected a new file for --out, found ${folder.log} there`);
    expect(status).toBe(2);
    expect(await audited(['verify', '--log', folder.log])).toMatchObject({ status: 0 });
  });

  it('leaves out what cannot be read, and says so', async () => {
    const { position } = folder.events[5]!;
    const log = folder.damagedLog(`UPDATE event SET body = '{' WHERE position = ${position}`);
    const out = `${log}.jsonl`;
    const { status, stdout, stderr } = await audited(['export', '--json', '--log', log, '--out', out]);
    expect(JSON.parse(stdout)).toEqual({
      events: folder.events.length - 1,
      log,
      out,
      findings: [{ position, what: 'what is kept there is not JSON' }],
    });
    expect(stderr).toBe(`position ${position}: what is kept there is not JSON\n`);
    expect(status).toBe(1);
  });

  it('cannot be written where no file can be, or in a format that is not known', async () => {
    const nowhere = join(folder.path, 'no', 'where.jsonl');
    expect(await audited(['export', '--log', folder.log, '--out', nowhere])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/Expected to write .*where.jsonl, found: ENOENT/),
    });
    expect(await audited(['export', '--log', folder.log, '--format', 'xml'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/Expected --format jsonl, found --format xml/),
    });
  });
});
