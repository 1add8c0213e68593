/** What became of the applications of each round, as pages show it. */
import { inSentence } from '../cases/list/milestones.js';
import { addressOf } from '../pages/addresses.js';
import { barsOf } from '../pages/components/chart/rows.js';
import { numeric } from '../pages/listing.js';
import type { RoundOutcomes } from './round.answer.js';
import type { Charted } from './times.view.js';

const endedIn = ({ ended }: RoundOutcomes): number => ended.reduce((sum, { count }) => sum + count, 0);

export function outcomesCharted(rounds: readonly RoundOutcomes[]): Charted {
  const outcomes = [...new Set(rounds.flatMap(({ ended }) => ended.map(({ outcome }) => outcome)))];
  const cases = (round: string, state: string, count: number) => numeric(count, addressOf('/cases', { round, state }));
  return {
    chart: barsOf({
      id: 'outcomes',
      title: 'Applications of each round',
      desc: rounds
        .map(
          (each) => `${each.name}: ${each.inForce.count} in force, ${each.underWay} under way, ${endedIn(each)} ended.`,
        )
        .join(' '),
      key: [
        { text: 'In force', fill: 'solid' },
        { text: 'Under way', fill: 'stripes' },
        { text: 'Ended', fill: 'dots' },
      ],
      whole: Math.max(0, ...rounds.map((each) => each.open.count + endedIn(each))),
      rows: rounds.map((each) => ({
        text: each.name,
        value: `${each.open.count + endedIn(each)} applications`,
        parts: [
          { fill: 'solid', value: each.inForce.count },
          { fill: 'stripes', value: each.underWay },
          { fill: 'dots', value: endedIn(each) },
        ],
      })),
    }),
    table: {
      caption: 'What became of the applications of each round',
      head: ['Round', 'In force', 'Under way', ...outcomes.map(inSentence)],
      rows: rounds.map(({ round, name, inForce, underWay, ended }) => [
        name,
        cases(round, inForce.state, inForce.count),
        numeric(underWay),
        ...outcomes.map((outcome) => {
          const found = ended.find((each) => each.outcome === outcome);
          return found ? cases(round, outcome, found.count) : numeric(0);
        }),
      ]),
      empty: 'Nobody has applied in any round yet.',
      csv: '/audit/dashboard/outcomes.csv',
    },
  };
}

export const headOfOutcomes = ['Round', 'Outcome', 'Applications'] as const;
export const outcomeRows = (rounds: readonly RoundOutcomes[]): readonly (readonly (string | number)[])[] =>
  rounds.flatMap(({ round, inForce, underWay, ended }) => [
    [round, 'in force', inForce.count],
    [round, 'under way', underWay],
    ...ended.map(({ outcome, count }) => [round, outcome, count]),
  ]);
