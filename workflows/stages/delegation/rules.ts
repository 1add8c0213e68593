import { hasCome, isBefore } from '../../../libs/workflow/instant.js';
import { about, caseRules } from '../../application/rules.js';
import { delegatedFunctions, reservedFunctions } from './functions.js';

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
    meaning: 'Name functions that are delegated and not suspended yet.',
    holds: ({ data }, { functions, suspended }) =>
      data.functions.every((each) => functions.includes(each) && !suspended.includes(each)),
  }),
  functionsAreSuspended: about('FunctionsRestored', {
    id: 'R-62',
    meaning: 'Name functions that are suspended.',
    holds: ({ data }, { suspended }) => data.functions.every((each) => suspended.includes(each)),
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
