/** The auditor's command line: reads a log or an export and needs no service. All but `import` change nothing. */
import 'reflect-metadata';
import { LogUnavailable } from '../../libs/event-log/index.js';
import { CouldNotRun, type Command, type Status, type Surroundings } from './command.js';
import { exportLog, usage as exportUsage } from './export.js';
import { importLog, usage as importUsage } from './import.js';
import { replayCase, usage as replayUsage } from './replay.js';
import { isDatabaseError, NotAnExport } from './source.js';
import { usage as verifyUsage, verify } from './verify.js';

const commands: Readonly<Record<string, Command>> = {
  verify,
  replay: replayCase,
  export: exportLog,
  import: importLog,
};
const usages = `${[verifyUsage, replayUsage, exportUsage, importUsage].join('\n')}\n`;

/** Runs one command: 0 holds, 1 a finding, 2 could not run, and then stderr says why. */
export async function audit(args: readonly string[], out: Surroundings): Promise<Status> {
  const [name = '', ...rest] = args;
  if (name === '--help' || name === 'help') {
    out.stdout.write(usages);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const found = name === '' ? 'none' : `"${name}"`;
    out.stderr.write(`Expected a command (${Object.keys(commands).join(', ')}), found ${found}.\n${usages}`);
    return 2;
  }
  try {
    return await command(rest, out);
  } catch (error) {
    const expected = [CouldNotRun, NotAnExport, LogUnavailable].some((kind) => error instanceof kind);
    out.stderr.write(`Could not run. ${error instanceof Error && expected ? error.message : reasonOf(error)}\n`);
    return 2;
  }
}

function reasonOf(error: unknown): string {
  if (isDatabaseError(error))
    return `The log cannot be read: ${error.message}. Look into it with "PRAGMA integrity_check", or take a backup.`;
  // Nobody foresaw it, so that whoever mends it wants to see where it happened.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (import.meta.main) {
  // Whoever reads the output may have seen enough.
  process.stdout.on('error', () => process.exit(2));
  process.exitCode = await audit(process.argv.slice(2), process);
}
