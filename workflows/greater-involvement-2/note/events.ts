import { SomeOf, Text } from '../../fields.js';
import { InvolvementNoted as Note } from '../../greater-involvement/note/events.js';
import { activities } from '../../stages/interest/events.js';

/** The note names in what the CCG has influence, and how it is heard. */
export class InvolvementNoted extends Note {
  @SomeOf('the areas of influence', activities) areas: string[];
  @Text('how the CCG is heard before NHS England decides') heard: string;
}

/** The region looks at how the involvement works, once a year. */
export class InvolvementReviewed {
  @Text('the findings') findings: string;
}
