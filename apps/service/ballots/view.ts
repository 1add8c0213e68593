/** Ballots as pages show them. */
import { eventInHistory } from '../cases/about.js';
import type { DrawnTally } from '../pages/components/tally-bar/bar.js';
import { drawnTally } from '../pages/components/tally-bar/bar.js';
import { thresholdInWords, shareInWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { BallotShown, NextBallot, OfCase, Result, Turnout } from './shapes.js';
import type { Told } from '../live/told.js';

export const ballotPath = ({ id }: Pick<OfCase, 'id'>, number: number): string => `/cases/${id}/ballot/${number}`;

interface Standing {
  readonly tag: { readonly text: string; readonly colour: string };
  /** What has become of it, in one sentence. */
  readonly sentence: string;
}

const resultTags = {
  carried: { text: 'Carried', colour: 'green' },
  defeated: { text: 'Defeated', colour: 'grey' },
  inquorate: { text: 'Inquorate', colour: 'orange' },
} as const;

export function standingOf({ status, roll, voted, result, last, number }: BallotShown): Standing {
  if (status === 'open')
    return {
      tag: { text: 'Open', colour: 'blue' },
      sentence: turnoutInWords({ roll, voted }),
    };
  if (status === 'never-counted' || result === undefined)
    return {
      tag: { text: 'Not counted', colour: 'grey' },
      sentence: 'The application ended before this ballot closed, so it was never counted and decides nothing.',
    };
  const { result: outcome } = result.tally;
  if (status === 'counted')
    return {
      tag: { text: `${resultTags[outcome].text}, not verified yet`, colour: 'yellow' },
      sentence: 'The result takes effect when the lay chair or the Local Medical Committee has verified it.',
    };
  const followed = outcome === 'inquorate' && last > number ? ' The members were asked again.' : undefined;
  return {
    tag: resultTags[outcome],
    sentence: `The result is verified and has taken effect.${followed ?? ' '}`.trim(),
  };
}

const turnoutInWords = ({ roll, voted }: Pick<Turnout, 'roll' | 'voted'>): string =>
  `${voted} of ${roll.length} practices have voted.`;

/** What the open page of a ballot is told. @param shown how many had voted on the page */
export function turnoutTold(turnout: Turnout, shown: number): Told {
  const said = turnoutInWords(turnout);
  if (turnout.status !== 'open') {
    const text = turnout.status === 'never-counted' ? 'The application has ended.' : 'The ballot has closed.';
    return { places: { turnout: said }, said: text, offer: { text, link: 'Show what came of it' } };
  }
  const { id, label, parts } = turnoutBar(turnout);
  const more = turnout.voted - shown;
  const offer = {
    text: `${inNumbers(more)} more ${more === 1 ? 'practice has' : 'practices have'} voted.`,
    link: 'Show which',
  };
  return { places: { turnout: said }, bars: { [id]: { label, parts } }, said, ...(more > 0 && { offer }) };
}

/** Who has voted so far, with the quorum as its mark. */
export function turnoutBar({ roll, voted, counting: { rule } }: Turnout): DrawnTally {
  const { numerator, denominator } = rule.quorum;
  const needed = `at least ${shareInWords(rule.quorum)} must vote`;
  return drawnTally({
    id: 'turnout',
    label: `${voted} of ${roll.length} practices have voted; ${needed}.`,
    parts: [
      { kind: 'voted', text: `${voted} have voted`, value: voted },
      { kind: 'not-voted', text: `${roll.length - voted} have not voted`, value: roll.length - voted },
    ],
    whole: roll.length,
    ...(numerator > 0 && { mark: { at: (roll.length * numerator) / denominator, text: upper(needed) } }),
  });
}

/** The weights of what the threshold is a share of, with the threshold as its mark. */
export function resultBar({ counting: { rule } }: BallotShown, { tally, practices }: Result): DrawnTally {
  const { for: yes, against, abstained, of } = tally;
  const { threshold, denominator } = rule;
  const isWeighted = rule.basis !== 'practice';
  const said = (weight: number, count: number, words: string): string =>
    isWeighted ? `${inNumbers(weight)} ${words} (${counted(count)})` : `${counted(count)} ${words}`;
  const countsAbstentions = denominator !== 'votes-cast-without-abstentions';
  const silent = denominator === 'members' ? of - yes - against - abstained : 0;
  const needed = thresholdInWords(threshold);
  return drawnTally({
    id: 'result',
    label: `${said(yes, practices.for, 'for')}, ${said(against, practices.against, 'against')}, ${said(abstained, practices.abstained, 'abstaining')}. To carry: ${needed} of ${inNumbers(of)}.`,
    parts: [
      { kind: 'for', text: said(yes, practices.for, 'for'), value: yes },
      { kind: 'against', text: said(against, practices.against, 'against'), value: against },
      ...(countsAbstentions
        ? [{ kind: 'abstained', text: said(abstained, practices.abstained, 'abstained'), value: abstained } as const]
        : []),
      ...(denominator === 'members'
        ? [
            {
              kind: 'not-voted',
              text: said(silent, tally.members - tally.tookPart, 'did not vote'),
              value: silent,
            } as const,
          ]
        : []),
    ],
    whole: of,
    mark: { at: (of * threshold.numerator) / threshold.denominator, text: `${upper(needed)} carries` },
  });
}

const counted = (practices: number): string => (practices === 1 ? '1 practice' : `${inNumbers(practices)} practices`);

type Voter = BallotShown['roll'][number];

interface Group {
  readonly caption: string;
  readonly members: readonly Voter[];
}

/**
 * The roll, practices that said the same together with their sum, so that whoever checks the count adds up one table at a time. Weights are told
 * where practices do not all weigh the same.
 */
export function rollTables(ballot: BallotShown) {
  const { counting } = ballot;
  const isWeighted = counting.rule.basis !== 'practice';
  return {
    tables: groupsOf(ballot).map(({ caption, members }) => {
      const sum = members.reduce((total, { weight }) => total + weight, 0);
      const weight = isWeighted ? `, ${inNumbers(sum)} ${sum === 1 ? 'vote' : 'votes'}` : undefined;
      return {
        caption: [`${caption}: ${counted(members.length)}`, weight].filter((part) => part !== undefined).join(''),
        head: headOf(
          isWeighted,
          members.some(({ voted }) => voted),
        ),
        rows: members.map((voter) => rowOf(ballot.of.id, voter, isWeighted)),
      };
    }),
  };
}

/** Whether it is told how each practice voted. */
const isCountTold = ({ roll, status }: BallotShown): boolean =>
  (status === 'counted' || status === 'verified') && roll.every(({ voted, choice }) => !voted || choice !== undefined);

function groupsOf(ballot: BallotShown): readonly Group[] {
  const { roll, status } = ballot;
  const missing = {
    caption: status === 'open' ? 'Have not voted yet' : 'Did not vote',
    members: roll.filter(({ voted }) => !voted),
  };
  const saying = (said: Voter['choice'], caption: string): Group => ({
    caption,
    members: roll.filter(({ choice }) => choice === said),
  });
  const groups = isCountTold(ballot)
    ? [saying('for', 'For'), saying('against', 'Against'), saying('abstain', 'Abstained'), missing]
    : [missing, { caption: status === 'open' ? 'Have voted' : 'Voted', members: roll.filter(({ voted }) => voted) }];
  return groups.filter(({ members }) => members.length > 0);
}

const headOf = (isWeighted: boolean, haveVoted: boolean) => [
  { text: 'Practice' },
  ...(isWeighted
    ? [
        { text: 'Registered patients', format: 'numeric' },
        { text: 'Votes', format: 'numeric' },
      ]
    : []),
  ...(haveVoted ? [{ text: 'Event', format: 'numeric' }] : []),
];

function rowOf(id: string, { practice, name, patients, weight, revision }: Voter, isWeighted: boolean) {
  const size = [{ text: patients === null ? 'Not known' : inNumbers(patients) }, { text: inNumbers(weight) }];
  return [
    { text: `${name} (${practice})`, href: `/practices/${practice}` },
    ...(isWeighted ? size : []),
    ...(revision === undefined ? [] : [{ text: `${revision}`, href: eventInHistory(id, revision) }]),
  ];
}

/** The roll that would be frozen. */
export function nextTable({ roll, counting }: NextBallot) {
  const isWeighted = counting !== undefined && counting.rule.basis !== 'practice';
  return {
    head: [
      { text: 'Practice' },
      { text: 'Registered patients', format: 'numeric' },
      ...(isWeighted ? [{ text: 'Weight', format: 'numeric' }] : []),
    ],
    rows: roll.map(({ practice, name, patients, weight }) => [
      { text: `${name} (${practice})`, href: `/practices/${practice}` },
      { text: patients === null ? 'Not known' : inNumbers(patients) },
      ...(isWeighted ? [{ text: patients === null ? 'Not known' : inNumbers(weight) }] : []),
    ]),
  };
}

export const inNumbers = (value: number): string => new Intl.NumberFormat('en-GB').format(value);
const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
