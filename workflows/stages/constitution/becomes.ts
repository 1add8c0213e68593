/** What an approved amendment means: it is the constitution of the CCG from that day on, for the case and for the register. */
import type { RegisterNews } from '../../../libs/workflow/index.js';
import type { ConstitutionTerms } from '../../application/terms.js';
import type { Context, FactOf } from '../../application/words.js';

/**
 * The constitution with a version that was proposed; null where none was. Delegation is decided by a primary care commissioning committee, so
 * an amendment for it provides for one.
 */
export function constitutionWith(version: number, { level, constitution: before, amendments }: Context) {
  const proposed = amendments.find((each) => each.version === version);
  if (before === null || proposed === undefined) return null;
  return {
    version,
    ballotRequired: proposed.ballotRequired ?? before.ballotRequired,
    providesForCommittee: level === 'L3' || before.providesForCommittee,
  } satisfies ConstitutionTerms;
}

export function constitutionBy({ data }: FactOf<'AmendmentApproved'>, context: Context): readonly RegisterNews[] {
  const terms = constitutionWith(data.version, context);
  if (context.ccg === null || terms === null) return [];
  const counting = context.amendments.find(({ version }) => version === data.version)?.countingRule ?? data.counting;
  const constitution = { ...terms, from: data.today, counting };
  return [{ type: 'ConstitutionAmended', data: { ccg: context.ccg.code, constitution } }];
}
