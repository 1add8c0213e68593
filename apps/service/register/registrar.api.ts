import { Body, Controller, Delete, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { listing, ok, recorded, Says } from '../contract/says.js';
import { AnnouncedHolidays } from './holidays.js';
import { recordingOf } from './recording.js';
import { Registrar } from './registrar.js';
import { CcgDetails, Closure, ConstitutionInForce, Measures } from './requests.js';
import { AnnouncedRound } from './rounds.js';

/** What the registrar does to the register. Everything is an event, and what concerns open cases falls on them at once. */
@OnlyFor('registrar')
@Controller('api/register')
export class RegistrarController {
  constructor(private readonly registrar: Registrar) {}

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
    @Body() measures: Measures,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    return this.registrar.record(this.registrar.measures(code, measures), by);
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
    @Body() closure: Closure,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    return this.registrar.record(this.registrar.closure(code, closure), by);
  }

  /** a closure that was told ahead does not happen. */
  @Says({
    tag: 'Register',
    summary: 'Take back a closure that was told ahead',
    description:
      'For registrars, until the last day of the CCG has passed. The closure stays in the history of the register.',
    ...recorded,
    answers: ok('The events of the register', listing),
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
    return this.registrar.record(this.registrar.staysOpen(code), by);
  }

  @Says({
    tag: 'Register',
    summary: 'Record that a CCG is called otherwise, or belongs to another region',
    description: 'For registrars. Open cases go on under the new name, and with the new region.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  })
  @Post('ccgs/:code/details')
  @HttpCode(201)
  async details(
    @Param('code') code: string,
    @Body() details: CcgDetails,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    return this.registrar.recordOnce(() => this.registrar.details(code, details), by);
  }

  /** */
  @Says({
    tag: 'Register',
    summary: 'Record the constitution of a CCG as it is in force',
    description:
      'For registrars: what was decided elsewhere than on a case, or what an import could not know. Open cases of the CCG go on under it; a ' +
      'ballot that has opened keeps its rule.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  })
  @Post('ccgs/:code/constitution')
  @HttpCode(201)
  async constitution(
    @Param('code') code: string,
    @Body() constitution: ConstitutionInForce,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    return this.registrar.record(this.registrar.constitution(code, constitution), by);
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
    return this.registrar.record(this.registrar.holidays(holidays), by);
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
    return this.registrar.record(this.registrar.round(round), by);
  }
}
