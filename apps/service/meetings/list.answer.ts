import { Injectable } from '@nestjs/common';
import type { SeenRow, SeenWaiting } from '../../../libs/views/index.js';
import { dayOrder } from '../../../libs/workflow/london.js';
import { substateAt } from '../../../libs/workflow/state.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { CasesAnswer } from '../cases/answer.js';
import { caseInWords } from '../contract/about.js';
import { Ledger } from '../ledger/ledger.js';
import { organisationCalled } from '../pages/names.js';
import { changesSince, courseOf, isOnTheCase, meetingIn, type FoundMeeting } from './found.js';
import type { Course } from './shown.js';

/** Meetings of a page of those that are over. */
const mostOver = 20;
/** Of the cases that wait for a committee, so many are offered. */
const mostWaiting = 50;
/** More than any meeting has to come. */
const mostOpen = 200;

/** A meeting as a list shows it. */
export interface MeetingLine {
  readonly id: string;
  readonly committee: string;
  /** Name of the organisation whose committee it is. */
  readonly of: string;
  readonly heldOn: string;
  readonly place?: string;
  readonly course: Course;
  /** Titles of what is on the agenda. */
  readonly items: readonly string[];
  readonly open: number;
}

/** A case that waits to be decided. */
export interface ReadyCase {
  readonly case: string;
  readonly name: string;
  /** Name of the region. */
  readonly region: string;
  readonly since: string;
  /** Under the decision: `recommended`, `notRecommended`, `deferred`, `escalated`. */
  readonly standing: string;
  /** On the agenda of one of the meetings that are shown beside it. */
  readonly tabled?: Tabled;
}

interface Tabled {
  readonly meeting: string;
  readonly heldOn: string;
  readonly item: number;
  readonly outcome: 'open' | 'carried' | 'not-carried' | 'inquorate';
  /** It was not carried, or a vote on it would decide nothing: it is to be tabled again. */
  readonly again: boolean;
}

export interface MeetingList {
  /** By day. */
  readonly open: readonly MeetingLine[];
  /** The last that ended first. */
  readonly over: readonly MeetingLine[];
  readonly hasMore: boolean;
  /** What waits for the committee of whoever asks. */
  readonly ready: Ready;
  /** Meetings on whose agenda the person could put it. */
  readonly tableAt: readonly (Pick<MeetingLine, 'id' | 'committee' | 'heldOn'> & { readonly revision: number })[];
  /** Name of the organisation whose meetings these are; absent for all. */
  readonly of?: string;
}

export interface Ready {
  readonly cases: readonly ReadyCase[];
  readonly hasMore: boolean;
}

/** The meetings that somebody may see, and what waits for the committee they are of. */
@Injectable()
export class MeetingListAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly cases: CasesAnswer,
    private readonly visibility: Visibility,
  ) {}

  /** @param organisation of whose committees; all that the person sees, without one. @param page from 1 */
  async list(organisation: string | undefined, page: number, asking: Asker): Promise<MeetingList> {
    const { views, register } = this.ledger;
    const of = {
      workflow: 'committee-meeting',
      scope: this.visibility.scope(asking),
      ...(organisation !== undefined && { region: organisation }),
    };
    const rows = views.lately({ ...of, ended: true, limit: mostOver + 1, skip: (page - 1) * mostOver });
    const [open, over] = await Promise.all([
      this.meetings(views.lately({ ...of, ended: false, limit: mostOpen })),
      this.meetings(rows.slice(0, mostOver)),
    ]);
    return {
      open: open.map((each) => this.line(each)).toSorted((a, b) => dayOrder(a.heldOn, b.heldOn)),
      over: over.map((each) => this.line(each)),
      hasMore: rows.length > mostOver,
      ready: await this.ready([...open, ...over], asking),
      tableAt: open.filter((each) => this.mayTable(each, asking)).map(whereToTable),
      ...(organisation !== undefined && { of: organisationCalled(register, organisation) }),
    };
  }

  /** What could be put on the agenda of one meeting; nothing for whoever does not keep it. */
  async readyFor(id: string, asking: Asker): Promise<Ready> {
    const held = await this.ledger.streams.of(caseStream(id));
    const meeting = held && meetingIn(id, held);
    return meeting && this.mayTable(meeting, asking) ? this.ready([meeting], asking) : { cases: [], hasMore: false };
  }

  /** Cases that wait for the decision of whoever asks, and where they are on the agendas of these meetings. */
  private async ready(meetings: readonly FoundMeeting[], asking: Asker): Promise<Ready> {
    const keepers = asking.grants.filter(({ role }) => role === 'national-committee' || role === 'regional-assessor');
    if (keepers.length === 0) return { cases: [], hasMore: false };
    const scope = this.visibility.scope(asking);
    const rows = this.ledger.views.waiting({ queue: 'decision', grants: keepers, scope, limit: mostWaiting + 1 });
    const cases = await Promise.all(rows.slice(0, mostWaiting).map((row) => this.readyCase(row, meetings)));
    return { cases, hasMore: rows.length > mostWaiting };
  }

  private async readyCase(row: SeenWaiting, meetings: readonly FoundMeeting[]): Promise<ReadyCase> {
    const tabled = await this.tabledAt(row.case, meetings);
    return {
      case: row.case,
      name: caseInWords(row, workflowIn(row).title),
      region: organisationCalled(this.ledger.register, row.region),
      since: row.since,
      standing: decisionIn(row.state),
      ...(tabled && { tabled }),
    };
  }

  /** The last place that a case has on these agendas, of those that its case does not rest on yet. */
  private async tabledAt(about: string, meetings: readonly FoundMeeting[]): Promise<Tabled | undefined> {
    const places = meetings.flatMap((meeting) => placesOf(about, meeting));
    if (places.length === 0) return undefined;
    const held = await this.ledger.streams.of(caseStream(about));
    const [place] = places
      .filter(({ meeting, item }) => !isOnTheCase(meeting, item, held))
      .toSorted((a, b) => b.at - a.at);
    if (place === undefined) return undefined;
    const { meeting, item, outcome } = place;
    const again = outcome === 'not-carried' || changesSince(meeting, item, held).length > 0;
    return { meeting: meeting.id, heldOn: meeting.context.heldOn, item, outcome, again };
  }

  private async meetings(rows: readonly SeenRow[]): Promise<readonly FoundMeeting[]> {
    const held = rows.map(async ({ id }) => [id, await this.ledger.streams.of(caseStream(id))] as const);
    return (await Promise.all(held)).flatMap(([id, each]) => (each && meetingIn(id, each)) ?? []);
  }

  private mayTable({ workflow, standing, id, context }: FoundMeeting, asking: Asker): boolean {
    if (context.committee.purpose === 'advisory') return false;
    const moves = this.cases.after(id, workflow, standing, asking)?.moves ?? [];
    return moves.some(({ type }) => type === 'ItemTabled');
  }

  private line(found: FoundMeeting): MeetingLine {
    const { committee, heldOn, place, items } = found.context;
    return {
      id: found.id,
      committee: committee.name,
      of: organisationCalled(this.ledger.register, committee.organisation),
      heldOn,
      ...(place !== null && { place }),
      course: courseOf(found),
      items: items.filter(({ result }) => result?.outcome !== 'retabled').map(({ title }) => title),
      open: items.filter(({ result }) => result === null).length,
    };
  }
}

const whereToTable = ({ id, standing, context }: FoundMeeting): MeetingList['tableAt'][number] => ({
  id,
  revision: standing.revision,
  committee: context.committee.name,
  heldOn: context.heldOn,
});

interface Place extends Pick<Tabled, 'item' | 'outcome'> {
  readonly meeting: FoundMeeting;
  /** When it was tabled, in milliseconds. */
  readonly at: number;
}

/** Items about a case, but those whose place another took. */
function placesOf(about: string, meeting: FoundMeeting): readonly Place[] {
  return meeting.context.items.flatMap(({ case: id, result, tabledAt }, index) => {
    const outcome = result?.outcome ?? 'open';
    if (id !== about || outcome === 'retabled') return [];
    return [{ meeting, item: index + 1, outcome, at: tabledAt === undefined ? 0 : Date.parse(tabledAt) }];
  });
}

/** Where under its decision an application stands. */
function decisionIn(state: SeenRow['state']): string {
  const within = substateAt(state, 'applying.underWay.application.decision');
  return typeof within === 'string' ? within : 'recommended';
}
