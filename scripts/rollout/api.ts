/** The service as a client sees it: HTTP with the bearer tokens of the personas, over kept-alive connections. */
import { Agent, request as send, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { tokenFor } from '../../apps/identity/client.js';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, parsed when first asked for. */
  readonly json: () => unknown;
}

/** The service does not answer, or asked to be left alone for too long. */
export class ServiceGone extends Error {
  override readonly name = 'ServiceGone';
}

/** Requests under way at once. */
const connections = 32;
const mostTries = 6;

export class Api {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connections });
  readonly #tokens = new Map<string, Promise<string>>();
  #requests = 0;

  constructor(
    readonly url: string,
    readonly issuer: string,
  ) {}

  /** Requests answered so far. */
  get requests(): number {
    return this.#requests;
  }

  /** People who signed in so far. */
  get people(): number {
    return this.#tokens.size;
  }

  /**
   * Asks as one person. What the service could not take yet (429, 503) or a connection lost is sent again, unchanged: its
   * `Idempotency-Key` keeps it from being recorded twice. @throws ServiceGone
   */
  async ask(
    persona: string,
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer> {
    const authorization = `Bearer ${await this.token(persona)}`;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = text === undefined ? {} : { 'content-type': 'application/json' };
    let reason = '';
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await this.exchange(method, path, { ...headers, ...type, authorization }, text).catch(
        (fault: unknown) => (fault instanceof Error ? fault : new Error(String(fault))),
      );
      if (!(answer instanceof Error) && answer.status !== 429 && answer.status !== 503) return answer;
      reason = answer instanceof Error ? answer.message : `it answered ${answer.status}`;
      await wait(1000 * (answer instanceof Error ? 0.1 : Math.min(60, Number(answer.headers['retry-after'] ?? 1))));
    }
    throw new ServiceGone(`The service at ${this.url} does not take ${method} ${path}: ${reason}.`);
  }

  /** As `ask`, for what must be answered with 200. @throws Error with what was answered instead. */
  async read(persona: string, path: string): Promise<unknown> {
    const answer = await this.ask(persona, 'GET', path);
    if (answer.status !== 200)
      throw new Error(`GET ${path} was answered ${answer.status} ${JSON.stringify(answer.json())}`);
    return answer.json();
  }

  /** Lets go of the connections. */
  close(): void {
    this.#agent.destroy();
  }

  private token(persona: string): Promise<string> {
    const known = this.#tokens.get(persona) ?? tokenFor(this.issuer, persona);
    this.#tokens.set(persona, known);
    return known;
  }

  private exchange(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
  ): Promise<Answer> {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.#agent, headers: { accept: 'application/json', ...headers, ...length } };
      const sent = send(new URL(path, this.url), options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          this.#requests += 1;
          const json = (): unknown => JSON.parse(Buffer.concat(chunks).toString('utf8'));
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, json });
        });
      });
      sent.setTimeout(60_000, () => sent.destroy(new Error('no answer in 60 seconds')));
      sent.once('error', reject);
      sent.end(body);
    });
  }
}
