import { Get, Query } from '@nestjs/common';
import { AnyLine, Optional } from '../../../libs/forms/decorators.js';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { workflowIn } from '../access/visibility.js';
import { Download, Shown } from '../pages/answered.js';
import { panelOf } from '../pages/filtered.js';
import { Names } from '../pages/names.js';
import type { Naming } from '../pages/said.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { aboutCase, crumbsTo, eventsOnPage } from './about.js';
import { CasesAnswer } from './answer.js';
import { between, historyCsv, peopleIn, toldOf, type Narrowed } from './history-view.js';
import type { CaseJson } from './shapes.js';

class NarrowedQuery {
  @Whole('the revision to go on after', -1, 999_999_999) after = -1;
  @Optional('Only what belongs to this stage.') @AnyLine('the stage', 50) stage?: string;
  @Optional('Only what this person recorded.') @AnyLine('the person', 200) person?: string;
}

/** What happened on a case, in words; and as a table. */
@Pages('cases')
export class HistoryPage {
  constructor(
    private readonly answer: CasesAnswer,
    private readonly names: Names,
  ) {}

  @Get(':id/history')
  async history(@CaseIdIn() id: string, @Query() query: NarrowedQuery, @Asks() asking: Asker): Promise<Shown> {
    const { shown, events } = await this.read(id, asking);
    const workflow = workflowIn(shown);
    const names = aboutCase(shown);
    const wanted = narrowedBy(query);
    const told = toldOf(workflow, events, this.naming(asking), wanted);
    const rest = told.filter(({ event: { revision } }) => revision > query.after);
    const isNarrowed = wanted.stage !== undefined || wanted.person !== undefined;
    const { page, next } = pageIn(rest, query.after, isNarrowed);
    const refusals =
      isNarrowed || !readsRefusals(asking) ? [] : ((await this.answer.wholeHistory(id, 'refusals', asking)) ?? []);
    const span = {
      from: query.after < 0 ? undefined : page[0]?.event.at,
      until: next === undefined ? undefined : rest.find(({ event: { revision } }) => revision > next)?.event.at,
    };
    return new Shown('cases/history', {
      title: 'History',
      about: names.whole,
      reference: names.reference,
      breadcrumbs: crumbsTo(names),
      names,
      ...(query.after >= 0 && { part: `after event ${query.after}` }),
      items: between(page, refusals, id, this.naming(asking), span),
      wanted,
      panel: panelOf(`/cases/${id}/history`, { ...wanted }, [
        { name: 'stage', label: 'Stage', all: 'All stages', choices: stagesIn(shown) },
        {
          name: 'person',
          label: 'Person',
          all: 'Everybody',
          choices: peopleIn(events).map((person) => ({ value: person.id, text: person.name })),
        },
      ]),
      total: told.length,
      showsRefusals: readsRefusals(asking),
      pages: pagesAround(id, query, next),
    });
  }

  @Get(':id/history.csv')
  async csv(@CaseIdIn() id: string, @Query() query: NarrowedQuery, @Asks() asking: Asker): Promise<Download> {
    const { shown, events } = await this.read(id, asking);
    const told = toldOf(workflowIn(shown), events, this.names, narrowedBy(query));
    return new Download(`history-${id.slice(0, 8)}.csv`, 'text/csv', historyCsv(told));
  }

  private naming(asking: Asker): Naming {
    return { ...this.names, sees: (id) => this.answer.isSeen(id, asking) };
  }

  private async read(
    id: string,
    asking: Asker,
  ): Promise<{ readonly shown: CaseJson; readonly events: readonly RecordedEvent[] }> {
    const shown = await this.answer.one(id, {}, asking);
    const events = await this.answer.wholeHistory(id, 'events', asking);
    if (shown === undefined || 'last' in shown || events === undefined) throw new Problem('not-found', noCase);
    return { shown, events };
  }
}

const readsRefusals = (asking: Asker): boolean => holds(asking, 'auditor', 'national-committee');

/** Browsers send what was left open as an empty text. */
const narrowedBy = ({ stage, person }: NarrowedQuery): Narrowed => ({
  ...(stage && { stage }),
  ...(person && { person }),
});

const stagesIn = ({ stages }: CaseJson): readonly { readonly value: string; readonly text: string }[] => [
  ...stages.map(({ name, title }) => ({ value: name, text: title })),
  { value: 'case', text: 'The case as a whole' },
];

/** Pages of the whole history begin at the same places for everybody, so that links to events hold. */
function pageIn<Told extends { readonly event: RecordedEvent }>(
  rest: readonly Told[],
  after: number,
  isNarrowed: boolean,
): { readonly page: readonly Told[]; readonly next: number | undefined } {
  const page = isNarrowed
    ? rest.slice(0, eventsOnPage)
    : rest.filter(({ event: { revision } }) => revision <= after + eventsOnPage);
  const last = isNarrowed ? page.at(-1)?.event.revision : after + eventsOnPage;
  const next = last !== undefined && rest.some(({ event: { revision } }) => revision > last) ? last : undefined;
  return { page, next };
}

function pagesAround(
  id: string,
  { after, ...query }: NarrowedQuery,
  next: number | undefined,
): { readonly first?: string; readonly next?: string; readonly csv: string } {
  const wanted = Object.entries(narrowedBy({ after, ...query })) as [string, string][];
  const at = (name: 'history' | 'history.csv', from?: number): string => {
    const asked = new URLSearchParams([
      ...wanted,
      ...(from === undefined ? [] : [['after', String(from)] as [string, string]]),
    ]);
    return `/cases/${id}/${name}${asked.size > 0 ? `?${asked.toString()}` : ''}`;
  };
  return {
    ...(after >= 0 && { first: at('history') }),
    ...(next !== undefined && { next: at('history', next) }),
    csv: at('history.csv'),
  };
}
