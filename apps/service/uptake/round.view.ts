/** A round step by step as its page shows it. */
import { levels as names } from '../../../workflows/application/levels.js';
import { inSentence, reasonInWords } from '../cases/list/milestones.js';
import { addressOf } from '../pages/addresses.js';
import type { DrawnChart } from '../pages/components/chart/marks.js';
import { barsOf } from '../pages/components/chart/rows.js';
import { numeric, type Cell, type Listing } from '../pages/listing.js';
import type { Figure, FunnelStep, LevelFunnel, RoundWanted } from './round.answer.js';

export interface FunnelView {
  readonly title: string;
  readonly chart: DrawnChart;
  readonly steps: Listing;
  readonly ends: Listing;
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)}%`);

const endedIn = ({ ended }: FunnelStep): number => ended.reduce((sum, { count }) => sum + count, 0);

export function funnelView({ level, steps }: LevelFunnel, wanted: RoundWanted): FunnelView {
  const title = `${level} ${names[level]}`;
  const all = steps[0]?.came.count ?? 0;
  const csv = addressOf('/uptake/rounds.csv', { ...wanted });
  const cases = ({ count, state }: Figure): Cell => numeric(count, addressOf('/cases', { ...wanted, level, state }));
  return {
    title,
    chart: chartOf(title, steps, all, level),
    steps: {
      caption: `${title}, step by step`,
      head: ['Step', 'Came to it', 'Of all', 'Going on here', 'Ended here'],
      rows: steps.map((step) => [
        step.title,
        cases(step.came),
        { text: share(step.came.count, all), numeric: true },
        cases(step.open),
        numeric(endedIn(step)),
      ]),
      csv,
    },
    ends: {
      caption: `${title}: what fell away, where and why`,
      head: ['After', 'How it ended', 'Reason', 'Cases'],
      rows: steps.flatMap((step) =>
        step.ended.flatMap((end) => [
          [step.title, inSentence(end.outcome), end.reasons.length > 0 ? 'All' : '–', cases(end)],
          ...end.reasons.map((each) => [step.title, inSentence(end.outcome), reasonInWords(each.reason), cases(each)]),
        ]),
      ),
      empty: 'No application of this level has ended.',
      csv,
    },
  };
}

function chartOf(title: string, steps: readonly FunnelStep[], all: number, level: string): DrawnChart {
  return barsOf({
    id: `funnel-${level}`,
    title: `How far the applications for ${title} came`,
    desc: steps.map((step) => `${step.title}: ${step.came.count} of ${all}.`).join(' '),
    key: [
      { text: 'Came further', fill: 'solid' },
      { text: 'Going on here', fill: 'stripes' },
      { text: 'Ended here', fill: 'dots' },
    ],
    whole: all,
    rows: steps.map((step) => {
      const ended = endedIn(step);
      return {
        text: step.title,
        value: `${step.came.count} of ${all}`,
        parts: [
          { fill: 'solid', value: step.came.count - step.open.count - ended },
          { fill: 'stripes', value: step.open.count },
          { fill: 'dots', value: ended },
        ],
      };
    }),
  });
}

export const headOfRounds = ['Level', 'Step', 'What', 'Outcome', 'Reason', 'Cases'] as const;

/** A line for each figure. Cases with several reasons have a line for each. */
export const roundRows = (funnels: readonly LevelFunnel[]): readonly (readonly (string | number | undefined)[])[] =>
  funnels.flatMap(({ level, steps }) =>
    steps.flatMap(({ title, came, open, ended }) => [
      [level, title, 'came to it', undefined, undefined, came.count],
      [level, title, 'going on here', undefined, undefined, open.count],
      ...ended.flatMap((end) => [
        [level, title, 'ended here', end.outcome, undefined, end.count],
        ...end.reasons.map(({ reason, count }) => [
          level,
          title,
          'ended here, for this reason',
          end.outcome,
          reason,
          count,
        ]),
      ]),
    ]),
  );
