import { Injectable } from '@nestjs/common';
import { anything, listOf, named, shape, text, whole, type Said } from '../../../libs/forms/shape.js';
import type { SeenWaiting, WaitingRow } from '../../../libs/views/index.js';
import { hasCome, instant } from '../../../libs/workflow/instant.js';
import { endOfDay } from '../../../libs/workflow/london.js';
import { workflows } from '../../../workflows/index.js';
import { holds, type Asker } from '../access/asker.js';
import { waitingSeen } from '../access/seen.js';
import { workflowIn, Visibility } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { aboutShown } from '../contract/about.js';
import { Ledger } from '../ledger/ledger.js';
import { approvers, Eligible } from './eligible.js';

/** What of a queue is wanted. */
export interface QueueFilter {
  readonly region?: string;
  readonly round?: string;
  readonly workflow?: string;
  /** A person's id; `me` for one's own, `nobody` for what is free. */
  readonly claimedBy?: string;
  /** Only what is due by this instant, that one included, or by the end of this day in London. */
  readonly due?: string;
}

interface Title {
  readonly name: string;
  readonly title: string;
}

const queueCount = shape({ name: text, title: text, waiting: whole, overdue: whole, link: text });
export type QueueCount = Said<typeof queueCount>;
export const queuesShape = named('Queues', shape({ queues: listOf(queueCount) }));

export interface QueueItem extends Omit<WaitingRow, 'ccg' | 'round'>, ReturnType<typeof aboutShown> {
  readonly overdue: boolean;
  /** Everybody who holds the role is barred from the case. */
  readonly nobodyEligible: boolean;
  /** You are barred from it yourself. */
  readonly barred?: boolean;
  readonly links: { readonly case: string };
}

export const queueShape = named('Queue', shape({ name: text, title: text, items: listOf<QueueItem>(anything) }));
export type Queue = Said<typeof queueShape>;

/** What waits on the person asking, by stage. */
@Injectable()
export class QueuesAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly eligible: Eligible,
    private readonly visibility: Visibility,
  ) {}

  /** Those in which something waits. */
  all(filter: QueueFilter, asking: Asker): readonly QueueCount[] {
    const waiting = this.waiting(asking, filter);
    const now = this.clock.now().toISOString();
    const queues = queueTitles.map(({ name, title }) => {
      const items = waiting.filter(({ queue }) => queue === name);
      const overdue = items.filter((item) => isOverdue(item, now)).length;
      return { name, title, waiting: items.length, overdue, link: `/api/queues/${name}` };
    });
    return queues.filter((queue) => queue.waiting > 0);
  }

  /** One by name; undefined when there is none. */
  async one(name: string, filter: QueueFilter, asking: Asker): Promise<Queue | undefined> {
    if (name === unassignable && holds(asking, 'registrar')) return this.unassignable(filter, asking);
    const queue = queueTitles.find((each) => each.name === name);
    if (queue === undefined) return undefined;
    const now = this.clock.now().toISOString();
    const items = this.waiting(asking, filter, name).map(async (row) => {
      const shown = waitingSeen({ extent: row.extent, workflow: workflowIn(row) }, rowOf(row));
      return this.itemOf(shown, now, asking);
    });
    return { ...queue, items: await Promise.all(items) };
  }

  /** For the registrar: what waits on a role of which everybody is barred, so that somebody else must be given it. */
  private async unassignable(filter: QueueFilter, asking: Asker): Promise<Queue> {
    const regions = this.ledger.register.regions();
    const everyone = approvers.flatMap((role) =>
      role === 'regional-assessor'
        ? regions.map(({ code }) => ({ role, organisation: code }))
        : [{ role, organisation: 'nhse' }],
    );
    const now = this.clock.now().toISOString();
    const rows = this.ledger.views.waiting({
      ...criteriaOf(filter, asking.id),
      grants: everyone,
      scope: { all: true },
    });
    const items = await Promise.all(rows.map((row) => this.itemOf(rowOf(row), now)));
    return { name: unassignable, title: 'Nobody eligible', items: items.filter((item) => item.nobodyEligible) };
  }

  private async itemOf(row: WaitingRow, now: string, asking?: Asker): Promise<QueueItem> {
    const eligible = await this.eligible.for(row);
    return {
      ...row,
      ...aboutShown(row),
      overdue: isOverdue(row, now),
      nobodyEligible: eligible?.length === 0,
      ...(asking && eligible && { barred: !eligible.includes(asking.id) }),
      links: { case: `/api/cases/${row.case}` },
    };
  }

  private waiting(asking: Asker, filter: QueueFilter, queue?: string): readonly SeenWaiting[] {
    return this.ledger.views.waiting({
      ...criteriaOf(filter, asking.id),
      grants: asking.grants,
      scope: this.visibility.scope(asking),
      ...(queue !== undefined && { queue }),
    });
  }
}

/** The queue of what nobody is left for. */
const unassignable = 'nobody-eligible';

/** A queue is a stage that somebody is waited on in. */
export const queueTitles: readonly Title[] = [
  ...new Map(
    workflows.flatMap(({ stages }) => stages.map(({ name, title }) => [name, { name, title }] as const)),
  ).values(),
];

/** @param me the id of the person asking */
const criteriaOf = ({ claimedBy, due, ...filter }: QueueFilter, me: string) => ({
  ...filter,
  ...(claimedBy !== undefined && { claimedBy: claimedBy === 'nobody' ? null : claimedBy === 'me' ? me : claimedBy }),
  ...(due !== undefined && { dueBy: due.includes('T') ? instant(due) : endOfDay(due) }),
});

/** Without what the row says of who sees it. */
function rowOf(row: SeenWaiting): WaitingRow {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- they are left out
  const { extent, version, ...shown } = row;
  return shown;
}

/** What is due at an instant is late from that instant on: a day lasts until London’s midnight. */
const isOverdue = ({ due }: Pick<WaitingRow, 'due'>, now: string): boolean => due !== undefined && hasCome(due, now);
