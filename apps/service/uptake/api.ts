import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { AnyDay } from '../../../workflows/fields.js';
import { ok, Says } from '../contract/says.js';
import { UptakeAnswer, uptakeShape, type Uptake } from './answer.js';

class UptakeQuery {
  /** A day in Europe/London; today unless given. */
  @IsOptional() @AnyDay('on') on?: string;
}

@Controller('api/uptake')
export class UptakeController {
  constructor(private readonly answer: UptakeAnswer) {}

  @Says({
    tag: 'Work',
    summary: 'How many CCGs hold each level, by region, as of a day',
    answers: ok('Counts', uptakeShape),
  })
  @Get()
  uptake(@Query() { on }: UptakeQuery): Uptake {
    return this.answer.on(on);
  }
}
