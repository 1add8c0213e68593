import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommitteeConstituted, CommitteeProposed } from '../../../libs/register/facts.js';
import type { Committee, Purpose } from '../../../libs/register/model.js';
import { takesTwo } from '../../../libs/register/proposals.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { faultOf } from '../../../workflows/committee-meeting/quorum.js';
import { NameOf, OrganisationCode } from '../../../libs/forms/codes.js';
import { AnyDay, Day, around } from '../../../libs/forms/days.js';
import { Line, ListOf, OneOf, Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { listing, ok, recorded, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { Verbatim } from '../requests/fields.js';
import { Commands } from '../casework/commands.js';
import { idOf } from '../ledger/ids.js';
import { Ledger } from '../ledger/ledger.js';
import { RegisterAnswer } from './answer.js';
import { recordingOf, registeredOr, settled } from './recording.js';
import { ConstitutedMember, Settlement } from './rounds.js';

const purposeWords: Readonly<Record<Purpose, string>> = {
  'national-committee': 'The national committee: it grants delegated commissioning',
  'regional-panel': 'The panel of a region: it decides on joint commissioning',
  advisory: 'To advise: it decides on nothing',
};

const DecidingFor = (what: string): PropertyDecorator =>
  OrganisationCode(what, { is: /^(nhse|Y\d{2})$/, width: 4, as: 'nhse or a region such as Y54' });

class ConstitutedCommittee {
  @NameOf('the short name of the committee', {
    is: /^[a-z0-9-]{1,50}$/,
    width: 50,
    as: 'small letters, digits and hyphens',
  })
  id: string;
  @Line('the name of the committee') name: string;
  @DecidingFor('the organisation it decides for') organisation: string;
  @OneOf('what the committee is for', purposeWords) purpose: Purpose;
  @Day('the day it is so constituted from', around(10, 2), { label: 'Date from which it is so constituted' })
  from: string;
  @Verbatim('the quorum', 'a rule', {
    hint: 'For example `{"atLeast": 3, "of": {"offices": ["gp"], "voting": true}}`. Put rules together with `{"all": […]}` or `{"any": […]}`.',
  })
  quorum: Record<string, unknown>;
  @ListOf(() => ConstitutedMember, 'the members', { each: 'member', least: 1 }) members: ConstitutedMember[];
}

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
    private readonly commands: Commands,
    private readonly answer: RegisterAnswer,
    private readonly ledger: Ledger,
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
    const fault = faultOf(committee.quorum);
    if (fault !== undefined)
      throw new Problem('invalid', `${fault}.`, { fields: [{ field: 'quorum', message: fault }] });
    const told = this.told(committee as unknown as Committee);
    if (!takesTwo(told))
      return registeredOr(await this.commands.register([{ type: 'CommitteeConstituted', data: told }], by), 'R-47');
    const id = idOf('proposal', asking.id, by.key);
    const data: CommitteeProposed = { id, committee: told, proposedBy: asking.id };
    const proposed = registeredOr(await this.commands.register([{ type: 'CommitteeProposed', data }], by), 'R-47');
    return { ...proposed, proposal: id };
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
    return { proposals: this.ledger.register.committeesProposed.all() };
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
    @Body() { action }: Settlement,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    return settled(this.commands, by, {
      id,
      among: this.ledger.register.committeesProposed,
      listedAt: '/api/register/committees/proposals',
      rule: 'R-47',
      fact: (proposal) =>
        action === 'confirm'
          ? {
              type: 'CommitteeConfirmed',
              data: { id, committee: this.told(proposal.committee), confirmedBy: asking.id },
            }
          : { type: 'CommitteeDeclined', data: { id, declinedBy: asking.id } },
    });
  }

  /** As it is told today. */
  private told(committee: Committee): CommitteeConstituted {
    return { ...committee, toldOn: londonDay(this.clock.now()) };
  }
}
