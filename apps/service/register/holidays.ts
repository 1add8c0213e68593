/** Bank holidays as the registrar announces them, after GOV.UK. */
import { ArrayMaxSize, IsArray, IsISO8601, IsOptional, Matches } from 'class-validator';
import { Within } from '../../../libs/workflow/spans.js';
import { spelt } from '../../../libs/workflow/instant.js';
import { Day, around } from '../../../workflows/fields.js';

/** How far back and ahead, in years: some are proclaimed late, and lists reach a few years. */
const reckoned = around(1, 20);

const Days =
  (what: string): PropertyDecorator =>
  (target, key) =>
    [
      IsArray({ message: `Enter ${what} as a list of days` }),
      ArrayMaxSize(400, { message: `Enter ${what}: 400 or fewer` }),
      Matches(spelt.day, { each: true, message: `Enter each of ${what} as YYYY-MM-DD` }),
      IsISO8601({ strict: true }, { each: true, message: `Enter each of ${what} as a date that exists, YYYY-MM-DD` }),
      Within(`each of ${what}`, reckoned),
    ].forEach((decorate) => decorate(target, key));

export class AnnouncedHolidays {
  /** New ones; none where the list only reaches further. */
  @Days('the bank holidays') days: string[];
  /** Days announced before that are working days after all. */
  @IsOptional() @Days('the days that are working days after all') insteadOf?: string[];
  /** To this day, included, no other bank holiday is to come. */
  @Day('the day to which all bank holidays are known', reckoned) reachesTo: string;
}
