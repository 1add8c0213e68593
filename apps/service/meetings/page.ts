import { Get, Query } from '@nestjs/common';
import { AnyLine, Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { IdIn } from '../requests/id-pipe.js';
import { MeetingsAnswer, type MeetingShown } from './answer.js';
import { agendaRow, firstInHand, headView, itemView, listView, minutesView, packView } from './view.js';

export const noMeeting = 'There is no such meeting, or none that you may see.';

class ListQuery {
  @Optional('Only meetings of this organisation’s committees: nhse, or a region’s code.')
  @AnyLine('the organisation', 10)
  of?: string;
  @Whole('the page', 1, 10_000) page = 1;
}

class MeetingQuery {
  @Optional('The item in hand.') @Whole('the number of the item', 1, 1000) item?: number;
  @Optional('What was recorded last.') @Whole('the revision', 0, 999_999_999) recorded?: number;
}

/** Committee meetings: of the national committee, of the panels of the regions, for whoever may see them. */
@Pages('meetings')
@OnlyFor('national-committee', 'regional-assessor', 'constitution-reviewer', 'auditor', 'registrar')
export class MeetingsPages {
  constructor(private readonly answer: MeetingsAnswer) {}

  @Get()
  async list(@Query() { of, page }: ListQuery, @Asks() asking: Asker): Promise<Shown> {
    const organisation = of === 'all' ? undefined : (of ?? ownCommittees(asking));
    const list = await this.answer.list(organisation, page, asking);
    return new Shown('meetings/list', listView(list, { page, ...(organisation !== undefined && { organisation }) }));
  }

  @Get(':id')
  async meeting(
    @IdIn(noMeeting) id: string,
    @Query() { item, recorded }: MeetingQuery,
    @Asks() asking: Asker,
  ): Promise<Shown> {
    const meeting = await this.answer.one(id, asking);
    if (meeting === undefined) throw new Problem('not-found', noMeeting);
    return this.shown(meeting, item ?? firstInHand(meeting), recorded, asking);
  }

  @Get(':id/minutes')
  async minutes(@IdIn(noMeeting) id: string, @Asks() asking: Asker): Promise<Shown> {
    const minutes = await this.answer.minutes(id, asking);
    if (minutes === undefined) throw new Problem('not-found', noMeeting);
    return new Shown('meetings/minutes', minutesView(minutes));
  }

  @Get(':id/pack')
  async pack(@IdIn(noMeeting) id: string, @Asks() asking: Asker): Promise<Shown> {
    const pack = await this.answer.pack(id, asking);
    if (pack === undefined) throw new Problem('not-found', noMeeting);
    return new Shown('meetings/pack', packView(pack));
  }

  private async shown(
    meeting: MeetingShown,
    number: number | undefined,
    recorded: number | undefined,
    asking: Asker,
  ): Promise<Shown> {
    const item = number === undefined ? undefined : await this.answer.item(meeting.id, number, asking);
    if (number !== undefined && item === undefined) throw new Problem('not-found', nothingHere);
    const head = headView(meeting);
    return new Shown('meetings/meeting', {
      ...head,
      title: meeting.committee.name,
      breadcrumbs: head.crumbs,
      recorded,
      agenda: meeting.agenda.map((line) => agendaRow(meeting.id, line)),
      ...(item && { item: itemView(meeting.id, item) }),
    });
  }
}

/** Whose meetings somebody looks at first: of those who keep some, their own organisation’s. */
const ownCommittees = ({ grants }: Asker): string | undefined =>
  grants.find(({ role }) => role === 'national-committee' || role === 'regional-assessor')?.organisation;
