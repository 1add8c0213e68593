import { Controller, Get } from '@nestjs/common';
import { OpenToAll } from '../access/sign-in.guard.js';
import { Ledger } from '../ledger.js';
import { Problem } from '../problems/problem.js';

/** Positions the views may be behind the log before others should answer instead. */
const mostBehind = 5_000;

/** For whoever starts, stops and balances instances. */
@OpenToAll()
@Controller('health')
export class HealthController {
  constructor(private readonly ledger: Ledger) {}

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
    const behind = (await log.head()) - position;
    return behind > mostBehind ? `The views are ${behind} positions behind the log.` : undefined;
  }
}
