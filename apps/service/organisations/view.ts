/** CCGs and practices as their pages show them. */
import { dayInWords, londonDay } from '../../../libs/workflow/london.js';
import { levels, type LevelName } from '../../../workflows/application/levels.js';
import { drawnLevels, type DrawnLevels } from '../pages/components/level-bar/bar.js';
import type { CcgShown, CcgsPage, MemberPractice, Named, PracticeShown } from './shapes.js';

const isLevel = (level: string): level is LevelName => Object.hasOwn(levels, level);
export const levelInWords = (level: string | null): string => {
  if (level === null) return 'No level';
  return isLevel(level) ? `${level} ${levels[level]}` : level;
};

export const nameAndCode = ({ name, code }: Named): string => `${name} (${code})`;
const inNumbers = (value: number): string => new Intl.NumberFormat('en-GB').format(value);

/** Whether a CCG is open is told only where one is not. */
export function ccgTable({ ccgs }: CcgsPage) {
  const someClose = ccgs.some(({ closed }) => closed !== undefined);
  return {
    head: [{ text: 'CCG' }, { text: 'Region' }, { text: 'Level held today' }, ...(someClose ? [{ text: 'Open' }] : [])],
    rows: ccgs.map(({ code, name, region, level, closed }) => [
      { text: nameAndCode({ code, name }), href: `/ccgs/${code}` },
      { text: region.name },
      { text: levelInWords(level) },
      ...(someClose ? [{ text: closed === undefined ? 'Open' : `Until ${dayInWords(closed)}` }] : []),
    ]),
  };
}

/** The levels that the CCG held, as one sentence for whoever does not see the bar. */
export function levelBarOf({ opened, closed, on, arrangement: { history } }: CcgShown): DrawnLevels {
  const spells = history.map(({ level, from, until }) => ({
    level,
    text: isLevel(level) ? levels[level] : level,
    from,
    ...(until !== undefined && { until }),
  }));
  const said = spells.map(({ level, from, until }) => `${level} ${periodOf(from, until)}`);
  const label = said.length === 0 ? 'The CCG has held no level.' : `The CCG held ${said.join(', then ')}.`;
  return drawnLevels({ id: 'levels', label, first: opened, last: closed ?? on, spells });
}

const periodOf = (from: string, until: string | undefined): string =>
  `from ${dayInWords(londonDay(from))}${until === undefined ? ' until today' : ` until ${dayInWords(londonDay(until))}`}`;

/** The same in words. Cases that the person does not see are not led to. */
export const levelRows = ({ arrangement: { history }, casesSeen }: CcgShown) =>
  history
    .toReversed()
    .map(({ level, from, until, case: id }) => [
      { text: levelInWords(level) },
      { text: dayInWords(londonDay(from)) },
      { text: until === undefined ? 'Held today' : dayInWords(londonDay(until)) },
      casesSeen.includes(id) ? { text: 'See the application', href: `/cases/${id}` } : { text: 'Not shown' },
    ]);

export const caseRows = ({ cases }: Pick<CcgShown, 'cases'>) =>
  cases.map(({ id, workflow, round, stages, outcome }) => {
    const now = stages.filter(({ status }) => status === 'in-progress').map(({ title }) => title);
    return [
      { text: sentence(workflow.replaceAll('-', ' ')), href: `/cases/${id}` },
      { text: round === '' ? 'None' : round },
      { text: outcome === null ? now.join(', ') || 'Under way' : `Ended: ${outcome.replaceAll('-', ' ')}` },
    ];
  });

export const memberRows = (members: readonly MemberPractice[]) =>
  members.map(({ code, name, joined, patients, countedOn, votes }) => [
    { text: nameAndCode({ code, name }), href: `/practices/${code}` },
    { text: dayInWords(joined) },
    { text: patients === null ? 'Not known' : inNumbers(patients) },
    { text: countedOn === undefined ? 'Not known' : dayInWords(countedOn) },
    { text: votes ? 'Yes' : 'No' },
  ]);

export const membershipRows = ({ memberships, on }: PracticeShown) =>
  memberships.map(({ ccg, joined, left }) => [
    { text: nameAndCode(ccg), href: `/ccgs/${ccg.code}` },
    { text: dayInWords(joined) },
    {
      text:
        left === undefined ? (Date.parse(joined) > Date.parse(on) ? 'To come' : 'A member today') : dayInWords(left),
    },
  ]);

const ballotStatus: Readonly<Record<string, string>> = {
  'in-progress': 'Under way',
  completed: 'Over',
  ended: 'Over',
  'not-started': 'Not started',
};

export const ballotRows = ({ ballots }: PracticeShown) =>
  ballots.map(({ case: { id, ccg, ccgName, round }, title, status }) => [
    {
      text: `${nameAndCode({ code: ccg, name: ccgName })}, ${title.toLowerCase()}`,
      href: `/cases/${id}/ballot/latest`,
    },
    { text: round },
    { text: ballotStatus[status] ?? status },
  ]);

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
