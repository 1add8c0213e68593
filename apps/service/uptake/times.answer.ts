/** How long stages take and queues wait, over all cases: for those who see them all. */
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { QueueAge, StagePeriod, StageTime, Tallied } from '../../../libs/views/trail/model.js';
import { hasCome, timeOf } from '../../../libs/workflow/instant.js';
import { addDays, endOfDay, londonDay, type Day } from '../../../libs/workflow/london.js';
import { workflows } from '../../../workflows/index.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { workflowIn } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { caseInWords } from '../contract/about.js';
import { Ledger } from '../ledger/ledger.js';
import { AuditTrail } from '../trail/audit-trail.js';

export interface StagesWanted {
  readonly level?: string;
  readonly round?: string;
}

export interface PeriodsWanted extends StagesWanted {
  readonly workflow: string;
  readonly stage: string;
}

export interface PeriodShown extends StagePeriod {
  /** What people call the case. */
  readonly name: string;
  /** Milliseconds. */
  readonly took: number;
}

/** What waited in one queue on one role, day by day. */
export interface QueueSeries {
  readonly queue: string;
  readonly role: string;
  readonly days: readonly QueueDay[];
}

export interface QueueDay {
  readonly on: Day;
  readonly waiting: number;
  /** Milliseconds that the oldest had waited by the end of that day. */
  readonly oldest: number;
}

export interface QueueWanted {
  readonly queue: string;
  readonly role: string;
  readonly only?: 'late';
}

export interface WaitingShown {
  readonly case: string;
  readonly workflow: string;
  readonly name: string;
  readonly region: string;
  readonly since: string;
  readonly due?: string;
  readonly isLate: boolean;
}

/** Cases that are looked at, at most. */
const most = 20_000;
/** Days that are looked at between the first case and today, at most. */
const mostDays = 25;
const dayLong = 86_400_000;
const everEnded = '1970-01-01T00:00:00.000Z';

const order: ReadonlyMap<string, number> = new Map(
  workflows
    .flatMap(({ name, stages }) => stages.map((stage) => `${name} ${stage.name}`))
    .map((key, index) => [key, index]),
);
const placeIn = ({ workflow, stage }: StageTime): number => order.get(`${workflow} ${stage}`) ?? order.size;

@Injectable()
export class TimesAnswer {
  /** By what was asked, as long as nothing else is recorded. */
  readonly #asked = new LRUCache<string, Promise<unknown>>({ max: 100 });

  constructor(
    private readonly ledger: Ledger,
    private readonly trail: AuditTrail,
    private readonly readings: Readings,
    private readonly clock: ServiceClock,
  ) {}

  /** Of applications, by workflow, in the order of the path. @throws TrailBehind */
  async stages(wanted: StagesWanted, asking: Asker): Promise<readonly StageTime[]> {
    await this.readings.note(asking, 'TrailRead', { what: 'stages', asked: { ...wanted } });
    const times = await this.once(`stages ${JSON.stringify(wanted)}`, () => this.trail.ask('stageTimes', wanted));
    return times.filter(({ workflow }) => leadsToLevel.has(workflow)).toSorted((a, b) => placeIn(a) - placeIn(b));
  }

  /** The periods of one stage that came to an end, the latest first. @throws TrailBehind */
  async periods(
    wanted: PeriodsWanted,
    page: { readonly limit: number; readonly skip: number },
    asking: Asker,
  ): Promise<readonly PeriodShown[]> {
    await this.readings.note(asking, 'TrailRead', { what: 'stages', asked: { ...wanted } });
    const found = await this.trail.ask('stagePeriods', { ...wanted, from: everEnded, ...page });
    return found.map((period) => ({
      ...period,
      name: this.nameOf(period.case),
      took: timeOf(period.until ?? period.from) - timeOf(period.from),
    }));
  }

  /** What waits now. @throws TrailBehind */
  async queues(asking: Asker): Promise<readonly QueueAge[]> {
    await this.readings.note(asking, 'TrailRead', { what: 'queues', asked: {} });
    const now = this.clock.now().toISOString();
    return this.once(`queues ${now.slice(0, 13)}`, () => this.trail.ask('queueAges', this.ledger.position, now));
  }

  /** The cases that one figure of what waits now counts, the longest first. @throws TrailBehind */
  async waiting({ queue, role, only }: QueueWanted, asking: Asker): Promise<readonly WaitingShown[]> {
    await this.readings.note(asking, 'TrailRead', { what: 'queues', asked: { queue, role } });
    const now = this.clock.now().toISOString();
    const { position } = this.ledger;
    const { cases } = await this.trail.ask('stood', { position, queue, waitingOn: role, limit: most });
    return cases
      .flatMap(({ case: id, workflow, region, waiting }) =>
        waiting
          .filter((each) => each.queue === queue && each.role === role)
          .map(({ since, due }) => ({
            case: id,
            workflow,
            name: this.nameOf(id),
            region,
            since,
            ...(due !== undefined && { due }),
            isLate: due !== undefined && hasCome(due, now),
          })),
      )
      .filter(({ isLate }) => only === undefined || isLate)
      .toSorted((a, b) => timeOf(a.since) - timeOf(b.since));
  }

  /** How many waited and how long, on some days since the first case. @throws TrailBehind */
  async queuesOverTime(asking: Asker): Promise<readonly QueueSeries[]> {
    await this.readings.note(asking, 'TrailRead', { what: 'queues', asked: { over: 'time' } });
    const days = this.days();
    return this.once(`over ${days.at(-1) ?? 'none'}`, async () => {
      const moments = await Promise.all(days.map((on) => this.trail.ask('momentOf', lastInstantOf(on))));
      const over = await this.trail.ask(
        'talliesOver',
        moments.map(({ position }) => position),
        'waiting',
      );
      return seriesOf(
        days,
        over.map(({ tallies }) => tallies),
      );
    });
  }

  private nameOf(id: string): string {
    const row = this.ledger.views.findCase(id);
    return row === undefined ? id : caseInWords(row, workflowIn(row).title);
  }

  /** From the day of the first case to today, at equal distances. */
  private days(): readonly Day[] {
    const [first] = this.ledger.views.cases({ limit: 1 }).cases;
    if (first === undefined) return [];
    const [from, to] = [londonDay(first.startedAt), londonDay(this.clock.now())];
    const length = Math.round((Date.parse(to) - Date.parse(from)) / dayLong);
    const count = Math.min(mostDays, length + 1);
    const days = Array.from({ length: count }, (_, index) =>
      addDays(from, Math.round((index * length) / Math.max(1, count - 1))),
    );
    return [...new Set(days)];
  }

  private async once<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const key = `${this.ledger.position} ${question}`;
    const known = (this.#asked.get(key) as Promise<T> | undefined) ?? ask(); // the answer to this question
    this.#asked.set(key, known);
    try {
      return await known;
    } catch (fault) {
      this.#asked.delete(key);
      throw fault;
    }
  }
}

const leadsToLevel = new Set(workflows.filter(({ level }) => level !== undefined).map(({ name }) => name));

/** What happens at midnight is of the next day. */
const lastInstantOf = (on: Day): string => new Date(timeOf(endOfDay(on)) - 1).toISOString();

function seriesOf(days: readonly Day[], tallies: readonly (readonly Tallied[])[]): readonly QueueSeries[] {
  const keys = new Map(
    tallies
      .flat()
      .flatMap(({ name, role }) => (role === undefined ? [] : [[`${name} ${role}`, { queue: name, role }]])),
  );
  return [...keys.values()].map(({ queue, role }) => ({
    queue,
    role,
    days: days.map((on, index) => {
      const own = (tallies[index] ?? []).filter((tally) => tally.name === queue && tally.role === role);
      const since = own.flatMap(({ oldest }) => (oldest === undefined ? [] : [timeOf(oldest)]));
      return {
        on,
        waiting: own.reduce((sum, { cases }) => sum + cases, 0),
        oldest: since.length === 0 ? 0 : Math.max(0, timeOf(lastInstantOf(on)) - Math.min(...since)),
      };
    }),
  }));
}
