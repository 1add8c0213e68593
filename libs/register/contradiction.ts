import { addDays, hasDayCome, isDayBefore } from '../workflow/london.js';
import { inRound } from './announcements.js';
import { inCommittee } from './committees.js';
import type { PersonEntry, PracticeDetailsChanged, PracticeEntry, PracticesMerged, RegisterFact } from './facts.js';
import { inExpiry, inInterest } from './interests.js';
import { actsFor } from './model.js';
import type {
  Ccg,
  Committee,
  Constitution,
  CountingRule,
  Day,
  Grant,
  Interest,
  Practice,
  Region,
  Round,
  SpecialMeasures,
} from './model.js';
import { inConfirming, inDeclining, inProposing, type Proposals } from './proposals.js';
import { inImposing, inLifting } from './special-measures.js';
import { inHolidays } from './working-days.js';

/** What of the register a new fact is held against. */
export interface Known {
  region(code: string): Region | undefined;
  ccg(code: string): Ccg | undefined;
  practice(code: string): Practice | undefined;
  round(id: string): Round | undefined;
  grantsOf(issuer: string, subject: string): readonly Grant[];
  isBankHoliday(day: Day): boolean;
  specialMeasuresOf(ccg: string): readonly SpecialMeasures[];
  committee(id: string): Committee | undefined;
  interest(id: string): Interest | undefined;
  readonly proposals: Proposals;
}

/**
 * Why a fact cannot be true beside what the register knows, in a sentence; undefined when it can. To be asked before a fact is
 * recorded: a recorded contradiction stops the fold.
 */
export function contradictionOf(known: Known, fact: RegisterFact): string | undefined {
  switch (fact.type) {
    case 'RegionRegistered':
      return known.region(fact.data.code) && `Region ${fact.data.code} is registered already.`;
    case 'RoundAnnounced':
      return inRound(known, fact.data);
    case 'BankHolidaysAnnounced':
      return inHolidays(known, fact.data);
    case 'CcgRegistered': {
      const { code, region, constitution, practices, people } = fact.data;
      if (known.ccg(code)) return `CCG ${code} is registered already.`;
      if (!known.region(region)) return `Region ${region} is not registered.`;
      return (
        inConstitution(constitution) ?? inFoundingPractices(known, practices) ?? inPeople(known, fact.data, people)
      );
    }
    case 'RoleGranted':
      return inGranting(known, fact.data);
    case 'RoleWithdrawn':
      return inWithdrawing(known, fact.data);
    case 'RoleProposed':
      return inProposing(known.proposals, fact.data) ?? inChange(known, fact.data);
    case 'RoleConfirmed':
      return inConfirming(known.proposals, fact.data) ?? inChange(known, fact.data);
    case 'RoleDeclined':
      return inDeclining(known.proposals, fact.data.id);
    case 'PracticeJoined': {
      const { code, ccg, joined } = fact.data;
      const practice = known.practice(code);
      if (!known.ccg(ccg)) return `CCG ${ccg} is not registered.`;
      if (!practice) return undefined;
      if (practice.left === undefined) return `Practice ${code} is a member of ${practice.ccg} (R-80).`;
      return isDayBefore(practice.left, joined)
        ? undefined
        : `Practice ${code} left ${practice.ccg} only on ${practice.left} (R-80).`;
    }
    case 'PracticeLeft': // on the day before it joined: it never was a member
      return inLeaving(known, fact.data.practice, fact.data.ccg, addDays(fact.data.on, 1));
    case 'PracticeMoved': {
      const { practice, from, to, on } = fact.data;
      if (!known.ccg(to)) return `CCG ${to} is not registered.`;
      if (from === to) return `Practice ${practice} cannot move from ${from} to itself.`;
      return inLeaving(known, practice, from, on);
    }
    case 'PracticeClosed': {
      const practice = known.practice(fact.data.practice);
      if (!practice) return `Practice ${fact.data.practice} is not registered.`;
      if (practice.status === 'C') return `Practice ${practice.code} is closed already.`;
      return practice.left === undefined ? inLeaving(known, practice.code, practice.ccg, fact.data.on) : undefined;
    }
    case 'PracticeReopened': {
      const practice = known.practice(fact.data.practice);
      if (!practice) return `Practice ${fact.data.practice} is not registered.`;
      return practice.status === 'C' ? undefined : `Practice ${practice.code} is not closed.`;
    }
    case 'PracticeDetailsChanged':
      return inDetails(known.practice(fact.data.practice), fact.data);
    case 'PracticesMerged':
      return inMerging(known, fact.data);
    case 'ListSizeChanged': {
      const { practice: code, patients, on } = fact.data;
      const practice = known.practice(code);
      if (!practice) return `Practice ${code} is not registered.`;
      if (practice.countedOn !== undefined && isDayBefore(on, practice.countedOn))
        return `The patients of practice ${code} were counted later, on ${practice.countedOn}.`;
      return inListSize(code, patients);
    }
    case 'CcgClosed': {
      const { code, on, successor, kind, toldOn } = fact.data;
      const ccg = known.ccg(code);
      if (!ccg) return `CCG ${code} is not registered.`;
      if (ccg.closed !== undefined && !isAhead(ccg.closed, toldOn))
        return `CCG ${code} is closed already, on ${ccg.closed}.`;
      if (isDayBefore(on, ccg.opened)) return `CCG ${code} opened only on ${ccg.opened}.`;
      if (successor === code) return `CCG ${code} cannot succeed itself.`;
      if (kind === 'merger' && successor === undefined)
        return `CCG ${code} merges into a successor, which is not named.`;
      return successor === undefined ? undefined : inSuccessor(known.ccg(successor), successor, on);
    }
    case 'CcgClosureTakenBack': {
      const { code, on } = fact.data;
      const ccg = known.ccg(code);
      if (!ccg) return `CCG ${code} is not registered.`;
      if (ccg.closed === undefined) return `CCG ${code} is not to close.`;
      return isAhead(ccg.closed, on) ? undefined : `CCG ${code} has closed, on ${ccg.closed} (R-66).`;
    }
    case 'CcgDetailsChanged': {
      const { code, region, opened } = fact.data;
      const ccg = known.ccg(code);
      if (!ccg) return `CCG ${code} is not registered.`;
      if (region !== undefined && !known.region(region)) return `Region ${region} is not registered.`;
      const late = opened !== undefined && ccg.closed !== undefined && isDayBefore(ccg.closed, opened);
      return late ? `CCG ${code} closed already on ${ccg.closed}.` : undefined;
    }
    case 'ConstitutionAmended': {
      const { ccg: code, constitution } = fact.data;
      const ccg = known.ccg(code);
      if (!ccg) return `CCG ${code} is not registered.`;
      const { version, from } = ccg.constitution;
      if (constitution.version <= version) return `The constitution of ${code} is at version ${version} already.`;
      if (isDayBefore(constitution.from, from))
        return `Version ${version} of the constitution of ${code} is in force only from ${from}.`;
      return inConstitution(constitution);
    }
    case 'SpecialMeasuresImposed':
      return inImposing(known, fact.data);
    case 'SpecialMeasuresLifted':
      return inLifting(known, fact.data);
    case 'CommitteeConstituted':
      return inCommittee(known, fact.data);
    case 'InterestRegistered':
      return inInterest(known, fact.data);
    case 'InterestExpired':
      return inExpiry(known, fact.data);
    default:
      return `The register knows no fact "${(fact as { type: string }).type}".`; // never by its type; a newer log may hold one
  }
}

/** Whoever takes over is open when the other has closed. */
function inSuccessor(successor: Ccg | undefined, code: string, on: Day): string | undefined {
  if (successor === undefined) return `CCG ${code} is not registered.`;
  return successor.closed !== undefined && isDayBefore(successor.closed, addDays(on, 1))
    ? `CCG ${code} closed on ${successor.closed}, so it cannot go on after ${on}. Name a CCG that is open then.`
    : undefined;
}

/** Whether a closure was still to come when something else was told of it: its last day has not passed. */
const isAhead = (closed: Day, toldOn: Day | undefined): boolean => toldOn !== undefined && hasDayCome(toldOn, closed);

type Change = Omit<PersonEntry, 'name'> & { readonly issuer: string };

const inChange = (known: Known, { action, ...change }: Change & { readonly action: 'grant' | 'withdraw' }) =>
  action === 'grant' ? inGranting(known, change) : inWithdrawing(known, change);

function inGranting(known: Known, change: Change): string | undefined {
  const { issuer, subject, role, organisation } = change;
  if (holds(known, change)) return `${subject} of ${issuer} is ${role} for ${organisation} already.`;
  return isKindFor(known, change) ? undefined : `A ${role} cannot act for ${organisation}.`;
}

function inWithdrawing(known: Known, change: Change): string | undefined {
  const { issuer, subject, role, organisation } = change;
  return holds(known, change) ? undefined : `${subject} of ${issuer} is not ${role} for ${organisation}.`;
}

function inLeaving(known: Known, code: string, ccg: string, on: Day): string | undefined {
  const practice = known.practice(code);
  if (!practice) return `Practice ${code} is not registered.`;
  if (practice.ccg !== ccg) return `Practice ${code} is a member of ${practice.ccg}, not of ${ccg}.`;
  if (practice.left !== undefined) return `Practice ${code} left ${ccg} already, on ${practice.left}.`;
  return isDayBefore(on, practice.joined) ? `Practice ${code} joined ${ccg} only on ${practice.joined}.` : undefined;
}

function inDetails(practice: Practice | undefined, changed: PracticeDetailsChanged): string | undefined {
  if (!practice) return `Practice ${changed.practice} is not registered.`;
  const { code, ccg, status, left, earlier } = practice;
  if (changed.status !== undefined && status === 'C') return `Practice ${code} is closed.`;
  if (changed.closed !== undefined && status !== 'C') return `Practice ${code} is not closed.`;
  const joined = changed.joined ?? practice.joined;
  const before = earlier.at(-1);
  if (changed.joined !== undefined && before?.left !== undefined && hasDayCome(joined, before.left))
    return `Practice ${code} left ${before.ccg} only on ${before.left} (R-80).`;
  const last = changed.closed !== undefined && left === practice.closed ? changed.closed : left;
  return last !== undefined && isDayBefore(last, joined) && (changed.joined ?? changed.closed) !== undefined
    ? `Practice ${code} joined ${ccg} only on ${joined}, and left on ${last}.`
    : undefined;
}

/** Each of the practices that go is one that could close; the one that stays is a member of a CCG. */
function inMerging(known: Known, { from, into, on }: PracticesMerged): string | undefined {
  const staying = known.practice(into);
  if (!staying) return `Practice ${into} is not registered.`;
  if (staying.status === 'C' || staying.left !== undefined) return `Practice ${into} is a member of no CCG (R-80).`;
  if (from.length === 0) return `Practice ${into} merges with none.`;
  if (new Set([into, ...from]).size <= from.length) return `A practice merges with another, and once.`;
  for (const code of from) {
    const going = known.practice(code);
    if (!going) return `Practice ${code} is not registered.`;
    if (going.status === 'C') return `Practice ${code} is closed already.`;
    const wrong = inLeaving(known, code, going.ccg, on);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function inFoundingPractices(known: Known, practices: readonly PracticeEntry[]): string | undefined {
  const seen = new Set<string>();
  for (const { code, patients } of practices) {
    if (seen.has(code) || known.practice(code)) return `Practice ${code} is registered already (R-80).`;
    seen.add(code);
    const wrong = inListSize(code, patients);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function inPeople(
  known: Known,
  { code, practices }: { code: string; practices: readonly PracticeEntry[] },
  people: readonly PersonEntry[],
): string | undefined {
  const founding = new Set(practices.map((practice) => practice.code));
  const stranger = people.find(({ role, organisation }) => {
    const kind = actsFor[role];
    return !(kind === 'ccg' ? organisation === code : kind === 'practice' && founding.has(organisation));
  });
  return (
    stranger &&
    `${stranger.subject} cannot be registered with CCG ${code} as ${stranger.role} for ${stranger.organisation}.`
  );
}

/** More than ten times as many as the largest practice has. */
const mostPatients = 1_000_000;

function inListSize(practice: string, patients: number | null): string | undefined {
  const possible = patients === null || (Number.isSafeInteger(patients) && patients >= 0 && patients <= mostPatients);
  return possible ? undefined : `Practice ${practice} cannot have ${patients} patients.`;
}

/** Counting is exact only over whole numbers, and a share is between nothing and all. */
function inConstitution({ counting }: Constitution): string | undefined {
  const { basis, rounding, threshold, quorum } = counting;
  if ((basis === 'thousand-patients') !== (rounding !== undefined))
    return 'Rounding belongs to counting by thousands of patients.';
  if (!isShare(threshold) || !isShare(quorum))
    return 'A threshold or quorum is a fraction of whole numbers, at most 1.';
  return threshold.comparison === 'more-than' && threshold.numerator === threshold.denominator
    ? 'Nobody can reach more than all: enter a threshold below 1, or “at least”.'
    : undefined;
}

function isShare({ numerator, denominator }: CountingRule['quorum']): boolean {
  return (
    Number.isSafeInteger(numerator) &&
    Number.isSafeInteger(denominator) &&
    numerator >= 0 &&
    denominator >= Math.max(1, numerator)
  );
}

function holds(known: Known, { issuer, subject, role, organisation }: Change): boolean {
  return known.grantsOf(issuer, subject).some((grant) => grant.role === role && grant.organisation === organisation);
}

function isKindFor(known: Known, { role, organisation }: Grant): boolean {
  switch (actsFor[role]) {
    case 'ccg':
      return known.ccg(organisation) !== undefined;
    case 'practice':
      return known.practice(organisation) !== undefined;
    case 'region':
      return known.region(organisation) !== undefined;
    case 'nhse':
      return organisation === 'nhse';
    case 'any':
      return organisation !== '';
  }
}
