import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventLog, RecordedEvent } from '../../../libs/event-log/index.js';
import { Agenda } from '../casework/agenda.js';
import type { LostFile } from '../../../libs/documents/whole-file.js';
import type { Connections } from '../http/connections.js';
import { Refusals } from '../casework/refusals.js';
import { Ledger } from '../ledger/ledger.js';
import { LivePages } from '../live/live.js';
import { LookingOver } from './looking-over.js';
import { patience, Writes } from '../ledger/writes.js';
import { AuditTrail } from '../trail/audit-trail.js';

/** Routes that answer with a stream, some of them only to whoever asks for one. */
const streams = /^\/api\/events$|\/live$/;
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What is looked at of a request and its answer. */
type Asked = { readonly routeOptions: { readonly url?: string | undefined } } & Pick<FastifyRequest, 'method'>;
type Answered = Pick<FastifyReply, 'statusCode' | 'elapsedTime'> & { getHeader(name: string): unknown };

type Observed = ReturnType<Histogram['labels']>;

/** What the service tells Prometheus. */
@Injectable()
export class Metrics implements OnModuleDestroy {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'remit_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer; streams are left out',
    labelNames: ['route', 'method', 'status'],
    buckets: seconds,
    registers: [this.registry],
  });
  /** Looking labels up is most of the work of an observation. */
  readonly #observed = new Map<string, Observed>();
  readonly #events = new Counter({
    name: 'remit_events_total',
    help: 'Events that reached the views since the start, by type',
    labelNames: ['type'],
    registers: [this.registry],
  });
  readonly #refusals = new Counter({
    name: 'remit_refusals_total',
    help: 'Recorded refusals since the start, by reason and rule',
    labelNames: ['because', 'rule'],
    registers: [this.registry],
  });
  readonly #lostFiles = new Counter({
    name: 'remit_files_lost_total',
    help: 'Times a stored file was asked for and was gone or changed on the disk, since the start',
    labelNames: ['how'],
    registers: [this.registry],
  });
  #head = 0;
  readonly #stopCounting: () => void;

  constructor(
    private readonly ledger: Ledger,
    agenda: Agenda,
    writes: Writes,
    lookingOver: LookingOver,
    refusals: Refusals,
    trail: AuditTrail,
    live: LivePages,
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.#stopCounting = ledger.onProgress((events) => events.forEach((event) => this.count(event)));
    this.gauge('remit_log_head_position', 'Position of the last event of the log, as last known', () => this.head());
    this.gauge('remit_log_writes_taken', '1 while the log takes writes, 0 while it refuses them', async () =>
      (await writes.now()).writes === 'taken' ? 1 : 0,
    );
    this.gauge('remit_log_damaged', '1 when the log was looked over and is damaged', () =>
      writes.damage === undefined ? 0 : 1,
    );
    this.gauge(
      'remit_log_looked_over_timestamp_seconds',
      'When the log was last looked over for damage, in seconds since 1970; 0 when not yet',
      () => lookingOver.lastAt / 1_000,
    );
    this.gauge('remit_views_position', 'Position up to which the views show the log', () => ledger.position);
    this.gauge('remit_views_failed', '1 when the views stopped following the log', () => (ledger.failure ? 1 : 0));
    this.gauge('remit_log_commits', 'Commits of the log since the start', () => commitsOf(ledger.log));
    this.gauge('remit_standings_held', 'Streams kept in memory', () => ledger.streams.size);
    this.gauge('remit_standings_replayed', 'Streams replayed since the start', () => ledger.streams.replayed);
    this.gauge('remit_due_recorded', 'Facts of the clock recorded since the start', () => agenda.recorded);
    this.gauge('remit_due_set_aside', 'Facts that were due and cannot be recorded', () => agenda.asides.length);
    this.gauge(
      'remit_refusals_unrecorded',
      'Refusals since the start that were counted only',
      () => refusals.unrecorded,
    );
    this.besideCommands(trail, live);
    this.statistics();
    for (const how of ['gone', 'changed']) this.#lostFiles.inc({ how }, 0);
  }

  /** Times every request, for a microsecond or two each. */
  time(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      this.observe(request, reply);
      done();
    });
  }

  /** What follows the log, and no command waits for. */
  private besideCommands(trail: AuditTrail, live: LivePages): void {
    this.gauge(
      'remit_trail_position',
      'Position up to which the trail of auditors shows the log; it goes on when it is asked',
      () => trail.position,
    );
    this.gauge('remit_trail_stuck', '1 while the trail does not follow the log', () =>
      Number(trail.stuck !== undefined),
    );
    this.gauge('remit_live_pages', 'Open pages that are kept up to date now', () => live.count);
  }

  /** Tells how many connections were dropped. */
  connections(connections: Pick<Connections, 'dropped'>): void {
    this.gauge(
      'remit_connections_dropped',
      'Connections since the start that were dropped as there were too many',
      () => connections.dropped,
    );
  }

  onModuleDestroy(): void {
    this.#stopCounting();
  }

  lost({ how }: LostFile): void {
    this.#lostFiles.inc({ how });
  }

  observe({ routeOptions: { url: route = 'none' }, method }: Asked, reply: Answered): void {
    if (streams.test(route) && String(reply.getHeader('content-type')).startsWith('text/event-stream')) return;
    const key = `${route} ${method} ${reply.statusCode}`;
    let observed = this.#observed.get(key);
    if (observed === undefined) {
      observed = this.#requests.labels(route, method, String(reply.statusCode));
      this.#observed.set(key, observed);
    }
    observed.observe(reply.elapsedTime / 1_000);
  }

  /** Of a log that does not answer in time: where it was last known to be. */
  private async head(): Promise<number> {
    const late = sleep(patience, this.#head, { ref: false });
    const asked = this.ledger.log.head().catch(() => this.#head);
    this.#head = Math.max(await Promise.race([asked, late]), this.ledger.position);
    return this.#head;
  }

  private count({ type, data: { refusal } }: RecordedEvent): void {
    this.#events.inc({ type });
    if (type !== 'AttemptRefused' || typeof refusal !== 'object' || refusal === null) return;
    const { because = '', rule = '' } = refusal as { because?: string; rule?: string }; // as the recorder wrote it
    this.#refusals.inc({ because, rule });
  }

  /** A number that is asked for when Prometheus asks. */
  private gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const collect = async (): Promise<void> => gauge.set(await read());
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect });
  }

  private statistics(): void {
    const { ledger } = this;
    const labels = { cases: ['workflow', 'outcome'], waiting: ['queue', 'role'] } as const;
    new Gauge({
      name: 'remit_cases',
      help: 'Cases by workflow and outcome; open are those that go on',
      labelNames: labels.cases,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { count, ...row } of ledger.views.statistics().cases) this.set(row, count);
      },
    });
    new Gauge({
      name: 'remit_cases_waiting',
      help: 'Cases that wait, by stage and role',
      labelNames: labels.waiting,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { queue, role, count } of ledger.views.statistics().waiting) this.set({ queue, role }, count);
      },
    });
  }
}

/** The embedded log counts its commits; others do not. */
const commitsOf = (log: EventLog & { commits?: () => number }): number => log.commits?.() ?? 0;
