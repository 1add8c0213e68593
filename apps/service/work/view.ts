/** The queues of whoever decides, as their page shows them. */
import { randomUUID } from 'node:crypto';
import type { Region, Round } from '../../../libs/register/model.js';
import { addDays, endOfDay, londonDay } from '../../../libs/workflow/london.js';
import { levels } from '../../../workflows/application/levels.js';
import { holds, type Asker } from '../access/asker.js';
import type { View } from '../pages/answered.js';
import { addressOf, pageLength, type Query } from '../pages/addresses.js';
import { choicesOf, paginationOf, panelOf, regionFilter } from '../pages/filtered.js';
import type { QueuesAnswer, Work, WorkFilter, WorkItem } from '../queues/answer.js';
import { picked, type Does } from './claiming.js';
import { liveOf, placesOf, summaryOf } from './live.js';

export const claimants = { me: 'Me', nobody: 'Nobody' } as const;

export const dueWithin = {
  overdue: 'Overdue',
  week: 'Within 7 days, or overdue',
  month: 'Within 30 days, or overdue',
} as const;

/** What the address of the page says. */
export interface WorkSearch {
  readonly queue?: string;
  readonly region?: string;
  readonly round?: string;
  readonly level?: string;
  readonly claimedBy?: keyof typeof claimants;
  readonly due?: keyof typeof dueWithin;
}

type Shown = WorkSearch & { readonly page: number; readonly claimed?: number; readonly released?: number };

const path = '/work';
const names = ['queue', 'region', 'round', 'level', 'claimedBy', 'due'] as const;
const days = { week: 7, month: 30 } as const;

/** What is said of the queues, and nothing else. */
export function filterOf({ due, ...search }: Partial<Shown>, now: Date): WorkFilter {
  const said = Object.fromEntries(
    names.flatMap((name) => {
      const value = name === 'due' ? undefined : search[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  if (due === undefined) return said;
  return { ...said, due: due === 'overdue' ? now.toISOString() : endOfDay(addDays(londonDay(now), days[due])) };
}

/** Whether filters leave some cases out. */
export const isFiltered = (search: WorkSearch): boolean => names.some((name) => search[name] !== undefined);

interface Around {
  readonly query: Shown;
  readonly choices: { readonly rounds: readonly Round[]; readonly regions: readonly Region[] };
  readonly asking: Asker;
  readonly unassignable: Awaited<ReturnType<QueuesAnswer['nobodyEligible']>> | undefined;
}

export function workView(work: Work, { query: shown, choices, asking, unassignable }: Around): View {
  const { claimed, released, page, ...search } = shown;
  const query: Query = { ...search, page: page === 1 ? undefined : page };
  const { queues, items, total } = work;
  return {
    title: 'Work',
    work,
    isRegistrar: holds(asking, 'registrar'),
    unassignable,
    me: asking.id,
    summary: summaryOf(queues, isFiltered(search)),
    live: liveOf({ queues, rows: items, total }, query, isFiltered(search)),
    queues: queues.map((queue) => ({
      ...queue,
      places: placesOf(queue),
      href: addressOf(path, { ...query, page: undefined, queue: queue.name }),
      overdueHref: addressOf(path, { ...query, page: undefined, queue: queue.name, due: 'overdue' }),
      current: search.queue === queue.name,
    })),
    rows: items.map((item) => ({ ...item, pick: `${item.case} ${item.queue} ${item.revision}` })),
    canPick: items.some(({ claim }) => claim !== undefined),
    canClaim: items.some(({ claim }) => claim === 'claim'),
    canRelease: items.some(({ claim }) => claim === 'release'),
    picked,
    key: randomUUID(),
    back: addressOf(path, query),
    panel: panelFor(query, work, choices, asking),
    csv: addressOf('/work.csv', { ...query, page: undefined }),
    pagination: paginationOf(total, page, (number) => addressOf(path, { ...query, page: number })),
    range: rangeOf(total, items.length, page),
    ...(claimed !== undefined && { done: `You have claimed ${casesInWords(claimed)}.` }),
    ...(released !== undefined && { done: `You have released ${casesInWords(released)}.` }),
  };
}

const casesInWords = (count: number): string => (count === 1 ? '1 case' : `${count} cases`);

function rangeOf(total: number, here: number, page: number): string {
  if (here === total) return casesInWords(total);
  const first = (page - 1) * pageLength + 1;
  return here === 0
    ? `${casesInWords(total)}, and none on this page`
    : `${first} to ${first + here - 1} of ${total} cases`;
}

function panelFor(query: Query, { queues }: Work, { rounds, regions }: Around['choices'], asking: Asker) {
  const national = !holds(asking, 'regional-assessor');
  return panelOf(path, query, [
    { name: 'queue', label: 'Queue', choices: queues.map(({ name, title }) => ({ value: name, text: title })) },
    { name: 'claimedBy', label: 'Claimed by', all: 'Anybody', choices: choicesOf(claimants) },
    { name: 'due', label: 'Due', all: 'Any time', choices: choicesOf(dueWithin) },
    { name: 'level', label: 'Level', choices: choicesOf(levels) },
    {
      name: 'round',
      label: 'Round',
      choices: rounds.toReversed().map(({ id, name }) => ({ value: id, text: name })),
    },
    ...(national ? [regionFilter(regions)] : []),
  ]);
}

/** The address that a form leads back to, as far as it is one of this page. */
export function addressIn(sent: string | undefined): {
  readonly query: Partial<Shown>;
  readonly with: (does: Does, count: number) => string;
} {
  const { searchParams } = new URL(sent?.startsWith('/work?') ? sent : path, 'http://own.invalid');
  const said: WorkSearch = Object.fromEntries(
    names.flatMap((name) => {
      const value = searchParams.get(name);
      return value === null ? [] : [[name, value.slice(0, 50)]];
    }),
  );
  const query = { ...said, due: knownIn(dueWithin, said.due), claimedBy: knownIn(claimants, said.claimedBy) };
  const held = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as WorkSearch;
  const page = Number(/^\d{1,4}$/.exec(searchParams.get('page') ?? '1')?.[0] ?? 1) || 1;
  return {
    query: { ...held, page },
    with: (does, count) => addressOf(path, { ...held, page: page === 1 ? undefined : page, [does]: count }),
  };
}

const knownIn = <Words extends object>(words: Words, value: unknown): keyof Words | undefined =>
  typeof value === 'string' && Object.hasOwn(words, value) ? (value as keyof Words) : undefined;

export const headings = [
  'Reference',
  'CCG code',
  'CCG',
  'Level',
  'Workflow',
  'Round',
  'Queue',
  'Since',
  'Due',
  'Overdue',
  'Claimed by',
  'Why you cannot act on it',
  'Nobody eligible',
] as const;

export const rowOf = (item: WorkItem): readonly (string | undefined)[] => [
  item.case,
  item.ccg,
  item.ccgName,
  item.level,
  item.title,
  item.round,
  item.queueTitle,
  item.since,
  item.due,
  item.overdue ? 'yes' : 'no',
  item.claimedBy?.name,
  item.barred,
  item.nobodyEligible ? 'yes' : 'no',
];
