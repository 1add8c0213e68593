import { Get, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { LivePages } from '../live/live.js';
import { Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { Whole } from '../requests/fields.js';
import { HomeAnswer } from './answer.js';
import { homeTold } from './live.js';
import { homeView } from './view.js';

class LiveQuery {
  @Whole('how far the page has come', 0, 999_999_999_999_999) since = 0;
}

/** Where everybody begins. */
@Pages('')
export class HomePage {
  constructor(
    private readonly answer: HomeAnswer,
    private readonly livePages: LivePages,
  ) {}

  @Get()
  async show(@Asks() asking: Asker): Promise<Shown> {
    return new Shown('home/home', homeView(await this.answer.of(asking), asking));
  }

  /** Its numbers as they change, for who has it open. */
  @Get('live')
  async live(
    @Query() { since }: LiveQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.livePages.ofCases({ asking, request, reply }, (who, once) =>
      homeTold(this.answer.now(since, who, once), who),
    );
  }
}
