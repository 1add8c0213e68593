/** The history of a case as a timeline: what happened and, for those who may read them, the attempts that were refused between. */
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Refusal, Workflow } from '../../../libs/workflow/index.js';
import { inOrder } from '../../../libs/workflow/instant.js';
import { csvOf } from '../pages/csv.js';
import { saidInLines, type Naming, type SaidRow } from '../pages/said.js';
import { problemFor } from '../problems/problem.js';
import { factInWords, happened, whoAndWhen, type Happened, type WhoAndWhen } from './happened.js';
import { letterTypes } from './letter-view.js';

export interface TimelineItem {
  readonly id?: string;
  readonly number: number;
  readonly title: string;
  readonly tag?: string;
  readonly meaning?: string;
  readonly who: WhoAndWhen;
  readonly why: Happened['why'];
  readonly withheld?: boolean;
  readonly refused?: true;
  readonly rows: readonly SaidRow[];
  readonly added: readonly SaidRow[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

/** What of a history is wanted. */
export interface Narrowed {
  /** Name of a stage; `case` for what belongs to none. */
  readonly stage?: string | undefined;
  /** Id of a person. */
  readonly person?: string | undefined;
}

const isWanted = ({ stageName }: Happened, { actor }: RecordedEvent, { stage, person }: Narrowed): boolean =>
  (stage === undefined || (stageName ?? 'case') === stage) && (person === undefined || actor.id === person);

interface Told {
  readonly event: RecordedEvent;
  readonly happened: Happened;
}

export const toldOf = (
  workflow: Workflow,
  events: readonly RecordedEvent[],
  naming: Naming,
  wanted: Narrowed,
): readonly Told[] =>
  events
    .map((event) => ({ event, happened: happened(workflow, event, naming) }))
    .filter((each) => isWanted(each.happened, each.event, wanted));

/** @param before what stands before it: its meaning is not told twice in a row */
export function itemOf(id: string, { event, happened: told }: Told, before?: Told): TimelineItem {
  const { revision, type } = event;
  const { title, meaning, who, why, rows, added, stage, withheld } = told;
  return {
    id: `event-${revision}`,
    number: revision,
    title,
    ...(stage !== undefined && { tag: stage }),
    ...(meaning !== undefined && meaning !== before?.happened.meaning && { meaning }),
    who,
    why,
    withheld,
    // What was said as the reason stands there already.
    rows: rows.length > why.length ? rows : [],
    added,
    links: [
      { text: 'The case after this', href: `/cases/${id}/at/${revision}` },
      ...(withheld ? [] : [{ text: 'Copy to keep', href: `/cases/${id}/events/${revision}` }]),
      ...(letterTypes.has(type) ? [{ text: 'Decision letter', href: `/cases/${id}/letter/${revision}` }] : []),
    ],
  };
}

/** An attempt that was refused: what, by whom, by which rule. */
export function refusalItem(event: RecordedEvent, naming: Naming): TimelineItem {
  const { data, actor, at, revision } = event;
  const { detail, rule } = problemFor(data['refusal'] as Refusal).document;
  const again =
    typeof data['again'] === 'number' ? [{ label: 'Tried again before', text: `${data['again']} times` }] : [];
  return {
    number: revision,
    title: `Refused: ${factInWords(String(data['attempted']))}`,
    ...(rule !== undefined && { tag: rule }),
    who: whoAndWhen(actor, at, naming),
    why: [{ label: 'Because', text: detail }, ...again],
    refused: true,
    rows: [],
    added: [],
    links: [],
  };
}

/** Attempts where they fell among what was recorded. `until`: the last instant of the page, undefined on the last page. */
export function between(
  told: readonly Told[],
  refusals: readonly RecordedEvent[],
  id: string,
  naming: Naming,
  { from, until }: { readonly from: string | undefined; readonly until: string | undefined },
): readonly TimelineItem[] {
  const isOnPage = ({ at }: RecordedEvent): boolean =>
    (from === undefined || inOrder(at, from) >= 0) && (until === undefined || inOrder(at, until) < 0);
  const all = [
    ...told.map((each, index) => ({ at: each.event.at, item: itemOf(id, each, told[index - 1]) })),
    ...refusals.filter(isOnPage).map((event) => ({ at: event.at, item: refusalItem(event, naming) })),
  ];
  return all.toSorted((a, b) => inOrder(a.at, b.at)).map(({ item }) => item);
}

/** A row for each event, oldest first. */
export const historyCsv = (told: readonly Told[]): string =>
  csvOf(
    [
      'Number',
      'At (UTC)',
      'What happened',
      'Stage',
      'Name',
      'Person',
      'Role',
      'Organisation',
      'What was said',
      'Event',
    ],
    told.map(({ event: { revision, at, actor, id }, happened: { title, stage, rows, withheld } }) => [
      revision,
      at,
      title,
      stage,
      actor.name,
      actor.id,
      actor.role,
      actor.organisation,
      withheld ? 'Withheld' : saidInLines(rows).join('\n'),
      id,
    ]),
  );

/** Those who recorded something, each once, by name. */
export function peopleIn(events: readonly RecordedEvent[]): readonly { readonly id: string; readonly name: string }[] {
  const people = new Map(events.map(({ actor: { id, name } }) => [id, { id, name }] as const));
  return [...people.values()].toSorted((a, b) => alphabet.compare(a.name, b.name));
}

const alphabet = new Intl.Collator('en-GB');
