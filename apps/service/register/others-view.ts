/** Bank holidays and membership requests as the registrar sees them. */
import type { CaseListed } from '../cases/shapes.js';
import { dayInWords, isDayBefore, momentInWords, type Day } from '../../../libs/workflow/london.js';
import type { View } from '../pages/answered.js';
import { addressOf } from '../pages/addresses.js';
import { type Listing } from '../pages/listing.js';
import { roleTitle } from '../pages/words.js';
import { atRegister } from './ccgs-view.js';

export function holidaysView(
  { days, reachesTo }: { readonly days: readonly Day[]; readonly reachesTo: Day | null },
  {
    today,
    reachIsShort,
    mayChange,
  }: { readonly today: Day; readonly reachIsShort: boolean; readonly mayChange: boolean },
): View {
  return {
    title: 'Bank holidays',
    breadcrumbs: [atRegister],
    lead: [
      reachesTo === null
        ? 'None is announced: no deadline in working days can be set.'
        : `All bank holidays in England are known to ${dayInWords(reachesTo)}. Deadlines in working days are counted so far and no further (R-04).`,
    ],
    ...(reachIsShort &&
      reachesTo !== null && {
        warning: {
          heading: 'Announce more of them soon',
          text: 'Deadlines can be set up to a year ahead; what would be due beyond the last day that is known is refused.',
        },
      }),
    actions: mayChange ? [{ text: 'Announce bank holidays', href: '/register/change/holidays' }] : [],
    listings: [
      comingListing(days.filter((day) => !isDayBefore(day, today))),
      earlierListing(days.filter((day) => isDayBefore(day, today))),
    ],
  };
}

const comingListing = (days: readonly Day[]): Listing => ({
  caption: 'To come',
  head: ['Bank holiday', 'Day of the week'],
  rows: days.map((day) => [dayInWords(day), weekday.format(new Date(`${day}T12:00:00Z`))]),
  empty: 'None to come is known. They appear here once the registrar has announced them.',
});

/** A year in a row, the newest first. */
const earlierListing = (days: readonly Day[]): Listing => ({
  caption: 'Earlier',
  head: ['Year', 'Bank holidays'],
  rows: [...Map.groupBy(days, (day) => day.slice(0, 4))]
    .toReversed()
    .map(([year, all]) => [year, all.map((day) => dayInWords(day).slice(0, -' 2026'.length)).join(', ')]),
});

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });

export function requestsView(
  cases: readonly CaseListed[],
  { isLater, next }: { readonly isLater: boolean; readonly next: string | undefined },
  named: ReadonlyMap<string, string>,
): View {
  return {
    title: 'Membership requests',
    ...(isLater && cases[0] && { part: `from ${momentInWords(cases[0].startedAt)} on` }),
    breadcrumbs: [atRegister],
    lead: [
      'Practices join, leave, move and merge when NHS England approves it; only then the register changes (R-80).',
    ],
    listings: [
      {
        caption: 'Requests, the oldest first',
        head: ['Request', 'Asked', 'Status'],
        rows: cases.map((each) => [
          { text: named.get(each.id) ?? each.ccgName, href: `/cases/${each.id}` },
          momentInWords(each.startedAt),
          each.outcome === null
            ? {
                text: `Waits on ${each.waitingOn.map(roleTitle).join(', ')}`,
                tags: [{ text: 'Waiting', colour: 'yellow' }],
              }
            : { tags: [{ text: upper(each.outcome), colour: 'grey' }] },
        ]),
        empty: 'No CCG or practice has asked for anything. Requests appear here as soon as one does.',
      },
    ],
    links:
      next === undefined
        ? undefined
        : [{ text: 'Later requests', href: addressOf('/register/membership-requests', { after: next }) }],
    linksHeading: 'More',
  };
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
