/** What the auditor's commands have in common: where they write, how they end, which history they read. */
import type { Writable } from 'node:stream';
import { join } from 'node:path';
import { LogUnavailable } from '../../libs/event-log/index.js';
import { kurrentSource } from './kurrentdb.js';
import { exportSource, isDatabaseError, logSource, type Source } from './source.js';

/** 0 holds, 1 a finding, 2 could not run. */
export type Status = 0 | 1 | 2;

/** A command writes its answer to `stdout` and everything else to `stderr`; `env` is read for what tells where the log is. */
export interface Surroundings {
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Something was found wrong with the history, or nothing was. @throws CouldNotRun */
export type Command = (args: readonly string[], out: Surroundings) => Promise<0 | 1>;

/** Thrown when there is no answer. The message says what was expected, what was found, and what mends it. */
export class CouldNotRun extends Error {
  override readonly name = 'CouldNotRun';
}

/** What a command understands of its arguments. @throws CouldNotRun with the usage */
export function understood<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CouldNotRun(`${reason}\n${usage}`, { cause: error });
  }
}

/** The options that name a history. */
export const historyOptions = {
  log: { type: 'string' },
  export: { type: 'string' },
  kurrentdb: { type: 'string' },
} as const;

/** A history, by one of them; the service's own log by none. */
export type Named = { readonly [option in keyof typeof historyOptions]?: string | undefined };

/**
 * Opens the history the options name: a log, also while services write to it, or an export; the service's own log otherwise.
 *
 * @throws CouldNotRun
 */
export async function openHistory(named: Named, { env }: Surroundings): Promise<Source> {
  const options = (['log', 'export', 'kurrentdb'] as const).filter((option) => named[option] !== undefined);
  if (options.length > 1) {
    const found = options.length === 2 ? 'both' : 'all';
    throw new CouldNotRun(
      `Expected ${options.map((option) => shapes[option]).join(' or ')}, found ${found}: leave one out.`,
    );
  }
  const [option] = options;
  try {
    if (named.export !== undefined) return await exportSource(named.export);
    const url = named.kurrentdb ?? (option === undefined ? ownKurrentDb(env) : undefined);
    if (url !== undefined) return await kurrentSource(url);
    return await logSource(named.log ?? join(env['REMIT_DATA'] ?? './data', 'events.sqlite'));
  } catch (error) {
    if (isDatabaseError(error) || error instanceof LogUnavailable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CouldNotRun(`${reason}\n${mends[option ?? 'log']}`, { cause: error });
  }
}

const shapes = { log: '--log PATH', export: '--export FILE', kurrentdb: '--kurrentdb URL' } as const;

const mends = {
  log: 'Name the log with --log PATH or --kurrentdb URL, or an export of one with --export FILE. A first log is made by: npm start',
  export: 'Make an export with: npm run audit -- export --format jsonl --out FILE',
  kurrentdb: 'It is what services are given as REMIT_KURRENTDB_URL.',
} as const;

/** Where the log of the service is that has these settings; undefined when it is embedded. */
const ownKurrentDb = (env: Surroundings['env']): string | undefined =>
  env['REMIT_STORE'] === 'kurrentdb' ? (env['REMIT_KURRENTDB_URL'] ?? '') : undefined;
