/** What was said, or is about to be, as rows for people to read: labels, words of options, days and moments in words, names beside codes. */
import type { Field, Single } from '../../../libs/forms/field.js';
import { isInstant } from '../../../libs/workflow/instant.js';
import { dayInWords, momentInWords } from '../../../libs/workflow/london.js';
import { inWords } from '../../../libs/workflow/state.js';
import { isRecord } from '../../../libs/workflow/well-formed.js';

export type Said =
  /** Lines stay lines. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'time'; readonly text: string; readonly datetime: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'items'; readonly items: readonly Said[] }
  | { readonly kind: 'rows'; readonly rows: readonly SaidRow[] }
  /** Things of one kind, each with rows of its own; `title` is of one: “Condition 2”. */
  | { readonly kind: 'things'; readonly things: readonly Thing[] };

interface Thing {
  readonly title: string;
  readonly rows: readonly SaidRow[];
}

export interface SaidRow {
  /** The field's. */
  readonly name: string;
  readonly label: string;
  readonly value: Said;
}

/** How what is known by a code or an id is called. Undefined for what is not known. */
export interface Naming {
  readonly organisation: (code: string) => string | undefined;
  readonly person: (id: string) => string | undefined;
  /** Whether whoever reads sees a case, and can be led to it; absent where they see all there are. */
  readonly sees?: (caseId: string) => boolean;
}

interface Reading {
  readonly naming: Naming;
  /** What stands for what was left out; without it there is no row. */
  readonly blank?: string;
}

type Data = Readonly<Record<string, unknown>>;

/** The rows of data by the fields of its class, in their order. What has no field is in `saidBeside`. */
export function said(fields: readonly Field[], data: Data, reading: Reading): readonly SaidRow[] {
  return fields.flatMap((field): readonly SaidRow[] => {
    const { name, label } = field;
    const value = data[name];
    if (!isNothing(value)) return [{ name, label, value: valueOf(field, value, reading) }];
    return reading.blank === undefined ? [] : [{ name, label, value: text(reading.blank) }];
  });
}

/** What stands in data beside the fields of its class, as the register and the service add it: by its own names. */
export const saidBeside = (fields: readonly Field[], data: Data, reading: Reading): readonly SaidRow[] =>
  Object.entries(data).flatMap(([name, value]) =>
    isNothing(value) || fields.some((field) => field.name === name)
      ? []
      : [{ name, label: labelOf(name), value: anyOf(value, reading) }],
  );

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const text = (words: string): Said => ({ kind: 'text', text: words });

function valueOf(field: Field, value: unknown, reading: Reading): Said {
  switch (field.kind) {
    case 'checkboxes':
      return itemsOf(value, (each) => text(wordsOf(field.options, each)));
    case 'several':
      return itemsOf(value, (each) => singleOf(field.each, each, field.label, reading));
    case 'nested':
      return isRecord(value) ? nestedIn(field.fields, value, reading) : anyOf(value, reading);
    case 'list':
      return listOf(field, value, reading);
    case 'object':
    case 'cursor':
      return anyOf(value, reading);
    default:
      return singleOf(field, value, field.label, reading);
  }
}

const itemsOf = (value: unknown, said: (each: unknown) => Said): Said =>
  Array.isArray(value) ? { kind: 'items', items: value.map((each: unknown) => said(each)) } : said(value);

function listOf(field: Field & { readonly kind: 'list' }, value: unknown, reading: Reading): Said {
  const things = (Array.isArray(value) ? value : [value]).filter(isRecord);
  const documents = things.flatMap((thing) => documentIn(field.fields, thing) ?? []);
  if (documents.length === things.length) return { kind: 'items', items: documents };
  return {
    kind: 'things',
    things: things.map((thing, index) => ({
      title: things.length === 1 ? upper(field.each) : `${upper(field.each)} ${index + 1}`,
      rows: said(field.fields, thing, reading),
    })),
  };
}

const nestedIn = (fields: readonly Field[], value: Data, reading: Reading): Said =>
  documentIn(fields, value) ?? { kind: 'rows', rows: said(fields, value, reading) };

/** A document with its title, and nothing else. */
function documentIn(fields: readonly Field[], value: Data): Said | undefined {
  const document = fields.find(({ kind }) => kind === 'document');
  const title = fields.find(({ name }) => name === 'title');
  if (document === undefined || title === undefined || fields.length !== 2) return undefined;
  const [sha256, words] = [value[document.name], value[title.name]];
  return typeof sha256 === 'string' && typeof words === 'string' ? linkTo(words, sha256) : undefined;
}

const linkTo = (title: string, sha256: string): Said => ({
  kind: 'link',
  text: title,
  href: `/api/documents/${encodeURIComponent(sha256)}`,
});

function singleOf(single: Single, value: unknown, label: string, reading: Reading): Said {
  if (single.kind === 'yes-no') return text(value === true ? 'Yes' : 'No');
  if (single.kind === 'number' && typeof value === 'number') return text(inNumbers(value));
  if (typeof value !== 'string') return anyOf(value, reading);
  switch (single.kind) {
    case 'radios':
      return text(wordsOf(single.options, value));
    case 'day':
    case 'instant':
    case 'day-or-instant':
      return timeOf(value) ?? text(value);
    case 'document':
      return linkTo(label, value);
    case 'code':
      return codeOf(single.of, value, reading.naming);
    case 'person':
      return text(reading.naming.person(value) ?? value);
    default:
      return text(value);
  }
}

function codeOf(of: (Single & { readonly kind: 'code' })['of'], value: string, naming: Naming): Said {
  if (of === 'case' && naming.sees?.(value) === false) return text(`Case ${value.slice(0, 8)}`);
  if (of === 'case')
    return { kind: 'link', text: `Case ${value.slice(0, 8)}`, href: `/cases/${encodeURIComponent(value)}` };
  if (of === 'name') return text(value);
  const name = naming.organisation(value);
  return text(name === undefined || name === value ? value : `${name} (${value})`);
}

const wordsOf = (options: readonly { readonly value: string; readonly words: string }[], value: unknown): string =>
  options.find((option) => option.value === value)?.words ?? plain(value);

/** A day or an instant in words; undefined for anything else. */
function timeOf(value: string): Said | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)))
    return { kind: 'time', text: dayInWords(value), datetime: value };
  return isInstant(value) ? { kind: 'time', text: momentInWords(value), datetime: value } : undefined;
}

/** What no field describes: by what it looks like. */
function anyOf(value: unknown, reading: Reading): Said {
  if (typeof value === 'string') return timeOf(value) ?? text(named(value, reading.naming));
  if (typeof value === 'number') return text(inNumbers(value));
  if (typeof value === 'boolean') return text(value ? 'Yes' : 'No');
  if (Array.isArray(value)) return anyListOf(value, reading);
  return isRecord(value) ? { kind: 'rows', rows: saidBeside([], value, reading) } : text(plain(value));
}

const anyListOf = (values: readonly unknown[], reading: Reading): Said =>
  values.length > 0 && values.every(isRecord)
    ? {
        kind: 'things',
        things: values.map((value, index) => ({ title: `${index + 1}`, rows: saidBeside([], value, reading) })),
      }
    : { kind: 'items', items: values.map((value) => anyOf(value, reading)) };

/** A code that is somebody's or something's, with the name beside it. */
function named(value: string, naming: Naming): string {
  const isCode = /^(\d{2}[A-Z]|[A-Z]\d{5}|Y\d{2}|nhse)$/.test(value);
  const name = isCode ? naming.organisation(value) : undefined;
  return name === undefined || name === value ? value : `${name} (${value})`;
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const inNumbers = (value: number): string => new Intl.NumberFormat('en-GB').format(value);
const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const labelOf = (name: string): string => upper(inWords(name).trim());

/** The same as lines of plain text, for a copy that is kept: each thing within another is set in by two spaces. */
export const saidInLines = (rows: readonly SaidRow[], indent = ''): readonly string[] =>
  rows.flatMap(({ label, value }) => {
    const inner = linesOf(value, `${indent}  `);
    const [only] = inner;
    return inner.length === 1 && only !== undefined && value.kind !== 'rows'
      ? [`${indent}${label}: ${only.trim()}`]
      : [`${indent}${label}:`, ...inner];
  });

function linesOf(value: Said, indent: string): readonly string[] {
  switch (value.kind) {
    case 'text':
    case 'time':
      return value.text.split('\n').map((line) => indent + line);
    case 'link':
      return [`${indent}${value.text} (${value.href})`];
    case 'items':
      return value.items.flatMap((item) => linesOf(item, indent));
    case 'rows':
      return saidInLines(value.rows, indent);
    case 'things':
      return value.things.flatMap(({ title, rows }) => [`${indent}${title}`, ...saidInLines(rows, `${indent}  `)]);
  }
}
