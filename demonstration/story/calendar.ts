/** The first round as a CCG goes through it that takes its time and is never late. */
import type { Moment, Scene } from './scene.js';

type Level = Scene['level'];

/** Its goes live at midnight in London, as 1 April begins. */
export const roundOne = { id: '1', goLive: '2015-04-01', goLiveAt: new Date('2015-03-31T23:00:00.000Z') } as const;

export const polls = {
  opens: new Date('2014-10-01T10:00:00.000Z'),
  closes: new Date('2014-10-15T17:00:00.000Z'),
  verified: new Date('2014-11-10T10:00:00.000Z'),
} as const;

/** When the committee decides, which both sign on the same day. */
export const decidedAt = (level: Level): Date => morningOf(level === 'L3' ? '2015-03-10' : '2015-03-02');

/** When things happen in it. */
export const inRoundOne = (level: Level): ((moment: Moment) => Date) => {
  const submitted = level === 'L3' ? '2015-01-08' : '2015-01-20';
  const days: Partial<Record<Moment, string>> = {
    expressed: '2014-06-12',
    joined: '2014-06-12',
    returned: '2014-06-13',
    mended: '2014-06-16',
    acknowledged: '2014-07-01',
    engaged: '2014-10-01',
    agreed: '2014-10-01',
    proposed: '2014-11-10',
    read: '2014-11-10',
    'proposed again': '2014-11-17',
    'read again': '2014-11-24',
    submitted,
    asked: submitted,
    answered: submitted,
    assessed: submitted,
  };
  return (moment) => {
    const day = days[moment];
    return day === undefined ? decidedAt(level) : morningOf(day);
  };
};

const morningOf = (day: string): Date => new Date(`${day}T10:00:00.000Z`);
