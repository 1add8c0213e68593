import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, IsInt, IsString, MinLength, validateSync } from 'class-validator';
import fc from 'fast-check';
import { plausible } from '../../test/properties/plausible.js';
import { workflows } from '../../workflows/index.js';
import { checkData } from './data.js';

const storage = getMetadataStorage();

/** What this comes to where class-validator looks for everything anew, as it does by itself. */
function withoutMemory<T>(check: () => T): T {
  const remembering = { ...storage };
  Reflect.deleteProperty(storage, 'getTargetValidationMetadatas');
  Reflect.deleteProperty(storage, 'groupByPropertyName');
  try {
    return check();
  } finally {
    Object.assign(storage, remembering);
  }
}

// Its type keeps them to itself.
const decorated = storage['validationMetadatas'] as ReadonlyMap<unknown, readonly { readonly propertyName: string }[]>;
/** Every field that any class knows, those of nested ones among them. */
const fields = [...new Set([...decorated.values()].flat().map(({ propertyName }) => propertyName))];
const scalar = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom('2015-04-01', '2015-01-09T12:00:00Z', '00C', 'for', 'met', 'other', 'x', 0, 1, 2, true),
);
const { said } = fc.letrec<{ value: unknown; said: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    tie('said'),
    fc.array(tie('said'), { maxLength: 2 }),
  ),
  said: fc.dictionary(fc.oneof(fc.constantFrom(...fields), fc.string()), tie('value'), { maxKeys: 6 }),
}));

describe('what class-validator is spared to look for', () => {
  it('changes no answer, whatever is said with whatever fact', () => {
    for (const workflow of workflows)
      for (const type of Object.keys(workflow.events)) {
        const examples = plausible.get(type) ?? [{}];
        const own = storage
          .getTargetValidationMetadatas(workflow.events[type]!, '', false, false)
          .map(({ propertyName }) => propertyName);
        const ofIts = fc.dictionary(fc.constantFrom('other', ...own), fc.oneof(scalar, said), { maxKeys: 8 });
        const near = fc
          .tuple(fc.constantFrom(...examples), fc.oneof(fc.constant({}), ofIts))
          .map(([example, more]) => ({ ...example, ...more }));
        fc.assert(
          fc.property(fc.oneof(said, ofIts, near, fc.jsonValue()), (data) => {
            const [answer, anew] = [
              checkData(workflow, type, data),
              withoutMemory(() => checkData(workflow, type, data)),
            ];
            expect(answer).toEqual(anew);
            // The order of messages is part of the answer.
            expect(JSON.stringify(answer)).toBe(JSON.stringify(anew));
          }),
          { numRuns: 25 },
        );
      }
  });

  it('is what a class demands itself and what its ancestors do', () => {
    class Named {
      @IsString() name = '';
    }
    class Numbered extends Named {
      @IsInt() number = 1;
    }
    const wrong = (thing: object) => validateSync(thing, { whitelist: true }).map(({ property }) => property);
    for (let time = 0; time < 2; time += 1) {
      expect(wrong(Object.assign(new Numbered(), { name: 1, number: 'x' }))).toEqual(['number', 'name']);
      expect(wrong(Object.assign(new Named(), { name: 1, number: 'x' }))).toEqual(['name']);
    }
  });

  it('is looked for again where a class is decorated after it was checked', () => {
    class Late {
      @IsString() name = '';
    }
    expect(validateSync(new Late())).toEqual([]);
    MinLength(1)(Late.prototype, 'name');
    expect(validateSync(new Late())).toMatchObject([{ property: 'name' }]);
  });

  it('is one list for one class, and depends on what is asked for', () => {
    class Grouped {
      @IsString({ groups: ['one'] }) one = 1;
      @IsInt({ groups: ['other'] }) other = 'x';
    }
    const asked = (always: boolean, strictGroups: boolean, groups?: string[]) =>
      storage.getTargetValidationMetadatas(Grouped, '', always, strictGroups, groups);
    expect(asked(false, false)).toBe(asked(false, false));
    expect([asked(false, false), asked(false, true), asked(false, false, ['one'])].map(({ length }) => length)).toEqual(
      [2, 0, 1],
    );
    expect(validateSync(new Grouped(), { groups: ['other'] }).map(({ property }) => property)).toEqual(['other']);
    expect(validateSync(new Grouped()).map(({ property }) => property)).toEqual(['one', 'other']);
  });
});
