/** What is about to be recorded, as rows to check. */
import type { Field } from '../../../libs/forms/field.js';
import type { Offers } from '../forms/asked.js';
import { said, type Naming, type SaidRow } from '../pages/said.js';

export const saidFor = (
  { fields, offers }: { readonly fields: readonly Field[]; readonly offers: Offers },
  data: Readonly<Record<string, unknown>>,
  naming: Naming,
): readonly SaidRow[] => said(withOffers(fields, offers), worded(data, offers), { naming, blank: 'Not given' });

/** What was chosen is called as it was when it was chosen. */
const withOffers = (fields: readonly Field[], offers: Offers): readonly Field[] =>
  fields.map((field) => {
    const options = offers[field.name];
    const isOne = field.kind === 'number' || field.kind === 'text' || field.kind === 'code' || field.kind === 'person';
    return options === undefined || !isOne ? field : { ...field, kind: 'radios', options }; // as `radios` have it
  });

/** Options are texts; what was chosen may be a number. */
const worded = (data: Readonly<Record<string, unknown>>, offers: Offers): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) =>
      Object.hasOwn(offers, name) && typeof value === 'number' ? [name, String(value)] : [name, value],
    ),
  );
