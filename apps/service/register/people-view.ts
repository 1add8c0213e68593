/** People and roles, committees and interests as the registrar sees them. */
import { quorumInWords } from '../../../libs/register/quorum-words.js';
import type { Committee, Grant, Person } from '../../../libs/register/model.js';
import { dayInWords } from '../../../libs/workflow/london.js';
import { offices } from '../../../workflows/committee-meeting/quorum.js';
import { interestKinds } from '../../../workflows/interest-kinds.js';
import type { View } from '../pages/answered.js';
import {
  addressOf,
  holdsText,
  optionsFrom,
  pageOf,
  type AskedOfList,
  type Cell,
  type Listing,
} from '../pages/listing.js';
import { roleTitle } from '../pages/words.js';
import { atRegister, errorOf } from './ccgs-view.js';
import type { CommitteeFound, InterestFound } from './lists-answer.js';
import type { NeedsRegistrar, Waiting } from './overview-answer.js';
import { interestStates, roleTitles, type InterestListQuery, type PeopleListQuery } from './queries.js';
import { purposeWords } from './requests.js';

type NameOf = (code: string) => string;

export function peopleView(
  all: readonly Person[],
  proposals: Pick<NeedsRegistrar, 'roles'>,
  { asked, errors, typed }: AskedOfList<PeopleListQuery>,
  { nameOf, mayChange }: { readonly nameOf: NameOf; readonly mayChange: boolean },
): View {
  const { q, role, organisation, page } = asked;
  const isMeant = (grant: Grant): boolean =>
    (role === undefined || grant.role === role) &&
    (organisation === undefined || grant.organisation.toLowerCase() === organisation.toLowerCase());
  const isAny = role === undefined && organisation === undefined;
  const found = all.filter(
    ({ name, subject, grants }) =>
      holdsText(q, name, subject) && (grants.some(isMeant) || (isAny && q !== undefined && grants.length === 0)),
  );
  const { rows, pages } = pageOf(found, page, addressOf('/register/people', { q, role, organisation }));
  return {
    title: 'People and roles',
    breadcrumbs: [atRegister],
    errors,
    lead: [
      'A joiner is granted a role, a leaver loses it with their next request. Roles that see or decide the cases of all take two registrars: one proposes, another confirms. Nobody changes a role of their own.',
    ],
    actions: mayChange ? [{ text: 'Grant or withdraw a role', href: '/register/change/role' }] : [],
    filter: {
      action: '/register/people',
      label: 'Search people',
      fields: [
        { name: 'q', label: 'Name or id', value: typed['q'] ?? '', error: errorOf(errors, 'q') },
        {
          name: 'role',
          label: 'Role',
          value: typed['role'] ?? '',
          options: optionsFrom(roleTitles, 'All roles'),
          error: errorOf(errors, 'role'),
        },
        {
          name: 'organisation',
          label: 'Code of the organisation',
          value: typed['organisation'] ?? '',
          error: errorOf(errors, 'organisation'),
        },
      ],
    },
    listings: [
      ...(proposals.roles.length > 0 ? [roleProposals(proposals.roles, nameOf, mayChange)] : []),
      {
        caption: found.length === 1 ? '1 person' : `${found.length.toLocaleString('en-GB')} people`,
        head: ['Person', 'Roles', ...(mayChange ? ['What you can do'] : [])],
        rows: rows.map((person) => personRow(person, nameOf, mayChange)),
        empty: 'Nobody is like that. Clear the search to see everybody who holds a role.',
        ...(pages && { pages }),
      },
    ],
  };
}

const grantInWords = ({ role, organisation }: Grant, nameOf: NameOf): string =>
  `${roleTitle(role)} for ${nameOf(organisation)}${organisation === 'nhse' ? '' : ` (${organisation})`}`;

function personRow({ subject, name, grants }: Person, nameOf: NameOf, mayChange: boolean): readonly Cell[] {
  const roles = grants.map((grant) => grantInWords(grant, nameOf)).join('; ');
  return [
    { text: name, more: subject },
    grants.length === 0 ? { text: '', tags: [{ text: 'No role any more', colour: 'grey' }] } : roles,
    ...(mayChange
      ? [
          {
            text: '',
            links: [
              { text: 'Change', href: addressOf('/register/change/role', { subject }), about: `the roles of ${name}` },
            ],
          },
        ]
      : []),
  ];
}

const why: Readonly<Record<NonNullable<Waiting<unknown>['because']>, string>> = {
  own: 'You proposed it: another registrar confirms it',
  about: 'It is about you: other registrars settle it',
};

export const roleProposals = (waiting: NeedsRegistrar['roles'], nameOf: NameOf, mayChange: boolean): Listing => ({
  caption: 'Roles that wait for a second registrar',
  head: ['Person', 'What is proposed', 'Proposed by', 'What you can do'],
  rows: waiting.map(({ proposal, proposedBy, because }) => [
    { text: proposal.name, more: proposal.subject },
    `${proposal.action === 'grant' ? 'Grant' : 'Withdraw'}: ${grantInWords(proposal, nameOf)}`,
    proposedBy,
    settleCell(
      mayChange ? because : 'own',
      `/register/change/role-proposal/${proposal.id}`,
      mayChange,
      `the proposal about ${proposal.name}`,
    ),
  ]),
  empty: 'None waits. A proposal appears here as soon as another registrar makes one.',
});

export const committeeProposals = (waiting: NeedsRegistrar['committees'], mayChange: boolean): Listing => ({
  caption: 'National committees that wait for a second registrar',
  head: ['Committee', 'From', 'Proposed by', 'What you can do'],
  rows: waiting.map(({ proposal: { id, committee }, proposedBy, because }) => [
    { text: committee.name, more: committee.id },
    dayInWords(committee.from),
    proposedBy,
    settleCell(because, `/register/change/committee-proposal/${id}`, mayChange, `the proposal for ${committee.name}`),
  ]),
  empty: 'None waits. A proposal appears here as soon as another registrar makes one.',
});

function settleCell(because: Waiting<unknown>['because'], href: string, mayChange: boolean, about: string): Cell {
  if (!mayChange) return 'A registrar confirms or declines it';
  if (because === 'about') return why.about;
  // Whoever proposed it may still think better of it.
  const text = because === 'own' ? 'Decline' : 'Confirm or decline';
  return { text: because === undefined ? '' : why[because], links: [{ text, href, about }] };
}

export function committeesView(
  all: readonly CommitteeFound[],
  proposals: Pick<NeedsRegistrar, 'committees'>,
  mayChange: boolean,
): View {
  return {
    title: 'Committees',
    breadcrumbs: [atRegister],
    lead: [
      'The committees that decide, with the quorum that is counted for each item once whoever is excluded has left (R-47).',
    ],
    actions: mayChange ? [{ text: 'Constitute a committee', href: '/register/change/committee' }] : [],
    listings: [
      ...(proposals.committees.length > 0 ? [committeeProposals(proposals.committees, mayChange)] : []),
      {
        caption: 'Committees today',
        head: ['Committee', 'Decides for', 'Purpose', 'Quorum', 'Members'],
        rows: all.map((found) => committeeRow(found)),
        empty: 'No committee is constituted. Nothing can be decided before one is.',
      },
    ],
  };
}

const officeCalled = (office: string): string =>
  Object.hasOwn(offices, office) ? offices[office as keyof typeof offices] : office.replaceAll('-', ' ');

export const quorumCalled = (committee: Pick<Committee, 'quorum'>): string =>
  quorumInWords(committee.quorum, officeCalled);

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function committeeRow({ committee, organisationName, canDecide }: CommitteeFound): readonly Cell[] {
  const voting = committee.members.filter((member) => member.voting).length;
  return [
    { text: committee.name, href: `/register/committees/${committee.id}`, more: committee.id },
    organisationName,
    purposeShort[committee.purpose],
    {
      text: sentence(quorumCalled(committee)),
      tags: canDecide ? [] : [{ text: 'Cannot be reached', colour: 'red' }],
    },
    { text: `${committee.members.length}`, more: `${voting} with a vote` },
  ];
}

const purposeShort: Readonly<Record<Committee['purpose'], string>> = {
  'national-committee': 'National committee',
  'regional-panel': 'Panel of the region',
  advisory: 'Advises',
};

export function committeeView(
  { committee, organisationName, canDecide }: CommitteeFound,
  later: Committee | undefined,
  mayChange: boolean,
): View {
  return {
    title: committee.name,
    caption: `Committee for ${organisationName}`,
    breadcrumbs: [atRegister, { text: 'Committees', href: '/register/committees' }],
    ...(!canDecide && {
      warning: {
        heading: 'It cannot decide',
        text: 'Even if all its members came, the quorum would not be reached. Constitute it anew.',
      },
    }),
    facts: [
      { key: 'Purpose', value: purposeWords[committee.purpose] },
      {
        key: 'Quorum',
        value: `${sentence(quorumCalled(committee))}. Counted for each item, without whoever is excluded from it.`,
      },
      { key: 'So constituted', value: `from ${dayInWords(committee.from)}` },
      ...(later
        ? [
            {
              key: 'To come',
              value: `Constituted anew from ${dayInWords(later.from)}, with ${later.members.length} members`,
            },
          ]
        : []),
      { key: 'Short name', value: committee.id },
    ],
    actions: mayChange ? [{ text: 'Constitute it anew', href: `/register/change/committee/${committee.id}` }] : [],
    listings: [
      membersListing(committee),
      ...(later ? [membersListing(later, `Members from ${dayInWords(later.from)}`)] : []),
    ],
  };
}

const membersListing = ({ members }: Committee, caption = 'Members'): Listing => ({
  caption,
  head: ['Member', 'Offices', 'Vote', 'Clinician'],
  rows: members.map(({ id, name, offices: held, voting, clinician }) => [
    { text: name, more: id },
    held.map(officeCalled).map(sentence).join(', ') || 'None',
    voting ? 'Votes' : 'In attendance',
    clinician ? 'Clinician' : 'No',
  ]),
  empty: 'It has no members.',
});

export function interestsView(
  all: readonly InterestFound[],
  { asked, errors, typed }: AskedOfList<InterestListQuery>,
  may: { readonly declare: boolean; readonly end: (interest: InterestFound['interest']) => boolean },
): View {
  const { q, organisation, state, page } = asked;
  const found = all.filter(
    ({ interest }) =>
      holdsText(q, interest.name, interest.person) &&
      (organisation === undefined || interest.organisation.toLowerCase() === organisation.toLowerCase()) &&
      (state === undefined || interestStands(interest, state)),
  );
  const { rows, pages } = pageOf(found, page, addressOf('/register/interests', { q, organisation, state }));
  return {
    title: 'Register of interests',
    breadcrumbs: [atRegister],
    errors,
    lead: [
      'Interests are declared within 28 days, and shown until six months after they ended (R-47). Whoever holds one is barred from the cases of that CCG, or of the practice’s.',
    ],
    actions: may.declare ? [{ text: 'Declare an interest of yours', href: '/register/change/interest' }] : [],
    filter: {
      action: '/register/interests',
      label: 'Search interests',
      fields: [
        { name: 'q', label: 'Name or id', value: typed['q'] ?? '', error: errorOf(errors, 'q') },
        {
          name: 'organisation',
          label: 'Code of the CCG or practice',
          value: typed['organisation'] ?? '',
          error: errorOf(errors, 'organisation'),
        },
        {
          name: 'state',
          label: 'Only',
          value: typed['state'] ?? '',
          options: optionsFrom(interestStates, 'All'),
          error: errorOf(errors, 'state'),
        },
      ],
    },
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
  const { id, name, person, organisation, kind, text, aroseOn, declaredOn, late, expiredOn } = interest;
  return [
    { text: name, more: person },
    { text: organisationName, more: organisation },
    { text, more: interestKinds[kind] },
    { text: dayInWords(declaredOn), tags: late ? [{ text: 'Late', colour: 'orange' }] : [] },
    {
      text: `from ${dayInWords(aroseOn)}${expiredOn === undefined ? '' : ` to ${dayInWords(expiredOn)}`}`,
      ...(expiredOn === undefined &&
        mayEnd(interest) && {
          links: [{ text: 'End', href: `/register/change/interest-ended/${id}`, about: `the interest of ${name}` }],
        }),
    },
  ];
}
