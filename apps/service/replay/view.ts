/** The page on which one steps through a case. */
import { letterTypes } from '../cases/letter-view.js';
import { conditionsOf, tasksOf } from '../cases/case-view.js';
import { aboutCase, eventInHistory } from '../cases/about.js';
import { happened } from '../cases/happened.js';
import { ribbonOf, standsInWords, waitingIn, type CanDo, type Looked } from '../cases/standing-view.js';
import { eventReference } from '../contract/about.js';
import type { View } from '../pages/answered.js';
import type { Place, Stood } from './answer.js';
import { changesOf } from './changes.js';
import { ballotThen } from './tally.js';

/** Where a case as it stood after an event is. */
export const stoodAt = (id: string, revision: number): string => `/cases/${id}/at/${revision}`;

/** What somebody could do is not told of what was. */
const nobodyActs: CanDo = { first: [], others: [], barred: [], later: [] };

export function stoodView(stood: Stood, looked: Looked): View {
  const { workflow, event, before, after, opening, place } = stood;
  const about = aboutCase(after);
  const told = happened(workflow, event, looked.naming);
  return {
    title: `After: ${told.title}`,
    about: about.whole,
    reference: eventReference(about.id, event.revision),
    names: about,
    case: after,
    event,
    told,
    steps: stepsOf(about.id, place),
    changes: changesOf({ workflow, naming: looked.naming, ...(before && { before }), after }),
    begins: before === undefined,
    then: true,
    stands: standsInWords(looked),
    ribbon: ribbonOf(looked),
    waiting: waitingIn(looked),
    tasks: tasksOf(looked, nobodyActs, { opening }),
    conditions: conditionsOf(looked),
    can: nobodyActs,
    ballot: ballotThen(after),
    links: [
      ...(told.withheld
        ? []
        : [{ text: 'This event on a page of its own', href: `${about.href}/events/${event.revision}` }]),
      { text: 'In the history of the case', href: eventInHistory(about.id, event.revision) },
      ...(letterTypes.has(event.type)
        ? [{ text: 'Decision letter', href: `${about.href}/letter/${event.revision}` }]
        : []),
      { text: 'All charts as they stood then', href: `${about.href}/chart?revision=${event.revision}` },
      { text: 'The case now', href: about.href },
    ],
  };
}

interface StepLink {
  readonly text: string;
  /** Absent where one is there already. */
  readonly href?: string;
}

export interface StepsShown {
  readonly number: number;
  readonly of: number;
  readonly action: string;
  readonly first: StepLink;
  readonly previous: StepLink;
  readonly next: StepLink;
  readonly last: StepLink;
}

function stepsOf(id: string, { number, of, first, previous, next, last }: Place): StepsShown {
  const link = (text: string, revision: number | undefined, isThere: boolean): StepLink =>
    isThere || revision === undefined ? { text } : { text, href: stoodAt(id, revision) };
  return {
    number,
    of,
    action: `/cases/${id}/at`,
    first: link('First', first, number === 1),
    previous: link('Previous', previous, number === 1),
    next: link('Next', next, number === of),
    last: link('Last', last, number === of),
  };
}
