/** The first facts of a new register. */
import { announcedBankHolidays } from './bank-holidays.js';
import type { PersonEntry, RegisterFact } from '../../libs/register/facts.js';
import { inventCommittees } from './committees.js';
import { inventRegister, mulberry32 } from './invented.js';
import type { Day, Role, Round } from '../../libs/register/model.js';
import { addYears, hasDayCome, londonDay } from '../../libs/workflow/london.js';
import { personName } from './names.js';
import { regions } from '../../libs/register/regions.js';
import { historicRounds } from './rounds.js';

/** The day on which the CCGs opened. */
const openedInTruth = '2013-04-01';

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
 * England and their committees, CCGs with their practices and people. The same options give the same facts. From `since` on something may
 * be told of the CCGs, up to two years after `until`: where that is before they were, they open on the 1 April before it.
 */
export function seedRegister({
  seed = 2014,
  issuer = 'development',
  since = openedInTruth,
  until = since,
}: { seed?: number; issuer?: string; since?: Day; until?: Day } = {}): RegisterFact[] {
  const opened = hasDayCome(openedInTruth, since) ? openedInTruth : firstOfAprilBefore(since);
  const people = peopleOfNhsEngland(seed);
  return [
    ...regions.map((data): RegisterFact => ({ type: 'RegionRegistered', data })),
    ...historicRounds
      .filter((round) => isWithinTen(since, round))
      .map((data): RegisterFact => ({ type: 'RoundAnnounced', data })),
    { type: 'BankHolidaysAnnounced', data: announcedBankHolidays(Number(until.slice(0, 4)) + 2) },
    ...people.map((person): RegisterFact => ({ type: 'RoleGranted', data: { issuer, ...person } })),
    ...inventCommittees(regions, people, opened).map((data): RegisterFact => ({
      type: 'CommitteeConstituted',
      data,
    })),
    ...inventRegister(seed, { issuer, opened }),
  ];
}

/** What ends further ahead than ten years is not announced yet. */
const isWithinTen = (since: Day, { goLiveAt }: Round): boolean => hasDayCome(londonDay(goLiveAt), addYears(since, 10));

/** The last 1 April by a day. */
function firstOfAprilBefore(day: Day): Day {
  const year = Number(day.slice(0, 4));
  return hasDayCome(`${year}-04-01`, day) ? `${year}-04-01` : `${year - 1}-04-01`;
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
