import { Get, Param, Query } from '@nestjs/common';
import { AnyLine, Optional } from '../../../libs/forms/decorators.js';
import { momentInWords } from '../../../libs/workflow/london.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { aboutCase, crumbsTo } from '../cases/about.js';
import { CasesAnswer } from '../cases/answer.js';
import { marksOf } from '../diagrams/chart.answer.js';
import { chartFor, type ShownChart } from '../diagrams/charts.js';
import { SeeOther, Shown } from '../pages/answered.js';
import { Names } from '../pages/names.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { FilterForm } from '../requests/sent-empty.js';
import type { Typed } from '../session/posted-form.js';
import { stageOf } from '../cases/places.js';
import { ReplayAnswer, type Stood } from './answer.js';
import { lookedAt } from './looking.js';
import { stoodAt, stoodView } from './view.js';
import { readWhen, whenForm, type WhenForm } from './when.js';

/** Where one wants to go: to a place among the events, or to a date. */
@FilterForm()
class GoTo {
  @Optional('The place among the events that you see, from 1.') @Whole('the step', 1, 999_999_999) step?: number;
  @Optional('Where you are: shown again where there is no such date.')
  @Whole('the revision', 0, 999_999_999)
  from?: number;
  @Optional('Of the date.') @AnyLine('the day', 20) 'when-day'?: string;
  @Optional('Of the date.') @AnyLine('the month', 20) 'when-month'?: string;
  @Optional('Of the date.') @AnyLine('the year', 20) 'when-year'?: string;
  @Optional('Of the moment, in London.') @AnyLine('the time', 20) 'when-time'?: string;
}

const noEvent = 'There is no such event on this case, or none that you may see.';

/** A case as it stood, event by event. */
@Pages('cases')
export class ReplayPages {
  constructor(
    private readonly answer: ReplayAnswer,
    private readonly cases: CasesAnswer,
    private readonly names: Names,
  ) {}

  /** Leads on to the event that is meant; to the last one where none is said. */
  @Get(':id/at')
  async goTo(
    @CaseIdIn() id: string,
    @Query() { step, from, ...when }: GoTo,
    @Asks() asking: Asker,
  ): Promise<SeeOther | Shown> {
    const typed = typedIn(when);
    const last = await this.answer.last(id, asking);
    if (last === undefined) throw new Problem('not-found', noCase);
    if (step !== undefined) return new SeeOther(stoodAt(id, (await this.answer.nth(id, step, asking)) ?? last));
    if (from === undefined && Object.keys(typed).length === 0) return new SeeOther(stoodAt(id, last));
    return this.toDate(id, { typed, from: from ?? last }, asking);
  }

  @Get(':id/at/:revision')
  async one(@CaseIdIn() id: string, @Param('revision') revision: string, @Asks() asking: Asker): Promise<Shown> {
    return this.shown(id, /^\d{1,9}$/.test(revision) ? Number(revision) : -1, whenForm({}), asking);
  }

  private async toDate(
    id: string,
    { typed, from }: { readonly typed: Typed; readonly from: number },
    asking: Asker,
  ): Promise<SeeOther | Shown> {
    const read = readWhen(typed);
    if ('errors' in read) return this.again(id, from, whenForm(typed, read.errors), asking);
    const revision = await this.answer.by(id, read.instant, asking);
    if (typeof revision === 'number') return new SeeOther(stoodAt(id, revision));
    return this.again(id, from, whenForm(typed, [await this.tooEarly(id, asking)]), asking);
  }

  /** What could not be taken, where the person was. */
  private async again(id: string, from: number, form: WhenForm, asking: Asker): Promise<Shown> {
    const { template, view } = await this.shown(id, from, form, asking);
    return new Shown(template, view, 400);
  }

  private async tooEarly(id: string, asking: Asker): Promise<FieldError> {
    const first = await this.answer.nth(id, 1, asking);
    const stood = first === undefined ? undefined : await this.answer.at(id, first, asking);
    const began =
      stood === undefined
        ? 'The case had not begun then'
        : `The first event that you can see was recorded on ${momentInWords(stood.event.at)}`;
    return { field: 'when', message: `${began}. Enter that date or a later one` };
  }

  private async shown(id: string, revision: number, form: WhenForm, asking: Asker): Promise<Shown> {
    const stood = await this.answer.at(id, revision, asking);
    if (stood === undefined) throw new Problem('not-found', this.cases.isSeen(id, asking) ? noEvent : noCase);
    const naming = { ...this.names, sees: (each: string) => this.cases.isSeen(each, asking) };
    const looked = lookedAt(stood, { at: stood.event.at, person: asking.id, naming });
    return new Shown('replay/at', {
      ...stoodView(stood, looked),
      breadcrumbs: crumbsTo(aboutCase(stood.after)),
      chart: await chartThen(stood),
      when: form.fields,
      errors: form.errors,
    });
  }
}

const typedIn = (when: Readonly<Record<string, string | undefined>>): Typed =>
  Object.fromEntries(Object.entries(when).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]]])));

/** The chart of the stage to which the event belongs; else of the one that was under way. */
async function chartThen({ workflow, event, after, track, last, extent }: Stood): Promise<ShownChart | undefined> {
  const own = stageOf(workflow, event.type, event.from ?? event.to);
  const open = after.stages.find(({ status }) => status === 'in-progress')?.name ?? after.stages.at(-1)?.name;
  const stage = extent === 'part' ? workflow.part?.stage : (own ?? open);
  return stage === undefined ? undefined : chartFor(workflow, stage, marksOf(workflow, after, track, extent, last));
}
