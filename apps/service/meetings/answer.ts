import { Injectable } from '@nestjs/common';
import { LONGEST_LINE } from '../../../libs/forms/decorators.js';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Committee } from '../../../libs/register/model.js';
import { hasDayCome, londonDay } from '../../../libs/workflow/london.js';
import type { Move } from '../../../libs/workflow/decide.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import type { Change, Context as ApplicationContext } from '../../../workflows/application/words.js';
import { asKnown, itemOf } from '../../../workflows/committee-meeting/context.js';
import { known, type Known } from '../../../workflows/committee-meeting/events.js';
import { quorumInWords } from '../../../libs/register/quorum-words.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { lookUp } from '../casework/look-ups.js';
import { CasesAnswer, type FoundCase } from '../cases/answer.js';
import { caseInWords } from '../contract/about.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import type { Held } from '../ledger/stream-cache.js';
import { organisationCalled } from '../pages/names.js';
import { changesSince, courseOf, isOnTheCase, meetingIn, type FoundMeeting } from './found.js';
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

/** More events than a meeting, or the path of one application, has. */
const wholeHistory = 5_000;

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

/** What is shown of committee meetings. Undefined stands for one that is not there, or that the person may not know of. */
@Injectable()
export class MeetingsAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly cases: CasesAnswer,
    private readonly readings: Readings,
    private readonly clock: ServiceClock,
  ) {}

  /** What an item about a case is called; undefined for one that the person does not see. */
  async titleOf(id: string, asking: Asker): Promise<string | undefined> {
    const found = await this.cases.found(id, {}, asking);
    return found === undefined || 'last' in found
      ? undefined
      : this.aboutOf(id, found, asking).name.slice(0, LONGEST_LINE);
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
    const about = await this.cases.found(tabled.case, {}, asking);
    const room = roomOf(context, item);
    return {
      ...lineOf(context, item, number),
      proposal: item.proposed,
      room,
      ...(about && !('last' in about) && { about: this.aboutOf(tabled.case, about, asking) }),
      changed: changesSince(found, number, held),
      isOnTheCase: isOnTheCase(found, number, held) || (await this.hasEnded(tabled.case, held, id, number)),
      mayChair: room.chairs.some((chair) => chair.id === asking.id),
      mayKeep: now.mayNotAct?.includes(asking.id) !== true,
    };
  }

  /** Whether the case ended with what was minuted of the item: a rejection is the last thing that is recorded on it. */
  private async hasEnded(about: string, held: Held | undefined, meeting: string, item: number): Promise<boolean> {
    if (held === undefined || held.standing.snapshot.status === 'active') return false;
    const from = held.standing.revision;
    const [last] = await this.ledger.log.readStream(caseStream(about), { from, limit: 1 });
    return last?.type === 'DecisionMade' && last.data['meeting'] === meeting && last.data['item'] === item;
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
    return found === undefined || 'last' in found ? undefined : meetingIn(id, found);
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
      of: organisationCalled(this.ledger.register, committee.organisation),
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
      name: shown === undefined ? id : caseInWords(shown, workflow.title),
      ccgName: shown?.ccgName ?? id,
      ccg: shown?.ccg ?? id,
      region: organisationCalled(this.ledger.register, shown?.region ?? id),
      revision: standing.revision,
      thresholds: context.findings ?? {},
      asked: Object.values(context.thresholdConditions ?? {}),
      moves: (shown?.moves ?? []).filter(({ type }) => type === 'DecisionMade' || type === 'DecisionEscalated'),
    };
  }
}
