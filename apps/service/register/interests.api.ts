import { Body, Controller, Get, Headers, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RegisterFact } from '../../../libs/register/facts.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { CcgOrPracticeCode } from '../../../libs/forms/codes.js';
import { AnyDay, Day, past } from '../../../libs/forms/days.js';
import { OneOf, Optional, Person, Text } from '../../../libs/forms/decorators.js';
import { interestKinds, type InterestKind } from '../../../workflows/interest-kinds.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { ok, recorded, Says } from '../contract/says.js';
import { idOf } from '../ledger/ids.js';
import { Ledger } from '../ledger/ledger.js';
import { Problem } from '../problems/problem.js';
import { IdIn } from '../requests/id-pipe.js';
import { RegisterAnswer } from './answer.js';
import { recordingOf, registeredOr } from './recording.js';
import { Commands } from '../casework/commands.js';

const noInterest = 'There is no such interest. /api/register/interests lists them.';

class Declaration {
  @OneOf('the kind of interest', interestKinds) kind: InterestKind;
  @CcgOrPracticeCode('the organisation it lies in', { hint: 'The code of a CCG or a practice.' }) organisation: string;
  @Text('what the interest is', { longest: 1000 }) text: string;
  /** Not after the day it is declared, which the register says. */
  @AnyDay('the day it arose', { label: 'Date it arose', hint: 'The first day it was held.' }) aroseOn: string;
}

class Expiry {
  @Day('the last day it was held', past()) on: string;
}

class InterestsQuery {
  @Optional('As the register is on this day. Today unless you say another.') @AnyDay('the day') on?: string;
  @Optional('Only interests of this person.') @Person('the person') person?: string;
  @Optional('Only interests in this CCG or practice.') @CcgOrPracticeCode('the organisation') organisation?: string;
}

const approvers = ['national-committee', 'constitution-reviewer', 'regional-assessor'] as const;

/**
 * The register of interests: declared within 28 days, later is accepted and said to be late; public until six months after the
 * interest ended. Whoever holds one is barred from the cases of that CCG, or of the practice's.
 */
@Controller('api/register/interests')
export class InterestsController {
  constructor(
    private readonly commands: Commands,
    private readonly answer: RegisterAnswer,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  @Says({
    tag: 'Register',
    summary: 'The register of interests, as of a day',
    description: 'Public until six months after an interest ended. `late`: declared more than 28 days after it arose.',
    answers: ok('Interests', 'Listing'),
  })
  @Get()
  list(@Query() query: InterestsQuery): ReturnType<RegisterAnswer['interests']> {
    return this.answer.interests(query);
  }

  @OnlyFor(...approvers)
  @Says({
    tag: 'Register',
    summary: 'Declare an interest of your own',
    description:
      'For those who approve. It bars you from the open cases of that CCG, or of the practice’s, and from later ones.',
    ...recorded,
  })
  @Post()
  @HttpCode(201)
  async declare(
    @Body() declaration: Declaration,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, ...approvers);
    const id = idOf('interest', asking.id, by.key);
    const data = { id, person: asking.id, name: asking.name, ...declaration, declaredOn: londonDay(this.clock.now()) };
    const recorded = registeredOr(await this.commands.register([{ type: 'InterestRegistered', data }], by), 'R-47');
    return { interest: this.ledger.register.interest(id), cases: recorded.cases };
  }

  @OnlyFor('registrar', ...approvers)
  @Says({
    tag: 'Register',
    summary: 'Say that an interest ended',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  })
  @Post(':id/expiry')
  @HttpCode(201)
  async expire(
    @IdIn(noInterest) id: string,
    @Body() { on }: Expiry,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar', ...approvers);
    const known = this.ledger.register.interest(id);
    if (known === undefined) throw new Problem('not-found', noInterest);
    if (known.person !== asking.id && !holds(asking, 'registrar'))
      throw new Problem('not-yours', 'Only whoever declared an interest says that it ended, or the registrar.');
    const fact: RegisterFact = { type: 'InterestExpired', data: { id, on } };
    registeredOr(await this.commands.register([fact], by), 'R-47');
    return { interest: this.ledger.register.interest(id) };
  }
}
