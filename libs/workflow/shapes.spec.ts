import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { Expose, Transform, Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsOptional, IsString, ValidateIf, ValidateNested } from 'class-validator';
import fc from 'fast-check';
import '../../apps/service/cases/requests.js';
import '../../apps/service/register/rounds.js';
import { plausible } from '../../test/properties/plausible.js';
import { decorated, nearTo } from '../../test/properties/said.js';
import { workflows } from '../../workflows/index.js';
import { hold, holdAtLength, type Held } from './shapes.js';
import { blanksIn, everyObjectsIn, unusableIn } from './unusable.js';
import { isRecord, wellFormed, type Said, type Shape } from './well-formed.js';

const events = workflows.flatMap((workflow) => Object.entries(workflow.events));
const nameOf = new Map(events.map(([type, shape]) => [shape, type]));

/** Of many faults twenty are told, and how many more there are. */
function told(held: Held): Held {
  if (held.ok || held.fields.length <= 20) return held;
  const more = { field: '', message: `Check the rest too: ${held.fields.length - 20} more are not right` };
  return { ok: false, fields: [...held.fields.slice(0, 20), more] };
}

/** The order of fields and messages is part of the answer. */
function sameAnswer(shape: Shape, data: unknown): void {
  if (!isRecord(data)) return;
  for (const nulls of ['refused', 'taken'] as const) {
    if ([unusableIn(data, nulls), everyObjectsIn(data), blanksIn(data)].some((faults) => faults.length > 0)) continue;
    const [answer, atLength] = [hold(shape, data, { nulls }), told(holdAtLength(shape, data))];
    expect(answer).toEqual(atLength);
    expect(JSON.stringify(answer)).toBe(JSON.stringify(atLength));
  }
}

/** Names that every object has, and what could reach behind one. */
const ofEveryObject = ['prototype', ...Object.getOwnPropertyNames(Object.prototype)];

/** The same data with one more name, in the object at this place among all that it holds. */
function withName(said: Said, place: number, name: string, value: unknown): Said {
  let met = -1;
  const copy = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(copy);
    if (!isRecord(part)) return part;
    met += 1;
    const here = met === place;
    const members = Object.entries(part).map(([key, inner]) => [key, copy(inner)] as const);
    return Object.fromEntries(here ? [...members, [name, value]] : members);
  };
  return copy(said) as Said;
}

describe('data held against a class', () => {
  it('may have names that every object has, which are as unknown as any other, wherever they stand', () => {
    const value = fc.constantFrom<unknown>(1, 'x', null, '\u200b', {}, [], { admin: true }, { prototype: {} });
    for (const shape of decorated())
      fc.assert(
        fc.property(
          nearTo(nameOf.get(shape) ?? '', shape),
          fc.nat(4),
          fc.constantFrom(...ofEveryObject),
          value,
          fc.constantFrom('refused', 'taken'),
          (data, place, name, under, nulls) => {
            if (!isRecord(data)) return;
            // Where it is there by chance already, it takes the place of itself.
            fc.pre(!JSON.stringify(data).includes(`"${name}"`));
            const answer = (spelt: string) =>
              JSON.stringify(hold(shape, withName(data, place, spelt, under), { nulls })).replaceAll('unheardOf', name);
            const [own, another] = [answer(name), answer('unheardOf')];
            // Where no class says what is asked for, another name is taken, and what every object has is not.
            const refused = {
              field: `data.${name}`,
              message: `Remove data.${name}: nothing of that name is asked for`,
            };
            const isFree = (JSON.parse(another) as Held).ok && own !== another;
            expect(own).toBe(isFree ? JSON.stringify({ ok: false, fields: [refused] }) : another);
          },
        ),
        { numRuns: 40 },
      );
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  it('is answered as class-validator answers it, whatever the class and whatever is said', () => {
    for (const shape of decorated())
      fc.assert(
        fc.property(nearTo(nameOf.get(shape) ?? '', shape), (data) => sameAnswer(shape, data)),
        { numRuns: 40 },
      );
  });

  it('is told at once where it is right, with every fact of every workflow', () => {
    const told = events.flatMap(([type, shape]) =>
      (plausible.get(type) ?? [{}]).filter(isRecord).map((data) => {
        const held = holdAtLength(shape, data);
        const read = wellFormed(shape, data);
        if (held.ok) expect([type, JSON.stringify(read)]).toEqual([type, JSON.stringify(held.value)]);
        else expect([type, read]).toEqual([type, undefined]);
        return held.ok;
      }),
    );
    expect(told.filter((ok) => ok).length).toBeGreaterThan(100);
  });

  it('is answered so by classes that ask for what is looked up at length only', () => {
    class Inner {
      @IsInt() number = 1;
    }
    class Conditional {
      @ValidateIf((said: Conditional) => said.which === 'x') @IsString() text: string;
      @IsString() which: string;
    }
    class Renamed {
      @Expose({ name: 'other' }) @IsString() text: string;
    }
    class Untyped {
      @ValidateNested() inner: object;
    }
    class Undecorated {
      @IsString() text: string;
      more = '';
    }
    class NotNested {
      @Type(() => Inner) @IsOptional() inner: Inner;
    }
    class Sometimes {
      @Transform(({ value }) => String(value), { groups: ['x'] }) @IsString() text: string;
    }
    class Each {
      @IsString({ each: true }) texts: string[];
    }
    class Waiting {
      @IsString({ validateIf: () => false }) text: string;
    }
    const values = [undefined, 'x', 1, {}, { number: 'x' }, [1], ['x'], [{ number: 1 }]];
    for (const shape of [Conditional, Renamed, Untyped, Undecorated, NotNested, Sometimes, Each, Waiting])
      for (const text of values)
        for (const name of ['text', 'texts', 'other', 'inner', 'more'])
          for (const which of [{}, { which: 'x' }, { which: 'y' }])
            sameAnswer(shape, { ...which, ...(text !== undefined && { [name]: text }) });
  });

  it('may have nulls where what asks for it takes them, and never a name that every object has', () => {
    class Loose {
      @IsObject() @IsOptional() data?: object | null;
    }
    const faults = (json: string, nulls: 'refused' | 'taken') => {
      const held = hold(Loose, JSON.parse(json) as Said, { nulls });
      return held.ok ? [] : held.fields.map(({ message }) => message);
    };
    expect(faults('{"data":null}', 'taken')).toEqual([]);
    expect(faults('{"data":null}', 'refused')).toEqual(['Leave out data, or enter a value']);
    for (const nulls of ['refused', 'taken'] as const)
      expect(faults('{"data":{"constructor":1}}', nulls)).toEqual([
        'Remove data.constructor: nothing of that name is asked for',
      ]);
  });

  it('holds only texts that everybody reads as they were written, whatever its class asks of them', () => {
    class Inner {
      @IsString() text: string;
    }
    class Forgetful {
      @IsOptional() @IsString() text?: string;
      @IsOptional() @IsString({ each: true }) texts?: string[];
      @IsOptional() @Type(() => Inner) @ValidateNested() inner?: Inner;
      @IsOptional() @IsObject() data?: object;
    }
    const places: readonly [string, (text: string) => Said][] = [
      ['text', (text) => ({ text })],
      ['texts.1', (text) => ({ texts: ['x', text] })],
      ['inner.text', (text) => ({ inner: { text } })],
      ['data.more.0', (text) => ({ data: { more: [text] } })],
    ];
    for (const [field, saying] of places) {
      const faults = (text: string, nulls: 'refused' | 'taken' = 'refused') => {
        const held = hold(Forgetful, saying(text), { nulls });
        return held.ok ? [] : held.fields;
      };
      for (const text of ['x', 'one\n\ttwo\r\n']) expect(faults(text)).toEqual([]);
      for (const nulls of ['refused', 'taken'] as const) {
        for (const [text, what] of [
          ['a\ud800', 'broken characters (halves of a surrogate pair)'],
          ['a\u0000', 'control characters other than tabs and line breaks'],
          ['a\u202eb', 'characters that change the direction of the text'],
        ] as const)
          expect(faults(text, nulls)).toEqual([{ field, message: `Remove ${what} from ${field}` }]);
      }
      expect(faults('\u200b')).toEqual([{ field, message: `Enter ${field} as text that can be seen` }]);
      expect(faults('')).toHaveLength(1);
    }
  });

  it('keeps what its class starts out with where nothing is said, and checks that too', () => {
    class Page {
      @IsInt() limit = 50;
      @IsString() order: unknown = 1;
    }
    sameAnswer(Page, { order: 'x' });
    sameAnswer(Page, { limit: 1 });
    expect(wellFormed(Page, { order: 'x' })).toEqual({ order: 'x' });
    expect(wellFormed(Page, { limit: 1 })).toBeUndefined();
  });

  it('is never told at once to be right with what no class checks: nulls, names every object has, a list of them', () => {
    class Loose {
      @IsObject() @IsOptional() data?: object;
      @IsArray() @IsOptional() list?: unknown[];
    }
    const usable = [{ data: { a: [1, 'x'] } }, { list: [{}, 1, [true]] }, {}];
    for (const said of usable) expect(wellFormed(Loose, said)).toEqual(said);
    for (const json of ['{"data":null}', '{"data":{"a":null}}', '{"list":[[null]]}', '{"data":{"constructor":1}}']) {
      const said = JSON.parse(json) as Said;
      expect([json, wellFormed(Loose, said)]).toEqual([json, undefined]);
      sameAnswer(Loose, said);
    }
  });

  it('is never told at once to be right where it nests too deep', () => {
    class Endless {
      @Type(() => Endless) @ValidateNested() @IsOptional() inner?: Endless;
    }
    const nested = (levels: number): object => (levels === 0 ? {} : { inner: nested(levels - 1) });
    expect(wellFormed(Endless, { inner: nested(6) })).toEqual({ inner: nested(6) });
    expect(wellFormed(Endless, { inner: nested(7) })).toBeUndefined();
  });
});
