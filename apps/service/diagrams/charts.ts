/** The charts of a workflow with their words, for whoever shows them: of a case, and of the workflow by itself. */
import type { AnyStateNode } from 'xstate';
import type { Workflow } from '../../../libs/workflow/index.js';
import { nodeAt } from '../cases/places.js';
import { listed } from '../cases/standing-view.js';
import { chartOf, type Chart, type Marks } from './chart.js';
import { placesInWords, type PlaceInWords } from './chart-words.js';

export interface ShownChart {
  /** Name of the stage; absent for the whole. */
  readonly name?: string;
  readonly title: string;
  readonly chart: Chart;
  readonly words: readonly PlaceInWords[];
  /** Where the case is on it, in a sentence. */
  readonly description: string;
  readonly isMarked: boolean;
}

export const noMarks: Marks = { taken: new Map(), last: new Set() };

/** The chart of one stage; of the whole workflow without one. Undefined where there is no such stage. */
export async function chartFor(
  workflow: Workflow,
  stage: string | undefined,
  marks: Marks = noMarks,
): Promise<ShownChart | undefined> {
  if (stage === undefined) return shown(workflow, { title: workflow.title, top: workflow.machine.root, marks });
  const found = workflow.stages.find(({ name }) => name === stage);
  if (found === undefined) return undefined;
  const { name, title, path } = found;
  return { name, ...(await shown(workflow, { title, top: nodeAt(workflow, path), marks })) };
}

/** All stages of a workflow, in the order of the path. */
export async function chartsFor(workflow: Workflow, marks: Marks = noMarks): Promise<readonly ShownChart[]> {
  const all = await Promise.all(workflow.stages.map(({ name }) => chartFor(workflow, name, marks)));
  return all.filter((chart) => chart !== undefined);
}

async function shown(
  workflow: Workflow,
  { title, top, marks }: { readonly title: string; readonly top: AnyStateNode; readonly marks: Marks },
): Promise<ShownChart> {
  const words = placesInWords(workflow, top, marks);
  return {
    title,
    chart: await chartOf(workflow, top, marks),
    words,
    description: describedBy(words, marks),
    isMarked: marks.now !== undefined || marks.taken.size > 0,
  };
}

function describedBy(words: readonly PlaceInWords[], { now, taken }: Marks): string {
  const here = words.filter(({ isHere }) => isHere);
  const innermost = here.filter(({ state }) => !here.some((other) => other.state.startsWith(`${state}.`)));
  const [only, ...others] = innermost;
  if (only === undefined)
    return now === undefined && taken.size === 0
      ? 'Places of a case, and what leads from one to another. The same is told in words.'
      : 'The case is not here. Which ways it has taken here is told in words.';
  const places = listed(innermost.map(({ name }) => `“${name}”`));
  return [`The case is at ${places}.`, ...(others.length === 0 && only.description ? [only.description] : [])].join(
    ' ',
  );
}
