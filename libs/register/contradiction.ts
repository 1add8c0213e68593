import { addDays, hasDayCome, isDayBefore } from '../workflow/london.js';
import { inRound } from './announcements.js';
import { inCommittee } from './committees.js';
import type {
  CcgRegistered,
  CommitteeProposed,
  PersonEntry,
  PracticeDetailsChanged,
  PracticeEntry,
  PracticesMerged,
  PracticeStays,
  RegisterFact,
  RoleProposed,
} from './facts.js';
import { inExpiry, inInterest } from './interests.js';
import { neverWas } from './membership.js';
import { actsFor } from './model.js';
import type {
  Ccg,
  Committee,
  Constitution,
  CountingRule,
  Day,
  Grant,
  Interest,
  Region,
  Round,
  SpecialMeasures,
  ToldPractice,
} from './model.js';
import { namedBeyond, neededAfter, notOpen, takesNoMember, type KnownOpen } from './open.js';
import { isToldAhead, toldOtherwise } from './practice.js';
import {
  inConfirming,
  inConfirmingCommittee,
  inDeclining,
  inDecliningCommittee,
  inProposing,
  inProposingCommittee,
  type Proposals,
} from './proposals.js';
import { inImposing, inLifting } from './special-measures.js';
import { inHolidays } from './working-days.js';

/** What of the register a new fact is held against. */
export interface Known extends KnownOpen {
  region(code: string): Region | undefined;
  /** All that was told of a practice. */
  told(practice: string): ToldPractice | undefined;
  round(id: string): Round | undefined;
  grantsOf(issuer: string, subject: string): readonly Grant[];
  /** Whether somebody of any issuer holds a role for an organisation. */
  holds(subject: string, role: string, organisation: string): boolean;
  isBankHoliday(day: Day): boolean;
  specialMeasuresOf(ccg: string): readonly SpecialMeasures[];
  committee(id: string): Committee | undefined;
  interest(id: string): Interest | undefined;
  readonly proposals: Proposals<RoleProposed>;
  readonly committeesProposed: Proposals<CommitteeProposed>;
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
      const { code, region, constitution, people } = fact.data;
      if (known.ccg(code)) return `CCG ${code} is registered already.`;
      if (!known.region(region)) return `Region ${region} is not registered.`;
      return (
        inConstitution(constitution) ?? inFoundingPractices(known, fact.data) ?? inPeople(known, fact.data, people)
      );
    }
    case 'RoleGranted':
      return inGranting(known, fact.data);
    case 'RoleWithdrawn':
      return inWithdrawing(known, fact.data);
    case 'RoleProposed':
      return inProposing(known.proposals, fact.data) ?? inChange(known, fact.data);
    case 'RoleConfirmed':
      return (
        inConfirming(known.proposals, fact.data, (subject) => known.holds(subject, 'registrar', 'nhse')) ??
        inChange(known, fact.data)
      );
    case 'RoleDeclined':
      return inDeclining(known.proposals, fact.data);
    case 'PracticeJoined': {
      const { code, ccg, joined, toldOn } = fact.data;
      const closed = takesNoMember(known, ccg, joined, toldOn);
      if (closed !== undefined) return closed;
      const told = known.told(code);
      const practice = told && toldOtherwise(told, joined, toldOn);
      if (practice === undefined || neverWas(practice)) return undefined;
      if (practice.left === undefined) return `Practice ${code} is a member of ${practice.ccg} (R-80).`;
      return isDayBefore(practice.left, joined)
        ? undefined
        : `Practice ${code} left ${practice.ccg} only on ${practice.left} (R-80).`;
    }
    case 'PracticeLeft': {
      const { practice, ccg, on, toldOn } = fact.data;
      // On the day before it joined: it never was a member.
      const standing = standingOf(known, practice, addDays(on, 1), toldOn);
      return inLeaving(practice, standing, ccg, addDays(on, 1)) ?? neededAfter(known, practice, on, toldOn);
    }
    case 'PracticeMoved': {
      const { practice, from, to, on, toldOn } = fact.data;
      if (from === to) return `Practice ${practice} cannot move from ${from} to itself.`;
      const wrong = inLeaving(practice, standingOf(known, practice, on, toldOn), from, on);
      return wrong ?? takesNoMember(known, to, on, toldOn);
    }
    case 'PracticeStays':
      return inStaying(known, fact.data);
    case 'PracticeClosed': {
      const { practice, on, toldOn } = fact.data;
      return inClosing(known, practice, on, toldOn) ?? neededAfter(known, practice, on, toldOn);
    }
    case 'PracticeReopened': {
      const practice = known.told(fact.data.practice);
      if (!practice) return `Practice ${fact.data.practice} is not registered.`;
      return isClosed(practice) ? undefined : `Practice ${practice.code} is not closed.`;
    }
    case 'PracticeDetailsChanged':
      return inDetails(known, fact.data);
    case 'PracticesMerged':
      return inMerging(known, fact.data);
    case 'ListSizeChanged': {
      const { practice: code, patients, on } = fact.data;
      const practice = known.told(code);
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
      const { opened } = ccg;
      return (
        (successor === undefined ? undefined : notOpen(known, successor, addDays(on, 1))) ??
        namedBeyond(known, { code, opened, closed: on, ...(toldOn !== undefined && { toldOn }) })
      );
    }
    case 'CcgClosureTakenBack': {
      const { code, on } = fact.data;
      const ccg = known.ccg(code);
      if (!ccg) return `CCG ${code} is not registered.`;
      if (ccg.closed === undefined) return `CCG ${code} is not to close.`;
      return isAhead(ccg.closed, on) ? undefined : `CCG ${code} has closed, on ${ccg.closed} (R-66).`;
    }
    case 'CcgDetailsChanged': {
      const { code, region, opened, toldOn } = fact.data;
      const ccg = known.ccg(code);
      if (!ccg) return `CCG ${code} is not registered.`;
      if (region !== undefined && !known.region(region)) return `Region ${region} is not registered.`;
      return opened === undefined
        ? undefined
        : inOpening(known, ccg, { opened, ...(toldOn !== undefined && { toldOn }) });
    }
    case 'ConstitutionAmended': {
      const { ccg: code, constitution } = fact.data;
      const ccg = known.ccg(code);
      if (!ccg) return `CCG ${code} is not registered.`;
      const { version, from } = ccg.constitution;
      if (constitution.version <= version) return `The constitution of ${code} is at version ${version} already.`;
      if (isDayBefore(constitution.from, from))
        return `Version ${version} of the constitution of ${code} is in force only from ${from}.`;
      return inConstitution(constitution) ?? notOpen(known, code, constitution.from);
    }
    case 'SpecialMeasuresImposed':
      return inImposing(known, fact.data);
    case 'SpecialMeasuresLifted':
      return inLifting(known, fact.data);
    case 'CommitteeConstituted':
      return inCommittee(known, fact.data);
    case 'CommitteeProposed':
      return inProposingCommittee(known.committeesProposed, fact.data) ?? inCommittee(known, fact.data.committee);
    case 'CommitteeConfirmed':
      return (
        inConfirmingCommittee(known.committeesProposed, fact.data, (subject) =>
          known.holds(subject, 'registrar', 'nhse'),
        ) ?? inCommittee(known, fact.data.committee)
      );
    case 'CommitteeDeclined':
      return inDecliningCommittee(known.committeesProposed, fact.data);
    case 'InterestRegistered':
      return inInterest(known, fact.data);
    case 'InterestExpired':
      return inExpiry(known, fact.data);
    default:
      return `The register knows no fact "${(fact as { type: string }).type}".`; // never by its type; a newer log may hold one
  }
}

/** A first day that has come can be another one that has come, and none on which something in the CCG had begun. */
function inOpening(
  known: Known,
  { code, opened: was, closed }: Ccg,
  { opened, toldOn = was }: { readonly opened: Day; readonly toldOn?: Day },
): string | undefined {
  if (closed !== undefined && isDayBefore(closed, opened)) return `CCG ${code} closed already on ${closed}.`;
  if (hasDayCome(was, toldOn) && isDayBefore(toldOn, opened))
    return `CCG ${code} has opened, on ${was}. Only a day that has come can be its first day instead.`;
  return namedBeyond(known, { code, opened, ...(closed !== undefined && { closed }), toldOn });
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

const isClosed = ({ status, closed }: ToldPractice): boolean => status === 'C' || closed !== undefined;

/** A practice without what was told ahead of it and is told otherwise by a change from a day on. */
function standingOf(known: Known, code: string, from: Day, toldOn: Day | undefined): ToldPractice | undefined {
  const told = known.told(code);
  return told && toldOtherwise(told, from, toldOn);
}

function inLeaving(code: string, standing: ToldPractice | undefined, ccg: string, on: Day): string | undefined {
  if (!standing) return `Practice ${code} is not registered.`;
  if (standing.ccg !== ccg) return `Practice ${code} is a member of ${standing.ccg}, not of ${ccg}.`;
  if (standing.left !== undefined) return `Practice ${code} left ${ccg} already, on ${standing.left}.`;
  return isDayBefore(on, standing.joined) ? `Practice ${code} joined ${ccg} only on ${standing.joined}.` : undefined;
}

function inClosing(known: Known, code: string, on: Day, toldOn: Day | undefined): string | undefined {
  const standing = standingOf(known, code, addDays(on, 1), toldOn);
  if (!standing) return `Practice ${code} is not registered.`;
  if (isClosed(standing)) return `Practice ${code} is closed already.`;
  return standing.left === undefined ? inLeaving(code, standing, standing.ccg, on) : undefined;
}

/** Something must be told ahead, and what is left is a member of that CCG, or was to become one. */
function inStaying(known: Known, { practice: code, ccg, on, toldOn }: PracticeStays): string | undefined {
  const told = known.told(code);
  if (!told) return `Practice ${code} is not registered.`;
  const standing = toldOtherwise(told, on, toldOn);
  if (standing.ccg !== ccg) return `Practice ${code} is a member of ${standing.ccg}, not of ${ccg}.`;
  return isToldAhead(told, on, toldOn) ? undefined : `Nothing is told ahead of practice ${code} from ${on} on.`;
}

function inDetails(known: Known, changed: PracticeDetailsChanged): string | undefined {
  const practice = known.told(changed.practice);
  if (!practice) return `Practice ${changed.practice} is not registered.`;
  const { code, ccg, left, earlier } = practice;
  if (changed.status !== undefined && isClosed(practice)) return `Practice ${code} is closed.`;
  if (changed.closed !== undefined && !isClosed(practice)) return `Practice ${code} is not closed.`;
  const joined = changed.joined ?? practice.joined;
  const before = earlier.at(-1);
  if (changed.joined !== undefined && before?.left !== undefined && hasDayCome(joined, before.left))
    return `Practice ${code} left ${before.ccg} only on ${before.left} (R-80).`;
  const last = changed.closed !== undefined && left === practice.closed ? changed.closed : left;
  if (last !== undefined && isDayBefore(last, joined) && (changed.joined ?? changed.closed) !== undefined)
    return `Practice ${code} joined ${ccg} only on ${joined}, and left on ${last}.`;
  const closed = changed.joined === undefined ? undefined : notOpen(known, ccg, joined);
  return closed ?? (changed.closed === undefined ? undefined : neededAfter(known, code, changed.closed));
}

/** Each of the practices that go is one that could close; the one that stays is a member of a CCG on the day after. */
function inMerging(known: Known, { from, into, on, toldOn }: PracticesMerged): string | undefined {
  const staying = known.told(into);
  if (!staying) return `Practice ${into} is not registered.`;
  if (isClosed(staying) || staying.left !== undefined) return `Practice ${into} is a member of no CCG (R-80).`;
  if (from.length === 0) return `Practice ${into} merges with none.`;
  if (new Set([into, ...from]).size <= from.length) return `A practice merges with another, and once.`;
  for (const code of from) {
    const standing = standingOf(known, code, addDays(on, 1), toldOn);
    const wrong =
      inClosing(known, code, on, toldOn) ??
      inLeaving(code, standing, standing?.ccg ?? '', on) ??
      neededAfter(known, code, on, toldOn);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function inFoundingPractices(
  known: Known,
  { code: ccg, opened, practices }: Pick<CcgRegistered, 'code' | 'opened' | 'practices'>,
): string | undefined {
  const seen = new Set<string>();
  for (const { code, patients, joined = opened } of practices) {
    if (seen.has(code) || known.told(code)) return `Practice ${code} is registered already (R-80).`;
    seen.add(code);
    if (isDayBefore(joined, opened))
      return `Practice ${code} cannot have joined CCG ${ccg} before that opened, on ${opened}.`;
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
      return known.told(organisation) !== undefined;
    case 'region':
      return known.region(organisation) !== undefined;
    case 'nhse':
      return organisation === 'nhse';
    case 'any':
      return organisation !== '';
  }
}
