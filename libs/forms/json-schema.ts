/** JSON Schema (2020-12) of what a person says with an event, from the decorators of its class. */
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { Workflow } from '../workflow/index.js';
import { ruleNamesOf } from '../workflow/model.js';
import { spansInWords } from '../workflow/spans.js';
import { waysOn, withinAndSelf } from '../workflow/state.js';
import { spelt } from '../workflow/instant.js';

export type JsonSchema = Readonly<Record<string, unknown>>;
type EventClass = new () => object;

/**
 * Self-contained: what is nested stands where it is used. Properties the schema does not know are refused, as the service does. What a
 * schema cannot check, as it depends on the day or the case, stands in the descriptions.
 */
export function schemaOf(workflow: Workflow, type: string): JsonSchema {
  const shape = workflow.events[type];
  if (shape === undefined) throw new RangeError(`${workflow.name} has no event ${type}`);
  return limitsOn(workflow, type).reduce(
    (schema, { path, told }) => withSentence(schema, path.split('.'), told),
    schemaOfClass(shape),
  );
}

interface Limit {
  readonly path: string;
  readonly told: string;
}

/** What the rules that an event is held against say of its days and numbers. */
function limitsOn({ machine, rules }: Workflow, type: string): readonly Limit[] {
  const ways = withinAndSelf(machine.root)
    .flatMap(waysOn)
    .filter(({ eventType }) => eventType === type);
  const asked = new Set(ways.flatMap(({ guard }) => ruleNamesOf(guard)));
  return [...asked].flatMap((name) => {
    const { limits, meaning } = rules[name] ?? {};
    const told = limits?.general ?? meaning;
    return typeof told === 'string' ? (limits?.fields ?? []).map((path) => ({ path, told })) : [];
  });
}

/** The schema with one more sentence in the description of the field at this path. */
function withSentence(schema: JsonSchema, [step, ...rest]: readonly string[], sentence: string): JsonSchema {
  if (step === undefined) return { ...schema, description: sentences(schema['description'], sentence) };
  if (step === '*') return { ...schema, items: withSentence(schema['items'] as JsonSchema, rest, sentence) };
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema | undefined>>;
  const field = properties[step];
  return field ? { ...schema, properties: { ...properties, [step]: withSentence(field, rest, sentence) } } : schema;
}

/** Messages end without a full stop. */
const sentences = (first: unknown, next: string): string =>
  typeof first === 'string' ? `${first.replace(/\.?$/, '.')} ${next}` : next;

export function schemaOfClass(shape: EventClass): JsonSchema {
  const schema = targetConstructorToSchema(shape, {
    classTransformerMetadataStorage: defaultMetadataStorage,
    additionalConverters: {
      // By themselves they would turn a whole number into any number.
      min: ({ constraints }) => ({ minimum: constraints[0] as number }),
      max: ({ constraints }) => ({ maximum: constraints[0] as number }),
      // What is drawn and what is not is no matter for a schema; that there is more than spaces is.
      isVisible: () => ({ pattern: '\\S' }),
      // Whether it is a day or an instant is told by how it is spelt.
      isIso8601: () => ({ type: 'string' }),
      [ValidationTypes.NESTED_VALIDATION]: ({ target, propertyName }) => {
        const nested = defaultMetadataStorage.findTypeMetadata(target as EventClass, propertyName);
        return schemaOfClass(nested.typeFunction() as EventClass);
      },
    },
  });
  const described = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    { ...formatted(property as JsonSchema), ...descriptionOf(shape, name) },
  ]);
  return {
    type: 'object',
    ...schema,
    properties: Object.fromEntries(described) as JsonSchema,
    additionalProperties: false,
  };
}

/** A day is told from an instant by its pattern; what may be either has no format. */
function formatted(property: JsonSchema): JsonSchema {
  const { items, pattern } = property;
  if (items !== undefined) return { ...property, items: formatted(items as JsonSchema) };
  if (pattern === spelt.day.source) return { ...property, format: 'date' };
  return pattern === spelt.instant.source ? { ...property, format: 'date-time' } : property;
}

/** What a person is told to enter: the first message of the property's checks, and when a day may be. */
function descriptionOf(shape: EventClass, property: string): { description?: string } {
  const checks = getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
  const message = checks.find((check) => check.propertyName === property && typeof check.message === 'string')?.message;
  if (typeof message !== 'string') return {};
  const span = spansInWords(shape).get(property);
  return { description: span === undefined ? message : `${message}: ${span}.` };
}
