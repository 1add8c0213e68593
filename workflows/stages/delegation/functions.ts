/** The functions table of R-51, version 1: what a delegation hands over, and what NHS England always keeps. */
import { valuesOf } from '../../../libs/forms/decorators.js';
import { activities, reservedScope } from '../interest/events.js';

export const functionsTableVersion = 1;

export const delegatedFunctions: readonly string[] = valuesOf(activities);

/** Individual performers are always reserved. */
export const reservedFunctions: readonly string[] = [reservedScope];
