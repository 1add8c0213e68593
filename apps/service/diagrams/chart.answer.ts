import { Injectable } from '@nestjs/common';
import type { State, Workflow } from '../../../libs/workflow/index.js';
import { pathOfPart } from '../../../libs/workflow/part.js';
import { nothingWithin } from '../../../libs/workflow/state.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { CasesAnswer, type NoSuchMoment } from '../cases/answer.js';
import { caseJson } from '../cases/case-json.js';
import type { CaseJson } from '../cases/shapes.js';
import { trailSeen, Trails, type Moment, type TrailSeen } from '../cases/trails.js';
import type { Marks } from './chart.js';

/** A case as its charts show it. */
export interface Charted {
  readonly workflow: Workflow;
  readonly shown: CaseJson;
  readonly trail: TrailSeen;
  readonly marks: Marks;
  /** Names of the stages of which there are charts, as far as the person sees the case. */
  readonly stages: readonly string[];
  readonly isWhole: boolean;
}

/** Where a case is and was on the charts of its workflow; members see that of their own stage. */
@Injectable()
export class ChartAnswer {
  constructor(
    private readonly cases: CasesAnswer,
    private readonly trails: Trails,
    private readonly readings: Readings,
  ) {}

  async of(id: string, moment: Moment, asking: Asker): Promise<Charted | NoSuchMoment | undefined> {
    const found = await this.cases.found(id, moment, asking);
    if (found === undefined || 'last' in found) return found;
    const { workflow, standing, extent } = found;
    const trail = await this.trails.at(id, standing.revision);
    if (trail === undefined) return undefined;
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'diagram' });
    const seen = trailSeen(trail, extent);
    const shown = caseJson(id, workflow, standing, { asking, extent, at: undefined });
    const stages = extent === 'all' ? workflow.stages.map(({ name }) => name) : [workflow.part?.stage ?? ''];
    return {
      workflow,
      shown,
      trail: seen,
      marks: marksOf(workflow, shown, seen, extent),
      stages,
      isWhole: extent === 'all',
    };
  }
}

/** @param last the ways that were taken with the event that is looked at */
export function marksOf(
  workflow: Workflow,
  { state }: Pick<CaseJson, 'state'>,
  { taken }: TrailSeen,
  extent: 'all' | 'part',
  last: Marks['last'] = new Set(),
): Marks {
  const now = extent === 'part' ? stateAround(workflow, state) : state;
  return {
    ...(now !== undefined && { now }),
    taken: new Map([...taken].map(([way, { times }]) => [way, times])),
    last,
  };
}

/** A state within the part, as one of the whole; undefined while the case is not in it. */
function stateAround(workflow: Workflow, within: State): State | undefined {
  if (within === nothingWithin || workflow.part === undefined) return undefined;
  const steps = pathOfPart(workflow, workflow.part).split('.');
  return steps.reduceRight<State>((inner, step) => ({ [step]: inner }), within);
}
