/** What somebody might say with a fact: anything, and things that are nearly right; for properties of what checks it. */
import { getMetadataStorage } from 'class-validator';
import fc from 'fast-check';
import { plausible } from './plausible.js';

const storage = getMetadataStorage();

/** Every class that was decorated, by what class-validator keeps to itself. */
export function decorated(): readonly (new () => object)[] {
  const { validationMetadatas: known } = storage as unknown as { validationMetadatas: ReadonlyMap<unknown, unknown> };
  return [...known.keys()].filter((shape): shape is new () => object => typeof shape === 'function');
}

const fieldsOf = (shape: new () => object): readonly string[] =>
  storage.getTargetValidationMetadatas(shape, '', false, false).map(({ propertyName }) => propertyName);

const scalar = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom('2015-04-01', '2015-01-09T12:00:00Z', '00C', 'for', 'met', 'other', 'x', 0, 1, 2, true),
);

/** Anything, with the fields of any class that was decorated, those of nested ones among them. */
function anything(): fc.Arbitrary<object> {
  const fields = [...new Set(decorated().flatMap(fieldsOf))];
  return fc.letrec<{ value: unknown; said: object }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(scalar, { maxLength: 3 }),
      tie('said'),
      fc.array(tie('said'), { maxLength: 2 }),
    ),
    said: fc.dictionary(fc.oneof(fc.constantFrom(...fields), fc.string()), tie('value'), { maxKeys: 6 }),
  })).said;
}

let any: fc.Arbitrary<object> | undefined;

/** Data for a class: anything, its own fields with any values, and what is right but for a field or two. */
export function nearTo(type: string, shape: new () => object): fc.Arbitrary<unknown> {
  const said = (any ??= anything());
  const fields = fc.constantFrom('other', ...fieldsOf(shape));
  const ofIts = fc.dictionary(fields, fc.oneof(scalar, said), { maxKeys: 8 });
  const right = fc.constantFrom(...(plausible.get(type) ?? [{}]));
  const near = fc
    .tuple(right, fc.oneof(fc.constant({}), ofIts), fc.option(fields))
    .map(([example, more, less]) =>
      Object.fromEntries(Object.entries({ ...example, ...more }).filter(([name]) => name !== less)),
    );
  return fc.oneof(said, ofIts, near, fc.jsonValue());
}
