import { Get, Query } from '@nestjs/common';
import { AnyInstant } from '../../../libs/forms/days.js';
import { AnyLine, OneOf, Optional } from '../../../libs/forms/decorators.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { aboutCase, crumbsTo } from '../cases/about.js';
import { momentOf, notThen } from '../cases/answer.js';
import { mappedPath, type Path } from '../cases/places.js';
import { ribbonOf, type PathStage } from '../cases/standing-view.js';
import { addressOf } from '../pages/addresses.js';
import { Shown } from '../pages/answered.js';
import { Names } from '../pages/names.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { ChartAnswer, type Charted } from './chart.answer.js';
import { chartFor } from './charts.js';

class ChartQuery {
  @Optional('To see the case as it stood at this revision.') @Whole('the revision', 0, 999_999_999) revision?: number;
  @Optional('To see the case as it stood at this moment, in UTC.') @AnyInstant('the moment') asOf?: string;
  @Optional('The stage to show; the one under way unless told.') @AnyLine('the stage', 50) stage?: string;
  @Optional('To see all of the workflow in one picture.') @OneOf('what to show', { whole: 'The whole' }) show?: 'whole';
}

/** The path of a case, and the chart of one of its stages at a time. */
@Pages('cases')
export class ChartPages {
  constructor(
    private readonly answer: ChartAnswer,
    private readonly names: Names,
  ) {}

  @Get(':id/chart')
  async chart(@CaseIdIn() id: string, @Query() asked: ChartQuery, @Asks() asking: Asker): Promise<Shown> {
    const found = await this.answer.of(id, momentOf(asked.revision, asked.asOf), asking);
    if (found === undefined) throw new Problem('not-found', noCase);
    if ('last' in found) throw new Problem('not-found', notThen(found, asked.revision));
    const stage = asked.show === 'whole' && found.isWhole ? undefined : (asked.stage ?? stageNow(found));
    const isTheirs = stage === undefined || found.stages.includes(stage);
    const chart = isTheirs ? await chartFor(found.workflow, stage, found.marks) : undefined;
    if (chart === undefined) throw new Problem('not-found', 'The case has no such stage, or none that you may see.');
    const about = aboutCase(found.shown);
    const moment = { revision: asked.revision, asOf: asked.asOf };
    return new Shown('diagrams/chart', {
      title: `Chart: ${stage === undefined ? 'the whole' : chart.title}`,
      about: about.whole,
      reference: about.reference,
      breadcrumbs: crumbsTo(about),
      names: about,
      chart,
      isOne: stage !== undefined,
      then: asked.revision !== undefined || asked.asOf !== undefined,
      revision: found.shown.revision,
      ribbon: this.ribbonTo(id, found, { stage, moment, person: asking.id }),
      ...(found.isWhole && { whole: addressOf(`/cases/${id}/chart`, { ...moment, show: 'whole' }) }),
      now: addressOf(`/cases/${id}/chart`, { stage: asked.stage, show: asked.show }),
    });
  }

  private ribbonTo(
    id: string,
    { workflow, shown, track }: Charted,
    { stage, moment, person }: { readonly stage: string | undefined; readonly moment: object; readonly person: string },
  ): Path<PathStage & { readonly href: string; readonly selected: boolean }> {
    const ribbon = ribbonOf({
      shown,
      workflow,
      naming: this.names,
      role: undefined,
      person,
      now: new Date(0).toISOString(),
      recorded: track.recorded,
      ...(track.open !== undefined && { endedIn: track.open }),
    });
    return mappedPath(ribbon, (each) => ({
      ...each,
      href: addressOf(`/cases/${id}/chart`, { ...moment, stage: each.name }),
      selected: each.name === stage,
    }));
  }
}

/** The stage that is under way, the last of several; else the last in which anything happened. */
function stageNow({ shown, track, stages }: Charted): string | undefined {
  const underWay = shown.stages.filter(({ status }) => status === 'in-progress');
  const done = shown.stages.filter(({ name }) => track.recorded.has(name));
  return (underWay.at(-1) ?? done.at(-1))?.name ?? stages[0];
}
