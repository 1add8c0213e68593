import { inRound } from './announcements.js';
import { inAmending, inCcgDetails, inClosure, inFounding, inTakingBack } from './ccg-changes.js';
import { inCommittee } from './committees.js';
import type { RegisterFact } from './facts.js';
import { inChange, inConfirmedChange, inGranting, inWithdrawing } from './grants.js';
import { inExpiry, inInterest } from './interests.js';
import type { Known } from './known.js';
import {
  inClosing,
  inCounting,
  inDetails,
  inJoining,
  inLeaving,
  inMerging,
  inMoving,
  inReopening,
  inStaying,
} from './practice-changes.js';
import {
  inConfirmingCommittee,
  inDeclining,
  inDecliningCommittee,
  inProposing,
  inProposingCommittee,
} from './proposals.js';
import { inImposing, inLifting } from './special-measures.js';
import { inHolidays } from './working-days.js';

type Contradiction<Data> = (known: Known, data: Data) => string | undefined;

/** By type of fact. */
const contradictions: { readonly [F in RegisterFact as F['type']]: Contradiction<F['data']> } = {
  RegionRegistered: (known, { code }) => known.region(code) && `Region ${code} is registered already.`,
  RoundAnnounced: inRound,
  BankHolidaysAnnounced: inHolidays,
  CcgRegistered: inFounding,
  CcgDetailsChanged: inCcgDetails,
  CcgClosed: inClosure,
  CcgClosureTakenBack: inTakingBack,
  ConstitutionAmended: inAmending,
  RoleGranted: inGranting,
  RoleWithdrawn: inWithdrawing,
  RoleProposed: (known, data) => inProposing(known.proposals, data) ?? inChange(known, data),
  RoleConfirmed: inConfirmedChange,
  RoleDeclined: (known, data) => inDeclining(known.proposals, data),
  PracticeJoined: inJoining,
  PracticeLeft: inLeaving,
  PracticeMoved: inMoving,
  PracticeStays: inStaying,
  PracticeClosed: inClosing,
  PracticeReopened: inReopening,
  PracticeDetailsChanged: inDetails,
  PracticesMerged: inMerging,
  ListSizeChanged: inCounting,
  SpecialMeasuresImposed: inImposing,
  SpecialMeasuresLifted: inLifting,
  CommitteeConstituted: inCommittee,
  CommitteeProposed: (known, data) =>
    inProposingCommittee(known.committeesProposed, data) ?? inCommittee(known, data.committee),
  CommitteeConfirmed: (known, data) =>
    inConfirmingCommittee(known.committeesProposed, data, (subject) => known.holds(subject, 'registrar', 'nhse')) ??
    inCommittee(known, data.committee),
  CommitteeDeclined: (known, data) => inDecliningCommittee(known.committeesProposed, data),
  InterestRegistered: inInterest,
  InterestExpired: inExpiry,
};

const byType = new Map<string, Contradiction<never>>(Object.entries(contradictions));

/**
 * Why a fact cannot be true beside what the register knows, in a sentence; undefined when it can. To be asked before a fact is
 * recorded: a recorded contradiction stops the fold.
 */
export function contradictionOf(known: Known, fact: RegisterFact): string | undefined {
  const ofType = byType.get(fact.type);
  // A newer log may hold another one.
  if (ofType === undefined) return `The register knows no fact "${fact.type}".`;
  return (ofType as Contradiction<RegisterFact['data']>)(known, fact.data); // that of its own type
}
