/**
 * The service under load, in a process of its own: log on disk or in KurrentDB, tokens verified, ballots open and cases waiting in a
 * queue. Told data folder and issuer as arguments, for KurrentDB the connection string, and what it is for: `prepare`; `serve` where another
 * instance has prepared the log; `slow` for a slow disk; `full` where the log holds cases already. Says where it is and what there is to
 * act on by one message to its parent, and ends with it.
 */
import { CommandBus } from '@nestjs/cqrs';
import { fastify } from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Asker } from '../../apps/service/access/asker.js';
import { Act, Begin } from '../../apps/service/cases/act.js';
import { caseJson } from '../../apps/service/cases/case-json.js';
import type { Acted } from '../../apps/service/casework/acting.js';
import { SimulatedClock } from '../../apps/service/clock/clock.js';
import * as forms from '../../demonstration/forms.js';
import { developmentIssuer, seed } from '../../apps/service/seed.js';
import { startService, type Service } from '../../apps/service/service.js';
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

class Play {
  readonly #bus: CommandBus;

  constructor(private readonly service: Service) {
    this.#bus = service.app.get(CommandBus);
  }

  async begin(ccg: string): Promise<string> {
    const { data, ...attempt } = attemptAt('InterestExpressed', forms.interestForm('2015-04-01', ccg));
    const begin = new Begin('delegated-commissioning', ccg, '1', data, attempt, this.person(`officer@${ccg}`));
    return recorded(await this.#bus.execute<Begin, Acted>(begin)).caseId;
  }

  async act(
    id: string,
    person: string,
    type: string,
    data: object,
    revision?: number,
  ): Promise<Acted & { outcome: 'recorded' }> {
    const act = new Act(id, attemptAt(type, data), revision, this.person(person));
    return recorded(await this.#bus.execute<Act, Acted>(act));
  }

  person(subject: string): Asker {
    const known = this.service.ledger.register.person(developmentIssuer, subject);
    if (known === undefined) throw new Error(`The register does not know ${subject}`);
    return { id: subject, name: known.name, issuer: developmentIssuer, grants: known.grants };
  }
}

function attemptAt(type: string, data: object): Act['attempt'] {
  const key = randomUUID();
  return { type, data, key, command: createHash('sha256').update(key).digest('hex') };
}

function recorded(acted: Acted): Acted & { outcome: 'recorded' } {
  if (acted.outcome !== 'recorded') throw new Error(`The preparation was refused: ${JSON.stringify(acted)}`);
  return acted;
}

async function openBallot(play: Play, service: Service, ccg: string, id: string): Promise<Prepared['ballots'][number]> {
  const region = service.ledger.register.ccg(ccg)?.region ?? '';
  await play.act(id, `assessor@${region}`, 'InterestAcknowledged', { readiness: 'ready', grounds: 'Sound.' }, 0);
  await play.act(id, `officer@${ccg}`, 'BallotOpened', forms.ballot('2014-10-15T17:00:00Z'), 1);
  const roll = service.ledger.register.rollOf(ccg, '2014-06-12').map(({ practice }) => practice);
  return { case: id, practices: roll.slice(1, practicesVoting + 1) };
}

/** A ballot of everybody on the largest roll but one. */
async function openHotBallot(play: Play, service: Service): Promise<Prepared['hot']> {
  const { register } = service.ledger;
  const sizeOf = (code: string): number => register.practices({ ccg: code }).length;
  const [largest] = register.ccgs().toSorted((a, b) => sizeOf(b.code) - sizeOf(a.code));
  if (largest === undefined) throw new Error('The register has no CCGs');
  const opened = await openBallot(play, service, largest.code, await play.begin(largest.code));
  const roll = register.rollOf(largest.code, '2014-06-12').map(({ practice }) => practice);
  return { ...opened, practices: roll.slice(1) };
}

/** The same token check on a server that does nothing else. */
async function bareServer(): Promise<string> {
  const verify = bearerVerifier({ issuer, audience: apiAudience });
  const server = fastify();
  server.post('/bench/nothing', async (request, reply) => {
    const verified = await verify((request.headers.authorization ?? '').slice('Bearer '.length));
    if (!verified.ok) throw new Error(verified.detail);
    return reply.code(201).send({ nothing: 'was done, and nothing said' });
  });
  process.once('disconnect', () => void server.close());
  return server.listen({ host: '127.0.0.1', port: 0 });
}

async function prepare(service: Service): Promise<Prepared> {
  await seed(service, 'register');
  const play = new Play(service);
  const hot = await openHotBallot(play, service);
  const taken = new Set([ccgOf(service, hot.case)]);
  const ccgs = service.ledger.register
    .ccgs()
    .filter(({ code }) => !taken.has(code))
    .filter(({ code }) => service.ledger.register.practices({ ccg: code }).length > 10);
  const voting = await Promise.all(
    ccgs.slice(0, ballots).map(async ({ code }) => openBallot(play, service, code, await play.begin(code))),
  );
  const waiting = await Promise.all(
    ccgs
      .slice(ballots, ballots + unclaimed)
      .map(async ({ code, region }) => ({ case: await play.begin(code), region })),
  );
  const [first] = voting;
  const [practice] = first?.practices ?? [];
  if (first === undefined || practice === undefined) throw new Error('The register has too few CCGs');
  const { event, caseId, workflow, standing } = await play.act(first.case, `practice@${practice}`, 'VoteCast', {
    choice: 'for',
  });
  const looking = {
    asking: play.person(`practice@${practice}`),
    extent: 'part',
    at: clock.now().toISOString(),
  } as const;
  asMuch.answer = { event, case: caseJson(caseId, workflow, standing, looking) };
  return { url: service.url, ballots: voting, unclaimed: waiting, hot, sized, bare: await bareServer() };
}

const ccgOf = (service: Service, id: string): string | undefined => service.ledger.views.findCase(id)?.ccg;

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
