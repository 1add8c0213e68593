import { Get, Query } from '@nestjs/common';
import { RegionCode } from '../../../libs/forms/codes.js';
import { Line, Optional } from '../../../libs/forms/decorators.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { Download, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { panelOf } from '../pages/filtered.js';
import { Pages } from '../pages/page.js';
import { FilterForm } from '../requests/sent-empty.js';
import { crumb, overviewFor, seesOneRegion } from './overview.js';
import { RoundAnswer, type RoundWanted } from './round.answer.js';
import { funnelView, headOfRounds, roundRows } from './round.view.js';

@FilterForm()
class RoundQuery {
  @Optional('The newest round unless you say another.') @Line('the round', { longest: 20 }) round?: string;
  @Optional('Only cases of this region.') @RegionCode('the region') region?: string;
}

/** How far the applications of a round came, and what fell away: for those who see the applications of many CCGs, each as far as they see them. */
@OnlyFor('regional-assessor', 'constitution-reviewer', 'national-committee', 'auditor', 'registrar')
@Pages('uptake')
export class RoundPages {
  constructor(private readonly answer: RoundAnswer) {}

  @Get('rounds')
  round(@Query() query: RoundQuery, @Asks() asking: Asker): Shown {
    const wanted = this.wantedOf(query);
    const rounds = this.answer.rounds().map(({ id, name }) => ({ value: id, text: name }));
    const regions = this.answer.regions().map(({ code, name }) => ({ value: code, text: name }));
    return new Shown('uptake/round', {
      title: 'A round step by step',
      breadcrumbs: [crumb],
      ...overviewFor(asking),
      round: rounds.find(({ value }) => value === wanted?.round)?.text ?? wanted?.round,
      panel: panelOf('/uptake/rounds', { ...query }, [
        { name: 'round', label: 'Round', all: 'The newest', choices: rounds },
        ...(seesOneRegion(asking) ? [] : [{ name: 'region', label: 'Region', choices: regions }]),
      ]),
      isWhole: !holds(asking, 'regional-assessor'),
      funnels: wanted ? this.answer.funnels(wanted, asking).map((each) => funnelView(each, wanted)) : [],
    });
  }

  @Get('rounds.csv')
  file(@Query() query: RoundQuery, @Asks() asking: Asker): Download {
    const wanted = this.wantedOf(query);
    const rows = wanted ? roundRows(this.answer.funnels(wanted, asking)) : [];
    return new Download(`round-${wanted?.round ?? 'none'}.csv`, 'text/csv', csvOf(headOfRounds, rows));
  }

  private wantedOf({ round = this.answer.current(), region }: RoundQuery): RoundWanted | undefined {
    return round === undefined ? undefined : { round, ...(region !== undefined && { region }) };
  }
}
