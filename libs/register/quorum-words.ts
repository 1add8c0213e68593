/** A quorum rule in words, and who counts toward which part of it. */
import type { QuorumRule } from './model.js';

/** Somebody who counts for a quorum at all. */
export interface Counted {
  readonly id: string;
  readonly offices: readonly string[];
  readonly voting: boolean;
}

/** One part of a rule, as it stands with some people. */
export interface QuorumPart {
  /** `at least 1 lay member with a vote`. */
  readonly words: string;
  readonly met: boolean;
  /** Ids of those who count toward it; of a part that has parts, of all that do toward one of these. */
  readonly counted: readonly string[];
  /** How many it asks for; absent of a part that has parts. */
  readonly atLeast?: number;
  /** Whether all of its parts are asked for, or any one of them. */
  readonly asks?: 'all' | 'any';
  readonly parts: readonly QuorumPart[];
}

/** How an office is called, of one person: `lay member`. */
export type OfficeInWords = (office: string) => string;

/** An office as it is spelt, with spaces: for whoever has no words of their own for it. */
export const asSpelt: OfficeInWords = (office) => office.replaceAll('-', ' ');

/** The rule as the end of a sentence: `at least 3 members with a vote; and at least 1 lay member with a vote`. Parts within parts stand in brackets. */
export function quorumInWords(rule: QuorumRule, called: OfficeInWords = asSpelt): string {
  if ('atLeast' in rule) return countInWords(rule, called);
  const parts = partsOf(rule).map((part) => inBrackets(part, quorumInWords(part, called)));
  if (parts.length < 2) return parts.join('; ');
  return 'any' in rule
    ? `either ${parts.join(', or ')}`
    : `${parts.slice(0, -1).join('; ')}; and ${parts.at(-1) ?? ''}`;
}

/** The rule part by part, with those of `present` who count toward each. Each part counts by itself: one person may count toward several. */
export function quorumParts(
  rule: QuorumRule,
  present: readonly Counted[],
  called: OfficeInWords = asSpelt,
): QuorumPart {
  const words = quorumInWords(rule, called);
  if ('atLeast' in rule) {
    const counted = [...new Set(present.filter((person) => isMeant(rule, person)).map(({ id }) => id))];
    return { words, met: counted.length >= rule.atLeast, counted, atLeast: rule.atLeast, parts: [] };
  }
  const asks = 'all' in rule ? 'all' : 'any';
  const parts = partsOf(rule).map((part) => quorumParts(part, present, called));
  const met = asks === 'all' ? parts.every((part) => part.met) : parts.some((part) => part.met);
  return { words, met, counted: [...new Set(parts.flatMap((part) => part.counted))], asks, parts };
}

type Composed = Exclude<QuorumRule, { readonly atLeast: number }>;

const partsOf = (rule: Composed): readonly QuorumRule[] => ('all' in rule ? rule.all : rule.any);

/** Without brackets nobody could tell to which of two rules a part belongs. */
const inBrackets = (part: QuorumRule, words: string): string =>
  'atLeast' in part || partsOf(part).length < 2 ? words : `(${words})`;

type Count = Extract<QuorumRule, { readonly atLeast: number }>;

const isMeant = ({ of }: Count, { offices, voting }: Counted): boolean =>
  (of?.offices === undefined || of.offices.some((office) => offices.includes(office))) &&
  (of?.voting === undefined || of.voting === voting);

function countInWords({ atLeast, of }: Count, called: OfficeInWords): string {
  const vote = of?.voting === undefined ? [] : [of.voting ? 'with a vote' : 'without a vote'];
  const names = (of?.offices ?? []).map((office) => (atLeast === 1 ? called(office) : plural(called(office))));
  const [first = atLeast === 1 ? 'member' : 'members'] = names;
  const who = names.length < 2 ? first : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
  return ['at least', String(atLeast), who, ...vote].join(' ');
}

/** “head of contracting” → “heads of contracting” */
function plural(name: string): string {
  const [head = name, ...rest] = name.split(' of ');
  return [`${head}s`, ...rest].join(' of ');
}
