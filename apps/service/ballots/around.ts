import { aboutCase, crumbsTo, eventInHistory } from '../cases/about.js';
import type { OfCase } from './shapes.js';

/** What pages about one thing of a case have in common: its name, the way back to it, and where its events are. */
export function aroundCase(of: OfCase) {
  const about = aboutCase(of);
  return {
    about: about.whole,
    reference: about.reference,
    breadcrumbs: crumbsTo(about),
    eventHref: (revision: number): string => eventInHistory(of.id, revision),
  };
}
