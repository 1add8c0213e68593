/** Which consequences of recorded facts are missing, told from the marks that a history left. */
import { isDeepStrictEqual } from 'node:util';
import { registerStream } from '../../libs/register/facts.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { isBefore, timeOf } from '../../libs/workflow/instant.js';
import { arrangementStream, caseStream } from '../../libs/workflow/streams.js';
import {
  consequencesOf,
  consequencesOfRegister,
  type Around,
  type Brought,
  type LiveApplication,
} from '../../workflows/consequences.js';
import type { HeldClaim } from '../../libs/workflow/claims.js';
import type { Finding } from './finding.js';
import type { KeptMarks, MarkOf } from './kept-marks.js';
import type { Cause, Mark } from './marks.js';

/** A consequence that is not there. */
export interface Missing {
  readonly place: number;
  readonly cause: Cause;
  readonly brought: Brought;
  /** Where it should be. */
  readonly stream: string;
  /** What is there of its type because of the same fact: what says something else, or is dated otherwise. */
  readonly there: 'nothing' | 'other' | 'dated';
}

/**
 * What is missing, in the order of the facts that should have brought it about. A fact and what follows from it are recorded in one append,
 * but an append is laid down stream by stream with others', and another instance may learn only afterwards of a case that a fact concerns.
 * So a consequence is known by its cause, wherever behind it it stands; it is missing when the history ends without it.
 */
export function* missingIn(marks: KeptMarks, workflows: readonly Workflow[]): Iterable<Missing> {
  const suspended = marks.suspended();
  if (suspended.has(undefined)) return;
  for (const { place, cause, brought } of owedIn(marks, workflows)) {
    const there = brought.length === 0 ? [] : [...marks.broughtBy(cause.id)];
    for (const each of brought) {
      const stream = streamOf(each);
      const alike = there.filter((mark) => mark.stream === stream && mark.type === each.type && mark.place > place);
      const found = alike.find(({ data }) => isDeepStrictEqual(data, asRecorded(each.data)));
      if (found) there.splice(there.indexOf(found), 1);
      if (suspended.has(stream) || (found && isDatedFor(found, each.at ?? cause.at))) continue;
      yield { place, cause, brought: each, stream, there: found ? 'dated' : alike.length > 0 ? 'other' : 'nothing' };
    }
  }
}

/** What is brought about happens with its cause, or with the last fact of its stream where that is later. */
const isDatedFor = ({ at, after = at }: MarkOf<'consequence'>, happened: string): boolean =>
  timeOf(at) === timeOf(happened) || (timeOf(after) === timeOf(at) && isBefore(happened, at));

interface Owed {
  readonly place: number;
  readonly cause: Cause;
  readonly brought: readonly Brought[];
}

/** What each fact brings about, on the streams as they stood at its place. */
function* owedIn(marks: KeptMarks, workflows: readonly Workflow[]): Iterable<Owed> {
  const byName = new Map(workflows.map((workflow) => [`${workflow.name}@${workflow.version}`, workflow]));
  const { around, note } = foldedAround();
  for (const mark of marks.inOrder()) {
    note(mark);
    const { place } = mark;
    if (mark.is === 'owing') yield { place, cause: mark.cause, brought: mark.brought };
    if (mark.is === 'registered') {
      const brought = consequencesOfRegister(mark.turn, {
        ...around,
        ccgsOf: () => mark.ccgs,
        lastCcgOf: () => mark.ccgs[0],
        interestsIn: () => mark.interests,
      });
      yield { place, cause: mark.cause, brought };
    }
    const workflow = mark.is === 'turn' ? byName.get(mark.workflow) : undefined;
    if (mark.is === 'turn' && workflow)
      yield { place, cause: mark.cause, brought: consequencesOf({ ...mark.turn, workflow }, around) };
  }
}

/** What consequences ask of other streams, folded from marks in order. */
function foldedAround(): { readonly around: Around; readonly note: (mark: Mark) => void } {
  const live = new Map<string, readonly LiveApplication[]>();
  const [open, ofRound, naming] = [groupedCases(), groupedCases(), groupedCases()];
  const claimed = new Map<string, readonly (HeldClaim & { readonly person: string })[]>();
  const members = new Map<string, string>();
  const member = (groupId: string, ccg: string): string => JSON.stringify([groupId, ccg]);
  const around: Around = {
    live: (ccg) => live.get(ccg) ?? [],
    open: open.of,
    ofRound: ofRound.of,
    inGroup: (groupId, ccg) => members.get(member(groupId, ccg)),
    naming: naming.of,
    claimsOf: (person) => [...claimed.values()].flat().filter((claim) => claim.person === person),
    ccgsOf: () => [],
    lastCcgOf: () => undefined,
    interestsIn: () => [],
  };

  function arrange(ccg: string, type: string, data: Readonly<Record<string, unknown>>): void {
    const { case: id, level } = data;
    if (typeof id !== 'string') return;
    const others = around.live(ccg).filter((application) => application.case !== id);
    if (type === 'CaseEnded') live.set(ccg, others);
    if (type === 'CaseStarted' && typeof level === 'string') live.set(ccg, [...others, { case: id, level }]);
  }

  function note(mark: Mark): void {
    if (mark.is === 'arranged') arrange(mark.ccg, mark.type, mark.data);
    if (mark.is === 'claimed') claimed.set(mark.case, claimsOf(mark));
    if (mark.is === 'ended') claimed.delete(mark.case);
    if (mark.is !== 'begun' && mark.is !== 'ended') return;
    const { ccg, round, groupId, parties = [] } = mark.about;
    if (ccg !== undefined) open.note(ccg, mark);
    if (round !== undefined) ofRound.note(round, mark);
    for (const party of parties) naming.note(party, mark);
    if (mark.is === 'begun' && groupId !== null && ccg !== undefined) members.set(member(groupId, ccg), mark.case);
  }

  return { around, note };
}

/** Cases that have begun and not ended, by what they have in common, those that began last behind. */
function groupedCases() {
  const groups = new Map<string, Set<string>>();
  return {
    of: (group: string): readonly string[] => [...(groups.get(group) ?? [])],
    note(group: string, { is, case: id }: Extract<Mark, { is: 'begun' | 'ended' }>): void {
      const cases = groups.get(group) ?? new Set();
      groups.set(group, cases);
      cases.delete(id);
      if (is === 'begun') cases.add(id);
    },
  };
}

const claimsOf = ({ case: id, ccg, claims }: MarkOf<'claimed'>) =>
  Object.entries(claims).map(([queue, { id: person, role, organisation }]) => ({
    case: id,
    ccg,
    queue,
    person,
    role,
    organisation,
  }));

const streamOf = ({ on }: Brought): string => {
  if (on === 'register') return registerStream;
  return 'case' in on ? caseStream(on.case) : arrangementStream(on.arrangement);
};

/** As a log gives it back: without what is undefined. */
const asRecorded = (data: Brought['data']): unknown => JSON.parse(JSON.stringify(data));

const instead = {
  nothing: 'it is missing there',
  other: 'what is there says something else',
  dated: 'what is there is dated otherwise',
} as const;

export function findingOf({ cause, brought, stream, there }: Missing): Finding {
  const { position, revision, type } = cause;
  const what = `${type} brings about ${brought.type} in ${stream}, and ${instead[there]}`;
  return { position, stream: cause.stream, revision, what };
}
