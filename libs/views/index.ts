/**
 * The read models: what pages, queues, the clock and the metrics ask, folded from events alone. Disposable: all of it can be built
 * anew from the log (`rebuild.ts`). One SQLite file, written by one service.
 */
import { caseReadsOf } from './case-rows.js';
import { readsOf } from './reads.js';
import { openFile } from './schema.js';
import type { Views, ViewsOptions } from './model.js';
import { takingInto } from './taking.js';
import { waitingReadsOf } from './waiting.js';

export type {
  CaseFilter,
  OpenCasesOf,
  CasePage,
  CaseRow,
  DueRow,
  Extent,
  HeldLevel,
  LateFilter,
  Scope,
  SeenRow,
  SeenWaiting,
  Statistics,
  Views,
  ViewsOptions,
  WaitingFilter,
  WaitingRow,
} from './model.js';

/**
 * Opens the views, or makes empty ones. Takes the same time whatever was taken in before.
 *
 * @throws ViewsOutdated when the file is of another version, ViewsDamaged when SQLite cannot read it; Error when it is another
 * program's.
 */
export function openViews({ file, workflowOf }: ViewsOptions): Views {
  const database = openFile(file);
  const cases = caseReadsOf(database);
  const taking = takingInto(database, cases, workflowOf);

  return {
    get position() {
      return taking.reached().position;
    },
    get last() {
      return taking.reached();
    },
    apply: (events) => taking.apply(events),
    findCase: (id) => taking.find(id),
    cases: (filter) => cases.page(filter),
    lately: (filter) => cases.lately(filter),
    waiting: waitingReadsOf(database),
    ...readsOf(database),
    close: () => database.close(),
  };
}
