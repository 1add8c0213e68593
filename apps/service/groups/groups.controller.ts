import { Controller, Get } from '@nestjs/common';
import type { CaseRow } from '../../../libs/views/index.js';
import { stagesOf } from '../../../libs/workflow/progress.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Asks } from '../access/sign-in.guard.js';
import { Visibility } from '../access/visibility.js';
import { isIn } from '../../../libs/workflow/state.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { invitedState } from '../../../workflows/stages/group/invited.js';
import { Ledger } from '../ledger.js';
import { Problem } from '../problems/problem.js';
import { IdIn } from '../requests/id-pipe.js';

/** CCGs in a group at most; the rules of an interest allow fewer. */
const mostMembers = 200;

const noGroup = 'There is no such group, or none that you may see.';

/** What the workflows of applications tell of a group in their summaries. */
interface GroupSummary {
  readonly groupLeft?: readonly { readonly ccg: string; readonly case: string; readonly outcome: string }[];
  readonly continuation?: { readonly ccg: boolean; readonly region: boolean };
  readonly committeesInCommon?: readonly unknown[];
}

/**
 * CCGs that applied together. Each has its own case, vote, decision and agreement; who may see one of the cases sees how far
 * the others have come, and no more of them.
 */
@Controller('api/groups')
export class GroupsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly readings: Readings,
  ) {}

  @Get(':id')
  async find(@IdIn(noGroup) id: string, @Asks() asking: Asker): Promise<unknown> {
    const rows = this.ledger.views.cases({ groupId: id, limit: mostMembers }).cases;
    const [first] = rows;
    if (first === undefined || !rows.some((row) => this.visibility.sight(row.id, asking)?.extent === 'all'))
      throw new Problem('not-found', noGroup);
    await this.readings.note(asking, 'GroupRead', { group: id });
    const members = await Promise.all(rows.map((row) => this.memberOf(row, asking)));
    const going = members.filter(({ outcome }) => outcome === null);
    return {
      id: first.groupId,
      workflow: first.workflow,
      level: first.level ?? null,
      round: first.round,
      ccgs: first.group,
      members,
      // Asked of those still applying only: a CCG that is out is not asked whether the others go on.
      left: members.filter(({ outcome }) => outcome !== null).map(({ ccg, outcome }) => ({ ccg, outcome })),
      goesOn: {
        asked: going.some(({ continuation }) => continuation !== null),
        waitingOn: unique(
          going
            .filter(({ continuation }) => continuation !== null)
            .flatMap(({ ccg, region, continuation }) => [
              ...(continuation?.ccg ? [] : [ccg]),
              ...(continuation?.region ? [] : [region]),
            ]),
        ),
      },
      committeesInCommon: unique(members.flatMap((member) => member.committeesInCommon)),
      links: { self: `/api/groups/${first.groupId ?? ''}` },
    };
  }

  private async memberOf(row: CaseRow, asking: Asker) {
    const held = await this.ledger.streams.of(caseStream(row.id));
    if (held === undefined) throw new Error(`expected the case ${row.id}, found none`);
    const { workflow, standing } = held;
    const summary: GroupSummary = workflow.summary(standing.snapshot.context as unknown);
    const joined = !isIn(standing.progress.state, invitedState);
    const seen = this.visibility.sight(row.id, asking)?.extent === 'all';
    return {
      ccg: row.ccg,
      ccgName: row.ccgName,
      region: row.region,
      /** Whether its own officer has joined; the CCG that proposed the group did so by that. */
      joined,
      outcome: row.outcome ?? null,
      stages: stagesOf(workflow, standing.progress).map(({ name, title, status }) => ({ name, title, status })),
      continuation: joined && (summary.groupLeft ?? []).length > 0 ? (summary.continuation ?? null) : null,
      committeesInCommon: summary.committeesInCommon ?? [],
      ...(seen && { case: row.id, links: { case: `/api/cases/${row.id}` } }),
    };
  }
}

const unique = <T>(things: readonly T[]): readonly T[] => [
  ...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values(),
];
