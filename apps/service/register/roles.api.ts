import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Line, Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { listing, ok, recorded, Says } from '../contract/says.js';
import { RegisterAnswer } from './answer.js';
import { recordingOf } from './recording.js';
import { Registrar } from './registrar.js';
import { RoleChange } from './requests.js';
import { Settlement } from './rounds.js';

class PeopleQuery {
  @Optional('Only this person.') @Line('the subject', { longest: 255, label: 'Person' }) subject?: string;
  @Optional('Only who acts for this organisation.') @Line('the organisation', { longest: 50 }) organisation?: string;
}

/**
 * Who may act for whom. Joiners are granted roles and leavers lose them, with their next request. Nobody changes roles of their own, and
 * roles that see or decide everybody's cases take two registrars: one proposes, another confirms.
 */
@OnlyFor('registrar')
@Controller('api/register/roles')
export class RolesController {
  constructor(
    private readonly registrar: Registrar,
    private readonly answer: RegisterAnswer,
  ) {}

  @OnlyFor('registrar', 'auditor')
  @Says({
    tag: 'Register',
    summary: 'Who may act for whom, and the proposals that wait for a second registrar',
    description: 'For registrars and auditors. With `subject` also somebody who holds no role any more.',
    answers: ok('People and proposals', listing),
    problems: ['not-yours'],
  })
  @Get()
  list(@Query() query: PeopleQuery, @Asks() asking: Asker): ReturnType<RegisterAnswer['people']> {
    return this.answer.people(query, asking);
  }

  @Says({
    tag: 'Register',
    summary: 'Grant a role, or withdraw one',
    description:
      'For registrars, and never of their own. What was withdrawn is gone at the next request. National roles (constitution-reviewer, ' +
      'national-committee, auditor, registrar) are proposed, and change when another registrar confirms it.',
    ...recorded,
  })
  @Post()
  @HttpCode(201)
  async change(
    @Body() change: RoleChange,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const telling = this.registrar.role(change, { asking, key: by.key });
    const recorded = await this.registrar.record(telling, by);
    return telling.id === undefined ? recorded : { ...recorded, proposal: telling.id };
  }

  @Says({
    tag: 'Register',
    summary: 'Confirm or decline a change of a national role',
    description:
      'For registrars. Whoever proposed it cannot confirm it; the person it is about neither confirms nor declines it.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  })
  @Post('proposals/:id')
  @HttpCode(201)
  async settle(
    @Param('id') id: string,
    @Body() settlement: Settlement,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    return this.registrar.recordOnce(() => this.registrar.settledRole(id, settlement, asking), by);
  }
}
