import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RegisterFact } from '../../../libs/register/facts.js';
import { subjectShape } from '../../../libs/register/grants.js';
import { roles, type Role } from '../../../libs/register/model.js';
import { isNational } from '../../../libs/register/proposals.js';
import { NameOf, OrganisationCode } from '../../../libs/forms/codes.js';
import { Line, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { roles as titled } from '../../../workflows/application/roles.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { Commands } from '../casework/commands.js';
import { listing, ok, recorded, Says } from '../contract/says.js';
import { idOf } from '../ledger/ids.js';
import { Ledger } from '../ledger/ledger.js';
import { Problem } from '../problems/problem.js';
import { RegisterAnswer } from './answer.js';
import { recordingOf, registeredOr, settled } from './recording.js';
import { Settlement } from './rounds.js';

const roleWords = Object.fromEntries(roles.map((role) => [role, titled[role].title]));

class RoleChange {
  @OneOf('what is done', { grant: 'Grant the role', withdraw: 'Withdraw the role' }) action: 'grant' | 'withdraw';
  @NameOf(
    'the subject',
    { is: subjectShape, width: 30, as: 'the identity provider spells it, in ASCII and without spaces around it' },
    { label: 'Person', hint: 'As the identity provider knows the person.' },
  )
  subject: string;
  @Optional('Needed for a person whom the register does not know yet.') @Line('the name of the person') name?: string;
  @OneOf('a role', roleWords) role: Role;
  @OrganisationCode('the organisation', {
    is: /^(nhse|\d{2}[A-Z]|[A-Z]\d{5}|Y\d{2}|[a-z0-9-]{1,50})$/,
    width: 50,
    as: 'the code of a CCG, a practice or a region, or nhse',
  })
  organisation: string;
}

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
    private readonly commands: Commands,
    private readonly answer: RegisterAnswer,
    private readonly ledger: Ledger,
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
    @Body() { action, name, ...change }: RoleChange,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    const { issuer } = asking;
    const known = this.ledger.register.person(issuer, change.subject)?.name ?? name;
    const role = { issuer, ...change };
    const fact: RegisterFact =
      action === 'grant'
        ? { type: 'RoleGranted', data: { ...role, name: known ?? nameMissing() } }
        : { type: 'RoleWithdrawn', data: role };
    if (!isNational(change.role)) return registeredOr(await this.commands.register([fact], by));
    const id = idOf('proposal', asking.id, by.key);
    const data = { id, action, ...role, name: known ?? change.subject, proposedBy: asking.id };
    const recorded = registeredOr(await this.commands.register([{ type: 'RoleProposed', data }], by));
    return { ...recorded, proposal: id };
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
    @Body() { action }: Settlement,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar');
    return settled(this.commands, by, {
      id,
      among: this.ledger.register.proposals,
      listedAt: '/api/register/roles',
      fact: ({ action: change, issuer, subject, name, role, organisation }) => {
        const proposed = { id, action: change, issuer, subject, name, role, organisation };
        return action === 'confirm'
          ? { type: 'RoleConfirmed', data: { ...proposed, confirmedBy: asking.id } }
          : { type: 'RoleDeclined', data: { id, declinedBy: asking.id } };
      },
    });
  }
}

function nameMissing(): never {
  const message = 'Enter the name of the person, whom the register does not know yet';
  throw new Problem('invalid', `${message}.`, { fields: [{ field: 'name', message }] });
}
