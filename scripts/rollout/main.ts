/** Drives the national rollout of delegated commissioning, 2014 to 2016, through the HTTP API of a service with a simulated clock. */
import { parseArgs } from 'node:util';
import { Api, ServiceGone } from './api.js';
import { calendars, playAll, type Clock, type Story } from './calendar.js';
import { Casework, type Count } from './casework.js';
import { CannotRun, startOwnService, type OwnService } from './own-service.js';
import { plotsOf, type Plot, type Plots } from './plots.js';
import { progressFrom, type Progress } from './progress.js';
import { cellsOf, differing, report, type Result } from './report.js';
import { assertFit, keeper, readCases, readRegister, readUptake, type Registered } from './service.js';
import type { Ccg } from './stages/scene.js';
import { lateInterest, story } from './story.js';

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
    own = options.url === undefined ? await startOwnService(options.keep) : undefined;
    const issuer = own?.issuer ?? options.issuer ?? process.env['REMIT_ISSUER'] ?? 'http://127.0.0.1:3001';
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
    say(`${plots.first.length} CCGs of round 1 and ${plots.second.length + 1} of round 2, through ${api.url}`);
    const played = await play(api, register, plots);
    const result = await resultOf(api, played);
    const seconds = (performance.now() - began) / 1000;
    say(`\n${report(result, plots)}\n`);
    say(figuresOf(api, result, played, seconds));
    return judge(result, plots);
  } finally {
    api.close();
  }
}

interface Played extends Count {
  readonly broken: string[];
  /** Milliseconds in which the clock was moved, and deadlines were fired. */
  clock: number;
  moves: number;
}

async function play(api: Api, { ccgs }: Registered, plots: Plots): Promise<Played> {
  const played: Played = { votes: 0, refused: [], broken: [], clock: 0, moves: 0 };
  const progress = progressFrom(new Date('2014-05-09'), new Date('2016-04-02'), process.stderr);
  const known = (code: string): Ccg => {
    const found = ccgs.get(code);
    if (found === undefined) throw new CannotRun(`The register has no CCG ${code}.`);
    return found;
  };
  const work = (code: string): Casework => new Casework(api, code, played);
  const of = (plot: Plot): readonly [Story, string] => [
    story(plot, known(plot.ccg), calendars[plot.round], work(plot.ccg)),
    plot.ccg,
  ];
  const stories = new Map<Story, string>([
    ...[...plots.first, ...plots.second, plots.latecomer].map(of),
    [lateInterest(known(plots.lateInterest), calendars['1'], work(plots.lateInterest)), plots.lateInterest],
  ]);
  let gone: ServiceGone | undefined;
  await playAll([...stories.keys()], clockOf(api, played, progress), (each, fault) => {
    if (fault instanceof ServiceGone) gone ??= fault;
    played.broken.push(`${stories.get(each) ?? ''}: ${fault instanceof Error ? fault.message : String(fault)}`);
  }).finally(() => progress.stop());
  if (gone) throw gone;
  return played;
}

const clockOf = (api: Api, played: Played, progress: Progress): Clock => ({
  moveTo: async (moment) => {
    const began = performance.now();
    const answer = await api.ask(keeper, 'PUT', '/api/clock', { body: { now: moment.toISOString() } });
    if (answer.status !== 200)
      throw new CannotRun(`The clock could not be moved to ${moment.toISOString()}: ${JSON.stringify(answer.json())}`);
    played.clock += performance.now() - began;
    played.moves += 1;
    progress.at(moment, api.requests);
  },
});

async function resultOf(api: Api, { refused, broken }: Played): Promise<Result> {
  const [first, both, cases] = await Promise.all([
    readUptake(api, '2015-04-01'),
    readUptake(api, '2016-04-01'),
    readCases(api),
  ]);
  return { first, both, cases, refused, broken };
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
