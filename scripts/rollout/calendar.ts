/** When things happen in each round. */
import { addDays, londonInstant } from '../../libs/workflow/london.js';

/** A first day, and over how many days a cohort is spread from there. */
interface Window {
  readonly from: string;
  readonly days: number;
}

export interface Calendar {
  readonly interest: Window;
  readonly acknowledged: Window;
  readonly engaged: Window;
  readonly ballotOpens: Window;
  readonly submitted: Window;
  readonly assessed: Window;
  /** Lengths in days. */
  readonly ballot: number;
  readonly beforeSecondBallot: number;
  readonly secondBallot: number;
  /** Between one step of an amendment's or the terms' reading and the next. */
  readonly reading: number;
  /** Meetings of the committee that decides; what the first two defer comes to the third. */
  readonly meetings: readonly [string, string, string];
  readonly conditionsDue: string;
  /** When both sign their agreement, or establish their joint committee. */
  readonly concluded: Window;
  /** A defect found after approval, mended and decided anew. */
  readonly rework: { readonly suspended: string; readonly reworked: string; readonly decidedAnew: string };
  readonly goLive: string;
}

const firstRound: Calendar = {
  interest: { from: '2014-05-19', days: 33 },
  acknowledged: { from: '2014-07-01', days: 20 },
  engaged: { from: '2014-09-08', days: 25 },
  ballotOpens: { from: '2014-10-06', days: 14 },
  submitted: { from: '2014-12-22', days: 19 },
  assessed: { from: '2015-01-12', days: 14 },
  concluded: { from: '2015-02-26', days: 14 },
  ballot: 21,
  beforeSecondBallot: 7,
  secondBallot: 14,
  reading: 5,
  meetings: ['2015-02-10', '2015-02-17', '2015-02-24'],
  conditionsDue: '2015-03-20',
  rework: { suspended: '2015-02-27', reworked: '2015-03-06', decidedAnew: '2015-03-12' },
  goLive: '2015-04-01',
};

/** By round; `joint` is that of joint commissioning in round 1. */
export const calendars: Readonly<Record<'1' | '2' | 'joint', Calendar>> = {
  '1': firstRound,
  joint: {
    ...firstRound,
    engaged: { from: '2014-09-15', days: 25 },
    ballotOpens: { from: '2014-10-20', days: 14 },
    submitted: { from: '2015-01-12', days: 19 },
    assessed: { from: '2015-02-02', days: 14 },
    meetings: ['2015-02-26', '2015-03-03', '2015-03-10'],
    concluded: { from: '2015-03-23', days: 5 },
    rework: { suspended: '2015-03-11', reworked: '2015-03-12', decidedAnew: '2015-03-16' },
  },
  '2': {
    interest: { from: '2015-10-01', days: 2 },
    acknowledged: { from: '2015-10-05', days: 1 },
    engaged: { from: '2015-10-06', days: 1 },
    ballotOpens: { from: '2015-10-07', days: 3 },
    submitted: { from: '2015-11-04', days: 3 },
    assessed: { from: '2015-11-09', days: 10 },
    concluded: { from: '2016-01-11', days: 20 },
    ballot: 10,
    beforeSecondBallot: 2,
    secondBallot: 7,
    reading: 1,
    meetings: ['2015-12-08', '2015-12-10', '2015-12-15'],
    conditionsDue: '2016-03-15',
    rework: { suspended: '2016-01-11', reworked: '2016-01-22', decidedAnew: '2016-02-02' },
    goLive: '2016-04-01',
  },
};

/** Until 31 July 2014 the regions have sorted the interest of that summer. */
export const counted = '2014-07-31';

/** When the one at that place of its cohort has its turn in a window. */
export const turn = ({ from, days }: Window, place: number, time = '10:00'): Date =>
  on(addDays(from, place % days), time);

/** A time of day in London. */
export const on = (day: string, time = '10:00'): Date => new Date(londonInstant(day, time));

/** The earlier of two moments. */
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

export const later = (moment: Date, days: number): Date => new Date(moment.getTime() + days * 86_400_000);
