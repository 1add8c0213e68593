/** Quorum rules as data: what of a committee must be present for a decision, and what is missing where it is not. */

/** What members sit on a committee as, in words; one member may hold several. A committee may have others, told as they are spelt. */
export const offices = {
  chair: 'chair',
  'vice-chair': 'vice-chair',
  'lay-member': 'lay member',
  gp: 'GP',
  nurse: 'nurse',
  'secondary-care-consultant': 'secondary-care consultant',
  'chief-officer': 'chief officer',
  'finance-officer': 'finance officer',
  'head-of-contracting': 'head of contracting',
  executive: 'executive',
  'non-executive': 'non-executive',
} as const;

/**
 * `atLeast` counts different people, of those who hold one of the offices and vote or not as said; without `of`, of everybody. Each
 * part is counted by itself: a lay member in the chair counts as a lay member and as the chair.
 */
export type QuorumRule =
  | { readonly all: readonly QuorumRule[] }
  | { readonly any: readonly QuorumRule[] }
  | { readonly atLeast: number; readonly of?: { readonly offices?: readonly string[]; readonly voting?: boolean } };

/** Somebody who counts. */
export interface Present {
  readonly id: string;
  readonly offices: readonly string[];
  readonly voting: boolean;
}

export function quorumMet(rule: QuorumRule, present: readonly Present[]): boolean {
  if ('all' in rule) return rule.all.every((part) => quorumMet(part, present));
  if ('any' in rule) return rule.any.some((part) => quorumMet(part, present));
  return countOf(rule, present) >= rule.atLeast;
}

/** What is missing, each part in words: `at least 1 GP: 0 present`. Empty when the quorum is met. */
export function shortfall(rule: QuorumRule, present: readonly Present[]): readonly string[] {
  if (quorumMet(rule, present)) return [];
  if ('all' in rule) return rule.all.flatMap((part) => shortfall(part, present));
  if ('any' in rule) {
    return [`either ${rule.any.map((part) => shortfall(part, present).join(' and ')).join(', or ')}`];
  }
  return [`at least ${rule.atLeast} ${peopleOf(rule)}: ${countOf(rule, present)} present`];
}

type Part = Extract<QuorumRule, { readonly atLeast: number }>;

function countOf({ of }: Part, present: readonly Present[]): number {
  const counted = present.filter(
    (person) =>
      (of?.offices === undefined || of.offices.some((office) => person.offices.includes(office))) &&
      (of?.voting === undefined || of.voting === person.voting),
  );
  return new Set(counted.map(({ id }) => id)).size;
}

function peopleOf({ atLeast, of }: Part): string {
  const voting = of?.voting === undefined ? '' : of.voting ? 'voting ' : 'non-voting ';
  const names = (of?.offices ?? []).map((office) =>
    Object.hasOwn(offices, office) ? offices[office as Office] : office,
  );
  const [only = 'member'] = names;
  if (names.length <= 1) return voting + only + (atLeast === 1 ? '' : 's');
  return `${voting}of ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

type Office = keyof typeof offices;

/** Limits of a rule: parts in all, itself among them, and parts within parts. Real ones have seven and two. */
export const MOST_PARTS = 50;
export const DEEPEST = 5;

/** What is wrong with data that should be a quorum rule, in words that say how to mend it; undefined when it is one. */
export function faultOf(rule: unknown): string | undefined {
  const fault = faultIn(rule, 1);
  if (fault !== undefined) return fault;
  return isRecord(rule) && partsOf(rule) > MOST_PARTS ? `Use ${MOST_PARTS} parts or fewer in a quorum` : undefined;
}

function faultIn(rule: unknown, depth: number): string | undefined {
  if (!isRecord(rule)) return 'Enter each part of the quorum as an object with one of all, any and atLeast';
  if (depth > DEEPEST) return `Nest the parts of the quorum ${DEEPEST} deep or less`;
  const said = Object.keys(rule);
  if ('atLeast' in rule && said.every((name) => name === 'atLeast' || name === 'of')) return faultOfCount(rule);
  const [kind] = said;
  if (said.length !== 1 || (kind !== 'all' && kind !== 'any'))
    return 'Enter one of all, any and atLeast for each part of the quorum, and nothing else but of beside atLeast';
  const parts = rule[kind];
  if (!Array.isArray(parts) || parts.length === 0) return `Enter ${kind} as a list of one part or more`;
  return parts.map((part: unknown) => faultIn(part, depth + 1)).find((fault) => fault !== undefined);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function faultOfCount({ atLeast, of = {} }: Readonly<Record<string, unknown>>): string | undefined {
  if (!Number.isSafeInteger(atLeast) || Number(atLeast) < 1) return 'Enter atLeast as a whole number of 1 or more';
  if (!isRecord(of) || Object.keys(of).some((name) => name !== 'offices' && name !== 'voting'))
    return 'Enter of with offices, voting or both, and nothing else';
  const { offices: named = ['any'], voting = true } = of;
  if (typeof voting !== 'boolean') return 'Enter voting as true or false';
  const isNamed = (office: unknown): boolean => typeof office === 'string' && /^[a-z][a-z-]{1,40}$/.test(office);
  return Array.isArray(named) && named.length > 0 && named.every(isNamed)
    ? undefined
    : 'Enter offices as a list of one office or more, each in small letters, such as lay-member';
}

/** Of a rule that is well-formed otherwise: its lists hold parts. */
function partsOf(rule: object): number {
  const parts = Object.values(rule).flatMap((value: unknown) => (Array.isArray(value) ? (value as object[]) : []));
  return parts.reduce((sum, part) => sum + partsOf(part), 1);
}
