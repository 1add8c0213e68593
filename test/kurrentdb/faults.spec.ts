import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually, fact, facts, idsOf, newStream, recorded, to } from '../../libs/event-log/contract-events.js';
import { LogUnavailable, type EventLog, type RecordedEvent } from '../../libs/event-log/index.js';
import { openKurrentLog, type KurrentOptions } from '../../libs/event-log/kurrentdb.js';
import { describeWithTestServer } from './database.js';
import type { Cut } from './faults.js';
import { startServer, type TestServer } from './start.js';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describeWithTestServer('a KurrentDB that fails', () => {
  let server: TestServer;
  const logs: EventLog[] = [];

  beforeEach(async () => {
    server = await startServer({ nodes: 2 });
  });

  afterEach(async () => {
    await server.goOn();
    await server.faults({ cuts: [], delay: 0, readOnly: false, denied: false });
    for (const log of logs.splice(0)) await log.close();
    await server.end();
  });

  async function open(options: Partial<KurrentOptions> = {}): Promise<EventLog> {
    const log = await openKurrentLog({ url: server.url, ...options });
    logs.push(log);
    return log;
  }

  /** Every event the server holds in a stream, by a log that knows nothing of what happened before. */
  async function kept(stream: string): Promise<readonly RecordedEvent[]> {
    return (await open()).readStream(stream);
  }

  it.each<[Cut, string]>([
    ['unwritten', 'before the append was written'],
    ['written', 'after the append was written'],
    ['late', 'and the append is written only after it was sent again'],
  ])('is asked again when the connection is cut (%s: %s), and the append is there once', async (cut) => {
    const log = await open();
    const stream = newStream();
    await server.faults({ cuts: [cut] });
    const append = to(stream, 'none', ...facts(3));
    const events = await recorded(log.append(append, to(newStream(), 'none', fact())));
    await wait(400);
    expect(await kept(stream)).toEqual(events.slice(0, 3));
    expect((await log.append(append)).outcome).toBe('repeated');
    expect(await log.find(append.events[1]!.id)).toEqual(events[1]);
  });

  it('settles an append with no expectation while another service goes on in the same stream', async () => {
    const [log, other] = [await open(), await open()];
    const stream = newStream();
    await recorded(log.append(to(stream, 'any', fact())));
    for (const cut of ['written', 'unwritten', 'late'] as const) {
      await server.faults({ cuts: [cut] });
      const [mine, theirs] = [fact(), fact()];
      const [first, second] = await Promise.all([
        log.append(to(stream, 'any', mine)),
        wait(5).then(() => other.append(to(stream, 'any', theirs))),
      ]);
      expect([first.outcome, second.outcome]).toEqual(['appended', 'appended']);
      await wait(400);
      const ids = idsOf(await kept(stream));
      expect(ids.filter((id) => id === mine.id || id === theirs.id)).toHaveLength(2);
    }
  });

  it('lets one of two win when the connection of both is cut, and tells the other so', async () => {
    const [log, other] = [await open(), await open()];
    const stream = newStream();
    await server.faults({ cuts: ['late'] });
    const answers = await Promise.all([
      log.append(to(stream, 'none', fact())),
      wait(10).then(() => other.append(to(stream, 'none', fact()))),
    ]);
    await wait(400);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'overtaken']);
    expect(await kept(stream)).toEqual(answers.flatMap((answer) => ('events' in answer ? answer.events : [])));
  });

  it('does not mix up the order of one stream when the connection is cut in between', async () => {
    const log = await open();
    const stream = newStream();
    const handed = facts(30);
    await server.faults({ cuts: ['written', 'unwritten', 'late'] });
    const answers = handed.map((event, i) => log.append(to(stream, i === 0 ? 'none' : i - 1, event)));
    await Promise.all(answers.map(recorded));
    expect(idsOf(await kept(stream))).toEqual(idsOf(handed));
  });

  it('is asked again when it does not answer in time', async () => {
    const log = await open({ url: `${server.url}&defaultDeadline=500` });
    const stream = newStream();
    await server.faults({ cuts: ['unanswered'] });
    const events = await recorded(log.append(to(stream, 'none', fact())));
    expect(await kept(stream)).toEqual(events);
  });

  it('may be slow: appends wait for it, those of other streams side by side', async () => {
    const log = await open();
    await server.faults({ delay: 200 });
    const began = Date.now();
    await Promise.all(facts(40).map((event) => recorded(log.append(to(newStream(), 'none', event)))));
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it('may be away for a while: appends and reads wait, and nothing is lost', async () => {
    const log = await open();
    const stream = newStream();
    await recorded(log.append(to(stream, 'none', fact())));
    await server.stop();
    const append = recorded(log.append(to(stream, 0, fact())));
    const read = log.readStream(stream, { limit: 1 });
    await wait(500);
    await server.goOn();
    expect((await append)[0]?.revision).toBe(1);
    expect(await read).toHaveLength(1);
  });

  it('may be away while the log is closed: it closes when all that was handed in is settled', async () => {
    const log = await openKurrentLog({ url: server.url });
    await server.stop();
    let answered = false;
    const append = recorded(log.append(to(newStream(), 'none', fact()))).finally(() => (answered = true));
    const closed = log.close().then(() => answered);
    await wait(300);
    await server.goOn();
    expect(await closed).toBe(true);
    expect(await append).toHaveLength(1);
  });

  it('that stays away is reported in words, and the log recovers by itself', async () => {
    const log = await open({ patience: 300 });
    const append = to(newStream(), 'none', fact());
    await server.stop();
    const words = /expected a KurrentDB server, found none; start it|the connection to KurrentDB was lost/;
    for (const call of [() => log.append(append), () => log.head(), () => log.find(fact().id)]) {
      const failed = call();
      await expect(failed).rejects.toBeInstanceOf(LogUnavailable);
      await expect(failed).rejects.toThrow(words);
    }
    await server.goOn();
    expect((await log.append(append)).outcome).toBe('appended');
  });

  it('says that it is not known what became of an append it could not settle', async () => {
    const log = await open({ patience: 300 });
    const append = to(newStream(), 'none', fact());
    await server.faults({ cuts: Array.from({ length: 20 }, () => 'written' as const) });
    await expect(log.append(append)).rejects.toThrow('it is not known whether the append was kept: ask again');
    await server.faults({ cuts: [] });
    const again = await log.append(append);
    expect(again).toEqual({ outcome: 'repeated', events: await kept(append.stream) });
  });

  it('is followed on by subscriptions after cuts and a restart, with each event once and in order', async () => {
    const log = await open();
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(0, (batch) => void seen.push(...batch));
    for (let round = 0; round < 4; round += 1) {
      const appends = facts(60).map((event) => log.append(to(newStream(), 'none', event)));
      await wait(20);
      if (round === 2) {
        await server.stop();
        await wait(300);
        await server.goOn();
      } else await server.cut();
      await Promise.all(appends.map(recorded));
    }
    await eventually(() => seen.length >= 240);
    await subscription.stop();
    expect(seen).toEqual(await log.readAll());
  });

  it('that is restarted before a subscription was given anything is followed from the same place', async () => {
    const log = await open();
    await recorded(log.append(to(newStream(), 'none', ...facts(3))));
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(await log.head(), (batch) => void seen.push(...batch));
    await wait(100);
    await server.stop();
    await wait(100);
    await server.goOn();
    const [event] = await recorded(log.append(to(newStream(), 'none', fact())));
    await eventually(() => seen.length > 0);
    await subscription.stop();
    expect(seen).toEqual([event]);
  });

  it('is left for the node that leads now, when the one in use no longer does', async () => {
    const log = await open();
    const stream = newStream();
    await recorded(log.append(to(stream, 'none', fact())));
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(0, (batch) => void seen.push(...batch));
    for (const [revision, leader] of [1, 0, 1].entries()) {
      await server.faults({ leader });
      expect((await recorded(log.append(to(stream, revision, fact()))))[0]?.revision).toBe(revision + 1);
      expect(await log.headOf(stream)).toBe(revision + 1);
    }
    await eventually(() => seen.length === 4);
    await subscription.stop();
  });

  it('that is not the leader, and the only one named, is reported with what mends it', async () => {
    await server.faults({ leader: 1 });
    const url = `kurrentdb://127.0.0.1:${server.ports[0]}?tls=false`;
    await server.faults({ leader: 0 });
    const log = await open({ url, patience: 300 });
    await server.faults({ leader: 1 });
    const append = log.append(to(newStream(), 'none', fact()));
    await expect(append).rejects.toThrow('nothing was kept: expected to reach the node that leads; name all nodes');
  });

  it('that is read-only refuses appends in words, is read on, and takes appends when it may again', async () => {
    const log = await open({ patience: 300 });
    const events = await recorded(log.append(to(newStream(), 'none', fact())));
    await server.faults({ readOnly: true });
    const append = to(newStream(), 'none', fact());
    const failed = log.append(append);
    await expect(failed).rejects.toBeInstanceOf(LogUnavailable);
    await expect(failed).rejects.toThrow('nothing was kept: expected a KurrentDB server that takes writes');
    expect(await log.readAll()).toEqual(events);
    await expect(log.tryWriting()).rejects.toThrow('expected a KurrentDB server that takes writes');
    await server.faults({ readOnly: false });
    await log.tryWriting();
    expect((await log.append(append)).outcome).toBe('appended');
  });

  it('that denies access is reported at once', async () => {
    const log = await open();
    await server.faults({ denied: true });
    for (const call of [() => log.append(to(newStream(), 'none', fact())), () => log.head()]) {
      const failed = call();
      await expect(failed).rejects.toBeInstanceOf(LogUnavailable);
      await expect(failed).rejects.toThrow('expected to be allowed to read and write');
    }
    await expect(log.subscribe(0, () => undefined).ended).rejects.toThrow('expected to be allowed to read and write');
    await expect(open()).rejects.toThrow('expected to be allowed to read and write');
  });

  it('that is too old is refused at the start', async () => {
    await server.faults({ old: true, version: '24.10.0' });
    await expect(open()).rejects.toBeInstanceOf(LogUnavailable);
    await expect(open()).rejects.toThrow('expected KurrentDB 25.1 or newer');
  });

  it('that is not there is reported at the start', async () => {
    await server.stop();
    await expect(open({ patience: 200 })).rejects.toThrow('expected a KurrentDB server, found none');
  });

  it('whose stream an operator deleted says so', async () => {
    const log = await open();
    const [lost, other] = [newStream(), newStream()];
    await recorded(log.append(to(lost, 'none', fact())));
    await server.tombstone(lost);
    await expect(log.append(to(lost, 0, fact()))).rejects.toThrow('expected a stream nobody has deleted');
    await expect(log.readStream(lost)).rejects.toThrow('expected a stream nobody has deleted');
    const [event] = await recorded(log.append(to(other, 'none', fact())));
    // The tombstone stands in the order of all streams, and is no event of the log.
    expect((await log.readAll()).at(-1)).toEqual(event);
    expect(await log.readAll()).toHaveLength(2);
  });
});
