/** Ballots over many cases as their page shows them. */
import { levels as names } from '../../../workflows/application/levels.js';
import { addressOf, type Query } from '../pages/addresses.js';
import type { DrawnChart } from '../pages/components/chart/marks.js';
import { barsOf } from '../pages/components/chart/rows.js';
import { filters } from '../pages/filters.js';
import { numeric, type Listing } from '../pages/listing.js';
import type { CountedBallot } from './ballots.answer.js';

interface Band {
  readonly name: string;
  readonly text: string;
  readonly holds: (ballot: CountedBallot) => boolean;
}

const turnoutIn = (from: number, to: number, text: string): Band => ({
  name: `${from}-${to}`,
  text,
  holds: ({ turnout }) => turnout >= from && (turnout < to || to === 100),
});

/** Of the practices on the roll. */
export const turnouts: readonly Band[] = [
  turnoutIn(0, 50, 'Less than half took part'),
  turnoutIn(50, 60, '50% to less than 60%'),
  turnoutIn(60, 70, '60% to less than 70%'),
  turnoutIn(70, 80, '70% to less than 80%'),
  turnoutIn(80, 90, '80% to less than 90%'),
  turnoutIn(90, 100, '90% or more'),
];

const marginIn = (name: string, text: string, holds: (points: number) => boolean): Band => ({
  name,
  text,
  holds: ({ margin }) => margin !== undefined && holds(margin),
});

/** Of the share in favour above the threshold. */
export const margins: readonly Band[] = [
  marginIn('far-below', '10 points or more below', (points) => points <= -10),
  marginIn('below', 'Less than 10 points below', (points) => points > -10 && points < 0),
  marginIn('close', 'On the threshold, or less than 10 points above', (points) => points >= 0 && points < 10),
  marginIn('above', '10 to less than 20 points above', (points) => points >= 10 && points < 20),
  marginIn('far-above', '20 points or more above', (points) => points >= 20),
  { name: 'none', text: 'Inquorate: nothing was decided', holds: ({ margin }) => margin === undefined },
];

export const wordsOf = (bands: readonly Band[]): Readonly<Record<string, string>> =>
  Object.fromEntries(bands.map(({ name, text }) => [name, text]));

/** Those within the bands that are asked for. */
export const within = (
  ballots: readonly CountedBallot[],
  asked: { readonly turnout?: string; readonly margin?: string },
): readonly CountedBallot[] => {
  const holds = (bands: readonly Band[], name: string | undefined, ballot: CountedBallot): boolean =>
    name === undefined || (bands.find((band) => band.name === name)?.holds(ballot) ?? false);
  return ballots.filter((ballot) => holds(turnouts, asked.turnout, ballot) && holds(margins, asked.margin, ballot));
};

interface Spread {
  readonly chart: DrawnChart;
  readonly table: Listing;
}

/** How ballots lie over bands; each figure leads to its ballots. */
function spreadOf(
  ballots: readonly CountedBallot[],
  bands: readonly Band[],
  about: { readonly id: 'turnout' | 'margin'; readonly title: string; readonly head: string; readonly query: Query },
): Spread {
  const counts = bands.map((band) => ({ ...band, count: ballots.filter(band.holds).length }));
  const { id, title, head, query } = about;
  return {
    chart: barsOf({
      id: `ballots-${id}`,
      title,
      desc: counts.map(({ text, count }) => `${text}: ${count}.`).join(' '),
      whole: Math.max(1, ...counts.map(({ count }) => count)),
      rows: counts.map(({ text, count }) => ({
        text,
        value: ballotsInWords(count),
        parts: [{ fill: 'solid', value: count }],
      })),
    }),
    table: {
      caption: title,
      head: [head, 'Ballots'],
      rows: counts.map(({ name, text, count }) => [
        text,
        numeric(count, addressOf('/uptake/ballots', { ...query, [id]: name })),
      ]),
      csv: addressOf('/uptake/ballots.csv', query),
    },
  };
}

export const ballotsInWords = (count: number): string =>
  count === 1 ? '1 ballot' : `${filters.number(count)} ballots`;

/** Of all ballots, whatever bands were asked for. */
export const spreads = (ballots: readonly CountedBallot[], query: Query): readonly Spread[] => [
  spreadOf(ballots, turnouts, {
    id: 'turnout',
    title: 'How many practices took part',
    head: 'Of the practices on the roll',
    query,
  }),
  spreadOf(ballots, margins, {
    id: 'margin',
    title: 'How close results were to the threshold',
    head: 'Share in favour, to the threshold',
    query,
  }),
];

const perCent = (value: number): string => `${Number(value.toFixed(1))}%`;

export const ballotTable = (ballots: readonly CountedBallot[]): Pick<Listing, 'head' | 'rows'> => ({
  head: ['Ballot', 'Counted', 'Took part', 'In favour', 'Needed', 'Result'],
  rows: ballots.map((ballot) => {
    const { tally, threshold } = ballot;
    return [
      {
        text: `${ballot.ccgName} (${ballot.ccg})`,
        href: `/cases/${ballot.case}/ballot/${ballot.number}`,
        more: [
          `Ballot ${ballot.number}`,
          ...(ballot.level === undefined ? [] : [names[ballot.level as keyof typeof names]]),
          `round ${ballot.round}`,
        ].join(', '),
      },
      filters.shortDay(ballot.closedAt),
      `${tally.tookPart} of ${tally.members} (${perCent(ballot.turnout)})`,
      tally.of === 0 ? '–' : perCent((100 * tally.for) / tally.of),
      `${threshold.comparison === 'at-least' ? 'At least' : 'More than'} ${threshold.numerator}/${threshold.denominator}`,
      filters.sentence(tally.result),
    ];
  }),
});

export const headOfBallots = [
  'Case',
  'CCG code',
  'CCG',
  'Region',
  'Level',
  'Round',
  'Ballot',
  'Counted at',
  'On the roll',
  'Took part',
  'For',
  'Of',
  'Threshold',
  'Margin in points',
  'Result',
] as const;

export const ballotRow = ({
  tally,
  threshold,
  margin,
  ...ballot
}: CountedBallot): readonly (string | number | undefined)[] => [
  ballot.case,
  ballot.ccg,
  ballot.ccgName,
  ballot.region,
  ballot.level,
  ballot.round,
  ballot.number,
  ballot.closedAt,
  tally.members,
  tally.tookPart,
  tally.for,
  tally.of,
  `${threshold.comparison} ${threshold.numerator}/${threshold.denominator}`,
  margin === undefined ? undefined : Number(margin.toFixed(3)),
  tally.result,
];
