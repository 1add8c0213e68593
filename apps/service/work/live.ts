/** What the open page of somebody's queues is told. */
import { hash } from 'node:crypto';
import type { Live, Offer, Told } from '../live/told.js';
import { addressOf, pageLength, type Query } from '../pages/addresses.js';
import { inNumbers } from '../pages/filters.js';
import type { Work, WorkItem, WorkQueue } from '../queues/answer.js';

type Row = Pick<WorkItem, 'case' | 'queue'>;
type Listed = Pick<Work, 'queues' | 'total'> & { readonly rows: readonly Row[] };

/** What the page shows that is open. */
export interface OnPage {
  /** Marks of its rows, one after the other; absent where there are none. */
  readonly rows?: string | undefined;
  /** Cases of the list, those of its other pages too. */
  readonly total: number;
  /** Whether filters leave some out. */
  readonly isFiltered: boolean;
}

/** Characters of a mark: of the rows of a page, hardly two have the same. */
const markLength = 7;

/** By which the page and its stream know a row: short, as all of them stand in an address. */
const markOf = ({ case: id, queue }: Row): string => hash('sha256', `${id} ${queue}`, 'base64url').slice(0, markLength);

/** What whoever comes here wants to know first. */
export function summaryOf(queues: readonly WorkQueue[], isFiltered: boolean) {
  const sum = (of: 'waiting' | 'overdue'): number => queues.reduce((all, { [of]: each }) => all + each, 0);
  const [waiting, overdue] = [sum('waiting'), sum('overdue')];
  const onYou = isFiltered ? 'on you where these filters hold' : 'on you';
  return {
    waiting: `${inNumbers(waiting)} ${waiting === 1 ? 'case waits' : 'cases wait'} ${onYou}.`,
    overdue: overdue === 0 ? 'None is overdue.' : `${inNumbers(overdue)} ${overdue === 1 ? 'is' : 'are'} overdue.`,
    isOverdue: overdue > 0,
  };
}

/** Places of the numbers of a queue. */
export const placesOf = ({ name, waiting, overdue, free }: WorkQueue): Readonly<Record<string, string>> => ({
  [`${name}-waiting`]: inNumbers(waiting),
  [`${name}-overdue`]: inNumbers(overdue),
  [`${name}-free`]: inNumbers(free),
});

export function workTold({ queues, rows, total }: Listed, page: OnPage): Told {
  const { waiting, overdue } = summaryOf(queues, page.isFiltered);
  const offer = offerOf(rows, total, page);
  const places = Object.assign({ waiting, overdue }, ...queues.map(placesOf)) as Told['places']; // of one kind, put together
  const said = [offer?.text, waiting, overdue].filter((each) => each !== undefined).join(' ');
  return { places, said, ...(offer && { offer }) };
}

/** What has come and gone since the page was shown: told apart on the only page of a list; of a longer one, how many more or fewer there are. */
function offerOf(rows: readonly Row[], total: number, page: OnPage): Offer | undefined {
  const shown = new Set(page.rows?.match(new RegExp(`.{${markLength}}`, 'g')));
  const now = new Set(rows.map(markOf));
  const [come, gone] = [lacking(now, shown), lacking(shown, now)];
  if (come === 0 && gone === 0 && total === page.total) return undefined;
  if (Math.max(total, page.total) <= pageLength) return offering(come, gone);
  const more = total - page.total;
  return more === 0 ? { text: 'The list has changed.', link: 'Show it as it is now' } : offering(more, -more);
}

/** How many of these are not among the others. */
const lacking = (these: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  [...these].filter((each) => !others.has(each)).length;

function offering(come: number, gone: number): Offer {
  const news = come > 0 ? [`${inNumbers(come)} new ${come === 1 ? 'case' : 'cases'}`] : [];
  const lost = gone > 0 ? [`${inNumbers(gone)} ${gone === 1 ? 'case' : 'cases'} gone`] : [];
  const link = come === 0 ? 'Show the list without' : 'Show';
  return {
    text: `${[...news, ...lost].join(', ')}.`,
    link: `${link} ${(come > 0 ? come : gone) === 1 ? 'it' : 'them'}`,
  };
}

/** What the page needs to be told. @param query what its address says of the list */
export function liveOf(work: Listed, query: Query, isFiltered: boolean): Live {
  const rows = work.rows.map(markOf).join('');
  const page = { rows, total: work.total, isFiltered };
  return {
    from: addressOf('/work/live', { ...query, total: work.total, rows: rows.length > 0 ? rows : undefined }),
    page: addressOf('/work', query),
    said: workTold(work, page).said,
  };
}
