/** The rounds there were, and two invented ones around a time taken for now for the demonstration. */
import {
  addDays,
  endOfDay,
  hasDayCome,
  isDayWithin,
  londonDay,
  noonOn,
  startOfDay,
} from '../../libs/workflow/london.js';
import type { Day, Level, Round } from '../../libs/register/model.js';
import { usualStandards } from '../../libs/register/rounds.js';

const everyLevel: readonly Level[] = ['L1', 'L2', 'L3'];

/**
 * The historic rounds whose deadlines are public. A day without a time ends with that day in London. Round 3 takes the mandate
 * before signature, since CCGs of that round applied first and voted after.
 */
export const historicRounds: readonly Round[] = [
  announce({
    id: '1',
    name: 'Round 1 (2014 to 2015)',
    opens: startOfDay('2014-05-09'), // the letter to CCGs
    interestBy: endOfDay('2014-06-20'),
    applicationBy: noonOn('2015-01-09'),
    applicationByL2: endOfDay('2015-01-30'),
    goLive: '2015-04-01',
  }),
  announce({
    id: '2',
    name: 'Round 2 (2015 to 2016)',
    opens: startOfDay('2015-10-01'),
    applicationBy: endOfDay('2015-11-06'),
    goLive: '2016-04-01',
  }),
  announce({
    id: '3',
    name: 'Round 3 (2016 to 2017)',
    opens: startOfDay('2016-05-01'),
    applicationBy: endOfDay('2016-12-05'),
    goLive: '2017-04-01',
    mandateBefore: 'signature',
  }),
  announce({
    id: '6',
    name: 'Round 6 (2019 to 2020)',
    opens: startOfDay('2019-06-01'),
    applicationBy: endOfDay('2019-11-01'),
    goLive: '2020-04-01',
    levels: ['L3'],
  }),
];

/**
 * An invented round in the middle of which `now` is: opened 60 days ago; interest until the end of the day in 10 days, L3
 * applications until noon in 40; go-live on the first 1 April at least 70 days away, whose year is its id.
 */
export function currentRound(now: Date): Round {
  const today = londonDay(now);
  const goLive = firstOfApril(addDays(today, 70));
  return announce({
    id: goLive.slice(0, 4),
    name: `Demonstration round ${goLive.slice(0, 4)}`,
    opens: startOfDay(addDays(today, -60)),
    interestBy: endOfDay(addDays(today, 10)),
    applicationBy: noonOn(addDays(today, 40)),
    goLive,
  });
}

/**
 * An invented round that is over at `now`: go-live on the last 1 April that has begun; deadlines 170 days (interest), 90 days at noon
 * (L3) and 70 days (L2) before it.
 */
export function previousRound(now: Date): Round {
  const today = londonDay(now);
  const year = Number(today.slice(0, 4));
  const goLive = hasDayCome(`${year}-04-01`, today) ? `${year}-04-01` : `${year - 1}-04-01`;
  return announce({
    id: goLive.slice(0, 4),
    name: `Demonstration round ${goLive.slice(0, 4)}`,
    opens: startOfDay(addDays(goLive, -230)),
    interestBy: endOfDay(addDays(goLive, -170)),
    applicationBy: noonOn(addDays(goLive, -90)),
    applicationByL2: endOfDay(addDays(goLive, -70)),
    goLive,
  });
}

type Announced = Pick<Round, 'id' | 'name' | 'opens' | 'goLive'> & Partial<Round>;

function announce(round: Announced): Round {
  return {
    interestBy: null,
    applicationBy: null,
    applicationByL2: null,
    mandateBefore: 'submission',
    levels: everyLevel,
    standards: usualStandards,
    ...round,
    goLiveAt: startOfDay(round.goLive),
    variationWindows: variationWindows(londonDay(round.opens), round.goLive),
  };
}

/**
 * The windows that end between two days. NHS England takes variations by 1 June and by 1 November; that a window opens a month
 * before is this register's own choice.
 */
function variationWindows(after: Day, before: Day): Round['variationWindows'] {
  const windows = [];
  for (let year = Number(after.slice(0, 4)); year <= Number(before.slice(0, 4)); year += 1) {
    windows.push({ from: `${year}-05-01`, to: `${year}-06-01` }, { from: `${year}-10-01`, to: `${year}-11-01` });
  }
  return windows.filter(({ to }) => isDayWithin(to, after, before));
}

/** The first 1 April on or after a day. */
function firstOfApril(day: Day): Day {
  const year = Number(day.slice(0, 4));
  return hasDayCome(day, `${year}-04-01`) ? `${year}-04-01` : `${year + 1}-04-01`;
}
