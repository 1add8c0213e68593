/**
 * The trail: a second read model, for those who look at all of the history at once. It is folded from the same events by the same fold as the
 * views, in a SQLite file of its own, and can be thrown away like them. Whoever writes it is not the service's thread (`apps/service/trail`).
 *
 * What can be asked, all of it as plain data (`model.ts` says what each question takes and answers):
 *
 * - **events**: `events` (search by type, person, role, organisation, case, CCG, workflow, rule, time and position; newest first, a page at a
 *   time), `count`, `words` (what there is to choose from), `refusals` (summed up by rule and person), `person` (what somebody did, by role);
 * - **moments** of the whole register, each a position of the log: `momentOf(instant)` and `momentAt(position)` find one; `tallies` says how
 *   many cases were in which stage, waited in which queue or had ended how, by workflow, level, region and round, and `talliesOver` the same
 *   for many positions at once, as a chart over time needs it; `late`, `stood` (the cases one by one, filtered), `held` (levels);
 * - **differences** between two positions: `differenceCounts`, `difference` (began, moved, ended), `heldDifference` (levels taken and left);
 * - **times**: `stagePeriods` (each stage of each case, from when until when), `stageTimes` (quartiles by stage), `queueAges` (how long what
 *   waits has waited, by queue, at any position), `funnel` (how many cases of a round came into each stage).
 *
 * It holds no data of facts: no reasons, no choice of a vote, nothing confidential. Who recorded what, and when, is no secret for those who may
 * ask here; what was said is asked of the log, through `apps/service/access/seen.ts`.
 */
import type { ViewsOptions } from '../model.js';
import { differencesOf } from './differences.js';
import type { Trail } from './model.js';
import { momentReadsOf } from './moments.js';
import { peopleOf } from './people.js';
import { openFile } from './schema.js';
import { searchOf, spansOf } from './search.js';
import { takingInto } from './taking.js';
import { timesOf } from './times.js';

/**
 * Opens the trail, or makes an empty one. Takes the same time whatever was taken in before.
 *
 * @throws ViewsOutdated when the file is of another version, ViewsDamaged when SQLite cannot read it; Error when it is another program's.
 */
export function openTrail({ file, workflowOf }: ViewsOptions): Trail {
  const database = openFile(file);
  const taking = takingInto(database, workflowOf);
  const spans = spansOf(database);
  return {
    get position() {
      return taking.reached().position;
    },
    get last() {
      return taking.reached();
    },
    apply: (events) => taking.apply(events),
    ...searchOf(database, spans, () => taking.reached().position),
    ...peopleOf(database, spans),
    ...momentReadsOf(database),
    ...differencesOf(database),
    ...timesOf(database),
    close: () => database.close(),
  };
}
