import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Faults } from './faults.js';
import type { Order } from './server.js';

export interface TestServer {
  /** For a client: names all nodes. */
  readonly url: string;
  readonly ports: readonly number[];
  readonly pid: number;
  /** What is to be wrong from now on; what is not named stays as it is. */
  faults(faults: Partial<Faults>): Promise<void>;
  /** Breaks all connections. */
  cut(): Promise<void>;
  /** Takes no connections until it goes on; nothing it keeps is lost. */
  stop(): Promise<void>;
  goOn(): Promise<void>;
  tombstone(stream: string): Promise<void>;
  end(): Promise<void>;
}

const here = import.meta.dirname;
const tlsFolder = join(here, 'tls');

/** Starts a server of KurrentDB's protocol in a process of its own, which ends with this one. */
export async function startServer({ nodes = 1, tls = false } = {}): Promise<TestServer> {
  const child = fork(join(here, 'server.ts'), [String(nodes), ...(tls ? [tlsFolder] : [])], {
    execArgv: ['--import', join(here, 'from-sources.js')],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.stdout === null) throw new Error('The test server has no output to read its ports from');
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('The test server ended before it listened'))),
  ])) as [string];
  const { ports } = JSON.parse(line) as { ports: readonly number[] };
  const done = new Map<number, () => void>();
  child.on('message', (number) => done.get(number as number)?.());
  let orders = 0;

  function order(
    what: Order extends infer Each ? (Each extends Order ? Omit<Each, 'number'> : never) : never,
  ): Promise<void> {
    const number = ++orders;
    return new Promise((resolve) => {
      done.set(number, resolve);
      child.send({ ...what, number });
    });
  }

  return {
    url: `kurrentdb://${ports.map((port) => `127.0.0.1:${port}`).join(',')}?${tls ? `tlsCAFile=${encodeURIComponent(join(tlsFolder, 'authority.pem'))}` : 'tls=false'}`,
    ports,
    pid: child.pid ?? 0,
    faults: (faults) => order({ do: 'faults', faults }),
    cut: () => order({ do: 'cut' }),
    stop: () => order({ do: 'stop' }),
    goOn: () => order({ do: 'go-on' }),
    tombstone: (stream) => order({ do: 'tombstone', stream }),
    async end() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
