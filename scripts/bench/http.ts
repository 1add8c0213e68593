/** Durable transitions through HTTP, beside the same application answering a request that does nothing. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startIdentity } from '../../apps/identity/index.js';
import type { Figure } from './figures.js';
import { load, type Load, type Visitor } from './load.js';
import type { Prepared, Sized, Spent } from './service.js';
import { Crowd, tokensFor } from './visitors.js';

const connections = [1, 32, 128] as const;

/** `seconds` for each load, of which there are some forty. */
export async function httpFigures(folder: string, seconds: number): Promise<readonly Figure[]> {
  const identity = await startIdentity({ port: 0 });
  const child = fork(join(import.meta.dirname, 'service.js'), [join(folder, 'service'), identity.issuer]);
  try {
    const prepared = await preparedBy(child);
    const crowd = new Crowd(prepared, await tokensFor(identity.issuer, prepared));
    const run = runOn(child, prepared.url);
    const figures = await measure(run, crowd, seconds);
    const more = [
      ...(await beside(seconds, 32, 'doing nothing', [
        [
          'a bare Fastify POST with the same token check',
          runOn(child, prepared.bare),
          (i) => crowd.idle(i, '/bench/nothing'),
        ],
        ['  doing nothing', run, (i) => crowd.idle(i, '/bench/nothing')],
      ])),
      ...(await sizes(run, crowd, prepared, seconds)),
    ];
    return [...figures, ...more, ...(await crowded(run, crowd, prepared, seconds, 'one ballot'))];
  } finally {
    if (child.connected) child.disconnect();
    if (child.exitCode === null) await once(child, 'exit');
    await identity.close();
  }
}

/** The same for a log whose disk takes 5 ms more for each commit. */
export async function slowFigures(folder: string, seconds: number): Promise<readonly Figure[]> {
  const identity = await startIdentity({ port: 0 });
  const child = fork(join(import.meta.dirname, 'service.js'), [join(folder, 'slow'), identity.issuer, '', 'slow']);
  try {
    const prepared = await preparedBy(child);
    const crowd = new Crowd(prepared, await tokensFor(identity.issuer, prepared));
    return await crowded(
      runOn(child, prepared.url),
      crowd,
      prepared,
      seconds,
      'with 5 ms more for each commit, one ballot',
    );
  } finally {
    if (child.connected) child.disconnect();
    if (child.exitCode === null) await once(child, 'exit');
    await identity.close();
  }
}

type Kind = readonly [name: string, run: Run, visitor: (index: number) => Visitor];

/** The first is the ceiling of the others. Of three rounds of each the fastest counts. */
async function beside(
  seconds: number,
  count: number,
  ceiling: string,
  kinds: readonly [Kind, ...Kind[]],
): Promise<readonly Figure[]> {
  const fastest = new Map<string, Measured>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, run, visitor] of kinds) {
      const measured = await run(count, visitor, seconds);
      if (measured.perSecond > (fastest.get(name)?.perSecond ?? 0)) fastest.set(name, measured);
    }
  const [first] = kinds;
  return kinds.flatMap((kind) => {
    const measured = fastest.get(kind[0]);
    const above = kind === first ? undefined : fastest.get(first[0]);
    if (measured === undefined) return [];
    const figure = figureOf(kind[0], measured, above);
    return [figure.ceiling ? { ...figure, ceiling: { ...figure.ceiling, name: ceiling } } : figure];
  });
}

/** As many connections as the largest ballot has practices. */
function crowded(run: Run, crowd: Crowd, { hot }: Prepared, seconds: number, name: string): Promise<readonly Figure[]> {
  const many = hot.practices.length;
  return beside(seconds, many, 'votes over many ballots', [
    [`votes over many ballots, ${many} connections`, run, () => crowd.voter()],
    [`  ${name} of ${many + 1} practices`, run, () => crowd.crowdedVoter()],
  ]);
}

/** A case of many events beside one of few, 8 connections; the ratio of the slowest of a hundred counts. */
function sizes(run: Run, crowd: Crowd, { short, long }: Prepared, seconds: number): Promise<readonly Figure[]> {
  const visitor = (sized: Sized) => (): Visitor => crowd.officer(sized);
  return beside(seconds, 8, 'a case of few events', [
    [`a case of ${short.events} events, and those added, 8 connections`, run, visitor(short)],
    [`  a case of ${long.events.toLocaleString('en-GB')} events`, run, visitor(long)],
  ]);
}

async function preparedBy(child: ChildProcess): Promise<Prepared> {
  const [prepared] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('the service ended before it was ready');
    }),
  ])) as [Prepared];
  return prepared;
}

/** A load, and the processor time it took the service, in microseconds for each request. */
interface Measured extends Load {
  readonly thread: number;
  readonly process: number;
}

type Run = (count: number, visitor: (index: number) => Visitor, seconds: number) => Promise<Measured>;

const runOn =
  (child: ChildProcess, url: string): Run =>
  async (count, visitor, seconds) => {
    const visitors = Array.from({ length: count }, (_, index) => visitor(index));
    const before = await spentBy(child);
    const measured = await load(url, visitors, seconds);
    const after = await spentBy(child);
    const each = (name: keyof Spent): number => (after[name] - before[name]) / measured.requests;
    return { ...measured, thread: each('thread'), process: each('process') };
  };

async function spentBy(child: ChildProcess): Promise<Spent> {
  const answer = once(child, 'message') as Promise<[Spent]>;
  child.send('spent');
  const [spent] = await answer;
  return spent;
}

/** Rounds of all loads; of each the fastest counts, since whatever else runs on the machine can only slow one down. */
const rounds = 3;

async function measure(run: Run, crowd: Crowd, seconds: number): Promise<readonly Figure[]> {
  const kinds = {
    nothing: (index: number): Visitor => crowd.idle(index, '/bench/nothing'),
    asMuch: (index: number): Visitor => crowd.idle(index, '/bench/nothing/as-much'),
    both: (index: number): Visitor => crowd.both(index),
    least: (index: number): Visitor => crowd.least(crowd.both(index)),
    votes: (): Visitor => crowd.voter(),
    claims: (index: number): Visitor => crowd.claimant(index),
  };
  // Whatever came first would pay for the compilation of all.
  for (const visitor of [kinds.nothing, kinds.asMuch, kinds.both]) await run(32, visitor, 2 * seconds);
  const figures: Figure[] = [];
  for (const count of connections) {
    const fastest = new Map<string, Measured>();
    for (let round = 0; round < rounds; round += 1) {
      for (const [kind, visitor] of Object.entries(kinds)) {
        if (count !== 32 && (kind === 'votes' || kind === 'claims')) continue;
        const measured = await run(count, visitor, seconds);
        if (measured.perSecond > (fastest.get(kind)?.perSecond ?? 0)) fastest.set(kind, measured);
      }
    }
    figures.push(...figuresOf(count, fastest));
  }
  return figures;
}

function figuresOf(count: number, fastest: ReadonlyMap<string, Measured>): readonly Figure[] {
  const ceiling = fastest.get('nothing');
  const connected = count === 1 ? '1 connection' : `${count} connections`;
  const names = {
    nothing: `doing nothing, ${connected}`,
    asMuch: '  with an answer of the same size',
    both: `durable transitions, ${connected}`,
    least: '  answered with the least (Prefer: return=minimal)',
    votes: '  only votes (commuting)',
    claims: '  only claims (If-Match)',
  };
  return Object.entries(names).flatMap(([kind, name]) => {
    const measured = fastest.get(kind);
    return measured ? [figureOf(name, measured, kind === 'nothing' ? undefined : ceiling)] : [];
  });
}

function figureOf(name: string, measured: Measured, ceiling?: Load): Figure {
  const { p50, p99, thread, process, answerBytes } = measured;
  return {
    name,
    value: measured.perSecond,
    unit: '/s',
    ...(ceiling && { ceiling: { name: 'doing nothing', value: ceiling.perSecond } }),
    more: { p50, p99, thread, process, answerBytes },
  };
}
