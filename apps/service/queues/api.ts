import { Controller, Get, Param, Query } from '@nestjs/common';
import { IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { spellings } from '../../../libs/workflow/instant.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import {
  QueuesAnswer,
  queueShape,
  queuesShape,
  queueTitles,
  type Queue,
  type QueueCount,
  type QueueFilter,
} from './answer.js';

class QueueQuery implements QueueFilter {
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

@Controller('api/queues')
export class QueuesController {
  constructor(private readonly answer: QueuesAnswer) {}

  @Says({
    tag: 'Work',
    summary: 'What waits on you, counted by stage',
    answers: ok('Your queues', queuesShape),
  })
  @Get()
  list(@Query() filter: QueueQuery, @Asks() asking: Asker): { readonly queues: readonly QueueCount[] } {
    return { queues: this.answer.all(filter, asking) };
  }

  @Says({
    tag: 'Work',
    summary: 'What waits on you in one stage, soonest due first',
    answers: ok('The queue', queueShape),
    problems: ['not-found'],
  })
  @Get(':name')
  async find(@Param('name') name: string, @Query() filter: QueueQuery, @Asks() asking: Asker): Promise<Queue> {
    const queue = await this.answer.one(name, filter, asking);
    const known = queueTitles.map((each) => each.name).join(', ');
    if (queue === undefined) throw new Problem('not-found', `There is no such queue. Queues: ${known}.`);
    return queue;
  }
}
