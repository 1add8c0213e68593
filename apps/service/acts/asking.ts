/** One act as its pages ask for it: on a case, or by which one begins. What is typed is a draft until it is recorded. */
import type { Form } from '../../../libs/forms/form.js';
import type { Field } from '../../../libs/forms/field.js';
import type { FieldError, Workflow } from '../../../libs/workflow/index.js';
import type { Asker } from '../access/asker.js';
import type { Draft, DraftOf, Drafts } from '../drafts/drafts.js';
import { asksForDocument, askedOf, pageErrors, withoutRow, withRow, type Asked, type Offers } from '../forms/asked.js';
import { readTyped } from '../forms/read-typed.js';
import { SeeOther, type PageError } from '../pages/answered.js';
import type { Typed } from '../session/posted-form.js';
import type { Posted } from './posted.js';

/** What is asked, and what is typed of it: all that question pages need. */
export interface Asks {
  readonly of: DraftOf;
  /** The path of its question page; the pages after it are below. */
  readonly path: string;
  /** What is asked: the fields of the form, and before them what else is to be known. */
  readonly fields: readonly Field[];
  readonly offers: Offers;
  /** What the drafts' list calls it. */
  readonly title: string;
  /** What is typed before anybody types. */
  readonly given: Typed;
  /** What is wrong with the data, beside the rules. */
  readonly faultsIn: (data: Readonly<Record<string, unknown>>) => readonly FieldError[];
}

/** What all pages of an act are made from. */
export interface ActOf extends Asks {
  readonly workflow: Workflow;
  readonly form: Form;
  /** The words of its button. */
  readonly label: string;
}

export interface Answers {
  readonly typed: Typed;
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
}

/** By the name of a field, where what was said of it is changed. */
export const changesIn = (act: ActOf): Readonly<Record<string, string>> =>
  Object.fromEntries(act.fields.map(({ name }) => [name, `${act.path}#${name}`]));

/** What was typed, or is given where nothing was yet. */
export const typedIn = (act: Asks, draft: Draft | undefined): Typed => draft?.typed ?? act.given;

/** Reads what was typed, and says what is wrong with it. */
export function answersOf(act: Asks, typed: Typed): Answers {
  const { data, errors, nameOf } = readTyped(act.fields, typed);
  // Of each field the first fault is told, and what cannot be read is not told again as missing.
  const faults = act
    .faultsIn(data)
    .map(({ field, message }) => ({ field: nameOf(field), message }))
    .filter(({ field }) => !errors.some((each) => each.field === field));
  return { typed, data, errors: [...errors, ...faults] };
}

export interface Question {
  readonly asked: readonly Asked[];
  readonly errors: readonly PageError[];
  readonly inParts: boolean;
}

export function questionOf(act: Asks, typed: Typed, errors: readonly FieldError[]): Question {
  const asked = askedOf(act.fields, { typed, errors, offers: act.offers });
  return { asked, errors: pageErrors(errors, asked), inParts: asksForDocument(act.fields) };
}

/** Keeps what was typed, with one row more or less where that was asked for. Whatever was pressed, nothing is lost. */
async function keepTyped(act: Asks, { form, typed }: Posted, drafts: Drafts, asking: Asker): Promise<void> {
  const [add, remove] = [form.one('_add'), form.one('_remove')];
  const added = add === undefined ? typed : withRow(typed, act.fields, add);
  const kept = remove === undefined ? added : withoutRow(added, remove);
  await drafts.put(act.of, asking, { typed: kept, title: act.title, page: act.path });
}

/** Where a person goes on to. @param later the path for whoever goes on another day */
function goesOn(act: Asks, { form, typed }: Posted, later: string): SeeOther {
  const list = form.one('_add') ?? form.one('_remove')?.replace(/\.\d+$/, '');
  if (list !== undefined) return new SeeOther(`${act.path}#${list}-add`);
  if (form.one('_press') === 'later') return new SeeOther(later);
  return new SeeOther(answersOf(act, typed).errors.length > 0 ? `${act.path}?wrong` : `${act.path}/check`);
}

/** Takes what was sent of a question page. */
export async function takeAnswers(
  act: Asks,
  posted: Posted,
  { drafts, asking, later }: { readonly drafts: Drafts; readonly asking: Asker; readonly later: string },
): Promise<SeeOther> {
  await keepTyped(act, posted, drafts, asking);
  return goesOn(act, posted, later);
}

/** A draft to check; of an act that asks for nothing, one is made. */
export async function draftToCheck(act: Asks, drafts: Drafts, asking: Asker): Promise<Draft | undefined> {
  const draft = await drafts.find(act.of, asking);
  if (draft !== undefined || act.fields.length > 0) return draft;
  return drafts.put(act.of, asking, { typed: {}, title: act.title, page: act.path });
}
