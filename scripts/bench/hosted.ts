/** The service under load in a process of its own, and everybody who acts on it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startIdentity } from '../../apps/identity/index.js';
import { load, type Load, type Visitor } from './load.js';
import type { Open } from './open-cases.js';
import type { Prepared, Spent } from './service.js';
import { Crowd, tokensFor } from './visitors.js';

export interface Hosted {
  readonly pid: number;
  readonly prepared: Prepared;
  readonly crowd: Crowd;
  /** Of the service. */
  readonly run: Run;
  /** Of the bare server in the same process. */
  readonly runBare: Run;
}

/** A load, and the processor time it took the service, in microseconds for each request. */
export interface Measured extends Load {
  readonly thread: number;
  readonly process: number;
}

/** So many visitors for so many seconds. */
export type Run = (count: number, visitor: (index: number) => Visitor, seconds: number) => Promise<Measured>;

/** Does `work` on a service over the log in `data`; `slow` has a disk that takes 5 ms more for each commit, `full` cases already, `open` among them. */
export async function onService<T>(
  data: string,
  what: 'prepare' | 'slow' | 'full',
  work: (hosted: Hosted) => Promise<T>,
  open: readonly Open[] = [],
): Promise<T> {
  const identity = await startIdentity({ port: 0 });
  const child = fork(join(import.meta.dirname, 'service.js'), [data, identity.issuer, '', what], {
    execArgv: [...flags],
  });
  try {
    const prepared = await preparedBy(child);
    const crowd = new Crowd(prepared, await tokensFor(identity.issuer, prepared, open));
    const [run, runBare] = [runOn(child, prepared.url), runOn(child, prepared.bare)];
    return await work({ pid: child.pid ?? 0, prepared, crowd, run, runBare });
  } finally {
    if (child.connected) child.disconnect();
    if (child.exitCode === null) await once(child, 'exit');
    await identity.close();
  }
}

/** What Node is told with a service, by `npm start`. */
export const flags: readonly string[] = flagsOf('start');

/** What Node is told by a script of package.json that runs what was built. */
export function flagsOf(script: 'start' | 'audit'): readonly string[] {
  const file = join(import.meta.dirname, '../../../package.json');
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { readonly scripts: Record<typeof script, string> };
  const [, found] = /node (--.*) dist\//.exec(scripts[script]) ?? [];
  if (found === undefined) throw new Error(`Expected "node --… dist/" in the ${script} script of package.json`);
  return found.split(' ');
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
