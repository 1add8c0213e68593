/** Greater involvement (L1): noted without approval, and in force from go-live until a higher level takes effect or one party ends it. */
import { declareLevel } from '../case/declare.js';
import { involvementMachine } from './machine.js';

/** The places of every version. */
export const stages = [
  { name: 'interest', title: 'Expression of interest', path: 'applying.interest' },
  { name: 'note', title: 'Note', path: 'applying.noted' },
  { name: 'involvement', title: 'Involvement', path: 'inForce' },
] as const;

export const greaterInvolvement = declareLevel({
  name: 'greater-involvement',
  version: '1',
  title: 'Greater involvement',
  level: 'L1',
  machine: involvementMachine(),
  stages,
});
