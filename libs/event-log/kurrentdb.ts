import { LogUnavailable, type EventLog } from './index.js';
import { appendsTo } from './kurrentdb-appends.js';
import { connectionTo, type Connection } from './kurrentdb-connection.js';
import { troubleOf } from './kurrentdb-errors.js';
import { idStream } from './kurrentdb-events.js';
import { readsOf } from './kurrentdb-reads.js';
import { subscriptionsOver } from './kurrentdb-subscriptions.js';

export interface KurrentOptions {
  /**
   * Connection string, `kurrentdb://user:password@host:2113,…?…`. It names all nodes of a cluster, or one that knows them with
   * `kurrentdb+discover://`. TLS is on unless it says `tls=false`, and then user and password are not sent; `tlsCAFile`, `userCertFile`
   * and `userKeyFile` are paths. `defaultDeadline` is how long one try of an append may take, in milliseconds (10,000).
   */
  readonly url: string;
  /**
   * How the names of the log's streams begin (those of this service). Others in the database are not seen, and cannot be appended to.
   * Two logs in one database have no prefix in common, and no ids: an id is taken in the database. Streams `id-…` say where each stands.
   */
  readonly streams?: readonly string[];
  /** How long a caller waits for a server that is away before `LogUnavailable`, in milliseconds (10,000). */
  readonly patience?: number;
}

/** The streams of the service: cases, arrangements of CCGs, refused attempts, the register, who read what, documents. */
export const serviceStreams = ['case-', 'ccg-', 'refused-', 'register', 'readings', 'documents'] as const;

/**
 * A log in KurrentDB, 25.1 or newer, for any number of services. Positions are the server's: bytes in its file, so they have gaps.
 *
 * Of appends that are under way together, only those that share a stream or an id take effect in the order of the calls.
 *
 * An older server is refused: it cannot append to several streams at once. To do without, each append to several streams would first be
 * written as a whole, as an intention, to one stream; then carried out stream by stream; and every reader would have to know half-done
 * ones, every instance at its start would have to finish those of instances that died, and a conflict in the second stream would have to
 * undo the first by another event, which the workflows do not have.
 *
 * @throws LogUnavailable when there is no server, it is too old, or it refuses to let this user read; RangeError for prefixes that take
 * in the streams of ids.
 */
export async function openKurrentLog(options: KurrentOptions): Promise<EventLog> {
  const { url, streams = serviceStreams, patience = 10_000 } = options;
  const wrong = streams.find((prefix) => prefix.startsWith(idStream('')) || idStream('').startsWith(prefix));
  if (wrong !== undefined)
    throw new RangeError(`expected prefixes without the streams of ids (id-…), found "${wrong}"`);
  const connection = connectionTo(url, patience);
  const reads = readsOf(connection, streams);
  try {
    await assertAppendsToSeveral(connection);
    // The client's way of reading has a connection of its own, and making it takes half a second.
    await reads.head();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return logOver(connection, reads, streams);
}

/** An append of nothing: the client asks the server first what it can do, and the server refuses it without a look at anything. */
async function assertAppendsToSeveral(connection: Connection): Promise<void> {
  const failedPrecondition = 9;
  await connection.ask(async (client) => {
    try {
      await client.multiStreamAppend([]);
    } catch (thrown) {
      const { kind } = troubleOf(thrown);
      if ((thrown as { code?: number }).code === failedPrecondition || kind === 'refused') return;
      throw thrown;
    }
  });
}

function logOver(connection: Connection, reads: ReturnType<typeof readsOf>, streams: readonly string[]): EventLog {
  const appends = appendsTo(connection, reads, streams);
  const subscriptions = subscriptionsOver(connection, reads, streams);
  let closed: Promise<void> | undefined;

  function assertOpen(): void {
    if (closed) throw new LogUnavailable('the log is closed');
  }

  async function close(): Promise<void> {
    await appends.settled();
    await subscriptions.stop();
    await connection.close();
  }

  return {
    append(...parts) {
      if (closed) return Promise.reject(new LogUnavailable('the log is closed'));
      return appends.append(parts);
    },
    async tryWriting() {
      assertOpen();
      await appends.tryWriting();
    },
    async readStream(stream, { from = 0, limit = Infinity } = {}) {
      assertOpen();
      return reads.stream(stream, from, limit);
    },
    async headOf(stream) {
      assertOpen();
      return reads.headOf(stream);
    },
    async readAll({ after = 0, limit = 1_000 } = {}) {
      assertOpen();
      return reads.all(after, limit);
    },
    async find(id) {
      assertOpen();
      return reads.find(id);
    },
    async head() {
      assertOpen();
      return reads.head();
    },
    subscribe(after, handle) {
      assertOpen();
      return subscriptions.start(after, handle);
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}
