/** Every rule people are refused by, and the conditions that tell outcomes apart, stage by stage. */
import { agreementRules } from './agreement/rules.js';
import { applicationRules } from './application/rules.js';
import { assuranceRules } from './assurance/rules.js';
import { anywhereRules } from './case-rules.js';
import { constitutionRules } from './constitution/rules.js';
import { decisionRules } from './decision/rules.js';
import { delegationRules } from './delegation/rules.js';
import { interestRules } from './interest/rules.js';
import { mandateRules } from './mandate/rules.js';
import { termsRules } from './terms-of-reference/rules.js';

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
