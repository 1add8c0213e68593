import { Day, ahead } from '../../../libs/forms/days.js';
import { Text } from '../../../libs/forms/decorators.js';

/** One of the two parties gives notice to end the arrangement. The register adds the instant at which that day begins. */
export class NoticeGiven {
  @Text('the reasons') reasons: string;
  @Day('the day the arrangement ends', ahead(5), { label: 'Date the arrangement ends' }) endsOn: string;
}

/** The party that gave notice takes it back. */
export class NoticeWithdrawn {
  @Text('the reasons') reasons: string;
}

/** The day named in the notice has come. */
export class ArrangementEnded {}

export const events = { NoticeGiven, NoticeWithdrawn, ArrangementEnded } as const;
