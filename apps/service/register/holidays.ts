/** Bank holidays as the registrar announces them, after GOV.UK. */
import { Day, Days, around } from '../../../libs/forms/days.js';
import { Optional } from '../../../libs/forms/decorators.js';

/** How far back and ahead, in years: some are proclaimed late, and lists reach a few years. */
const reckoned = around(1, 20);
/** Days in one list at most. */
const most = 400;

export class AnnouncedHolidays {
  @Days('the bank holidays', reckoned, most, { hint: 'New ones. Leave the list empty if it only reaches further.' })
  days: string[];
  @Optional('Only if days that were announced before are working days after all.')
  @Days('the days that are working days after all', reckoned, most)
  insteadOf?: string[];
  @Day('the day to which all bank holidays are known', reckoned, { hint: 'No other bank holiday comes before it.' })
  reachesTo: string;
}
