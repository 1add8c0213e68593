/** Delegated commissioning (L3): from an expression of interest to a delegation in force, and its revocation. */
import { declareLevel } from '../case/declare.js';
import { ApplicationSubmitted } from './application/events.js';
import { InformationRequested } from './assurance/events.js';
import { machine } from './machine.js';

const underWay = 'applying.underWay';

export const delegatedCommissioning = declareLevel({
  name: 'delegated-commissioning',
  version: '1',
  title: 'Delegated commissioning',
  level: 'L3',
  machine,
  forms: { ApplicationSubmitted, InformationRequested },
  stages: [
    { name: 'interest', title: 'Expression of interest', path: 'applying.interest' },
    { name: 'group', title: 'Group', path: `${underWay}.group` },
    { name: 'mandate', title: 'Member mandate', path: `${underWay}.mandate` },
    { name: 'constitution', title: 'Constitutional amendment', path: `${underWay}.constitution` },
    { name: 'terms-of-reference', title: 'Terms of reference', path: `${underWay}.terms` },
    { name: 'application', title: 'Application', path: `${underWay}.application.drafting` },
    { name: 'assurance', title: 'Regional assurance', path: `${underWay}.application.assurance` },
    { name: 'decision', title: 'National decision', path: `${underWay}.application.decision` },
    { name: 'agreement', title: 'Agreement', path: `${underWay}.application.agreement` },
    { name: 'delegation', title: 'Delegation', path: 'inForce' },
  ],
});
