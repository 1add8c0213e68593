/** The register of interests as pages show it. */
import { dayInWords, spanInWords } from '../../../libs/workflow/london.js';
import { interestKinds } from '../../../workflows/interest-kinds.js';
import type { View } from '../pages/answered.js';
import { addressOf } from '../pages/addresses.js';
import { choicesOf, panelOf } from '../pages/filtered.js';
import { holdsText, pageOf, type AskedOfList, type Cell, type Listing } from '../pages/listing.js';
import { atRegister } from './ccgs-view.js';
import type { InterestFound } from './lists-answer.js';
import { interestStates, type InterestListQuery } from './queries.js';

export function interestsView(
  all: readonly InterestFound[],
  of: AskedOfList<InterestListQuery>,
  may: { readonly declare: boolean; readonly end: (interest: InterestFound['interest']) => boolean },
): View & { readonly listings: readonly Listing[] } {
  const { asked, errors } = of;
  const { q, organisation, state } = asked;
  const found = all.filter(
    ({ interest }) =>
      holdsText(q, interest.name, interest.person) &&
      (organisation === undefined || interest.organisation.toLowerCase() === organisation.toLowerCase()) &&
      (state === undefined || interestStands(interest, state)),
  );
  const { rows, pages, csv } = pageOf(found, asked, addressOf('/register/interests', { q, organisation, state }));
  return {
    title: 'Register of interests',
    breadcrumbs: [atRegister],
    errors,
    lead: [
      'Interests are declared within 28 days, and shown until six months after they ended (R-47). Whoever holds one is barred from the cases of that CCG, or of the practice’s.',
    ],
    actions: may.declare ? [{ text: 'Declare an interest of yours', href: '/register/change/interest' }] : [],
    panel: filterOf(of),
    listings: [
      {
        caption: found.length === 1 ? '1 interest' : `${found.length} interests`,
        head: ['Person', 'Organisation', 'Interest', 'Declared', 'Held'],
        rows: rows.map((each) => interestRow(each, may.end)),
        empty:
          all.length === 0
            ? 'No interest is registered. Those who approve declare theirs here, or on a case.'
            : 'No interest is like that. Clear the search to see all.',
        ...(pages && { pages }),
        csv,
      },
    ],
  };
}

function interestStands({ expiredOn, late }: InterestFound['interest'], state: keyof typeof interestStates): boolean {
  if (state === 'late') return late;
  return (expiredOn === undefined) === (state === 'held');
}

function interestRow(
  { interest, organisationName }: InterestFound,
  mayEnd: (of: InterestFound['interest']) => boolean,
): readonly Cell[] {
  const { id, name, person, organisation, kind, text, declaredOn, late, aroseOn, expiredOn } = interest;
  return [
    { text: name, more: person },
    { text: organisationName, more: organisation },
    { text, more: interestKinds[kind] },
    { text: dayInWords(declaredOn), tags: late ? [{ text: 'Late', colour: 'orange' }] : [] },
    {
      text: spanInWords(aroseOn, expiredOn),
      ...(expiredOn === undefined &&
        mayEnd(interest) && {
          links: [{ text: 'End', href: `/register/change/interest-ended/${id}`, about: `the interest of ${name}` }],
        }),
    },
  ];
}

const filterOf = (of: AskedOfList<InterestListQuery>) =>
  panelOf(
    '/register/interests',
    of.typed,
    [
      { name: 'q', label: 'Name or sign-in name' },
      { name: 'organisation', label: 'Code of the CCG or practice' },
      { name: 'state', label: 'Only', choices: choicesOf(interestStates) },
    ],
    { errors: of.errors, title: 'Search interests' },
  );
