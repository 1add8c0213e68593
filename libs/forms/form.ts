/** Fields as plain data, read from the decorators of a class; a form, from an event class and the rules of its workflow. */
import type { Workflow } from '../workflow/index.js';
import { ruleNamesOf } from '../workflow/model.js';
import type { Shape } from '../workflow/shapes.js';
import { inSpan } from '../workflow/spans.js';
import { passageOf, waysFor } from '../workflow/state.js';
import { declaredIn } from './declared.js';
import type { Field, Declaration } from './field.js';

/** What is asked of whoever says an event. */
export interface Form {
  readonly type: string;
  /** The words of its button and what it means, each once: where a case stands decides which of them it is. */
  readonly moves: readonly { readonly label: string; readonly meaning: string }[];
  readonly fields: readonly Field[];
}

const read = new WeakMap<Shape, readonly Field[]>();

/**
 * The fields of a class, in the order in which they are asked: those of the classes it builds on first, each as it stands there, and last of
 * all those that are said to be.
 *
 * @throws TypeError where a field may be left out and no decorator says what it is
 */
export function fieldsOf(shape: Shape): readonly Field[] {
  const known = read.get(shape);
  if (known) return known;
  const fields = declaredIn(shape).map(({ name, said, optional }) => {
    if (said === undefined)
      throw new TypeError(
        `${shape.name}.${name} is optional, and nothing says what it is: give it a decorator of libs/forms.`,
      );
    return fieldOf(name, said, optional);
  });
  read.set(shape, fields);
  return fields;
}

function fieldOf(name: string, said: Declaration, optional: string | undefined): Field {
  const single = said.kind === 'several' ? said.each : said;
  const more = {
    name,
    ...(optional !== undefined && { optional }),
    ...('span' in single && { when: inSpan(single.span) }),
    limits: [],
  };
  if (said.kind !== 'nested' && said.kind !== 'list') return { ...said, ...more };
  const { of, ...rest } = said;
  return { ...rest, ...more, fields: fieldsOf(of()) };
}

/** The form of an event. @throws RangeError for an event that the workflow does not have */
export function formOf(workflow: Workflow, type: string): Form {
  const shape = Object.hasOwn(workflow.events, type) ? workflow.events[type] : undefined;
  if (shape === undefined) throw new RangeError(`${workflow.name} has no event ${type}`);
  const ways = waysFor(workflow.machine, type);
  const moves = new Map(
    ways.map((way) => {
      const { label } = passageOf(way);
      const { description: meaning = label } = way;
      return [`${label}\n${meaning}`, { label, meaning }] as const;
    }),
  );
  const asked = new Set(ways.flatMap(({ guard }) => ruleNamesOf(guard)));
  const limits = [...asked].flatMap((name) => limitsOf(workflow, name));
  const fields = limits.reduce((all, { path, told }) => limited(all, path.split('.'), told), fieldsOf(shape));
  return { type, moves: [...moves.values()], fields };
}

interface Limit {
  /** Of a field; `*` stands for each of a list. */
  readonly path: string;
  readonly told: string;
}

/** What a rule that an event is held against says of its days and numbers. */
function limitsOf({ rules }: Workflow, name: string): readonly Limit[] {
  const { limits, meaning } = rules[name] ?? {};
  const told = limits?.general ?? meaning;
  return typeof told === 'string' ? (limits?.fields ?? []).map((path) => ({ path, told })) : [];
}

/** A rule may be asked of events that lack the field it is about. */
const limited = (fields: readonly Field[], [step, ...rest]: readonly string[], told: string): readonly Field[] =>
  fields.map((field) => {
    if (field.name !== step) return field;
    const deeper = rest.filter((each) => each !== '*');
    if ('fields' in field && deeper.length > 0) return { ...field, fields: limited(field.fields, deeper, told) };
    return { ...field, limits: [...field.limits, told] };
  });
