import { Controller, Get } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { OpenToAll } from '../access/sign-in.guard.js';
import { Timekeeper } from '../clock/timekeeper.js';
import { Ledger } from '../ledger.js';
import { Problem } from '../problems/problem.js';

/** How long the views may take to show all that was in the log when somebody asked, in milliseconds; balancers wait two seconds. */
const longestWait = 1_000;

/** For whoever starts, stops and balances instances. */
@OpenToAll()
@Controller('health')
export class HealthController {
  constructor(
    private readonly ledger: Ledger,
    private readonly timekeeper: Timekeeper,
  ) {}

  /** The process answers. */
  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** The log is open, and the views show what is in it. */
  @Get('ready')
  async ready(): Promise<{ status: string }> {
    const hindrance = await this.hindrance();
    if (hindrance !== undefined) throw new Problem('not-ready', hindrance, {}, { 'retry-after': '5' });
    return { status: 'ready' };
  }

  private async hindrance(): Promise<string | undefined> {
    const { closed, failure, log, position } = this.ledger;
    if (closed) return 'The log is closed.';
    if (failure !== undefined) return 'The views stopped following the log. The log of the service says why.';
    const behind = this.timekeeper.behindSince();
    if (behind !== undefined) return `The clock is behind: something has been due since ${behind}.`;
    // Not by the distance: positions of KurrentDB are bytes, and while others write, some are always on their way.
    const head = await log.head();
    const reached = Promise.resolve(this.ledger.reached(head)).then(() => true);
    const late = sleep(longestWait, false, { ref: false });
    return (await Promise.race([reached, late])) ? undefined : `The views are at ${position}, the log is at ${head}.`;
  }
}
