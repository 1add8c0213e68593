/** The form that leads to the last event by a date: by the end of that day, or by a moment of it. */
import { AnyDay, AnyInstant } from '../../../libs/forms/days.js';
import { fieldsOf } from '../../../libs/forms/form.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import { instantOf, timeOf, type Instant } from '../../../libs/workflow/instant.js';
import { endOfDay } from '../../../libs/workflow/london.js';
import { askedOf, pageErrors, type Asked } from '../forms/asked.js';
import { readTyped } from '../forms/read-typed.js';
import type { PageError } from '../pages/answered.js';
import type { Typed } from '../session/posted-form.js';

const told = { label: 'Date', hint: 'Leave the time empty for the end of that day.' };

class WithTime {
  @AnyInstant('the date', told) when: string;
}

class Without {
  @AnyDay('the date', told) when: string;
}

const asked = fieldsOf(WithTime);

export type Read = { readonly instant: Instant } | { readonly errors: readonly FieldError[] };

/** The last instant that is meant. */
export function readWhen(typed: Typed): Read {
  const isTimed = (typed['when-time'] ?? []).some((each) => each.trim().length > 0);
  const { data, errors } = readTyped(isTimed ? asked : fieldsOf(Without), typed);
  const { when } = data;
  if (errors.length > 0 || typeof when !== 'string') return { errors: errors.length > 0 ? errors : [missing] };
  return { instant: isTimed ? (when as Instant) : lastOf(when) };
}

const missing: FieldError = { field: 'when', message: 'Enter the date' };

/** The day ends where the next begins. */
const lastOf = (day: string): Instant => instantOf(new Date(timeOf(endOfDay(day)) - 1));

export interface WhenForm {
  readonly fields: readonly Asked[];
  readonly errors: readonly PageError[];
}

export function whenForm(typed: Typed, errors: readonly FieldError[] = []): WhenForm {
  const fields = askedOf(asked, { typed, errors });
  return { fields, errors: pageErrors(errors, fields) };
}
