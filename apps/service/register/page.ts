/** The register as its keepers see it. What the API shows to everybody, these pages do too. */
import { Get, Param, Query } from '@nestjs/common';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { CasesAnswer } from '../cases/answer.js';
import { Imports } from '../imports/imports.js';
import { Shown, type View } from '../pages/answered.js';
import { askedOf } from '../pages/listing.js';
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
const isRegistrar = (asker: Asker): boolean => holds(asker, 'registrar');

/** Cases in one page of a list. */
const perPage = 50;

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
  ccgs(@Query() query: Query_): Shown {
    return list(ccgsView(this.lists.ccgs(), this.answer.regions(), askedOf(CcgListQuery, query)));
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
  practices(@Query() query: Query_): Shown {
    const asked = askedOf(PracticeListQuery, query);
    const { ccg } = asked.asked;
    return list(practicesView(this.lists.practices(ccg === undefined ? {} : { ccg }), asked));
  }

  @OnlyFor('registrar', 'auditor')
  @Get('people')
  people(@Query() query: Query_, @Asks() asker: Asker): Shown {
    const proposals = this.overview.proposals(asker);
    const nameOf = (code: string): string => this.lists.nameOf(code);
    const may = { nameOf, mayChange: isRegistrar(asker) };
    return list(peopleView(this.lists.people(asker), proposals, askedOf(PeopleListQuery, query), may));
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
  interests(@Query() query: Query_, @Asks() asker: Asker): Shown {
    const may = {
      declare: holds(asker, ...declaring),
      end: (interest: { readonly person: string }) => mayEnd(interest, asker),
    };
    return list(interestsView(this.lists.interests(), askedOf(InterestListQuery, query), may));
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
    const page = { limit: perPage, ...(after !== undefined && { cursor: after }) };
    const { cases, next } = this.cases.list({ workflow: 'membership-request' }, page, asker);
    const { named } = this.recorded.touched(
      cases.map(({ id }) => id),
      asker,
    );
    return list(requestsView(cases, next, new Map(named.map(({ id, name }) => [id, name]))));
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
