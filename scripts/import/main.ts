/** Brings a file of ODS into the register of a running service: shows what it would change, and records it when told to. */
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { IdentityNotRunning, issuerIn, tokenFor } from '../../apps/identity/client.js';
import { progressOf } from './progress.js';
import { report } from './report.js';
import { ImportService, NotImported, type Recorded } from './service.js';

const usage = `Usage: npm run import -- [--kind ccgs|practices|list-sizes] [--on DAY] [--confirm] [--url URL] [--issuer URL] FILE
CCGs (eccg) come first, then practices (epraccur), then list sizes (with --on, the day they were counted, YYYY-MM-DD).
Without --confirm nothing is recorded.`;

/** Who may import, on the development identity. */
const registrar = 'registrar@nhse';

interface Options {
  readonly file: string;
  readonly kind?: string;
  readonly on?: string;
  readonly confirm: boolean;
  readonly url: string;
  readonly issuer: string;
}

/** Status 0: shown, or recorded; 1: the service said no; 2: it could not run. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<0 | 1 | 2> {
  const options = read(args, environment);
  if (options === undefined) return complain(usage, 2);
  if (!existsSync(options.file)) return complain(`There is no file ${options.file}.`, 2);
  try {
    const service = new ImportService(options.url, await tokenFor(options.issuer, registrar));
    await bring(service, options);
    return 0;
  } catch (fault) {
    if (fault instanceof IdentityNotRunning) return complain(`${fault.message}\nStart it with: npm start`, 2);
    if (fault instanceof NotImported) return complain(fault.message, 1);
    throw fault;
  }
}

async function bring(service: ImportService, { file, kind, on, confirm }: Options): Promise<void> {
  const sending = progressOf('Sending', process.stderr);
  const query = { ...(kind !== undefined && { kind }), ...(on !== undefined && { on }) };
  const previewed = await service
    .upload(file, query, (sent, all) => sending.at(sent, all))
    .finally(() => sending.stop());
  say(report(previewed));
  const { id, counts } = previewed;
  const nothingNew = counts['facts'] === 0;
  if (nothingNew || !confirm) {
    say(nothingNew ? '\nNothing to record.' : '\nNothing was recorded. To record it, add --confirm.');
    return;
  }
  const began = performance.now();
  const { facts, at } = await confirmed(service, id);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(`\nRecorded ${facts} facts in ${seconds} s, as of ${at} by the clock of the service.`);
}

/** Asks how far it is while it is recorded. */
async function confirmed(service: ImportService, id: string): Promise<Recorded> {
  const recording = progressOf('Recording', process.stderr);
  const confirming = service.confirm(id);
  const over = confirming.then(
    () => true,
    () => true,
  );
  while (process.stderr.isTTY && !(await Promise.race([over, wait(500, false)]))) {
    const { recorded } = await service.find(id);
    if (recorded) recording.at(recorded.recorded, recorded.facts);
  }
  return confirming.finally(() => recording.stop());
}

function read(args: readonly string[], environment: NodeJS.ProcessEnv): Options | undefined {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { kind: text, on: text, url: text, issuer: text, confirm: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    const url = values.url ?? `http://127.0.0.1:${environment['REMIT_PORT'] ?? 3000}`;
    const issuer = values.issuer ?? issuerIn(environment);
    const wrong = [url, issuer].some((address) => !/^https?:$/.test(URL.parse(address)?.protocol ?? ''));
    if (file === undefined || more.length > 0 || wrong) return undefined;
    const { kind, on, confirm } = values;
    return { file, confirm, url, issuer, ...(kind !== undefined && { kind }), ...(on !== undefined && { on }) };
  } catch {
    return undefined;
  }
}

function complain<S extends 1 | 2>(words: string, status: S): S {
  process.stderr.write(`${words}\n`);
  return status;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (import.meta.main) process.exitCode = await main(process.argv.slice(2), process.env);
