import { Controller, Get, Param, Query } from '@nestjs/common';
import { IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { WaitingRow } from '../../../libs/views/index.js';
import { workflows } from '../../../workflows/index.js';
import type { Asking } from '../access/asking.js';
import { Asks } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger.js';
import { Problem } from '../problems/problem.js';

class QueueFilter {
  @IsOptional() @Matches(/^Y\d{2}$/, { message: 'Enter region as a code such as Y54' }) region?: string;
  @IsOptional() @IsString() @MaxLength(20) round?: string;
  @IsOptional() @IsString() @MaxLength(100) workflow?: string;
  /** A person's id; `me` for one's own, `nobody` for what is free. */
  @IsOptional() @IsString() @MaxLength(200) claimedBy?: string;
  /** Only what is due by this moment. */
  @IsOptional()
  @IsISO8601(
    { strict: true },
    { message: 'Enter due as a date or a time that exists, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ' },
  )
  @Matches(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/, {
    message: 'Enter due as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ',
  })
  due?: string;
}

/** What waits on the person asking, by stage. */
@Controller('api/queues')
export class QueuesController {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  @Get()
  list(@Query() filter: QueueFilter, @Asks() asking: Asking): unknown {
    const waiting = this.waiting(asking, filter);
    const now = this.clock.now().toISOString();
    const queues = queueTitles().map(({ name, title }) => {
      const items = waiting.filter(({ queue }) => queue === name);
      return {
        name,
        title,
        waiting: items.length,
        overdue: items.filter(({ due }) => due !== undefined && due < now).length,
        link: `/api/queues/${name}`,
      };
    });
    return { queues: queues.filter((queue) => queue.waiting > 0) };
  }

  @Get(':name')
  find(@Param('name') name: string, @Query() filter: QueueFilter, @Asks() asking: Asking): unknown {
    const queue = queueTitles().find((each) => each.name === name);
    if (queue === undefined)
      throw new Problem(
        'not-found',
        `There is no such queue. Queues: ${queueTitles()
          .map((each) => each.name)
          .join(', ')}.`,
      );
    const now = this.clock.now().toISOString();
    const items = this.waiting(asking, filter, name).map((row) => ({
      ...row,
      overdue: row.due !== undefined && row.due < now,
      links: { case: `/api/cases/${row.case}` },
    }));
    return { ...queue, items };
  }

  private waiting(asking: Asking, { claimedBy, due, ...filter }: QueueFilter, queue?: string): readonly WaitingRow[] {
    return this.ledger.views.waiting({
      ...filter,
      grants: asking.grants,
      ...(queue && { queue }),
      ...(claimedBy && { claimedBy: claimant(claimedBy, asking) }),
      ...(due && { dueBefore: new Date(due).toISOString() }),
    });
  }
}

const claimant = (claimedBy: string, { id }: Asking): string | null =>
  claimedBy === 'nobody' ? null : claimedBy === 'me' ? id : claimedBy;

/** A queue is a stage that somebody is waited on in. */
function queueTitles(): readonly { readonly name: string; readonly title: string }[] {
  const titles = workflows.flatMap(({ stages }) => stages.map(({ name, title }) => [name, { name, title }] as const));
  return [...new Map(titles).values()];
}
