/** What an event changed, in words: before and after. */
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { CountingRule } from '../../../workflows/stages/mandate/counting.js';
import type { Field, Option } from '../../../libs/forms/field.js';
import { fieldsOf } from '../../../libs/forms/form.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { isInstant } from '../../../libs/workflow/instant.js';
import { dayInWords, deadlineInWords, momentInWords } from '../../../libs/workflow/london.js';
import type { StageStatus } from '../../../libs/workflow/progress.js';
import { inWords } from '../../../libs/workflow/state.js';
import { isRecord } from '../../../libs/workflow/well-formed.js';
import { organisationNamed } from '../cases/happened.js';
import { nodeAt, placeInWords } from '../cases/places.js';
import type { CaseJson } from '../cases/shapes.js';
import { partyOf } from '../cases/standing-view.js';
import type { Naming } from '../pages/said.js';

export interface Change {
  readonly what: string;
  /** What it was, and what it is; “Nothing” where there was nothing. */
  readonly before: string;
  readonly after: string;
}

export interface Compared {
  readonly workflow: Workflow;
  readonly naming: Naming;
  /** Absent before the first event. */
  readonly before?: CaseJson;
  readonly after: CaseJson;
}

export const nothing = 'Nothing';
const notSet = 'No date set';

/** Where it stands first, then whom it waits on, by when, and what else is known. */
export function changesOf(compared: Compared): readonly Change[] {
  const { before, after } = compared;
  return [
    ...stagesChanged(compared),
    ...(before?.outcome === after.outcome || after.outcome === null
      ? []
      : [{ what: 'Outcome', before: 'Open', after: upper(after.outcome) }]),
    ...waitingChanged(compared),
    ...duesChanged(compared),
    ...(before === undefined ? [] : detailsChanged(compared, before)),
  ].filter((change) => change.before !== change.after);
}

const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function stagesChanged({ workflow, before, after }: Compared): readonly Change[] {
  const then = new Map((before?.stages ?? []).map((stage) => [stage.name, stage]));
  return after.stages.map((stage) => ({
    what: stage.title,
    before: placeOf(workflow, then.get(stage.name)),
    after: placeOf(workflow, stage),
  }));
}

const wordsOf: Readonly<Record<StageStatus['status'], string>> = {
  'not-started': 'Not begun',
  'in-progress': 'Under way',
  completed: 'Done',
  ended: 'Ended',
};

function placeOf(workflow: Workflow, stage: StageStatus | undefined): string {
  if (stage === undefined) return wordsOf['not-started'];
  const path = workflow.stages.find(({ name }) => name === stage.name)?.path;
  const isHere = stage.status === 'in-progress' || (stage.status === 'completed' && stage.state !== undefined);
  const place = isHere && path !== undefined ? placeInWords(nodeAt(workflow, path), stage.state) : undefined;
  const status = wordsOf[stage.status];
  if (place === undefined) return status;
  return stage.status === 'in-progress' ? place : `${status}: ${place}`;
}

function waitingChanged({ naming, before, after }: Compared): readonly Change[] {
  const waits = (shown: CaseJson | undefined): string =>
    shown === undefined || shown.waitingOn.length === 0
      ? 'Nobody'
      : shown.waitingOn.map((role) => partyOf({ shown, naming }, role)).join('; ');
  return [{ what: 'Whom it waits on', before: waits(before), after: waits(after) }];
}

function duesChanged({ before, after }: Compared): readonly Change[] {
  const then = new Map((before?.stages ?? []).map(({ name, due }) => [name, due]));
  const words = (due: string | undefined): string => (due === undefined ? notSet : upper(deadlineInWords(due)));
  return after.stages.map(({ name, title, due }) => ({
    what: `${title}: by when`,
    before: words(then.get(name)),
    after: words(due),
  }));
}

/** Ids that say nothing to people. */
const unsaid = new Set(['groupId', 'id', 'sha256', 'document', 'meeting']);

function detailsChanged({ workflow, naming, after }: Compared, before: CaseJson): readonly Change[] {
  const words = wordsIn(workflow);
  const [then, now] = [leavesOf(before.details, words), leavesOf(after.details, words)];
  const labels = [...new Set([...then.keys(), ...now.keys()])];
  const changes = labels.map((what) => ({
    of: now.get(what)?.of ?? what,
    what,
    before: inPlainWords(then.get(what), { words, naming }),
    after: inPlainWords(now.get(what), { words, naming }),
  }));
  return [...Map.groupBy(changes, ({ of }) => of)].flatMap(([of, all]) => newTogether(of, all));
}

/** A thing that was not there before is told in one. */
function newTogether(of: string, all: readonly Change[]): readonly Change[] {
  const said = all.filter(({ after }) => after !== nothing);
  if (said.length < 2 || all.some(({ before }) => before !== nothing)) return all;
  const parts = said.map(({ what, after }) => `${upper(what.slice(of.length).replace(/^, /, ''))}: ${after}`);
  return [{ what: of, before: nothing, after: parts.join('. ') }];
}

interface Leaf {
  readonly name: string;
  /** The label of what it is of: of one of several things, of that one. */
  readonly of: string;
  readonly value: unknown;
}

/** By a label of its own, each thing that is known, down to texts and numbers. */
function leavesOf(details: Readonly<Record<string, unknown>>, words: Wording): ReadonlyMap<string, Leaf> {
  const found = new Map<string, Leaf>();
  const visit = (value: unknown, name: string, label: readonly string[]): void => {
    if (unsaid.has(name)) return;
    if (name === 'counting' && isRecord(value)) {
      const { carried, more } = countingInWords(value as unknown as CountingRule); // as the register gave it
      found.set(`${inOneLine(label.slice(0, -1))}, how votes are counted`, {
        name,
        value: [carried, ...more].join(' '),
        of: name,
      });
    } else if (isRecord(value))
      for (const [key, inner] of Object.entries(value)) visit(inner, key, [...label, words.labelOf(key)]);
    else if (Array.isArray(value) && value.some(isRecord))
      value.forEach((each, index) => visit(each, name, [...label.slice(0, -1), numbered(label.at(-1), index)]));
    else found.set(inOneLine(label), { name, value, of: inOneLine(label.slice(0, -1)) });
  };
  visit(details, 'details', []);
  return found;
}

const inOneLine = (label: readonly string[]): string =>
  label.map((part, index) => (index === 0 ? part : lower(part))).join(', ');

/** “Amendments” and 0 → “Amendment 1” */
const numbered = (words = 'Item', index: number): string => `${words.replace(/s$/, '')} ${index + 1}`;

/** Abbreviations stay as they are. */
const lower = (words: string): string =>
  /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;

interface Saying {
  readonly words: Wording;
  readonly naming: Naming;
}

function inPlainWords(leaf: Leaf | undefined, saying: Saying): string {
  if (leaf === undefined) return nothing;
  const { name, value } = leaf;
  if (value === undefined || value === null || value === '') return nothing;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return figures.format(value);
  if (Array.isArray(value))
    return value.length === 0
      ? nothing
      : value.map((each) => inPlainWords({ ...leaf, value: each }, saying)).join('; ');
  return typeof value === 'string' ? textInWords(name, value, saying) : nothing;
}

const figures = new Intl.NumberFormat('en-GB');

function textInWords(name: string, value: string, { words, naming }: Saying): string {
  if (isInstant(value)) return momentInWords(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return dayInWords(value);
  if (/^(\d{2}[A-Z]|[A-Z]\d{5}|Y\d{2}|nhse)$/.test(value)) return organisationNamed(value, naming);
  return words.wordsOf(name, value) ?? naming.person(value) ?? value;
}

interface Wording {
  readonly labelOf: (key: string) => string;
  /** What people read for a value that is one of few. */
  readonly wordsOf: (name: string, value: string) => string | undefined;
}

const known = new WeakMap<Workflow, Wording>();

/** What the fields of a workflow’s facts call things, and the words of their options. */
function wordsIn(workflow: Workflow): Wording {
  const found = known.get(workflow) ?? wordingOf(workflow);
  known.set(workflow, found);
  return found;
}

function wordingOf({ events }: Workflow): Wording {
  const fields = Object.values(events).flatMap((shape) => within(fieldsOf(shape)));
  const options = fields.flatMap((field) => optionsOf(field).map((option) => ({ field: field.name, ...option })));
  const wordsOf = (name: string, value: string): string | undefined => {
    const of = options.filter((option) => option.value === value);
    const own = of.find(({ field }) => field === name);
    const all = new Set(of.map(({ words }) => words));
    return own?.words ?? (all.size === 1 ? [...all][0] : undefined);
  };
  return { wordsOf, labelOf: (key) => own[key] ?? wordsOf(key, key) ?? upper(inWords(key)) };
}

/** What is called otherwise than its name says. */
const own: Readonly<Record<string, string>> = {
  of: 'Votes that the threshold is taken of',
  tookPart: 'Practices that took part',
  voted: 'Practices that have voted',
  members: 'Practices on the roll',
  for: 'Votes for',
  against: 'Votes against',
  abstained: 'Abstentions',
  follows: 'What follows',
  at: 'Time',
  by: 'By',
  number: 'Number of the ballot',
};

const within = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) =>
    field.kind === 'nested' || field.kind === 'list' ? [field, ...within(field.fields)] : [field],
  );

function optionsOf(field: Field): readonly Option[] {
  if (field.kind === 'radios' || field.kind === 'checkboxes') return field.options;
  return field.kind === 'several' && field.each.kind === 'radios' ? field.each.options : [];
}
