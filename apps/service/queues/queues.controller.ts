import { hasCome, instant, spellings } from '../../../libs/workflow/instant.js';
import { endOfDay } from '../../../libs/workflow/london.js';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { WaitingRow } from '../../../libs/views/index.js';
import { workflows } from '../../../workflows/index.js';
import { holds, type Asker } from '../access/asker.js';
import { waitingSeen } from '../access/seen.js';
import { Asks } from '../access/sign-in.guard.js';
import { Visibility } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger.js';
import { Problem } from '../problems/problem.js';
import { approvers, Eligible } from './eligible.js';

class QueueFilter {
  @IsOptional() @Matches(/^Y\d{2}$/, { message: 'Enter region as a code such as Y54' }) region?: string;
  @IsOptional() @IsString() @MaxLength(20) round?: string;
  @IsOptional() @IsString() @MaxLength(100) workflow?: string;
  /** A person's id; `me` for one's own, `nobody` for what is free. */
  @IsOptional() @IsString() @MaxLength(200) claimedBy?: string;
  /** Only what is due by this instant, that one included, or by the end of this day in London. */
  @IsOptional()
  @IsISO8601(
    { strict: true },
    { message: 'Enter due as a date or a time that exists, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ' },
  )
  @Matches(new RegExp(`^(?=19|2\\d)(\\d{4}-\\d{2}-\\d{2}$|${spellings.source.slice(1)})`), {
    message: 'Enter due as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, in a year from 1900 to 2999',
  })
  due?: string;
}

/** What waits on the person asking, by stage. */
@Controller('api/queues')
export class QueuesController {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly eligible: Eligible,
    private readonly visibility: Visibility,
  ) {}

  @Get()
  list(@Query() filter: QueueFilter, @Asks() asking: Asker): unknown {
    const waiting = this.waiting(asking, filter);
    const now = this.clock.now().toISOString();
    const queues = queueTitles().map(({ name, title }) => {
      const items = waiting.filter(({ queue }) => queue === name);
      return {
        name,
        title,
        waiting: items.length,
        overdue: items.filter((item) => isOverdue(item, now)).length,
        link: `/api/queues/${name}`,
      };
    });
    return { queues: queues.filter((queue) => queue.waiting > 0) };
  }

  @Get(':name')
  async find(@Param('name') name: string, @Query() filter: QueueFilter, @Asks() asking: Asker): Promise<unknown> {
    if (name === unassignable && holds(asking, 'registrar')) return this.unassignable(filter);
    const queue = queueTitles().find((each) => each.name === name);
    if (queue === undefined)
      throw new Problem(
        'not-found',
        `There is no such queue. Queues: ${queueTitles()
          .map((each) => each.name)
          .join(', ')}.`,
      );
    const now = this.clock.now().toISOString();
    const rows = this.waiting(asking, filter, name);
    return { ...queue, items: await Promise.all(this.seen(rows, asking).map((row) => this.itemOf(row, now, asking))) };
  }

  /** For the registrar: what waits on a role of which everybody is barred, so that somebody else must be given it. */
  private async unassignable(filter: QueueFilter): Promise<unknown> {
    const regions = this.ledger.register.regions();
    const everyone = approvers.flatMap((role) =>
      role === 'regional-assessor'
        ? regions.map(({ code }) => ({ role, organisation: code }))
        : [{ role, organisation: 'nhse' }],
    );
    const now = this.clock.now().toISOString();
    const rows = this.ledger.views.waiting({ ...criteriaOf(filter, ''), grants: everyone });
    const items = await Promise.all(rows.map((row) => this.itemOf(row, now)));
    return { name: unassignable, title: 'Nobody eligible', items: items.filter((item) => item.nobodyEligible) };
  }

  private async itemOf(row: WaitingRow, now: string, asking?: Asker) {
    const eligible = await this.eligible.for(row);
    return {
      ...row,
      overdue: isOverdue(row, now),
      /** Everybody who holds the role is barred from the case. */
      nobodyEligible: eligible?.length === 0,
      /** You are barred from it yourself. */
      ...(asking && eligible && { barred: !eligible.includes(asking.id) }),
      links: { case: `/api/cases/${row.case}` },
    };
  }

  private seen(rows: readonly WaitingRow[], asking: Asker): readonly WaitingRow[] {
    return rows.flatMap((row) => {
      const sight = this.visibility.sight(row.case, asking);
      return sight ? [waitingSeen(sight, row)] : [];
    });
  }

  private waiting(asking: Asker, filter: QueueFilter, queue?: string): readonly WaitingRow[] {
    return this.ledger.views.waiting({
      ...criteriaOf(filter, asking.id),
      grants: asking.grants,
      ...(queue && { queue }),
    });
  }
}

/** The queue of what nobody is left for. */
const unassignable = 'nobody-eligible';

const criteriaOf = ({ claimedBy, due, ...filter }: QueueFilter, me: string) => ({
  ...filter,
  ...(claimedBy && { claimedBy: claimedBy === 'nobody' ? null : claimedBy === 'me' ? me : claimedBy }),
  ...(due && { dueBy: due.includes('T') ? instant(due) : endOfDay(due) }),
});

/** What is due at an instant is late from that instant on: a day lasts until London’s midnight. */
const isOverdue = ({ due }: Pick<WaitingRow, 'due'>, now: string): boolean => due !== undefined && hasCome(due, now);

/** A queue is a stage that somebody is waited on in. */
function queueTitles(): readonly { readonly name: string; readonly title: string }[] {
  const titles = workflows.flatMap(({ stages }) => stages.map(({ name, title }) => [name, { name, title }] as const));
  return [...new Map(titles).values()];
}
