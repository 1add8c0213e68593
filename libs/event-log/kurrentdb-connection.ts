import { setTimeout as sleep } from 'node:timers/promises';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { LogUnavailable } from './index.js';
import { passes, troubleOf, type Trouble } from './kurrentdb-errors.js';

export interface Connection {
  readonly client: KurrentDBClient;
  /**
   * Asks until it is answered, waiting longer each time, for troubles that pass by themselves. Only for questions: it asks again without
   * knowing what became of the first time.
   *
   * @throws LogUnavailable after the connection's patience, or with the first trouble that does not pass; what `otherwise` does not take.
   */
  ask<T, U = never>(
    question: (client: KurrentDBClient) => Promise<T>,
    otherwise?: (trouble: Trouble) => U | undefined,
  ): Promise<T | U>;
  /** To be told of troubles: when another node leads now, or none was found that does, they are looked up anew. */
  mind(trouble: Trouble, client: KurrentDBClient): void;
  /** Milliseconds a caller waits for a server that is away. */
  readonly patience: number;
  close(): Promise<void>;
}

/** Milliseconds between two tries: doubled each time, from and to. */
const waits = { first: 25, last: 2_000 } as const;

/** How long to wait after so many tries, in milliseconds. */
export const waitAfter = (tries: number): number => Math.min(waits.first * 2 ** tries, waits.last);

/**
 * The client, replaced when the cluster has another leader: of appends to several streams the client does not understand the hint.
 * TLS, certificates, credentials and nodes stand in the connection string.
 */
export function connectionTo(url: string, patience: number): Connection {
  let client = clientFor(url);
  const left: Promise<void>[] = [];

  function mind({ kind }: Trouble, failed: KurrentDBClient): void {
    if ((kind !== 'elsewhere' && kind !== 'undiscovered') || failed !== client) return;
    client = clientFor(url);
    // Its subscriptions would go on with a node that lags behind; they end, and start again with the new one.
    left.push(failed.dispose().catch(() => undefined));
  }

  return {
    get client() {
      return client;
    },
    patience,
    mind,
    async ask(question, otherwise) {
      const end = Date.now() + patience;
      for (let tries = 0; ; tries += 1) {
        const asked = client;
        try {
          return await question(asked);
        } catch (thrown) {
          if (thrown instanceof LogUnavailable) throw thrown;
          const trouble = troubleOf(thrown);
          const answer = otherwise?.(trouble);
          if (answer !== undefined) return answer;
          if (!passes(trouble) || Date.now() + waitAfter(tries) > end) throw new LogUnavailable(trouble.words);
          mind(trouble, asked);
          await sleep(waitAfter(tries));
        }
      }
    },
    async close() {
      await Promise.all([...left, leave(client)]);
    },
  };
}

/** The native part of the client takes user and password as they are written, encoded or not, so they are handed to it decoded. */
function clientFor(url: string): KurrentDBClient {
  const client = KurrentDBClient.connectionString(url);
  const [, user, password] = /^[^:]+:\/\/([^:/@]+):([^@]+)@/.exec(url.trim()) ?? [];
  if (user !== undefined && password !== undefined) {
    const credentials = { username: decodeURIComponent(user), password: decodeURIComponent(password) };
    client.setCredentialsProvider(() => Promise.resolve(credentials));
  }
  return client;
}

/** The client's own way to be disposed of leaves its connection open, and has no other for it. */
async function leave(client: KurrentDBClient): Promise<void> {
  await client.dispose();
  const connected = client as unknown as { getChannel(): Promise<{ close(): void }> };
  await connected.getChannel().then(
    (channel) => channel.close(),
    () => undefined,
  );
}
