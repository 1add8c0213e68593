/** What changed since somebody looked last, of the cases they see. */
import type { ListedCase } from '../../../libs/views/index.js';
import { waysFor } from '../../../libs/workflow/state.js';
import { workflowIn } from '../access/visibility.js';
import { addressOfCase, caseInWords } from '../contract/about.js';

/** The latest fact of a case that is news. */
export interface Change {
  readonly case: string;
  readonly name: string;
  readonly href: string;
  /** To the fact itself. */
  readonly event: string;
  readonly type: string;
  /** What such a fact means, as the workflow says it. */
  readonly meaning?: string;
  readonly at: string;
  readonly by: string;
  /** The role they acted in. */
  readonly role: string;
}

/** Whoever did something themselves knows of it. */
export const changesIn = (rows: readonly ListedCase[], me: string): readonly Change[] =>
  rows.flatMap((row) => {
    const { latest } = row;
    if (latest === undefined || latest.by.id === me) return [];
    const workflow = workflowIn(row);
    const ways = waysFor(workflow.machine, latest.type);
    const [meaning, ...others] = new Set(ways.flatMap(({ description }) => description ?? []));
    return [
      {
        case: row.id,
        name: caseInWords(row, workflow.title),
        href: addressOfCase(row),
        event: `/cases/${row.id}/history#event-${latest.revision}`,
        type: latest.type,
        // Where a fact can mean several things, its name says all that is known of it here.
        ...(meaning !== undefined && others.length === 0 && { meaning }),
        at: latest.at,
        by: latest.by.name,
        role: latest.by.role,
      },
    ];
  });
