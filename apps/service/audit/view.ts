/** Events, refused attempts, readings and people as pages show them. */
import { addressOfCase, caseInWords } from '../contract/about.js';
import type { CaseRow } from '../../../libs/views/index.js';
import type { RefusedSum } from '../../../libs/views/trail/model.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { factInWords, organisationNamed } from '../cases/happened.js';
import { addressOf, type Query } from '../pages/addresses.js';
import type { Crumb } from '../pages/answered.js';
import type { Cell, Link, Listing } from '../pages/listing.js';
import type { Naming } from '../pages/said.js';
import { roleTitle } from '../pages/words.js';
import type { AuditEvent, AuditPerson } from './shapes.js';
import { kindOfRefusal, readingInWords, titleOf, when, whoOf, workflowTitle } from './words.js';

/** What pages of auditors are told beside the answer. */
export interface Telling {
  readonly naming: Naming;
  readonly caseOf: (id: string) => CaseRow | undefined;
}

const sectionsOf = [
  { text: 'All events', href: '/audit' },
  { text: 'As of a day', href: '/audit/as-of' },
  { text: 'Compare two days', href: '/audit/difference' },
  { text: 'Refused attempts', href: '/audit/refusals' },
  { text: 'What was read', href: '/audit/readings' },
  { text: 'Dashboard', href: '/audit/dashboard' },
];

/** What stands on every page of auditors. @param path that of the page */
export const audited = (path: string): { readonly sections: readonly object[]; readonly recorded: string } => ({
  sections: sectionsOf.map((each) => ({ ...each, current: each.href === path })),
  recorded: 'That you read this is recorded, with your name and the day.',
});

/** What the title says of a page of a list that is not the first: by the event it goes on behind, or by how many were shown. */
export const partOf = ({
  before,
  after,
}: {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
}) => ({
  ...(before !== undefined && { part: `those before event ${before}` }),
  ...(after !== undefined && { part: `from number ${after + 1}` }),
});

export const crumbs: readonly Crumb[] = [{ text: 'Audit', href: '/audit' }];

export const personAddress = (id: string): string => `/audit/people/${encodeURIComponent(id)}`;

/** What a case is called, with where it is found. */
export function caseCell(
  id: string | undefined,
  { caseOf }: Telling,
): { readonly text: string; readonly href?: string } {
  if (id === undefined) return { text: '–' };
  const row = caseOf(id);
  if (row === undefined) return { text: `Case ${id.slice(0, 8)}` };
  return { text: caseInWords(row, workflowTitle(row.workflow)), href: addressOfCase(row) };
}

/** The event where it stands, and the case as it was once it was recorded. */
function linksOf(event: AuditEvent, { caseOf }: Telling): readonly Link[] {
  const { case: id, stream, revision, because, position } = event;
  const about = `of position ${position}`;
  const row = id === undefined ? undefined : caseOf(id);
  if (id === undefined || row === undefined) return [];
  if (because !== undefined) return [{ text: 'In the history', href: `/cases/${id}/history`, about }];
  if (stream !== caseStream(id)) return [];
  return [
    { text: 'The event', href: `/cases/${id}/events/${revision}`, about },
    { text: 'The case then', href: `/cases/${id}/at/${revision}`, about },
  ];
}

const eventHead = ['When', 'What', 'Who', 'About', 'Position'] as const;

export function eventsListing(
  events: readonly AuditEvent[],
  telling: Telling,
  caption: string,
  empty: string,
): Listing {
  return { caption, head: eventHead, rows: events.map((event) => eventRow(event, telling)), empty };
}

function eventRow(event: AuditEvent, telling: Telling): readonly Cell[] {
  const { name, as } = whoOf(event, telling.naming);
  const about = event.case === undefined ? ccgCell(event, telling) : caseCell(event.case, telling);
  return [
    { text: when(event.at) },
    {
      text: titleOf(event),
      ...(event.because !== undefined && {
        tags: [{ text: event.rule ?? 'Refused', colour: 'red' as const }],
        more: kindOfRefusal(event.because),
      }),
      links: linksOf(event, telling),
    },
    { text: name, href: personAddress(event.actor.id), more: as },
    about,
    { text: String(event.position), numeric: true },
  ];
}

const ccgCell = ({ ccg, stream }: AuditEvent, { naming }: Telling): Cell =>
  ccg === undefined
    ? { text: stream === 'register' ? 'The register' : '–' }
    : { text: organisationNamed(ccg, naming), href: `/ccgs/${ccg}` };

/** For the macro of nhsuk-frontend. */
interface OlderAndNewer {
  readonly previous?: { readonly href: string; readonly text: string };
  readonly next?: { readonly href: string; readonly text: string };
}

/** Ways to older and newer pages: a list that grows at its beginning is gone through by places in the log. */
export function olderAndNewer(path: string, query: Query, next: number | undefined): OlderAndNewer | undefined {
  const isFirst = query['before'] === undefined;
  if (isFirst && next === undefined) return undefined;
  const at = (before: number | undefined) => ({ href: addressOf(path, { ...query, before }) });
  return {
    ...(!isFirst && { previous: { ...at(undefined), text: 'Newest' } }),
    ...(next !== undefined && { next: { ...at(next), text: 'Older' } }),
  };
}

const figures = new Intl.NumberFormat('en-GB');

/** “1 to 50 of 312 events”, “More than 10,000 events” */
export function summaryOf(
  shown: number,
  total: number | undefined,
  isFirst: boolean,
  what: readonly [string, string],
): string {
  const [one, many] = what;
  if (total === undefined) return `More than ${figures.format(10_000)} ${many}, the newest first`;
  if (total === 0) return `No ${many}`;
  const all = `${figures.format(total)} ${total === 1 ? one : many}`;
  return shown === total && isFirst ? all : `${all}, the newest first`;
}

export const eventHeadings = [
  'Position',
  'At (UTC)',
  'Type',
  'What',
  'Stream',
  'Number in the stream',
  'Person',
  'Name',
  'Role',
  'Organisation',
  'Case',
  'CCG',
  'Workflow',
  'Refused because',
  'Rule',
  'Attempted or read',
  'Event',
  'Brought about by',
] as const;

export const eventCells = (event: AuditEvent): readonly (string | number | undefined)[] => [
  event.position,
  event.at,
  event.type,
  titleOf(event),
  event.stream,
  event.revision,
  event.actor.id,
  event.actor.name,
  event.actor.role,
  event.actor.organisation,
  event.case,
  event.ccg,
  event.workflow,
  event.because,
  event.rule,
  event.detail,
  event.id,
  event.cause,
];

/** Where the attempts of a sum are listed. */
const attemptsAt = (query: Query): string => addressOf('/audit', { ...query, type: 'AttemptRefused' });

/** By rule, then by whom: each figure leads to its attempts. */
export function refusalListings(
  sums: readonly RefusedSum[],
  { naming }: Telling,
  window: Query,
  csv: string,
): readonly Listing[] {
  const byRule = Map.groupBy(sums, ({ rule, because, attempted }) => `${rule ?? ''} ${because} ${attempted}`);
  const byPerson = Map.groupBy(sums, ({ person, organisation }) => `${person} ${organisation}`);
  return [
    {
      caption: 'By rule',
      head: ['Rule', 'What was attempted', 'Refused because', 'Attempts'],
      empty: 'No attempt was refused. One appears here as soon as somebody asks for what a rule does not allow.',
      rows: byTimes(byRule).map(({ of: { rule, because, attempted }, times }) => [
        { text: rule ?? 'No rule by number' },
        { text: factInWords(attempted) },
        { text: kindOfRefusal(because) },
        {
          text: figures.format(times),
          href: attemptsAt({ ...window, rule, because, detail: attempted }),
          numeric: true,
        },
      ]),
      csv,
    },
    {
      caption: 'By person and organisation',
      head: ['Person', 'Role and organisation', 'Rules', 'Attempts'],
      rows: byTimes(byPerson).map(({ of: { person, role, organisation }, all, times }) => [
        { text: naming.person(person) ?? person, href: personAddress(person) },
        { text: `${roleTitle(role)} for ${organisationNamed(organisation, naming)}` },
        { text: [...new Set(all.map(({ rule, because }) => rule ?? kindOfRefusal(because)))].join(', ') },
        { text: figures.format(times), href: attemptsAt({ ...window, person, organisation }), numeric: true },
      ]),
    },
  ];
}

/** The most first. */
function byTimes(groups: ReadonlyMap<string, readonly RefusedSum[]>) {
  return [...groups.values()]
    .flatMap((all) => {
      const [of] = all;
      return of ? [{ of, all, times: all.reduce((sum, { times }) => sum + times, 0) }] : [];
    })
    .toSorted((a, b) => b.times - a.times);
}

export const refusalHeadings = [
  'Rule',
  'Refused because',
  'Attempted',
  'Person',
  'Role',
  'Organisation',
  'Attempts',
  'Position of the latest',
] as const;

export const refusalCells = (sum: RefusedSum): readonly (string | number | undefined)[] => [
  sum.rule,
  sum.because,
  sum.attempted,
  sum.person,
  sum.role,
  sum.organisation,
  sum.times,
  sum.last,
];

export function readingsListing(events: readonly AuditEvent[], telling: Telling): Listing {
  return {
    caption: 'Readings',
    head: ['When', 'Who', 'What', 'About', 'Position'],
    empty: 'Nothing like that was read.',
    rows: events.map((event) => {
      const { name, as } = whoOf(event, telling.naming);
      const what = [readingInWords(event.type), ...(event.detail === undefined ? [] : [detailOfReading(event.detail)])];
      return [
        { text: when(event.at) },
        { text: name, href: personAddress(event.actor.id), more: as },
        { text: what.join(': ') },
        event.case === undefined ? ccgCell(event, telling) : caseCell(event.case, telling),
        { text: String(event.position), numeric: true },
      ];
    }),
  };
}

const details: Readonly<Record<string, string>> = {
  case: 'as it stands',
  events: 'events',
  refusals: 'refused attempts',
  diagram: 'statechart',
  person: 'a person',
  readings: 'what was read',
  'as-of': 'the register at a moment',
  difference: 'two moments compared',
};
const detailOfReading = (detail: string): string => details[detail] ?? detail.slice(0, 12);

/** What somebody did by role, then the interests they declared. */
export function personListings(person: AuditPerson, telling: Telling): readonly Listing[] {
  const { naming } = telling;
  const roles = Map.groupBy(person.acts, ({ role, organisation }) => `${role} ${organisation}`);
  const acts = [...roles.values()].map((all): Listing => {
    const [{ role, organisation } = { role: '–', organisation: '–' }] = all;
    return {
      caption: `As ${roleTitle(role)} for ${organisationNamed(organisation, naming)}`,
      head: ['What', 'First', 'Last', 'Times'],
      rows: all.map(({ type, times, first, last }) => [
        { text: factInWords(type) },
        { text: when(first) },
        { text: when(last) },
        {
          text: figures.format(times),
          href: addressOf('/audit', { person: person.id, role, organisation, type }),
          numeric: true,
        },
      ]),
    };
  });
  const nothing: Listing = {
    caption: 'What they did',
    head: [],
    rows: [],
    empty: 'They have recorded nothing yet, and no attempt of theirs was refused.',
  };
  return [
    ...(acts.length > 0 ? acts : [nothing]),
    ...interestListings(person, telling),
    ...refusedListing(person, telling),
  ];
}

function interestListings({ interests, declared }: AuditPerson, telling: Telling): readonly Listing[] {
  return [
    {
      caption: 'Interests in the register',
      head: ['Organisation', 'Kind', 'What it is', 'Held', 'Declared on'],
      empty: 'No interest of theirs stands in the register of interests.',
      rows: interests.map(({ organisation, kind, text, aroseOn, expiredOn, declaredOn }) => [
        { text: organisationNamed(organisation, telling.naming) },
        { text: factInWords(kind) },
        { text },
        { text: `From ${aroseOn}${expiredOn === undefined ? '' : ` to ${expiredOn}`}` },
        { text: declaredOn },
      ]),
    },
    {
      caption: 'Interests declared on cases and at meetings',
      head: eventHead,
      rows: declared.map((event) => eventRow(event, telling)),
    },
  ];
}

function refusedListing({ id, refused }: AuditPerson, telling: Telling): readonly Listing[] {
  if (refused.length === 0) return [];
  const rows = refused.map((event) => eventRow(event, telling));
  const csv = addressOf('/audit.csv', { person: id, type: 'AttemptRefused' });
  return [{ caption: 'The latest attempts that were refused', head: eventHead, rows, csv }];
}
