import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, IsInt, IsString, MinLength, validateSync } from 'class-validator';
import fc from 'fast-check';
import { nearTo } from '../../test/properties/said.js';
import { workflows } from '../../workflows/index.js';
import { holdAtLength } from './shapes.js';
import { unusableIn } from './unusable.js';
import { isRecord } from './well-formed.js';

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

describe('what class-validator is spared to look for', () => {
  it('changes no answer, whatever is said with whatever fact', () => {
    for (const workflow of workflows)
      for (const type of Object.keys(workflow.events)) {
        fc.assert(
          fc.property(nearTo(type, workflow.events[type]!), (data) => {
            if (!isRecord(data) || unusableIn(data, 'refused').length > 0) return;
            const shape = workflow.events[type]!;
            const [answer, anew] = [holdAtLength(shape, data), withoutMemory(() => holdAtLength(shape, data))];
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
