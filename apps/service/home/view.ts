/** The start page, for the role it is looked at in. */
import type { Asker } from '../access/asker.js';
import type { View } from '../pages/answered.js';
import type { NextItem } from '../queues/answer.js';
import type { Home } from './answer.js';
import { homeLive, isApprover, waitingIn } from './live.js';

/** What will stand where nothing waits, and when. */
const nothingWaits: Readonly<Record<string, string>> = {
  'ccg-officer':
    'Nothing waits on you. Something appears here when a case of your CCG comes to a step that is yours: opening a ballot, answering a question, signing.',
  'result-verifier': 'No result waits to be verified. One appears here as soon as a ballot of your CCG is counted.',
  'regional-assessor':
    'Nothing waits on you. A case appears here when a CCG of your region hands in an interest or an application.',
  'constitution-reviewer':
    'Nothing waits on you. A case appears here when a CCG proposes an amendment, or a practice’s move is asked for.',
  'national-committee':
    'Nothing waits on you. A case appears here when a region recommends it, or a delegation needs a decision of yours.',
};

export function homeView(home: Home, asking: Asker): View {
  const role = asking.grants[0]?.role ?? 'nobody';
  return {
    title: 'Home',
    role,
    home,
    next: byCase(home.next),
    waits: waitingIn(home.queues, asking),
    live: homeLive(home, asking),
    isApprover: isApprover(asking),
    isOfCcg: role === 'ccg-officer' || role === 'result-verifier',
    isPractice: role === 'practice-representative',
    nothingWaits: nothingWaits[role],
    openBallots: home.ballots.filter(({ standing }) => standing === 'open').length,
  };
}

/** The steps of each case together, in the order of the first that is due. */
function byCase(items: readonly NextItem[]) {
  const cases = new Map<string, NextItem[]>();
  for (const item of items) cases.set(item.case, [...(cases.get(item.case) ?? []), item]);
  return [...cases.values()].flatMap((steps) => {
    const [first] = steps;
    return first ? [{ name: first.name, href: first.href, steps }] : [];
  });
}
