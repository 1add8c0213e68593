import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { eventually, fact, newStream, recorded, to } from '../../libs/event-log/contract-events.js';
import type { EventLog, RecordedEvent } from '../../libs/event-log/index.js';
import { openKurrentLog } from '../../libs/event-log/kurrentdb.js';
import { describeWithTestServer } from './database.js';
import { startServer, type TestServer } from './start.js';

describeWithTestServer('a KurrentDB behind TLS, for those with a password', () => {
  let server: TestServer;
  const logs: EventLog[] = [];

  beforeAll(async () => {
    server = await startServer({ tls: true });
    await server.faults({ user: 'remit:s&cret é%@' });
  });

  afterEach(async () => {
    for (const log of logs.splice(0)) await log.close();
  });

  afterAll(() => server.end());

  async function open(url: string): Promise<EventLog> {
    const log = await openKurrentLog({ url, patience: 300 });
    logs.push(log);
    return log;
  }

  const as = (user: string) => server.url.replace('://', `://${user}@`);

  it('is written, read and followed with the user and the authority of the connection string', async () => {
    const log = await open(as('remit:s%26cret%20%C3%A9%25%40'));
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(0, (batch) => void seen.push(...batch));
    const [event] = await recorded(log.append(to(newStream(), 'none', fact())));
    await eventually(() => seen.length > 0);
    await subscription.stop();
    expect(seen).toEqual([event]);
    expect(await log.find(event!.id)).toEqual(event);
  });

  it('refuses a wrong password, and nobody', async () => {
    for (const url of [as('remit:guess'), server.url])
      await expect(open(url)).rejects.toThrow('mend user and password in the connection string');
  });

  it('is not trusted without its authority', async () => {
    const url = as('remit:s%26cret%20%C3%A9%25%40').replace(/tlsCAFile=[^&]*/, 'connectionName=remit');
    await expect(open(url)).rejects.toThrow('certificate');
  });
});
