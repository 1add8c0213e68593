import { Controller, Get, Param, Query } from '@nestjs/common';
import { AnyDay } from '../../../libs/forms/days.js';
import { Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { ArrangementsAnswer, type Arrangement } from './answer.js';

class DayQuery {
  @Optional('A day in Europe/London. Today unless you say another.') @AnyDay('the day') on?: string;
}

@Controller('api/arrangements')
export class ArrangementsController {
  constructor(private readonly answer: ArrangementsAnswer) {}

  @Says({
    tag: 'Work',
    summary: 'What a CCG holds, has held and has applied for, as of the end of a day',
    description:
      'Everybody sees the levels; applications and special measures only who acts for the CCG, its region or NHS England.',
    answers: ok('The arrangement', 'Arrangement'),
    problems: ['not-found'],
  })
  @Get(':ccg')
  async find(@Param('ccg') ccg: string, @Query() { on }: DayQuery, @Asks() asking: Asker): Promise<Arrangement> {
    const found = await this.answer.of(ccg, asking, on);
    if (found === undefined) throw new Problem('not-found', 'There is no such CCG. /api/register/ccgs lists them.');
    return found;
  }
}
