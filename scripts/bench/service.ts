/**
 * The service under load, in a process of its own: log on disk or in KurrentDB, tokens verified, ballots open and cases waiting in a
 * queue. Told data folder and issuer as arguments, for KurrentDB the connection string, and what it is for: `prepare`; `serve` where another
 * instance has prepared the log; `slow` for a slow disk; `full` where the log holds cases already. Says where it is and what there is to
 * act on by one message to its parent, and ends with it.
 */
import { fastify } from 'fastify';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { caseJson } from '../../apps/service/cases/case-json.js';
import { SimulatedClock } from '../../apps/service/clock/clock.js';
import { CommandHand } from '../../apps/service/demonstration/hand.js';
import { developmentIssuer, seed } from '../../apps/service/seed.js';
import { startService, type Service } from '../../apps/service/service.js';
import { expressed, interest, polled } from '../../demonstration/story/application.js';
import { polls, roundOne } from '../../demonstration/story/calendar.js';
import { sceneOf } from '../../demonstration/story/cast.js';
import { says, type Scene } from '../../demonstration/story/scene.js';
import { apiAudience, bearerVerifier } from '../../libs/access/index.js';
import type { EventLog } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { asMuch, NothingController } from './nothing.controller.js';
import { fillOpen, type Open, type OfSize } from './open-cases.js';

/** What the parent needs to act on. */
export interface Prepared {
  readonly url: string;
  /** Cases with an open ballot, each with practices on its roll: never all of them, since the last vote closes a ballot. */
  readonly ballots: readonly { readonly case: string; readonly practices: readonly string[] }[];
  /** Cases that nobody has claimed yet, at revision 0, each with the region whose assessors may. */
  readonly unclaimed: readonly { readonly case: string; readonly region: string }[];
  /** A ballot of the largest roll there is, but for one practice. */
  readonly hot: Prepared['ballots'][number];
  /** Cases of few and of many events, for whoever measures them. */
  readonly sized: readonly Sized[];
  /** A bare server with the same sign-in. */
  readonly bare: string;
}

export interface Sized {
  readonly events: number;
  readonly cases: readonly Open[];
}

/** Processor time since the start, in microseconds; told whenever the parent sends anything. */
export interface Spent {
  /** Of the thread that answers requests. */
  readonly thread: number;
  /** Of all threads, the log's writer among them. */
  readonly process: number;
}

function spent(): Spent {
  const sum = ({ user, system }: NodeJS.CpuUsage): number => user + system;
  return { thread: sum(process.threadCpuUsage()), process: sum(process.cpuUsage()) };
}

/** Of the short ones so many that they stay short under load. */
const sizes: readonly OfSize[] = [
  { events: 10, cases: 800 },
  { events: 100, cases: 400 },
  { events: 1_000, cases: 40 },
  { events: 10_000, cases: 8 },
];
const ballots = 64;
const unclaimed = 128;
const practicesVoting = 8;

const clock = new SimulatedClock(new Date('2014-06-12T09:00:00.000Z'));

/** Tells a service what a CCG says now. */
const handOf = (service: Service, ccg: string): CommandHand =>
  new CommandHand({ service, issuer: developmentIssuer }, `bench ${ccg}`);

const applyingNow = ({ ledger }: Service, ccg: string): Scene => {
  const now = clock.now();
  return sceneOf(ledger.register, ccg, { level: 'L3', round: roundOne, when: () => now, mandate: [], decisions: [] });
};

/** Gives the case. */
async function begin(service: Service, ccg: string): Promise<string> {
  const hand = handOf(service, ccg);
  await hand.say(expressed(applyingNow(service, ccg)));
  return hand.case;
}

async function openBallot(service: Service, ccg: string): Promise<Prepared['ballots'][number] & { hand: CommandHand }> {
  const hand = handOf(service, ccg);
  const scene = applyingNow(service, ccg);
  for (const step of interest(scene)) await hand.say(step);
  for (const step of polled(scene, { ...polls, opens: clock.now(), votes: [] })) await hand.say(step);
  const roll = service.ledger.register.rollOf(ccg, '2014-06-12').map(({ practice }) => practice);
  return { case: hand.case, practices: roll.slice(1), hand };
}

/** What the parent is told of a ballot, with so many of its practices. */
const sent = ({ case: id, practices }: Prepared['ballots'][number], most = Infinity): Prepared['ballots'][number] => ({
  case: id,
  practices: practices.slice(0, most),
});

/** The same token check on a server that does nothing else. */
async function bareServer(): Promise<string> {
  const verify = bearerVerifier({ issuer, audience: apiAudience });
  const server = fastify();
  server.post('/api/bench/nothing', async (request, reply) => {
    const verified = await verify((request.headers.authorization ?? '').slice('Bearer '.length));
    if (!verified.ok) throw new Error(verified.detail);
    return reply.code(201).send({ nothing: 'was done, and nothing said' });
  });
  process.once('disconnect', () => void server.close());
  return server.listen({ host: '127.0.0.1', port: 0 });
}

async function prepare(service: Service): Promise<Prepared> {
  await seed(service, 'register');
  const { register } = service.ledger;
  const sizeOf = (code: string): number => register.everMembersOf(code).length;
  const [largest] = register.ccgs().toSorted((a, b) => sizeOf(b.code) - sizeOf(a.code));
  if (largest === undefined) throw new Error('The register has no CCGs');
  const hot = sent(await openBallot(service, largest.code));
  const ccgs = register.ccgs().filter(({ code }) => code !== largest.code && sizeOf(code) > 10);
  const voting = await Promise.all(ccgs.slice(0, ballots).map(({ code }) => openBallot(service, code)));
  const waiting = await Promise.all(
    ccgs.slice(ballots, ballots + unclaimed).map(async ({ code, region }) => ({
      case: await begin(service, code),
      region,
    })),
  );
  await answerAsMuch(service, voting[0]);
  const open = voting.map((each) => sent(each, practicesVoting));
  return { url: service.url, ballots: open, unclaimed: waiting, hot, sized, bare: await bareServer() };
}

/** A practice votes, and what it is answered is what the bare controller answers. */
async function answerAsMuch(service: Service, ballot: Awaited<ReturnType<typeof openBallot>> | undefined) {
  const [practice] = ballot?.practices ?? [];
  if (ballot === undefined || practice === undefined) throw new Error('The register has too few CCGs');
  const who = `practice@${practice}`;
  const voted = await ballot.hand.say(says(clock.now(), who, 'VoteCast', { choice: 'for' }));
  if (voted === undefined) throw new Error('A vote is recorded on its case');
  const { event, caseId, workflow, standing } = voted;
  const { register } = service.ledger;
  const asking = { id: who, name: who, issuer: developmentIssuer, grants: register.grantsOf(developmentIssuer, who) };
  const looking = { asking, extent: 'part', at: clock.now().toISOString() } as const;
  asMuch.answer = { event, case: caseJson(caseId, workflow, standing, looking) };
}

/** A log on a disk that needs so many milliseconds more for each append, and takes one after the other. */
async function slowLog(file: string, milliseconds: number): Promise<EventLog> {
  const log = await sqliteLog({ file });
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...log,
    append: (...appends) => {
      const appended = last.then(async () => {
        const outcome = await log.append(...appends);
        await sleep(milliseconds);
        return outcome;
      });
      // Whoever asked hears of a fault; the next append is not held up by it.
      last = appended.catch(() => undefined);
      return appended;
    },
  };
}

/** Loaded by those alone who need it. */
async function kurrentLog(url: string): Promise<EventLog> {
  const { openKurrentLog } = await import('../../libs/event-log/kurrentdb.js');
  return openKurrentLog({ url });
}

const [data = '', issuer = '', url = '', what = 'prepare'] = process.argv.slice(2);
mkdirSync(data, { recursive: true });
/** Cases of all sizes, where they are to be measured: recorded before the service starts, as it would take minutes to do so through it. */
async function fillSizes(): Promise<readonly Sized[]> {
  if (what !== 'prepare' || url !== '') return [];
  const log = await sqliteLog({ file: `${data}/events.sqlite` });
  try {
    const filled = await fillOpen(log, sizes);
    return filled.map((cases, index) => ({ events: sizes[index]?.events ?? 0, cases }));
  } finally {
    await log.close();
  }
}

const sized = await fillSizes();
const service = await startService({
  data,
  host: '127.0.0.1',
  port: 0,
  issuer,
  issuerInRegister: developmentIssuer,
  clock,
  rateLimit: Number.MAX_SAFE_INTEGER,
  logger: false,
  controllers: [NothingController],
  ...(url !== '' && { log: await kurrentLog(url) }),
  ...(what === 'slow' && { log: await slowLog(`${data}/events.sqlite`, 5), shared: false }),
});
process.send?.(what === 'serve' ? { url: service.url } : await prepare(service));
process.on('message', () => process.send?.(spent()));
process.once('disconnect', () => void service.close());
