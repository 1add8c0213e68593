/** Delegated commissioning (L3): from an expression of interest to a delegation in force, and its revocation. */
import { declareLevel, firstStages } from '../case/declare.js';
import { ApplicationSubmitted } from './application/events.js';
import { InformationRequested } from './assurance/events.js';
import { machine } from './machine.js';

const application = 'applying.underWay.application';

export const delegatedCommissioning = declareLevel({
  name: 'delegated-commissioning',
  version: '1',
  title: 'Delegated commissioning',
  level: 'L3',
  machine,
  forms: { ApplicationSubmitted, InformationRequested },
  stages: [
    ...firstStages,
    { name: 'assurance', title: 'Regional assurance', path: `${application}.assurance` },
    { name: 'decision', title: 'National decision', path: `${application}.decision` },
    { name: 'agreement', title: 'Agreement', path: `${application}.agreement` },
    { name: 'delegation', title: 'Delegation', path: 'inForce' },
  ],
});
