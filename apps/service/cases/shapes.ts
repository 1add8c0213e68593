/** Cases and their events as the API answers with them. */
import type { Actor, RecordedEvent } from '../../../libs/event-log/index.js';
import {
  anything,
  either,
  hash,
  instant,
  listOf,
  mapOf,
  named,
  orNull,
  record,
  refTo,
  shape,
  shapeOf,
  text,
  told,
  uuid,
  whole,
  type Named,
  type Said,
} from '../../../libs/forms/shape.js';
import type { Move } from '../../../libs/workflow/decide.js';
import type { State } from '../../../libs/workflow/index.js';
import type { StageStatus } from '../../../libs/workflow/progress.js';

export const stateShape = named(
  'State',
  shapeOf<State>({
    description: 'A state of the workflow: a name, or an object of region name to state',
    oneOf: [text, { type: 'object', additionalProperties: { $ref: '#/components/schemas/State' } }],
  }),
);

export const actorShape: Named<Actor> = named('Actor', shape({ id: text, name: text, role: text, organisation: text }));

export const eventShape: Named<RecordedEvent> = named(
  'Event',
  shape(
    {
      id: uuid,
      stream: text,
      revision: told(whole, 'Place in its stream, from 0'),
      position: told(whole, 'Place in the whole log'),
      type: text,
      at: instant,
      actor: refTo(actorShape),
      workflow: text,
      version: text,
      from: refTo(stateShape),
      to: refTo(stateShape),
      cause: told(text, 'Id of the event that brought this one about'),
      command: told(hash, 'SHA-256 of the request it answers'),
      data: anything,
    },
    'workflow',
    'version',
    'from',
    'to',
    'cause',
    'command',
  ),
);

export const stageShape: Named<StageStatus> = named(
  'Stage',
  shape(
    { name: text, title: text, status: text, waitingOn: listOf(text), since: instant, due: instant },
    'title',
    'since',
    'due',
  ),
);

export const moveShape: Named<Move & { readonly schema: string }> = named(
  'Move',
  told(
    shape({ type: text, label: text, meaning: text, schema: told(text, 'Where its JSON Schema is') }),
    'What you can do now',
  ),
);

/** A case as the API shows it. */
export const caseShape = named(
  'Case',
  shape({
    id: uuid,
    workflow: text,
    version: text,
    level: orNull(text),
    ccg: text,
    ccgName: text,
    region: text,
    round: text,
    // Codes of the CCGs that apply together; null for one alone, and to whoever sees the mandate only.
    group: orNull(listOf(text)),
    state: refTo(stateShape),
    // How the case ended; null while it is open, and to whoever sees the mandate only, unless it ended for want of that.
    outcome: orNull(text),
    stages: listOf(refTo(stageShape)),
    waitingOn: listOf(text),
    moves: listOf(refTo(moveShape)),
    conditions: shapeOf<readonly unknown[]>({ type: 'array' }),
    // What is known beside the stages, by the workflow's own names.
    details: record,
    revision: whole,
    links: mapOf(text),
  }),
);
export type CaseJson = Said<typeof caseShape>;

/** A case as lists show it: without what only the machine knows, and of a part nothing that tells of the rest. */
export type CaseListed = Omit<CaseJson, 'moves' | 'conditions' | 'details'> & {
  readonly groupId?: string;
  readonly startedAt: string;
  readonly updatedAt?: string;
};

export const casePageShape = named('CasePage', shape({ cases: listOf<CaseListed>(anything), next: text }, 'next'));
export type CasePage = Said<typeof casePageShape>;

export const recordedShape = named('Recorded', shape({ event: refTo(eventShape), case: refTo(caseShape) }));
/** The answer to whoever prefers the least (RFC 7240). */
export const leastShape = named('Least', shape({ event: refTo(eventShape), revision: whole }));
export type Least = Said<typeof leastShape>;
export const recordedOrLeastShape = named('RecordedOrLeast', either(refTo(recordedShape), refTo(leastShape)));
export type RecordedOrLeast = Said<typeof recordedOrLeastShape>;
export const caseOrLeastShape = named('CaseOrLeast', either(refTo(caseShape), refTo(leastShape)));

export const historyShape = named('History', shape({ events: listOf(refTo(eventShape)) }));
export type History = Said<typeof historyShape>;
export const refusalsShape = named('Refusals', shape({ refusals: listOf(refTo(eventShape)) }));
export type Refusals = Said<typeof refusalsShape>;
