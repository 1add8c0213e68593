/** Delegated commissioning (L3): from an expression of interest to a delegation in force, and its revocation. */
import { milestonesOfApproval } from '../application/milestones.js';
import type { Version } from '../application/version.js';
import { declareLevel, untilTheForm } from '../stages.js';
import { agreementWords } from '../stages/agreement/words.js';
import { ApplicationSubmitted } from '../stages/application/delegation-form.js';
import { applicationWords } from '../stages/application/words.js';
import { InformationRequested } from '../stages/assurance/events.js';
import { assuranceWords } from '../stages/assurance/words.js';
import { delegationWords } from '../stages/delegation/words.js';
import { delegationMachine } from './machine.js';

/** A version of delegated commissioning. */
export const delegationVersion = ({ version, since, places = [], ...differing }: Version) =>
  declareLevel({
    name: 'delegated-commissioning',
    version,
    since,
    title: 'Delegated commissioning',
    level: 'L3',
    machine: delegationMachine(differing),
    forms: { ApplicationSubmitted, InformationRequested },
    milestones: milestonesOfApproval('assurance', 'agreement'),
    stages: [
      ...untilTheForm,
      ...places,
      applicationWords.place,
      assuranceWords.place,
      { name: 'decision', title: 'National decision', path: 'applying.underWay.application.decision' },
      agreementWords.place,
      delegationWords.place,
    ],
  });

export const delegatedCommissioning = delegationVersion({ version: '1' });
