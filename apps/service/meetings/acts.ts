/** What is recorded of a meeting on its own page: which fact each form is, what it asks, and how what was typed becomes that fact. */
import { fieldsOf } from '../../../libs/forms/form.js';
import type { Field } from '../../../libs/forms/field.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import { events } from '../../../workflows/committee-meeting/events.js';
import { events as ofDecision } from '../../../workflows/stages/decision/events.js';
import { readTyped } from '../forms/read-typed.js';
import type { PostedForm, Typed } from '../session/posted-form.js';

type Shape = Parameters<typeof fieldsOf>[0];

interface Act {
  readonly type: string;
  /** Whether it is recorded on the meeting, or on the case of the item. */
  readonly on: 'meeting' | 'case';
  /** What the form asks as it is declared; the rest the page knows, or draws by itself. */
  readonly fields: readonly Field[];
}

const asking = (shape: Shape, ...names: readonly string[]): readonly Field[] =>
  fieldsOf(shape).filter(({ name }) => names.includes(name));

const { ConflictDeclared, ConflictHandled, NoClinicalInputAcknowledged, ItemDecided, ItemLeftInquorate } = events;

/** By the last part of their addresses, in the order in which they come up. */
export const itemActs = {
  handling: { type: 'ConflictHandled', on: 'meeting', fields: asking(ConflictHandled, 'person', 'handling') },
  'clinical-input': {
    type: 'NoClinicalInputAcknowledged',
    on: 'meeting',
    fields: asking(NoClinicalInputAcknowledged, 'statement'),
  },
  votes: {
    type: 'ItemDecided',
    on: 'meeting',
    fields: asking(ItemDecided, 'decision', 'castingVote', 'conditions', 'grounds'),
  },
  inquorate: { type: 'ItemLeftInquorate', on: 'meeting', fields: asking(ItemLeftInquorate, 'next', 'reasons') },
  interest: {
    type: 'ConflictDeclared',
    on: 'meeting',
    fields: asking(ConflictDeclared, 'person', 'kind', 'subject', 'interest', 'aroseOn'),
  },
  decision: { type: 'DecisionMade', on: 'case', fields: asking(ofDecision.DecisionMade, 'grounds', 'reasons') },
  escalation: { type: 'DecisionEscalated', on: 'case', fields: asking(ofDecision.DecisionEscalated, 'reasons') },
} as const satisfies Record<string, Act>;

export type ItemAct = keyof typeof itemActs;

export const isItemAct = (name: string): name is ItemAct => Object.hasOwn(itemActs, name);

/** Several forms stand on one page: the names of the fields of each begin with its own. */
export const within = (act: ItemAct): readonly Field[] => [
  { kind: 'nested', name: act, label: act, asks: act, limits: [], fields: itemActs[act].fields },
];

export interface ReadAct {
  readonly data: Readonly<Record<string, unknown>>;
  /** By the names of the fields in the form. */
  readonly errors: readonly FieldError[];
}

/** What was typed, as the fact has it. `known`: what the page knows without being told. */
export function readItemAct(act: ItemAct, typed: Typed, known: Readonly<Record<string, unknown>>): ReadAct {
  const { data, errors } = readTyped(within(act), typed);
  const own = data[act] as Readonly<Record<string, unknown>> | undefined;
  return { data: { ...own, ...(act === 'votes' && { votes: votesIn(typed) }), ...known }, errors };
}

export type Way = 'for' | 'against' | 'abstained';

export const voteField = (person: string): string => `votes.vote-${person}`;

/** One choice for each member, as three lists of people. */
function votesIn(typed: Typed): Readonly<Record<Way, readonly string[]>> {
  const prefix = voteField('');
  const cast = Object.entries(typed).flatMap(([name, [way]]) =>
    name.startsWith(prefix) ? [{ person: name.slice(prefix.length), way }] : [],
  );
  const those = (way: Way) => cast.filter((vote) => vote.way === way).map(({ person }) => person);
  return { for: those('for'), against: those('against'), abstained: those('abstained') };
}

export function readAttendance(typed: Typed): Readonly<Record<string, unknown>> {
  const [chairedBy] = typed['attendance.chairedBy'] ?? [];
  const because = typed['attendance.chosenBecause']?.[0]?.trim();
  return {
    present: typed['attendance.present'] ?? [],
    ...(chairedBy !== undefined && { chairedBy }),
    ...(because && { chosenBecause: because }),
  };
}

/** The case of the button that was pressed, and what was chosen beside it. */
export function readTabling(form: PostedForm): {
  readonly case: string;
  readonly decision: string;
  readonly meeting: string;
  readonly revision: string;
} {
  const about = form.one('case') ?? '–';
  const [meeting = '–', revision = '–'] = (form.one('meeting') ?? '–').split(' ');
  return { case: about, decision: form.one(`decision-${about}`) ?? '–', meeting, revision };
}
