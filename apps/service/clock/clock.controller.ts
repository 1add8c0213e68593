import { Body, Controller, Get, Put } from '@nestjs/common';
import { AnyInstant } from '../../../workflows/fields.js';
import { OnlyFor } from '../access/sign-in.guard.js';
import { Problem } from '../problems/problem.js';
import { ServiceClock } from './clock.js';
import { Timekeeper } from './timekeeper.js';

class ClockBody {
  /** A moment in UTC, not before the clock's own. */
  @AnyInstant('now') now: string;
}

/** The simulated clock, which registrars keep. With system time there is nothing here. */
@Controller('api/clock')
export class ClockController {
  constructor(
    private readonly clock: ServiceClock,
    private readonly timekeeper: Timekeeper,
  ) {}

  @Get()
  read(): { now: string } {
    this.assertSimulated();
    return { now: this.clock.now().toISOString() };
  }

  /** Moves the clock forward; all that came due on the way is recorded when this answers. */
  @OnlyFor('registrar')
  @Put()
  async move(@Body() { now }: ClockBody): Promise<{ now: string }> {
    this.assertSimulated();
    if (!(await this.timekeeper.moveTo(new Date(now)))) {
      throw new Problem('clock-moves-forward', `It is ${this.clock.now().toISOString()} already. Enter a later time.`);
    }
    return this.read();
  }

  private assertSimulated(): void {
    if (!this.clock.simulated)
      throw new Problem('not-found', 'This service runs on system time; its clock cannot be read or moved here.');
  }
}
