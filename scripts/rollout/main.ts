/** Drives the national rollout of primary care co-commissioning, 2014 to 2016, through the HTTP API of a service with a simulated clock. */
import { parseArgs } from 'node:util';
import { issuerIn } from '../../apps/identity/client.js';
import { Api, ServiceGone } from './api.js';
import { cellsOf, differing, type Result } from './cells.js';
import { CannotRun, startOwnService, type OwnService } from './own-service.js';
import { play, resultOf, type Played } from './play.js';
import { plotsOf, type Plots } from './plots.js';
import { report } from './report.js';
import { assertFit, readRegister } from './service.js';

const usage = `Usage: npm run rollout [-- --url URL [--issuer URL] | -- --keep DIR]
Without --url it starts a service of its own; --keep leaves that service's data in DIR.`;

interface Options {
  readonly url?: string;
  readonly issuer?: string;
  readonly keep?: string;
}

/** Status 0: the figures came out; 1: some differ, each named; 2: it could not run. */
type Status = 0 | 1 | 2;

async function main(args: readonly string[]): Promise<Status> {
  if (args.includes('--help')) {
    say(usage);
    return 0;
  }
  const options = read(args);
  if (options === undefined) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  let own: OwnService | undefined;
  const stop = (): void => {
    process.stderr.write('\nStopping.\n');
    void (own?.stop() ?? Promise.resolve()).finally(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    own = options.url === undefined ? await startOwnService({ keep: options.keep }) : undefined;
    const issuer = own?.issuer ?? options.issuer ?? issuerIn(process.env);
    const status = await rollout(new Api(own?.url ?? options.url ?? '', issuer));
    if (own && options.keep !== undefined)
      say(`\nThe log is kept. Verify it: npm run audit -- verify --log ${options.keep}/events.sqlite`);
    return status;
  } catch (fault) {
    if (!(fault instanceof CannotRun) && !(fault instanceof ServiceGone)) throw fault;
    process.stderr.write(`${fault.message}\n`);
    return 2;
  } finally {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
    await own?.stop();
  }
}

function read(args: readonly string[]): Options | undefined {
  try {
    const options = { url: { type: 'string' }, issuer: { type: 'string' }, keep: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const addresses = [values.url, values.issuer].filter((address) => address !== undefined);
    const wrong = addresses.some((address) => !/^https?:$/.test(URL.parse(address)?.protocol ?? ''));
    return wrong || (values.url !== undefined && values.keep !== undefined) ? undefined : { ...values };
  } catch {
    return undefined;
  }
}

/** Plays the rollout on a service that fits, and prints what came of it. @throws CannotRun, ServiceGone */
export async function rollout(api: Api): Promise<Status> {
  try {
    await assertFit(api);
    const began = performance.now();
    const register = await readRegister(api);
    const plots = plotsOf(register.candidates);
    say(`${plots.first.length} CCGs in round 1 and ${plots.second.length + 1} in round 2, through ${api.url}`);
    const played = await play(api, register, plots, process.stderr);
    const result = await resultOf(api, played);
    const seconds = (performance.now() - began) / 1000;
    say(`\n${report(result, plots)}\n`);
    say(figuresOf(api, result, played, seconds));
    return judge(result, plots);
  } finally {
    api.close();
  }
}

function figuresOf(api: Api, { cases, refused }: Result, { votes, clock, moves }: Played, seconds: number): string {
  const events = cases.reduce((sum, each) => sum + each.events, 0);
  return `${events} events in ${cases.length} cases, ${votes} of them votes, and ${refused.length} refusals.
${api.requests} requests by ${api.people} people in ${seconds.toFixed(1)} s: ${Math.round(api.requests / seconds)} a second; the clock was moved ${moves} times, which took ${(clock / 1000).toFixed(1)} s.`;
}

function judge(result: Result, plots: Plots): Status {
  const differences = differing(cellsOf(result, plots));
  for (const each of result.broken) process.stderr.write(`Broke off: ${each}\n`);
  for (const { what, expected, found } of differences)
    process.stderr.write(`${what}: expected ${expected}, found ${found}\n`);
  if (differences.length > 0 || result.broken.length > 0) return 1;
  say('Every figure came out.');
  return 0;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
