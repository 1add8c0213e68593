import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventLog } from '../../libs/event-log/index.js';
import { openKurrentLog, type KurrentOptions } from '../../libs/event-log/kurrentdb.js';
import { startServer, type TestServer } from './start.js';

/** Connection string of a real server the specs are to be run against; a test server is started without it. */
export const real = process.env['REMIT_KURRENTDB_URL'];

export interface Database {
  readonly url: string;
  /** Opens a log that is closed after the last test. */
  open(options?: Partial<KurrentOptions>): Promise<EventLog>;
}

/** The database of a spec file, from its first test to its last. */
export function database(): Database {
  let server: TestServer | undefined;
  const logs: EventLog[] = [];
  beforeAll(async () => {
    if (real === undefined) server = await startServer();
  });
  afterAll(async () => {
    for (const log of logs) await log.close();
    await server?.end();
  });
  const url = (): string => real ?? server?.url ?? '';
  return {
    get url() {
      return url();
    },
    async open(options) {
      const log = await openKurrentLog({ url: url(), ...options });
      logs.push(log);
      return log;
    },
  };
}

/** For tests that break the server: none of them can be run against a real one. */
export const describeWithTestServer = real === undefined ? describe : describe.skip;
