import { londonDay } from '../../../libs/workflow/london.js';
import { extentOf, type Extent, type Scope } from '../../../libs/views/scope.js';
import type { CaseRow } from '../../../libs/views/index.js';
import type { Standing, Workflow } from '../../../libs/workflow/index.js';
import { workflowOf } from '../../../workflows/index.js';
import type { Asker } from './asker.js';
import { scopeOf } from './scope.js';
import type { Sight } from './seen.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';

/** Who sees how much of which case. */
export class Visibility {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** Whose cases somebody sees, for lists. */
  scope(asking: Asker): Scope {
    const today = londonDay(this.clock.now());
    return scopeOf(asking, (practice) => this.ledger.register.memberOf(practice, today));
  }

  /** Whether somebody sees the applications of a CCG whole. */
  isWhole(asking: Asker, about: { readonly ccg: string; readonly region: string }): boolean {
    return extentOf(this.scope(asking), { ...about, hasPart: true }, () => false) === 'all';
  }

  /** How much of a case, as it stands in memory. */
  extent(asking: Asker, workflow: Workflow, { snapshot }: Standing): Extent {
    const context = snapshot.context as unknown;
    const about = workflow.particulars(context);
    if (about === undefined) return 'nothing';
    return extentOf(this.scope(asking), { ...about, hasPart: workflow.part !== undefined }, (organisation) =>
      workflow.concerns(context, organisation),
    );
  }

  /** By the views alone, without a replay; undefined also when there is no such case. */
  sight(id: string, asking: Asker): Sight | undefined {
    const { views } = this.ledger;
    const row = views.findCase(id);
    if (row === undefined) return undefined;
    const hasPart = workflowIn(row).part !== undefined;
    const extent = extentOf(this.scope(asking), { ...row, hasPart }, (organisation) => views.isNamed(id, organisation));
    return extent === 'nothing' ? undefined : sightOf(asking, row, extent);
  }
}

/** The sight of a row that was found to be seen. */
export const sightOf = (asking: Asker, row: CaseRow, extent: Sight['extent']): Sight => ({
  asking,
  extent,
  workflow: workflowIn(row),
  revision: row.revision,
  undisclosed: row.undisclosed,
});

/** What the case of a row runs under. */
export function workflowIn({ workflow, version }: Pick<CaseRow, 'workflow' | 'version'>): Workflow {
  const known = workflowOf(workflow, version);
  if (known === undefined) throw new Error(`This build has no workflow ${workflow}@${version}`);
  return known;
}
