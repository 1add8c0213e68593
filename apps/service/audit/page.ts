import { Get, Param, Query } from '@nestjs/common';
import { workflows } from '../../../workflows/index.js';
import { type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { CasesAnswer } from '../cases/answer.js';
import { factInWords } from '../cases/happened.js';
import { addressOf, pageLength, type Query as Address } from '../pages/addresses.js';
import { Download, Shown, type PageError } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { panelOf, searchIn, type Choice, type FilterField } from '../pages/filtered.js';
import { Names } from '../pages/names.js';
import { Pages } from '../pages/page.js';
import { roleTitle } from '../pages/words.js';
import { Problem } from '../problems/problem.js';
import { AuditAnswer, type Search } from './answer.js';
import { orBehind } from './behind.js';
import { linesOf } from './files.js';
import { FileQuery, ReadingsForm, RefusalsForm, SearchQuery } from './requests.js';
import { Resolving, type Resolved } from './resolving.js';
import * as view from './view.js';
import { readingInWords, workflowTitle } from './words.js';

const noPerson = 'Nobody is known by this id. Look for people by name on the page of all events.';

/** Every event there is, searched; refused attempts, people, and what was read. */
@OnlyFor('auditor')
@Pages('audit')
export class AuditPages {
  constructor(
    private readonly answer: AuditAnswer,
    private readonly resolving: Resolving,
    private readonly names: Names,
    private readonly cases: CasesAnswer,
  ) {}

  @Get()
  search(@Query() typed: SearchQuery, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const { search, errors } = await this.#resolved(typed, asking);
      const { before } = typed;
      const paged = { limit: pageLength, ...(before !== undefined && { before }) };
      const none = { events: [], next: undefined };
      const found = errors.length > 0 ? none : await this.answer.events(search, paged, asking);
      const total = errors.length > 0 ? 0 : await this.answer.count(search);
      const query: Address = { ...searchIn(typed) };
      const empty = 'Nothing that was recorded matches all of this. Remove a filter, or widen the days.';
      return new Shown('audit/audit', {
        ...view.audited('/audit'),
        title: 'All events',
        ...view.partOf({ before }),
        errors,
        panel: panelOf('/audit', query, await this.#fields(), {
          kept: ['first', 'last', 'because', 'detail', 'ccg'],
        }),
        summary:
          errors.length > 0
            ? undefined
            : view.summaryOf(found.events.length, total, before === undefined, ['event', 'events']),
        csv: total === 0 ? undefined : addressOf('/audit.csv', { ...search, before: undefined }),
        listings: errors.length > 0 ? [] : [view.eventsListing(found.events, this.#telling, 'Events', empty)],
        pages: view.olderAndNewer('/audit', query, found.next),
      });
    });
  }

  @Get('refusals')
  refusals(@Query() typed: RefusalsForm, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const { search, errors } = await this.#resolved(typed, asking);
      const sums = errors.length > 0 ? [] : await this.answer.refusals(search, asking);
      const window = { from: search.from, until: search.until, first: search.first, last: search.last };
      const rules = (await this.answer.words('rule')).map(({ word }) => ({ value: word, text: word }));
      return new Shown('audit/audit', {
        ...view.audited('/audit/refusals'),
        title: 'Refused attempts',
        breadcrumbs: view.crumbs,
        lead: 'What somebody asked for and a rule did not allow. Each figure leads to its attempts. Equal attempts within ten minutes are recorded once.',
        errors,
        panel: panelOf('/audit/refusals', { ...searchIn(typed) }, [
          { name: 'rule', label: 'Rule', choices: rules },
          person,
          organisation,
          ...days,
        ]),
        listings:
          errors.length > 0
            ? []
            : view.refusalListings(sums, this.#telling, window, addressOf('/audit/refusals.csv', { ...search })),
      });
    });
  }

  @Get('refusals.csv')
  refusalsFile(@Query() search: RefusalsForm, @Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () => {
      const sums = await this.answer.refusals(searchIn(search), asking);
      return new Download('refused-attempts.csv', 'text/csv', csvOf(view.refusalHeadings, sums.map(view.refusalCells)));
    });
  }

  @Get('people/:id')
  person(@Param('id') id: string, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const person = await this.answer.person(id, asking);
      if (person === undefined) throw new Problem('not-found', noPerson);
      const [name = id, ...others] = person.names;
      return new Shown('audit/audit', {
        ...view.audited('/audit/people'),
        title: 'What one person did',
        about: name,
        reference: id,
        heading: name,
        caption: 'What one person did',
        breadcrumbs: view.crumbs,
        facts: [
          { label: 'Person', text: id },
          ...(others.length > 0 ? [{ label: 'Also named', text: others.join(', ') }] : []),
          {
            label: 'Events',
            links: [
              { text: 'All they recorded', href: addressOf('/audit', { person: id }) },
              { text: 'Download as CSV', href: addressOf('/audit.csv', { person: id }) },
            ],
          },
        ],
        listings: view.personListings(person, this.#telling),
      });
    });
  }

  @Get('readings')
  readings(@Query() typed: ReadingsForm, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const { search, errors } = await this.#resolved(typed, asking);
      const { before } = typed;
      const paged = { limit: pageLength, ...(before !== undefined && { before }) };
      const found =
        errors.length > 0 ? { events: [], next: undefined } : await this.answer.readingsOf(search, paged, asking);
      const query: Address = { ...searchIn(typed) };
      return new Shown('audit/audit', {
        ...view.audited('/audit/readings'),
        title: 'What was read',
        ...view.partOf({ before }),
        breadcrumbs: view.crumbs,
        lead: 'What auditors read, here and by the API, exports of the feed included. The same, read again on the same day, is recorded once.',
        errors,
        panel: panelOf('/audit/readings', query, [
          { name: 'type', label: 'What', choices: kindsOfReading },
          person,
          caseField,
          ...days,
        ]),
        csv: errors.length > 0 ? undefined : addressOf('/audit.csv', { ...search, stream: 'readings' }),
        listings: errors.length > 0 ? [] : [view.readingsListing(found.events, this.#telling)],
        pages: view.olderAndNewer('/audit/readings', query, found.next),
      });
    });
  }

  get #telling(): view.Telling {
    return { naming: this.names, caseOf: (id) => this.cases.row(id) };
  }

  /** What was typed, as the history knows it; and what of it cannot be told. */
  async #resolved(
    typed: SearchQuery | RefusalsForm | ReadingsForm,
    asking: Asker,
  ): Promise<{ readonly search: Search; readonly errors: readonly PageError[] }> {
    const search = withoutPlace(searchIn(typed as SearchQuery)); // the others have some of its fields
    const resolved: readonly (readonly [string, Resolved | undefined])[] = [
      ['person', search.person === undefined ? undefined : await this.resolving.person(search.person)],
      [
        'organisation',
        search.organisation === undefined ? undefined : this.resolving.organisation(search.organisation),
      ],
      ['case', search.case === undefined ? undefined : this.resolving.case(search.case, asking)],
    ];
    const values = resolved.flatMap(([name, each]) => (each && 'value' in each ? [[name, each.value] as const] : []));
    const errors = resolved.flatMap(([, each]) => (each && 'error' in each ? [each.error] : []));
    return { search: { ...search, ...Object.fromEntries(values) }, errors };
  }

  async #fields(): Promise<readonly FilterField[]> {
    const choices = async (
      kind: 'type' | 'rule' | 'role',
      text: (word: string) => string,
    ): Promise<readonly Choice[]> =>
      (await this.answer.words(kind))
        .map(({ word }) => ({ value: word, text: text(word) }))
        .toSorted((a, b) => alphabet.compare(a.text, b.text));
    return [
      { name: 'type', label: 'What', choices: await choices('type', factInWords) },
      { name: 'role', label: 'Role', choices: await choices('role', roleTitle) },
      {
        name: 'workflow',
        label: 'Workflow',
        choices: [...new Set(workflows.map(({ name }) => name))].map((name) => ({
          value: name,
          text: workflowTitle(name),
        })),
      },
      { name: 'rule', label: 'Refused by rule', choices: await choices('rule', (rule) => rule) },
      person,
      organisation,
      caseField,
      ...days,
    ];
  }
}

/** All matches as a file, however many. */
@OnlyFor('auditor')
@Pages('')
export class AuditFiles {
  constructor(private readonly answer: AuditAnswer) {}

  @Get('audit.csv')
  file(@Query() typed: FileQuery, @Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () => {
      const pages = this.answer.all(searchIn(typed), asking);
      return new Download('events.csv', 'text/csv', await linesOf(pages, view.eventHeadings, view.eventCells));
    });
  }
}

function withoutPlace({ before: place, ...search }: Search & { readonly before?: number }): Search {
  return place === undefined ? search : { ...search };
}

const alphabet = new Intl.Collator('en-GB', { numeric: true });

const person: FilterField = { name: 'person', label: 'Person', hint: 'Name or id' };
const organisation: FilterField = { name: 'organisation', label: 'Organisation', hint: 'Name or code' };
const caseField: FilterField = { name: 'case', label: 'Case', hint: 'Its reference' };
const days: readonly FilterField[] = [
  { name: 'from', label: 'From', hint: 'Such as 2015-04-01', narrow: true },
  { name: 'until', label: 'To the end of', hint: 'Such as 2015-04-30', narrow: true },
];

const kindsOfReading: readonly Choice[] = [
  'CaseRead',
  'ArrangementRead',
  'GroupRead',
  'DocumentRead',
  'FeedRead',
  'TrailRead',
].map((type) => ({ value: type, text: readingInWords(type) }));
