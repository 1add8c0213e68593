import { Get, Query } from '@nestjs/common';
import { RegionCode } from '../../../libs/forms/codes.js';
import { OneOf, Optional } from '../../../libs/forms/decorators.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { Download, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { addressOf, pageLength } from '../pages/addresses.js';
import { choicesOf, paginationOf, panelOf, regionFilter, searchIn } from '../pages/filtered.js';
import { Pages } from '../pages/page.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';
import { DelegationsAnswer, onlyWords, type DelegationItem, type Only } from './answer.js';

@FilterForm()
class DelegationsQuery {
  @Optional('Only those of this region.') @RegionCode('the region') region?: string;
  @Optional('Only those of which this is so.') @OneOf('what is so', onlyWords) only?: Only;
  @Whole('the page', 1, 10_000) page = 1;
}

const path = '/delegations';

/** Delegations in force, and what NHS England may do with each. */
@OnlyFor('ccg-officer', 'regional-assessor', 'constitution-reviewer', 'national-committee', 'auditor', 'registrar')
@Pages('')
export class DelegationsPage {
  constructor(private readonly answer: DelegationsAnswer) {}

  @Get('delegations')
  list(@Query() asked: DelegationsQuery, @Asks() asking: Asker): Shown {
    const { page } = asked;
    const query = searchIn(asked);
    const found = this.answer.inForce(query, asking);
    const seesOne = holds(asking, 'ccg-officer', 'regional-assessor');
    const shown = found.slice((page - 1) * pageLength, page * pageLength);
    return new Shown('delegations/delegations', {
      title: 'Delegations in force',
      delegations: shown,
      total: found.length,
      acting: shown.some(({ acts }) => acts.length > 0),
      panel: panelOf(path, { ...query }, [
        { name: 'only', label: 'Show', all: 'All', choices: choicesOf(onlyWords) },
        ...(seesOne ? [] : [regionFilter(this.answer.regions())]),
      ]),
      csv: addressOf('/delegations.csv', { ...query }),
      pagination: paginationOf(found.length, page, (number) => addressOf(path, { ...query, page: number })),
    });
  }

  @Get('delegations.csv')
  file(@Query() query: DelegationsQuery, @Asks() asking: Asker): Download {
    const rows = this.answer.inForce(searchIn(query), asking).map(rowOf);
    return new Download('delegations.csv', 'text/csv', csvOf(headings, rows));
  }
}

const headings = [
  'Case',
  'CCG code',
  'CCG',
  'Region',
  'Round',
  'In force since',
  'Functions',
  'Suspended',
  'Open conditions',
  'First condition due',
  'Last review',
  'Next review',
  'Revoked from',
] as const;

const rowOf = (item: DelegationItem): readonly (string | number | undefined)[] => [
  item.case,
  item.ccg,
  item.ccgName,
  item.region,
  item.round,
  item.since,
  item.functions.join('; '),
  item.suspended.join('; '),
  item.conditions,
  item.conditionDue,
  item.reviewedAt,
  item.nextReviewOn,
  item.endsFrom,
];
