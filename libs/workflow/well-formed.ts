/**
 * Data that is surely what its class says, told from the decorators of the class, which are looked up once for each class. class-validator
 * and class-transformer look them up for each value.
 */
import { TransformationType, type TransformFnParams } from 'class-transformer';
import { defaultMetadataStorage as transformer } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, IS_OPTIONAL, ValidationTypes, type ValidationArguments } from 'class-validator';
import { DEEPEST, blanksIn, everyObjectsIn, isUsableText, unusableIn } from './unusable.js';

export type Shape = new () => object;
export type Said = Readonly<Record<string, unknown>>;

/** What a class demands of its fields, and what those it does not hear of hold. */
interface Plan {
  readonly fields: ReadonlyMap<string, Field>;
  readonly unsaid: Said;
}

interface Field {
  readonly isOptional: boolean;
  readonly checks: readonly Check[];
  readonly respell: readonly ((parameters: TransformFnParams) => unknown)[];
  /** The class of what is nested here. */
  readonly nested: Shape | undefined;
}

type Check = (value: unknown, object: Said) => boolean;

const plans = new WeakMap<Shape, Plan | 'none'>();

/**
 * The data as it is to be recorded, where it surely is what the class says and holds nothing unusable; undefined where only
 * class-validator can tell. A class is taken as it was decorated when data was first held against it.
 */
export function wellFormed(shape: Shape, said: Said, depth = 0): Said | undefined {
  const known = plans.get(shape) ?? planOf(shape);
  plans.set(shape, known);
  if (known === 'none') return undefined;
  const { fields, unsaid } = known;
  const read: Record<string, unknown> = {};
  for (const name of Object.keys(said)) {
    const field = fields.get(name);
    if (field === undefined) return undefined;
    const value = respelt(field, name, said);
    if (!fits(field, value, said)) return undefined;
    const usable = field.nested ? nestedIn(field.nested, value, depth + 1) : usableIn(value, depth + 1);
    if (usable === undefined) return undefined;
    read[name] = usable;
  }
  for (const [name, field] of fields) {
    if (!Object.hasOwn(said, name) && !fits(field, unsaid[name], said)) return undefined;
  }
  return read;
}

function respelt({ respell }: Field, key: string, obj: Said): unknown {
  let value = obj[key];
  for (const transform of respell) {
    value = transform({ value, key, obj, type: TransformationType.PLAIN_TO_CLASS, options: {} });
  }
  return value;
}

function fits({ isOptional, checks }: Field, value: unknown, object: Said): boolean {
  if (isOptional && value === undefined) return true;
  for (const check of checks) if (!check(value, object)) return false;
  return true;
}

/** What may be nested here without a class of its own, such as a list of texts. */
function usableIn(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return isUsableText(value) ? value : undefined;
  if (typeof value !== 'object') return value;
  const faults = [unusableIn(value, 'refused', '', depth), everyObjectsIn(value), blanksIn(value)];
  return faults.every((each) => each.length === 0) ? value : undefined;
}

function nestedIn(shape: Shape, value: unknown, depth: number): unknown {
  if (depth >= DEEPEST) return undefined;
  if (!Array.isArray(value)) return isRecord(value) ? wellFormed(shape, value, depth) : undefined;
  const read: Said[] = [];
  for (const each of value as readonly unknown[]) {
    const one = isRecord(each) ? wellFormed(shape, each, depth + 1) : undefined;
    if (one === undefined) return undefined;
    read.push(one);
  }
  return read;
}

const typeOf = (shape: Shape, name: string) =>
  transformer.findTypeMetadata(shape, name) as ReturnType<typeof transformer.findTypeMetadata> | undefined;

export const isRecord = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Demand = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** `none` for a class that asks for more than is understood here. */
function planOf(shape: Shape): Plan | 'none' {
  const choosing = [...transformer.getExposedMetadatas(shape), ...transformer.getExcludedMetadatas(shape)];
  if (choosing.length > 0) return 'none';
  const storage = getMetadataStorage();
  const demands = storage.groupByPropertyName(storage.getTargetValidationMetadatas(shape, '', false, false));
  const unsaid: Said = { ...new shape() };
  if (Object.keys(unsaid).some((name) => !Object.hasOwn(demands, name))) return 'none';
  const fields = new Map<string, Field>();
  for (const [name, ofField] of Object.entries(demands)) {
    const field = fieldOf(shape, name, ofField);
    if (field === undefined) return 'none';
    fields.set(name, field);
  }
  return { fields, unsaid };
}

function fieldOf(shape: Shape, name: string, demands: readonly Demand[]): Field | undefined {
  const ofType = (type: string) => demands.filter((demand) => demand.type === type);
  const custom = ofType(ValidationTypes.CUSTOM_VALIDATION);
  const conditions = ofType(ValidationTypes.CONDITIONAL_VALIDATION);
  const nesting = ofType(ValidationTypes.NESTED_VALIDATION);
  const type = typeOf(shape, name);
  const transforms = transformer.findTransformMetadatas(shape, name, TransformationType.PLAIN_TO_CLASS);
  const isUnderstood =
    custom.length + conditions.length + nesting.length === demands.length &&
    conditions.every((demand) => demand.name === IS_OPTIONAL) &&
    transforms.every(({ options }) => options.groups === undefined) &&
    (type === undefined) === (nesting.length === 0) &&
    !(type && transforms.length > 0) &&
    type?.options.discriminator === undefined;
  if (!isUnderstood) return undefined;
  return {
    isOptional: conditions.length > 0,
    checks: custom.flatMap(checksOf),
    respell: transforms.map(({ transformFn }) => transformFn),
    nested: type?.typeFunction() as Shape | undefined,
  };
}

/** A check that is not fulfilled at once, and with a plain yes, is class-validator's. */
function checksOf({ constraintCls, constraints, each, propertyName: property }: Demand): readonly Check[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => {
      const one = (value: unknown, parameters: ValidationArguments): boolean =>
        instance.validate(value, parameters) === true;
      return (value, object) => {
        // eslint-disable-next-line empty/no-empty-for-none -- class-validator asks for a text, and no message here looks at it
        const parameters = { targetName: '', property, object, value, constraints };
        return each && Array.isArray(value) ? value.every((item) => one(item, parameters)) : one(value, parameters);
      };
    });
}
