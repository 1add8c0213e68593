/** KurrentDB: appends through the adapter beside the client alone, and two services beside one, on the same server. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startIdentity } from '../../apps/identity/index.js';
import type { Figure } from './figures.js';
import { flags } from './hosted.js';
import type { Way } from './kurrentdb-appends.js';
import { load, type Load, type Visitor } from './load.js';
import type { Prepared } from './service.js';
import { Crowd, tokensFor } from './visitors.js';

/** Callers who each wait for their answer, or connections to the services. */
const levels = [1, 32, 128] as const;

/** Rounds of each load; the fastest counts, since whatever else runs on the machine can only slow one down. */
const rounds = 3;

/**
 * With a server of one's own: its database should be there for this alone, and stays filled. Without one, the test server of its protocol
 * is started, which keeps everything in memory, in one thread of JavaScript.
 */
export async function kurrentDbFigures(
  folder: string,
  seconds: number,
  url: string | undefined,
): Promise<readonly Figure[]> {
  return [
    ...(await onServer(url, (server) => serviceFigures(folder, server, seconds))),
    ...(await onServer(url, (server) => appendFigures(server, seconds))),
  ];
}

/** Votes on the same ballots through one instance and through two, over the test server; `seconds` for each load. */
export const instanceFigures = (folder: string, seconds: number): Promise<readonly Figure[]> =>
  onServer(undefined, (server) => serviceFigures(folder, server, seconds, ['votes on the same ballots']));

async function onServer<T>(url: string | undefined, measure: (url: string) => Promise<T>): Promise<T> {
  if (url !== undefined) return measure(url);
  const sources = join(process.cwd(), 'test', 'kurrentdb');
  const server = fork(join(sources, 'server.ts'), {
    execArgv: ['--import', join(sources, 'from-sources.js')],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exit = once(server, 'exit');
  try {
    if (server.stdout === null) throw new Error('The test server has no output to read its port from');
    const [line] = (await orEnded(server, once(createInterface(server.stdout), 'line'))) as [string];
    const { ports } = JSON.parse(line) as { ports: readonly number[] };
    return await measure(`kurrentdb://127.0.0.1:${ports[0]}?tls=false`);
  } finally {
    server.kill();
    await exit;
  }
}

const orEnded = <T>(child: ChildProcess, answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    once(child, 'exit').then(() => {
      throw new Error(`${child.spawnargs.at(1)} ended before it answered`);
    }),
  ]);

async function appendFigures(url: string, seconds: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const callers of levels) {
    const best = { client: 0, 'client-several': 0, adapter: 0 } satisfies Record<Way, number>;
    for (let round = 0; round < rounds; round += 1)
      for (const way of ['client', 'client-several', 'adapter'] as const)
        best[way] = Math.max(best[way], await appends(way, url, callers, seconds));
    const ceiling = { name: 'the client alone', value: best.client };
    figures.push(
      { name: `client of KurrentDB, one stream, ${callers} outstanding`, value: best.client, unit: '/s' },
      { name: '  its append to several streams, of one', value: best['client-several'], unit: '/s', ceiling },
      { name: '  the log: event and id, two streams', value: best.adapter, unit: '/s', ceiling },
    );
  }
  return figures;
}

async function appends(way: Way, url: string, callers: number, seconds: number): Promise<number> {
  const child = fork(join(import.meta.dirname, 'kurrentdb-appends.js'), [way, url, String(callers), String(seconds)]);
  const exit = once(child, 'exit');
  const [perSecond] = (await orEnded(child, once(child, 'message'))) as [number];
  await exit;
  return perSecond;
}

async function serviceFigures(
  folder: string,
  url: string,
  seconds: number,
  kinds: readonly Loaded[] = loads,
): Promise<readonly Figure[]> {
  const identity = await startIdentity({ port: 0 });
  const services: ChildProcess[] = [];
  const start = async (name: string, what: 'prepare' | 'serve'): Promise<Prepared> => {
    const child = fork(join(import.meta.dirname, 'service.js'), [join(folder, name), identity.issuer, url, what], {
      execArgv: [...flags],
    });
    services.push(child);
    const [prepared] = (await orEnded(child, once(child, 'message'))) as [Prepared];
    return prepared;
  };
  try {
    const first = await start('one', 'prepare');
    const crowd = new Crowd(first, await tokensFor(identity.issuer, first));
    const one = await measure([first.url], crowd, seconds, kinds);
    const second = await start('two', 'serve');
    const two = await measure([first.url, second.url], crowd, seconds, kinds);
    return one.flatMap(({ name, load: alone }, i) => {
      const both = two[i]?.load ?? alone;
      const ceiling = { name: 'one service', value: alone.perSecond };
      const place = (line: string) =>
        name === 'votes on the same ballots' && { place: { group: 'instances', line, at: alone.connections } as const };
      return [
        {
          ...figureOf(`one service over KurrentDB, ${alone.connections} connections, ${name}`, alone),
          ...place('one instance'),
        },
        { ...figureOf('  two services', both), ceiling, ...place('two instances') },
      ];
    });
  } finally {
    await Promise.all(
      services.map(async (child) => {
        if (child.connected) child.disconnect();
        if (child.exitCode === null) await once(child, 'exit');
      }),
    );
    await identity.close();
  }
}

const loads = ['votes on the same ballots', 'votes and claims', 'claims, each case at one service'] as const;
type Loaded = (typeof loads)[number];

interface Measured {
  readonly name: Loaded;
  readonly load: Load;
}

async function measure(
  urls: readonly string[],
  crowd: Crowd,
  seconds: number,
  kinds: readonly Loaded[],
): Promise<readonly Measured[]> {
  const visitorOf = {
    // Practices vote in the same ballots through either service, so that votes are decided anew when another came first.
    'votes on the same ballots': (): Visitor => crowd.voter(),
    'votes and claims': (index: number): Visitor => crowd.both(index),
    'claims, each case at one service': (index: number): Visitor => crowd.claimant(index),
  } satisfies Record<Loaded, (index: number) => Visitor>;
  const run = (visitor: (index: number) => Visitor, count: number, time: number): Promise<Load> =>
    load(
      urls,
      Array.from({ length: count }, (_, index) => visitor(index)),
      time,
    );
  // What was not compiled yet would be measured.
  await run(visitorOf['votes and claims'], 32, 2 * seconds);
  const measured: Measured[] = [];
  for (const name of kinds)
    for (const count of levels.slice(1)) {
      const runs: Load[] = [];
      for (let round = 0; round < rounds; round += 1) runs.push(await run(visitorOf[name], count, seconds));
      measured.push({ name, load: runs.reduce((best, each) => (each.perSecond > best.perSecond ? each : best)) });
    }
  return measured;
}

const figureOf = (name: string, { perSecond, p50, p99 }: Load): Figure => {
  return { name, value: perSecond, unit: '/s', more: { p50, p99 } };
};
