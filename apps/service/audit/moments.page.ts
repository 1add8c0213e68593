import { Get, Query } from '@nestjs/common';
import { londonDay } from '../../../libs/workflow/london.js';
import type { Stood } from '../../../libs/views/trail/model.js';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { addressOf, pageLength, type Query as Address } from '../pages/addresses.js';
import { Download, Shown, type PageError } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { panelOf, searchIn, type FilterField } from '../pages/filtered.js';
import { listingAsCsv } from '../pages/listing.js';
import { Names } from '../pages/names.js';
import { Pages } from '../pages/page.js';
import { AuditAnswer } from './answer.js';
import { orBehind } from './behind.js';
import { linesOf } from './files.js';
import { howToSay, momentSaid, momentSaidInWords, type MomentSaid } from './moment.js';
import * as moments from './moments-view.js';
import { CasesThenFileForm, CasesThenForm, DifferenceForm, MomentFileForm, MomentForm } from './requests.js';
import type { RegisterDifference } from './shapes.js';
import { audited, crumbs, partOf } from './view.js';

const hint = 'A day such as 2015-04-01, or a position';
/** Rows asked for at once for a file. */
const rowsAtOnce = 1_000;

/** What was said as a moment, and what is wrong with it. */
interface SaidMoment {
  readonly moment: MomentSaid | undefined;
  readonly errors: readonly PageError[];
}

function saidAs(name: string, said: string | undefined, what: string): SaidMoment {
  if (said === undefined || said.trim() === '') return { moment: undefined, errors: [] };
  const moment = momentSaid(said.trim());
  return { moment, errors: moment ? [] : [{ text: `Enter ${what} as ${howToSay}`, href: `#filter-${name}` }] };
}

/** The whole register as it stood, and two moments compared. */
@OnlyFor('auditor')
@Pages('audit')
export class MomentPages {
  constructor(
    private readonly answer: AuditAnswer,
    private readonly names: Names,
    private readonly clock: ServiceClock,
  ) {}

  @Get('as-of')
  asOf(@Query() { at }: MomentForm, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const { moment, errors } = saidAs('at', at, 'the moment');
      const then = errors.length > 0 ? undefined : await this.answer.asOf(moment, asking);
      const said = moment?.said;
      return new Shown('audit/audit', {
        ...audited('/audit/as-of'),
        title: 'The register as of a day',
        breadcrumbs: crumbs,
        errors,
        panel: {
          ...panelOf('/audit/as-of', { at }, [{ name: 'at', label: 'Moment', hint }]),
          title: 'Choose a moment',
          button: 'Show',
        },
        facts: then && [
          ...moments.momentFacts(moment, then.moment, this.#now),
          {
            label: 'Cases',
            links: [
              { text: 'All cases as they stood', href: addressOf('/audit/as-of/cases', { at: said }) },
              ...(said === undefined
                ? []
                : [
                    {
                      text: 'Compare with today',
                      href: addressOf('/audit/difference', { from: said, to: londonDay(this.#now) }),
                    },
                  ]),
            ],
          },
        ],
        listings: then ? moments.tablesOf(then, this.#about(said)).map(({ listing }) => listing) : [],
      });
    });
  }

  @Get('as-of.csv')
  asOfFile(@Query() { at, table }: MomentFileForm, @Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () => {
      const moment = at === undefined ? undefined : momentSaid(at);
      const then = await this.answer.asOf(moment, asking);
      const found = moments.tablesOf(then, this.#about(moment?.said)).find(({ name }) => name === table);
      const body = found ? listingAsCsv(found.listing) : csvOf([], []);
      return new Download(`${table}-${moment?.said ?? 'now'}.csv`, 'text/csv', body);
    });
  }

  @Get('as-of/cases')
  cases(@Query() asked: CasesThenForm, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const { at, after, ...filter } = asked;
      const { moment, errors } = saidAs('at', at, 'the moment');
      const paged = { limit: pageLength, ...(after !== undefined && { after }) };
      const found =
        errors.length > 0 ? undefined : await this.answer.casesThen(moment, searchIn(filter), paged, asking);
      const query: Address = { ...searchIn(asked) };
      const csv = addressOf('/audit/as-of/cases.csv', { ...query, after: undefined });
      const next = found?.next;
      return new Shown('audit/audit', {
        ...audited('/audit/as-of/cases'),
        title: 'Cases as they stood',
        ...partOf({ after }),
        about: moment ? momentSaidInWords(moment) : 'now',
        heading: 'Cases as they stood',
        caption: moment ? `At ${momentSaidInWords(moment)}` : 'Now',
        breadcrumbs: [...crumbs, { text: 'As of a day', href: addressOf('/audit/as-of', { at }) }],
        errors,
        panel: panelOf('/audit/as-of/cases', { ...query, after: undefined }, this.#fields(), {
          kept: ['workflow', 'waitingOn', 'queue', 'round'],
        }),
        csv: found && csv,
        listings: found ? [moments.casesListing(found, this.names)] : [],
        pages:
          next === undefined
            ? undefined
            : { next: { text: 'More', href: addressOf('/audit/as-of/cases', { ...query, after: next }) } },
      });
    });
  }

  @Get('as-of/cases.csv')
  casesFile(@Query() { at, ...filter }: CasesThenFileForm, @Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () => {
      const moment = at === undefined ? undefined : momentSaid(at);
      const pages = this.#allThen(moment, searchIn(filter), asking);
      return new Download('cases-then.csv', 'text/csv', await linesOf(pages, moments.caseHeadings, moments.caseCells));
    });
  }

  @Get('difference')
  difference(@Query() { from, to, change, after }: DifferenceForm, @Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const [one, other] = [saidAs('from', from, 'the earlier moment'), saidAs('to', to, 'the later moment')];
      const errors = [...one.errors, ...other.errors];
      const both = one.moment && other.moment ? ([one.moment, other.moment] as const) : undefined;
      const wanted = { limit: pageLength, ...(change && { change }), ...(after !== undefined && { after }) };
      const found = both && (await this.answer.difference(both, wanted, asking));
      const query: Address = { from, to, change };
      return new Shown('audit/audit', {
        ...audited('/audit/difference'),
        title: 'Two days compared',
        ...partOf({ after }),
        breadcrumbs: crumbs,
        lead: 'What began, moved and ended between two moments, and which levels came into force or ended.',
        errors,
        panel: {
          ...panelOf('/audit/difference', query, [
            { name: 'from', label: 'Earlier moment', hint },
            { name: 'to', label: 'Later moment', hint },
            {
              name: 'change',
              label: 'Cases that',
              all: 'Changed in any way',
              choices: Object.entries(moments.changeWords).map(([value, text]) => ({ value, text })),
            },
          ]),
          title: 'Choose two moments',
          button: 'Compare',
        },
        facts: found && this.#countsOf(found, { from, to }),
        listings: found ? this.#listingsOf(found, query) : [],
        pages:
          found?.next === undefined
            ? undefined
            : { next: { text: 'More cases', href: addressOf('/audit/difference', { ...query, after: found.next }) } },
      });
    });
  }

  @Get('difference.csv')
  differenceFile(@Query() { from, to, change }: DifferenceForm, @Asks() asking: Asker): Promise<Download | Shown> {
    return orBehind<Download>(async () => {
      const [one, other] = [momentSaid(from ?? '0'), momentSaid(to ?? '0')];
      const pages = this.#allChanges([one, other], change, asking);
      return new Download('changes.csv', 'text/csv', await linesOf(pages, moments.changeHeadings, moments.changeCells));
    });
  }

  #listingsOf(found: Awaited<ReturnType<AuditAnswer['difference']>>, query: Address) {
    const empty = 'No case changed so between the two.';
    const csv = addressOf('/audit/difference.csv', query);
    return [
      moments.thenAndNow(found.tallies),
      { ...moments.changesListing(found, this.names, empty), csv },
      moments.levelsListing(found, this.names),
    ];
  }

  #countsOf({ began, moved, ended, from: one, to: other }: RegisterDifference, said: Address) {
    const leads = (change: string) => ({ href: addressOf('/audit/difference', { ...said, change }) });
    const count = (value: number) => new Intl.NumberFormat('en-GB').format(value);
    return [
      { label: 'Cases that began', text: count(began), ...leads('began') },
      { label: 'Cases that moved', text: count(moved), ...leads('moved') },
      { label: 'Cases that ended', text: count(ended), ...leads('ended') },
      {
        label: 'Events between',
        text: count(other.position - one.position),
        ...(other.position > one.position && {
          href: addressOf('/audit', { first: one.position + 1, last: other.position }),
        }),
      },
    ];
  }

  async *#allThen(
    moment: MomentSaid | undefined,
    filter: Parameters<AuditAnswer['casesThen']>[1],
    asking: Asker,
  ): AsyncGenerator<readonly Stood[], void> {
    let page = await this.answer.casesThen(moment, filter, { limit: rowsAtOnce }, asking);
    // The moment is now only once: what is recorded meanwhile is of a later one.
    const then = { kind: 'position', said: String(page.moment.position), position: page.moment.position } as const;
    for (;;) {
      yield page.cases;
      if (page.next === undefined) return;
      page = await this.answer.casesThen(moment ?? then, filter, { limit: rowsAtOnce, after: page.next }, asking);
    }
  }

  async *#allChanges(
    [one, other]: readonly [MomentSaid | undefined, MomentSaid | undefined],
    change: DifferenceForm['change'],
    asking: Asker,
  ): AsyncGenerator<RegisterDifference['changes'], void> {
    if (one === undefined || other === undefined) return;
    const wanted = { limit: rowsAtOnce, ...(change && { change }) };
    for (let after: number | undefined = 0; after !== undefined;) {
      const page: RegisterDifference = await this.answer.difference([one, other], { ...wanted, after }, asking);
      yield page.changes;
      after = page.next;
    }
  }

  get #now(): string {
    return this.clock.now().toISOString();
  }

  #about(at: string | undefined): moments.About {
    const regionOf = (ccg: string): string | undefined => this.answer.regionOf(ccg);
    return { naming: this.names, regions: this.answer.regions(), regionOf, at };
  }

  #fields(): readonly FilterField[] {
    const regions = this.answer.regions().map(({ code, name }) => ({ value: code, text: name }));
    return [
      { name: 'at', label: 'Moment', hint },
      { name: 'state', label: 'Stage or outcome', hint: 'By its name: open, mandate, withdrawn …' },
      { name: 'level', label: 'Level', choices: ['L1', 'L2', 'L3'].map((level) => ({ value: level, text: level })) },
      { name: 'region', label: 'Region', choices: regions },
    ];
  }
}
