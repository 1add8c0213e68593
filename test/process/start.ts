/** The service as a process of its own, from the sources, as whoever runs it starts it; for specs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Started {
  /** What it has said, on both streams. */
  said(): string;
  /** Resolves when it says such a thing, with what was found; rejects when it ends before. */
  says(what: RegExp): Promise<RegExpExecArray>;
  /** Exit status, once it has ended by itself; rejects when it has not within 50 seconds. */
  ended(): Promise<number | null>;
  /** Ends it as a terminal does. Gives the exit status. */
  stop(): Promise<number | null>;
}

const hooks = new URL('./from-sources.js', import.meta.url).href;
const main = fileURLToPath(new URL('../../apps/service/main.ts', import.meta.url));

/** With these variables, and no others of the service's. */
export function startMain(variables: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', hooks, main], {
    env: {
      PATH: process.env['PATH'],
      REMIT_LOG_LEVEL: 'warn',
      REMIT_PORT: '0',
      REMIT_IDENTITY_PORT: '0',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const closed = once(child, 'close') as Promise<[number | null]>;
  const hear = (text: string): void => void (said += text);
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);

  const ended = async (): Promise<number | null> => {
    const late = AbortSignal.timeout(50_000);
    return Promise.race([
      closed.then(([status]) => status),
      once(late, 'abort').then(() => {
        child.kill('SIGKILL');
        throw new Error(`It is still up: ${said}`);
      }),
    ]);
  };
  return {
    said: () => said,
    ended,
    async says(what) {
      for (const end = Date.now() + 50_000; Date.now() < end; await new Promise((go) => setTimeout(go, 10))) {
        const found = what.exec(said);
        if (found !== null) return found;
        if (child.exitCode !== null) break;
      }
      throw new Error(`Expected it to say ${String(what)}: ${said}`);
    },
    stop() {
      child.kill('SIGTERM');
      return ended();
    },
  };
}
