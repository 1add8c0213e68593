import { Day, ListOf, Optional, SomeOf, Text, ahead } from '../../fields.js';
import { Condition } from '../../committee-meeting/decisions.js';
import { delegatedFunctions, reservedFunctions } from './functions.js';

const functionsOfTheTable = [...delegatedFunctions, ...reservedFunctions];

/** NHS England looked at how the delegation works. */
export class DelegationReviewed {
  @Text('the findings') findings: string;
  @Optional() @Day('the day of the next review', ahead(5)) nextReviewOn?: string;
}

/** One party proposes to change the delegated functions. */
export class VariationProposed {
  @Optional() @SomeOf('the functions to add', functionsOfTheTable) add?: string[];
  @Optional() @SomeOf('the functions to take away', functionsOfTheTable) remove?: string[];
  @Text('the reasons') reasons: string;
}

/** The other party agrees, and the variation stands. */
export class DelegationVaried {
  @Text('the terms agreed') terms: string;
}

export class VariationDeclined {
  @Text('the reasons') reasons: string;
}

/** NHS England puts the delegation under conditions. */
export class ConditionsImposed {
  @ListOf(() => Condition, 'the conditions', 1, 20) conditions: Condition[];
}

/** NHS England takes named functions back for a time. */
export class FunctionsSuspended {
  @SomeOf('the functions', functionsOfTheTable) functions: string[];
  @Text('the reasons') reasons: string;
}

export class FunctionsRestored {
  @SomeOf('the functions', functionsOfTheTable) functions: string[];
  @Text('the reasons') reasons: string;
}

/** NHS England revokes the delegation: with authority, reasons and an effective date. */
export class DelegationRevoked {
  @Text('the authority relied on', 200) authority: string;
  @Text('the reasons') reasons: string;
  @Day('the day the revocation takes effect', ahead(5)) effectiveOn: string;
}

/** NHS England takes a revocation back before its day: the delegation goes on. */
export class RevocationWithdrawn {
  @Text('the reasons') reasons: string;
}

/** The day of a revocation has come. */
export class RevocationTookEffect {}

export const events = {
  DelegationReviewed,
  VariationProposed,
  DelegationVaried,
  VariationDeclined,
  ConditionsImposed,
  FunctionsSuspended,
  FunctionsRestored,
  DelegationRevoked,
  RevocationWithdrawn,
  RevocationTookEffect,
} as const;
