import { addYears, endOfDay, londonDay } from '../../../libs/workflow/london.js';
import type { DatesSet, FactsOf, StageWords } from '../../application/words.js';
import { InvolvementNoted, InvolvementReviewed, InvolvementTookEffect, type FullNote } from './events.js';

const events = { InvolvementNoted, InvolvementTookEffect, InvolvementReviewed } as const;

/** What is noted, in the words of the workflow’s version. */
interface Forms {
  readonly InvolvementNoted: InvolvementNoted | FullNote;
}

interface Remembers {
  readonly involvement: Forms['InvolvementNoted'] | null;
}

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, unknown, Forms> {}
  interface Context extends Remembers {}
}

const reviewedInAYear = ({ at }: { readonly at: string }): DatesSet => ({
  involvementReviewBy: endOfDay(addYears(londonDay(at), 1)),
});

export const involvementWords = {
  name: 'involvement',
  place: { name: 'involvement', title: 'Involvement', path: 'inForce' },
  events,
  rules: {},
  beginning: { involvement: null } satisfies Remembers,
  dates: { InvolvementTookEffect: reviewedInAYear, InvolvementReviewed: reviewedInAYear },
  tells: ({ involvement }) => ({ involvement }),
} as const satisfies StageWords;
