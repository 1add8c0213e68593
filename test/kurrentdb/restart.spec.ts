import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { facts, newStream, recorded, to } from '../../libs/event-log/contract-events.js';
import { openKurrentLog } from '../../libs/event-log/kurrentdb.js';
import { openOrRebuild } from '../../libs/views/rebuild.js';
import { underWay } from '../builders.js';
import { newFile, recorder, workflowOf } from '../histories.js';
import { describeWithTestServer } from './database.js';
import { startServer, type TestServer } from './start.js';

describeWithTestServer('a log in KurrentDB, opened a second time', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(() => server.end());

  it('is followed on by the views of the first time, as they are', async () => {
    const file = newFile();
    const first = await openKurrentLog({ url: server.url });
    const story = recorder(first);
    for (const id of ['a', 'b', 'c']) await story.record(id, ...underWay());
    const kept = await openOrRebuild({ file, log: first, workflowOf });
    const position = kept.position;
    kept.close();
    const later = await story.record('d', ...underWay());
    await first.close();

    const second = await openKurrentLog({ url: server.url });
    const views = await openOrRebuild({ file, log: second, workflowOf });
    expect(views.position).toBe(position);
    views.apply(await second.readAll({ after: views.position }));
    expect(views.position).toBe(later.at(-1)?.position);
    expect(views.findCase('d')?.revision).toBe(1);
    views.close();
    await second.close();
  }, 60_000);

  it('is read and followed from any place between two events, which nobody was ever given', async () => {
    const log = await openKurrentLog({ url: server.url });
    const events = await recorded(log.append(to(newStream(), 'none', ...facts(4))));
    const [, second, third] = events.map(({ position }) => position);
    for (const after of [second! + 1, third! - 1]) {
      expect(await log.readAll({ after })).toEqual(events.slice(2));
      const seen: unknown[] = [];
      const subscription = log.subscribe(after, (batch) => void seen.push(...batch));
      while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      await subscription.stop();
      expect(seen).toEqual(events.slice(2));
    }
    expect(await log.readAll({ after: events[3]!.position + 1 })).toEqual([]);
    expect(await log.readAll({ after: events[3]!.position + 1_000_000 })).toEqual([]);
    await log.close();
  }, 60_000);
});
