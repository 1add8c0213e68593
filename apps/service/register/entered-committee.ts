/** A committee as people enter it, part by part of its quorum, and as the register has it. */
import { Names } from '../../../libs/forms/codes.js';
import { Count, ListOf, One, OneOf, Optional } from '../../../libs/forms/decorators.js';
import type { Committee, QuorumRule } from '../../../libs/register/model.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import type { Shape } from '../../../libs/workflow/shapes.js';
import { DEEPEST, MOST_PARTS, faultOf } from '../../../workflows/committee-meeting/quorum.js';
import { Constituted, type ConstitutedCommittee } from './requests.js';
import { ConstitutedMember, officesHint } from './rounds.js';

const counted = {
  voting: 'Only members with a vote',
  any: 'Members with or without a vote',
  attending: 'Only members without a vote',
} as const;

const together = {
  all: 'All of them must be met',
  any: 'Any one of them is enough',
} as const;

/** A part of a quorum: a number of members, or parts of its own. */
export interface EnteredPart {
  readonly atLeast?: number;
  readonly offices?: readonly string[];
  readonly counts?: keyof typeof counted;
  readonly within?: EnteredParts;
}

export interface EnteredParts {
  readonly together: keyof typeof together;
  readonly parts: readonly EnteredPart[];
}

/** A part that has none of its own. */
class DeepestPart {
  @Optional('Needed unless this part has parts of its own.')
  @Count('how many of them at least', 1, 50, { label: 'At least how many' })
  atLeast?: number;
  @Optional('Leave it empty if members of any office count.')
  @Names(
    'the offices',
    { is: /^[a-z][a-z-]{1,40}$/, width: 41, as: 'in small letters, such as lay-member', most: 10 },
    { hint: officesHint },
  )
  offices?: string[];
  @Optional('Members with or without a vote count if you choose nothing.')
  @OneOf('who of them counts', counted, { label: 'Who counts' })
  counts?: keyof typeof counted;
}

/** A part that may have parts of such a kind. */
function partOver(kind: () => Shape): Shape {
  class Within {
    @OneOf('how these parts go together', together) together: keyof typeof together;
    @ListOf(kind, 'the parts', { each: 'part within this part', most: MOST_PARTS })
    parts: EnteredPart[];
  }
  class Part extends DeepestPart {
    @Optional('Only if this part is met by others, not by a number of members.')
    @One(() => Within, 'parts within this part')
    within?: Within;
  }
  return Part;
}

/** The quorum itself is the first of the levels that a rule may have, and a part of it the second. */
const partOfQuorum = Array.from({ length: DEEPEST - 2 }).reduce<Shape>((below) => partOver(() => below), DeepestPart);

export class EnteredCommittee extends Constituted {
  @OneOf('how the parts of the quorum go together', together) together: keyof typeof together;
  @ListOf(() => partOfQuorum, 'the parts of the quorum', { each: 'part of the quorum', least: 1, most: MOST_PARTS })
  parts: EnteredPart[];
  @ListOf(() => ConstitutedMember, 'the members', { each: 'member', least: 1 }) members: ConstitutedMember[];
}

/** Of what has no fault. One part that is a number of members is the quorum itself. */
export function constitutedBy({ together, parts, ...committee }: EnteredCommittee): ConstitutedCommittee {
  const [only, ...others] = parts.map(ruleOf);
  const isAlone = only !== undefined && others.length === 0 && 'atLeast' in only;
  return { ...committee, quorum: isAlone ? only : composedOf({ together, parts }) };
}

type Rule = Readonly<Record<string, unknown>>;

const composedOf = ({ together, parts }: EnteredParts): Rule => ({ [together]: parts.map(ruleOf) });

function ruleOf(part: EnteredPart): Rule {
  if (hasParts(part)) return composedOf(part.within);
  const { atLeast, offices = [], counts = 'any' } = part;
  const of = {
    ...(offices.length > 0 && { offices }),
    ...(counts !== 'any' && { voting: counts === 'voting' }),
  };
  return { atLeast, ...(Object.keys(of).length > 0 && { of }) };
}

/** Whoever takes the last of them out again wants none, whatever they chose of how these go together. */
const hasParts = (part: EnteredPart): part is EnteredPart & { readonly within: EnteredParts } =>
  part.within !== undefined && part.within.parts.length > 0;

/** As it would be entered. */
export function enteredOf({ quorum, ...committee }: Committee): Partial<EnteredCommittee> {
  const rest = committee as unknown as Partial<EnteredCommittee>; // the register's lists are readonly
  const { together, parts } =
    'atLeast' in quorum ? { together: 'all' as const, parts: [partOf(quorum)] } : partsOf(quorum);
  return { ...rest, together, parts: [...parts] };
}

type Composed = Exclude<QuorumRule, { readonly atLeast: number }>;

const partsOf = (rule: Composed): EnteredParts =>
  'all' in rule ? { together: 'all', parts: rule.all.map(partOf) } : { together: 'any', parts: rule.any.map(partOf) };

function partOf(rule: QuorumRule): EnteredPart {
  if (!('atLeast' in rule)) return { within: partsOf(rule) };
  const { atLeast, of } = rule;
  const counts = of?.voting === undefined ? 'any' : of.voting ? 'voting' : 'attending';
  return { atLeast, ...(of?.offices && { offices: of.offices }), counts };
}

/** What is wrong with the quorum, field by field, where each field by itself is well. */
export function faultsInQuorum(committee: EnteredCommittee): readonly FieldError[] {
  const faults = committee.parts.flatMap((part, index) => faultsInPart(part, `parts.${index}`));
  const whole = faults.length > 0 ? undefined : faultOf(constitutedBy(committee).quorum);
  return whole === undefined ? faults : [{ field: 'parts', message: whole }];
}

function faultsInPart(part: EnteredPart, at: string): readonly FieldError[] {
  if (!hasParts(part))
    return part.atLeast === undefined
      ? [{ field: `${at}.atLeast`, message: 'Enter how many of them at least, or add parts within this part' }]
      : [];
  const within = part.within.parts.flatMap((each, index) => faultsInPart(each, `${at}.within.parts.${index}`));
  const isBoth = part.atLeast !== undefined || (part.offices ?? []).length > 0;
  if (!isBoth) return within;
  const field = part.atLeast === undefined ? `${at}.offices` : `${at}.atLeast`;
  return [
    { field, message: 'Leave the number and the offices empty, or remove the parts within this part' },
    ...within,
  ];
}
