import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fact, newStream, recorded, to } from './contract-events.js';
import { LogUnavailable } from './index.js';
import { appendsThrough } from './sqlite-appends.js';
import { readsOf } from './sqlite-reads.js';
import { openForReading } from './sqlite-schema.js';
import { sqliteLog } from './sqlite.js';

/** A writer that dies before it answers; with `keep` it dies after the commit. */
const dyingWriter = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  parentPort.once('message', ([[[stream, , [id], [body]]]]) => {
    const database = new DatabaseSync(workerData.file);
    if (workerData.keep) database.prepare('INSERT INTO event VALUES (2, ?, ?, 0, ?)').run(id, stream, body);
    process.exit(1);
  });
`;

describe('when the writer dies before it answers', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'remit-log-'));
    file = join(folder, 'log.db');
    const log = await sqliteLog({ file });
    await recorded(log.append(to(newStream(), 'none', fact())));
    await log.close();
  });

  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['tells that nothing was kept, when nothing was', false],
    ['tells the events, when they were kept', true],
  ])('%s', async (_, keep) => {
    const database = openForReading(file);
    const read = readsOf(database);
    const worker = new Worker(dyingWriter, { eval: true, workerData: { file, keep } });
    const appends = appendsThrough(
      worker,
      (id) => read.find(id),
      () => undefined,
    );
    const append = to(newStream(), 'none', fact());
    const answer = appends.append([append]);
    if (keep) expect(await answer).toEqual({ outcome: 'repeated', events: read.all(1, 10) });
    else await expect(answer).rejects.toThrow('nothing was kept: the writer has ended');
    expect(read.head()).toBe(keep ? 2 : 1);
    // No writer, no more appends, until the service starts again.
    await expect(appends.append([to(newStream(), 'none', fact())])).rejects.toBeInstanceOf(LogUnavailable);
    await appends.settled();
    await appends.close();
    database.close();
    // Asking again settles it in either case.
    const log = await sqliteLog({ file });
    const { outcome } = await log.append(append);
    await log.close();
    expect(outcome).toBe(keep ? 'repeated' : 'appended');
  });
});
