/**
 * An invented register of the size and shape of the real one in February 2016: 209 CCGs, 7,750 practices, some without a list size,
 * one CCG shaped like the smallest there was. Codes have the shape of ODS codes; names, people and assignments are made up.
 */
import { majorityOfVotes } from '../../libs/register/constitutions.js';
import { inventConstitution, majorityOfMembersByPatients } from './constitutions.js';
import type { PersonEntry, PracticeEntry, RegisterFact } from '../../libs/register/facts.js';
import type { Constitution, Day } from '../../libs/register/model.js';
import { ccgNames, personName, pick, practiceNames, shuffled } from './names.js';
import type { Draw } from './names.js';

const ccgsByRegion: readonly (readonly [region: string, ccgs: number])[] = [
  ['Y54', 67],
  ['Y55', 58],
  ['Y56', 32],
  ['Y57', 52],
];
const practicesInAll = 7_750;
const smallest = 5;
const largest = 122;
/** Drawn; of those the ones stay without whose CCG counts votes by practices. */
const withoutListSize = 60;

/** The CCG whose people the demonstration acts as: the plainest constitution, and forty practices to vote. */
const plainCcg = '00C';
const plainMembers = 40;

/** Five practices, one with 64.8 % of 73,562 patients: over a half and just under two thirds. */
const lopsidedCcg = '03V';
const lopsidedListSizes = [9_412, 47_668, 7_003, 5_655, 3_824];

/** One `CcgRegistered` for each CCG, by code. The same seed gives the same register; `issuer` is who knows its people. */
export function inventRegister(
  seed: number,
  { issuer = 'development', opened = '2013-04-01' }: { issuer?: string; opened?: Day } = {},
): RegisterFact<'CcgRegistered'>[] {
  const draw = mulberry32(seed);
  const codes = ccgCodes();
  const sizes = memberCounts(draw, codes);
  const { practices, uncounted } = inventPractices(draw, codes, sizes);
  const names = ccgNames(draw, codes.length);
  const regions = ccgsByRegion.flatMap(([region, ccgs]) => Array.from({ length: ccgs }, () => region));
  return codes.map((code, at) => {
    const constitution = constitutionFor(draw, code, opened);
    // Where votes weigh by patients, every list is counted: no ballot would open otherwise.
    const isUncounted = (practice: PracticeEntry): boolean =>
      constitution.counting.basis === 'practice' && uncounted.has(practice.code);
    const members = (practices[at] ?? []).map((each) => (isUncounted(each) ? { ...each, patients: null } : each));
    const data = {
      code,
      name: names[at] ?? code,
      region: regions[at] ?? '',
      opened,
      constitution,
      practices: members,
      issuer,
      people: inventPeople(draw, code, members),
    };
    return { type: 'CcgRegistered', data };
  });
}

/** A stream of numbers in [0, 1) from a 32-bit seed (mulberry32, Tommy Ettinger). */
export function mulberry32(seed: number): Draw {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `00C`, `00D`, … in ODS order: the letters that ODS uses, then the next number. */
function ccgCodes(): string[] {
  const letters = 'ACDFGHJKLMNPQRTVWXY';
  const count = ccgsByRegion.reduce((sum, [, ccgs]) => sum + ccgs, 0);
  return Array.from({ length: count }, (_, at) => {
    const number = Math.floor((at + 1) / letters.length);
    return `${String(number).padStart(2, '0')}${letters.charAt((at + 1) % letters.length)}`;
  });
}

/** How many practices each CCG has: skewed about 33, one each with the fewest and the most, and together exactly all. */
function memberCounts(draw: Draw, codes: readonly string[]): number[] {
  const lopsided = codes.indexOf(lopsidedCcg);
  const ordinary = codes.map((_, at) => at).filter((at) => at !== lopsided && codes[at] !== plainCcg);
  const most = pick(draw, ordinary);
  const counts = codes.map((code, at) => {
    if (at === lopsided) return smallest;
    if (at === most) return largest;
    if (code === plainCcg) return plainMembers;
    return clamp(skewed(draw, 33, 0.48), smallest + 1, largest - 1);
  });
  const adjustable = shuffled(
    draw,
    ordinary.filter((at) => at !== most),
  );
  let missing = practicesInAll - counts.reduce((sum, count) => sum + count, 0);
  for (let turn = 0; missing !== 0; turn += 1) {
    const at = adjustable[turn % adjustable.length] ?? 0;
    const next = (counts[at] ?? 0) + Math.sign(missing);
    if (next <= smallest || next >= largest) continue;
    counts[at] = next;
    missing -= Math.sign(missing);
  }
  return counts;
}

/** All with a list size, and the codes of those that were drawn to have none. */
function inventPractices(
  draw: Draw,
  codes: readonly string[],
  sizes: readonly number[],
): { readonly practices: readonly PracticeEntry[][]; readonly uncounted: ReadonlySet<string> } {
  const names = practiceNames(draw, practicesInAll);
  const code = practiceCodes(codes.length);
  const practices = codes.map((ccg, at) =>
    Array.from({ length: sizes[at] ?? 0 }, (_, member): PracticeEntry => {
      const fixed = ccg === lopsidedCcg ? lopsidedListSizes[member] : undefined;
      const patients = fixed ?? clamp(skewed(draw, 6_500, 0.62), 300, 70_000);
      return { code: code(at), name: names.pop() ?? '', patients };
    }),
  );
  const uncounted = new Set(
    shuffled(
      draw,
      practices.flatMap((members, at) => (codes[at] === lopsidedCcg ? [] : members)),
    )
      .slice(0, withoutListSize)
      .map((practice) => practice.code),
  );
  return { practices, uncounted };
}

/** Gives out `A81001`, `A81002`, …: neighbouring CCGs share a prefix, as in ODS, and numbers run on within it. */
function practiceCodes(ccgs: number): (ccg: number) => string {
  const prefixes = Array.from(
    { length: 16 * 9 },
    (_, at) => `${'ABCDEFGHJKLMNPWY'.charAt(Math.floor(at / 9))}8${(at % 9) + 1}`,
  );
  const taken = new Map<string, number>();
  return (ccg) => {
    const prefix = prefixes[Math.floor((ccg * prefixes.length) / ccgs)] ?? '';
    const number = (taken.get(prefix) ?? 0) + 1;
    taken.set(prefix, number);
    return prefix + String(number).padStart(3, '0');
  };
}

function constitutionFor(draw: Draw, code: string, opened: Day): Constitution {
  const invented = inventConstitution(draw, opened);
  const plain = { ...invented, ballotRequired: true, providesForCommittee: false };
  if (code === plainCcg) return { ...plain, counting: majorityOfVotes };
  if (code === lopsidedCcg) return { ...plain, counting: majorityOfMembersByPatients };
  return invented;
}

/** Two officers, the lay chair and the LMC as verifiers, and a representative of each practice. */
function inventPeople(draw: Draw, ccg: string, practices: readonly PracticeEntry[]): PersonEntry[] {
  const ofCcg = (subject: string, role: 'ccg-officer' | 'result-verifier'): PersonEntry => ({
    subject: `${subject}@${ccg}`,
    name: personName(draw),
    role,
    organisation: ccg,
  });
  return [
    ofCcg('officer', 'ccg-officer'),
    ofCcg('officer-2', 'ccg-officer'),
    ofCcg('verifier', 'result-verifier'),
    ofCcg('verifier-2', 'result-verifier'),
    ...practices.map(({ code }): PersonEntry => {
      return {
        subject: `practice@${code}`,
        name: personName(draw),
        role: 'practice-representative',
        organisation: code,
      };
    }),
  ];
}

/** A whole number, log-normally distributed about a median (Box and Muller). */
function skewed(draw: Draw, median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  return Math.round(median * Math.exp(spread * normal));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
