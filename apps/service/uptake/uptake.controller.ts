import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { endOfDay, londonDay } from '../../../libs/workflow/london.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger.js';
import { CalendarDay } from '../requests/fields.js';

class UptakeQuery {
  /** A day in Europe/London; today unless given. */
  @IsOptional() @CalendarDay('on') on?: string;
}

const levels = ['L3', 'L2', 'L1'] as const;

/** How many CCGs hold each level, by region. */
@Controller('api/uptake')
export class UptakeController {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  @Get()
  uptake(@Query() { on = londonDay(this.clock.now()) }: UptakeQuery): unknown {
    const { register, views } = this.ledger;
    // As of the day's end; the day begins and ends in London.
    const held = views.holdings(new Date(Date.parse(endOfDay(on)) - 1).toISOString());
    const open = register.ccgs({ openOn: on });
    const regions = register.regions().map(({ code, name }) => {
      const counts = Object.fromEntries(levels.map((level) => [level, count(held, level, code)]));
      const ccgs = open.filter(({ region }) => region === code).length;
      return { region: code, name, ...counts, none: ccgs - sum(Object.values(counts)), ccgs };
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

type Held = ReturnType<Ledger['views']['holdings']>;
const count = (held: Held, level: string, region: string): number =>
  held.find((row) => row.level === level && row.region === region)?.count ?? 0;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
