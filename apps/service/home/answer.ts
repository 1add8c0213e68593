import { Injectable } from '@nestjs/common';
import type { ListedCase } from '../../../libs/views/index.js';
import { dateIn } from '../../../libs/workflow/dates.js';
import { hasCome, isBefore, type Instant } from '../../../libs/workflow/instant.js';
import { addDays, addYears, endOfDay, isDayBefore, londonDay } from '../../../libs/workflow/london.js';
import { holds, type Asker } from '../access/asker.js';
import { courseSeen } from '../access/seen.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { CaseListAnswer, type CaseList } from '../cases/list/answer.js';
import type { CaseItem } from '../cases/list/item.js';
import { ServiceClock } from '../clock/clock.js';
import { ConditionsAnswer } from '../conditions/answer.js';
import { addressOfCase, caseInWords } from '../contract/about.js';
import { DraftsAnswer, type ListedDraft } from '../drafts/answer.js';
import { Ledger } from '../ledger/ledger.js';
import { anew, type Once } from '../live/board.js';
import { QueuesAnswer, type NextItem, type WorkQueue } from '../queues/answer.js';
import { LastLooks } from './looks.js';
import { changesIn, type Change } from './news.js';

/** A ballot of the CCG of a practice. */
export interface HomeBallot {
  readonly case: string;
  readonly name: string;
  readonly closes?: string;
  /** `open`: it can vote still. `voted`: it has, and can change that. `apart`: it is not on the roll. */
  readonly standing: 'open' | 'voted' | 'apart';
}

export interface HomeMeeting {
  readonly href: string;
  readonly name: string;
  /** The day it is held. */
  readonly heldOn: string;
}

/** A deadline of a round that is to come. */
export interface Deadline {
  readonly round: string;
  readonly what: string;
  /** The first instant that is too late. */
  readonly by: string;
}

/** What the registrar looks after. */
export interface RegistrarHome {
  readonly nobodyEligible: number;
  /** Those that another registrar has made. */
  readonly toSecond: number;
  /** Those of their own, which another registrar confirms. */
  readonly own: number;
  /** The last day to which bank holidays are known; absent where none is. */
  readonly holidaysReach?: string;
  /** Whether that is less than a year ahead. */
  readonly holidaysShort: boolean;
}

/** How all stands, and how many cases others have changed since a position; ten at most are counted. */
export interface HomeNow extends Pick<Home, 'queues' | 'counts'> {
  readonly changed: number;
}

export interface Home {
  /** How far the log has come of which it tells. */
  readonly position: number;
  readonly queues: readonly WorkQueue[];
  readonly next: readonly NextItem[];
  readonly drafts: readonly ListedDraft[];
  /** `before`: when the person looked last; absent the first time. */
  readonly news: { readonly changes: readonly Change[]; readonly more: boolean; readonly before?: string };
  readonly meetings: readonly HomeMeeting[];
  /** Of a practice. */
  readonly ballots: readonly HomeBallot[];
  /** Of a CCG that the person acts for. */
  readonly applications: readonly CaseItem[];
  readonly ended: number;
  readonly conditions: { readonly open: number; readonly late: number };
  readonly deadlines: readonly Deadline[];
  readonly registrar?: RegistrarHome;
  /** Of all cases, for whoever looks over them. */
  readonly counts?: Pick<CaseList, 'open' | 'over' | 'stages' | 'outcomes'>;
}

/** More are told of as “10 or more”. */
export const mostChanged = 10;
const mostNext = 5;
/** A case of a CCG has several steps at a time, all of which are shown. */
const mostSteps = 12;
const mostNews = 5;
const mostApplications = 20;
const mostMeetings = 3;
/** More meetings than are ever called at a time. */
const mostOpen = 200;

/** What somebody comes for, by the role they act in. */
@Injectable()
export class HomeAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly visibility: Visibility,
    private readonly looks: LastLooks,
    private readonly queues: QueuesAnswer,
    private readonly cases: CaseListAnswer,
    private readonly conditions: ConditionsAnswer,
    private readonly drafts: DraftsAnswer,
  ) {}

  async of(asking: Asker): Promise<Home> {
    const isOfCcg = holds(asking, 'ccg-officer', 'result-verifier');
    const isPractice = holds(asking, 'practice-representative');
    const queues = this.queues.counts(asking);
    return {
      queues,
      next: isPractice ? [] : await this.queues.next(isOfCcg ? mostSteps : mostNext, asking),
      drafts: await this.drafts.of(asking),
      news: await this.news(asking),
      meetings: isPractice ? [] : this.meetings(asking),
      ballots: isPractice ? this.ballots(asking) : [],
      ...this.applications(isOfCcg, asking),
      conditions: this.conditionsOf(asking),
      deadlines: holds(asking, 'ccg-officer', 'registrar') ? this.deadlines() : [],
      ...(holds(asking, 'registrar') && { registrar: await this.registrar(asking) }),
      ...this.counts(asking),
      position: this.ledger.position,
    };
  }

  /** What an open page of it needs to stay true; nobody looks by that. @param since a position of the log */
  now(since: number, asking: Asker, once: Once = anew): HomeNow {
    const scope = this.visibility.scope(asking);
    const rows = this.ledger.views.changedSince({ scope, since, limit: mostChanged });
    const standing = once(JSON.stringify(['home', asking.grants]), () => ({
      queues: this.queues.counts(asking),
      ...this.counts(asking),
    }));
    return { ...standing, changed: changesIn(rows, asking.id).length };
  }

  private counts(asking: Asker): Pick<Home, 'counts'> {
    if (!holds(asking, 'auditor', 'registrar')) return {};
    return { counts: this.cases.find({}, { limit: 0, skip: 0 }, asking) };
  }

  private async news(asking: Asker): Promise<Home['news']> {
    const { since, before } = await this.looks.look(asking, this.ledger.position);
    const scope = this.visibility.scope(asking);
    const rows = this.ledger.views.changedSince({ scope, since, limit: mostNews * 2 });
    const changes = changesIn(rows, asking.id);
    return {
      changes: changes.slice(0, mostNews),
      more: changes.length > mostNews,
      ...(before !== undefined && { before }),
    };
  }

  private ballots(asking: Asker): readonly HomeBallot[] {
    const { views } = this.ledger;
    const scope = this.visibility.scope(asking);
    const asked = new Set(views.waiting({ grants: asking.grants, scope, queue: 'mandate' }).map((row) => row.case));
    const rows = views.listed({
      scope,
      state: 'mandate',
      waitingOn: 'practice-representative',
      limit: mostApplications,
    });
    return rows.map((row) => this.ballotOf(row, asked, asking));
  }

  private ballotOf(row: ListedCase, asked: ReadonlySet<string>, { grants }: Asker): HomeBallot {
    const workflow = workflowIn(row);
    const due = courseSeen({ extent: row.extent, workflow }, row.progress).stages.flatMap(
      (stage) => stage.due ?? [],
    )[0];
    const isOnRoll = grants.some(({ organisation }) => this.ledger.views.isNamed(row.id, organisation));
    return {
      case: row.id,
      name: caseInWords(row, workflow.title),
      ...(due !== undefined && { closes: due }),
      standing: asked.has(row.id) ? 'open' : isOnRoll ? 'voted' : 'apart',
    };
  }

  private applications(isOfCcg: boolean, asking: Asker): Pick<Home, 'applications' | 'ended'> {
    if (!isOfCcg) return { applications: [], ended: 0 };
    const found = this.cases.find({ state: 'open' }, { limit: mostApplications, skip: 0 }, asking);
    return { applications: found.cases, ended: found.over };
  }

  private conditionsOf(asking: Asker): Home['conditions'] {
    if (!holds(asking, 'ccg-officer', 'regional-assessor', 'national-committee')) return { open: 0, late: 0 };
    return this.conditions.counts(asking);
  }

  /** Those of the next two months, the soonest first. */
  private meetings(asking: Asker): readonly HomeMeeting[] {
    const today = londonDay(this.clock.now());
    const until = endOfDay(addDays(today, 60));
    const scope = this.visibility.scope(asking);
    return this.ledger.views
      .lately({ scope, workflow: 'committee-meeting', ended: false, limit: mostOpen })
      .flatMap((row) => {
        const at = dateIn(row.progress.dates, 'meeting');
        return at !== undefined && isBefore(at, until) ? [{ at, row }] : [];
      })
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .slice(0, mostMeetings)
      .map(({ at, row }) => ({ href: addressOfCase(row), name: row.ccgName, heldOn: addDays(londonDay(at), -1) }));
  }

  /** Of the rounds that are open. */
  private deadlines(): readonly Deadline[] {
    const now = this.clock.now().toISOString();
    const isAhead = (by: Instant | null): by is Instant => by !== null && isBefore(now, by);
    return this.ledger.register
      .rounds()
      .filter(({ opens }) => hasCome(opens, now))
      .flatMap(({ name, interestBy, applicationBy, applicationByL2 }) => [
        ...(isAhead(interestBy) ? [{ round: name, what: 'Expressions of interest', by: interestBy }] : []),
        ...(isAhead(applicationBy)
          ? [{ round: name, what: 'Applications for delegated commissioning', by: applicationBy }]
          : []),
        ...(isAhead(applicationByL2)
          ? [{ round: name, what: 'Applications for joint commissioning', by: applicationByL2 }]
          : []),
      ])
      .toSorted((a, b) => Date.parse(a.by) - Date.parse(b.by));
  }

  private async registrar(asking: Asker): Promise<RegistrarHome> {
    const { register } = this.ledger;
    const reach = register.bankHolidaysReachTo();
    const inAYear = addYears(londonDay(this.clock.now()), 1);
    const proposals = [...register.proposals.all(), ...register.committeesProposed.all()];
    const own = proposals.filter(({ proposedBy }) => proposedBy === asking.id).length;
    const { items } = await this.queues.nobodyEligible(asking);
    return {
      nobodyEligible: items.length,
      toSecond: proposals.length - own,
      own,
      ...(reach !== undefined && { holidaysReach: reach }),
      holidaysShort: reach === undefined || isDayBefore(reach, inAYear),
    };
  }
}
