/** Fills in a form as people do: by its labels, its groups and the words of its choices. */
import type { Locator } from 'playwright-core';
import type { Field, Option } from '../../libs/forms/field.js';
import type { Form } from '../../demonstration/forms.js';
import { londonDay } from '../../libs/workflow/london.js';

/** Where a field is looked for, and the path of what it belongs to, with its dot. */
interface Place {
  readonly scope: Locator;
  readonly at: string;
}

/** Says all that is said; what is not is left as it is. Groups and lists are gone through in order. */
export async function fillIn(scope: Locator, fields: readonly Field[], said: Form, at = ''): Promise<void> {
  for (const field of fields) {
    const value = said[field.name];
    if (value !== undefined) await sayOf(field, value, { scope, at });
  }
}

async function sayOf(field: Field, value: unknown, { scope, at }: Place): Promise<void> {
  const path = `${at}${field.name}`;
  switch (field.kind) {
    case 'nested':
      return fillIn(groupOf(scope, field), field.fields, value as Form, `${path}.`);
    case 'list':
      return fillRows(field, value as readonly Form[], { scope, at });
    case 'checkboxes':
      for (const each of value as readonly string[]) await choose(groupOf(scope, field), each, field.options);
      return;
    case 'several':
      return sayAll(field, value as readonly string[], scope);
    case 'day':
      return fillDay(groupOf(scope, field), value as string);
    case 'instant':
    case 'day-or-instant':
      return fillMoment(scope, field, value as string, path);
    case 'yes-no':
      return choose(groupOf(scope, field), value === true ? 'yes' : 'no', yesNo);
    case 'object':
    case 'cursor':
      return;
    default:
      return saySingle(field, value as string | number, scope);
  }
}

const yesNo: readonly Option[] = [
  { value: 'yes', words: 'Yes' },
  { value: 'no', words: 'No' },
];

/** Of one out of some, by its words; what is offered without being part of the form, by what it stands for. */
async function saySingle(field: Field, value: string | number, scope: Locator): Promise<void> {
  const options = field.kind === 'radios' ? field.options : undefined;
  const group = groupOf(scope, field);
  if ((await group.count()) > 0) return choose(group, String(value), options);
  const control = labelled(scope, field);
  if ((await control.and(scope.getByRole('combobox')).count()) > 0) await control.selectOption(String(value));
  else await control.fill(String(value));
}

async function sayAll(field: Field, values: readonly string[], scope: Locator): Promise<void> {
  const group = groupOf(scope, field);
  if ((await group.count()) === 0) return labelled(scope, field).fill(values.join('\n'));
  for (const each of values) await choose(group, each);
}

async function choose(group: Locator, value: string, options?: readonly Option[]): Promise<void> {
  const words = options?.find((option) => option.value === value)?.words;
  const control =
    words === undefined ? group.locator(`input[value="${value}"]`) : group.getByLabel(words, { exact: true });
  await control.check();
}

/** 9 March 2015 is 9, 3 and 2015. */
async function fillDay(group: Locator, day: string): Promise<void> {
  const [year = '', month = '', date = ''] = day.split('-');
  await group.getByLabel('Day').fill(String(Number(date)));
  await group.getByLabel('Month').fill(String(Number(month)));
  await group.getByLabel('Year').fill(year);
}

async function fillMoment(scope: Locator, field: Field, instant: string, path: string): Promise<void> {
  await fillDay(groupOf(scope, field), londonDay(instant));
  const time = new Date(instant).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Europe/London',
  });
  await scope.locator(`[name="${path}-time"]`).fill(time);
}

/** A row each; those that are not there yet are asked for, which sends the page and brings it back. */
async function fillRows(
  field: Field & { readonly kind: 'list' },
  rows: readonly Form[],
  { scope, at }: Place,
): Promise<void> {
  const group = groupOf(scope, field);
  for (const [index, row] of rows.entries()) {
    const place = group.getByRole('group', { name: `${sentence(field.each)} ${index + 1}`, exact: true });
    if ((await place.count()) === 0)
      await group.getByRole('button', { name: new RegExp(`^Add .*${field.each}$`) }).click();
    await fillIn(place, field.fields, row, `${at}${field.name}.${index}.`);
  }
}

const groupOf = (scope: Locator, field: Field): Locator => scope.getByRole('group', { name: namedBy(field) });
const labelled = (scope: Locator, field: Field): Locator => scope.getByLabel(namedBy(field));

/** A label, and that it may be left empty. */
const namedBy = ({ label }: Field): RegExp =>
  new RegExp(`^\\s*${label.replaceAll(/[.*+?^$(){}|[\]\\/]/g, '\\$&')}( \\(optional\\))?\\s*$`);

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
