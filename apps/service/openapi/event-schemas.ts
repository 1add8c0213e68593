import { isDeepStrictEqual } from 'node:util';
import { arrangement } from '../../../workflows/arrangement/index.js';
import { workflows } from '../../../workflows/index.js';
import { schemaOf, type JsonSchema } from '../../../libs/forms/json-schema.js';
import { refToName } from '../../../libs/forms/shape.js';

export interface EventSchemas {
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** The body of a request to record any of them, told apart by `type`. */
  readonly body: JsonSchema;
}

interface Said {
  readonly type: string;
  /** Name of its schema. */
  readonly name: string;
  readonly schema: JsonSchema;
}

/** One schema for each type of event that people record; several where workflows or versions differ in what is said with it. */
export function eventSchemas(): EventSchemas {
  const said: Said[] = [];
  // What stands in an arrangement follows from cases; nobody says it.
  for (const workflow of workflows.filter(({ name }) => name !== arrangement.name)) {
    for (const type of Object.keys(workflow.events)) {
      const schema = { title: type, ...schemaOf(workflow, type) };
      const others = said.filter((each) => each.type === type);
      if (others.some((each) => isDeepStrictEqual(each.schema, schema))) continue;
      const name = others.length === 0 ? type : `${type}.${workflow.name}.${workflow.version}`;
      said.push({ type, name, schema });
    }
  }
  const requests = said.map(({ type, name }) => [`Record.${name}`, requestOf(type, name)] as const);
  const firstOf = new Map(said.toReversed().map(({ type, name }) => [type, `#/components/schemas/Record.${name}`]));
  return {
    components: Object.fromEntries([...said.map(({ name, schema }) => [name, schema] as const), ...requests]),
    body: {
      oneOf: requests.map(([name]) => refToName(name)),
      discriminator: { propertyName: 'type', mapping: Object.fromEntries(firstOf) },
    },
  };
}

const requestOf = (type: string, schema: string): JsonSchema => ({
  type: 'object',
  properties: { type: { const: type }, data: refToName(schema) },
  required: ['type', 'data'],
  additionalProperties: false,
});
