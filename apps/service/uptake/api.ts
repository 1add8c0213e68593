import { Controller, Get, Query } from '@nestjs/common';
import { AnyDay } from '../../../libs/forms/days.js';
import { Optional } from '../../../libs/forms/decorators.js';
import { ok, Says } from '../contract/says.js';
import { UptakeAnswer, type Uptake } from './answer.js';

class UptakeQuery {
  @Optional('A day in Europe/London. Today unless you say another.') @AnyDay('the day') on?: string;
}

@Controller('api/uptake')
export class UptakeController {
  constructor(private readonly answer: UptakeAnswer) {}

  @Says({
    tag: 'Work',
    summary: 'How many CCGs hold each level, by region, as of a day',
    answers: ok('Counts', 'Uptake'),
  })
  @Get()
  uptake(@Query() { on }: UptakeQuery): Uptake {
    return this.answer.on(on);
  }
}
