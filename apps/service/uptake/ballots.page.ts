import { Get, Query } from '@nestjs/common';
import { RegionCode } from '../../../libs/forms/codes.js';
import { Line, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { levels } from '../../../workflows/application/levels.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { addressOf, pageLength } from '../pages/addresses.js';
import { Download, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { choicesOf, paginationOf, panelOf } from '../pages/filtered.js';
import { Pages } from '../pages/page.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';
import { CountedBallotsAnswer, type BallotsWanted } from './ballots.answer.js';
import * as view from './ballots.view.js';
import { crumb, seesOneRegion } from './overview.js';
import { RoundAnswer } from './round.answer.js';

const turnouts = view.wordsOf(view.turnouts);
const margins = view.wordsOf(view.margins);

@FilterForm()
class BallotsQuery {
  @Optional('Only ballots of this round.') @Line('the round', { longest: 20 }) round?: string;
  @Optional('Only ballots of this level.') @OneOf('the level', levels) level?: string;
  @Optional('Only ballots of this region.') @RegionCode('the region') region?: string;
  @Optional('Only those in which so many took part.') @OneOf('how many took part', turnouts) turnout?: string;
  @Optional('Only those as close to the threshold.') @OneOf('how close it was', margins) margin?: string;
  @Whole('the page', 1, 10_000) page = 1;
}

/** Ballots that were counted: how many took part, and how close it was. */
@OnlyFor('regional-assessor', 'constitution-reviewer', 'national-committee', 'auditor', 'registrar')
@Pages('uptake')
export class CountedBallotsPages {
  constructor(
    private readonly answer: CountedBallotsAnswer,
    private readonly rounds: RoundAnswer,
  ) {}

  @Get('ballots')
  async list(@Query() { page, ...query }: BallotsQuery, @Asks() asking: Asker): Promise<Shown> {
    const all = await this.answer.of(wantedOf(query), asking);
    const found = view.within(all, query);
    const shown = found.slice((page - 1) * pageLength, page * pageLength);
    return new Shown('uptake/ballots', {
      title: 'Ballots',
      breadcrumbs: [crumb],
      panel: panelOf('/uptake/ballots', { ...query }, this.fields(asking)),
      spreads: all.length > 0 ? view.spreads(all, { ...wantedOf(query) }) : [],
      listed: {
        ...view.ballotTable(shown),
        caption: view.ballotsInWords(found.length),
        empty: 'No ballot that was counted is like that. One appears here as soon as its polls have closed.',
        csv: addressOf('/uptake/ballots.csv', { ...query }),
      },
      pagination: paginationOf(found.length, page, (number) =>
        addressOf('/uptake/ballots', { ...query, page: number }),
      ),
    });
  }

  @Get('ballots.csv')
  async file(@Query() query: BallotsQuery, @Asks() asking: Asker): Promise<Download> {
    const found = view.within(await this.answer.of(wantedOf(query), asking), query);
    return new Download('ballots.csv', 'text/csv', csvOf(view.headOfBallots, found.map(view.ballotRow)));
  }

  private fields(asking: Asker) {
    const rounds = this.rounds.rounds().map(({ id, name }) => ({ value: id, text: name }));
    const regions = this.rounds.regions().map(({ code, name }) => ({ value: code, text: name }));
    return [
      { name: 'round', label: 'Round', choices: rounds },
      { name: 'level', label: 'Level', choices: choicesOf(levels) },
      ...(seesOneRegion(asking) ? [] : [{ name: 'region', label: 'Region', choices: regions }]),
      { name: 'turnout', label: 'Took part', choices: choicesOf(turnouts) },
      { name: 'margin', label: 'Share in favour', choices: choicesOf(margins) },
    ];
  }
}

const wantedOf = ({ round, level, region }: BallotsWanted): BallotsWanted => ({
  ...(round !== undefined && { round }),
  ...(level !== undefined && { level }),
  ...(region !== undefined && { region }),
});
