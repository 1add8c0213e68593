/**
 * Greater involvement, version 2: the note names the areas of influence and how the CCG is heard, and the region reviews the involvement
 * once a year. New cases begin under it from the day NHS England published its revised guidance on conflicts of interest; what changed
 * for greater involvement on that day is our own invention, to show two versions side by side.
 */
import { declareLevel } from '../case/declare.js';
import { independently, model } from '../case/model.js';
import { stages } from '../greater-involvement/index.js';
import { involvementMachine } from '../greater-involvement/machine.js';
import { InvolvementNoted } from './note/events.js';

/** NHS England, “Managing conflicts of interest: revised statutory guidance for CCGs”, 28 June 2016. */
const revisedGuidance = '2016-06-28';

const reviews = {
  InvolvementReviewed: {
    guard: independently(),
    description: 'The region reviews how the CCG is heard, and what came of it. The next review is due a year later.',
    meta: { by: ['regional-assessor'], label: 'Record the yearly review', rule: 'R-47' },
    actions: model.assign(() => ({})),
  },
} as const;

export const greaterInvolvement2 = declareLevel({
  name: 'greater-involvement',
  version: '2',
  since: revisedGuidance,
  title: 'Greater involvement',
  level: 'L1',
  machine: involvementMachine({
    ways: reviews,
    place: { waitingOn: ['regional-assessor'], due: { date: 'involvementReviewBy' } },
  }),
  forms: { InvolvementNoted },
  stages,
});
