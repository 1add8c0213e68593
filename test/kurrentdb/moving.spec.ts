import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LogUnavailable, type EventLog, type RecordedEvent } from '../../libs/event-log/index.js';
import { openKurrentLog } from '../../libs/event-log/kurrentdb.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { move } from '../../apps/audit/moving.js';
import { audited, historyFolder, linesOf, type Folder } from '../audit-history.js';
import { describeWithTestServer } from './database.js';
import { startServer, type TestServer } from './start.js';

/** A history that the auditor proves is of a whole log, so that each move gets a server with nothing in it. */
describeWithTestServer('moving a log into KurrentDB', () => {
  let folder: Folder;
  let server: TestServer;
  const logs: EventLog[] = [];

  beforeAll(async () => {
    folder = await historyFolder();
  });
  afterAll(() => folder.remove());
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(async () => {
    await server.faults({ cuts: [], readOnly: false });
    for (const log of logs.splice(0)) await log.close();
    await server.end();
  });

  async function open(): Promise<EventLog> {
    const log = await openKurrentLog({ url: server.url, patience: 500 });
    logs.push(log);
    return log;
  }

  const imported = (...args: readonly string[]) => audited(['import', '--kurrentdb', server.url, ...args]);
  const placeless = (events: readonly RecordedEvent[]) => events.map((event) => ({ ...event, position: 0 }));
  const kept = async () => (await open()).readAll({ limit: 10_000 });

  async function* from(events: readonly RecordedEvent[]): AsyncGenerator<RecordedEvent> {
    yield* events;
  }

  it.each(['log', 'export'] as const)('keeps every event of the %s, in order, at its revision', async (kind) => {
    const { status, stdout, stderr } = await imported(`--${kind}`, folder[kind]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/held 0 of them; [\d,]+ were moved[^]*It holds the same history/);
    expect(status).toBe(0);
    const there = await kept();
    expect(placeless(there)).toEqual(placeless(folder.events));
    expect(there.map(({ position }) => position)).toEqual(
      there.map(({ position }) => position).toSorted((a, b) => a - b),
    );
    expect(there[1]?.position).not.toBe(2);
  });

  it('leaves a log that the auditor proves, replays and exports, each as before', async () => {
    await imported('--log', folder.log);
    const there = ['--kurrentdb', server.url];
    const before = JSON.parse((await audited(['verify', '--json', '--log', folder.log])).stdout) as object;
    const verified = await audited(['verify', '--json', ...there]);
    expect(verified.status).toBe(0);
    const now = JSON.parse(verified.stdout) as object;
    for (const key of ['events', 'streams', 'cases', 'holds', 'findings'] as const)
      expect(now).toHaveProperty(key, (before as Record<string, unknown>)[key]);
    expect(now).toHaveProperty('kurrentdb', `kurrentdb://127.0.0.1:${server.ports[0]}`);
    for (const stream of ['case-1', 'case-2', 'ccg-00C']) {
      const replayed = await audited(['replay', stream, ...there]);
      expect(replayed).toEqual(await audited(['replay', stream, '--log', folder.log]));
    }
    const out = join(folder.path, 'again.jsonl');
    expect(await audited(['export', '--out', out, ...there])).toMatchObject({ status: 0 });
    const lines = (await linesOf(out)).map((line) => JSON.parse(line) as RecordedEvent);
    await rm(out);
    expect(placeless(lines)).toEqual(placeless(folder.events));
  });

  it('is the own log of whoever has the settings of a service over KurrentDB', async () => {
    const env = { REMIT_STORE: 'kurrentdb', REMIT_KURRENTDB_URL: server.url };
    expect(await audited(['import', '--log', folder.log], env)).toMatchObject({ status: 0 });
    const { status, stdout } = await audited(['verify'], env);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^The log in kurrentdb:\/\/127[^]*It holds/)]);
  });

  it('is moved once: a second time finds all there', async () => {
    await imported('--export', folder.export);
    const { status, stdout } = await imported('--json', '--log', folder.log);
    expect(JSON.parse(stdout)).toMatchObject({ holds: true, before: folder.events.length, moved: 0 });
    expect(status).toBe(0);
    expect(await kept()).toHaveLength(folder.events.length);
  });

  it('goes on where it broke off', async () => {
    async function* breaking(): AsyncGenerator<RecordedEvent> {
      yield* folder.events.slice(0, -20);
      await server.faults({ readOnly: true });
      yield* folder.events.slice(-20);
    }
    await expect(move(breaking(), await open())).rejects.toBeInstanceOf(LogUnavailable);
    await server.faults({ readOnly: false });
    const there = await kept();
    expect(there.length).toBeGreaterThan(0);
    expect(there.length).toBeLessThan(folder.events.length);
    expect(placeless(there)).toEqual(placeless(folder.events.slice(0, there.length)));
    const { stdout } = await imported('--json', '--log', folder.log);
    const moved = folder.events.length - there.length;
    expect(JSON.parse(stdout)).toMatchObject({ holds: true, before: there.length, moved });
    expect(placeless(await kept())).toEqual(placeless(folder.events));
  });

  it.each(['written', 'unwritten', 'late'] as const)('keeps all once when the connection is cut (%s)', async (cut) => {
    await server.faults({ cuts: [cut, cut] });
    expect(await move(from(folder.events), await open())).toEqual({ before: 0, moved: folder.events.length });
    expect(placeless(await kept())).toEqual(placeless(folder.events));
  });

  it('can be done by two at once', async () => {
    const logs = [await open(), await open()];
    const moves = await Promise.all(logs.map((log) => move(from(folder.events), log)));
    expect(moves.map(({ stopped }) => stopped)).toEqual([undefined, undefined]);
    expect(placeless(await kept())).toEqual(placeless(folder.events));
  });

  it('does not mind the streams of others', async () => {
    const client = KurrentDBClient.connectionString(server.url);
    await client.appendToStream(`invoice-${randomUUID()}`, jsonEvent({ type: 'InvoicePaid', data: { pence: 1 } }));
    await client.dispose();
    expect(await imported('--log', folder.log)).toMatchObject({ status: 0 });
  });

  it('is refused where another history is, and writes nothing', async () => {
    const [first] = folder.events;
    const log = await open();
    await log.append({
      stream: first!.stream,
      expected: 'none',
      events: [{ ...first!, at: '2014-06-02T00:00:00Z' }],
    });
    const { status, stdout } = await imported('--log', folder.log);
    expect(stdout).toMatch(
      /register revision 0: the target has another event .*register revision 0: not the same are at\n/,
    );
    expect(status).toBe(1);
    expect(await kept()).toHaveLength(1);
  });

  it('is refused where the history went on after it', async () => {
    await imported('--log', folder.log);
    const [first] = folder.events;
    const more = { ...first!, id: randomUUID(), type: 'CaseRead' };
    await (await open()).append({ stream: 'readings', expected: 'any', events: [more] });
    const { status, stdout } = await imported('--log', folder.log);
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining('CaseRead is in the target, and the history had ended'),
    ]);
  });

  it('is refused for a history that does not hold', async () => {
    const log = folder.damagedLog(`DELETE FROM event WHERE stream = 'case-1' AND revision = 2`);
    const { status, stdout } = await imported('--log', log);
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(/case-1 revision 3: revision 2 of the stream was expected[^]*Nothing was moved/),
    ]);
    expect(await kept()).toEqual([]);
  });

  it.each<[string, (event: RecordedEvent) => object, RegExp]>([
    ['an id in capitals', (event) => ({ ...event, id: 'ABCDEF00-0000-4000-8000-000000000001' }), /no UUID in small/],
    ['a stream it would not find', (event) => ({ ...event, stream: 'invoice-1', revision: 0 }), /find such a stream/],
    ['more than events have', (event) => ({ ...event, weather: 'fine' }), /no event has weather/],
  ])('is refused for a history with %s', async (_, edit, why) => {
    const last = folder.events.findLast(({ stream }) => stream === 'readings')!;
    const lines = folder.events.map((event) => (event === last ? (edit(event) as RecordedEvent) : event));
    const { status, stdout } = await imported('--export', await folder.exportOf(lines));
    expect([status, stdout]).toEqual([1, expect.stringMatching(why)]);
    expect(await kept()).toEqual([]);
  });

  it('stops when somebody else writes to the target', async () => {
    const other = await open();
    const at = folder.events.findIndex(({ stream }) => stream === 'readings');
    async function* disturbed(): AsyncGenerator<RecordedEvent> {
      for (const [index, event] of folder.events.entries()) {
        if (index === at)
          await other.append({ stream: 'readings', expected: 'any', events: [{ ...event, id: randomUUID() }] });
        yield event;
      }
    }
    const { stopped } = await move(disturbed(), await open());
    expect(stopped).toMatchObject({ stream: 'readings', what: expect.stringMatching(/somebody else writes/) });
  });

  it('finds out that the embedded log went on meanwhile', async () => {
    const log = folder.damagedLog('');
    const writer = await sqliteLog({ file: log });
    const moving = imported('--log', log);
    const reading = folder.events.find(({ stream }) => stream === 'readings')!;
    const deadline = Date.now() + 10_000;
    const watching = await open();
    while ((await watching.head()) === 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 5));
    await writer.append({ stream: 'readings', expected: 'any', events: [{ ...reading, id: randomUUID() }] });
    const { status, stdout } = await moving;
    await writer.close();
    expect([status, stdout]).toEqual([1, expect.stringMatching(/went on while it was moved/)]);
  });

  it('could not run without a source, a target or a server, and never tells a password', async () => {
    const secret = 'kurrentdb://remit:s3cret@127.0.0.1:1?tls=false';
    const answers = [
      await audited(['import', '--kurrentdb', server.url]),
      await audited(['import', '--log', folder.log]),
      await audited(['import', '--log', folder.log, '--kurrentdb', `${secret}&s3cret`]),
      await audited(['verify', '--kurrentdb', `${secret}&s3cret`]),
      await audited(['verify', '--kurrentdb', secret]),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 2));
    expect(answers.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
      expect.stringMatching(/Expected --log PATH or --export FILE, what to move/),
      expect.stringMatching(/Expected --kurrentdb URL or REMIT_KURRENTDB_URL/),
      expect.stringMatching(/expected a connection string/),
      expect.stringMatching(/expected a connection string/),
      expect.stringMatching(/127.0.0.1:1: expected a KurrentDB server, found none/),
    ]);
    for (const { stderr, stdout } of answers) expect(stderr + stdout).not.toContain('s3cret');
  });
});
