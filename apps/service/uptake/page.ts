import { Get, Query } from '@nestjs/common';
import { RegionCode } from '../../../libs/forms/codes.js';
import { AnyDay } from '../../../libs/forms/days.js';
import { OneOf, Optional } from '../../../libs/forms/decorators.js';
import { dayInWords } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { addressOf, pageLength } from '../pages/addresses.js';
import { Download, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { choicesOf, paginationOf, panelOf } from '../pages/filtered.js';
import { Pages } from '../pages/page.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';
import { UptakeAnswer, type Holder } from './answer.js';
import { crumb, overviewFor } from './overview.js';
import type { Standing } from './standings.js';
import * as view from './view.js';

@FilterForm()
class PictureQuery {
  @Optional('A day in Europe/London. Today unless you say another.') @AnyDay('the day') on?: string;
}

@FilterForm()
class HoldersQuery {
  @Optional('A day in Europe/London. Today unless you say another.') @AnyDay('the day') on?: string;
  @Optional('Only CCGs of this region.') @RegionCode('the region') region?: string;
  @Optional('Only CCGs that stand so.') @OneOf('the level', view.standingWords) held?: Standing;
  @Whole('the page', 1, 10_000) page = 1;
}

const dayField = { name: 'on', label: 'On', hint: 'For example, 2015-04-01. Today if you leave it empty.' } as const;

/** The national picture: how many CCGs hold each level. Public to whoever signs in, as the figures of the API are. */
@Pages('')
export class UptakePages {
  constructor(private readonly answer: UptakeAnswer) {}

  @Get('uptake')
  picture(@Query() { on }: PictureQuery, @Asks() asking: Asker): Shown {
    const found = this.answer.on(on);
    return new Shown('uptake/uptake', {
      title: crumb.text,
      ...overviewFor(asking),
      on: found.on,
      england: found.england,
      panel: { ...panelOf('/uptake', { on }, [dayField]), button: 'Show this day' },
      table: view.tableOf(found),
      bars: found.england.none < found.england.ccgs ? view.regionBars(found) : undefined,
      time: view.overTime(this.answer.overTime(found.on), found.on),
    });
  }

  @Get('uptake.csv')
  pictureFile(@Query() { on }: PictureQuery): Download {
    const found = this.answer.on(on);
    return file(`uptake-${found.on}`, ['On', 'Region', ...view.headOfCounts], view.countsAsRows(found));
  }

  @Get('uptake/over-time.csv')
  overTimeFile(@Query() { on }: PictureQuery): Download {
    const rows = view.changesAsRows(this.answer.overTime(on));
    return file('uptake-over-time', ['From', 'Region', ...view.headOfCounts], rows);
  }

  @Get('uptake/ccgs')
  holders(@Query() { page, ...query }: HoldersQuery, @Asks() asking: Asker): Shown {
    const found = this.answer.holders(query, asking);
    const on = query.on ?? this.answer.today();
    const shown = found.slice((page - 1) * pageLength, page * pageLength);
    const count = found.length === 1 ? '1 CCG' : `${found.length} CCGs`;
    return new Shown('uptake/holders', {
      title: `CCGs on ${dayInWords(on)}`,
      breadcrumbs: [crumb],
      panel: panelOf('/uptake/ccgs', { ...query }, [
        dayField,
        { name: 'held', label: 'Level', choices: choicesOf(view.standingWords) },
        {
          name: 'region',
          label: 'Region',
          choices: this.answer.regions().map(({ code, name }) => ({ value: code, text: name })),
        },
      ]),
      listed: {
        ...view.holdersTable(shown),
        caption: count,
        empty: 'No CCG stood so on that day. Remove a filter to see the others.',
        csv: addressOf('/uptake/ccgs.csv', { ...query }),
      },
      pagination: paginationOf(found.length, page, (number) => addressOf('/uptake/ccgs', { ...query, page: number })),
    });
  }

  @Get('uptake/ccgs.csv')
  holdersFile(@Query() query: HoldersQuery, @Asks() asking: Asker): Download {
    return file('ccgs-by-level', headOfHolders, this.answer.holders(query, asking).map(holderRow));
  }
}

const file = (name: string, head: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]) =>
  new Download(`${name}.csv`, 'text/csv', csvOf(head, rows));

const headOfHolders = ['CCG code', 'CCG', 'Region code', 'Region', 'Level', 'Since', 'Case'] as const;

const holderRow = ({ ccg, name, region, regionName, held, since, case: id }: Holder) =>
  [ccg, name, region, regionName, held === 'none' ? undefined : held, since, id] as const;
