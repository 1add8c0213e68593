/** The built service as a process on a KurrentDB, driven over HTTP; for specs. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenFor } from '../../apps/identity/client.js';
import { metricsToken, type Answer, type Body } from '../service.js';

export interface Place {
  /** Of the database. */
  readonly url: string;
  readonly issuer: string;
  /** A folder of the spec's own, in which each instance gets one and all share the documents. */
  readonly folder: string;
}

export interface Starting {
  readonly seed?: 'register' | 'none';
  /** Where the simulated clock begins. */
  readonly now: string;
  /** A folder that an earlier instance left; a new one unless told. */
  readonly data?: string;
  /** 0 unless told. */
  readonly port?: number;
}

export interface Sending {
  readonly key?: string;
  readonly ifMatch?: number;
  readonly position?: string;
}

export interface Instance {
  readonly url: string;
  readonly data: string;
  /** Sends a request as a person; what is no text goes out as JSON. */
  send(
    persona: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<Body>>;
  get(persona: string, path: string, position?: string): Promise<Answer<Body>>;
  /** With a new key unless told; without If-Match unless told. */
  act(persona: string, id: string, type: string, data: unknown, sending?: Sending): Promise<Answer<Body>>;
  begin(persona: string, body: object, key?: string): Promise<Answer<Body>>;
  until(now: string): Promise<void>;
  ready(): Promise<number>;
  /** All of a sudden, as when the machine is gone. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const main = join(process.cwd(), 'dist/apps/service/main.js');

/** Starts an instance that is ready to be asked. */
export async function startInstance(place: Place, { seed = 'none', now, data, port = 0 }: Starting): Promise<Instance> {
  const own = data ?? mkdtempSync(join(place.folder, 'instance-'));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'development',
      REMIT_STORE: 'kurrentdb',
      REMIT_KURRENTDB_URL: place.url,
      REMIT_ISSUER: place.issuer,
      REMIT_DATA: own,
      REMIT_DOCUMENTS: join(place.folder, 'documents'),
      REMIT_SEED: seed,
      REMIT_CLOCK: `simulated:${now}`,
      REMIT_PORT: String(port),
      REMIT_RATE_LIMIT: '1000000',
      REMIT_METRICS_TOKEN: metricsToken,
      REMIT_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(child);
  return { data: own, ...driving(url, place.issuer), ...ending(child) };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (text: string): void => {
      said += text;
      // A fault that nobody foresaw is answered without its words.
      if (text.includes('"level":50') && !text.includes('KurrentDB')) process.stderr.write(text);
      const [, url] = /documentation +(\S+)\/api\/docs/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.once('error', reject);
    child.once('exit', (status, signal) =>
      reject(new Error(`The instance ended before it was ready (${status ?? signal}): ${said}`)),
    );
  });
}

const tokens = new Map<string, Promise<string>>();

function tokenOf(issuer: string, persona: string): Promise<string> {
  const key = `${issuer} ${persona}`;
  const token = tokens.get(key) ?? tokenFor(issuer, persona);
  tokens.set(key, token);
  return token;
}

function driving(url: string, issuer: string): Omit<Instance, 'data' | 'kill' | 'stop'> {
  const send: Instance['send'] = async (persona, method, path, body, headers = {}) => {
    const authorization = `Bearer ${await tokenOf(issuer, persona)}`;
    const type = typeof body === 'string' ? {} : { 'content-type': 'application/json' };
    const response = await fetch(url + path, {
      method,
      headers: { authorization, ...(body !== undefined && type), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  };
  return {
    url,
    send,
    get: (persona, path, position) =>
      send(persona, 'GET', path, undefined, position === undefined ? {} : { 'remit-position': position }),
    act: (persona, id, type, data, { key = randomUUID(), ifMatch, position } = {}) =>
      send(
        persona,
        'POST',
        `/api/cases/${id}/events`,
        { type, data },
        {
          'idempotency-key': key,
          ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
          ...(position !== undefined && { 'remit-position': position }),
        },
      ),
    begin: (persona, body, key = randomUUID()) => send(persona, 'POST', '/api/cases', body, { 'idempotency-key': key }),
    until: async (now) => {
      const { status, body } = await send('registrar@nhse', 'PUT', '/api/clock', { now });
      if (status !== 200) throw new Error(`The clock does not move to ${now}: ${JSON.stringify(body)}`);
    },
    ready: async () => (await fetch(`${url}/health/ready`)).status,
  };
}

function ending(child: ChildProcess): Pick<Instance, 'kill' | 'stop'> {
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return { kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** Asks until this is true. @throws when it is not within the time, in milliseconds */
export async function within(longest: number, isSo: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + longest;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`expected it within ${longest} ms: ${isSo.toString()}`);
    await sleep(100);
  }
}
