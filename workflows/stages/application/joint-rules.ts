import { dayInWords, hasDayCome } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';
import { standing } from '../constitution/standing.js';

/**
 * The day from which CCGs may form joint committees with each other: the Legislative Reform (Clinical Commissioning Groups) Order 2014
 * (SI 2014/2436), which amended section 14Z3 of the National Health Service Act 2006.
 */
export const jointCommitteesOfCcgsSince = '2014-10-01';

export const jointApplicationRules = caseRules({
  amendmentIsProposed: {
    id: 'R-20',
    meaning:
      'The form contains the amendment that enables the joint committee: propose it before you submit. One that was returned or refused does not count.',
    holds: ({ context }) => standing(context.amendments).length > 0,
  },
  ownJointCommitteeComesFirst: about('ApplicationSubmitted', {
    id: 'R-32',
    meaning:
      'Joint committees meet in common only once each CCG has its own with NHS England, in force. Apply for that first, and record the meeting then.',
    // What the applicant says of a joint committee of its own counts for nothing: there is none before this application is approved.
    holds: ({ data: { governance } }) =>
      !('ownJointCommittee' in governance) ||
      (governance.meetsInCommon !== true &&
        (governance.ownJointCommittee || governance.decidedBy !== 'committee-in-common')),
  }),
  jointCommitteeOfCcgsIsLawful: about('ApplicationSubmitted', {
    id: 'R-33',
    limits: { fields: ['governance.formedOn'] },
    meaning: `A joint committee of several CCGs is lawful only if it was formed on or after ${dayInWords(jointCommitteesOfCcgsSince)}. Enter the day it was formed.`,
    holds: ({ data: { governance } }) =>
      governance.decidedBy !== 'joint-committee-of-ccgs' ||
      (governance.formedOn !== undefined && hasDayCome(jointCommitteesOfCcgsSince, governance.formedOn)),
  }),
});
