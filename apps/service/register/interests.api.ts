import { Body, Controller, Get, Headers, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CcgOrPracticeCode } from '../../../libs/forms/codes.js';
import { AnyDay } from '../../../libs/forms/days.js';
import { Optional, Person } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { listing, ok, recorded, Says } from '../contract/says.js';
import { IdIn } from '../requests/id-pipe.js';
import { RegisterAnswer } from './answer.js';
import { recordingOf } from './recording.js';
import { declaring, noInterest, Registrar } from './registrar.js';
import { Declaration, Expiry } from './requests.js';

class InterestsQuery {
  @Optional('As the register is on this day. Today unless you say another.') @AnyDay('the day') on?: string;
  @Optional('Only interests of this person.') @Person('the person') person?: string;
  @Optional('Only interests in this CCG or practice.') @CcgOrPracticeCode('the organisation') organisation?: string;
}

/**
 * The register of interests: declared within 28 days, later is accepted and said to be late; public until six months after the
 * interest ended. Whoever holds one is barred from the cases of that CCG, or of the practice's.
 */
@Controller('api/register/interests')
export class InterestsController {
  constructor(
    private readonly registrar: Registrar,
    private readonly answer: RegisterAnswer,
  ) {}

  @Says({
    tag: 'Register',
    summary: 'The register of interests, as of a day',
    description: 'Public until six months after an interest ended. `late`: declared more than 28 days after it arose.',
    answers: ok('Interests', listing),
  })
  @Get()
  list(@Query() query: InterestsQuery): ReturnType<RegisterAnswer['interests']> {
    return this.answer.interests(query);
  }

  @OnlyFor(...declaring)
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
    const by = recordingOf(asking, request, key, ...declaring);
    const telling = this.registrar.interest(declaration, { asking, key: by.key });
    const { cases } = await this.registrar.record(telling, by);
    return { interest: this.answer.interest(telling.id), cases };
  }

  @OnlyFor('registrar', ...declaring)
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
    @Body() expiry: Expiry,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
  ): Promise<unknown> {
    const by = recordingOf(asking, request, key, 'registrar', ...declaring);
    await this.registrar.record(this.registrar.interestEnded(id, expiry, asking), by);
    return { interest: this.answer.interest(id) };
  }
}
