/** The first facts of a new register. */
import { bankHolidays, bankHolidaysReachTo } from './bank-holidays.js';
import type { PersonEntry, RegisterFact } from '../../libs/register/facts.js';
import { inventCommittees } from './committees.js';
import { inventRegister, mulberry32 } from './invented.js';
import type { Role } from '../../libs/register/model.js';
import { personName } from './names.js';
import { regions } from '../../libs/register/regions.js';
import { historicRounds } from './rounds.js';

/** The day from which the invented committees sit: the one on which the CCGs opened. */
const constituted = '2013-04-01';

const national: readonly (readonly [subject: string, role: Role])[] = [
  ['constitution', 'constitution-reviewer'],
  ['constitution-2', 'constitution-reviewer'],
  ['committee', 'national-committee'],
  ['committee-2', 'national-committee'],
  ['committee-3', 'national-committee'],
  ['auditor', 'auditor'],
  ['registrar', 'registrar'],
];

/** Drawn after the others, whose names stay as they were before these were added. */
const drawnLast: readonly (readonly [subject: string, role: Role, organisation: string])[] = [
  ...['committee-4', 'committee-5', 'committee-6'].map((each) => [each, 'national-committee', 'nhse'] as const),
  ...regions.flatMap(({ code }) =>
    ['panel', 'panel-2', 'panel-3'].map((each) => [each, 'regional-assessor', code] as const),
  ),
  // National roles take two registrars.
  ['registrar-2', 'registrar', 'nhse'],
];

/**
 * Everything an invented register begins with, in the order to record it: regions, historic rounds, bank holidays, the people of NHS
 * England and their committees, CCGs with their practices and people. The same options give the same facts.
 */
export function seedRegister({
  seed = 2014,
  issuer = 'development',
}: { seed?: number; issuer?: string } = {}): RegisterFact[] {
  const people = peopleOfNhsEngland(seed);
  return [
    ...regions.map((data): RegisterFact => ({ type: 'RegionRegistered', data })),
    ...historicRounds.map((data): RegisterFact => ({ type: 'RoundAnnounced', data })),
    { type: 'BankHolidaysAnnounced', data: { days: bankHolidays, reachesTo: bankHolidaysReachTo } },
    ...people.map((person): RegisterFact => ({ type: 'RoleGranted', data: { issuer, ...person } })),
    ...inventCommittees(regions, people, constituted).map((data): RegisterFact => ({
      type: 'CommitteeConstituted',
      data,
    })),
    ...inventRegister(seed, { issuer }),
  ];
}

function peopleOfNhsEngland(seed: number): PersonEntry[] {
  const draw = mulberry32(~seed); // not the stream that the CCGs' people are drawn from
  const person = (subject: string, role: Role, organisation: string): PersonEntry => {
    return { subject: `${subject}@${organisation}`, name: personName(draw), role, organisation };
  };
  return [
    ...regions.flatMap(({ code }) => [
      person('assessor', 'regional-assessor', code),
      person('assessor-2', 'regional-assessor', code),
    ]),
    ...national.map(([subject, role]) => person(subject, role, 'nhse')),
    ...drawnLast.map(([subject, role, organisation]) => person(subject, role, organisation)),
  ];
}
