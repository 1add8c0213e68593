/**
 * Joint commissioning (L2): the CCG and NHS England decide together in a joint committee, from an expression of interest to the day
 * one of them leaves. The region decides on the application.
 */
import { declareLevel } from '../case/declare.js';
import { ApplicationSubmitted } from './application/events.js';
import { machine } from './machine.js';

const underWay = 'applying.underWay';

export const jointCommissioning = declareLevel({
  name: 'joint-commissioning',
  version: '1',
  title: 'Joint commissioning',
  level: 'L2',
  machine,
  forms: { ApplicationSubmitted },
  stages: [
    { name: 'interest', title: 'Expression of interest', path: 'applying.interest' },
    { name: 'group', title: 'Group', path: `${underWay}.group` },
    { name: 'mandate', title: 'Member mandate', path: `${underWay}.mandate` },
    { name: 'constitution', title: 'Constitutional amendment', path: `${underWay}.constitution` },
    { name: 'terms-of-reference', title: 'Terms of reference', path: `${underWay}.terms` },
    { name: 'application', title: 'Application', path: `${underWay}.application.drafting` },
    { name: 'review', title: 'Regional review', path: `${underWay}.application.review` },
    { name: 'decision', title: 'Regional decision', path: `${underWay}.application.decision` },
    { name: 'committee', title: 'Joint committee', path: `${underWay}.application.committee` },
    { name: 'arrangement', title: 'Joint arrangement', path: 'inForce' },
  ],
});
