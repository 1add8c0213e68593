/**
 * Greater involvement, version 2: the note names the areas of influence and how the CCG is heard, and the region reviews the involvement
 * once a year. New cases begin under it from the day NHS England published its revised guidance on conflicts of interest; what changed
 * for greater involvement on that day is our own invention, to show two versions side by side.
 */
import { involvementVersion } from '../greater-involvement/index.js';
import { FullNote } from '../stages/involvement/events.js';
import { yearlyReviews } from '../stages/involvement/stage.js';

/** NHS England, “Managing conflicts of interest: revised statutory guidance for CCGs”, 28 June 2016. */
const revisedGuidance = '2016-06-28';

export const greaterInvolvement2 = involvementVersion({
  version: '2',
  since: revisedGuidance,
  note: FullNote,
  ...yearlyReviews,
});
