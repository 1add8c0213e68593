import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommitteeProposed } from '../../../libs/register/facts.js';
import type { Committee } from '../../../libs/register/model.js';
import { AnyDay } from '../../../libs/forms/days.js';
import { Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { listing, ok, recorded, Says } from '../contract/says.js';
import { RegisterAnswer } from './answer.js';
import { recordingOf } from './recording.js';
import { Registrar } from './registrar.js';
import { ConstitutedCommittee, DecidingFor } from './requests.js';
import { Settlement } from './rounds.js';

class CommitteesQuery {
  @Optional('Only committees that decide for this organisation.')
  @DecidingFor('the organisation')
  organisation?: string;
  @Optional('As committees are on this day. Today unless you say another.') @AnyDay('the day') on?: string;
}

/** The committees that decide, with their members and the rule of their quorum. */
@Controller('api/register/committees')
export class CommitteesController {
  constructor(
    private readonly registrar: Registrar,
    private readonly answer: RegisterAnswer,
  ) {}

  @Says({
    tag: 'Register',
    summary: 'The committees that decide, with members and quorum, as of a day',
    answers: ok('Committees', listing),
  })
  @Get()
  list(@Query() query: CommitteesQuery): { readonly committees: readonly Committee[] } {
    return { committees: this.answer.committees(query) };
  }

  @OnlyFor('registrar')
  @Says({
    tag: 'Register',
    summary: 'Constitute a committee, or constitute it anew from a later day',
    description:
      'For registrars. A national committee is proposed, and constituted when another registrar confirms it.',
    ...recorded,
  })
  @Post()
  @HttpCode(201)
  async constitute(
    @Body() committee: ConstitutedCommittee,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const telling = this.registrar.committee(committee, { asking, key: by.key });
    const recorded = await this.registrar.record(telling, by);
    return telling.id === undefined ? recorded : { ...recorded, proposal: telling.id };
  }

  @OnlyFor('registrar', 'auditor')
  @Says({
    tag: 'Register',
    summary: 'The national committees that wait for a second registrar',
    description: 'For registrars and auditors.',
    answers: ok('Proposals', listing),
    problems: ['not-yours'],
  })
  @Get('proposals')
  proposed(): { readonly proposals: readonly CommitteeProposed[] } {
    return { proposals: this.answer.committeesProposed() };
  }

  @OnlyFor('registrar')
  @Says({
    tag: 'Register',
    summary: 'Confirm or decline that a national committee is constituted so',
    description:
      'For registrars. Whoever proposed it cannot confirm it; whoever sits on it neither confirms nor declines it.',
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
    return this.registrar.recordOnce(() => this.registrar.settledCommittee(id, settlement, asking), by);
  }
}
