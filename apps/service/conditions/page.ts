import { Get, Query } from '@nestjs/common';
import { RegionCode } from '../../../libs/forms/codes.js';
import { Line, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { levels } from '../../../workflows/application/levels.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { Download, Shown, type View } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { addressOf, pageLength, type Query as Address } from '../pages/addresses.js';
import { choicesOf, mostInFile, panelOf, regionFilter, searchIn } from '../pages/filtered.js';
import { Pages } from '../pages/page.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';
import { ConditionsAnswer, type ConditionItem, type Conditions, type ConditionSearch } from './answer.js';

const dueWithin = { overdue: 'Overdue', month: 'Within 30 days, or overdue' } as const;

@FilterForm()
class ConditionsQuery {
  @Optional('Only those of this region.') @RegionCode('the region') region?: string;
  @Optional('Only those of this round.') @Line('the round', { longest: 20 }) round?: string;
  @Optional('Only those of this level.') @OneOf('the level', levels) level?: string;
  @Optional('Only those due by then.') @OneOf('when it is due', dueWithin) due?: keyof typeof dueWithin;
  @Whole('the page', 1, 10_000) page = 1;
}

const path = '/conditions';

/** Open conditions over all cases. */
@OnlyFor('ccg-officer', 'regional-assessor', 'national-committee', 'auditor', 'registrar')
@Pages('')
export class ConditionsPage {
  constructor(private readonly answer: ConditionsAnswer) {}

  @Get('conditions')
  list(@Query() asked: ConditionsQuery, @Asks() asking: Asker): Shown {
    const { page } = asked;
    const search = searchIn(asked);
    const found = this.answer.open(search, { limit: pageLength, skip: (page - 1) * pageLength }, asking);
    return new Shown('conditions/conditions', this.view(found, { ...search, page }, asking));
  }

  @Get('conditions.csv')
  file(@Query() query: ConditionsQuery, @Asks() asking: Asker): Download {
    const { conditions } = this.answer.open(searchIn(query), { limit: mostInFile, skip: 0 }, asking);
    return new Download('conditions.csv', 'text/csv', csvOf(headings, conditions.map(rowOf)));
  }

  private view(
    { conditions, more }: Conditions,
    { page, ...search }: ConditionSearch & { readonly page: number },
    { grants: [acting] }: Asker,
  ): View {
    const { rounds, regions } = this.answer.choices();
    const query: Address = { ...search };
    const pageAt = (number: number): string => addressOf(path, { ...query, page: number === 1 ? undefined : number });
    const seesOne = acting?.role === 'ccg-officer' || acting?.role === 'regional-assessor';
    return {
      title: 'Conditions',
      conditions,
      late: conditions.filter(({ late }) => late > 0).length,
      isOfficer: acting?.role === 'ccg-officer',
      reviewing: conditions.some(({ reviews }) => reviews),
      panel: panelOf(path, query, [
        { name: 'due', label: 'Due', all: 'Any time', choices: choicesOf(dueWithin) },
        { name: 'level', label: 'Level', choices: choicesOf(levels) },
        { name: 'round', label: 'Round', choices: rounds.map(({ id, name }) => ({ value: id, text: name })) },
        ...(seesOne ? [] : [regionFilter(regions)]),
      ]),
      csv: addressOf('/conditions.csv', query),
      pagination:
        page === 1 && !more
          ? undefined
          : {
              ...(page > 1 && { previous: { href: pageAt(page - 1) } }),
              ...(more && { next: { href: pageAt(page + 1) } }),
            },
    };
  }
}

const headings = [
  'Case',
  'CCG code',
  'CCG',
  'Region',
  'Level',
  'Round',
  'Number',
  'Condition',
  'Owner',
  'Due',
  'Days late',
  'Before go-live',
  'Found not met',
] as const;

const rowOf = (item: ConditionItem): readonly (string | number | undefined)[] => [
  item.case,
  item.ccg,
  item.ccgName,
  item.region,
  item.level,
  item.round,
  item.number,
  item.matter,
  item.owner,
  item.due,
  item.late,
  item.precedent ? 'yes' : 'no',
  item.upheldAt,
];
