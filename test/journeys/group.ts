/** Reading CCGs that apply together through the API, for journeys. */
import type { Body, TestService } from '../service.js';

/** A group as the API shows it. */
export interface Group {
  readonly id: string;
  readonly level: string;
  readonly round: string;
  readonly ccgs: readonly string[];
  readonly members: readonly {
    readonly ccg: string;
    readonly joined: boolean;
    readonly outcome: string | null;
    readonly stages: readonly { readonly name: string; readonly status: string }[];
    readonly continuation: { readonly ccg: boolean; readonly region: boolean } | null;
    readonly case?: string;
  }[];
  readonly left: readonly { readonly ccg: string; readonly outcome: string }[];
  readonly goesOn: { readonly asked: boolean; readonly waitingOn: readonly string[] };
  readonly committeesInCommon: readonly { readonly name: string; readonly deciding: boolean }[];
}

/** The group as a persona sees it. */
export async function groupSeen(to: TestService<Body>, id: string, persona = 'auditor@nhse'): Promise<Group> {
  return (await to.as(persona).get(`/api/groups/${id}`)).body as unknown as Group;
}

/** How far a CCG of the group has come in a stage. */
export const statusOf = ({ members }: Group, ccg: string, stage: string): string | undefined =>
  members.find((each) => each.ccg === ccg)?.stages.find(({ name }) => name === stage)?.status;
