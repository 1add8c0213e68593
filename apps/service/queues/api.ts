import { Controller, Get, Param, Query } from '@nestjs/common';
import { RegionCode } from '../../../libs/forms/codes.js';
import { DayOrInstant } from '../../../libs/forms/days.js';
import { AnyLine, Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { QueuesAnswer, queueTitles, type Queue, type QueueCount, type QueueFilter } from './answer.js';

class QueueQuery implements QueueFilter {
  @Optional('Only what is of this region.') @RegionCode('the region') region?: string;
  @Optional('Only what is of this round.') @AnyLine('the round', 20) round?: string;
  @Optional('Only what is of this workflow.') @AnyLine('the workflow', 100) workflow?: string;
  @Optional('Only what this person claimed: “me” for your own, “nobody” for what is free.')
  @AnyLine('the id of whoever claimed it', 200, { label: 'Claimed by' })
  claimedBy?: string;
  @Optional('Only what is due by this instant, that one included, or by the end of this day in London.')
  @DayOrInstant('the day or time it is due by', { label: 'Due by' })
  due?: string;
}

@Controller('api/queues')
export class QueuesController {
  constructor(private readonly answer: QueuesAnswer) {}

  @Says({
    tag: 'Work',
    summary: 'What waits on you, counted by stage',
    answers: ok('Your queues', 'Queues'),
  })
  @Get()
  list(@Query() filter: QueueQuery, @Asks() asking: Asker): { readonly queues: readonly QueueCount[] } {
    return { queues: this.answer.all(filter, asking) };
  }

  @Says({
    tag: 'Work',
    summary: 'What waits on you in one stage, soonest due first',
    answers: ok('The queue', 'Queue'),
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
