/** Every rule people are refused by, and the conditions that tell outcomes apart, stage by stage. */
import { agreementRules } from '../delegated-commissioning/agreement/rules.js';
import { applicationRules } from '../stages/application/rules.js';
import { delegationApplicationRules } from '../delegated-commissioning/application/rules.js';
import { assuranceRules } from '../delegated-commissioning/assurance/rules.js';
import { anywhereRules } from './anywhere-rules.js';
import { constitutionRules } from '../stages/constitution/rules.js';
import { decisionRules } from '../stages/decision/rules.js';
import { delegationRules } from '../delegated-commissioning/delegation/rules.js';
import { groupRules } from '../stages/group/rules.js';
import { interestRules } from '../stages/interest/rules.js';
import { mandateRules } from '../stages/mandate/rules.js';
import { jointApplicationRules } from '../joint-commissioning/application/rules.js';
import { committeeRules } from '../joint-commissioning/committee/rules.js';
import { noticeRules } from '../stages/notice/rules.js';
import { reviewRules } from '../stages/review/rules.js';
import { termsRules } from '../stages/terms-of-reference/rules.js';

export const rules = {
  ...anywhereRules,
  ...interestRules,
  ...mandateRules,
  ...groupRules,
  ...constitutionRules,
  ...termsRules,
  ...applicationRules,
  ...delegationApplicationRules,
  ...jointApplicationRules,
  ...reviewRules,
  ...assuranceRules,
  ...decisionRules,
  ...agreementRules,
  ...delegationRules,
  ...committeeRules,
  ...noticeRules,
};
