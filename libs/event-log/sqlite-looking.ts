import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Damage, Look } from './sqlite-look.js';

export type { Damage } from './sqlite-look.js';

export interface Looking {
  /** What is damaged; nothing in a file that is whole. @throws Error when it was ended, or could not look */
  readonly found: Promise<readonly Damage[]>;
  /** Ends it at once. */
  end(): void;
}

/**
 * Looks over the file of a log, also while a service writes to it: all its pages, all entries of its indexes, and with `bodies` what is kept
 * of every event. Takes as long as reading all of it twice, at a low priority.
 */
export function lookOver(look: Look): Looking {
  const built = new URL('./sqlite-look.js', import.meta.url);
  // Run from the sources, as in tests, there is no built file, and Node strips the types itself.
  const program = existsSync(built) ? built : new URL('./sqlite-look.ts', import.meta.url);
  const child = fork(fileURLToPath(program), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the look at the log was ended before it was done');
  });
  const told = once(child, 'message').then(([damage]) => damage as readonly Damage[]); // it sends nothing else
  child.send(look);
  return {
    found: Promise.race([told, ended]),
    end: () => void child.kill('SIGKILL'),
  };
}
