/** Bank holidays and membership requests as the registrar sees them. */
import type { CaseListed } from '../cases/shapes.js';
import { dayInWords, isDayBefore, momentInWords, type Day } from '../../../libs/workflow/london.js';
import type { View } from '../pages/answered.js';
import { addressOf, type Listing } from '../pages/listing.js';
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
  const byYear = Map.groupBy(days, (day) => day.slice(0, 4));
  const years = [...byYear].toReversed();
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
    listings: years.map(([year, all]): Listing => ({
      caption: year,
      head: ['Bank holiday', 'Day of the week'],
      rows: all.map((day) => [
        { text: dayInWords(day), tags: isDayBefore(day, today) ? [] : [{ text: 'To come', colour: 'blue' }] },
        weekday.format(new Date(`${day}T12:00:00Z`)),
      ]),
    })),
  };
}

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });

export function requestsView(
  cases: readonly CaseListed[],
  nextPage: string | undefined,
  named: ReadonlyMap<string, string>,
): View {
  return {
    title: 'Membership requests',
    breadcrumbs: [atRegister],
    lead: [
      'Practices join, leave, move and merge when NHS England approves it; only then the register changes (R-80).',
    ],
    listings: [
      {
        caption: 'Requests, the oldest first',
        head: ['Request', 'Asked', 'Stands'],
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
      nextPage === undefined
        ? undefined
        : [{ text: 'Later requests', href: addressOf('/register/membership-requests', { after: nextPage }) }],
    linksHeading: 'More',
  };
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
