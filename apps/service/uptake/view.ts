/** The national picture as its pages show it: each chart beside its table, each figure with the way to what it counts. */
import { addDays, dayInWords, isDayBefore, type Day } from '../../../libs/workflow/london.js';
import { levels as names } from '../../../workflows/application/levels.js';
import { addressOf } from '../pages/addresses.js';
import type { DrawnChart } from '../pages/components/chart/marks.js';
import { barsOf } from '../pages/components/chart/rows.js';
import { multiplesOverTime, stackedOverTime, type Band } from '../pages/components/chart/stacked.js';
import { filters } from '../pages/filters.js';
import { numeric, type Listing } from '../pages/listing.js';
import type { Holder, Uptake, UptakeStep } from './answer.js';
import { standings, type Counts, type Standing } from './standings.js';

/** How a CCG stands, in the words that people read. */
export const standingWords: Readonly<Record<Standing, string>> = {
  L3: `L3 ${names.L3}`,
  L2: `L2 ${names.L2}`,
  L1: `L1 ${names.L1}`,
  none: 'No level',
};

const bands: readonly Band[] = [
  { text: standingWords.L3, label: 'L3', fill: 'solid' },
  { text: standingWords.L2, label: 'L2', fill: 'stripes' },
  { text: standingWords.L1, label: 'L1', fill: 'dots' },
  { text: standingWords.none, label: 'None', fill: 'blank' },
];

export const holdersAt = (asked: { readonly on: Day; readonly region?: string; readonly held?: Standing }): string =>
  addressOf('/uptake/ccgs', asked);

const columns = [...standings, 'ccgs'] as const;
export const headOfCounts = [...standings.map((standing) => standingWords[standing]), 'All CCGs'] as const;

/** Level by region, England last; each figure leads to its CCGs. */
export function tableOf({ on, regions, england }: Uptake): Listing {
  const row = (name: string, counts: Counts, region?: string) => [
    name,
    ...columns.map((column) =>
      numeric(
        counts[column],
        holdersAt({ on, ...(region !== undefined && { region }), ...(column !== 'ccgs' && { held: column }) }),
      ),
    ),
  ];
  return {
    caption: `CCGs by level and region on ${dayInWords(on)}`,
    head: ['Region', ...headOfCounts],
    rows: [...regions.map((each) => row(each.name, each, each.region)), row('England', england)],
    csv: addressOf('/uptake.csv', { on }),
  };
}

const valuesOf = (counts: Counts): readonly number[] => standings.map((standing) => counts[standing]);

const inWords = (counts: Counts): string =>
  `${counts.L3} of ${counts.ccgs} CCGs hold L3, ${counts.L2} hold L2, ${counts.L1} hold L1, ${counts.none} hold no level`;

export function regionBars({ on, regions }: Uptake): DrawnChart {
  return barsOf({
    id: 'by-region',
    title: `Levels held in each region on ${dayInWords(on)}`,
    desc: regions.map((each) => `${each.name}: ${inWords(each)}.`).join(' '),
    key: bands.map(({ text, fill }) => ({ text, fill })),
    whole: Math.max(0, ...regions.map(({ ccgs }) => ccgs)),
    rows: regions.map((each) => ({
      text: each.name,
      value: each.ccgs === 1 ? '1 CCG' : `${each.ccgs} CCGs`,
      parts: bands.map(({ fill }, index) => ({ fill, value: valuesOf(each)[index] ?? 0 })),
    })),
  });
}

/** From shortly before the first level on. Undefined where nothing has been held so far. */
export function overTime(steps: readonly UptakeStep[], last: Day) {
  const begun = steps.find(({ england }) => england.none < england.ccgs);
  if (begun === undefined) return undefined;
  const first = addDays(begun.from, -60);
  const shown = stepsFrom(first, steps);
  const span = { first, last };
  const words = (counts: Counts | undefined): string =>
    counts === undefined ? 'Nothing is known.' : `On ${dayInWords(last)} ${inWords(counts)}.`;
  const end = shown.at(-1);
  return {
    england: stackedOverTime({
      ...span,
      id: 'over-time',
      title: 'CCGs by the level they hold, England',
      desc: words(end?.england),
      bands,
      steps: shown.map(({ from, england }) => ({ from, values: valuesOf(england) })),
    }),
    regions: multiplesOverTime({
      ...span,
      id: 'regions',
      title: 'CCGs by the level they hold, by region',
      desc: 'One chart for each region, all of one scale.',
      bands,
      parts: (end?.regions ?? []).map(({ region, name }) => {
        const of = (step: UptakeStep): Counts | undefined => step.regions.find((each) => each.region === region);
        return {
          title: name,
          desc: `${name}: ${words(end && of(end))}`,
          steps: shown.map((step) => ({ from: step.from, values: valuesOf(of(step) ?? step.england) })),
        };
      }),
    }),
    table: changesTable(shown, last),
  };
}

/** What held on the first day stands first. */
function stepsFrom(first: Day, steps: readonly UptakeStep[]): readonly UptakeStep[] {
  const before = steps.findLast(({ from }) => !isDayBefore(first, from));
  const after = steps.filter(({ from }) => isDayBefore(first, from));
  return before === undefined ? after : [{ ...before, from: first }, ...after];
}

function changesTable(steps: readonly UptakeStep[], on: Day): Listing {
  return {
    caption: 'Each change of the levels held, England',
    head: ['From', ...headOfCounts],
    rows: steps.map(({ from, england }) => [
      filters.shortDay(from),
      ...columns.map((column) =>
        numeric(england[column], holdersAt({ on: from, ...(column !== 'ccgs' && { held: column }) })),
      ),
    ]),
    csv: addressOf('/uptake/over-time.csv', { on }),
  };
}

/** As a file: every change in England and in each region. */
export const changesAsRows = (steps: readonly UptakeStep[]): readonly (readonly (string | number)[])[] =>
  steps.flatMap(({ from, regions, england }) =>
    [...regions, { ...england, name: 'England' }].map((each) => [
      from,
      each.name,
      ...columns.map((column) => each[column]),
    ]),
  );

export const countsAsRows = ({ on, regions, england }: Uptake): readonly (readonly (string | number)[])[] =>
  [...regions, { ...england, name: 'England' }].map((each) => [
    on,
    each.name,
    ...columns.map((column) => each[column]),
  ]);

/** The CCGs of a figure. */
export const holdersTable = (holders: readonly Holder[]): Pick<Listing, 'head' | 'rows'> => ({
  head: ['CCG', 'Region', 'Level', 'Since', 'Application'],
  rows: holders.map(({ ccg, name, regionName, held, since, case: id, revision }) => [
    { text: `${name} (${ccg})`, href: `/ccgs/${ccg}` },
    regionName,
    standingWords[held],
    since === undefined ? '–' : filters.shortDay(since),
    id === undefined
      ? { text: '–' }
      : {
          links: [
            { text: 'Application', href: `/cases/${id}`, about: `of ${name}` },
            ...(revision === undefined
              ? []
              : [{ text: 'How it took effect', href: `/cases/${id}/events/${revision}`, about: `for ${name}` }]),
          ],
        },
  ]),
});
