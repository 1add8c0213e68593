import { Get, Query } from '@nestjs/common';
import { RegionCode } from '../../../../libs/forms/codes.js';
import { AnyLine, Line, OneOf, Optional } from '../../../../libs/forms/decorators.js';
import { levels } from '../../../../workflows/application/levels.js';
import type { Asker } from '../../access/asker.js';
import { Asks } from '../../access/sign-in.guard.js';
import { Download, Shown } from '../../pages/answered.js';
import { csvOf } from '../../pages/csv.js';
import { pageLength } from '../../pages/addresses.js';
import { mostInFile, searchIn } from '../../pages/filtered.js';
import { Pages } from '../../pages/page.js';
import { Whole } from '../../requests/fields.js';
import { FilterForm } from '../../requests/sent-empty.js';
import { CaseListAnswer, dueWithin, type CaseSearch, type DueWithin } from './answer.js';
import { headings, listView, rowOf, sorts, type Sort } from './view.js';

@FilterForm()
class ListQuery implements CaseSearch {
  @Optional('Only cases of this CCG or practice, by name or code, or with this reference.')
  @AnyLine('what you look for', 100, { label: 'Search' })
  q?: string;
  @Optional('Only cases of this round.') @Line('the round', { longest: 20 }) round?: string;
  @Optional('Only cases of this level.') @OneOf('the level', levels) level?: string;
  @Optional('Only cases of this region.') @RegionCode('the region') region?: string;
  @Optional('Only cases in this stage, or that ended so.') @Line('the stage', { longest: 50 }) state?: string;
  @Optional('Only cases that wait on this role.') @Line('the role a case waits on', { longest: 50 }) waitingOn?: string;
  @Optional('Only cases of which something is due by then.') @OneOf('when it is due', dueWithin) due?: DueWithin;
  @Optional('In this order.') @OneOf('the order', sorts) sort?: Sort;
  @Whole('the page', 1, 10_000) page = 1;
}

/** Cases as people look for them. */
@Pages('')
export class CaseListPage {
  constructor(private readonly answer: CaseListAnswer) {}

  @Get('cases')
  list(@Query() { page, ...query }: ListQuery, @Asks() asking: Asker): Shown {
    const search = searchOf(query);
    const found = this.answer.find(search, { limit: pageLength, skip: (page - 1) * pageLength }, asking);
    return new Shown('cases/list/list', listView(found, { ...search, page }, this.answer.choices(), asking));
  }

  @Get('cases.csv')
  file(@Query() query: ListQuery, @Asks() asking: Asker): Download {
    const { cases } = this.answer.find(searchOf(query), { limit: mostInFile, skip: 0 }, asking);
    return new Download('cases.csv', 'text/csv', csvOf(headings, cases.map(rowOf)));
  }
}

/** What was asked for; spaces alone ask nothing. */
function searchOf(query: CaseSearch & { readonly page?: number }): CaseSearch {
  const { q, ...search } = searchIn(query);
  const text = q?.trim();
  return { ...search, ...(text && { q: text }) };
}
