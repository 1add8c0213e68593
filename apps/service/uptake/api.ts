import { Says, ok } from '../contract/says.js';
import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { endOfDay, londonDay } from '../../../libs/workflow/london.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { AnyDay } from '../../../workflows/fields.js';

class UptakeQuery {
  /** A day in Europe/London; today unless given. */
  @IsOptional() @AnyDay('on') on?: string;
}

const levels = ['L3', 'L2', 'L1'] as const;

/** How many CCGs hold each level, by region. */
@Controller('api/uptake')
export class UptakeController {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  @Says({
    tag: 'Work',
    summary: 'How many CCGs hold each level, by region, as of a day',
    answers: ok('Counts', 'Uptake'),
  })
  @Get()
  uptake(@Query() { on = londonDay(this.clock.now()) }: UptakeQuery): unknown {
    const { register, views } = this.ledger;
    // As of the day's end; the day begins and ends in London.
    const atItsEnd = new Date(Date.parse(endOfDay(on)) - 1).toISOString();
    const held = new Map(views.holdings(atItsEnd).map(({ ccg, level }) => [ccg, level]));
    const open = register.ccgs({ openOn: on });
    const regions = register.regions().map(({ code, name }) => {
      const ccgs = open.filter(({ region }) => region === code).map((ccg) => ccg.code);
      const counts = Object.fromEntries(
        levels.map((level) => [level, ccgs.filter((ccg) => held.get(ccg) === level).length]),
      );
      return { region: code, name, ...counts, none: ccgs.length - sum(Object.values(counts)), ccgs: ccgs.length };
    });
    const total = (key: string): number => sum(regions.map((row) => Number((row as Record<string, unknown>)[key])));
    const england = {
      ...Object.fromEntries(levels.map((level) => [level, total(level)])),
      none: total('none'),
      ccgs: total('ccgs'),
    };
    return { on, regions, england };
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
