/** The register at a moment, and two moments compared, as pages show them. */
import { organisationNamed } from '../cases/happened.js';
import { addDays, londonDay } from '../../../libs/workflow/london.js';
import type { Changed, Stood, Tallied } from '../../../libs/views/trail/model.js';
import { addressOf, type Query } from '../pages/addresses.js';
import type { Cell, Listing } from '../pages/listing.js';
import type { Naming } from '../pages/said.js';
import { waitedOn } from '../pages/words.js';
import { momentSaidInWords, type MomentSaid } from './moment.js';
import type { TableName } from './requests.js';
import type { CasesThen, RegisterDifference, RegisterThen } from './shapes.js';
import { placeTitle, stagePlace, when, workflowTitle } from './words.js';

const figures = new Intl.NumberFormat('en-GB');
const levels = ['L3', 'L2', 'L1'] as const;

/** A table, its rows as values, and each cell that leads somewhere as a link. */
export interface Table {
  readonly name: TableName;
  readonly listing: Listing;
}

/** What tables need beside the numbers. */
export interface About {
  readonly naming: Naming;
  readonly regions: readonly { readonly code: string; readonly name: string }[];
  /** Of a CCG, its region. */
  readonly regionOf: (ccg: string) => string | undefined;
  /** How the moment was said; undefined for now. */
  readonly at: string | undefined;
}

const casesAt = (query: Query): string => addressOf('/audit/as-of/cases', query);

export const sumOf = (tallies: readonly Pick<Tallied, 'cases'>[]): number =>
  tallies.reduce((sum, { cases }) => sum + cases, 0);

/** A number that leads to its cases; nought leads nowhere. */
const count = (cases: number, href: string): Cell =>
  cases === 0 ? { text: '0', numeric: true } : { text: figures.format(cases), href, numeric: true };

const number = (value: number): Cell => ({ text: figures.format(value), numeric: true });

const csvAt = (about: About, table: TableName): string => addressOf('/audit/as-of.csv', { at: about.at, table });

export const tablesOf = (then: RegisterThen, about: About): readonly Table[] => [
  stages(then, about),
  queues(then, about),
  heldLevels(then, about),
  outcomes(then, about),
];

/** By level; a workflow that is about no level has a column of its own. */
function stages({ tallies }: RegisterThen, about: About): Table {
  const all = tallies.filter(({ kind }) => kind === 'stage');
  const names = [...new Set(all.map(({ name, workflow }) => `${workflow}\n${name}`))];
  const rows = names.map((key) => {
    const [workflow = '', state = ''] = key.split('\n');
    const here = all.filter((each) => each.workflow === workflow && each.name === state);
    return { workflow, state, here };
  });
  return {
    name: 'stages',
    listing: {
      caption: 'Cases by stage',
      head: ['Stage', 'Workflow', ...aboutRegions(about), 'All'],
      empty: 'No case was going on then.',
      rows: rows
        .toSorted((a, b) => byPath(a.workflow, b.workflow, a.state, b.state))
        .map(({ workflow, state, here }) => [
          { text: placeTitle(state) },
          { text: workflowTitle(workflow) },
          ...about.regions.map(({ code }) =>
            count(
              sumOf(here.filter(({ region }) => region === code)),
              casesAt({ at: about.at, workflow, state, region: code }),
            ),
          ),
          count(sumOf(here), casesAt({ at: about.at, workflow, state })),
        ]),
      csv: csvAt(about, 'stages'),
    },
  };
}

const aboutRegions = ({ regions }: About): readonly string[] => regions.map(({ name }) => name);

function queues({ tallies, late }: RegisterThen, about: About): Table {
  const all = tallies.filter(({ kind }) => kind === 'waiting');
  const grouped = Map.groupBy(all, ({ name, role }) => JSON.stringify([name, role]));
  const rows = [...grouped.values()].flatMap((here) => {
    const [first] = here;
    return first?.role === undefined ? [] : [{ queue: first.name, role: first.role, here }];
  });
  return {
    name: 'queues',
    listing: {
      caption: 'What waited on whom',
      head: ['Queue', 'Waited on', 'Waiting', 'Overdue', 'The oldest since'],
      empty: 'Nothing waited on anybody then.',
      rows: rows
        .toSorted((a, b) => byQueue(a.queue, b.queue))
        .map(({ queue, role, here }) => [
          { text: placeTitle(queue) },
          { text: waitedOn(role) },
          count(sumOf(here), casesAt({ at: about.at, queue, waitingOn: role })),
          number(late.find((each) => each.queue === queue && each.role === role)?.late ?? 0),
          { text: oldestOf(here) },
        ]),
      csv: csvAt(about, 'queues'),
    },
  };
}

/** As the path of the longest workflow goes. */
const byQueue = (a: string, b: string): number =>
  stagePlace('delegated-commissioning', a) - stagePlace('delegated-commissioning', b) ||
  alphabet.compare(placeTitle(a), placeTitle(b));

function oldestOf(tallies: readonly Tallied[]): string {
  const [oldest] = tallies
    .flatMap(({ oldest: since }) => since ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return oldest === undefined ? '–' : when(oldest);
}

/** The highest level that each CCG held. */
function heldLevels({ held }: RegisterThen, about: About): Table {
  const highest = new Map<string, string>();
  for (const level of levels.toReversed())
    for (const each of held) if (each.level === level) highest.set(each.ccg, level);
  const rows = about.regions.map(({ code, name }) => ({
    name,
    of: levels.map(
      (level) => [...highest].filter(([ccg, own]) => own === level && about.regionOf(ccg) === code).length,
    ),
  }));
  const england = levels.map((_, index) => rows.reduce((sum, { of }) => sum + (of[index] ?? 0), 0));
  return {
    name: 'levels',
    listing: {
      caption: 'Levels that CCGs held',
      head: ['Region', ...levels, 'All'],
      rows: [...rows, { name: 'England', of: england }].map(({ name, of }) => [
        { text: name },
        ...of.map(number),
        number(of.reduce((sum, each) => sum + each, 0)),
      ]),
      csv: csvAt(about, 'levels'),
    },
  };
}

function outcomes({ tallies }: RegisterThen, about: About): Table {
  const all = tallies.filter(({ kind }) => kind === 'outcome');
  const rows = [...Map.groupBy(all, ({ name, workflow }) => `${workflow} ${name}`).values()].flatMap((here) => {
    const [first] = here;
    return first ? [{ ...first, here }] : [];
  });
  return {
    name: 'outcomes',
    listing: {
      caption: 'Cases by outcome',
      head: ['Workflow', 'Outcome', 'Cases'],
      empty: 'No case had begun then.',
      rows: rows
        .toSorted((a, b) => byPath(a.workflow, b.workflow, a.name, b.name))
        .map(({ workflow, name, here }) => [
          { text: workflowTitle(workflow) },
          { text: placeTitle(name) },
          count(sumOf(here), casesAt({ at: about.at, workflow, state: name })),
        ]),
      csv: csvAt(about, 'outcomes'),
    },
  };
}

const alphabet = new Intl.Collator('en-GB');

/** By workflow, then as its path goes; what is no stage comes last. */
const byPath = (a: string, b: string, stage: string, other: string): number =>
  alphabet.compare(workflowTitle(a), workflowTitle(b)) ||
  stagePlace(a, stage) - stagePlace(b, other) ||
  alphabet.compare(placeTitle(stage), placeTitle(other));

/** Which moment it is, and the last thing that was recorded by then. */
export function momentFacts(said: MomentSaid | undefined, { position, at }: RegisterThen['moment'], now: string) {
  const day = said?.kind === 'day' ? said.said : at === undefined ? undefined : londonDay(at);
  const beside = (days: number) => ({ href: addressOf('/audit/as-of', { at: addDays(day ?? londonDay(now), days) }) });
  return [
    { label: 'Moment', text: said === undefined ? `Now, ${when(now)}` : sentence(momentSaidInWords(said)) },
    {
      label: 'Recorded by then',
      text: at === undefined ? 'Nothing' : `${figures.format(position)} events, the last at ${when(at)}`,
      ...(at !== undefined && { href: addressOf('/audit', { last: position }) }),
    },
    ...(day === undefined
      ? []
      : [
          {
            label: 'Other days',
            links: [
              { text: 'The day before', ...beside(-1) },
              { text: 'The day after', ...beside(1) },
            ],
          },
        ]),
  ];
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Cases one by one, as they stood. */
export function casesListing({ cases }: CasesThen, naming: Naming): Listing {
  return {
    caption: 'Cases as they stood',
    head: ['Case', 'Stood in', 'Waited on', 'So since', 'Due'],
    empty: 'No case stood so then.',
    rows: cases.map((each) => caseRow(each, naming)),
  };
}

function caseRow(stood: Stood, naming: Naming): readonly Cell[] {
  const { waiting, since, due } = stood;
  return [
    caseCell(stood, naming),
    { text: placesOf(stood) },
    { text: [...new Set(waiting.map(({ role }) => waitedOn(role)))].join(', ') || 'Nobody' },
    { text: when(since) },
    { text: due === undefined ? '–' : when(due) },
  ];
}

function caseCell(stood: Stood, naming: Naming): Cell {
  const { ccg, ccgName, workflow, level, round, revision, case: id, region } = stood;
  const about = [
    workflowTitle(workflow),
    ...(level === undefined ? [] : [level]),
    ...(round === undefined ? [] : [`round ${round}`]),
  ];
  return {
    text: ccg === undefined ? ccgName : `${ccgName} (${ccg})`,
    href: `/cases/${id}`,
    more: `${about.join(', ')} · ${organisationNamed(region, naming)} · ${id.slice(0, 8)}`,
    links: [{ text: 'The case then', href: `/cases/${id}/at/${revision}`, about: `of ${ccgName}, ${id.slice(0, 8)}` }],
  };
}

const placesOf = ({ outcome, stages: names }: Stood): string =>
  outcome === undefined ? names.map(placeTitle).join(', ') || 'Nothing to do' : placeTitle(outcome);

export const caseHeadings = [
  'Case',
  'Workflow',
  'Version',
  'Level',
  'CCG',
  'Name',
  'Region',
  'Round',
  'Stages',
  'Outcome',
  'Waited on',
  'So since (UTC)',
  'Due (UTC)',
  'Number of the event',
  'Position',
] as const;

export const caseCells = (stood: Stood): readonly (string | number | undefined)[] => [
  stood.case,
  stood.workflow,
  stood.version,
  stood.level,
  stood.ccg,
  stood.ccgName,
  stood.region,
  stood.round,
  stood.stages.join('; '),
  stood.outcome,
  stood.waiting.map(({ role, queue }) => `${role} in ${queue}`).join('; '),
  stood.since,
  stood.due,
  stood.revision,
  stood.position,
];

export const changeWords = { began: 'Began', moved: 'Moved', ended: 'Ended' } as const;

/** Stages and outcomes at both moments, with what they differ by. */
export function thenAndNow([then, now]: readonly [RegisterThen['tallies'], RegisterThen['tallies']]): Listing {
  const keyOf = ({ kind, name, workflow }: Tallied): string => `${workflow}\n${kind}\n${name}`;
  const counted = [then, now].map((tallies) =>
    Map.groupBy(
      tallies.filter(({ kind }) => kind !== 'waiting'),
      keyOf,
    ),
  );
  const [before, after] = counted as [Map<string, Tallied[]>, Map<string, Tallied[]>]; // of two
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const rows = keys.map((key) => {
    const [workflow = '', kind = '', name = ''] = key.split('\n');
    return { workflow, kind, name, was: sumOf(before.get(key) ?? []), is: sumOf(after.get(key) ?? []) };
  });
  return {
    caption: 'What differs',
    head: ['Workflow', 'Stage or outcome', 'Then', 'Later', 'Difference'],
    empty: 'As many cases stood in each stage at both moments.',
    rows: rows
      .filter(({ was, is }) => was !== is)
      .toSorted((a, b) => byPath(a.workflow, b.workflow, a.name, b.name))
      .map(({ workflow, kind, name, was, is }) => [
        { text: workflowTitle(workflow) },
        { text: kind === 'outcome' && name !== 'open' ? `Ended: ${placeTitle(name).toLowerCase()}` : placeTitle(name) },
        number(was),
        number(is),
        { text: signed(is - was), numeric: true },
      ]),
  };
}

const signed = (difference: number): string =>
  difference > 0 ? `+${figures.format(difference)}` : `−${figures.format(-difference)}`;

export function changesListing({ changes }: RegisterDifference, naming: Naming, empty: string): Listing {
  return {
    caption: 'Cases that changed',
    head: ['Case', 'What', 'From', 'To', 'Since'],
    empty,
    rows: changes.map(({ change, before, after }) => [
      caseCell(after, naming),
      { text: changeWords[change] },
      { text: before === undefined ? 'Not begun' : placesOf(before) },
      { text: placesOf(after) },
      { text: when(after.since) },
    ]),
  };
}

export const changeHeadings = [
  'Change',
  'Case',
  'CCG',
  'Name',
  'Workflow',
  'Level',
  'Region',
  'Round',
  'From',
  'To',
  'Since (UTC)',
  'Number of the event',
] as const;

export const changeCells = ({ change, before, after }: Changed): readonly (string | number | undefined)[] => [
  change,
  after.case,
  after.ccg,
  after.ccgName,
  after.workflow,
  after.level,
  after.region,
  after.round,
  before && (before.outcome ?? before.stages.join('; ')),
  after.outcome ?? after.stages.join('; '),
  after.since,
  after.revision,
];

export function levelsListing({ levels: held }: RegisterDifference, naming: Naming): Listing {
  return {
    caption: 'Levels that came into force or ended',
    head: ['CCG', 'What', 'Level', 'When'],
    empty: 'No level came into force or ended between the two.',
    rows: held.map(({ change, ccg, level, from, until }) => [
      { text: organisationNamed(ccg, naming), href: `/ccgs/${ccg}` },
      { text: change === 'took' ? 'Came into force' : 'Ended' },
      { text: level },
      { text: when(change === 'left' && until !== undefined ? until : from) },
    ]),
  };
}
