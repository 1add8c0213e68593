/**
 * Joint commissioning (L2): the CCG and NHS England decide together in a joint committee, from an expression of interest to the day
 * one of them leaves. The region decides on the application.
 */
import { declareLevel, firstStages } from '../case/declare.js';
import { ApplicationSubmitted } from './application/events.js';
import { machine } from './machine.js';

const application = 'applying.underWay.application';

export const jointCommissioning = declareLevel({
  name: 'joint-commissioning',
  version: '1',
  title: 'Joint commissioning',
  level: 'L2',
  machine,
  forms: { ApplicationSubmitted },
  stages: [
    ...firstStages,
    { name: 'review', title: 'Regional review', path: `${application}.review` },
    { name: 'decision', title: 'Regional decision', path: `${application}.decision` },
    { name: 'committee', title: 'Joint committee', path: `${application}.committee` },
    { name: 'arrangement', title: 'Joint arrangement', path: 'inForce' },
  ],
});
