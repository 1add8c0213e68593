import { Body, Controller, Delete, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RegisterFact } from '../../../libs/register/facts.js';
import { londonDay, startOfDay } from '../../../libs/workflow/london.js';
import { CcgCode } from '../../../libs/forms/codes.js';
import { Day, around } from '../../../libs/forms/days.js';
import { Line, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { closures } from '../../../workflows/application/anywhere-events.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { ok, recorded, Says } from '../contract/says.js';
import { Ledger } from '../ledger/ledger.js';
import { Problem } from '../problems/problem.js';
import { recordingOf, registeredOr } from './recording.js';
import { Commands } from '../casework/commands.js';
import { AnnouncedHolidays } from './holidays.js';
import { AnnouncedRound } from './rounds.js';

class Measures {
  @OneOf('what is done', { impose: 'Put the CCG in special measures', lift: 'Lift special measures' })
  action: 'impose' | 'lift';
  @Line('the direction') direction: string;
}

class Closure {
  @OneOf('what happened', closures) kind: 'merger' | 'closure';
  @Day('the last day the CCG is open', around(20, 2), {
    hint: 'You can tell of a day to come, and change it until it has passed.',
  })
  on: string;
  @Optional('Needed for a merger.') @CcgCode('the CCG that goes on') successor?: string;
}

/** What the registrar does to the register. Everything is an event, and what concerns open cases falls on them at once. */
@OnlyFor('registrar')
@Controller('api/register')
export class RegistrarController {
  constructor(
    private readonly commands: Commands,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** */
  @Says({
    tag: 'Register',
    summary: 'Put a CCG in special measures, or lift them',
    description: 'For registrars. It falls on every open case of the CCG at once.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  })
  @Post('ccgs/:code/special-measures')
  @HttpCode(201)
  async specialMeasures(
    @Param('code') code: string,
    @Body() { action, direction }: Measures,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const type = action === 'impose' ? 'SpecialMeasuresImposed' : 'SpecialMeasuresLifted';
    const data = { ccg: this.known(code), direction, on: this.today() };
    return registeredOr(await this.commands.register([{ type, data }], by), 'R-41');
  }

  /** */
  @Says({
    tag: 'Register',
    summary: 'Record that a CCG merged or closed, or will on a day to come',
    description:
      'For registrars. Its applications and what it holds end with its last day; a successor holds its own. Until that day has passed it ' +
      'can be recorded again with another one.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  })
  @Post('ccgs/:code/closure')
  @HttpCode(201)
  async closure(
    @Param('code') code: string,
    @Body() { kind, on, successor }: Closure,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const wrong = (field: string, message: string): Problem =>
      new Problem('invalid', `${message}.`, { fields: [{ field, message }] });
    if (kind === 'merger' && successor === undefined)
      throw wrong('successor', 'Enter the CCG that goes on after the merger');
    if (kind === 'closure' && successor !== undefined)
      throw wrong('successor', 'A closure has no successor: choose merger');
    const data = { code: this.known(code), on, kind, toldOn: this.today(), ...(successor && { successor }) };
    return registeredOr(await this.commands.register([{ type: 'CcgClosed', data }], by), 'R-66');
  }

  /** a closure that was told ahead does not happen. */
  @Says({
    tag: 'Register',
    summary: 'Take back a closure that was told ahead',
    description:
      'For registrars, until the last day of the CCG has passed. The closure stays in the history of the register.',
    ...recorded,
    answers: ok('The events of the register', 'Listing'),
    problems: [...recorded.problems, 'not-found'],
  })
  @Delete('ccgs/:code/closure')
  async takeBack(
    @Param('code') code: string,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const data = { code: this.known(code), on: this.today() };
    return registeredOr(await this.commands.register([{ type: 'CcgClosureTakenBack', data }], by), 'R-66');
  }

  /** deadlines in working days are counted as far as these reach. */
  @Says({
    tag: 'Register',
    summary: 'Announce bank holidays, and how far the list reaches now',
    description:
      'For registrars. Deadlines in working days are counted to the day that the list reaches; what would be due beyond is refused.',
    ...recorded,
  })
  @Post('bank-holidays')
  @HttpCode(201)
  async holidays(
    @Body() holidays: AnnouncedHolidays,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const fact = { type: 'BankHolidaysAnnounced' as const, data: { ...holidays } };
    return registeredOr(await this.commands.register([fact], by), 'R-04');
  }

  /** a new round, or other terms of one; open cases keep the terms they began under. */
  @Says({
    tag: 'Register',
    summary: 'Announce a round, or put back a deadline of one that has opened',
    description:
      'For registrars. A deadline that is put back holds for the open cases that have not missed it; otherwise these keep the terms they began ' +
      'under.',
    ...recorded,
  })
  @Post('rounds')
  @HttpCode(201)
  async announce(
    @Body() round: AnnouncedRound,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const deadlines = { interestBy: null, applicationBy: null, applicationByL2: null };
    const data = {
      ...deadlines,
      ...round,
      goLiveAt: startOfDay(round.goLive),
      announcedAt: this.clock.now().toISOString(),
    };
    const fact = { type: 'RoundAnnounced', data } as RegisterFact;
    return registeredOr(await this.commands.register([fact], by), 'R-06');
  }

  private known(code: string): string {
    if (this.ledger.register.ccg(code) === undefined)
      throw new Problem('not-found', 'There is no such CCG. /api/register/ccgs lists them.');
    return code;
  }

  private today(): string {
    return londonDay(this.clock.now());
  }
}
