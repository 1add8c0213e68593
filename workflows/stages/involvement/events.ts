import { SomeOf, Text } from '../../../libs/forms/decorators.js';
import { activities } from '../interest/events.js';

/** NHS England notes that the CCG is involved. Nothing is approved by that. */
export class InvolvementNoted {
  @Text('what is noted of the CCG’s involvement') statement: string;
}

/** A note that names in what the CCG has influence, and how it is heard. */
export class FullNote extends InvolvementNoted {
  @SomeOf('the areas of influence', activities) areas: string[];
  @Text('how the CCG is heard before NHS England decides') heard: string;
}

/** Go-live has come: the CCG’s involvement begins. */
export class InvolvementTookEffect {}

/** The region looks at how the involvement works, once a year. */
export class InvolvementReviewed {
  @Text('the findings') findings: string;
}

export const events = { InvolvementNoted, InvolvementTookEffect, InvolvementReviewed } as const;
