/** What the auditor's commands have in common: where they write, how they end, which history they read. */
import type { Writable } from 'node:stream';
import { join } from 'node:path';
import { exportSource, isDatabaseError, logSource, type Source } from './source.js';

/** 0 holds, 1 a finding, 2 could not run. */
export type Status = 0 | 1 | 2;

/** A command writes its answer to `stdout` and everything else to `stderr`; `env` is read for `REMIT_DATA` only. */
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
export const historyOptions = { log: { type: 'string' }, export: { type: 'string' } } as const;

/**
 * Opens the history the options name: a log, also while the service writes to it, or an export; the service's own log otherwise.
 *
 * @throws CouldNotRun
 */
export async function openHistory(
  named: { log?: string | undefined; export?: string | undefined },
  { env }: Surroundings,
): Promise<Source> {
  if (named.log !== undefined && named.export !== undefined)
    throw new CouldNotRun('Expected --log PATH or --export FILE, found both: leave one out.');
  try {
    if (named.export !== undefined) return await exportSource(named.export);
    return await logSource(named.log ?? join(env['REMIT_DATA'] ?? './data', 'events.sqlite'));
  } catch (error) {
    if (isDatabaseError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const mend =
      named.export === undefined
        ? 'Name the log with --log PATH, or an export of one with --export FILE. A first log is made by: npm start'
        : 'Make an export with: npm run audit -- export --format jsonl --out FILE';
    throw new CouldNotRun(`${reason}\n${mend}`, { cause: error });
  }
}
