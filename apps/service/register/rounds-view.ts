/** Rounds in words: when they open, what is due by when, windows and standards. */
import type { Round, Standards } from '../../../libs/register/model.js';
import { hasCome } from '../../../libs/workflow/instant.js';
import {
  addDays,
  dayInWords,
  deadlineInWords,
  hasDayCome,
  londonDay,
  momentInWords,
} from '../../../libs/workflow/london.js';
import { levels } from '../../../workflows/application/levels.js';
import type { View } from '../pages/answered.js';
import { addressOf } from '../pages/addresses.js';
import { type Listing, type Tag } from '../pages/listing.js';

interface Term {
  readonly key: string;
  readonly text: string;
  readonly datetime?: string;
  /** Whether its time has passed. */
  readonly past?: boolean;
}

interface RoundShown {
  readonly id: string;
  readonly name: string;
  readonly tag: Tag;
  readonly sentence: string;
  readonly terms: readonly Term[];
  readonly windows: readonly { readonly text: string; readonly tag?: Tag }[];
  readonly standards: readonly { readonly what: string; readonly days: number }[];
  /** Where the registrar changes it. */
  readonly change?: { readonly text: string; readonly href: string };
}

/** The rounds that take applications now come first, then those to come, then the past ones, the newest first. */
export function roundsView(rounds: readonly Round[], now: string, mayChange: boolean): View {
  const order = { Open: 0, 'To come': 1, 'In assessment': 2, Over: 3 } as const;
  const shown = rounds
    .toReversed()
    .map((round) => ({ round, stands: standsOf(round, now) }))
    .toSorted((a, b) => order[a.stands] - order[b.stands]);
  return {
    title: 'Rounds',
    rounds: shown
      .filter(({ stands }) => stands !== 'Over')
      .map(({ round, stands }): RoundShown => roundShown(round, stands, now, mayChange)),
    earlier: earlierListing(shown.filter(({ stands }) => stands === 'Over').map(({ round }) => round)),
    mayChange,
  };
}

const earlierListing = (rounds: readonly Round[]): Listing => {
  const by = (instant: string | null): string => (instant === null ? 'No deadline' : upper(deadlineInWords(instant)));
  return {
    caption: 'Earlier rounds',
    head: ['Round', 'Opened', 'Interest by', `${levels.L3} by`, `${levels.L2} by`, 'Went live'],
    rows: rounds.map(({ id, name, opens, interestBy, applicationBy, applicationByL2, goLive }) => [
      { text: name, href: addressOf('/cases', { round: id }) },
      momentInWords(opens),
      by(interestBy),
      by(applicationBy),
      by(applicationByL2),
      dayInWords(goLive),
    ]),
    empty: 'No round is over yet.',
  };
};

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

type Stands = 'Open' | 'To come' | 'In assessment' | 'Over';

const tags: Readonly<Record<Stands, Tag>> = {
  Open: { text: 'Open', colour: 'green' },
  'To come': { text: 'To come', colour: 'blue' },
  'In assessment': { text: 'Deadlines passed', colour: 'yellow' },
  Over: { text: 'Over', colour: 'grey' },
};

function standsOf({ opens, goLiveAt, interestBy, applicationBy, applicationByL2 }: Round, now: string): Stands {
  if (hasCome(goLiveAt, now)) return 'Over';
  if (!hasCome(opens, now)) return 'To come';
  const isOver = [interestBy, applicationBy, applicationByL2].every((by) => by !== null && hasCome(by, now));
  return isOver ? 'In assessment' : 'Open';
}

function roundShown(round: Round, stands: Stands, now: string, mayChange: boolean): RoundShown {
  const { id, name, opens, interestBy, applicationBy, applicationByL2, goLive, goLiveAt, mandateBefore } = round;
  const by = (key: string, instant: string | null): Term =>
    instant === null
      ? { key, text: 'No deadline' }
      : { key, text: `by ${deadlineInWords(instant)}`, datetime: instant, past: hasCome(instant, now) };
  const today = londonDay(now);
  return {
    id,
    name,
    tag: tags[stands],
    sentence: nextOf(round, stands, now),
    terms: [
      { key: 'Opens', text: momentInWords(opens), datetime: opens, past: hasCome(opens, now) },
      by('Expressions of interest', interestBy),
      by(`${levels.L3}: applications`, applicationBy),
      by(`${levels.L2}: applications`, applicationByL2),
      { key: 'Goes live', text: dayInWords(goLive), datetime: goLive, past: hasCome(goLiveAt, now) },
      { key: 'Levels', text: round.levels.map((level) => levels[level]).join(', ') },
      {
        key: 'The members’ vote must be carried',
        text: mandateBefore === 'submission' ? 'before the application is submitted' : 'before the agreement is signed',
      },
    ],
    windows: round.variationWindows.map(({ from, to }) => ({
      text: `${dayInWords(from)} to ${dayInWords(to)}`,
      ...(hasDayCome(from, today) && hasDayCome(today, to) && { tag: { text: 'Open now', colour: 'green' } as const }),
    })),
    standards: standardsOf(round.standards),
    ...(mayChange && { change: changeOf(round, stands) }),
  };
}

const changeOf = ({ id }: Round, stands: Stands) =>
  stands === 'To come'
    ? { text: 'Change', href: `/register/change/round/${encodeURIComponent(id)}` }
    : { text: 'Put back a deadline of', href: `/register/change/deadlines/${encodeURIComponent(id)}` };

/** What of a round comes next. */
function nextOf(
  { opens, interestBy, applicationBy, applicationByL2, goLive }: Round,
  stands: Stands,
  now: string,
): string {
  if (stands === 'To come')
    return `Opens ${londonDay(opens) === addDays(londonDay(now), 1) ? 'tomorrow, ' : 'on '}${momentInWords(opens)}.`;
  if (stands === 'Over') return `Went live on ${dayInWords(goLive)}.`;
  const next = [
    { what: 'Expressions of interest', by: interestBy },
    { what: `Applications for ${levels.L3.toLowerCase()}`, by: applicationBy },
    { what: `Applications for ${levels.L2.toLowerCase()}`, by: applicationByL2 },
  ]
    .flatMap(({ what, by }) => (by === null || hasCome(by, now) ? [] : [{ what, by }]))
    .toSorted((a, b) => Date.parse(a.by) - Date.parse(b.by))[0];
  return next === undefined
    ? `Goes live on ${dayInWords(goLive)}.`
    : `Next: ${next.what} by ${deadlineInWords(next.by)}.`;
}

const standardsOf = (standards: Standards): RoundShown['standards'] => [
  { what: 'An expression of interest is answered by the region', days: standards.interest },
  { what: 'A submitted application is assessed by the region', days: standards.assurance },
  { what: 'A question of the region is answered by the CCG', days: standards.answer },
  { what: 'A constitutional amendment is answered by NHS England', days: standards.amendment },
  { what: 'A membership request is answered by NHS England', days: standards.membership },
];
