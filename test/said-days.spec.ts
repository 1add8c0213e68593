/** What people say of days: each field says what it may be, so that none is only a shape. */
import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import type { Field } from '../libs/forms/field.js';
import { fieldsOf } from '../libs/forms/form.js';
import type { Shape } from '../libs/workflow/shapes.js';
import { AnyDay, Day, past } from '../libs/forms/days.js';
import { ListOf } from '../libs/forms/decorators.js';
import { workflows } from '../workflows/index.js';
import '../apps/service/service.module.js';

const nestedIn = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) => [field, ...('fields' in field ? nestedIn(field.fields) : [])]);

/** Days and instants that say nothing of when they may be. Numbers say their least and their most by their kind. */
const silentIn = (shapes: readonly Shape[]): readonly string[] =>
  [...new Set(shapes)].flatMap((shape) =>
    nestedIn(fieldsOf(shape))
      .filter((field) => isDay(field.kind === 'several' ? field.each.kind : field.kind) && field.when === undefined)
      .map(({ name }) => `${shape.name}.${name}`),
  );

const isDay = (kind: Field['kind']): boolean => ['day', 'instant', 'day-or-instant'].includes(kind);

const ofEvents: readonly Shape[] = workflows.flatMap(({ events }) => Object.values(events));

/** Every class that anything is held against, those of requests among them. */
function everyShape(): readonly Shape[] {
  const storage = getMetadataStorage() as unknown as { readonly validationMetadatas: ReadonlyMap<Shape, unknown> };
  return [...storage.validationMetadatas.keys()];
}

/** What only asks: about any day that there is, or the simulated clock’s own time; and what the register itself holds against the day. */
const questions = [
  'CcgsQuery.on',
  'ChartQuery.asOf',
  'ClockBody.now',
  'CommitteesQuery.on',
  'DayQuery.on',
  'Declaration.aroseOn',
  'EventsQuery.from',
  'EventsQuery.until',
  'Filter.from',
  'Filter.until',
  'HoldersQuery.on',
  'InterestsQuery.on',
  'MomentQuery.asOf',
  'PictureQuery.on',
  'PracticesQuery.on',
  'QueueQuery.due',
  'ReadingsForm.from',
  'ReadingsForm.until',
  'ReadingsQuery.from',
  'ReadingsQuery.until',
  'RefusalsQuery.from',
  'RefusalsQuery.until',
  'SearchQuery.from',
  'SearchQuery.until',
  'UptakeQuery.on',
  'Window.from',
  'Window.until',
  'WithTime.when',
  'Without.when',
];

describe('every day and instant', () => {
  it('of every event says what it may be', () => {
    expect(ofEvents.length).toBeGreaterThan(80);
    expect(silentIn(ofEvents)).toEqual([]);
  });

  it('of every request says so too, but where it only asks', () => {
    expect([...silentIn(everyShape())].sort()).toEqual(questions);
  });

  it('would be found, however deep, where one says nothing', () => {
    class Inner {
      @AnyDay('the day it ends') until: string;
      @Day('the day it was', past(1)) was: string;
    }
    class Outer {
      @ListOf(() => Inner, 'the inner ones', { each: 'inner one' }) inner: Inner[];
    }
    expect(silentIn([Outer])).toEqual(['Outer.until']);
  });
});
