/** How long stages take and queues wait, as pages show it. */
import type { QueueAge, StageTime } from '../../../libs/views/trail/model.js';
import { placeTitle, workflowTitle } from '../audit/words.js';
import { addressOfCase } from '../contract/about.js';
import { addressOf } from '../pages/addresses.js';
import type { DrawnChart } from '../pages/components/chart/marks.js';
import { stripsOf } from '../pages/components/chart/rows.js';
import { multiplesOverTime, type Step } from '../pages/components/chart/stacked.js';
import { filters } from '../pages/filters.js';
import { numeric, type Cell, type Listing } from '../pages/listing.js';
import { waitedOn } from '../pages/words.js';
import type { PeriodShown, QueueDay, QueueSeries, StagesWanted, WaitingShown } from './times.answer.js';

export interface Charted {
  readonly chart: DrawnChart;
  readonly table: Listing;
}

const dayLong = 86_400_000;
export const inDays = (milliseconds: number): number => Number((milliseconds / dayLong).toFixed(1));
const daysInWords = (milliseconds: number): string => {
  const days = inDays(milliseconds);
  return days === 1 ? '1 day' : `${filters.number(days)} days`;
};
const days = (milliseconds: number): Cell => ({
  text: filters.number(inDays(milliseconds)),
  value: inDays(milliseconds),
  numeric: true,
});

export function stageTimes(times: readonly StageTime[], wanted: StagesWanted): Charted {
  const called = ({ workflow, stage }: StageTime): string =>
    `${placeTitle(stage)} – ${workflowTitle(workflow).toLowerCase()}`;
  return {
    chart: stripsOf({
      id: 'stages',
      title: 'Days from the beginning of a stage to its end',
      desc: times.map((time) => `${called(time)}: half took ${daysInWords(time.median)} or less.`).join(' '),
      unit: 'days',
      rows: times.map((time) => ({
        text: called(time),
        value: `half within ${daysInWords(time.median)}`,
        of: {
          lower: inDays(time.lower),
          median: inDays(time.median),
          upper: inDays(time.upper),
          most: inDays(time.longest),
        },
      })),
    }),
    table: {
      caption: 'How long stages took, in days',
      head: ['Stage', 'Path', 'Times', 'A quarter within', 'Half within', 'Three quarters within', 'The longest'],
      rows: times.map((time) => [
        placeTitle(time.stage),
        workflowTitle(time.workflow),
        numeric(
          time.periods,
          addressOf('/uptake/stages/cases', { ...wanted, workflow: time.workflow, stage: time.stage }),
        ),
        days(time.lower),
        days(time.median),
        days(time.upper),
        days(time.longest),
      ]),
      empty: 'No stage has come to its end. Each counts here once it has.',
      csv: addressOf('/uptake/stages.csv', { ...wanted }),
    },
  };
}

export const periodsTable = (periods: readonly PeriodShown[]): Pick<Listing, 'head' | 'rows'> => ({
  head: ['Case', 'Began', 'Ended', 'Days'],
  rows: periods.map(({ case: id, name, from, until, took }) => [
    { text: name, href: `/cases/${id}/history` },
    filters.shortDay(from),
    until === undefined ? '–' : filters.shortDay(until),
    days(took),
  ]),
});

export const headOfPeriods = ['Case', 'Name', 'Path', 'Stage', 'Level', 'Round', 'Began', 'Ended', 'Days'] as const;
export const periodRow = ({ case: id, name, workflow, stage, level, round, from, until, took }: PeriodShown) =>
  [id, name, workflow, stage, level, round, from, until, inDays(took)] as const;

export const queueTitle = ({ queue, role }: { readonly queue: string; readonly role: string }): string =>
  `${placeTitle(queue)} – ${waitedOn(role)}`;

export const queuesTable = (ages: readonly QueueAge[]): Listing => ({
  caption: 'What waits now, and for how many days',
  head: ['Queue', 'Waits on', 'Cases', 'Overdue', 'Half within', 'Three quarters within', 'The oldest'],
  rows: ages.map(({ queue, role, waiting, late, median, upper, longest }) => [
    placeTitle(queue),
    waitedOn(role),
    numeric(waiting, addressOf('/uptake/queues/cases', { queue, role })),
    numeric(late, addressOf('/uptake/queues/cases', { queue, role, only: 'late' })),
    days(median),
    days(upper),
    days(longest),
  ]),
  empty: 'Nothing waits. Cases appear here as soon as it is somebody’s turn.',
  csv: '/uptake/queues.csv',
});

export const waitingTable = (waiting: readonly WaitingShown[]): Pick<Listing, 'head' | 'rows'> => ({
  head: ['Case', 'Since', 'Due'],
  rows: waiting.map(({ case: id, workflow, name, since, due, isLate }) => [
    { text: name, href: addressOfCase({ id, workflow }) },
    filters.shortDay(since),
    due === undefined
      ? '–'
      : { text: filters.dueDay(due), ...(isLate && { tags: [{ text: 'Overdue', colour: 'red' as const }] }) },
  ]),
});

export const headOfWaiting = ['Case', 'Name', 'Region', 'Since', 'Due', 'Overdue'] as const;
export const waitingRow = ({ case: id, name, region, since, due, isLate }: WaitingShown) =>
  [id, name, region, since, due, isLate ? 'yes' : 'no'] as const;

/** Queues that approvers work through. */
const approvers: readonly string[] = ['regional-assessor', 'constitution-reviewer', 'national-committee'];
/** As many as are looked at beside each other. */
const mostShown = 6;

/** The queues of approvers with most in them. */
function shownOf(series: readonly QueueSeries[]): readonly QueueSeries[] {
  const most = ({ days: all }: QueueSeries): number => Math.max(0, ...all.map(({ waiting }) => waiting));
  const own = series.filter(({ role }) => approvers.includes(role)).toSorted((a, b) => most(b) - most(a));
  return own.slice(0, mostShown);
}

interface Measure {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly valueOf: (day: QueueDay) => number;
}

const measures: readonly Measure[] = [
  { id: 'waiting', title: 'Cases that waited in each queue', unit: 'Cases', valueOf: ({ waiting }) => waiting },
  {
    id: 'oldest',
    title: 'Days that the oldest case in each queue had waited',
    unit: 'Days',
    valueOf: ({ oldest }) => inDays(oldest),
  },
];

const mostOf = ({ days: all }: QueueSeries, valueOf: Measure['valueOf']): number => Math.max(0, ...all.map(valueOf));

/** @param leads whether each figure leads to the cases of that day, which auditors may look at */
export function queuesOverTime(all: readonly QueueSeries[], leads: boolean): readonly Charted[] {
  const series = shownOf(all);
  const [first] = series;
  const [from, to] = [first?.days[0]?.on, first?.days.at(-1)?.on];
  if (first === undefined || from === undefined || to === undefined) return [];
  return measures.map(({ id, title, unit, valueOf }) => ({
    chart: multiplesOverTime({
      id: `queues-${id}`,
      title: `${title}, as of ${first.days.length} days`,
      desc: series.map((each) => `${queueTitle(each)}: ${mostOf(each, valueOf)} at most.`).join(' '),
      first: from,
      last: to,
      bands: [{ text: unit, fill: 'solid' }],
      parts: series.map((each) => ({
        title: queueTitle(each),
        desc: `${queueTitle(each)}: ${mostOf(each, valueOf)} at most.`,
        steps: each.days.map((day): Step => ({ from: day.on, values: [valueOf(day)] })),
      })),
    }),
    table: {
      caption: title,
      head: ['By the end of', ...series.map(queueTitle)],
      rows: first.days.map(({ on }, index) => [
        filters.shortDay(on),
        ...series.map(({ queue, role, days: own }) => {
          const day = own[index];
          const value = day === undefined ? 0 : valueOf(day);
          return numeric(
            value,
            leads ? addressOf('/audit/as-of/cases', { at: on, queue, waitingOn: role }) : undefined,
          );
        }),
      ]),
      csv: '/uptake/queues/over-time.csv',
    },
  }));
}

export const headOfQueues = [
  'Queue',
  'Waits on',
  'Cases',
  'Overdue',
  'Median days',
  'Upper quartile days',
  'Longest days',
] as const;
export const queueRow = ({ queue, role, waiting, late, median, upper, longest }: QueueAge) =>
  [queue, role, waiting, late, inDays(median), inDays(upper), inDays(longest)] as const;

export const headOfQueueDays = ['By the end of', 'Queue', 'Waits on', 'Cases', 'Oldest days'] as const;
export const queueDayRows = (series: readonly QueueSeries[]) =>
  series.flatMap(({ queue, role, days: all }) =>
    all.map(({ on, waiting, oldest }) => [on, queue, role, waiting, inDays(oldest)] as const),
  );

export const headOfStages = [
  'Path',
  'Stage',
  'Times',
  'Lower quartile days',
  'Median days',
  'Upper quartile days',
  'Longest days',
] as const;
export const stageRow = ({ workflow, stage, periods, lower, median, upper, longest }: StageTime) =>
  [workflow, stage, periods, inDays(lower), inDays(median), inDays(upper), inDays(longest)] as const;
