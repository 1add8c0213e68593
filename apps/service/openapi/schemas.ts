/** The shapes of what the API answers, as JSON Schema 2020-12. Those of events come from the workflows (`event-schemas.ts`). */
import type { JsonSchema } from '../workflows/schema.js';

const text = { type: 'string' } as const;
const whole = { type: 'integer' } as const;
const instant = { type: 'string', format: 'date-time', description: 'ISO 8601, UTC' } as const;
const texts = { type: 'array', items: text } as const;
const anything = { type: 'object', additionalProperties: true } as const;
const orNull = (type: string): JsonSchema => ({ type: [type, 'null'] });
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$', description: 'SHA-256, hex' } as const;

export const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const listOf = (name: string): JsonSchema => ({ type: 'array', items: refTo(name) });

/** All properties are there but those named as optional. */
function shape(properties: Readonly<Record<string, JsonSchema>>, ...optional: readonly string[]): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) };
}

export const schemas = {
  Problem: {
    ...shape(
      {
        type: { ...text, description: 'A path under /problems/' },
        title: text,
        status: whole,
        detail: { ...text, description: 'What happened, and how to mend it' },
        rule: { ...text, pattern: '^R-[0-9]+$', description: 'The rule that decided' },
        fields: { type: 'array', items: shape({ field: text, message: text }), description: 'The fields at fault' },
        instance: { ...text, description: 'Which answer this is: tell it to whoever runs the service' },
      },
      'rule',
      'fields',
      'instance',
    ),
    description: 'Problem details (RFC 9457)',
  },
  State: {
    description: 'A state of the workflow: a name, or an object of region name to state',
    oneOf: [text, { type: 'object', additionalProperties: { $ref: '#/components/schemas/State' } }],
  },
  Actor: shape({ id: text, name: text, role: text, organisation: text }),
  Event: shape(
    {
      id: { ...text, format: 'uuid' },
      stream: text,
      revision: { ...whole, description: 'Place in its stream, from 0' },
      position: { ...whole, description: 'Place in the whole log' },
      type: text,
      at: instant,
      actor: refTo('Actor'),
      workflow: text,
      version: text,
      from: refTo('State'),
      to: refTo('State'),
      cause: { ...text, description: 'Id of the event that brought this one about' },
      command: { ...hash, description: 'SHA-256 of the request it answers' },
      data: anything,
    },
    'workflow',
    'version',
    'from',
    'to',
    'cause',
    'command',
  ),
  Stage: shape(
    { name: text, title: text, status: text, waitingOn: texts, since: instant, due: instant },
    'title',
    'since',
    'due',
  ),
  Move: {
    ...shape({ type: text, label: text, meaning: text, schema: { ...text, description: 'Where its JSON Schema is' } }),
    description: 'What you can do now',
  },
  Case: shape({
    id: { ...text, format: 'uuid' },
    workflow: text,
    version: text,
    level: orNull('string'),
    ccg: text,
    ccgName: text,
    region: text,
    round: text,
    group: { type: ['array', 'null'], items: text },
    state: refTo('State'),
    outcome: orNull('string'),
    stages: listOf('Stage'),
    waitingOn: texts,
    moves: listOf('Move'),
    conditions: { type: 'array' },
    details: anything,
    revision: whole,
    links: { type: 'object', additionalProperties: text },
  }),
  CasePage: shape({ cases: { type: 'array', items: anything }, next: text }, 'next'),
  Recorded: shape({ event: refTo('Event'), case: refTo('Case') }),
  Least: shape({ event: refTo('Event'), revision: whole }),
  RecordedOrLeast: { oneOf: [refTo('Recorded'), refTo('Least')] },
  CaseOrLeast: { oneOf: [refTo('Case'), refTo('Least')] },
  History: shape({ events: listOf('Event') }),
  Refusals: shape({ refusals: listOf('Event') }),
  Me: shape({
    id: text,
    name: text,
    issuer: text,
    grants: { type: 'array', items: shape({ role: text, organisation: text }) },
    roles: texts,
    organisations: texts,
  }),
  Queues: shape({
    queues: { type: 'array', items: shape({ name: text, title: text, waiting: whole, overdue: whole, link: text }) },
  }),
  Queue: shape({ name: text, title: text, items: { type: 'array', items: anything } }),
  Uptake: shape({ on: { ...text, format: 'date' }, regions: { type: 'array', items: anything }, england: anything }),
  Arrangement: shape(
    {
      ccg: text,
      name: text,
      region: text,
      closed: { ...text, format: 'date' },
      successor: text,
      on: { ...text, format: 'date' },
      level: orNull('string'),
      since: instant,
      case: text,
      history: { type: 'array', items: shape({ level: text, case: text, from: instant, until: instant }, 'until') },
      specialMeasures: orNull('object'),
      live: { type: 'array', items: anything },
      links: { type: 'object', additionalProperties: text },
    },
    'closed',
    'successor',
    'since',
    'case',
    'specialMeasures',
    'live',
  ),
  Group: shape({
    id: { ...text, format: 'uuid' },
    workflow: text,
    level: orNull('string'),
    round: text,
    ccgs: texts,
    members: { type: 'array', items: anything },
    left: { type: 'array', items: shape({ ccg: text, outcome: text }) },
    goesOn: shape({ asked: { type: 'boolean' }, waitingOn: texts }),
    committeesInCommon: { type: 'array', items: anything },
    links: { type: 'object', additionalProperties: text },
  }),
  CloudEvent: shape({
    specversion: { const: '1.0' },
    id: text,
    source: { ...text, format: 'uri-reference' },
    type: { ...text, description: '`remit.` and the type of the event' },
    subject: { ...text, description: 'The stream' },
    time: instant,
    datacontenttype: { const: 'application/json' },
    position: whole,
    revision: whole,
    data: anything,
  }),
  FeedPage: shape({ events: listOf('CloudEvent'), next: { ...whole, description: 'Position to go on after' } }),
  Import: shape(
    {
      id: { ...text, format: 'uuid' },
      kind: { enum: ['ccgs', 'practices', 'list-sizes'] },
      on: { ...text, format: 'date', description: 'Day on which list sizes were counted' },
      sha256: hash,
      size: { ...whole, description: 'Bytes' },
      at: instant,
      by: shape({ id: text, name: text }),
      status: { enum: ['previewed', 'recording', 'recorded'] },
      counts: {
        type: 'object',
        additionalProperties: whole,
        description:
          'Lines, by what becomes of them; `facts` to record; `notInFile`: in the register and not in the file',
      },
      leftOut: { type: 'object', additionalProperties: whole, description: 'Lines that were left out, by reason' },
      advice: { ...texts, description: 'What to do first' },
      samples: {
        type: 'object',
        additionalProperties: listOf('ImportLine'),
        description: 'The first lines of each kind',
      },
      recorded: refTo('ImportProgress'),
      show: text,
      lines: listOf('ImportLine'),
      next: { ...whole, description: 'Line to go on after' },
      links: { type: 'object', additionalProperties: text },
    },
    'on',
    'recorded',
    'show',
    'lines',
    'next',
  ),
  ImportLine: {
    ...shape(
      {
        line: { ...whole, description: 'From 1' },
        code: orNull('string'),
        name: text,
        what: texts,
        detail: text,
        facts: { type: 'array', items: shape({ type: text, data: anything }), description: 'What would be recorded' },
        because: { ...text, description: 'Why it was refused' },
        mend: { ...text, description: 'How to mend it' },
        leftOut: { ...text, description: 'Why it is no business of the register' },
      },
      'name',
      'what',
      'detail',
      'facts',
      'because',
      'mend',
      'leftOut',
    ),
    description: 'A line that would be recorded, is refused, or is left out',
  },
  ImportProgress: shape({
    at: instant,
    by: shape({ id: text, name: text }),
    facts: { ...whole, description: 'In all' },
    recorded: { ...whole, description: 'So far' },
  }),
  ImportRecorded: shape({
    id: { ...text, format: 'uuid' },
    status: { const: 'recorded' },
    at: instant,
    by: shape({ id: text, name: text }),
    facts: whole,
    recorded: whole,
  }),
  Document: shape({ sha256: hash, size: { ...whole, description: 'Bytes' }, type: text }),
  Listing: { ...anything, description: 'As the name says' },
  Clock: shape({ now: instant }),
  Views: shape({
    position: whole,
    head: whole,
    rebuilding: { type: ['object', 'null'], properties: { done: whole, total: whole } },
  }),
  ClockState: shape({
    behindSince: { type: ['string', 'null'], format: 'date-time' },
    setAside: { type: 'array', items: shape({ case: text, event: text, at: instant, because: text }) },
  }),
  Health: shape({ status: text }),
  ProblemKind: shape({ type: text, status: whole, title: text }),
  Problems: { type: 'array', items: refTo('ProblemKind') },
} as const satisfies Record<string, JsonSchema>;

export type SchemaName = keyof typeof schemas;
