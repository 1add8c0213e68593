/** The last ballot of a case as it stood: who had voted while it was open, and the count once it was closed. */
import { thresholdInWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { CountingRule, Tally } from '../../../workflows/stages/mandate/counting.js';
import type { CaseJson } from '../cases/shapes.js';
import { drawnTally, type DrawnTally } from '../pages/components/tally-bar/bar.js';

interface Told {
  readonly number: number;
  readonly members: number;
  readonly voted: number;
  readonly counting: CountingRule;
  readonly tally: Tally | null;
}

export interface BallotThen {
  readonly number: number;
  readonly href: string;
  readonly status: string;
  readonly bar: DrawnTally;
}

/** Undefined before there was a ballot. */
export function ballotThen({ id, details }: Pick<CaseJson, 'id' | 'details'>): BallotThen | undefined {
  // As the words of the mandate tell it.
  const told = details['ballot'] as Told | null | undefined;
  if (told === null || told === undefined) return undefined;
  const { number, tally } = told;
  const href = `/cases/${id}/ballot/${number}`;
  return tally === null
    ? { number, href, status: `${told.voted} of ${told.members} practices had voted.`, bar: turnout(told) }
    : { number, href, status: `Counted: ${tally.result}.`, bar: counted(told, tally) };
}

const turnout = ({ members, voted }: Told): DrawnTally =>
  drawnTally({
    id: 'tally',
    label: `${voted} of ${members} practices had voted.`,
    parts: [
      { kind: 'voted', text: `${voted} had voted`, value: voted },
      { kind: 'not-voted', text: `${members - voted} had not`, value: members - voted },
    ],
    whole: members,
  });

const figures = new Intl.NumberFormat('en-GB');

function counted({ counting: { threshold, denominator } }: Told, tally: Tally): DrawnTally {
  const { for: yes, against, abstained, of } = tally;
  const needed = thresholdInWords(threshold);
  const silent = denominator === 'members' ? of - yes - against - abstained : 0;
  const part = (kind: 'for' | 'against' | 'abstained' | 'not-voted', value: number, words: string) => ({
    kind,
    text: `${figures.format(value)} ${words}`,
    value,
  });
  return drawnTally({
    id: 'tally',
    label: `${figures.format(yes)} for, ${figures.format(against)} against, ${figures.format(abstained)} abstaining. To carry: ${needed} of ${figures.format(of)}.`,
    parts: [
      part('for', yes, 'for'),
      part('against', against, 'against'),
      ...(denominator === 'votes-cast-without-abstentions' ? [] : [part('abstained', abstained, 'abstained')]),
      ...(denominator === 'members' ? [part('not-voted', silent, 'not voted')] : []),
    ],
    whole: of,
    mark: { at: (of * threshold.numerator) / threshold.denominator, text: `${upper(needed)} carries` },
  });
}

const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
