import { Injectable } from '@nestjs/common';
import { LONGEST_LINE } from '../../../libs/forms/decorators.js';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Committee } from '../../../libs/register/model.js';
import type { SeenRow } from '../../../libs/views/index.js';
import { hasDayCome, londonDay } from '../../../libs/workflow/london.js';
import type { Move } from '../../../libs/workflow/decide.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { substateAt } from '../../../libs/workflow/state.js';
import { changedSince } from '../../../workflows/stages/decision/changes.js';
import type { Change, Context as ApplicationContext } from '../../../workflows/application/words.js';
import { asKnown, itemOf } from '../../../workflows/committee-meeting/context.js';
import { known, type Known } from '../../../workflows/committee-meeting/events.js';
import { minuteOf, type MeetingContext } from '../../../workflows/committee-meeting/minute.js';
import { quorumInWords } from '../../../libs/register/quorum-words.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { lookUp } from '../casework/look-ups.js';
import { CasesAnswer, type FoundCase } from '../cases/answer.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { papersIn, type Papers } from './papers.js';
import {
  lineOf,
  membersOf,
  officeInWords,
  refOf,
  roomOf,
  type AgendaLine,
  type Course,
  type MemberShown,
  type PersonRef,
  type RoomShown,
} from './shown.js';

/** Meetings of a page of those that are over. */
export const mostOver = 20;
/** Of the cases that wait for a committee, so many are offered. */
export const mostWaiting = 50;
/** More than any meeting has to come. */
const mostOpen = 200;
/** More events than a meeting, or the path of one application, has. */
const wholeHistory = 5_000;

/** A meeting as a list shows it. */
export interface MeetingLine {
  readonly id: string;
  readonly committee: string;
  readonly committeeId: string;
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
  /** On the agenda of a meeting that is not over, or the last that was. */
  readonly tabled?: {
    readonly meeting: string;
    readonly heldOn: string;
    readonly item: number;
    readonly voted: boolean;
  };
}

export interface MeetingList {
  readonly open: readonly MeetingLine[];
  readonly over: readonly MeetingLine[];
  readonly hasMore: boolean;
  /** What waits for the committee of whoever asks. */
  readonly ready: readonly ReadyCase[];
  readonly hasMoreReady: boolean;
  /** Meetings on whose agenda the person could put them. */
  readonly tableAt: readonly {
    readonly id: string;
    readonly revision: number;
    readonly committee: string;
    readonly heldOn: string;
  }[];
  /** Name of the organisation whose meetings these are; absent for all. */
  readonly of?: string;
}

export interface MeetingShown {
  readonly id: string;
  readonly revision: number;
  readonly course: Course;
  readonly committee: { readonly id: string; readonly name: string; readonly organisation: string };
  /** Name of the organisation whose committee it is. */
  readonly of: string;
  readonly decides: boolean;
  readonly heldOn: string;
  /** Whether the day has come, so that attendance can be recorded. */
  readonly hasDayCome: boolean;
  readonly place?: string;
  /** As the committee is constituted for the day, once that has come. */
  readonly members: readonly MemberShown[];
  readonly chair?: PersonRef;
  /** The rule, in words. */
  readonly quorum: string;
  readonly agenda: readonly AgendaLine[];
  readonly moves: readonly Move[];
}

/** What a case that is put to a committee is called, and how it stands. */
export interface AboutCase {
  readonly id: string;
  readonly name: string;
  readonly ccgName: string;
  /** Its code, and the name of its region. */
  readonly ccg: string;
  readonly region: string;
  readonly revision: number;
  /** Threshold → finding, by their codes. */
  readonly thresholds: Readonly<Record<string, string>>;
  /** What the region asks for under a threshold. */
  readonly asked: readonly string[];
  /** What the person could do on it for its decision. */
  readonly moves: readonly Move[];
}

/** One item with all that it takes to run it. */
export interface ItemShown extends AgendaLine {
  readonly proposal: string;
  readonly room: RoomShown;
  /** Absent where the person does not see the case. */
  readonly about?: AboutCase;
  /** What has changed on the case since it was tabled: a vote on it decides nothing. */
  readonly changed: readonly Change[];
  /** The case rests on what was minuted of it. */
  readonly isOnTheCase: boolean;
  /** Whether the person acts in the chair for it, and may keep its minutes. */
  readonly mayChair: boolean;
  readonly mayKeep: boolean;
}

export interface Minutes extends MeetingShown {
  readonly items: readonly (AgendaLine & { readonly room: RoomShown })[];
  readonly events: readonly RecordedEvent[];
}

export interface Pack extends MeetingShown {
  readonly items: readonly (AgendaLine & { readonly about?: AboutCase; readonly papers?: Papers })[];
}

interface FoundMeeting extends FoundCase {
  readonly context: MeetingContext & {
    readonly committee: NonNullable<MeetingContext['committee']>;
    readonly heldOn: string;
  };
}

/** What is shown of committee meetings. Undefined stands for one that is not there, or that the person may not know of. */
@Injectable()
export class MeetingsAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly cases: CasesAnswer,
    private readonly visibility: Visibility,
    private readonly readings: Readings,
    private readonly clock: ServiceClock,
  ) {}

  /** @param organisation of whose committees; all that the person sees, without one. @param page from 1 */
  async list(organisation: string | undefined, page: number, asking: Asker): Promise<MeetingList> {
    const of = {
      workflow: 'committee-meeting',
      scope: this.visibility.scope(asking),
      ...(organisation !== undefined && { region: organisation }),
    };
    const { views } = this.ledger;
    const over = views.lately({ ...of, ended: true, limit: mostOver + 1, skip: (page - 1) * mostOver });
    const found = async (rows: readonly SeenRow[]) =>
      (await Promise.all(rows.map(async (row) => this.inMemory(row)))).filter((each) => each !== undefined);
    const [open, ended] = await Promise.all([
      found(views.lately({ ...of, ended: false, limit: mostOpen })),
      found(over.slice(0, mostOver)),
    ]);
    const ready = this.ready([...open, ...ended], asking);
    return {
      open: open.map((each) => this.line(each)).toSorted((a, b) => Date.parse(a.heldOn) - Date.parse(b.heldOn)),
      over: ended.map((each) => this.line(each)),
      hasMore: over.length > mostOver,
      ready: ready.slice(0, mostWaiting),
      hasMoreReady: ready.length > mostWaiting,
      tableAt: open.filter((each) => this.maybeTabled(each, asking)).map(tableAt),
      ...(organisation !== undefined && { of: this.nameOf(organisation) }),
    };
  }

  /** Cases that could be put on the agenda of a meeting. */
  async readyFor(
    { id, committee, decides }: MeetingShown,
    asking: Asker,
  ): Promise<{ readonly cases: readonly ReadyCase[]; readonly hasMore: boolean }> {
    const keeps = asking.grants.some(({ organisation }) => organisation === committee.organisation);
    const found = keeps && decides ? await this.found(id, asking) : undefined;
    if (found === undefined || found.standing.snapshot.status !== 'active') return { cases: [], hasMore: false };
    const ready = this.ready([{ id, context: found.context }], asking);
    return { cases: ready.slice(0, mostWaiting), hasMore: ready.length > mostWaiting };
  }

  /** What an item about a case is called; undefined for one that the person does not see. */
  async titleOf(id: string, asking: Asker): Promise<string | undefined> {
    const found = await this.cases.found(id, {}, asking);
    return found === undefined || 'last' in found
      ? undefined
      : this.aboutOf(id, found, asking).name.slice(0, LONGEST_LINE);
  }

  private maybeTabled({ workflow, standing, id }: FoundMeeting & { readonly id: string }, asking: Asker): boolean {
    const moves = this.cases.after(id, workflow, standing, asking)?.moves ?? [];
    return moves.some(({ type }) => type === 'ItemTabled');
  }

  /** Cases that wait for the decision of whoever asks. */
  ready(
    meetings: readonly Pick<FoundMeeting & { id: string }, 'id' | 'context'>[],
    asking: Asker,
  ): readonly ReadyCase[] {
    const keepers = asking.grants.filter(({ role }) => ['national-committee', 'regional-assessor'].includes(role));
    if (keepers.length === 0) return [];
    const scope = this.visibility.scope(asking);
    const waiting = this.ledger.views.waiting({ queue: 'decision', grants: keepers, scope, limit: mostWaiting + 1 });
    return waiting.map((row) => {
      const tabled = tabledAt(meetings, row.case);
      return {
        case: row.case,
        name: caseName({ ...row, title: workflowIn(row).title }),
        region: this.nameOf(row.region),
        since: row.since,
        standing: decisionIn(row.state),
        ...(tabled && { tabled }),
      };
    });
  }

  async one(id: string, asking: Asker): Promise<MeetingShown | undefined> {
    const found = await this.found(id, asking);
    if (found === undefined) return undefined;
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'case' });
    return this.shown(id, found, asking);
  }

  /** One item of a meeting, as its people are known to be now. */
  async item(id: string, number: number, asking: Asker): Promise<ItemShown | undefined> {
    const found = await this.found(id, asking);
    const tabled = found && itemOf(found.context, number);
    if (found === undefined || tabled === undefined) return undefined;
    const held = await this.ledger.streams.of(caseStream(tabled.case));
    const now = tabled.result === null && held ? this.knownOf(id, found, number, tabled.case, held) : {};
    const item = asKnown(tabled, now);
    const { context } = found;
    const minute = minuteOf(context, id, number);
    const about = await this.cases.found(tabled.case, {}, asking);
    const application = held?.workflow.changes ? (held.standing.snapshot.context as ApplicationContext) : undefined;
    const room = roomOf(context, item);
    return {
      ...lineOf(context, item, number),
      proposal: item.proposed,
      room,
      ...(about && !('last' in about) && { about: this.aboutOf(tabled.case, about, asking) }),
      changed: application && minute ? changedSince(minute, application) : [],
      isOnTheCase: isMinuted(application, id, number),
      mayChair: room.chairs.some((chair) => chair.id === asking.id),
      mayKeep: now.mayNotAct?.includes(asking.id) !== true,
    };
  }

  async minutes(id: string, asking: Asker): Promise<Minutes | undefined> {
    const found = await this.found(id, asking);
    if (found === undefined) return undefined;
    const history = await this.cases.history(id, 'events', { after: -1, limit: wholeHistory }, asking);
    const { context } = found;
    return {
      ...this.shown(id, found, asking),
      items: context.items.map((item, index) => ({ ...lineOf(context, item, index + 1), room: roomOf(context, item) })),
      events: history?.events ?? [],
    };
  }

  async pack(id: string, asking: Asker): Promise<Pack | undefined> {
    const found = await this.found(id, asking);
    if (found === undefined) return undefined;
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'case' });
    const { context } = found;
    const items = context.items.map(async (item, index) => {
      const line = lineOf(context, item, index + 1);
      const about = await this.cases.found(item.case, {}, asking);
      if (about === undefined || 'last' in about || item.result?.outcome === 'retabled') return line;
      const history = await this.cases.history(item.case, 'events', { after: -1, limit: wholeHistory }, asking);
      return { ...line, about: this.aboutOf(item.case, about, asking), papers: papersIn(history?.events ?? []) };
    });
    return { ...this.shown(id, found, asking), items: await Promise.all(items) };
  }

  private async found(id: string, asking: Asker): Promise<FoundMeeting | undefined> {
    const found = await this.cases.found(id, {}, asking);
    return found === undefined || 'last' in found ? undefined : meetingIn(found);
  }

  private async inMemory({ id }: SeenRow): Promise<(FoundMeeting & { readonly id: string }) | undefined> {
    const held = await this.ledger.streams.of(caseStream(id));
    const meeting = held && meetingIn({ ...held, extent: 'all' });
    return meeting && { ...meeting, id };
  }

  private shown(id: string, found: FoundMeeting, asking: Asker): MeetingShown {
    const { context, standing, workflow } = found;
    const { committee, heldOn, place, chairedBy } = context;
    const today = londonDay(this.clock.now());
    const constituted = this.constituted(context, today);
    return {
      id,
      revision: standing.revision,
      course: courseOf(found),
      committee: { id: committee.id, name: committee.name, organisation: committee.organisation },
      of: this.nameOf(committee.organisation),
      decides: committee.purpose !== 'advisory',
      heldOn,
      hasDayCome: hasDayCome(heldOn, today),
      ...(place !== null && { place }),
      members: membersOf(context, constituted.members),
      ...(chairedBy !== null && { chair: refOf(context, chairedBy) }),
      quorum: quorumInWords(constituted.quorum, officeInWords),
      agenda: context.items.map((item, index) => lineOf(context, item, index + 1)),
      moves: this.cases.after(id, workflow, standing, asking)?.moves ?? [],
    };
  }

  private line(found: FoundMeeting & { readonly id: string }): MeetingLine {
    const { committee, heldOn, place, items } = found.context;
    return {
      id: found.id,
      committee: committee.name,
      committeeId: committee.id,
      of: this.nameOf(committee.organisation),
      heldOn,
      ...(place !== null && { place }),
      course: courseOf(found),
      items: items.filter(({ result }) => result?.outcome !== 'retabled').map(({ title }) => title),
      open: items.filter(({ result }) => result === null).length,
    };
  }

  /** The name of a region, or of NHS England. */
  private nameOf(organisation: string): string {
    if (organisation === 'nhse') return 'NHS England';
    return this.ledger.register.region(organisation)?.name ?? organisation;
  }

  /** The committee that sits: before anybody did, as the register has it for the day. */
  private constituted(
    { committee, heldOn, chairedBy }: FoundMeeting['context'],
    today: string,
  ): Pick<Committee, 'members' | 'quorum'> {
    if (chairedBy !== null || !hasDayCome(heldOn, today)) return committee;
    return this.ledger.register.committee(committee.id, heldOn) ?? committee;
  }

  /** Whom the register, and the case itself, keep from the item now. */
  private knownOf(
    id: string,
    { workflow, standing, context }: FoundMeeting,
    item: number,
    about: string,
    { workflow: its, standing: stands }: Pick<FoundCase, 'workflow' | 'standing'>,
  ): Partial<Known> {
    const added = lookUp(known, {
      register: this.ledger.register,
      at: this.clock.now().toISOString(),
      ccg: undefined,
      round: undefined,
      data: { item },
      workflow,
      context,
      caseId: id,
      revision: standing.revision,
      groupId: null,
      other: { id: about, workflow: its, revision: stands.revision, context: stands.snapshot.context as unknown },
      arrangementOf: () => {
        throw new Error('A meeting asks for no arrangement');
      },
    });
    return added.ok ? added.data : {};
  }

  private aboutOf(id: string, found: FoundCase, asking: Asker): AboutCase {
    const { workflow, standing } = found;
    const shown = this.cases.after(id, workflow, standing, asking);
    const context = standing.snapshot.context as Partial<ApplicationContext>;
    return {
      id,
      name: shown === undefined ? id : caseName({ ...shown, title: workflow.title }),
      ccgName: shown?.ccgName ?? id,
      ccg: shown?.ccg ?? id,
      region: this.nameOf(shown?.region ?? id),
      revision: standing.revision,
      thresholds: context.findings ?? {},
      asked: Object.values(context.thresholdConditions ?? {}),
      moves: (shown?.moves ?? []).filter(({ type }) => type === 'DecisionMade' || type === 'DecisionEscalated'),
    };
  }
}

/** “NHS Bramblelowe CCG (06Q) – delegated commissioning – round 2026” */
export function caseName(about: {
  readonly ccgName: string;
  readonly ccg?: string;
  readonly round?: string;
  readonly title: string;
}): string {
  const { ccgName, ccg, round, title } = about;
  const what = title.charAt(0).toLowerCase() + title.slice(1);
  return [ccg ? `${ccgName} (${ccg})` : ccgName, what, ...(round ? [`round ${round}`] : [])].join(' – ');
}

/** Where under its decision an application stands. */
function decisionIn(state: SeenRow['state']): string {
  const within = substateAt(state, 'applying.underWay.application.decision');
  return typeof within === 'string' ? within : 'recommended';
}

function meetingIn(found: FoundCase): FoundMeeting | undefined {
  if (found.workflow.name !== 'committee-meeting') return undefined;
  const context = found.standing.snapshot.context as MeetingContext;
  const { committee, heldOn } = context;
  return committee === null || heldOn === null ? undefined : { ...found, context: { ...context, committee, heldOn } };
}

function courseOf({ standing: { snapshot, progress } }: Pick<FoundCase, 'standing'>): Course {
  if (snapshot.status !== 'active') return progress.state === 'calledOff' ? 'called-off' : 'closed';
  return ['national', 'regional'].some((kind) => substateAt(progress.state, `meeting.${kind}.sitting`) !== undefined)
    ? 'sitting'
    : 'called';
}

const tableAt = ({
  id,
  standing,
  context,
}: FoundMeeting & { readonly id: string }): MeetingList['tableAt'][number] => ({
  id,
  revision: standing.revision,
  committee: context.committee.name,
  heldOn: context.heldOn,
});

/** Where a case is on an agenda: the item that is open, or else the one that was voted on last. */
function tabledAt(
  meetings: readonly { readonly id: string; readonly context: FoundMeeting['context'] }[],
  about: string,
): ReadyCase['tabled'] {
  const places = meetings.flatMap(({ id, context: { items, heldOn } }) =>
    items.flatMap((item, index) =>
      item.case === about && item.result?.outcome !== 'retabled'
        ? [{ meeting: id, heldOn, item: index + 1, voted: item.result !== null }]
        : [],
    ),
  );
  return places.find(({ voted }) => !voted) ?? places.at(-1);
}

const isMinuted = (application: ApplicationContext | undefined, meeting: string, item: number): boolean =>
  application?.minutes.some((minute) => minute.meeting === meeting && minute.item === item) === true;
