import { Injectable } from '@nestjs/common';
import type { State, Workflow } from '../../../libs/workflow/index.js';
import { pathOfPart } from '../../../libs/workflow/part.js';
import { nothingWithin } from '../../../libs/workflow/state.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { CasesAnswer, type NoSuchMoment } from '../cases/answer.js';
import { caseJson } from '../cases/case-json.js';
import type { CaseJson } from '../cases/shapes.js';
import { trackSeen, Tracks, type Moment, type TrackSeen } from '../cases/tracks.js';
import type { Marks } from './chart.js';

/** A case as its charts show it. */
export interface Charted {
  readonly workflow: Workflow;
  readonly shown: CaseJson;
  readonly track: TrackSeen;
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
    private readonly tracks: Tracks,
    private readonly readings: Readings,
  ) {}

  async of(id: string, moment: Moment, asking: Asker): Promise<Charted | NoSuchMoment | undefined> {
    const found = await this.cases.found(id, moment, asking);
    if (found === undefined || 'last' in found) return found;
    const { workflow, standing, extent } = found;
    const track = await this.tracks.at(id, standing.revision);
    if (track === undefined) return undefined;
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'diagram' });
    const seen = trackSeen(track, extent);
    const shown = caseJson(id, workflow, standing, { asking, extent, at: undefined });
    const stages = extent === 'all' ? workflow.stages.map(({ name }) => name) : [workflow.part?.stage ?? ''];
    return {
      workflow,
      shown,
      track: seen,
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
  { taken }: TrackSeen,
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
