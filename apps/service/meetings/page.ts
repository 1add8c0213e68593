import { Get, Param, Post, Query } from '@nestjs/common';
import { AnyLine, Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { withoutRow, withRow } from '../forms/asked.js';
import { SeeOther, Shown } from '../pages/answered.js';
import { Pages, Posted } from '../pages/page.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { IdIn } from '../requests/id-pipe.js';
import { isUuid } from '../ledger/ids.js';
import type { PostedForm } from '../session/posted-form.js';
import { isItemAct, itemActs, readAttendance, readItemAct, readTabling, within, type ItemAct } from './acts.js';
import { MeetingsAnswer, type ItemShown } from './answer.js';
import { MeetingListAnswer } from './list.answer.js';
import type { Failed } from './forms.js';
import { Recording, type Recorded } from './recording.js';
import { minutesView, packView } from './print.view.js';
import { firstInHand, itemPath, listView, meetingView, pathOf } from './view.js';

const noMeeting = 'There is no such meeting, or none that you may see.';

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

interface Wanted extends Pick<MeetingQuery, 'item' | 'recorded'> {
  readonly failed?: Failed;
  readonly status?: number;
}

/** Committee meetings: of the national committee, of the panels of the regions, for whoever may see them. */
@Pages('meetings')
@OnlyFor('national-committee', 'regional-assessor', 'constitution-reviewer', 'auditor', 'registrar')
export class MeetingsPages {
  constructor(
    private readonly answer: MeetingsAnswer,
    private readonly lists: MeetingListAnswer,
    private readonly recording: Recording,
  ) {}

  @Get()
  async list(@Query() { of, page }: ListQuery, @Asks() asking: Asker): Promise<Shown> {
    const own = keptBy(asking);
    const organisation = of === 'all' ? undefined : (of ?? own);
    const list = await this.lists.list(organisation, page, asking);
    return new Shown('meetings/list', listView(list, { page, organisation, own }));
  }

  @Get(':id')
  async meeting(@IdIn(noMeeting) id: string, @Query() wanted: MeetingQuery, @Asks() asking: Asker): Promise<Shown> {
    return this.shown(id, wanted, asking);
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

  /** A case is put on the agenda of a meeting that the form names. */
  @OnlyFor('national-committee', 'regional-assessor')
  @Post('table')
  async table(@Posted() form: PostedForm, @Asks() asking: Asker): Promise<SeeOther | Shown> {
    const { meeting, revision, case: about, decision } = readTabling(form);
    if (!isUuid(meeting)) throw new Problem('not-found', noMeeting);
    const title = isUuid(about) ? await this.answer.titleOf(about, asking) : undefined;
    const data = { case: about, decision, ...(title !== undefined && { title }) };
    const sent = { act: 'table', about: meeting, type: 'ItemTabled', data, form, revision: numberIn(revision) };
    const recorded = await this.recording.record(sent, asking);
    if ('failed' in recorded) return this.shown(meeting, recorded, asking);
    const last = (await this.answer.one(meeting, asking))?.agenda.length;
    return new SeeOther(`${pathOf(meeting)}?item=${last ?? 1}&recorded=${recorded.revision}#item`);
  }

  @OnlyFor('national-committee', 'regional-assessor')
  @Post(':id/attendance')
  async attendance(
    @IdIn(noMeeting) id: string,
    @Posted() form: PostedForm,
    @Asks() asking: Asker,
  ): Promise<SeeOther | Shown> {
    const data = readAttendance(form.typed());
    const sent = { act: 'attendance', about: id, type: 'MembersAttended', data, form, revision: seenIn(form) };
    const recorded = await this.recording.record(sent, asking);
    if ('failed' in recorded) return this.shown(id, recorded, asking);
    return new SeeOther(`${pathOf(id)}?recorded=${recorded.revision}`);
  }

  @OnlyFor('national-committee', 'regional-assessor')
  @Post(':id/items/:item/:act')
  async act(
    @IdIn(noMeeting) id: string,
    @Param('item') item: string,
    @Param('act') act: string,
    @Posted() form: PostedForm,
    @Asks() asking: Asker,
  ): Promise<SeeOther | Shown> {
    const number = numberIn(item) ?? 0;
    const shown = isItemAct(act) ? await this.answer.item(id, number, asking) : undefined;
    if (shown === undefined || !isItemAct(act)) throw new Problem('not-found', nothingHere);
    const rows = rowsChanged(act, form);
    if (rows) return this.shown(id, { item: number, failed: { act, typed: rows, errors: [] } }, asking);
    const recorded = await this.recorded(id, shown, { act, form }, asking);
    if ('failed' in recorded) return this.shown(id, { item: number, ...recorded }, asking);
    const isHere = itemActs[act].on === 'meeting';
    return new SeeOther(`${itemPath(id, number)}${isHere ? `&recorded=${recorded.revision}` : ''}#item`);
  }

  private async recorded(
    meeting: string,
    item: ItemShown,
    { act, form }: { readonly act: ItemAct; readonly form: PostedForm },
    asking: Asker,
  ): Promise<Recorded> {
    const { type, on } = itemActs[act];
    const typed = form.typed();
    const { data, errors } = readItemAct(act, typed, knownBy(act, meeting, item));
    if (errors.length > 0) return { status: 422, failed: { act, typed, errors } };
    const about = on === 'meeting' ? meeting : item.case;
    // An interest is declared whatever else was recorded meanwhile.
    const revision = act === 'interest' ? undefined : seenIn(form);
    return this.recording.record({ act, about, type, data, form, revision }, asking);
  }

  private async shown(id: string, { item, recorded, failed, status }: Wanted, asking: Asker): Promise<Shown> {
    const meeting = await this.answer.one(id, asking);
    if (meeting === undefined) throw new Problem('not-found', noMeeting);
    const number = item ?? firstInHand(meeting);
    const inHand = number === undefined ? undefined : await this.answer.item(id, number, asking);
    if (number !== undefined && inHand === undefined) throw new Problem('not-found', nothingHere);
    const ready = await this.lists.readyFor(id, asking);
    return new Shown('meetings/meeting', meetingView(meeting, { item: inHand, ready, recorded, failed }), status);
  }
}

/** What the form does not ask, as the page knows it. */
function knownBy(act: ItemAct, meeting: string, item: ItemShown): Readonly<Record<string, unknown>> {
  const { number, result } = item;
  if (itemActs[act].on === 'meeting') return { item: number };
  return { meeting, item: number, ...(act === 'decision' && { decision: result?.decides ?? 'defer' }) };
}

/** What was typed, with a row more or less; undefined where no button for that was pressed. */
function rowsChanged(act: ItemAct, form: PostedForm) {
  const [add, remove] = [form.one('_add'), form.one('_remove')];
  if (add !== undefined) return withRow(form.typed(), within(act), add);
  return remove === undefined ? undefined : withoutRow(form.typed(), remove);
}

const numberIn = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);

const seenIn = (form: PostedForm): number | undefined => numberIn(form.one('_revision') ?? '–');

/** The organisation whose meetings somebody keeps; undefined for who only reads. */
const keptBy = ({ grants }: Asker): string | undefined =>
  grants.find(({ role }) => role === 'national-committee' || role === 'regional-assessor')?.organisation;
