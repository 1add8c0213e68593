import { LRUCache } from 'lru-cache';
import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../event-log/index.js';
import type { Workflow } from '../workflow/index.js';
import { caseOf, caseStream, ccgOf } from '../workflow/streams.js';
import type { CaseReads } from './case-rows.js';
import { fold, standing, type Folded } from './fold.js';
import { lastSeenIn, seenOf, type LastSeen } from './last-seen.js';
import type { CaseRow, ViewsOptions } from './model.js';
import { newsOf } from './news.js';
import { writesTo } from './writes.js';

export interface Taking {
  apply(events: readonly RecordedEvent[]): void;
  /** The case as it is now, mostly from memory. */
  find(id: string): CaseRow | undefined;
  /** The last event that is in the rows; its position is 0 before the first. */
  reached(): LastSeen;
}

/** A case in memory, with its number in the file. */
interface Kept extends Folded {
  readonly number: number;
}

/** A case while a batch is taken: as the file has it, and as it will be. */
interface Draft {
  readonly before: Kept | undefined;
  readonly now: Kept;
}

/** How the events get into the tables. What is kept in memory changes only after the transaction has been committed. */
export function takingInto(database: DatabaseSync, cases: CaseReads, workflowOf: ViewsOptions['workflowOf']): Taking {
  const writes = writesTo(database);
  const kept = new LRUCache<string, Kept>({ max: 5_000 });
  let reached = lastSeenIn(database);
  // The columns are known from the statement; node:sqlite cannot know them.
  let { numbers } = database.prepare('SELECT coalesce(max(number), 0) AS numbers FROM cases').get() as {
    numbers: number;
  };

  function workflowFor(name: string, version: string, stream: string): Workflow {
    const workflow = workflowOf(name, version);
    if (workflow) return workflow;
    throw new Error(`expected a workflow the service knows, found ${name}@${version} in ${stream}`);
  }

  function load(id: string): Kept | undefined {
    const stored = cases.stored(id);
    if (stored === undefined) return undefined;
    const { number, row, claims, latest, latestOfPart } = stored;
    const workflow = workflowFor(row.workflow, row.version, caseStream(id));
    return { ...standing(workflow, row, row.progress, claims), latest, latestOfPart, number };
  }

  return {
    reached: () => reached,
    find: (id) => kept.get(id)?.row ?? cases.stored(id)?.row,
    apply(events) {
      const news = newsOf(events, reached.position);
      const last = news.at(-1);
      if (last === undefined) return;
      const seen = seenOf(last);
      const drafts = new Map<string, Draft>();
      let count = numbers;

      function takeIn(id: string, event: RecordedEvent): void {
        const draft = drafts.get(id);
        const before = draft ? draft.now : (kept.get(id) ?? load(id));
        const workflow = workflowFor(event.workflow ?? '', event.version ?? '', event.stream);
        const now = { ...fold(workflow, before, event), number: before?.number ?? (count += 1) };
        writes.writeFacts(now.number, event, workflow.names?.(event));
        drafts.set(id, { before: draft ? draft.before : before, now });
      }

      writes.atOnce(seen, () => {
        for (const event of news) {
          const id = caseOf(event.stream);
          if (id !== undefined) takeIn(id, event);
          else if (ccgOf(event.stream) !== undefined) writes.writeLevel(event);
          else if (event.stream === 'documents') writes.writeDocument(event);
        }
        for (const { before, now } of drafts.values()) writes.writeCase(now.number, before, now);
      });
      for (const [id, { now }] of drafts) kept.set(id, now);
      numbers = count;
      reached = seen;
    },
  };
}
