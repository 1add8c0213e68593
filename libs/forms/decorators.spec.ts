/** Each kind of field: what it takes, what it tells whoever misses it, and that its JSON Schema says the same. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plausible } from '../../test/properties/plausible.js';
import { decorated, nearTo } from '../../test/properties/said.js';
import { fitsSchema } from '../../test/schema-fit.js';
import '../../apps/service/service.module.js';
import { workflows } from '../../workflows/index.js';
import { hold, isRecord } from '../workflow/shapes.js';
import * as codes from './codes.js';
import * as days from './days.js';
import * as decorators from './decorators.js';
import { schemaOf, schemaOfClass } from './json-schema.js';

const { Line, Text, AnyLine, Person, People, OneOf, SomeOf, YesNo, Count, One, ListOf, ObjectOf, CursorOf } =
  decorators;
const { AnyDay, Day, AnyInstant, InstantOf, DayOrInstant, Days, past } = days;

class Plot {
  @Count('the number of the plot', 1, 9) plot: number;
}

interface Example {
  readonly takes: readonly unknown[];
  /** With what whoever says it is told. */
  readonly refuses: readonly (readonly [value: unknown, message: string])[];
  /** What a schema does not say, and the service refuses. */
  readonly alone?: readonly unknown[];
}

const hash = 'a'.repeat(64);
const uuid = '0f2c1b7a-1111-4222-8333-444455556666';
const spelling = { is: /^[a-z]{1,3}$/, width: 3, as: 'small letters' };
const plots = 'Enter the plots';

const examples: Readonly<Record<string, readonly [PropertyDecorator, Example]>> = {
  Line: [
    Line('it'),
    {
      takes: ['x', 'x'.repeat(200)],
      refuses: [
        ['', 'Enter it'],
        [7, 'Enter it'],
      ],
      alone: ['\u200b'],
    },
  ],
  Text: [
    Text('it', { longest: 3 }),
    {
      takes: ['x'],
      refuses: [
        [' ', 'Enter it'],
        ['long', 'Shorten it to 3 characters or fewer'],
      ],
    },
  ],
  AnyLine: [AnyLine('it', 3), { takes: ['', 'x'], refuses: [['long', 'Shorten it to 3 characters or fewer']] }],
  Person: [
    Person('the chair'),
    {
      takes: ['gp@nhse'],
      refuses: [
        ['', 'Enter the chair'],
        [7, 'Enter the id of the chair'],
      ],
    },
  ],
  IdOf: [
    decorators.IdOf('the round', { longest: 2 }),
    {
      takes: ['1'],
      refuses: [
        ['', 'Enter the round'],
        ['123', 'Shorten the id of the round to 2 characters or fewer'],
      ],
    },
  ],
  People: [
    People('the plots', { least: 1, most: 2 }),
    {
      takes: [['a'], ['a', 'b']],
      refuses: [
        ['', plots],
        ['a', `${plots} as a list of ids`],
        [[], `${plots}: 1 or more`],
        [['a', 'b', 'c'], `${plots}: 2 or fewer`],
        [['a', 'a'], 'Enter each of the plots once'],
        [[1], 'Enter each of the plots as an id'],
      ],
    },
  ],
  OneOf: [
    OneOf('a size', { half: 'Half', whole: 'Whole' }),
    {
      takes: ['half'],
      refuses: [
        ['', 'Select a size'],
        ['Half', 'Select a size: half, whole'],
      ],
    },
  ],
  SomeOf: [
    SomeOf('sizes', { half: 'Half', whole: 'Whole' }),
    {
      takes: [['half'], ['whole', 'half']],
      refuses: [
        [[], 'Select sizes'],
        [['half', 'half'], 'Select each of sizes once'],
        [['x'], 'Select sizes from: half, whole'],
      ],
    },
  ],
  YesNo: [
    YesNo('Is it let?', 'it is let'),
    {
      takes: [true, false],
      refuses: [
        ['', 'Select yes if it is let'],
        ['yes', 'Say true or false: it is let'],
      ],
    },
  ],
  Count: [
    Count('the pence', 1, 9),
    {
      takes: [1, 9],
      refuses: [
        ['', 'Enter the pence'],
        ['1', 'Enter the pence as a whole number'],
        [0, 'Enter the pence as 1 or more'],
        [10, 'Enter the pence as 9 or less'],
      ],
    },
  ],
  One: [
    One(() => Plot, 'the plot'),
    {
      takes: [{ plot: 1 }],
      refuses: [
        ['', 'Enter the plot'],
        [[], 'Enter the plot'],
      ],
    },
  ],
  ListOf: [
    ListOf(() => Plot, 'the plots', { each: 'plot', least: 1, most: 1 }),
    {
      takes: [[{ plot: 1 }]],
      refuses: [
        ['', plots],
        [{}, `${plots} as a list`],
        [[], `${plots}: 1 or more`],
        [[{ plot: 1 }, { plot: 2 }], `${plots}: 1 or fewer`],
        [[1], 'Enter each of the plots as an object'],
      ],
    },
  ],
  ObjectOf: [ObjectOf('the rule', 'an object'), { takes: [{ a: 1 }], refuses: [['', 'Enter the rule']] }],
  CursorOf: [
    CursorOf((text) => text === 'x'),
    { takes: ['x'], refuses: [[1, 'Take the cursor from the link to the next page']], alone: ['y'] },
  ],
  AnyDay: [
    AnyDay('the day'),
    {
      takes: ['2015-04-01'],
      refuses: [
        ['', 'Enter the day'],
        ['1/4/15', 'Enter the day as YYYY-MM-DD'],
        ['0099-01-01', 'Enter the day as YYYY-MM-DD, in a year from 1900 to 2999'],
      ],
      alone: ['2015-02-29'],
    },
  ],
  Day: [Day('the day', past(1)), { takes: ['2015-04-01'], refuses: [['', 'Enter the day']], alone: ['2015-02-29'] }],
  AnyInstant: [
    AnyInstant('the time'),
    {
      takes: ['2015-04-01T10:00:00Z'],
      refuses: [
        ['', 'Enter the time'],
        ['x', 'Enter the time as YYYY-MM-DDThh:mm:ssZ'],
      ],
    },
  ],
  InstantOf: [
    InstantOf('the time', past(1)),
    { takes: ['2015-04-01T10:00Z'], refuses: [['', 'Enter the time']], alone: ['2015-02-29T10:00Z'] },
  ],
  DayOrInstant: [
    DayOrInstant('the time'),
    {
      takes: ['2015-04-01', '2015-04-01T10:00:00Z'],
      refuses: [
        ['', 'Enter the time'],
        ['x', 'Enter the time as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ'],
      ],
    },
  ],
  Days: [
    Days('the days', past(1), 1),
    {
      takes: [[], ['2015-04-01']],
      refuses: [
        ['x', 'Enter the days as a list of days'],
        [['x'], 'Enter each of the days as YYYY-MM-DD'],
        [['2015-04-01', '2015-04-02'], 'Enter the days: 1 or fewer'],
      ],
      alone: [['2015-02-29']],
    },
  ],
  CcgCode: [
    codes.CcgCode('the CCG'),
    {
      takes: ['00C'],
      refuses: [
        ['', 'Enter the CCG'],
        ['C', 'Enter the CCG as a CCG code such as 00C'],
      ],
    },
  ],
  PracticeCode: [
    codes.PracticeCode('it'),
    { takes: ['A81001'], refuses: [['00C', 'Enter it as a practice code such as A81001']] },
  ],
  CcgOrPracticeCode: [
    codes.CcgOrPracticeCode('it'),
    { takes: ['00C', 'A81001'], refuses: [['Y54', 'Enter it as the code of a CCG or a practice']] },
  ],
  RegionCode: [codes.RegionCode('it'), { takes: ['Y54'], refuses: [['54', 'Enter it as a region code such as Y54']] }],
  OrganisationCode: [
    codes.OrganisationCode('it', spelling),
    { takes: ['abc'], refuses: [['ABC', 'Enter it as small letters']] },
  ],
  NameOf: [codes.NameOf('it', spelling), { takes: ['abc'], refuses: [['abcd', 'Enter it as small letters']] }],
  CaseId: [
    codes.CaseId('the case'),
    {
      takes: [uuid],
      refuses: [
        ['', 'Enter the case'],
        ['x', 'Enter the id of the case'],
      ],
    },
  ],
  CcgCodes: [
    codes.CcgCodes('the CCGs'),
    { takes: [[], ['00C', '00C']], refuses: [[['x'], 'Enter each of the CCGs as a CCG code such as 00C']] },
  ],
  PracticeCodes: [
    codes.PracticeCodes('the plots'),
    {
      takes: [['A81001']],
      refuses: [
        ['x', `${plots} as a list of practice codes`],
        [[], `${plots}: 1 or more`],
        [['A81001', 'A81001'], 'Enter each of the plots once'],
      ],
    },
  ],
  Names: [
    codes.Names('the names', { ...spelling, as: 'in small letters', most: 1 }),
    {
      takes: [[], ['a']],
      refuses: [
        [['A'], 'Enter each of the names in small letters'],
        [['a', 'b'], 'Enter the names: 1 or fewer'],
      ],
    },
  ],
  DocumentHash: [
    codes.DocumentHash('the minutes'),
    {
      takes: [hash],
      refuses: [
        ['', 'Upload the minutes'],
        ['x', 'Enter the SHA-256 of the minutes, 64 hexadecimal characters'],
      ],
    },
  ],
};

/** What is no kind of field by itself. */
const others = ['Optional', 'Attachment'];

describe('a field of each kind', () => {
  it('has an example here', () => {
    const kinds = Object.keys({ ...codes, ...days, ...decorators }).filter((name) => /^[A-Z][a-z]/.test(name));
    expect(Object.keys(examples).sort()).toEqual(kinds.filter((name) => !others.includes(name)).sort());
  });

  it.each(Object.entries(examples))(
    '%s takes what it says, tells how to mend the rest, and so does its schema',
    (_, [decorate, example]) => {
      class Asked {
        field: unknown;
      }
      decorate(Asked.prototype, 'field');
      const schema = schemaOfClass(Asked);
      // As a request does, which may leave a text blank.
      const heldOf = (field: unknown) => hold(Asked, { field }, { nulls: 'taken' });
      for (const field of example.takes)
        expect([field, heldOf(field).ok, fitsSchema(schema, { field })]).toEqual([field, true, true]);
      for (const [field, message] of example.refuses) {
        expect([field, heldOf(field)]).toEqual([field, { ok: false, fields: [{ field: 'field', message }] }]);
        expect([field, fitsSchema(schema, { field })]).toEqual([field, false]);
      }
      for (const field of example.alone ?? [])
        expect([field, heldOf(field).ok, fitsSchema(schema, { field })]).toEqual([field, false, true]);
      expect([hold(Asked, {}).ok, fitsSchema(schema, {})]).toEqual([false, false]);
    },
  );

  it('may be left out where it is optional, and only there', () => {
    class Asked {
      @decorators.Optional('At times.') @Count('the pence', 1, 9) pence?: number;
    }
    const schema = schemaOfClass(Asked);
    expect([hold(Asked, {}).ok, fitsSchema(schema, {})]).toEqual([true, true]);
    expect([hold(Asked, { pence: 0 }).ok, fitsSchema(schema, { pence: 0 })]).toEqual([false, false]);
  });
});

describe('whatever the service takes', () => {
  it('fits its JSON Schema, and what the schema refuses the service refuses', () => {
    const typeOf = new Map(
      workflows.flatMap(({ events }) => Object.entries(events).map(([type, shape]) => [shape, type])),
    );
    let taken = 0;
    for (const shape of decorated()) {
      const schema = schemaOfClass(shape);
      fc.assert(
        fc.property(nearTo(typeOf.get(shape) ?? '', shape), (data) => {
          if (!isRecord(data) || !hold(shape, data).ok) return;
          taken += 1;
          // What has a value unless it is said need not be said.
          const whole = { ...new shape(), ...data };
          expect([shape.name, data, fitsSchema(schema, whole)]).toEqual([shape.name, data, true]);
        }),
        { numRuns: 20 },
      );
    }
    expect(taken).toBeGreaterThan(100);
  });

  it('is what people plausibly say', () => {
    for (const workflow of workflows.filter(({ level }) => level === 'L3'))
      for (const type of Object.keys(workflow.events))
        for (const data of plausible.get(type) ?? [])
          expect([type, data, fitsSchema(schemaOf(workflow, type), data)]).toEqual([type, data, true]);
  });
});
