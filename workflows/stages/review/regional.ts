import { model } from '../../application/model.js';
import { asking, awaitingInformation, recommending } from './stage.js';

/** The region's reviewers read the application; others of the region decide it. */
export const review = model.createStateConfig({
  id: 'review',
  description: 'The region reviews the application, and recommends it to its committee or does not.',
  initial: 'reviewing',
  on: { InformationRequested: asking('.awaitingInformation') },
  states: {
    reviewing: {
      description: 'The region reviews.',
      meta: { waitingOn: ['regional-assessor'], due: { date: 'assessBy' } },
      on: recommending([]),
    },
    awaitingInformation: awaitingInformation('reviewing'),
  },
});
