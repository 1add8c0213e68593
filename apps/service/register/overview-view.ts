/** The first page of the register: what needs the registrar now, then the way to everything else. */
import { dayInWords, deadlineInWords, momentInWords } from '../../../libs/workflow/london.js';
import type { View } from '../pages/answered.js';
import type { Cell, Link, Listing } from '../pages/listing.js';
import { roleTitle } from '../pages/words.js';
import type { ImportListed } from '../imports/imports.js';
import { importsListing } from '../imports/listing.js';
import type { NeedsRegistrar } from './overview-answer.js';
import { committeeProposals } from './committees-view.js';
import { roleProposals } from './people-view.js';

type NameOf = (code: string) => string;

export function overviewView(
  needs: NeedsRegistrar,
  {
    imports,
    requests,
    nameOf,
    mayChange,
  }: {
    readonly imports: readonly ImportListed[];
    /** Membership requests that have not ended. */
    readonly requests: number;
    readonly nameOf: NameOf;
    readonly mayChange: boolean;
  },
): View {
  const unfinished = imports.filter(({ status }) => status !== 'recorded');
  const waiting = [
    ...(needs.roles.length > 0 ? [roleProposals(needs.roles, nameOf, mayChange)] : []),
    ...(needs.committees.length > 0 ? [committeeProposals(needs.committees, mayChange)] : []),
    ...nobodyListing(needs, nameOf),
    ...gapsListing(needs, nameOf),
    ...closingListing(needs),
    ...(unfinished.length > 0 ? [importsListing(unfinished, 'Imports that are not finished')] : []),
  ];
  return {
    title: 'Register',
    lead:
      waiting.length === 0
        ? [
            'Nothing needs you now. Proposals of other registrars, gaps and unfinished imports appear here as soon as there are any.',
          ]
        : [],
    listings: waiting,
    linksHeading: 'Keep the register',
    links: linksOf(needs, requests),
  };
}

const linksOf = (needs: NeedsRegistrar, requests: number): readonly (Link & { readonly more?: string })[] => [
  ...(needs.nobodyEligible === undefined
    ? [
        {
          text: 'Cases for which nobody is eligible',
          href: '/work?queue=nobody-eligible',
          more: 'too many cases wait to look through all of them here',
        },
      ]
    : []),
  { text: 'CCGs', href: '/register/ccgs', more: 'closings and mergers, names, regions' },
  { text: 'Constitutions', href: '/register/ccgs', more: 'one for each CCG, with how its votes are counted' },
  { text: 'Practices', href: '/register/practices', more: 'members, list sizes, what is told for days to come' },
  {
    text: 'Membership requests',
    href: '/register/membership-requests',
    more: requests === 1 ? '1 waits' : `${requests} wait`,
  },
  { text: 'People and roles', href: '/register/people', more: 'joiners and leavers' },
  { text: 'Committees', href: '/register/committees', more: 'members, offices, quorum' },
  { text: 'Register of interests', href: '/register/interests' },
  { text: 'Special measures', href: '/register/special-measures' },
  { text: 'Rounds', href: '/rounds', more: 'deadlines, windows, standards' },
  {
    text: 'Bank holidays',
    href: '/register/bank-holidays',
    more: needs.reachesTo === null ? 'none announced' : `known to ${dayInWords(needs.reachesTo)}`,
  },
  { text: 'Imports from ODS', href: '/register/imports' },
];

function nobodyListing({ nobodyEligible = [] }: NeedsRegistrar, nameOf: NameOf): readonly Listing[] {
  if (nobodyEligible.length === 0) return [];
  return [
    {
      caption: 'Cases that wait for somebody, and nobody is eligible',
      head: ['Case', 'Waits on', 'Since', 'Due'],
      rows: nobodyEligible.map(({ id, name, role, organisation, since, due }) => [
        { text: name, href: `/cases/${id}` },
        {
          text: `${roleTitle(role)} for ${nameOf(organisation)}`,
          links: [
            {
              text: 'Give somebody the role',
              href: `/register/change/role?action=grant&role=${role}&organisation=${organisation}`,
              about: `for ${name}`,
            },
          ],
        },
        momentInWords(since),
        due === undefined ? 'No deadline' : deadlineInWords(due),
      ]),
    },
  ];
}

/** What is missing for deadlines and decisions to be possible. */
function gapsListing(needs: NeedsRegistrar, nameOf: NameOf): readonly Listing[] {
  const { reachIsShort, reachesTo, withoutQuorum, withoutCommittee } = needs;
  const row = (what: string, why: string, link: Link): readonly Cell[] => [what, why, { links: [link] }];
  const rows = [
    ...(reachIsShort
      ? [
          row(
            reachesTo === null
              ? 'No bank holidays are known'
              : `Bank holidays are known only to ${dayInWords(reachesTo)}`,
            'Deadlines in working days that would lie beyond are refused (R-04)',
            { text: 'Announce bank holidays', href: '/register/change/holidays' },
          ),
        ]
      : []),
    ...withoutQuorum.map(({ committee }) =>
      row(
        `${committee.name} cannot reach its quorum`,
        'Even with all members that still hold their role it decides on nothing (R-47)',
        {
          text: 'Look at it',
          href: `/register/committees/${committee.id}`,
          about: committee.name,
        },
      ),
    ),
    ...withoutCommittee.map((code) =>
      row(`${nameOf(code)} has no committee that decides`, 'Applications that come to it cannot be decided (R-45)', {
        text: 'Constitute one',
        href: `/register/change/committee?organisation=${code}`,
        about: `for ${nameOf(code)}`,
      }),
    ),
  ];
  return rows.length === 0
    ? []
    : [{ caption: 'What is missing', head: ['What', 'Why it matters', 'What you can do'], rows }];
}

function closingListing({ closing }: NeedsRegistrar): readonly Listing[] {
  if (closing.length === 0) return [];
  return [
    {
      caption: 'CCGs that close within half a year',
      head: ['CCG', 'Last day', 'Goes on as'],
      rows: closing.map(({ ccg: { code, name, closed = '', successor } }) => [
        { text: name, href: `/register/ccgs/${code}`, more: code },
        dayInWords(closed),
        successor ?? 'No successor',
      ]),
    },
  ];
}
