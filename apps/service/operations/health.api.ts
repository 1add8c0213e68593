import { Controller, Get } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogUnavailable } from '../../../libs/event-log/index.js';
import { named, oneOf, shape, text } from '../../../libs/forms/shape.js';
import { OpenToAll } from '../access/sign-in.guard.js';
import { Timekeeper } from '../casework/timekeeper.js';
import { ok, Says } from '../contract/says.js';
import { Ledger } from '../ledger/ledger.js';
import { Problem } from '../problems/problem.js';
import { patience, Writes, type WritesState } from '../ledger/writes.js';

export const healthShape = named('Health', shape({ status: text }));
export const readinessShape = named('Readiness', shape({ status: text, writes: oneOf('taken', 'refused') }));

/** For whoever starts, stops and balances instances. */
@OpenToAll()
@Controller('health')
export class HealthController {
  constructor(
    private readonly ledger: Ledger,
    private readonly timekeeper: Timekeeper,
    private readonly writes: Writes,
  ) {}

  /** The process answers. */
  @Says({ tag: 'Operations', summary: 'The process answers', answers: ok('It does', healthShape) })
  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** The log is open, and the views show what is in it. Answers within a second whatever the log does. */
  @Says({
    tag: 'Operations',
    summary: 'The log is open, and the views show what is in it',
    description: 'Answers within a second, whatever the log does. `writes` says whether the log takes writes.',
    answers: ok('It is', readinessShape),
    problems: ['not-ready'],
  })
  @Get('ready')
  async ready(): Promise<{ status: string } & Pick<WritesState, 'writes'>> {
    const [{ writes }, hindrance] = await Promise.all([this.writes.now(), this.hindrance()]);
    if (hindrance !== undefined) throw new Problem('not-ready', hindrance, { writes }, { 'retry-after': '5' });
    return { status: 'ready', writes };
  }

  private async hindrance(): Promise<string | undefined> {
    const { closed, failure } = this.ledger;
    if (closed) return 'The log is closed.';
    if (failure !== undefined) return 'The views stopped following the log. The log of the service says why.';
    if (this.writes.damage !== undefined)
      return 'The log is damaged. The log of the service says where; a backup must be put in its place.';
    const behind = this.timekeeper.behindSince();
    if (behind !== undefined) return `The clock is behind: something has been due since ${behind}.`;
    return Promise.race([this.following(), sleep(patience, 'The log has not answered in time.', { ref: false })]);
  }

  private async following(): Promise<string | undefined> {
    // Not by the distance: positions of KurrentDB are bytes, and while others write, some are always on their way.
    try {
      const head = await this.ledger.log.head();
      const late = sleep(patience / 2, true, { ref: false });
      const isLate = await Promise.race([Promise.resolve(this.ledger.reached(head)).then(() => false), late]);
      return isLate ? `The views are at ${this.ledger.position}, the log is at ${head}.` : undefined;
    } catch (fault) {
      if (fault instanceof LogUnavailable) return 'The log does not answer.';
      throw fault;
    }
  }
}
