/** JSON Schema (2020-12) of what a person says with an event, from the decorators of its class. */
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { Workflow } from '../../../libs/workflow/index.js';

export type JsonSchema = Readonly<Record<string, unknown>>;
type EventClass = new () => object;

/** Self-contained: what is nested stands where it is used. Properties the schema does not know are refused, as the service does. */
export function schemaOf(workflow: Workflow, type: string): JsonSchema {
  const shape = workflow.events[type];
  if (shape === undefined) throw new RangeError(`${workflow.name} has no event ${type}`);
  return schemaOfClass(shape);
}

export function schemaOfClass(shape: EventClass): JsonSchema {
  const schema = targetConstructorToSchema(shape, {
    classTransformerMetadataStorage: defaultMetadataStorage,
    additionalConverters: {
      // By themselves they would turn a whole number into any number.
      min: ({ constraints }) => ({ minimum: constraints[0] as number }),
      max: ({ constraints }) => ({ maximum: constraints[0] as number }),
      // What is drawn and what is not is no matter for a schema; that there is more than spaces is.
      isVisible: () => ({ pattern: '\\S' }),
      [ValidationTypes.NESTED_VALIDATION]: ({ target, propertyName }) => {
        const nested = defaultMetadataStorage.findTypeMetadata(target as EventClass, propertyName);
        return schemaOfClass(nested.typeFunction() as EventClass);
      },
    },
  });
  const described = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    { ...property, ...descriptionOf(shape, name) },
  ]);
  return {
    type: 'object',
    ...schema,
    properties: Object.fromEntries(described) as JsonSchema,
    additionalProperties: false,
  };
}

/** What a person is told to enter: the first message of the property's checks. */
function descriptionOf(shape: EventClass, property: string): { description?: string } {
  const checks = getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
  const message = checks.find((check) => check.propertyName === property && typeof check.message === 'string')?.message;
  return typeof message === 'string' ? { description: message } : {};
}
