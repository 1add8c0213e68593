/** A case in one line of a list, as whoever asks sees it. */
import type { ListedCase } from '../../../../libs/views/index.js';
import { earliestOf, hasCome, instant } from '../../../../libs/workflow/instant.js';
import { courseSeen } from '../../access/seen.js';
import { workflowIn } from '../../access/visibility.js';
import { aboutShown, addressOfCase, caseInWords } from '../../contract/about.js';

export interface CaseItem {
  readonly id: string;
  readonly href: string;
  /** What people call it. */
  readonly name: string;
  /** Empty for what is about a committee, and no CCG. */
  readonly ccg: string;
  readonly ccgName: string;
  readonly region: string;
  readonly level?: string;
  readonly round: string;
  /** Of its workflow. */
  readonly title: string;
  /** Titles of the stages it is in. */
  readonly stages: readonly string[];
  /** How it ended; absent while it is open, and where that is no matter of the part that is seen. */
  readonly outcome?: string;
  /** Roles. */
  readonly waitingOn: readonly string[];
  /** How long the first of these has been waited on, or since when nothing has changed. */
  readonly since: string;
  readonly due?: string;
  readonly overdue: boolean;
  /** Names of those who have it in hand. */
  readonly claimedBy: readonly string[];
  readonly startedAt: string;
}

export function itemOf(row: ListedCase, now: string): CaseItem {
  const workflow = workflowIn(row);
  const { outcome, stages, waitingOn } = courseSeen({ extent: row.extent, workflow }, row.progress);
  const here = stages.filter(({ status }) => status === 'in-progress');
  const awaited = here.filter((stage) => stage.waitingOn.length > 0);
  const due = earliestOf(here.flatMap((stage) => (stage.due === undefined ? [] : [instant(stage.due)])));
  const since = earliestOf(awaited.flatMap((stage) => (stage.since === undefined ? [] : [instant(stage.since)])));
  return {
    id: row.id,
    href: addressOfCase(row),
    name: caseInWords(row, workflow.title),
    ...aboutShown(row),
    ccgName: row.ccgName,
    region: row.region,
    ...(row.level !== undefined && { level: row.level }),
    title: workflow.title,
    stages: here.map(({ title }) => title),
    ...(outcome !== undefined && { outcome }),
    waitingOn: outcome === undefined ? waitingOn : [],
    since: since ?? row.latest?.at ?? row.startedAt,
    ...(due !== undefined && { due }),
    overdue: due !== undefined && hasCome(due, now),
    claimedBy: [...new Set(Object.values(row.claims).map(({ name }) => name))],
    startedAt: row.startedAt,
  };
}
