/** The national picture that the rollout must arrive at (primary care co-commissioning, July 2014 to April 2016). */

export interface RegionFigures {
  readonly code: string;
  readonly name: string;
  /** CCGs there were. */
  readonly ccgs: number;
  /** CCGs with a delegation in force on 1 April 2015, as published. */
  readonly first: number;
  /** CCGs of the second cohort. Only their sum, 52, is published: the share of each region is invented. */
  readonly second: number;
}

export const regions: readonly RegionFigures[] = [
  { code: 'Y54', name: 'North', ccgs: 67, first: 24, second: 16 },
  { code: 'Y55', name: 'Midlands and East', ccgs: 58, first: 26, second: 13 },
  { code: 'Y56', name: 'London', ccgs: 32, first: 6, second: 12 },
  { code: 'Y57', name: 'South', ccgs: 52, first: 8, second: 11 },
];

/** What England comes to, as published. */
export const england = {
  ccgs: 209,
  interested: 74,
  readiness: { ready: 20, 'ready-soon': 45, 'not-ready': 9 },
  fellAway: 10,
  first: 64,
  second: 52,
  both: 116,
} as const;

export type Readiness = keyof typeof england.readiness;

export const goLive = { first: '2015-04-01', second: '2016-04-01' } as const;
