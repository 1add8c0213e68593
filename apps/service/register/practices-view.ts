/** Practices as the registrar sees them. */
import { dayInWords, spanInWords } from '../../../libs/workflow/london.js';
import type { View } from '../pages/answered.js';
import { addressOf } from '../pages/addresses.js';
import { choicesOf, panelOf } from '../pages/filtered.js';
import { holdsText, pageOf, type AskedOfList, type Cell, type Listing } from '../pages/listing.js';
import { atRegister } from './ccgs-view.js';
import type { PracticeFound } from './lists-answer.js';
import { practiceStandings, type PracticeListQuery } from './queries.js';

export function practicesView(
  all: readonly PracticeFound[],
  of: AskedOfList<PracticeListQuery>,
): View & { readonly listings: readonly Listing[] } {
  const { asked, errors } = of;
  const { q, ccg, standing } = asked;
  const found = all.filter(
    (each) =>
      holdsText(q, each.practice.name, each.practice.code) &&
      (standing === undefined || practiceStandsSo(each, standing)),
  );
  const { rows, pages, csv } = pageOf(found, asked, addressOf('/register/practices', { q, ccg, standing }));
  return {
    title: 'Practices',
    breadcrumbs: [atRegister],
    errors,
    lead: [
      'Practices join, leave, move and merge when a membership request is approved (R-80), or as ODS publishes it; list sizes come with an import.',
    ],
    actions: [
      { text: 'Import a file of ODS', href: '/register/imports' },
      { text: 'Membership requests', href: '/register/membership-requests' },
    ],
    panel: filterOf(of),
    listings: [
      {
        caption: found.length === 1 ? '1 practice' : `${found.length.toLocaleString('en-GB')} practices`,
        head: ['Practice', 'Member of', 'Patients', 'To come'],
        rows: rows.map(practiceRow),
        empty: 'No practice is like that. Clear the search to see all.',
        ...(pages && { pages }),
        csv,
      },
    ],
  };
}

function practiceStandsSo({ practice, ahead }: PracticeFound, standing: keyof typeof practiceStandings): boolean {
  if (standing === 'changing') return ahead.length > 0;
  if (standing === 'closed') return practice.status === 'C';
  return practice.patients === null && practice.status !== 'C';
}

function practiceRow({ practice, ccgName, ahead }: PracticeFound): readonly Cell[] {
  const { code, name, status, patients, countedOn, ccg, joined, left } = practice;
  const closed = status === 'C' ? [{ text: 'Closed', colour: 'grey' } as const] : [];
  const noSize = patients === null && status !== 'C' ? [{ text: 'No list size', colour: 'orange' } as const] : [];
  return [
    { text: name, href: `/practices/${code}`, more: code, tags: closed },
    {
      text: ccgName,
      href: `/register/ccgs/${ccg}`,
      more: spanInWords(joined, left),
    },
    {
      ...(patients !== null && { text: patients.toLocaleString('en-GB') }),
      tags: noSize,
      numeric: true,
      ...(countedOn !== undefined && { more: `on ${dayInWords(countedOn)}` }),
    },
    ahead.map((each) => each.replaceAll(/\d{4}-\d{2}-\d{2}/g, (day) => dayInWords(day))).join('; '),
  ];
}

const filterOf = (of: AskedOfList<PracticeListQuery>) =>
  panelOf(
    '/register/practices',
    of.typed,
    [
      { name: 'q', label: 'Name or code' },
      { name: 'ccg', label: 'Code of its CCG' },
      { name: 'standing', label: 'Only', choices: choicesOf(practiceStandings) },
    ],
    { errors: of.errors, title: 'Search practices' },
  );
