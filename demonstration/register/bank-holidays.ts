import type { Day } from '../../libs/register/model.js';

/**
 * Bank holidays in England and Wales, 2014 to 2027, as published at https://www.gov.uk/bank-holidays and by royal proclamation. One at a
 * weekend stands on its substitute day.
 */
export const bankHolidays: readonly Day[] = [
  ...of(2014, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'),
  ...of(2015, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'),
  ...of(2016, '01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27'),
  ...of(2017, '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26'),
  ...of(2018, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'),
  ...of(2019, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'),
  // The early May holiday was moved to the 75th anniversary of VE Day.
  ...of(2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'),
  ...of(2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'),
  // The spring holiday was moved beside the Platinum Jubilee; 19 September was the state funeral of Elizabeth II.
  ...of(2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'),
  // 8 May was for the coronation of Charles III.
  ...of(2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'),
  ...of(2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'),
  ...of(2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'),
  ...of(2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'),
  ...of(2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'),
];

/** To its end all of them are listed. */
export const bankHolidaysReachTo: Day = '2027-12-31';

function of(year: number, days: string): Day[] {
  return days.split(' ').map((day) => `${year}-${day}`);
}
