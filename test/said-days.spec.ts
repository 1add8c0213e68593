/** What people say of days and numbers: each field says what it may be, so that none is only a shape. */
import { describe, expect, it } from '@jest/globals';
import { defaultMetadataStorage as transformer } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, IsInt, IsISO8601, Min } from 'class-validator';
import { spansOf } from '../libs/workflow/spans.js';
import type { Shape } from '../libs/workflow/shapes.js';
import { Day, ListOf, past } from '../workflows/fields.js';
import { workflows } from '../workflows/index.js';
import '../apps/service/service.module.js';

interface Field {
  readonly shape: Shape;
  readonly name: string;
  /** Names of its checks. */
  readonly checks: readonly string[];
  readonly nested: Shape | undefined;
}

function fieldsOf(shape: Shape): readonly Field[] {
  const storage = getMetadataStorage();
  const demands = storage.getTargetValidationMetadatas(shape, '', false, false);
  return Object.entries(storage.groupByPropertyName(demands)).map(([name, ofField]) => {
    const type = transformer.findTypeMetadata(shape, name) as
      ReturnType<typeof transformer.findTypeMetadata> | undefined;
    return {
      shape,
      name,
      checks: ofField.map((each) => each.name ?? ''),
      nested: type?.typeFunction() as Shape | undefined,
    };
  });
}

const withNested = (shape: Shape): readonly Shape[] => [
  shape,
  ...fieldsOf(shape).flatMap(({ nested }) => (nested ? withNested(nested) : [])),
];

/** Days and instants that say nothing of when they may be, and numbers without a least and a most. */
function silentIn(shapes: readonly Shape[]): readonly string[] {
  return [...new Set(shapes.flatMap(withNested))].flatMap((shape) =>
    fieldsOf(shape)
      .filter(({ name, checks }) => {
        const isDay = checks.includes('isIso8601');
        if (isDay && !spansOf(shape).has(name)) return true;
        const isNumber = checks.some((check) => /^(isInt|isNumber|min|max)$/.test(check));
        return isNumber && !['isInt', 'min', 'max'].every((check) => checks.includes(check));
      })
      .map(({ name }) => `${shape.name}.${name}`),
  );
}

const ofEvents: readonly Shape[] = workflows.flatMap(({ events }) => Object.values(events));

/** Every class that anything is held against, those of requests among them. */
function everyShape(): readonly Shape[] {
  const storage = getMetadataStorage() as unknown as { readonly validationMetadatas: ReadonlyMap<Shape, unknown> };
  return [...storage.validationMetadatas.keys()];
}

/** What only asks: about any day that there is, or the simulated clock’s own time; and what the register itself holds against the day. */
const questions = [
  'CcgsQuery.on',
  'ClockBody.now',
  'CommitteesQuery.on',
  'DayQuery.on',
  'Declaration.aroseOn',
  'InterestsQuery.on',
  'MomentQuery.asOf',
  'PracticesQuery.on',
  'QueueQuery.due',
  'UptakeQuery.on',
];

describe('every day, instant and number', () => {
  it('of every event says what it may be', () => {
    expect(ofEvents.length).toBeGreaterThan(80);
    expect(silentIn(ofEvents)).toEqual([]);
  });

  it('of every request says so too, but where it only asks', () => {
    expect([...silentIn(everyShape())].sort()).toEqual(questions);
  });

  it('would be found, however deep, where one says nothing', () => {
    class Inner {
      @IsISO8601() until: string;
      @Day('the day it was', past(1)) was: string;
    }
    class Outer {
      @ListOf(() => Inner, 'the inner ones') inner: Inner[];
      @IsInt() @Min(0) count: number;
    }
    expect(silentIn([Outer])).toEqual(['Outer.count', 'Inner.until']);
  });
});
