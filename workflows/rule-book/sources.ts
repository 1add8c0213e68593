/** Where rules of the book come from, as far as something published says it; the other rules are what the service needs to keep those. */
import type { RuleId } from '../../libs/workflow/index.js';

const letterOfMay = 'NHS England’s letter to CCGs of 9 May 2014 on how to express interest (Roughton and Hakin)';
const letterOfJune = 'NHS England’s letter to CCGs of June 2014 on the scope of co-commissioning (Hakin)';
const board = 'NHS England’s board, July 2014: expressions of interest, and who grants delegated authority';
const nextSteps = 'NHS England, Next steps towards primary care co-commissioning, 2014';
const joint = 'NHS England, submission proforma for joint commissioning, 2014';
const delegated = 'NHS England, submission proforma for delegated commissioning, 2014';
const terms = 'NHS England, terms of reference for committees of delegated commissioning, 2014, paragraphs 9 to 11';
const order =
  'Legislative reform order on clinical commissioning groups, 2014: joint committees of CCGs for their own functions';
const policyNote = 'NHS England, policy note on joint committees, March 2015';
const onDelegation = 'NHS England’s guidance of 2014 on what a CCG may do with functions that were delegated to it';

export const sources: Readonly<Partial<Record<RuleId, readonly string[]>>> = {
  'R-01': [letterOfMay],
  'R-02': [letterOfJune],
  'R-03': [board],
  'R-04': [nextSteps, joint, delegated],
  'R-06': [nextSteps],
  'R-20': [joint, delegated],
  'R-30': [onDelegation],
  'R-31': [policyNote, onDelegation],
  'R-32': [policyNote],
  'R-33': [order],
  'R-34': [terms],
  'R-40': [delegated],
  'R-45': [board],
  'R-47': [delegated],
  'R-51': [nextSteps],
};
