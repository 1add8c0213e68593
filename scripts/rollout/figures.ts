/** The national picture that the rollout must arrive at (primary care co-commissioning, July 2014 to April 2016). */

export const levels = ['L3', 'L2', 'L1'] as const;
export type Level = (typeof levels)[number];
export type ByLevel = Readonly<Record<Level, number>>;

export interface RegionFigures {
  readonly code: string;
  readonly name: string;
  /** CCGs there were. */
  readonly ccgs: number;
  /** Expressions of interest of July 2014. Only the sums of England are published: the share of each region is invented. */
  readonly interest: ByLevel;
  /** CCGs at each level on 1 April 2015, as published. */
  readonly first: ByLevel;
  /** CCGs of the second cohort, by the level they held until then. Only the sum of all, 52, is published; the rest is invented. */
  readonly second: { readonly L2: number; readonly L1: number };
}

export const regions: readonly RegionFigures[] = [
  {
    code: 'Y54',
    name: 'North',
    ccgs: 67,
    interest: { L3: 28, L2: 36, L1: 3 },
    first: { L3: 24, L2: 31, L1: 12 },
    second: { L2: 13, L1: 3 },
  },
  {
    code: 'Y55',
    name: 'Midlands and East',
    ccgs: 58,
    interest: { L3: 30, L2: 23, L1: 5 },
    first: { L3: 26, L2: 16, L1: 16 },
    second: { L2: 9, L1: 4 },
  },
  {
    code: 'Y56',
    name: 'London',
    ccgs: 32,
    interest: { L3: 5, L2: 19, L1: 2 },
    first: { L3: 6, L2: 20, L1: 6 },
    second: { L2: 10, L1: 2 },
  },
  {
    code: 'Y57',
    name: 'South',
    ccgs: 52,
    interest: { L3: 11, L2: 32, L1: 9 },
    first: { L3: 8, L2: 20, L1: 24 },
    second: { L2: 8, L1: 3 },
  },
];

/** CCGs at each level on 1 April 2016: the higher level took the place of the lower one. */
export const afterSecond = ({ first, second }: Pick<RegionFigures, 'first' | 'second'>): ByLevel => ({
  L3: first.L3 + second.L2 + second.L1,
  L2: first.L2 - second.L2,
  L1: first.L1 - second.L1,
});

/** What England comes to, as published. */
export const england = {
  ccgs: 209,
  /** Expressions of interest; one of a group is one. */
  interest: { L3: 74, L2: 110, L1: 19 },
  expressions: 203,
  readiness: { ready: 20, 'ready-soon': 45, 'not-ready': 9 },
  first: { L3: 64, L2: 87, L1: 58 },
  second: 52,
  both: 116,
} as const;

const sum = (of: (region: RegionFigures) => number): number => regions.reduce((total, each) => total + of(each), 0);

/** England’s row of the tables; the service calls it so, too. */
export const englandRow = {
  code: 'england',
  name: 'England',
  ccgs: england.ccgs,
  first: england.first,
  second: { L2: sum(({ second }) => second.L2), L1: sum(({ second }) => second.L1) },
} as const;

/** A row of the tables. */
export type Row = Omit<RegionFigures, 'interest'>;

export const rows: readonly Row[] = [...regions, englandRow];

/** London’s applications by groups of CCGs, as published. */
export const londonGroups = { region: 'Y56', L3: 2, L2: 3 } as const;

export type Readiness = keyof typeof england.readiness;

export const goLive = { first: '2015-04-01', second: '2016-04-01' } as const;
