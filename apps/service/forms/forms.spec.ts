import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Field, Single } from '../../../libs/forms/field.js';
import { formOf } from '../../../libs/forms/form.js';
import { addDays, londonInstant } from '../../../libs/workflow/london.js';
import { passageOf, waysFor } from '../../../libs/workflow/state.js';
import { workflows } from '../../../workflows/index.js';
import { Renderer } from '../pages/renderer.js';
import type { Typed } from '../session/posted-form.js';
import { askedOf, pageErrors, withoutRow, withRow, type Asked } from './asked.js';
import { boxesOf, readTyped, timeOf } from './read-typed.js';

/** Every form that a person is asked, of every workflow and version. */
const asked = workflows.flatMap((workflow) =>
  Object.keys(workflow.events).flatMap((type) => {
    const people = waysFor(workflow.machine, type).flatMap((way) =>
      passageOf(way).by.filter((role) => role !== 'clock'),
    );
    return people.length === 0
      ? []
      : [{ name: `${workflow.name}@${workflow.version} ${type}`, fields: formOf(workflow, type).fields }];
  }),
);

const text = fc.stringMatching(/^[a-z<>&"' ]{0,20}[a-z]$/);
const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2014-01-01', days));

function valueFor(single: Single): fc.Arbitrary<unknown> {
  switch (single.kind) {
    case 'number':
      return fc.integer({ min: single.least, max: Math.min(single.most, 1e9) });
    case 'yes-no':
      return fc.boolean();
    case 'radios':
      return fc.constantFrom(...single.options.map(({ value }) => value));
    case 'day':
      return day;
    case 'instant':
    case 'day-or-instant':
      return fc.tuple(day, fc.constantFrom('09:00', '12:00', '17:30')).map(([on, at]) => londonInstant(on, at));
    case 'document':
      return fc.constant('a'.repeat(64));
    case 'code':
      return fc.constantFrom('00C', 'A81001', 'Y54');
    default:
      return text.map((words) => words.trim());
  }
}

const wholeOf = (fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(
      fields.map((field): [string, fc.Arbitrary<unknown>] => {
        switch (field.kind) {
          case 'nested':
            return [field.name, wholeOf(field.fields)];
          case 'list':
            return [field.name, fc.array(wholeOf(field.fields), { minLength: Math.max(1, field.least), maxLength: 3 })];
          case 'several':
            return [field.name, fc.uniqueArray(valueFor(field.each), { minLength: 1, maxLength: 3 })];
          case 'checkboxes':
            return [
              field.name,
              fc.subarray(
                field.options.map(({ value }) => value),
                { minLength: 1 },
              ),
            ];
          case 'object':
          case 'cursor':
            throw new Error(`${field.name} is asked of nobody`);
          default:
            return [field.name, valueFor(field)];
        }
      }),
    ),
  );

/** As somebody would type it. */
function typedOf(fields: readonly Field[], data: Readonly<Record<string, unknown>>, at = ''): Typed {
  return Object.assign(
    {},
    ...fields.map((field): Typed => {
      const [name, value] = [`${at}${field.name}`, data[field.name]];
      switch (field.kind) {
        case 'nested':
          return typedOf(field.fields, value as Record<string, unknown>, `${name}.`);
        case 'list':
          return Object.assign(
            {},
            ...(value as Record<string, unknown>[]).map((row, index) =>
              typedOf(field.fields, row, `${name}.${index}.`),
            ),
          ) as Typed;
        case 'several':
          return { [name]: [(value as unknown[]).join('\n')] };
        case 'checkboxes':
          return { [name]: value as string[] };
        case 'day':
          return boxes(name, value as string);
        case 'instant':
        case 'day-or-instant': {
          const wall = new Date(value as string).toLocaleString('sv-SE', { timeZone: 'Europe/London' });
          return { ...boxes(name, wall.slice(0, 10)), [`${name}-time`]: [wall.slice(11, 16)] };
        }
        case 'yes-no':
          return { [name]: [value === true ? 'yes' : 'no'] };
        default:
          return { [name]: [String(value)] };
      }
    }),
  ) as Typed;
}

function boxes(name: string, on: string): Typed {
  const { day: dayBox, month, year } = boxesOf(name);
  return { [dayBox]: [on.slice(8)], [month]: [on.slice(5, 7)], [year]: [on.slice(0, 4)] };
}

/** All that is asked, at whatever depth. */
const everyAsked = (list: readonly Asked[]): readonly Asked[] =>
  list.flatMap((each) => [
    each,
    ...(each.as === 'group' ? everyAsked(each.fields) : []),
    ...(each.as === 'list' ? everyAsked(each.rows.flatMap(({ fields }) => fields)) : []),
  ]);

const renderer = Renderer.overSources();

describe('every form that a person may be asked', () => {
  it('there are some', () => expect(asked.length).toBeGreaterThan(80));

  it.each(asked)('$name is read back as it was typed', ({ fields }) => {
    fc.assert(
      fc.property(wholeOf(fields), (data) => {
        const read = readTyped(fields, typedOf(fields, data));
        expect(read.errors).toEqual([]);
        expect(read.data).toEqual(data);
      }),
      { numRuns: 30 },
    );
  });

  it.each(asked)('$name has a label for each field and words for each option, and is drawn', ({ fields }) => {
    const rows = fields
      .filter(({ kind }) => kind === 'list')
      .reduce((typed: Typed, { name }) => withRow(typed, fields, name), {});
    const all = askedOf(fields, { typed: rows });
    for (const each of everyAsked(all)) {
      expect(each.label).toMatch(/^[A-Z][^.]*$/);
      if ('options' in each) for (const { words } of each.options) expect(words).toMatch(/\S/);
    }
    const component = { name: 'field', macro: 'field' };
    const drawn = all.map((params) => renderer.draw('pages/preview/drawn', { component, fixture: { params } }));
    const html = drawn.join('');
    for (const { name, as } of everyAsked(all)) {
      if (as === 'group' || as === 'list') continue;
      const box = as === 'date' || as === 'moment' ? boxesOf(name).day : name;
      expect(html).toContain(`name="${box}"`);
    }
  });
});

describe('what is typed', () => {
  const date: Field = { name: 'on', kind: 'day', label: 'Date', asks: 'Enter the date', limits: [] };
  const moment: Field = { name: 'at', kind: 'instant', label: 'Close', asks: 'Enter when', limits: [] };
  const read = (field: Field, typed: Record<string, string>) =>
    readTyped([field], Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, [value]])));

  it.each([
    [{ 'on-day': '1', 'on-month': '4', 'on-year': '2015' }, '2015-04-01'],
    [{ 'on-day': '01', 'on-month': 'April', 'on-year': '2015' }, '2015-04-01'],
    [{ 'on-day': ' 9 ', 'on-month': 'sep', 'on-year': '2015' }, '2015-09-09'],
  ])('%j is a day', (typed, day) => expect(read(date, typed).data).toEqual({ on: day }));

  it.each([
    [{ 'on-day': '31', 'on-month': '2', 'on-year': '2015' }, 'Date must be a real date, such as 27 3 2027'],
    [{ 'on-day': '1', 'on-month': '', 'on-year': '2015' }, 'Date must include a month'],
    [{ 'on-day': '', 'on-month': '', 'on-year': '2015' }, 'Date must include a day and a month'],
    [{ 'on-day': '1', 'on-month': '4', 'on-year': '15' }, 'Date must be a real date, such as 27 3 2027'],
  ])('%j is none', (typed, message) => expect(read(date, typed).errors).toEqual([{ field: 'on', message }]));

  it('of a moment is London’s time, in summer too', () => {
    const typed = { 'at-day': '1', 'at-month': '7', 'at-year': '2015' };
    expect(read(moment, { ...typed, 'at-time': '12 noon' }).data).toEqual({ at: '2015-07-01T11:00:00.000Z' });
    expect(read(moment, typed).errors[0]!.message).toBe('Close must include a time, such as 9am, 12 noon or 17:30');
    expect(read(moment, { 'at-time': '9am' }).errors[0]!.message).toBe('Close must include a date');
  });

  it.each([
    ['9am', '09:00'],
    ['12 noon', '12:00'],
    ['12am', '00:00'],
    ['5.30 pm', '17:30'],
    ['17:30', '17:30'],
    ['0:05', '00:05'],
  ])('%s is %s', (said, time) => expect(timeOf(said)).toBe(time));

  it.each(['9', '25:00', '13pm', '0am', '9:60', 'soon', ''])('“%s” is no time', (said) =>
    expect(timeOf(said)).toBeUndefined(),
  );
});

describe('rows', () => {
  const fields: readonly Field[] = [
    {
      name: 'reasons',
      kind: 'list',
      label: 'Reasons',
      asks: 'Enter the reasons',
      each: 'reason',
      least: 1,
      most: 3,
      limits: [],
      fields: [{ name: 'text', kind: 'text', longest: 20, label: 'Text', asks: 'Enter a text', limits: [] }],
    },
  ];

  it('one is shown where one at least is asked for, and no more than may be', () => {
    let typed: Typed = {};
    const count = (): number => (askedOf(fields, { typed })[0] as Asked & { as: 'list' }).rows.length;
    expect(count()).toBe(1);
    for (const rows of [2, 3, 3]) {
      typed = withRow(typed, fields, 'reasons');
      expect(count()).toBe(rows);
    }
  });

  it('what is wrong with one leads to it, whatever stands before it was left empty', () => {
    const typed = { 'reasons.0.text': [''], 'reasons.1.text': ['gone'], 'reasons.2.text': ['x'] };
    const { data, nameOf } = readTyped(fields, withoutRow(typed, 'reasons.1'));
    expect(data).toEqual({ reasons: [{ text: 'x' }] });
    expect(nameOf('reasons.0.text')).toBe('reasons.2.text');
    const [error] = pageErrors([{ field: 'reasons.2.text', message: 'Shorten it' }], askedOf(fields, { typed }));
    expect(error!.href).toBe('#reasons.2.text');
  });

  it('within a row lead to their own fields too, whichever row was taken out', () => {
    const [inner] = fields;
    const outer: readonly Field[] = [
      { ...inner!, name: 'outer', kind: 'list', each: 'outer', least: 0, most: 9, fields },
    ];
    const typed = { 'outer.1.reasons.0.text': [''], 'outer.1.reasons.4.text': ['x'] };
    const { data, nameOf } = readTyped(outer, typed);
    expect(data).toEqual({ outer: [{ reasons: [{ text: 'x' }] }] });
    expect(nameOf('outer.0.reasons.0.text')).toBe('outer.1.reasons.4.text');
    expect(nameOf('outer.0')).toBe('outer.1');
    expect(nameOf('outer')).toBe('outer');
  });

  it('names that every object has are no fields', () => {
    const typed = JSON.parse('{"__proto__":["x"],"constructor":["y"]}') as Typed;
    expect(readTyped(fields, typed).data).toEqual({ reasons: [{}] });
  });
});
