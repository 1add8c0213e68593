/** The forms on the page of a meeting, as its templates draw them: those that come up now, the one that is needed first of all in front. */
import type { FieldError } from '../../../libs/workflow/index.js';
import { askedOf, pageErrors, type Asked, type Offers } from '../forms/asked.js';
import type { PageError } from '../pages/answered.js';
import type { Typed } from '../session/posted-form.js';
import type { ItemShown, MeetingShown } from './answer.js';
import { isItemAct, itemActs, voteField, within, type ItemAct, type Way } from './acts.js';
import type { Need, PersonRef } from './shown.js';

/** What was sent and not taken. */
export interface Failed {
  /** `attendance`, `table`, or that of an item. */
  readonly act: string;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  /** Of what no field is at fault for. */
  readonly because?: string;
  readonly rule?: string;
  /** What others recorded in the meantime. */
  readonly moved?: readonly { readonly what: string; readonly by: string; readonly at: string }[];
}

interface Voter extends PersonRef {
  readonly field: string;
  readonly chosen: Way | undefined;
  readonly offices: string;
}

export interface FormShown {
  readonly act: ItemAct;
  readonly title: string;
  readonly action: string;
  readonly button: string;
  /** Whether it is what the item needs now; the others are folded. */
  readonly first: boolean;
  /** Why this person does not do it; nothing is asked then. */
  readonly blocked?: string;
  readonly revision: number;
  readonly fields: readonly Asked[];
  readonly voters?: readonly Voter[];
  readonly votesError?: string;
  readonly warning?: string;
  readonly failed?: Pick<Failed, 'because' | 'rule' | 'moved'>;
}

const words: Readonly<Record<ItemAct, { readonly title: string; readonly button: string; readonly warning?: string }>> =
  {
    handling: { title: 'Handle an interest', button: 'Record the handling' },
    'clinical-input': { title: 'No clinical input', button: 'Acknowledge it' },
    votes: {
      title: 'The votes',
      button: 'Record the votes',
      warning: 'Once recorded, the votes and the decision on an item never change.',
    },
    inquorate: {
      title: 'Leave the item inquorate',
      button: 'Leave it inquorate',
      warning: 'Once recorded, the item is settled and never changes.',
    },
    interest: {
      title: 'Declare an interest in this item',
      button: 'Declare the interest',
      warning: 'It bars the member from the case from now on, and stands in the register of interests.',
    },
    decision: {
      title: 'Record the decision on the case',
      button: 'Record it on the case',
      warning: 'The case goes on from it, and the decision stands.',
    },
    escalation: { title: 'Escalate the case', button: 'Escalate it to the national committee' },
  };

const firstFor: Readonly<Record<Need, ItemAct | undefined>> = {
  attendance: undefined,
  handling: 'handling',
  inquorate: 'inquorate',
  clinician: 'clinical-input',
  votes: 'votes',
};

/** Those that the person can send now, or that somebody else must. */
export function formsOf(meeting: MeetingShown, item: ItemShown, failed?: Failed): readonly FormShown[] {
  const due = item.result ? onTheCase(item) : inTheMeeting(meeting, item);
  // What was typed stays, even where something else has to be done first by now.
  const kept =
    failed && isItemAct(failed.act) && item.result === undefined && !due.includes(failed.act) ? [failed.act] : [];
  return [...due, ...kept].map((act) => formOf(act, meeting, item, failed?.act === act ? failed : undefined));
}

function inTheMeeting(meeting: MeetingShown, item: ItemShown): readonly ItemAct[] {
  if (meeting.course !== 'sitting' || item.need === undefined) return [];
  const first = firstFor[item.need];
  const others = (['handling', 'interest'] as const).filter(
    (act) => act !== first && (act !== 'handling' || item.room.people.some(({ declared }) => declared)),
  );
  const offered = [...(first ? [first] : []), ...others];
  return offered.filter((act) => meeting.moves.some(({ type }) => type === itemActs[act].type));
}

/** What the committee decided is recorded on the case by whoever may. */
function onTheCase({ result, isOnTheCase, about }: ItemShown): readonly ItemAct[] {
  if (isOnTheCase || about === undefined || about.moves.length === 0) return [];
  const act = actFor(result);
  return act && about.moves.some(({ type }) => type === itemActs[act].type) ? [act] : [];
}

export function actFor(result: ItemShown['result']): 'decision' | 'escalation' | undefined {
  if (result?.outcome === 'inquorate') return result.next === 'escalate' ? 'escalation' : 'decision';
  return result?.outcome === 'carried' ? 'decision' : undefined;
}

function formOf(act: ItemAct, meeting: MeetingShown, item: ItemShown, failed: Failed | undefined): FormShown {
  const { on } = itemActs[act];
  const typed = failed?.typed ?? givenTo(act, item);
  const blocked = blockedBy(act, item);
  const votesError = failed?.errors.find(({ field }) => field.startsWith('votes.votes'))?.message;
  const first = on === 'case' || (item.need !== undefined && firstFor[item.need] === act);
  return {
    act,
    ...words[act],
    action: `/meetings/${meeting.id}/items/${item.number}/${act}`,
    first: first || failed !== undefined,
    ...(blocked !== undefined && { blocked }),
    revision: on === 'case' ? (item.about?.revision ?? 0) : meeting.revision,
    fields: fieldsAsked(act, item, {
      typed,
      errors: failed?.errors ?? [],
      national: meeting.committee.organisation === 'nhse',
    }),
    ...(act === 'votes' && { voters: votersOf(item, typed) }),
    ...(votesError !== undefined && { votesError }),
    ...(failed && { failed }),
  };
}

interface Asking {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly national: boolean;
}

/** Reasons of a rejection are asked of one alone. */
function fieldsAsked(act: ItemAct, item: ItemShown, { typed, errors, national }: Asking): readonly Asked[] {
  const [group] = askedOf(within(act), { typed, errors, offers: offersTo(act, item, national) });
  const fields = group?.as === 'group' ? group.fields : [];
  return fields.filter(({ name }) => name !== 'decision.reasons' || item.result?.decides === 'reject');
}

function offersTo(act: ItemAct, { room }: ItemShown, national: boolean): Offers {
  const people = (those: readonly PersonRef[]) => those.map(({ id, name }) => ({ value: id, words: name }));
  switch (act) {
    case 'handling':
      return {
        'handling.person': room.people.flatMap(({ id, name, declared }) =>
          declared ? [{ value: id, words: `${name}: “${declared.interest}”` }] : [],
        ),
      };
    case 'interest':
      return { 'interest.person': people(room.people.filter(({ declared }) => !declared)) };
    case 'inquorate':
      // Nobody stands above the national committee.
      return national ? { 'inquorate.next': [{ value: 'defer', words: 'Defer the item' }] } : {};
    case 'votes':
      // What is chosen among these can be taken back.
      return { 'votes.castingVote': [{ value: none, words: 'No casting vote' }, ...castingVotes] };
    default:
      return {};
  }
}

// eslint-disable-next-line empty/no-empty-for-none -- as a browser sends what is left empty
const none = '';
const castingVotes = [
  { value: 'for', words: 'For' },
  { value: 'against', words: 'Against' },
];

/** What a form holds before anybody types. */
function givenTo(act: ItemAct, { proposal, room, about, result }: ItemShown): Typed {
  switch (act) {
    case 'handling': {
      const [only] = room.unhandled;
      return only ? { 'handling.person': [only.id] } : {};
    }
    case 'votes': {
      const asked = (about?.asked ?? []).map((matter, row) => [`votes.conditions.${row}.matter`, [matter]] as const);
      return { 'votes.decision': [proposal], 'votes.castingVote': [none], ...Object.fromEntries(asked) };
    }
    case 'interest':
      return about ? { 'interest.subject': [about.ccg] } : {};
    case 'inquorate':
      return { 'inquorate.next': ['defer'] };
    case 'decision':
      return { 'decision.grounds': [result?.reasons ?? '–'] };
    case 'escalation':
      return { 'escalation.reasons': [result?.reasons ?? '–'] };
    case 'clinical-input':
      return {};
  }
}

function blockedBy(act: ItemAct, { room, mayChair, mayKeep }: ItemShown): string | undefined {
  const chairs = room.chairs.map(({ name }) => name).join(' or ');
  if (act === 'handling' && !mayChair)
    return `Only the chair says how an interest is handled. For this item that is ${chairs} (R-47).`;
  if (act === 'clinical-input' && !mayChair)
    return `Only the chair acknowledges it. For this item that is ${chairs} (R-48).`;
  if ((act === 'votes' || act === 'inquorate') && !mayKeep)
    return 'You have an interest in this case, or a hand in what the CCG does on it, so somebody else keeps the minutes of it (R-47).';
  return undefined;
}

const votersOf = ({ room }: ItemShown, typed: Typed): readonly Voter[] =>
  room.people
    .filter(({ votes }) => votes)
    .map(({ id, name, offices }) => {
      const field = voteField(id);
      return { id, name, offices, field, chosen: typed[field]?.[0] as Way | undefined };
    });

/** For the summary: what no field is at fault for leads to its form. */
export function errorsOf({ act, errors, because, rule }: Failed, forms: readonly FormShown[]): readonly PageError[] {
  const form = forms.find((each) => each.act === act);
  const text = rule === undefined ? because : `${because ?? '–'} (${rule})`;
  // A form that is not there any more leaves its words in front of the item.
  const href = form || !isItemAct(act) ? `#form-${act}` : '#unplaced';
  const whole = text === undefined ? [] : [{ text, href }];
  const fields = pageErrors(errors, form?.fields ?? []).map((error) =>
    error.href?.startsWith('#votes.votes') ? { ...error, href: '#votes.votes' } : error,
  );
  return [...whole, ...fields];
}

/** The names under which a form has the fields that a refusal is about. */
export const namedIn = (act: string, errors: readonly FieldError[]): readonly FieldError[] =>
  errors.map(({ field, message }) => ({
    field: isItemAct(act) || act === 'attendance' ? `${act}.${field}` : field,
    message,
  }));
