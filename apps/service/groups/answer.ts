import { Injectable } from '@nestjs/common';
import {
  anything,
  listOf,
  mapOf,
  named,
  orNull,
  shape,
  shapeOf,
  text,
  truth,
  uuid,
  type Said,
} from '../../../libs/forms/shape.js';
import type { CaseRow } from '../../../libs/views/index.js';
import { stagesOf, type StageStatus } from '../../../libs/workflow/progress.js';
import { nodesOf } from '../../../libs/workflow/state.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Visibility } from '../access/visibility.js';
import { aboutShown } from '../contract/about.js';
import { Ledger } from '../ledger/ledger.js';

/** CCGs in a group at most; the rules of an interest allow fewer. */
const mostMembers = 200;

/** What the workflows of applications tell of a group in their summaries. */
interface GroupSummary {
  readonly ballot?: {
    readonly number: number;
    readonly members: number;
    readonly voted: number;
    readonly tally: { readonly result: string } | null;
  } | null;
  readonly groupLeft?: readonly { readonly ccg: string; readonly case: string; readonly outcome: string }[];
  readonly continuation?: { readonly ccg: boolean; readonly region: boolean };
  readonly committeesInCommon?: readonly unknown[];
}

export interface Member {
  readonly ccg: string;
  readonly ccgName: string;
  readonly region: string;
  /** Whether its own officer has joined; the CCG that proposed the group did so by that. */
  readonly joined: boolean;
  readonly outcome: string | null;
  /** Why it is out, in words; absent of one that goes on. */
  readonly ended?: string;
  /** Its members' latest ballot, of a case that the person asking sees; `result` is null until it is counted. */
  readonly vote?: {
    readonly number: number;
    readonly members: number;
    readonly voted: number;
    readonly result: string | null;
  };
  readonly stages: readonly Pick<StageStatus, 'name' | 'title' | 'status'>[];
  /** Who of it has agreed to go on; null where that is not asked. */
  readonly continuation: GroupSummary['continuation'] | null;
  readonly committeesInCommon: readonly unknown[];
  /** Of a case that the person asking sees. */
  readonly case?: string;
  readonly links?: { readonly case: string };
}

export const groupShape = named(
  'Group',
  shape({
    id: uuid,
    workflow: text,
    level: orNull(text),
    round: text,
    ccgs: listOf(text),
    members: listOf<Member>(anything),
    left: listOf(shape({ ccg: text, outcome: text })),
    // Asked of those still applying only: a CCG that is out is not asked whether the others go on.
    goesOn: shape({ asked: truth, waitingOn: listOf(text) }),
    committeesInCommon: listOf<unknown>(shapeOf(anything)),
    links: mapOf(text),
  }),
);
export type Group = Said<typeof groupShape>;

/**
 * CCGs that applied together. Each has its own case, vote, decision and agreement; who may see one of the cases sees how far
 * the others have come, and no more of them.
 */
@Injectable()
export class GroupsAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly readings: Readings,
  ) {}

  /** Undefined when there is none, or none that the person may know of. */
  async one(id: string, asking: Asker): Promise<Group | undefined> {
    const { views } = this.ledger;
    const { cases } = views.cases({ groupId: id, scope: this.visibility.scope(asking), limit: mostMembers });
    const whole = cases.filter(({ extent }) => extent === 'all');
    // Whoever is out without having joined sees no more of the others than before they were asked.
    if (!whole.some((row) => row.outcome === undefined || hasJoined(row))) return undefined;
    const seen = new Set(whole.map((row) => row.id));
    await this.readings.note(asking, 'GroupRead', { group: id });
    const rows = views.cases({ groupId: id, limit: mostMembers }).cases;
    const [first] = rows;
    if (first === undefined) return undefined;
    // As the expression of interest names them: all begin at one instant, and their ids say nothing.
    const place = (row: CaseRow): number => first.group.indexOf(aboutShown(row).ccg);
    const named = rows.toSorted((a, b) => place(a) - place(b));
    const members = await Promise.all(named.map((row) => this.memberOf(row, seen.has(row.id))));
    return {
      id,
      workflow: first.workflow,
      level: first.level ?? null,
      round: aboutShown(first).round,
      ccgs: first.group,
      members,
      left: members.flatMap(({ ccg, outcome }) => (outcome === null ? [] : [{ ccg, outcome }])),
      goesOn: goesOn(members),
      committeesInCommon: unique(members.flatMap((member) => member.committeesInCommon)),
      links: { self: `/api/groups/${id}` },
    };
  }

  private async memberOf(row: CaseRow, isSeen: boolean): Promise<Member> {
    const held = await this.ledger.streams.of(caseStream(row.id));
    if (held === undefined) throw new Error(`expected the case ${row.id}, found none`);
    const { workflow, standing } = held;
    const summary: GroupSummary = workflow.summary(standing.snapshot.context as unknown);
    const joined = hasJoined(standing);
    const ended = row.outcome === undefined ? undefined : nodesOf(workflow.machine, row.state).at(-1)?.description;
    const vote = isSeen ? voteIn(summary) : undefined;
    return {
      ccg: aboutShown(row).ccg,
      ccgName: row.ccgName,
      region: row.region,
      joined,
      outcome: row.outcome ?? null,
      ...(ended !== undefined && { ended }),
      ...(vote && { vote }),
      stages: stagesOf(workflow, standing.progress).map(({ name, title, status }) => ({ name, title, status })),
      continuation: joined && (summary.groupLeft ?? []).length > 0 ? (summary.continuation ?? null) : null,
      committeesInCommon: summary.committeesInCommon ?? [],
      ...(isSeen && { case: row.id, links: { case: `/api/cases/${row.id}` } }),
    };
  }
}

/** A case that was joined has an interest of its own, whatever became of it. */
const hasJoined = ({ progress }: Pick<CaseRow, 'progress'>): boolean => progress.since['interest'] !== undefined;

function voteIn({ ballot }: GroupSummary): Member['vote'] {
  if (!ballot) return undefined;
  const { number, members, voted, tally } = ballot;
  return { number, members, voted, result: tally?.result ?? null };
}

function goesOn(members: readonly Member[]): Group['goesOn'] {
  const asked = members.filter(({ outcome, continuation }) => outcome === null && continuation !== null);
  const waitingOn = asked.flatMap(({ ccg, region, continuation }) => [
    ...(continuation?.ccg ? [] : [ccg]),
    ...(continuation?.region ? [] : [region]),
  ]);
  return { asked: asked.length > 0, waitingOn: unique(waitingOn) };
}

const unique = <T>(things: readonly T[]): readonly T[] => [
  ...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values(),
];
