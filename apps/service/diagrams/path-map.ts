/** The stages of a workflow as a path, without a case. */
import { mappedPath, pathOfStages, type Path } from '../cases/places.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import type { StageStatus } from '../../../libs/workflow/progress.js';

/** A stage of a path that nobody is on. */
export interface MappedStage {
  readonly name: string;
  readonly title: string;
  readonly mark: 'plain';
  readonly href: string;
}

/** @param hrefOf where the chart of a stage is, by its name */
export function pathMapOf(workflow: Workflow, hrefOf: (stage: string) => string): Path<MappedStage> {
  const stages = workflow.stages.map(({ name, title }): StageStatus => ({
    name,
    title,
    status: 'not-started',
    waitingOn: [],
  }));
  return mappedPath(pathOfStages(workflow, stages), ({ name, title }) => ({
    name,
    title,
    mark: 'plain',
    href: hrefOf(name),
  }));
}
