import { Body, Controller, Post } from '@nestjs/common';
import { EventBody } from '../../apps/service/cases/requests.js';
import { Asks } from '../../apps/service/access/sign-in.guard.js';
import type { Asker } from '../../apps/service/access/asker.js';

/** What it answers when it is to answer as much as a recorded event does. */
export const asMuch: { answer: unknown } = { answer: {} };

/** The ceiling: signed in and validated like an event of a case, then nothing is done. */
@Controller('api/bench')
export class NothingController {
  @Post('nothing')
  nothing(@Body() { type }: EventBody, @Asks() { id }: Asker): unknown {
    return { type, id };
  }

  @Post('nothing/as-much')
  nothingAsMuch(@Body() { type }: EventBody, @Asks() { id }: Asker): unknown {
    return type === '' ? id : asMuch.answer;
  }
}
