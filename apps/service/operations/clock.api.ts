import { Body, Controller, Get, Put } from '@nestjs/common';
import { AnyInstant } from '../../../libs/forms/days.js';
import { OnlyFor } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { ServiceClock } from '../clock/clock.js';
import { Timekeeper } from '../casework/timekeeper.js';

class ClockBody {
  @AnyInstant('the time it is', { hint: 'A moment in UTC, not before the clock’s own.' }) now: string;
}

/** The simulated clock, which registrars keep. With system time there is nothing here. */
@Controller('api/clock')
export class ClockController {
  constructor(
    private readonly clock: ServiceClock,
    private readonly timekeeper: Timekeeper,
  ) {}

  @Says({
    tag: 'Operations',
    summary: 'The simulated clock',
    description: 'On system time there is no such thing, and this is not found.',
    answers: ok('The time of the service', 'Clock'),
    problems: ['not-found'],
  })
  @Get()
  read(): { now: string } {
    this.assertSimulated();
    return { now: this.clock.now().toISOString() };
  }

  /** Moves the clock forward; all that came due on the way is recorded when this answers. */
  @OnlyFor('registrar')
  @Says({
    tag: 'Operations',
    summary: 'Move the simulated clock forward',
    description: 'For registrars. All that comes due on the way has been recorded when this answers.',
    answers: ok('The time of the service', 'Clock'),
    problems: ['not-found', 'not-yours', 'clock-moves-forward'],
  })
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
