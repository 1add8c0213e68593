import 'reflect-metadata';
import { Logger, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { apiAudience, bearerVerifier, type BearerVerifier } from '../../libs/access/index.js';
import type { EventLog } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { londonDay } from '../../libs/workflow/london.js';
import { SignIn, signInFirst, type Browsers } from './access/sign-in.guard.js';
import { SimulatedClock, systemClock, type Clock } from './clock/clock.js';
import { closeCore, coreOver, type Core } from './core.js';
import { Allowance, type DailyLimit } from './documents/allowance.js';
import { Clearing } from './documents/clearing.js';
import { Drafts } from './drafts/drafts.js';
import { TypedIntoDrafts } from './drafts/typed-into-drafts.js';
import { DocumentStore } from './documents/store.js';
import { assertNotLost, damageNamed, placeOfLog, viewsOf } from './lost-log.js';
import { takeRawBodies } from './requests/raw-bodies.js';
import { serveDocsAssets } from './openapi/docs-page.js';
import { describeApi } from './openapi/document.js';
import { watchConnections, type Connections } from './http/connections.js';
import { bareHeaders, unreadable } from './http/rejections.js';
import { sendSecurityHeaders } from './http/headers.js';
import { LastLooks } from './home/looks.js';
import { LiveTimes } from './live/times.js';
import { LookingOver, type LookTimes } from './operations/looking-over.js';
import { MetricsToken } from './operations/metrics.api.js';
import { Metrics } from './operations/metrics.js';
import { waitForPositions } from './http/positions.js';
import { privateFolder } from './operations/private-files.js';
import { limitRates } from './http/rate-limit.js';
import { Rebuilding } from './operations/rebuilding.js';
import { Writes, type WritesState } from './ledger/writes.js';
import { keepSecurityLog, tellingOfDropped, type TellSecurity } from './http/security-log.js';
import { answerOtherMethods, noteRoutes, type Routes } from './http/routes.js';
import { takeJsonOnly, unroutable } from './requests/json-body.js';
import { refuseUnreadableQueries } from './requests/queries.js';
import { RequestPipe } from './requests/request-pipe.js';
import { grantFirst, type FirstRegistrar } from './register/first-registrars.js';
import { ImportStore } from './imports/import-store.js';
import { PagesAdapter } from './pages/adapter.js';
import { serveAssets } from './pages/assets.js';
import { takeForms } from './pages/form-bodies.js';
import { Frames, type Setting } from './pages/frame.js';
import { Renderer } from './pages/renderer.js';
import { ClearingUp } from './session/clearing.js';
import { Cookies } from './session/cookies.js';
import { Sessions, type SessionLimits } from './session/sessions.js';
import { Provider, type ProviderOptions } from './sign-in/provider.js';
import type { TakesTyped } from './session/posted-form.js';
import { SigningIn } from './sign-in/signing-in.js';
import { BegunUnderWay } from './sign-in/under-way.js';
import type { LogPlace } from './trail/trail-worker.js';
import { AuditTrail } from './trail/audit-trail.js';
import { version } from './version.js';
import { seedLog, type Seed } from './seed.js';
import { ServiceModule, type Foundations, type MoreControllers } from './service.module.js';

/** Largest body of a JSON request, in bytes. */
export const largestBody = 256 * 1024;

export interface ServiceOptions {
  /** Folder of this instance alone, for views and the embedded log; made when absent. */
  readonly data: string;
  /** Folder of documents and imports, which all instances on one log share; `data` unless told. Made when absent. */
  readonly documents?: string;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly issuer: string;
  /** The name under which the register knows the issuer; undefined when it is the issuer's own. */
  readonly issuerInRegister?: string;
  /** Who keeps the register while it knows too few registrars. */
  readonly registrars?: readonly FirstRegistrar[];
  readonly clock: Clock;
  /** What an empty log begins with, before anybody is answered; nothing unless told. */
  readonly seed?: Seed;
  /** Requests one person, or one address before sign-in, may make in a minute. */
  readonly rateLimit: number;
  /** What whoever reads the metrics must show; without one nobody reads them. */
  readonly metricsToken?: string;
  /** Whether browsers are told to come by HTTPS only. */
  readonly secure?: boolean;
  /** How pages are signed in to; as the development identity knows them unless told. */
  readonly pages?: PagesOptions;
  readonly logger: LoggerService | false;
  /** Another log than the one in `data`; closed with the service. */
  readonly log?: EventLog;
  /** Where another thread can read that log too; only this one can, unless told. */
  readonly logPlace?: LogPlace;
  /** Id of an event of the log, by which an operator says that a backup was restored: the views may have seen what it lacks. */
  readonly restored?: string;
  /** Whether other instances append to the log too; they may to every one that is not in `data`, unless told. */
  readonly shared?: boolean;
  /** For tests: connections at a time. */
  readonly mostConnections?: number;
  /** For tests: when the log is looked over. */
  readonly lookTimes?: LookTimes;
  /** For tests: how quickly open pages are told. */
  readonly liveTimes?: LiveTimes;
  /** What one organisation may store in a day. */
  readonly dailyLimit?: DailyLimit;
  /** Told whom the service turned away. */
  readonly tellSecurity?: TellSecurity;
  /** Seconds that a token lives after it was issued, at most; an hour unless told. */
  readonly longestToken?: number;
  /** Milliseconds that a JSON body may take to arrive; 20 seconds unless told. */
  readonly bodyPatience?: number;
  /** For tests: another way to verify tokens. */
  readonly verify?: BearerVerifier;
  /** For the benchmark: further controllers in the same application. */
  readonly controllers?: MoreControllers;
}

export interface PagesOptions {
  /** The address under which browsers know the service; in development whatever loopback address they ask for. */
  readonly address?: string;
  readonly client?: Omit<ProviderOptions, 'issuer'>;
  /** Whether the pages say that all is invented. */
  readonly development?: boolean;
  /** For tests: what else than drafts takes what was typed when a session had ended. */
  readonly typed?: TakesTyped;
  /** How long sessions live; for tests, by what clock. */
  readonly limits?: SessionLimits;
  readonly now?: () => number;
}

export interface Service extends Pick<Core, 'ledger' | 'clock' | 'commands' | 'timekeeper'> {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly routes: Routes;
  /** Whether this start loaded the seed. */
  readonly seeded: boolean;
  /** Answers what is under way, then lets go of everything. */
  close(): Promise<void>;
}

/** Starts the service: log, views, register, then the application on its port. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { data, documents = data } = options;
  privateFolder(data);
  if (options.log) return startOrClose(options.log, options);
  const file = placeOfLog({ data, documents });
  return startOrClose(await sqliteLog({ file }), options).catch((fault: unknown) => {
    throw damageNamed(file, fault);
  });
}

/** The log's thread would keep a service alive that never began. */
async function startOrClose(log: EventLog, options: ServiceOptions): Promise<Service> {
  try {
    return await startOver(log, options);
  } catch (fault) {
    await log.close();
    throw fault;
  }
}

async function startOver(unwatched: EventLog, options: ServiceOptions): Promise<Service> {
  const writes = new Writes(unwatched, tellOfWrites);
  const { log } = writes;
  const { data, documents: folder = data, shared = options.log !== undefined, seed = 'none', clock } = options;
  await assertNotLost(log, { data, documents: folder });
  const seeded = await seedLog(log, data, seed, clock.now());
  const views = await viewsOf(log, viewsIn(data), options.restored);
  const core = await coreOver(log, views, { clock, shared });
  const lookingOver = new LookingOver(unwatched, writes, options.lookTimes);
  return listening(foundationsOn(core, { writes, lookingOver }, options), { seeded }, options);
}

const viewsIn = (data: string): string => join(data, 'views.sqlite');

/** What the application stands on. */
function foundationsOn(
  core: Core,
  watch: Pick<Foundations, 'writes' | 'lookingOver'>,
  options: ServiceOptions,
): Foundations {
  const { ledger, clock } = core;
  const { data, documents: folder = data } = options;
  const verify = options.verify ?? verifierFor(options);
  const browsers = browsersFor(folder, options);
  const underWay = new BegunUnderWay(join(folder, 'signing-in'), options.pages?.now);
  const drafts = new Drafts(join(folder, 'drafts'), options.pages?.now);
  const typed = options.pages?.typed ?? new TypedIntoDrafts(drafts, ledger, options.issuerInRegister);
  const signIn = new SignIn(verify, options.issuerInRegister, ledger, browsers);
  return {
    ...core,
    ...watch,
    signIn,
    signingIn: signingInFor({ ...browsers, underWay, typed }, signIn, options),
    clearingUp: new ClearingUp([browsers.sessions, underWay, drafts]),
    looks: new LastLooks(join(folder, 'looks'), options.pages?.now),
    drafts,
    store: new DocumentStore(join(folder, 'documents')),
    allowance: new Allowance(ledger, clock, options.dailyLimit),
    imports: new ImportStore(join(folder, 'imports')),
    rebuilding: new Rebuilding(ledger, viewsIn(data)),
    metricsToken: new MetricsToken(options.metricsToken),
    auditTrail: new AuditTrail(ledger, { file: join(data, 'trail.sqlite'), log: placeFor(options), tell: tellOfTrail }),
    liveTimes: options.liveTimes ?? new LiveTimes(),
  };
}

/** Where another thread finds the log. */
const placeFor = ({ log, logPlace, data, documents = data }: ServiceOptions): LogPlace | undefined =>
  log === undefined ? { file: placeOfLog({ data, documents }) } : logPlace;

const tellOfTrail = (because: string): void => new Logger('Trail').error(`The trail does not go on: ${because}`);

/** Answers on its port from now on, and has what comes by itself come. */
async function listening(
  foundations: Foundations,
  started: Pick<Service, 'seeded'>,
  options: ServiceOptions,
): Promise<Service> {
  const { ledger, clock, commands, timekeeper, casework, documents, store, lookingOver, clearingUp, auditTrail } =
    foundations;
  const clearing = new Clearing(ledger, clock, documents, store);
  const { app, routes, connections } = await application(ServiceModule.on(foundations, options), options, foundations);
  // Nobody is answered before all is recorded that came due while the service was away.
  await casework.settle();
  await grantFirst(foundations, options.issuerInRegister ?? options.issuer, options.registrars ?? []);
  await app.listen(options.port, options.host);
  for (const each of [timekeeper, lookingOver, clearing, clearingUp]) each.start();
  const close = async (): Promise<void> => {
    lookingOver.stop();
    await timekeeper.stop();
    await clearing.stop();
    await clearingUp.stop();
    connections.letGo();
    await app.close();
    await auditTrail.close();
    await closeCore(foundations);
  };
  return { ...started, url: await app.getUrl(), app, ledger, clock, commands, timekeeper, routes, close };
}

function browsersFor(folder: string, { pages = {}, secure = false }: ServiceOptions): Browsers {
  const sessions = new Sessions(join(folder, 'sessions'), pages.limits, pages.now);
  const origin = pages.address === undefined ? {} : { origin: new URL(pages.address).origin };
  return { sessions, cookies: new Cookies(secure), ...origin };
}

/** The client that the development identity knows. */
const developmentClient: Omit<ProviderOptions, 'issuer'> = { clientId: 'remit-pages', claims: 'openid' };

function signingInFor(
  browsers: Browsers & { readonly underWay: BegunUnderWay; readonly typed: TakesTyped },
  signIn: SignIn,
  { issuer, pages = {} }: ServiceOptions,
): SigningIn {
  const { client = developmentClient, address } = pages;
  const provider = new Provider({ issuer, ...client });
  const options = {
    ...browsers,
    provider,
    ...(address !== undefined && { address }),
  };
  return new SigningIn(options, signIn);
}

const verifierFor = ({ issuer, longestToken: longestLife }: ServiceOptions): BearerVerifier =>
  bearerVerifier({ issuer, audience: apiAudience, ...(longestLife !== undefined && { longestLife }) });

function tellOfWrites({ writes, because }: WritesState): void {
  const logger = new Logger('Log');
  if (writes === 'refused') logger.error(`The log refuses writes: ${because ?? 'it does not say why'}.`);
  else logger.warn('The log takes writes again.');
}

interface Application {
  readonly app: NestFastifyApplication;
  readonly routes: Routes;
  readonly connections: Connections;
}

async function application(
  module: ReturnType<typeof ServiceModule.on>,
  options: ServiceOptions,
  { ledger, signIn, clock }: Pick<Foundations, 'ledger' | 'signIn' | 'clock'>,
): Promise<Application> {
  const { logger, rateLimit, secure = false, bodyPatience, mostConnections: most } = options;
  const { tellSecurity = () => undefined } = options;
  const adapter = bareAdapter();
  const fastify = adapter.getInstance();
  const routes = noteRoutes(fastify);
  const connections = watchConnections(fastify, {
    ...(most !== undefined && { most }),
    tellDropped: tellingOfDropped(tellSecurity),
  });
  takeJsonOnly(adapter, bodyPatience);
  takeRawBodies(fastify);
  takeForms(fastify);
  refuseUnreadableQueries(fastify);
  sendSecurityHeaders(fastify, { secure });
  keepSecurityLog(fastify, tellSecurity);
  answerOtherMethods(fastify, routes);
  signInFirst(fastify, signIn);
  await limitRates(fastify, rateLimit);
  waitForPositions(fastify, ledger);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger,
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalPipes(new RequestPipe(() => londonDay(clock.now())));
  app.get(Metrics).time(fastify);
  app.get(Metrics).connections(connections);
  describeApi(app);
  serveDocsAssets(fastify);
  await drawPages(adapter, app, options);
  return { app, routes, connections };
}

/** Pages are drawn by the application's own adapter, which knows whoever asks. */
async function drawPages(
  adapter: PagesAdapter,
  app: NestFastifyApplication,
  { clock, issuer, pages = {} }: ServiceOptions,
): Promise<void> {
  const simulated = clock instanceof SimulatedClock;
  const setting: Setting = {
    assets: serveAssets(adapter.getInstance()),
    version,
    ...(pages.development && { development: { simulated } }),
  };
  const frames = app.get(Frames);
  adapter.draws({
    renderer: await Renderer.open(),
    frameOf: (request) => frames.of(request, setting),
    leadsTo: [new URL(issuer).origin],
  });
}

/** Before anything of ours is asked of it. */
const bareAdapter = (): PagesAdapter =>
  new PagesAdapter({
    bodyLimit: largestBody,
    trustProxy: false,
    // Nobody can tell one from another, and what a client sends is never taken for one.
    genReqId: () => randomUUID(),
    // While it closes, the service answers what still comes over open connections, and ends each with its answer.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: 300_000,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      unroutable(error, request, reply.headers(bareHeaders)),
    clientErrorHandler: unreadable,
  });

/** The clock that REMIT_CLOCK names. */
export function clockFrom(setting: string): Clock {
  const [, time] = /^simulated:(.+)$/.exec(setting) ?? [];
  return time === undefined ? systemClock : new SimulatedClock(new Date(time));
}
