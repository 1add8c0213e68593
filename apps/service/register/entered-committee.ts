/** A committee between how people enter it and how the register has it. */
import type { Committee, QuorumRule } from '../../../libs/register/model.js';
import type { ConstitutedCommittee, EnteredCommittee, EnteredPart } from './requests.js';

export function constitutedBy({ together, parts, ...committee }: EnteredCommittee): ConstitutedCommittee {
  const rules = parts.map(ruleOf);
  const [only, ...others] = rules;
  const quorum = only !== undefined && others.length === 0 ? only : { [together]: rules };
  return { ...committee, quorum };
}

function ruleOf({ atLeast, offices = [], counts }: EnteredPart): Readonly<Record<string, unknown>> {
  const of = {
    ...(offices.length > 0 && { offices }),
    ...(counts !== 'any' && { voting: counts === 'voting' }),
  };
  return { atLeast, ...(Object.keys(of).length > 0 && { of }) };
}

/** As it would be entered; without its quorum where that has parts within parts, which cannot be entered so. */
export function enteredOf({ quorum, ...committee }: Committee): Partial<EnteredCommittee> {
  const rest = committee as unknown as Partial<EnteredCommittee>; // the register's lists are readonly
  if ('atLeast' in quorum) return { ...rest, together: 'all', parts: [partOf(quorum)] };
  const [together, rules] = 'all' in quorum ? (['all', quorum.all] as const) : (['any', quorum.any] as const);
  const counts = rules.filter((rule) => 'atLeast' in rule);
  return counts.length === rules.length ? { ...rest, together, parts: counts.map(partOf) } : rest;
}

function partOf({ atLeast, of }: Extract<QuorumRule, { readonly atLeast: number }>): EnteredPart {
  const counts = of?.voting === undefined ? 'any' : of.voting ? 'voting' : 'attending';
  return { atLeast, ...(of?.offices && { offices: [...of.offices] }), counts };
}
