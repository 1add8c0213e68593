import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Writer {
  readonly pid: number;
  /** The appends of which it said so: `handed`, `appended`, `unavailable`. */
  appends(what: string): string[];
  /** Resolves when it says such a line from now on; `'ready'` may have been said before. */
  says(what: string): Promise<void>;
  /** Kills it as nothing can prevent, and reads what it had said. */
  kill(): Promise<void>;
}

/** Starts `writer.ts` on a file, from the sources. */
export function writerOn(file: string): Writer {
  const imports = new URL('./source-imports.ts', import.meta.url).href;
  const program = fileURLToPath(new URL('./writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', imports, program, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '\n';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const closed = once(child, 'close');

  return {
    pid: child.pid ?? 0,
    appends: (what) => [...output.matchAll(new RegExp(`^${what} (\\S+).*\n`, 'gm'))].map(([, append]) => append!),
    async says(what) {
      const from = what === 'ready' ? 0 : output.length;
      for (const end = Date.now() + 10_000; !output.includes(`\n${what}`, from);) {
        if (child.exitCode !== null) throw new Error(`the writer ended with ${child.exitCode}: ${errors}`);
        if (Date.now() > end) throw new Error(`expected the writer to say ${what} within 10 s: ${errors}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
