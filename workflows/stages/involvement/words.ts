import { addYears, endOfDay, londonDay } from '../../../libs/workflow/london.js';
import type { DatesOf, FactsOf, NamesSetBy, StageWords } from '../../application/words.js';
import { events, type FullNote, type InvolvementNoted } from './events.js';

/** What is noted, in the words of the workflow’s version. */
interface Forms {
  readonly InvolvementNoted: InvolvementNoted | FullNote;
}

interface Remembers {
  readonly involvement: Forms['InvolvementNoted'] | null;
}

const reviewedInAYear = ({ at }: { readonly at: string }) => ({
  involvementReviewBy: endOfDay(addYears(londonDay(at), 1)),
});

const dates = { InvolvementTookEffect: reviewedInAYear, InvolvementReviewed: reviewedInAYear } satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, unknown, Forms> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const involvementWords = {
  name: 'involvement',
  place: { name: 'involvement', title: 'Involvement', path: 'inForce' },
  events,
  rules: {},
  beginning: { involvement: null } satisfies Remembers,
  dueAs: { InvolvementTookEffect: 'taking effect' },
  dates,
  tells: ({ involvement }) => ({ involvement }),
} as const satisfies StageWords;
