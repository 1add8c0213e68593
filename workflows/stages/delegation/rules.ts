import { hasCome, isBefore } from '../../../libs/workflow/instant.js';
import { dayInWords, londonDay } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';
import type { Context } from '../../application/words.js';
import { delegatedFunctions, reservedFunctions } from './functions.js';

const notExercised = (named: readonly string[], { functions, suspended }: Context): readonly string[] =>
  named.filter((each) => !functions.includes(each) || suspended.includes(each));

const notSuspended = (named: readonly string[], { suspended }: Context): readonly string[] =>
  named.filter((each) => !suspended.includes(each));

/** What became of each of these functions last, and when; of one of which nothing did, how it stands. */
const becameOf = (named: readonly string[], { functions, functionsChanged }: Context): string =>
  named
    .map((each) => {
      const change = Object.hasOwn(functionsChanged, each) ? functionsChanged[each] : undefined;
      if (change) return `${each} was ${change.what} on ${dayInWords(londonDay(change.at))}. `;
      return functions.includes(each) ? `${each} was never suspended. ` : `${each} was never delegated. `;
    })
    .join('');

export const delegationRules = caseRules({
  nobodyLeaves: {
    id: 'R-60',
    meaning: 'A delegation in force has no way out for the CCG. Only NHS England can end it, by revoking it.',
    holds: () => false,
  },
  revocationIsDue: about('DelegationRevoked', {
    meaning: 'The revocation takes effect later.',
    holds: ({ data, at }) => hasCome(data.effectiveAt, at),
  }),
  revocationIsAhead: about('DelegationRevoked', {
    meaning: 'The revocation takes effect at once.',
    holds: ({ data, at }) => isBefore(at, data.effectiveAt),
  }),
  revocationDayHasCome: {
    id: 'R-60',
    meaning: 'The day of the revocation has not come.',
    holds: ({ context, event }) => context.revokedFrom !== null && hasCome(context.revokedFrom, event.at),
  },
  nothingPrecedesGoLive: about('ConditionsImposed', {
    id: 'R-50',
    meaning:
      'The delegation is in force, so nothing must be discharged before go-live any more. Impose the conditions with precedent: false.',
    holds: ({ data }) => data.conditions.every(({ precedent }) => !precedent),
  }),
  variationIsOfTheTable: about('VariationProposed', {
    id: 'R-51',
    meaning:
      'Individual performers are always reserved to NHS England. A variation adds or takes away delegated functions only.',
    holds: ({ data }) =>
      ![...(data.add ?? []), ...(data.remove ?? [])].some((each) => reservedFunctions.includes(each)),
  }),
  variationChangesSomething: about('VariationProposed', {
    id: 'R-62',
    changedBy: ['DelegationVaried'],
    meaning: 'Add functions that are not delegated yet, or take away functions that are, and leave at least one.',
    holds: ({ data: { add = [], remove = [] } }, { functions }) =>
      add.length + remove.length > 0 &&
      add.every((each) => delegatedFunctions.includes(each) && !functions.includes(each)) &&
      remove.every((each) => functions.includes(each)) &&
      functions.length + add.length > remove.length,
  }),
  otherPartyProposed: {
    id: 'R-62',
    meaning: 'A variation needs the agreement of both: the other party must agree to what you proposed.',
    holds: ({ context: { variation }, event: { actor } }) =>
      variation !== null && variation.by !== actor.role && variation.proposer !== actor.id,
  },
  functionsAreExercised: about('FunctionsSuspended', {
    id: 'R-62',
    meaning: ({ data }, context) =>
      `${becameOf(notExercised(data.functions, context), context)}Name functions that are delegated and not suspended yet.`,
    holds: ({ data }, context) => notExercised(data.functions, context).length === 0,
  }),
  functionsAreSuspended: about('FunctionsRestored', {
    id: 'R-62',
    meaning: ({ data }, context) =>
      `${becameOf(notSuspended(data.functions, context), context)}Name functions that are suspended.`,
    holds: ({ data }, context) => notSuspended(data.functions, context).length === 0,
  }),
  nothingIsSuspended: {
    meaning: 'Functions are suspended.',
    holds: ({ context }) => context.suspended.length === 0,
  },
  allAreRestored: about('FunctionsRestored', {
    meaning: 'Other functions stay suspended.',
    holds: ({ data }, { suspended }) => suspended.every((each) => data.functions.includes(each)),
  }),
});
