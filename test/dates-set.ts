import type { DatesOf } from '../workflows/application/words.js';

type Setter = (fact: object, before: object, level: string) => Readonly<Record<string, unknown>>;

/** What a field of a fact may be to a setter, which only hands it on: an instant, a day, a number. */
const values = ['2015-04-01T00:00:00.000Z', '2015-04-01', '1'];

/** The names of the dates that a setter sets, whatever was said; of several of a kind, that of the kind. None where it cannot be tried. */
export function namesSetBy([, set]: readonly [string, NonNullable<DatesOf[keyof DatesOf]>]): readonly string[] {
  for (const value of values)
    try {
      const made = (set as Setter)({ data: whatever(value), at: values[0] }, {}, 'L3');
      return [...new Set(Object.keys(made).map((name) => name.split('.')[0] ?? name))];
    } catch {
      // The next value may be what it takes.
    }
  return [];
}

/** Data in which every field is a value, a list of one, and data again. */
function whatever(value: string): unknown {
  const self: unknown = new Proxy(() => self, {
    get: (_, field) => {
      if (field === Symbol.toPrimitive) return () => value;
      if (field === Symbol.iterator) return () => [self].values();
      return typeof field === 'symbol' ? undefined : self;
    },
    apply: () => self,
  });
  return self;
}
