/** People and roles as the registrar sees them. */
import type { Grant, Person } from '../../../libs/register/model.js';
import type { View } from '../pages/answered.js';
import { addressOf } from '../pages/addresses.js';
import { choicesOf, panelOf } from '../pages/filtered.js';
import { holdsText, pageOf, type AskedOfList, type Cell, type Link, type Listing } from '../pages/listing.js';
import { roleTitle } from '../pages/words.js';
import { atRegister } from './ccgs-view.js';
import type { NeedsRegistrar, Waiting } from './overview-answer.js';
import { roleTitles, type PeopleListQuery } from './queries.js';

type NameOf = (code: string) => string;

export function peopleView(
  all: readonly Person[],
  proposals: Pick<NeedsRegistrar, 'roles'>,
  of: AskedOfList<PeopleListQuery>,
  { nameOf, mayChange }: { readonly nameOf: NameOf; readonly mayChange: boolean },
): View & { readonly listings: readonly Listing[] } {
  const { asked, errors } = of;
  const { q, role, organisation } = asked;
  const isMeant = (grant: Grant): boolean =>
    (role === undefined || grant.role === role) &&
    (organisation === undefined || grant.organisation.toLowerCase() === organisation.toLowerCase());
  const isAny = role === undefined && organisation === undefined;
  const found = all.filter(
    ({ name, subject, grants }) =>
      holdsText(q, name, subject) && (grants.some(isMeant) || (isAny && q !== undefined && grants.length === 0)),
  );
  const { rows, pages, csv } = pageOf(found, asked, addressOf('/register/people', { q, role, organisation }));
  return {
    title: 'People and roles',
    breadcrumbs: [atRegister],
    errors,
    lead: [
      'A joiner is granted a role, a leaver loses it with their next request. Roles that see or decide the cases of all take two registrars: one proposes, another confirms. Nobody changes a role of their own.',
    ],
    actions: mayChange ? [{ text: 'Grant or withdraw a role', href: '/register/change/role' }] : [],
    panel: filterOf(of),
    listings: [
      ...(proposals.roles.length > 0 ? [roleProposals(proposals.roles, nameOf, mayChange)] : []),
      {
        caption: found.length === 1 ? '1 person' : `${found.length.toLocaleString('en-GB')} people`,
        head: ['Person', 'Roles', ...(mayChange ? ['What you can do'] : [])],
        rows: rows.map((person) => personRow(person, nameOf, mayChange)),
        empty: 'Nobody is like that. Clear the search to see everybody who holds a role.',
        ...(pages && { pages }),
        csv,
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
    grants.length === 0 ? { tags: [{ text: 'No role any more', colour: 'grey' }] } : roles,
    ...(mayChange
      ? [
          {
            links: linksOf({ subject, name, grants }),
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

export function settleCell(
  because: Waiting<unknown>['because'],
  href: string,
  mayChange: boolean,
  about: string,
): Cell {
  if (!mayChange) return 'A registrar confirms or declines it';
  if (because === 'about') return why.about;
  // Whoever proposed it may still think better of it.
  const text = because === 'own' ? 'Decline' : 'Confirm or decline';
  return { text: because === undefined ? '' : why[because], links: [{ text, href, about }] };
}

const filterOf = (of: AskedOfList<PeopleListQuery>) =>
  panelOf(
    '/register/people',
    of.typed,
    [
      { name: 'q', label: 'Name or sign-in name' },
      { name: 'role', label: 'Role', choices: choicesOf(roleTitles) },
      { name: 'organisation', label: 'Code of the organisation' },
    ],
    { errors: of.errors, title: 'Search people' },
  );

function linksOf({ subject, name, grants }: Person): readonly Link[] {
  const at = '/register/change/role';
  return [
    ...grants.map(({ role, organisation }) => ({
      text: 'Withdraw',
      href: addressOf(at, { action: 'withdraw', subject, role, organisation }),
      about: `the role ${roleTitle(role)} for ${organisation} from ${name}`,
    })),
    { text: 'Grant another', href: addressOf(at, { action: 'grant', subject }), about: `role to ${name}` },
  ];
}
