import { londonDay } from '../../../libs/workflow/london.js';
import type { Standing, Workflow } from '../../../libs/workflow/index.js';
import { workflowOf } from '../../../workflows/index.js';
import { sightOf, type Asker, type Sight } from './asker.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger.js';

/** Who sees how much of which case. */
export class Visibility {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  of(asking: Asker, workflow: Workflow, { snapshot }: Standing): Sight {
    const context = snapshot.context as unknown;
    const particulars = workflow.particulars(context);
    if (particulars === undefined) return 'nothing';
    return sightOf(asking, particulars, {
      isMember: this.isMember,
      hasMandate: hasMandate(workflow),
      concerns: (organisation) => workflow.concerns(context, organisation),
    });
  }

  /** By the views alone, without a replay; `nothing` also when there is no such case. */
  ofCase(id: string, asking: Asker): Sight {
    const { views } = this.ledger;
    const row = views.findCase(id);
    if (row === undefined) return 'nothing';
    return sightOf(asking, row, {
      isMember: this.isMember,
      hasMandate: hasMandate(workflowOf(row.workflow, row.version)),
      concerns: (code) => views.findCase(id, { ccgs: [], regions: [], practices: [code] }) !== undefined,
    });
  }

  private readonly isMember = (practice: string, ccg: string): boolean =>
    this.ledger.register.memberOf(practice, londonDay(this.clock.now())) === ccg;
}

const hasMandate = (workflow: Workflow | undefined): boolean =>
  workflow?.stages.some(({ name }) => name === 'mandate') ?? false;
