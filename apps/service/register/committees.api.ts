import { Body, Controller, Get, Headers, HttpCode, Post, Query, Req } from '@nestjs/common';
import { IsObject, IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { RegisterFact } from '../../../libs/register/facts.js';
import type { Committee } from '../../../libs/register/model.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { faultOf } from '../../../workflows/committee-meeting/quorum.js';
import { AnyDay, Day, ListOf, Text, around } from '../../../workflows/fields.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { listing, ok, recorded, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { Verbatim } from '../requests/fields.js';
import { RegisterAnswer } from './answer.js';
import { recordingOf, registeredOr } from './recording.js';
import { Commands } from '../casework/commands.js';
import { ConstitutedMember } from './rounds.js';

class ConstitutedCommittee {
  @Matches(/^[a-z0-9-]{1,50}$/, { message: 'Enter the id of the committee: small letters, digits and hyphens' })
  id: string;
  @Text('the name of the committee', 200) name: string;
  @Matches(/^(nhse|Y\d{2})$/, { message: 'Enter organisation as nhse or a region such as Y54' }) organisation: string;
  @Day('the day it is so constituted from', around(10, 2)) from: string;
  /** `{"all": […]}`, `{"any": […]}` or `{"atLeast": 3, "of": {"offices": ["gp"], "voting": true}}`. */
  @Verbatim() @IsObject({ message: 'Enter the quorum as a rule' }) quorum: Record<string, unknown>;
  @ListOf(() => ConstitutedMember, 'the members', 1, 50) members: ConstitutedMember[];
}

class CommitteesQuery {
  @IsOptional()
  @Matches(/^(nhse|Y\d{2})$/, { message: 'Enter organisation as nhse or a region such as Y54' })
  organisation?: string;
  @IsOptional() @AnyDay('on') on?: string;
}

/** The committees that decide, with their members and the rule of their quorum. */
@Controller('api/register/committees')
export class CommitteesController {
  constructor(
    private readonly commands: Commands,
    private readonly answer: RegisterAnswer,
    private readonly clock: ServiceClock,
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
    description: 'For registrars.',
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
    const fault = faultOf(committee.quorum);
    if (fault !== undefined)
      throw new Problem('invalid', `${fault}.`, { fields: [{ field: 'quorum', message: fault }] });
    const fact = {
      type: 'CommitteeConstituted',
      data: { ...committee, toldOn: londonDay(this.clock.now()) },
    } as unknown as RegisterFact;
    return registeredOr(await this.commands.register([fact], by), 'R-47');
  }
}
