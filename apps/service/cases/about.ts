/** How a case is called on pages, and where its pages are. */
import { workflowIn } from '../access/visibility.js';
import { caseInWords, referenceOf } from '../contract/about.js';
import type { Crumb } from '../pages/answered.js';
import type { CaseJson } from './shapes.js';

/** Whom and what a case is about, for the top of its pages. */
export interface About {
  readonly id: string;
  /** “NHS Bramblelowe CCG (06Q)” */
  readonly name: string;
  /** “Delegated commissioning, round 2026” */
  readonly what: string;
  /** “NHS Bramblelowe CCG (06Q) – delegated commissioning – round 2026” */
  readonly whole: string;
  /** The beginning of its id. */
  readonly reference: string;
  readonly href: string;
}

type Named = Pick<CaseJson, 'id' | 'workflow' | 'version' | 'ccg' | 'ccgName' | 'round'>;

export function aboutCase(shown: Named): About {
  const { id, ccg, ccgName, round } = shown;
  const { title } = workflowIn(shown);
  const name = ccg === '' ? ccgName : `${ccgName} (${ccg})`;
  const rounds = round === '' ? [] : [`round ${round}`];
  return {
    id,
    name,
    what: [title, ...rounds].join(', '),
    whole: caseInWords(shown, title),
    reference: referenceOf(id),
    href: `/cases/${id}`,
  };
}

const cases: Crumb = { text: 'Cases', href: '/cases' };

export const crumbsTo = ({ whole, href }: About): readonly Crumb[] => [cases, { text: whole, href }];
export const crumbsAbove: readonly Crumb[] = [cases];

/** Events on a page of the history. */
export const eventsOnPage = 100;

/** Where an event stands in the history of its case. */
export function eventInHistory(id: string, revision: number): string {
  const page = Math.floor(revision / eventsOnPage);
  const query = page === 0 ? [] : [`?after=${page * eventsOnPage - 1}`];
  return [`/cases/${id}/history`, ...query, `#event-${revision}`].join('');
}
