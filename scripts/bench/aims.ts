/** What is aimed at, beside what was found. An aim of which nothing was measured is not shown. */
import { ratioOf, type Figure, type Group } from './figures.js';

/** What was aimed at, and whether it was met. */
export interface Aim {
  readonly aim: string;
  readonly found: string;
  readonly met: boolean;
}

const million = 1_000_000;
/** Seconds. */
const tenMinutes = 600;

export function aimsFor(figures: readonly Figure[]): readonly Aim[] {
  const all = (group: Group, line: string): readonly Figure[] =>
    figures
      .filter(({ place }) => place?.group === group && place.line === line)
      .toSorted((a, b) => (a.place?.at ?? 0) - (b.place?.at ?? 0));
  const at = (group: Group, line: string, size: number): Figure | undefined =>
    all(group, line).find(({ place }) => place?.at === size);
  const [load, peak] = [all('load memory', 'resident').at(-1), all('load memory', 'at most').at(-1)];
  return [
    ...[32, 128].flatMap((count) => [
      ...least(`durable transitions, ${count} connections`, at('transitions', 'full answer', count), 0.65),
      ...least(`the same with Prefer: return=minimal`, at('transitions', 'Prefer: return=minimal', count), 0.75),
    ]),
    ...most('the slowest of a hundred, 32 connections', at('transitions', 'full answer', 32)?.more?.['p99'], 20, 'ms'),
    ...least('doing nothing, 32 connections', at('transitions', 'doing nothing', 32), 0.7),
    ...least('one ballot, all its practices at once', all('ballot', 'one ballot').at(-1), 0.8),
    ...least('the same with 5 ms more for each commit', all('slow ballot', 'one ballot').at(-1), 0.8),
    ...most(
      'the slowest of a hundred on a case of 10,000 events, beside one of 10',
      quotient(at('case', 'a case', 10_000)?.more?.['p99'], at('case', 'a case', 10)?.more?.['p99']),
      1.3,
      'times',
    ),
    ...most('replay and proof of a million events', at('proof', 'audit verify', million)?.value, 10, 's'),
    ...most(
      'its memory, beside that of a hundred thousand',
      quotient(
        at('proof memory', 'audit verify', million)?.value,
        at('proof memory', 'audit verify', million / 10)?.value,
      ),
      1.2,
      'times',
    ),
    ...all('instances', 'two instances').flatMap((figure) =>
      least(`two instances, votes on the same ballots, ${figure.place?.at} connections`, figure, 1),
    ),
    ...figures.filter(({ place }) => place?.group === 'pages').flatMap(pageAims),
    ...figures
      .filter(({ place }) => place?.group === 'first page')
      .flatMap(({ name, value }) => most(name, value, 1, 's')),
    ...most('start-up with a million events', at('start', 'ready', million)?.value, 1, 's'),
    ...most(`memory with ten thousand open cases, ${load?.place?.at} s of load`, peak?.value, 400, 'MB'),
    // Caches fill up first, so a shorter load cannot tell.
    ...(load !== undefined && (load.place?.at ?? 0) >= tenMinutes
      ? most('the same at the end, beside early on', ratio(load), 1.1, 'times')
      : []),
  ];
}

/** Half of the pages, and all but one of a hundred. */
const pageAims = ({ name, more }: Figure): readonly Aim[] => [
  ...most(`${name.trim()}, half of them`, more?.['p50'], 15, 'ms'),
  ...most(`${name.trim()}, the slowest of a hundred`, more?.['p99'], 50, 'ms'),
];

/** A figure against its ceiling. */
function least(aim: string, figure: Figure | undefined, wanted: number): readonly Aim[] {
  const found = ratio(figure);
  if (found === undefined || figure === undefined) return [];
  const thread = figure.more?.['thread'];
  return [
    {
      aim: `${aim}: at least ${wanted} of ${figure.ceiling?.name}`,
      found: `${found.toFixed(2)}${thread === undefined ? '' : `, ${thread.toFixed(0)} µs of the answering thread`}`,
      met: found >= wanted,
    },
  ];
}

function most(aim: string, found: number | undefined, wanted: number, unit: string): readonly Aim[] {
  if (found === undefined) return [];
  return [{ aim: `${aim}: at most ${wanted} ${unit}`, found: `${found.toFixed(2)} ${unit}`, met: found <= wanted }];
}

const ratio = (figure: Figure | undefined): number | undefined => figure && ratioOf(figure);

const quotient = (above: number | undefined, below: number | undefined): number | undefined =>
  above === undefined || below === undefined ? undefined : above / below;

export const aimInWords = ({ aim, found, met }: Aim): string => `${met ? 'met    ' : 'MISSED '} ${aim}: ${found}`;
