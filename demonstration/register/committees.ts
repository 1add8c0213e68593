/**
 * The committees of the invented register and who sits on them. NHS England had a CCG Assurance and Development Committee, and its regions
 * decided on joint commissioning; their members, offices and quorum rules here are made up.
 */
import type { CommitteeConstituted, PersonEntry } from '../../libs/register/facts.js';
import type { CommitteeMember, QuorumRule } from '../../libs/register/model.js';

type Seat = Omit<CommitteeMember, 'name'>;

const clinicians: readonly string[] = ['gp', 'nurse', 'secondary-care-consultant'];

const nationalQuorum: QuorumRule = {
  all: [
    { atLeast: 3, of: { voting: true } },
    { atLeast: 1, of: { offices: ['lay-member'], voting: true } },
    { atLeast: 1, of: { offices: clinicians, voting: true } },
  ],
};

const regionalQuorum: QuorumRule = {
  all: [
    { atLeast: 2, of: { voting: true } },
    { atLeast: 1, of: { offices: ['executive'], voting: true } },
  ],
};

/** Committees constituted from a day on; names come from `people`, who must be among them. */
export function inventCommittees(
  regions: readonly { readonly code: string }[],
  people: readonly PersonEntry[],
  from: string,
): CommitteeConstituted[] {
  const named = (members: readonly Seat[]) =>
    members.map((member): CommitteeMember => {
      return { ...member, name: people.find(({ subject }) => subject === member.id)?.name ?? member.id };
    });
  return [
    {
      id: 'nhse-assurance',
      name: 'CCG Assurance and Development Committee',
      organisation: 'nhse',
      purpose: 'national-committee',
      from,
      quorum: nationalQuorum,
      members: named([
        voting('committee@nhse', 'chair', 'lay-member'),
        voting('committee-2@nhse', 'vice-chair', 'executive', 'chief-officer'),
        voting('committee-3@nhse', 'gp'),
        voting('committee-4@nhse', 'nurse'),
        voting('committee-5@nhse', 'executive', 'finance-officer'),
        voting('committee-6@nhse', 'lay-member'),
      ]),
    },
    ...regions.map(({ code }): CommitteeConstituted => ({
      id: `${code.toLowerCase()}-joint`,
      name: 'Regional joint commissioning panel',
      organisation: code,
      purpose: 'regional-panel',
      from,
      quorum: regionalQuorum,
      members: named([
        voting(`panel@${code}`, 'chair', 'executive', 'chief-officer'),
        voting(`panel-2@${code}`, 'executive', 'finance-officer'),
        voting(`panel-3@${code}`, 'gp'),
        inAttendance(`assessor@${code}`),
        inAttendance(`assessor-2@${code}`),
      ]),
    })),
  ];
}

function voting(id: string, ...offices: string[]): Seat {
  return { id, offices, voting: true, clinician: offices.some((office) => clinicians.includes(office)) };
}

/** Whoever assesses a case speaks to it, and does not decide it. */
function inAttendance(id: string): Seat {
  return { id, offices: [], voting: false, clinician: false };
}
