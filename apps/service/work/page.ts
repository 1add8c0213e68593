import { Get, HttpCode, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RegionCode } from '../../../libs/forms/codes.js';
import { AnyLine, Line, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { levels } from '../../../workflows/application/levels.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { Download, SeeOther, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { pageLength } from '../pages/addresses.js';
import { mostInFile } from '../pages/filtered.js';
import { Pages, Posted } from '../pages/page.js';
import { LivePages } from '../live/live.js';
import { QueuesAnswer, type WorkFilter } from '../queues/answer.js';
import { RegisterAnswer } from '../register/answer.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';
import { PostedForm } from '../session/posted-form.js';
import { ServiceClock } from '../clock/clock.js';
import { Claiming, picksIn } from './claiming.js';
import { workTold } from './live.js';
import {
  addressIn,
  claimants,
  dueWithin,
  filterOf,
  headings,
  isFiltered,
  rowOf,
  workView,
  type WorkSearch,
} from './view.js';

@FilterForm()
class WorkQuery implements WorkSearch {
  @Optional('Only this queue.') @Line('the queue', { longest: 50 }) queue?: string;
  @Optional('Only what is of this region.') @RegionCode('the region') region?: string;
  @Optional('Only what is of this round.') @Line('the round', { longest: 20 }) round?: string;
  @Optional('Only what is of this level.') @OneOf('the level', levels) level?: string;
  @Optional('Only what is claimed so.') @OneOf('who has claimed it', claimants) claimedBy?: keyof typeof claimants;
  @Optional('Only what is due by then.') @OneOf('when it is due', dueWithin) due?: keyof typeof dueWithin;
  @Whole('the page', 1, 10_000) page = 1;
}

class WorkPageQuery extends WorkQuery {
  @Optional('How many cases were claimed just now.') @Whole('the cases claimed', 1, pageLength) claimed?: number;
  @Optional('How many cases were released just now.') @Whole('the cases released', 1, pageLength) released?: number;
}

class WorkLiveQuery extends WorkQuery {
  @Optional('The rows that the page shows.') @AnyLine('the rows of the page', 400) rows?: string;
  @Whole('the cases that the page tells of', 0, 10_000_000) total = 0;
}

const pagedAt = (page: number) => ({ limit: pageLength, skip: (page - 1) * pageLength });

const roles = ['regional-assessor', 'constitution-reviewer', 'national-committee', 'registrar'] as const;

/** The queues of whoever decides. */
@OnlyFor(...roles)
@Pages('')
export class WorkPages {
  constructor(
    private readonly queues: QueuesAnswer,
    private readonly register: RegisterAnswer,
    private readonly clock: ServiceClock,
    private readonly claiming: Claiming,
    private readonly livePages: LivePages,
  ) {}

  @Get('work')
  async list(@Query() query: WorkPageQuery, @Asks() asking: Asker): Promise<Shown> {
    return this.shown(query, asking);
  }

  /** What waits as it comes and goes, for who has the page open. */
  @OnlyFor('regional-assessor', 'constitution-reviewer', 'national-committee')
  @Get('work/live')
  async live(
    @Query() { rows, total, ...query }: WorkLiveQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const filter = (): WorkFilter => filterOf(query, this.clock.now());
    const key = JSON.stringify(['work', asking.grants, query, query.claimedBy === 'me' && asking.id]);
    return this.livePages.ofCases({ asking, request, reply }, (who, once) =>
      workTold(
        once(key, () => this.queues.listed(filter(), pagedAt(query.page), who)),
        { rows, total, isFiltered: isFiltered(query) },
      ),
    );
  }

  @Get('work.csv')
  async file(@Query() query: WorkQuery, @Asks() asking: Asker): Promise<Download> {
    const filter = filterOf(query, this.clock.now());
    const { items } = await this.queues.work(filter, { limit: mostInFile, skip: 0 }, asking);
    return new Download('work.csv', 'text/csv', csvOf(headings, items.map(rowOf)));
  }

  /** Claims or releases one case, or those that were picked. What was refused is told above the list, which is what it is now. */
  @HttpCode(200)
  @Post('work/claims')
  async claim(@Posted() form: PostedForm, @Asks() asking: Asker): Promise<SeeOther | Shown> {
    const { picks, does } = picksIn(form);
    const back = addressIn(form.one('back'));
    const errors = picks.length === 0 ? [{ text: 'Select one or more cases', href: '#work' }] : [];
    const { done, refused } = await this.claiming.all(does, picks, asking);
    if (errors.length === 0 && refused.length === 0) return new SeeOther(back.with(does, done));
    return this.shown(back.query, asking, [...errors, ...refused.map((text) => ({ text, href: '#work' }))]);
  }

  private async shown(
    query: Partial<WorkPageQuery>,
    asking: Asker,
    errors: readonly { readonly text: string; readonly href: string }[] = [],
  ): Promise<Shown> {
    const { page = 1 } = query;
    const filter = filterOf(query, this.clock.now());
    const work = await this.queues.work(filter, pagedAt(page), asking);
    const unassignable = holds(asking, 'registrar') ? await this.queues.nobodyEligible(asking) : undefined;
    const choices = { rounds: this.register.rounds(), regions: this.register.regions() };
    const view = workView(work, { query: { ...query, page }, choices, asking, unassignable });
    return new Shown('work/work', { ...view, errors }, errors.length === 0 ? 200 : 409);
  }
}
