/** JSON Schema (2020-12) of what a person says, from the same fields that pages ask for. */
import { spelt } from '../workflow/instant.js';
import type { Workflow } from '../workflow/index.js';
import type { Shape } from '../workflow/shapes.js';
import { dayOrInstant } from './days.js';
import type { Option, Field, Single } from './field.js';
import { fieldsOf, formOf } from './form.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Of what is said with an event. Self-contained: what is nested stands where it is used. Properties the schema does not know are refused, as
 * the service does. What a schema cannot check, as it depends on the day or the case, stands in the descriptions.
 */
export const schemaOf = (workflow: Workflow, type: string): JsonSchema => schemaOfAll(formOf(workflow, type).fields);

export const schemaOfClass = (shape: Shape): JsonSchema => schemaOfAll(fieldsOf(shape));

function schemaOfAll(fields: readonly Field[]): JsonSchema {
  const required = fields.filter(({ optional }) => optional === undefined).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, described(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** What to send, when a day may be, and in whole sentences all else that is told of it. */
function described(field: Field): JsonSchema {
  const { label, asks, when, hint, optional, limits } = field;
  const more = [hint, optional, ...limits].filter((sentence) => sentence !== undefined);
  const told = when === undefined ? asks : `${asks}: ${when}.`;
  const description = more.length === 0 ? told : `${told.replace(/\.?$/, '.')} ${more.join(' ')}`;
  return { title: label, ...valueOf(field), description };
}

function valueOf(field: Field): JsonSchema {
  switch (field.kind) {
    case 'checkboxes':
      return { type: 'array', items: oneOf(field.options), minItems: 1, uniqueItems: true };
    case 'several': {
      const { each, least, most, once } = field;
      return {
        type: 'array',
        items: singleOf(each),
        ...(least !== undefined && { minItems: least }),
        maxItems: most,
        ...(once && { uniqueItems: true }),
      };
    }
    case 'nested':
      return schemaOfAll(field.fields);
    case 'list':
      return { type: 'array', items: schemaOfAll(field.fields), minItems: field.least, maxItems: field.most };
    case 'object':
      return { type: 'object' };
    case 'cursor':
      return { type: 'string' };
    case 'text':
      return field.blank ? singleOf(field) : visible(singleOf(field));
    case 'textarea':
    case 'person':
      return visible(singleOf(field));
    default:
      return singleOf(field);
  }
}

/** What is drawn and what is not is no matter for a schema; that there is more than spaces is. */
const visible = (schema: JsonSchema): JsonSchema => ({ ...schema, pattern: '\\S' });

function singleOf(single: Single): JsonSchema {
  switch (single.kind) {
    case 'text':
    case 'textarea':
    case 'person':
      return { type: 'string', maxLength: single.longest };
    case 'day':
      return { type: 'string', pattern: spelt.day.source, format: 'date' };
    case 'instant':
      return { type: 'string', pattern: spelt.instant.source, format: 'date-time' };
    case 'day-or-instant':
      return { type: 'string', pattern: dayOrInstant.source };
    case 'number':
      return { type: 'integer', minimum: single.least, maximum: single.most };
    case 'yes-no':
      return { type: 'boolean' };
    case 'radios':
      return oneOf(single.options);
    case 'document':
      return { type: 'string', pattern: '^[0-9a-f]{64}$' };
    case 'code':
      return { type: 'string', pattern: single.pattern };
  }
}

/** The words beside each value, for whoever shows them to people. */
const oneOf = (options: readonly Option[]): JsonSchema => ({
  type: 'string',
  enum: options.map(({ value }) => value),
  oneOf: options.map(({ value, words }) => ({ const: value, title: words })),
});
