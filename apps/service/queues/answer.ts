import { Injectable } from '@nestjs/common';
import { anything, listOf, named, shape, text, whole, type Said } from '../../../libs/forms/shape.js';
import type { Role } from '../../../libs/register/model.js';
import type { SeenWaiting, WaitingFilter, WaitingRow } from '../../../libs/views/index.js';
import { movesFrom } from '../../../libs/workflow/decide.js';
import { hasCome, instant } from '../../../libs/workflow/instant.js';
import { endOfDay, londonDay } from '../../../libs/workflow/london.js';
import { awaitedOf } from '../../../libs/workflow/awaited.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { workflows } from '../../../workflows/index.js';
import { holds, type Asker } from '../access/asker.js';
import { waitingSeen } from '../access/seen.js';
import { workflowIn, Visibility } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { aboutShown, addressOfCase, caseInWords } from '../contract/about.js';
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

/** What of all one's queues is wanted. */
export interface WorkFilter extends QueueFilter {
  readonly queue?: string;
  readonly level?: string;
}

/** A queue, as whoever works through it sees it at a glance. */
export interface WorkQueue {
  readonly name: string;
  readonly title: string;
  readonly waiting: number;
  readonly overdue: number;
  /** How many nobody has claimed. */
  readonly free: number;
  /** Since when the oldest waits, and when the soonest is due. */
  readonly oldest: string;
  readonly due?: string;
}

export interface WorkItem {
  readonly case: string;
  readonly href: string;
  /** What people call it. */
  readonly name: string;
  readonly ccg: string;
  readonly ccgName: string;
  readonly level?: string;
  readonly round: string;
  /** Of its workflow. */
  readonly title: string;
  readonly queue: string;
  readonly queueTitle: string;
  /** In which it waits on whoever asks. */
  readonly role: string;
  readonly since: string;
  readonly due?: string;
  readonly overdue: boolean;
  readonly claimedBy?: WaitingRow['claimedBy'];
  /** What whoever asks can do with it in the queue; absent where there is nothing to be claimed. */
  readonly claim?: 'claim' | 'release';
  /** Why they cannot act on it, in words. */
  readonly barred?: string;
  readonly nobodyEligible: boolean;
  readonly revision: number;
}

/** What waits on somebody, with what they can do about it. */
export interface NextItem extends WorkItem {
  /** What moves the case on, in the words of its buttons; none where nothing of that can be done at this moment. */
  readonly acts: readonly { readonly label: string; readonly href: string }[];
  /** What happens there, as the workflow says it. */
  readonly meaning?: string;
}

export interface Work {
  /** Those in which something waits, whatever queue is asked for. */
  readonly queues: readonly WorkQueue[];
  readonly items: readonly WorkItem[];
  readonly total: number;
}

export interface ListedWork extends Omit<Work, 'items'> {
  readonly rows: readonly SeenWaiting[];
}

interface WorkPage {
  readonly limit: number;
  readonly skip: number;
}

/** What waits on the person asking, by stage. */
@Injectable()
export class QueuesAnswer {
  /** What was found last, as long as nothing is recorded and the day is the same: hundreds of cases are looked at for it. */
  #nobodyEligible: { readonly key: string; readonly items: readonly WorkItem[]; readonly lookedAt: number } | undefined;

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

  /** All queues of whoever asks in one list, the soonest due first. */
  async work(filter: WorkFilter, page: WorkPage, asking: Asker): Promise<Work> {
    const now = this.clock.now().toISOString();
    const { rows, ...work } = this.listed(filter, page, asking);
    return { ...work, items: await Promise.all(rows.map((row) => this.workItem(row, now, asking))) };
  }

  /** The same, of each case no more than which it is. */
  listed({ queue, ...filter }: WorkFilter, page: WorkPage, asking: Asker): ListedWork {
    const asked = this.askedBy(filter, asking);
    const queues = this.queuesOf(asked, this.clock.now().toISOString());
    const rows = this.ledger.views.waiting({ ...asked, ...page, ...(queue !== undefined && { queue }) });
    return {
      queues,
      rows,
      total: queues.reduce(
        (sum, { name, waiting }) => (queue === undefined || queue === name ? sum + waiting : sum),
        0,
      ),
    };
  }

  /** The first few that are due of what whoever asks can do: what others have in hand, and what they are barred from, is left out. */
  async next(limit: number, asking: Asker): Promise<readonly NextItem[]> {
    const now = this.clock.now().toISOString();
    const rows = this.ledger.views.waiting({ ...this.askedBy({}, asking), limit: limit * 2 });
    const items = await Promise.all(rows.map((row) => this.workItem(row, now, asking)));
    const free = items.filter(
      ({ barred, claimedBy }) => barred === undefined && (claimedBy?.id ?? asking.id) === asking.id,
    );
    return Promise.all(free.slice(0, limit).map((item) => this.withActs(item, asking)));
  }

  private async withActs(item: WorkItem, asking: Asker): Promise<NextItem> {
    const held = await this.ledger.streams.of(caseStream(item.case));
    if (held === undefined) return { ...item, acts: [] };
    const { workflow, standing } = held;
    const at = this.clock.now().toISOString();
    const { types, meaning } = awaitedOf(workflow, standing.progress, item);
    // A meeting is run on its own page.
    const isOnItsPage = item.href === `/cases/${item.case}`;
    const moves = isOnItsPage ? movesFrom(workflow, standing, asking, asking.grants, at, this.eligible.bars(held)) : [];
    const acts = types
      .flatMap((type) => moves.find((move) => move.type === type) ?? [])
      .slice(0, mostActs)
      .map(({ type, label }) => ({ label, href: `/cases/${item.case}/do/${type}` }));
    return { ...item, acts, ...(meaning !== undefined && { meaning }) };
  }

  /** Those of the first that are due of which everybody who could act is barred, with how many were looked at. */
  async nobodyEligible(asking: Asker): Promise<{ readonly items: readonly WorkItem[]; readonly lookedAt: number }> {
    if (!holds(asking, 'registrar')) return { items: [], lookedAt: 0 };
    const now = this.clock.now().toISOString();
    const key = `${this.ledger.position} ${londonDay(now)} ${asking.id}`;
    if (this.#nobodyEligible?.key === key) return this.#nobodyEligible;
    const rows = this.ledger.views.waiting({ grants: this.everyApprover(), scope: { all: true }, limit: mostLookedAt });
    const items = await Promise.all(rows.map((row) => this.workItem(row, now, asking)));
    this.#nobodyEligible = { key, items: items.filter((item) => item.nobodyEligible), lookedAt: rows.length };
    return this.#nobodyEligible;
  }

  /** What waits on somebody, counted by queue. */
  counts(asking: Asker): readonly WorkQueue[] {
    return this.queuesOf(this.askedBy({}, asking), this.clock.now().toISOString());
  }

  private askedBy(filter: QueueFilter, asking: Asker): WaitingFilter {
    return { ...criteriaOf(filter, asking.id), grants: asking.grants, scope: this.visibility.scope(asking) };
  }

  private queuesOf(filter: WaitingFilter, now: string): readonly WorkQueue[] {
    const counts = new Map(this.ledger.views.waitingCounts(filter, now).map((count) => [count.queue, count]));
    return queueTitles.flatMap(({ name, title }) => {
      const count = counts.get(name);
      if (count === undefined) return [];
      const { waiting, overdue, free, oldest, due } = count;
      return [{ name, title, waiting, overdue, free, oldest, ...(due !== undefined && { due }) }];
    });
  }

  private async workItem(row: SeenWaiting, now: string, asking: Asker): Promise<WorkItem> {
    const workflow = workflowIn(row);
    const { claimedBy } = waitingSeen({ extent: row.extent, workflow }, row);
    const eligible = await this.eligible.on(row);
    const barred = eligible?.why(asking.id);
    const mayClaim = eligible !== undefined && workflow.claims !== undefined && holds(asking, row.role);
    return {
      case: row.case,
      href: addressOfCase({ id: row.case, workflow: row.workflow }),
      name: caseInWords(row, workflow.title),
      ...aboutShown(row),
      ccgName: row.ccgName,
      ...(row.level !== undefined && { level: row.level }),
      title: workflow.title,
      queue: row.queue,
      queueTitle: queueTitles.find(({ name }) => name === row.queue)?.title ?? row.queue,
      role: row.role,
      since: row.since,
      ...(row.due !== undefined && { due: row.due }),
      overdue: isOverdue(row, now),
      ...(claimedBy && { claimedBy }),
      ...(mayClaim && claimedBy?.id === asking.id && { claim: 'release' as const }),
      ...(mayClaim && claimedBy === undefined && barred === undefined && { claim: 'claim' as const }),
      ...(barred !== undefined && { barred }),
      nobodyEligible: eligible?.left.length === 0,
      revision: row.revision,
    };
  }

  /** Every role that approves, for every organisation it can be held for. */
  private everyApprover(): Asker['grants'] {
    const regions = this.ledger.register.regions();
    return approvers.flatMap((role) =>
      role === 'regional-assessor'
        ? regions.map(({ code }) => ({ role, organisation: code }) as const)
        : [{ role: role as Role, organisation: 'nhse' }],
    );
  }

  /** For the registrar: what waits on a role of which everybody is barred, so that somebody else must be given it. */
  private async unassignable(filter: QueueFilter, asking: Asker): Promise<Queue> {
    const now = this.clock.now().toISOString();
    const rows = this.ledger.views.waiting({
      ...criteriaOf(filter, asking.id),
      grants: this.everyApprover(),
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

/** Cases that are looked at, the soonest due first, for whether anybody is left for them. */
const mostLookedAt = 200;

/** More are on the case's own page. */
const mostActs = 3;

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
  const { extent, version, level, revision, ...shown } = row;
  return shown;
}

/** What is due at an instant is late from that instant on: a day lasts until London’s midnight. */
const isOverdue = ({ due }: Pick<WaitingRow, 'due'>, now: string): boolean => due !== undefined && hasCome(due, now);
