/** How far an application has come: the steps that every picture of a round counts. */
import type { Milestone } from '../../libs/workflow/index.js';

const application = 'applying.underWay.application';

const expressed: Milestone = { name: 'interest', title: 'Interest expressed', path: 'applying' };
export const inForce: Milestone = { name: 'in-force', title: 'In force', path: 'inForce' };

/** Of a level that is approved. @param assured the state in which the region reads it @param approved that to which an approval leads */
export const milestonesOfApproval = (assured: string, approved: string): readonly Milestone[] => [
  expressed,
  { name: 'mandate', title: 'Mandate given', path: 'applying.underWay.mandate.given' },
  { name: 'submitted', title: 'Application submitted', path: `${application}.${assured}` },
  { name: 'recommended', title: 'Recommended', path: `${application}.decision.recommended` },
  { name: 'approved', title: 'Approved', path: `${application}.${approved}` },
  inForce,
];

/** Of one that is noted. */
export const milestonesOfNote: readonly Milestone[] = [
  expressed,
  { name: 'noted', title: 'Noted', path: 'applying.noted' },
  inForce,
];
