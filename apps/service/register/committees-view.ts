/** Committees as the registrar sees them. */
import { quorumInWords } from '../../../libs/register/quorum-words.js';
import type { Committee } from '../../../libs/register/model.js';
import { dayInWords } from '../../../libs/workflow/london.js';
import { offices } from '../../../workflows/committee-meeting/quorum.js';
import type { View } from '../pages/answered.js';
import type { Cell, Listing } from '../pages/listing.js';
import { atRegister } from './ccgs-view.js';
import type { CommitteeFound } from './lists-answer.js';
import type { NeedsRegistrar } from './overview-answer.js';
import { settleCell } from './people-view.js';
import { purposeWords } from './requests.js';

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
  { committee, organisationName, canDecide, gone }: CommitteeFound,
  later: Committee | undefined,
  mayChange: boolean,
): View {
  return {
    title: committee.name,
    caption: `Committee for ${organisationName}`,
    about: `${organisationName} – ${committee.id}`,
    breadcrumbs: [atRegister, { text: 'Committees', href: '/register/committees' }],
    ...(!canDecide && {
      warning: {
        heading: 'It cannot decide',
        text: 'Even if all its members came that still hold a role for it, the quorum would not be reached. Constitute it anew, or give somebody the role.',
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
      membersListing(committee, gone),
      ...(later ? [membersListing(later, gone, `Members from ${dayInWords(later.from)}`)] : []),
    ],
  };
}

const membersListing = ({ members }: Committee, gone: readonly string[], caption = 'Members'): Listing => ({
  caption,
  head: ['Member', 'Offices', 'Vote', 'Clinician'],
  rows: members.map(({ id, name, offices: held, voting, clinician }) => [
    { text: name, more: id, tags: gone.includes(id) ? [{ text: 'No role any more', colour: 'orange' }] : [] },
    held.map(officeCalled).map(sentence).join(', ') || 'None',
    voting ? 'Votes' : 'In attendance',
    clinician ? 'Clinician' : 'No',
  ]),
  empty: 'It has no members.',
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
