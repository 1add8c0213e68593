/** The register as its keepers see it. What the API shows to everybody, these pages do too. */
import { Get, Param, Query } from '@nestjs/common';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { CasesAnswer } from '../cases/answer.js';
import { Imports } from '../imports/imports.js';
import { pageLength } from '../pages/addresses.js';
import { Download, Shown, type View } from '../pages/answered.js';
import { askedOf, listingAsCsv, type Listing } from '../pages/listing.js';
import { Pages } from '../pages/page.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { RegisterAnswer } from './answer.js';
import { ccgsView, ccgView, measuresView } from './ccgs-view.js';
import { mayEnd } from './changes.js';
import { RegisterLists } from './lists-answer.js';
import { holidaysView, requestsView } from './others-view.js';
import { OverviewAnswer } from './overview-answer.js';
import { overviewView } from './overview-view.js';
import { committeesView, committeeView } from './committees-view.js';
import { interestsView } from './interests-view.js';
import { peopleView } from './people-view.js';
import { practicesView } from './practices-view.js';
import { CcgListQuery, InterestListQuery, PeopleListQuery, PracticeListQuery, RequestListQuery } from './queries.js';
import { RecordedAnswer } from './recorded-answer.js';
import { recordedView } from './recorded-view.js';
import { declaring } from './registrar.js';

type Query_ = Readonly<Record<string, unknown>>;

const list = (view: View): Shown => new Shown('register/list', view);

/** A list that can be searched: as a page, or all of it as a file. */
function searched(
  view: View & { readonly listings: readonly Listing[] },
  name: string,
  { as }: { readonly as?: 'csv' },
): Shown | Download {
  const last = view.listings.at(-1);
  return as === 'csv' && last ? new Download(`${name}.csv`, 'text/csv', listingAsCsv(last)) : list(view);
}

const isRegistrar = (asker: Asker): boolean => holds(asker, 'registrar');

@Pages('register')
export class RegisterPages {
  constructor(
    private readonly answer: RegisterAnswer,
    private readonly lists: RegisterLists,
    private readonly overview: OverviewAnswer,
    private readonly recorded: RecordedAnswer,
    private readonly cases: CasesAnswer,
    private readonly imports: Imports,
  ) {}

  @OnlyFor('registrar', 'auditor')
  @Get()
  async needs(@Asks() asker: Asker): Promise<Shown> {
    const [needs, imports] = await Promise.all([this.overview.of(asker), this.imports.list()]);
    return list(
      overviewView(needs, {
        imports,
        requests: this.overview.membershipRequests(),
        nameOf: (code) => this.lists.nameOf(code),
        mayChange: isRegistrar(asker),
      }),
    );
  }

  @OnlyFor('registrar', 'auditor')
  @Get('ccgs')
  ccgs(@Query() query: Query_, @Asks() asker: Asker): Shown | Download {
    const asked = askedOf(CcgListQuery, query);
    const view = ccgsView(this.lists.ccgs(), this.answer.regions(), asked, isRegistrar(asker));
    return searched(view, 'ccgs', asked.asked);
  }

  @OnlyFor('registrar', 'auditor')
  @Get('ccgs/:code')
  ccg(@Param('code') code: string, @Asks() asker: Asker): Shown {
    const found = this.lists.ccg(code) ?? missing();
    const members = this.lists.memberCount(code);
    return list(ccgView(found, { members, measures: this.lists.measuresOf(code), mayChange: isRegistrar(asker) }));
  }

  @OnlyFor('registrar', 'auditor')
  @Get('practices')
  practices(@Query() query: Query_): Shown | Download {
    const asked = askedOf(PracticeListQuery, query);
    const { ccg } = asked.asked;
    const all = this.lists.practices(ccg === undefined ? {} : { ccg });
    return searched(practicesView(all, asked), 'practices', asked.asked);
  }

  @OnlyFor('registrar', 'auditor')
  @Get('people')
  people(@Query() query: Query_, @Asks() asker: Asker): Shown | Download {
    const asked = askedOf(PeopleListQuery, query);
    const proposals = this.overview.proposals(asker);
    const nameOf = (code: string): string => this.lists.nameOf(code);
    const may = { nameOf, mayChange: isRegistrar(asker) };
    return searched(peopleView(this.lists.people(asker), proposals, asked, may), 'people', asked.asked);
  }

  @Get('committees')
  committees(@Asks() asker: Asker): Shown {
    // Who proposes what is between those who keep the register.
    const proposals = holds(asker, 'registrar', 'auditor') ? this.overview.proposals(asker) : { committees: [] };
    return list(committeesView(this.lists.committees(), proposals, isRegistrar(asker)));
  }

  @Get('committees/:id')
  committee(@Param('id') id: string, @Asks() asker: Asker): Shown {
    const found = this.lists.committee(id) ?? missing();
    return list(committeeView(found, this.lists.committeeAhead(id), isRegistrar(asker)));
  }

  @Get('interests')
  interests(@Query() query: Query_, @Asks() asker: Asker): Shown | Download {
    const asked = askedOf(InterestListQuery, query);
    const may = {
      declare: holds(asker, ...declaring),
      end: (interest: { readonly person: string }) => mayEnd(interest, asker),
    };
    return searched(interestsView(this.lists.interests(), asked, may), 'interests', asked.asked);
  }

  @Get('bank-holidays')
  holidays(@Asks() asker: Asker): Shown {
    const today = this.lists.today();
    const holidays = this.answer.bankHolidays();
    const reachIsShort = this.overview.reachIsShort();
    return list(holidaysView(holidays, { today, reachIsShort, mayChange: isRegistrar(asker) }));
  }

  @OnlyFor('registrar', 'auditor')
  @Get('special-measures')
  measures(@Asks() asker: Asker): Shown {
    return list(measuresView(this.lists.measures(), isRegistrar(asker)));
  }

  @OnlyFor('registrar', 'auditor')
  @Get('membership-requests')
  requests(@Query() query: Query_, @Asks() asker: Asker): Shown {
    const { after } = askedOf(RequestListQuery, query).asked;
    const page = { limit: pageLength, ...(after !== undefined && { cursor: after }) };
    const { cases, next } = this.cases.list({ workflow: 'membership-request' }, page, asker);
    const { named } = this.recorded.touched(
      cases.map(({ id }) => id),
      asker,
    );
    const pages = { isLater: after !== undefined, next };
    return list(requestsView(cases, pages, new Map(named.map(({ id, name }) => [id, name]))));
  }

  /** What somebody has recorded, with what it fell on. */
  @Get('recorded/:revision')
  async fact(@Param('revision') revision: string, @Asks() asker: Asker): Promise<Shown> {
    const found = /^\d{1,9}$/.test(revision) ? await this.recorded.one(Number(revision), asker) : undefined;
    return new Shown(
      'register/recorded',
      recordedView(found ?? missing(), (code) => this.lists.nameOf(code)),
    );
  }
}

function missing(): never {
  throw new Problem('not-found', nothingHere);
}
