/**
 * Joint commissioning (L2): the CCG and NHS England decide together in a joint committee, from an expression of interest to the day
 * one of them leaves. The region decides on the application.
 */
import { milestonesOfApproval } from '../application/milestones.js';
import type { Version } from '../application/version.js';
import { declareLevel, untilTheForm } from '../stages.js';
import { ApplicationSubmitted } from '../stages/application/joint-form.js';
import { applicationWords } from '../stages/application/words.js';
import { jointCommitteeWords } from '../stages/joint-committee/words.js';
import { jointMachine } from './machine.js';

const application = 'applying.underWay.application';

/** A version of joint commissioning. */
export const jointVersion = ({ version, since, places = [], ...differing }: Version) =>
  declareLevel({
    name: 'joint-commissioning',
    version,
    since,
    title: 'Joint commissioning',
    level: 'L2',
    machine: jointMachine(differing),
    forms: { ApplicationSubmitted },
    milestones: milestonesOfApproval('review', 'committee'),
    stages: [
      ...untilTheForm,
      ...places,
      applicationWords.place,
      { name: 'review', title: 'Regional review', path: `${application}.review` },
      { name: 'decision', title: 'Regional decision', path: `${application}.decision` },
      jointCommitteeWords.place,
      { name: 'arrangement', title: 'Joint arrangement', path: 'inForce' },
    ],
  });

export const jointCommissioning = jointVersion({ version: '1' });
