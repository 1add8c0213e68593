/** What is noted without approval, and what becomes of it. */
import { independently, model, only } from '../../application/model.js';

/** Leaves the interest, in the place of an acknowledgement. */
export const notes = {
  InvolvementNoted: {
    target: '#noted',
    guard: independently(),
    description: 'The region notes the involvement. There is no approval path: a note is enough (R-45).',
    meta: { by: ['regional-assessor'], label: 'Note the involvement', rule: 'R-45' },
    actions: model.assign(({ event }) => (event.type === 'InvolvementNoted' ? { involvement: event.data } : {})),
  },
} as const;

export const noted = model.createStateConfig({
  id: 'noted',
  description: 'The involvement is noted. It begins at go-live.',
  meta: { waitingOn: ['clock'], due: { date: 'goLive', event: 'InvolvementTookEffect' } },
  on: {
    InvolvementTookEffect: {
      target: '#inForce',
      guard: only('goLiveHasCome'),
      description: 'Go-live has come: the CCG is involved in NHS England’s decisions.',
      meta: { by: ['clock'], label: 'Let the involvement begin', rule: 'R-06' },
    },
  },
});

/** While it is in force, where the region reviews it yearly. */
export const yearlyReviews = {
  ways: {
    InvolvementReviewed: {
      guard: independently(),
      description: 'The region reviews how the CCG is heard, and what came of it. The next review is due a year later.',
      meta: { by: ['regional-assessor'], label: 'Record the yearly review', rule: 'R-47' },
      actions: model.assign(() => ({})),
    },
  },
  place: { waitingOn: ['regional-assessor'], due: { date: 'involvementReviewBy' } },
} as const;
