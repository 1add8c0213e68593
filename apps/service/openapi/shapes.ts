/** The named shapes of all answers, in the order of the document. Each stands beside its answer. */
import { meShape } from '../access/me.api.js';
import * as audit from '../audit/shapes.js';
import { arrangementShape } from '../arrangements/answer.js';
import * as cases from '../cases/shapes.js';
import { listing } from '../contract/says.js';
import { documentShape } from '../documents/api.js';
import { cloudEventShape, feedPageShape } from '../feed/cloud-event.js';
import { groupShape } from '../groups/answer.js';
import * as imports from '../imports/shapes.js';
import { clockShape } from '../operations/clock.api.js';
import { healthShape, readinessShape } from '../operations/health.api.js';
import { clockStateShape, viewsShape } from '../operations/operations.api.js';
import { problemShape } from '../problems/problem.js';
import { queueShape, queuesShape } from '../queues/answer.js';
import { uptakeShape } from '../uptake/answer.js';
import { problemKindShape, problemsShape } from './problems.api.js';
import type { JsonSchema } from '../../../libs/forms/json-schema.js';
import type { Named } from '../../../libs/forms/shape.js';

const shapes: readonly Named<never>[] = [
  problemShape,
  cases.stateShape,
  cases.actorShape,
  cases.eventShape,
  cases.stageShape,
  cases.moveShape,
  cases.caseShape,
  cases.casePageShape,
  cases.recordedShape,
  cases.leastShape,
  cases.recordedOrLeastShape,
  cases.caseOrLeastShape,
  cases.historyShape,
  cases.refusalsShape,
  meShape,
  queuesShape,
  queueShape,
  uptakeShape,
  arrangementShape,
  groupShape,
  audit.auditEventShape,
  audit.auditEventsShape,
  audit.refusalSumsShape,
  audit.auditPersonShape,
  audit.standingThenShape,
  audit.registerThenShape,
  audit.registerDifferenceShape,
  cloudEventShape,
  feedPageShape,
  imports.importShape,
  imports.importLineShape,
  imports.importProgressShape,
  imports.importRecordedShape,
  documentShape,
  listing,
  clockShape,
  viewsShape,
  clockStateShape,
  healthShape,
  readinessShape,
  problemKindShape,
  problemsShape,
];

/** By name, for `components` of the document. */
export const shapesByName = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(shapes.map(({ name, schema }) => [name, schema]));
