/** The first facts of a new register. */
import type { RegisterFact } from './facts.js';
import { inventRegister, mulberry32 } from './invented.js';
import type { Role } from './model.js';
import { personName } from './names.js';
import { historicRounds } from './rounds.js';

const regions = [
  { code: 'Y54', name: 'North' },
  { code: 'Y55', name: 'Midlands and East' },
  { code: 'Y56', name: 'London' },
  { code: 'Y57', name: 'South' },
] as const;

const national: readonly (readonly [subject: string, role: Role])[] = [
  ['constitution', 'constitution-reviewer'],
  ['constitution-2', 'constitution-reviewer'],
  ['committee', 'national-committee'],
  ['committee-2', 'national-committee'],
  ['committee-3', 'national-committee'],
  ['auditor', 'auditor'],
  ['registrar', 'registrar'],
];

/**
 * Everything an invented register begins with, in the order to record it: regions, historic rounds, the people of NHS England, CCGs with
 * their practices and people. The same options give the same facts.
 */
export function seedRegister({
  seed = 2014,
  issuer = 'development',
}: { seed?: number; issuer?: string } = {}): RegisterFact[] {
  return [
    ...regions.map((data): RegisterFact => ({ type: 'RegionRegistered', data })),
    ...historicRounds.map((data): RegisterFact => ({ type: 'RoundAnnounced', data })),
    ...peopleOfNhsEngland(seed, issuer),
    ...inventRegister(seed, { issuer }),
  ];
}

function peopleOfNhsEngland(seed: number, issuer: string): RegisterFact[] {
  const draw = mulberry32(~seed); // not the stream that the CCGs' people are drawn from
  const grant = (subject: string, role: Role, organisation: string): RegisterFact => {
    const name = personName(draw);
    return { type: 'RoleGranted', data: { issuer, subject: `${subject}@${organisation}`, name, role, organisation } };
  };
  return [
    ...regions.flatMap(({ code }) => [
      grant('assessor', 'regional-assessor', code),
      grant('assessor-2', 'regional-assessor', code),
    ]),
    ...national.map(([subject, role]) => grant(subject, role, 'nhse')),
  ];
}
