/** The list of cases as its page shows it. */
import type { Asker } from '../../access/asker.js';
import type { View } from '../../pages/answered.js';
import { addressOf, pageLength, type Query } from '../../pages/addresses.js';
import { choicesOf, paginationOf, panelOf, regionFilter, sortedBy, type Choice } from '../../pages/filtered.js';
import { waitedOn } from '../../pages/words.js';
import { levels } from '../../../../workflows/application/levels.js';
import { dueWithin, placeTitle, type CaseList, type CaseListAnswer, type CaseSearch } from './answer.js';
import type { CaseItem } from './item.js';

/** The orders of the list, in words. */
export const sorts = {
  due: 'Due first',
  ccg: 'By name',
  changed: 'Changed last',
  started: 'Begun last',
} as const;
export type Sort = keyof typeof sorts;

const path = '/cases';

type Choices = ReturnType<CaseListAnswer['choices']>;

const awaited = [
  'ccg-officer',
  'practice-representative',
  'result-verifier',
  'regional-assessor',
  'constitution-reviewer',
  'national-committee',
];

export function listView(
  found: CaseList,
  search: CaseSearch & { readonly page: number },
  choices: Choices,
  { grants: [acting] }: Asker,
): View {
  const { page, sort = 'due' } = search;
  const query: Query = { ...search, page: page === 1 ? undefined : page };
  const isMember = acting?.role === 'practice-representative';
  return {
    title: isMember ? 'Ballots' : 'Cases',
    found,
    isMember,
    panel: panelFor(found, query, search.state, choices),
    range: rangeOf(found, page),
    places: placesOf(found, query),
    columns: columnsOf(query, sort, found.showsClaims),
    sorts: Object.entries(sorts).map(([value, text]) => ({ text, ...sortedBy(path, query, sort)(value) })),
    csv: addressOf('/cases.csv', { ...query, page: undefined }),
    pagination: paginationOf(found.total, page, (number) => addressOf(path, { ...query, page: number })),
  };
}

function panelFor(found: CaseList, query: Query, state: string | undefined, { rounds, regions }: Choices) {
  const states = [
    { value: 'open', text: 'Going on' },
    { value: 'over', text: 'Ended' },
    ...found.stages.map(({ name, title }) => ({ value: name, text: title })),
    ...found.outcomes.map(({ name, title }) => ({ value: name, text: `Ended: ${title.toLowerCase()}` })),
  ];
  return panelOf(path, query, [
    { name: 'q', label: 'CCG, practice or reference' },
    { name: 'state', label: 'Stage', choices: withChosen(states, state) },
    { name: 'level', label: 'Level', choices: choicesOf(levels) },
    { name: 'round', label: 'Round', choices: rounds.map(({ id, name }) => ({ value: id, text: name })) },
    regionFilter(regions),
    {
      name: 'waitingOn',
      label: 'Waits on',
      all: 'Anybody',
      choices: awaited.map((role) => ({ value: role, text: waitedOn(role) })),
    },
    { name: 'due', label: 'Due', all: 'Any time', choices: choicesOf(dueWithin) },
  ]);
}

/** Somebody may come with a state in which no case is now. */
function withChosen(choices: readonly Choice[], chosen: string | undefined): readonly Choice[] {
  if (chosen === undefined || choices.some(({ value }) => value === chosen)) return choices;
  return [...choices, { value: chosen, text: placeTitle(chosen) ?? chosen }];
}

function rangeOf({ total, cases }: CaseList, page: number): string {
  if (total === 0) return 'No cases';
  if (cases.length === total) return total === 1 ? '1 case' : `${inFigures(total)} cases`;
  const first = (page - 1) * pageLength + 1;
  return cases.length === 0
    ? `${inFigures(total)} cases, and none on this page`
    : `${inFigures(first)} to ${inFigures(first + cases.length - 1)} of ${inFigures(total)} cases`;
}

const figures = new Intl.NumberFormat('en-GB');
const inFigures = (value: number): string => figures.format(value);

/** Each figure leads to its cases. */
function placesOf({ open, over, stages }: CaseList, query: Query) {
  const link = (name: string, title: string, count: number) => ({
    title,
    count,
    href: addressOf(path, { ...query, page: undefined, state: name }),
    current: query['state'] === name,
  });
  return [
    link('open', 'Going on', open),
    ...stages.map(({ name, title, count }) => link(name, title, count)),
    link('over', 'Ended', over),
  ];
}

function columnsOf(query: Query, sort: Sort, showsClaims: boolean) {
  const sorted = sortedBy(path, query, sort);
  return [
    { text: 'Case', sort: sorted('ccg') },
    { text: 'Stage' },
    { text: 'Waits on' },
    { text: 'Since' },
    { text: 'Due', sort: sorted('due') },
    ...(showsClaims ? [{ text: 'Claimed by' }] : []),
  ];
}

export const headings = [
  'Reference',
  'CCG code',
  'CCG',
  'Region',
  'Level',
  'Workflow',
  'Round',
  'Stage',
  'Outcome',
  'Waits on',
  'Since',
  'Due',
  'Overdue',
  'Claimed by',
] as const;

export const rowOf = (item: CaseItem): readonly (string | undefined)[] => [
  item.id,
  item.ccg,
  item.ccgName,
  item.region,
  item.level,
  item.title,
  item.round,
  item.stages.join('; '),
  item.outcome,
  item.waitingOn.map(waitedOn).join('; '),
  item.since,
  item.due,
  item.overdue ? 'yes' : 'no',
  item.claimedBy.join('; '),
];
