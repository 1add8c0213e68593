/** The real service over a temporary folder, with a simulated clock, the invented register and a real development identity; for specs. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenFor } from '../apps/identity/client.js';
import { startIdentity, type Identity } from '../apps/identity/index.js';
import { SimulatedClock } from '../apps/service/clock/clock.js';
import { developmentIssuer, seed, type Seed } from '../apps/service/seed.js';
import { startService, type Service, type ServiceOptions } from '../apps/service/service.js';
import type { CaseJson } from '../apps/service/cases/shapes.js';
import type { ProblemDocument } from '../apps/service/problems/problem.js';
import type { Actor, EventLog, RecordedEvent } from '../libs/event-log/index.js';
import type { RegisterFact } from '../libs/register/facts.js';
import type { Ccg, Practice, Round } from '../libs/register/model.js';
import type { WaitingRow } from '../libs/views/index.js';
import type { FieldError } from '../libs/workflow/index.js';
import * as forms from '../demonstration/forms.js';

/**
 * What the API answers, the fields of all its answers in one: whoever looks for a field that an answer lacks finds `undefined`, and the
 * expectation fails.
 */
export interface Body extends Omit<CaseJson, 'details' | 'workflow'>, Omit<ProblemDocument, 'type' | 'fields'> {
  readonly type: string;
  readonly fields: readonly FieldError[];
  readonly details: {
    readonly ballot: { readonly tally: { readonly tookPart: number; readonly result: string } | null };
    readonly conditions: readonly unknown[];
  };
  readonly case: Body;
  readonly event: RecordedEvent;
  readonly events: readonly (RecordedEvent & { readonly schema: string })[];
  readonly refusals: readonly RecordedEvent[];
  readonly cases: readonly Body[];
  readonly next?: string;
  readonly queues: readonly { readonly name: string; readonly waiting: number; readonly overdue: number }[];
  readonly items: readonly (WaitingRow & { readonly overdue: boolean })[];
  readonly ccgs: readonly Ccg[];
  readonly practices: readonly Practice[];
  readonly rounds: readonly Round[];
  readonly workflows: readonly Body[];
  readonly regions: readonly Counts[];
  readonly england: Counts;
  readonly roles: readonly string[];
  readonly now: string;
}

/** CCGs at each level, at none, and all. */
interface Counts {
  readonly region: string;
  readonly L3: number;
  readonly none: number;
  readonly ccgs: number;
}

// Whoever does not say what they expect in an answer looks into it as it is.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** `B` is what the body is taken for, `Body` or a type of the spec's own. */
export interface Answer<B = Json> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON of any kind; the text otherwise. Without `instance`. */
  readonly body: B;
  /** Which answer a problem is, another one each time. */
  readonly instance?: string;
}

export interface Sent {
  /** Idempotency-Key; a new one unless told, none when null. */
  readonly key?: string | null;
  /** If-Match; the case's revision in the log unless told, none when null. */
  readonly ifMatch?: number | string | null;
}

/** A person of the register, through HTTP. */
export interface Asked<B = Json> {
  get(path: string): Promise<Answer<B>>;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer<B>>;
  /** Under a new key unless told. */
  post(path: string, body?: unknown, sent?: Pick<Sent, 'key'>): Promise<Answer<B>>;
  /** `POST /api/cases`, L3 in round 1 with a whole form unless told. */
  begin(ccg: string, more?: Readonly<Record<string, unknown>>, sent?: Sent): Promise<Answer<B>>;
  /** `POST /api/cases/{id}/events` */
  act(id: string, type: string, data?: unknown, sent?: Sent): Promise<Answer<B>>;
}

export interface TestService<B = Json> {
  readonly url: string;
  readonly service: Service;
  readonly log: EventLog;
  readonly folder: string;
  readonly issuer: string;
  as(persona: string): Asked<B>;
  /** With this header Authorization, or none. */
  withAuthorization(authorization: string | undefined): Asked<B>;
  token(persona: string): Promise<string>;
  /** Moves the simulated clock through the API. */
  until(now: string): Promise<Answer<B>>;
  head(): Promise<number>;
  close(): Promise<void>;
}

export interface TestServiceOptions {
  /** 12 June 2014, 10:00, when round 1 takes expressions of interest, unless told. */
  readonly now?: string;
  readonly folder?: string;
  /** One for several services; closed by whoever opened it. */
  readonly identity?: Identity;
  readonly log?: EventLog;
  /** What an empty log begins with; the invented register, unless told. */
  readonly seed?: Seed;
  readonly more?: Partial<ServiceOptions>;
}

/** In round 1, between its opening and the deadline for interest. */
export const inRoundOne = '2014-06-12T10:00:00.000Z';

export async function testService<B = Json>(options: TestServiceOptions = {}): Promise<TestService<B>> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'remit-service-'));
  const identity = options.identity ?? (await startIdentity({ port: 0 }));
  const service = await startService({
    data: folder,
    host: '127.0.0.1',
    port: 0,
    issuer: identity.issuer,
    issuerInRegister: developmentIssuer,
    clock: new SimulatedClock(new Date(options.now ?? inRoundOne)),
    rateLimit: 1_000_000,
    metricsToken,
    logger: false,
    ...(options.log && { log: options.log }),
    ...options.more,
  });
  await seed(service, options.seed ?? 'register');
  const { url } = service;
  const { log } = service.ledger;
  const tokens = new Map<string, Promise<string>>();

  function token(persona: string): Promise<string> {
    const known = tokens.get(persona) ?? tokenFor(identity.issuer, persona);
    tokens.set(persona, known);
    return known;
  }

  function asked(authorization: () => Promise<string | undefined>): Asked<B> {
    const send: Asked<B>['send'] = async (method, path, body, headers = {}) => {
      const header = await authorization();
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(header !== undefined && { authorization: header }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return answerOf(response);
    };
    const keyed = async (path: string, body: unknown, { key }: Sent, headers: Record<string, string> = {}) => {
      const sentKey = key === undefined ? randomUUID() : key;
      return send('POST', path, body, { ...headers, ...(sentKey !== null && { 'idempotency-key': sentKey }) });
    };
    return {
      send,
      get: (path) => send('GET', path),
      post: (path, body, sent = {}) => keyed(path, body, sent),
      begin: (ccg, { data, ...more } = {}, sent = {}) => {
        const form = { ...forms.interestForm('2015-04-01', ccg), ...(data as object | undefined) };
        const body = { workflow: 'delegated-commissioning', ccg, round: '1', data: form, ...more };
        return keyed('/api/cases', body, sent);
      },
      act: async (id, type, data = {}, sent = {}) => {
        const { ifMatch = await log.headOf(`case-${id}`) } = sent;
        const tag = typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch;
        return keyed(`/api/cases/${id}/events`, { type, data }, sent, tag === null ? {} : { 'if-match': tag });
      },
    };
  }

  const as = (persona: string): Asked<B> => asked(async () => `Bearer ${await token(persona)}`);
  return {
    url,
    service,
    log,
    folder,
    issuer: identity.issuer,
    as,
    withAuthorization: (authorization) => asked(async () => authorization),
    token,
    until: (now) => as('registrar@nhse').send('PUT', '/api/clock', { now }),
    head: () => log.head(),
    close: async () => {
      await service.close();
      if (options.identity === undefined) await identity.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Without which no service that tests start tells its metrics. */
export const metricsToken = 'a-token-of-prometheus-alone-0123456789';

/** What Prometheus would read of a service at `url`. */
export async function metricsOf({ url }: { readonly url: string }): Promise<string> {
  return (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text();
}

/** What readiness says once writes are taken. A busy machine is given another moment: an answer that comes late counts as none. */
export async function whenReady(to: Pick<TestService<Body>, 'withAuthorization'>): Promise<Body> {
  for (;;) {
    const { body } = await to.withAuthorization(undefined).get('/health/ready');
    if (body.writes === 'taken') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The register learns facts from somebody of whom it need not know. */
export async function enter(
  { commands }: Pick<Service, 'commands'>,
  actor: Actor,
  ...facts: readonly [RegisterFact, ...RegisterFact[]]
): Promise<void> {
  const entered = await commands.register(facts, { actor, key: randomUUID(), command: 'test' });
  if (entered.outcome !== 'recorded') throw new Error(JSON.stringify(entered));
}

async function answerOf<B>(response: Response): Promise<Answer<B>> {
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const read = (json ? JSON.parse(text) : text) as Record<string, unknown> | string;
  const { instance, ...body } = typeof read === 'object' ? read : {};
  // Of a list nothing is taken away.
  if (typeof instance !== 'string') return { status: response.status, headers: response.headers, body: read as B };
  return { status: response.status, headers: response.headers, body: body as B, instance };
}

/** A request as no well-behaved client would send it: the path and the headers go out as they are. */
export function sendRaw<B = Json>(
  url: string,
  {
    method = 'GET',
    path,
    headers = {},
  }: { method?: string; path: string; headers?: Record<string, string | string[]> },
  body?: string | Buffer,
): Promise<Answer<B>> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.once('end', () => {
        const { 'content-type': type } = incoming.headers;
        const given = new Headers(type === undefined ? {} : { 'content-type': type });
        const text = Buffer.concat(pieces).toString();
        resolve({
          status: incoming.statusCode ?? 0,
          headers: given,
          body: (/json/.test(type ?? '') ? JSON.parse(text) : text) as B,
        });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
