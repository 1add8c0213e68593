import { Get, Query } from '@nestjs/common';
import { Line, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { levels } from '../../../workflows/application/levels.js';
import { workflows } from '../../../workflows/index.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { orBehind } from '../audit/behind.js';
import { placeTitle, workflowTitle } from '../audit/words.js';
import { addressOf, pageLength } from '../pages/addresses.js';
import { Download, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { choicesOf, mostInFile, paginationOf, panelOf } from '../pages/filtered.js';
import { Pages } from '../pages/page.js';
import { Whole } from '../requests/fields.js';
import { FilterForm } from '../requests/sent-empty.js';
import { crumb } from './overview.js';
import { RoundAnswer } from './round.answer.js';
import { TimesAnswer, type PeriodsWanted, type QueueWanted } from './times.answer.js';
import * as view from './times.view.js';

@FilterForm()
class StagesQuery {
  @Optional('Only cases of this level.') @OneOf('the level', levels) level?: string;
  @Optional('Only cases of this round.') @Line('the round', { longest: 20 }) round?: string;
}

const names = Object.fromEntries(workflows.map(({ name, title }) => [name, title]));
const stages = Object.fromEntries(
  workflows.flatMap((workflow) => workflow.stages.map(({ name, title }) => [name, title])),
);

@FilterForm()
class PeriodsQuery extends StagesQuery {
  @OneOf('the path', names) workflow: string;
  @OneOf('the stage', stages) stage: string;
  @Whole('the page', 1, 10_000) page = 1;
}

@FilterForm()
class QueueCasesQuery {
  @OneOf('the queue', stages) queue: string;
  @Line('the role', { longest: 50 }) role: string;
  @Optional('Only those that are overdue.') @OneOf('which of them', { late: 'Overdue' }) only?: 'late';
  @Whole('the page', 1, 10_000) page = 1;
}

const crumbs = [crumb];

/** How long stages take and queues wait, over all of England: for those who see every case. */
@OnlyFor('constitution-reviewer', 'national-committee', 'auditor', 'registrar')
@Pages('uptake')
export class TimesPages {
  constructor(
    private readonly answer: TimesAnswer,
    private readonly rounds: RoundAnswer,
  ) {}

  @Get('stages')
  stages(@Query() query: StagesQuery, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const times = await this.answer.stages(query, asking);
      return new Shown('uptake/charts', {
        title: 'Time for each stage',
        breadcrumbs: crumbs,
        lead: 'From the moment a case came into a stage until it left it or had nothing left to do there. Stages that go on are not counted.',
        panel: panelOf('/uptake/stages', { ...query }, [
          { name: 'level', label: 'Level', choices: choicesOf(levels) },
          {
            name: 'round',
            label: 'Round',
            choices: this.rounds.rounds().map(({ id, name }) => ({ value: id, text: name })),
          },
        ]),
        charted: [view.stageTimes(times, { ...query })],
      });
    });
  }

  @Get('stages.csv')
  stagesFile(@Query() query: StagesQuery, @Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () =>
      fileOf('stages', view.headOfStages, (await this.answer.stages(query, asking)).map(view.stageRow)),
    );
  }

  @Get('stages/cases')
  periods(@Query() query: PeriodsQuery, @Asks() asking: Asker): Promise<Shown> {
    const { page } = query;
    const wanted = periodsOf(query);
    return orBehind(async () => {
      const found = await this.answer.periods(wanted, { limit: pageLength + 1, skip: (page - 1) * pageLength }, asking);
      const at = (number: number): string => addressOf('/uptake/stages/cases', { ...wanted, page: number });
      return new Shown('uptake/charts', {
        title: `${placeTitle(wanted.stage)}: how long it took`,
        about: workflowTitle(wanted.workflow),
        breadcrumbs: [...crumbs, { text: 'Time for each stage', href: '/uptake/stages' }],
        lead: `${workflowTitle(wanted.workflow)}. A case that came into the stage again counts each time.`,
        charted: [
          {
            table: {
              ...view.periodsTable(found.slice(0, pageLength)),
              caption: 'The latest first',
              empty: 'No case has been through this stage.',
              csv: addressOf('/uptake/stages/cases.csv', { ...wanted }),
            },
          },
        ],
        pages: {
          ...(page > 1 && { previous: { href: at(page - 1) } }),
          ...(found.length > pageLength && { next: { href: at(page + 1) } }),
        },
      });
    });
  }

  @Get('stages/cases.csv')
  periodsFile(@Query() query: PeriodsQuery, @Asks() asking: Asker): Promise<Download | Shown> {
    const wanted = periodsOf(query);
    return orBehind<Download>(async () => {
      const found = await this.answer.periods(wanted, { limit: mostInFile, skip: 0 }, asking);
      return fileOf(`${wanted.stage}-times`, view.headOfPeriods, found.map(view.periodRow));
    });
  }

  @Get('queues')
  queues(@Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const [ages, series] = await Promise.all([this.answer.queues(asking), this.answer.queuesOverTime(asking)]);
      return new Shown('uptake/charts', {
        title: 'Queues',
        breadcrumbs: crumbs,
        lead: 'What waits on whom and for how long, now and over time.',
        charted: [{ table: view.queuesTable(ages) }, ...view.queuesOverTime(series, holds(asking, 'auditor'))],
      });
    });
  }

  @Get('queues.csv')
  queuesFile(@Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () =>
      fileOf('queues', view.headOfQueues, (await this.answer.queues(asking)).map(view.queueRow)),
    );
  }

  @Get('queues/cases')
  waiting(@Query() query: QueueCasesQuery, @Asks() asking: Asker): Promise<Shown> {
    const { page } = query;
    const wanted = queueOf(query);
    return orBehind(async () => {
      const found = await this.answer.waiting(wanted, asking);
      const at = (number: number): string => addressOf('/uptake/queues/cases', { ...wanted, page: number });
      const count = found.length === 1 ? '1 case' : `${found.length} cases`;
      return new Shown('uptake/charts', {
        title: view.queueTitle(wanted),
        breadcrumbs: [...crumbs, { text: 'Queues', href: '/uptake/queues' }],
        lead:
          wanted.only === undefined
            ? 'What waits now, the longest first.'
            : 'What waits now and is overdue, the longest first.',
        charted: [
          {
            table: {
              ...view.waitingTable(found.slice((page - 1) * pageLength, page * pageLength)),
              caption: count,
              empty: 'Nothing waits there now.',
              csv: addressOf('/uptake/queues/cases.csv', { ...wanted }),
            },
          },
        ],
        pages: paginationOf(found.length, page, at) ?? {},
      });
    });
  }

  @Get('queues/cases.csv')
  waitingFile(@Query() query: QueueCasesQuery, @Asks() asking: Asker): Promise<Download | Shown> {
    const wanted = queueOf(query);
    return orBehind<Download>(async () =>
      fileOf(
        `waiting-${wanted.queue}`,
        view.headOfWaiting,
        (await this.answer.waiting(wanted, asking)).map(view.waitingRow),
      ),
    );
  }

  @Get('queues/over-time.csv')
  overTimeFile(@Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () =>
      fileOf('queues-over-time', view.headOfQueueDays, view.queueDayRows(await this.answer.queuesOverTime(asking))),
    );
  }
}

const fileOf = (name: string, head: readonly string[], rows: Parameters<typeof csvOf>[1]): Download =>
  new Download(`${name}.csv`, 'text/csv', csvOf(head, rows));

/** Without the page. */
const periodsOf = ({ workflow, stage, level, round }: PeriodsQuery): PeriodsWanted => ({
  workflow,
  stage,
  ...(level !== undefined && { level }),
  ...(round !== undefined && { round }),
});

const queueOf = ({ queue, role, only }: QueueCasesQuery): QueueWanted => ({ queue, role, ...(only && { only }) });
