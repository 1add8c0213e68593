import { Day, ahead } from '../../../libs/forms/days.js';
import { Line, ListOf, Optional, SomeOf, Text } from '../../../libs/forms/decorators.js';
import { Condition } from '../../committee-meeting/decisions.js';
import { scopes as functionsOfTheTable } from '../interest/events.js';

/** NHS England looked at how the delegation works. */
export class DelegationReviewed {
  @Text('the findings') findings: string;
  @Optional('If one is planned.')
  @Day('the day of the next review', ahead(5), { label: 'Date of the next review' })
  nextReviewOn?: string;
}

/** One party proposes to change the delegated functions. */
export class VariationProposed {
  @Optional('Select functions to add, to take away, or both.')
  @SomeOf('the functions to add', functionsOfTheTable)
  add?: string[];
  @Optional('Select functions to add, to take away, or both.')
  @SomeOf('the functions to take away', functionsOfTheTable)
  remove?: string[];
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
  @ListOf(() => Condition, 'the conditions', { each: 'condition', least: 1, most: 20 }) conditions: Condition[];
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
  @Line('the authority relied on') authority: string;
  @Text('the reasons') reasons: string;
  @Day('the day the revocation takes effect', ahead(5), { label: 'Date the revocation takes effect' })
  effectiveOn: string;
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
