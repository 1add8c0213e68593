/** Every rule people are refused by, and the conditions that tell outcomes apart, stage by stage. */
import { agreementRules } from '../delegated-commissioning/agreement/rules.js';
import { applicationRules } from '../delegated-commissioning/application/rules.js';
import { assuranceRules } from '../delegated-commissioning/assurance/rules.js';
import { anywhereRules } from './anywhere-rules.js';
import { constitutionRules } from '../stages/constitution/rules.js';
import { decisionRules } from '../delegated-commissioning/decision/rules.js';
import { delegationRules } from '../delegated-commissioning/delegation/rules.js';
import { interestRules } from '../stages/interest/rules.js';
import { mandateRules } from '../stages/mandate/rules.js';
import { termsRules } from '../stages/terms-of-reference/rules.js';

export const rules = {
  ...anywhereRules,
  ...interestRules,
  ...mandateRules,
  ...constitutionRules,
  ...termsRules,
  ...applicationRules,
  ...assuranceRules,
  ...decisionRules,
  ...agreementRules,
  ...delegationRules,
};
