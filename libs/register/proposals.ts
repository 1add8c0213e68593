/** National roles and committees come and go at the word of two registrars: one proposes, another confirms. */
import { isDeepStrictEqual } from 'node:util';
import type {
  CommitteeConfirmed,
  CommitteeConstituted,
  CommitteeDeclined,
  CommitteeProposed,
  RegisterFact,
  RoleConfirmed,
  RoleDeclined,
  RoleProposed,
} from './facts.js';
import type { Committee, Role } from './model.js';

/** Roles that see or decide the cases of all: two persons grant and withdraw them. */
const national: readonly Role[] = ['constitution-reviewer', 'national-committee', 'auditor', 'registrar'];

export const isNational = (role: Role): boolean => national.includes(role);

/** Whether a committee takes two registrars: it decides for all of England. */
export const takesTwo = ({ purpose }: Pick<Committee, 'purpose'>): boolean => purpose === 'national-committee';

/** Those that nobody has confirmed or declined yet. */
export class Proposals<Proposed extends { readonly id: string }> {
  readonly #pending = new Map<string, Proposed>();
  readonly #settled = new Set<string>();

  find(id: string): Proposed | undefined {
    return this.#pending.get(id);
  }

  isSettled(id: string): boolean {
    return this.#settled.has(id);
  }

  all(): readonly Proposed[] {
    return [...this.#pending.values()];
  }

  add(proposal: Proposed): void {
    this.#pending.set(proposal.id, proposal);
  }

  settle(id: string): void {
    this.#pending.delete(id);
    this.#settled.add(id);
  }
}

/** What of a proposal must come back unchanged with its confirmation. */
const parts = ['action', 'issuer', 'subject', 'name', 'role', 'organisation'] as const;

/** What is wrong with who proposes; undefined when nothing is. */
export function inProposing(
  known: Proposals<RoleProposed>,
  { id, subject, proposedBy, ...change }: RoleProposed,
): string | undefined {
  if (!isNational(change.role)) return `A ${change.role} needs no second person.`;
  if (proposedBy === subject) return ofOneself;
  if (known.find(id) !== undefined || known.isSettled(id)) return `There is a proposal ${id} already.`;
  const same = known
    .all()
    .some(
      (each) =>
        each.subject === subject &&
        parts.every((part) => part === 'name' || part === 'subject' || each[part] === change[part]),
    );
  return same ? 'The same is proposed already. Another registrar confirms or declines it.' : undefined;
}

/** What is wrong with a confirmation beside what was proposed; undefined when nothing is. */
export function inConfirming(
  known: Proposals<RoleProposed>,
  confirmed: RoleConfirmed,
  isRegistrar: (subject: string) => boolean,
): string | undefined {
  const proposal = known.find(confirmed.id);
  if (proposal === undefined) return notPending(known, confirmed.id);
  if (parts.some((part) => proposal[part] !== confirmed[part]))
    return `Something else was proposed as ${confirmed.id}.`;
  if (confirmed.confirmedBy === proposal.proposedBy) return secondRegistrar;
  if (!isRegistrar(proposal.proposedBy)) return proposerLeft;
  return confirmed.confirmedBy === confirmed.subject ? ofOneself : undefined;
}

/** What is wrong with declining what was proposed; undefined when nothing is. Nobody stops what is to become of themselves. */
export function inDeclining(known: Proposals<RoleProposed>, { id, declinedBy }: RoleDeclined): string | undefined {
  const proposal = known.find(id);
  if (proposal === undefined) return notPending(known, id);
  return declinedBy === proposal.subject ? ofOneself : undefined;
}

/** What is wrong with who proposes a committee; undefined when nothing is. */
export function inProposingCommittee(
  known: Proposals<CommitteeProposed>,
  { id, committee, proposedBy }: CommitteeProposed,
): string | undefined {
  if (!takesTwo(committee)) return `Committee ${committee.id} needs no second person.`;
  if (sitsOn(committee, proposedBy)) return ofOnesOwn;
  return known.find(id) !== undefined || known.isSettled(id) ? `There is a proposal ${id} already.` : undefined;
}

/** What is wrong with a confirmation beside the committee that was proposed; undefined when nothing is. */
export function inConfirmingCommittee(
  known: Proposals<CommitteeProposed>,
  { id, committee, confirmedBy }: CommitteeConfirmed,
  isRegistrar: (subject: string) => boolean,
): string | undefined {
  const proposal = known.find(id);
  if (proposal === undefined) return notPending(known, id);
  if (!isAsProposed(proposal.committee, committee)) return `Something else was proposed as ${id}.`;
  if (confirmedBy === proposal.proposedBy) return secondRegistrar;
  if (!isRegistrar(proposal.proposedBy)) return proposerLeft;
  return sitsOn(committee, confirmedBy) ? ofOnesOwn : undefined;
}

/** What is wrong with declining the committee that was proposed; undefined when nothing is. */
export function inDecliningCommittee(
  known: Proposals<CommitteeProposed>,
  { id, declinedBy }: CommitteeDeclined,
): string | undefined {
  const proposal = known.find(id);
  if (proposal === undefined) return notPending(known, id);
  return sitsOn(proposal.committee, declinedBy) ? ofOnesOwn : undefined;
}

const sitsOn = ({ members }: Pick<Committee, 'members'>, subject: string): boolean =>
  members.some(({ id }) => id === subject);

/** Told on whichever day. */
const isAsProposed = (one: CommitteeConstituted, other: CommitteeConstituted): boolean =>
  isDeepStrictEqual({ ...one, toldOn: undefined }, { ...other, toldOn: undefined });

const notPending = (known: Pick<Proposals<RoleProposed>, 'isSettled'>, id: string): string =>
  known.isSettled(id) ? 'It was confirmed or declined already.' : `There is no proposal ${id}.`;

const secondRegistrar = 'Another registrar must confirm what you have proposed.';

const proposerLeft = 'Whoever proposed it is no registrar any more. Decline it, and have it proposed anew.';

const ofOnesOwn = 'Nobody constitutes a committee of which they are a member. Ask another registrar.';

const ofOneself = 'Nobody grants or withdraws a role of their own. Ask another registrar.';

/** What is wrong with a fact for whoever records it: it must name them where it names who acted, and be about somebody else. */
export function inRecording(fact: Pick<RegisterFact, 'type' | 'data'>, recordedBy: string): string | undefined {
  const { type, data } = fact as RegisterFact; // an unknown type falls through
  switch (type) {
    case 'RoleGranted':
    case 'RoleWithdrawn':
      return data.subject === recordedBy ? ofOneself : undefined;
    case 'RoleProposed':
    case 'CommitteeProposed':
      return data.proposedBy === recordedBy ? undefined : `It names ${data.proposedBy} as who proposes.`;
    case 'RoleConfirmed':
    case 'CommitteeConfirmed':
      return data.confirmedBy === recordedBy ? undefined : `It names ${data.confirmedBy} as who confirms.`;
    case 'RoleDeclined':
    case 'CommitteeDeclined':
      return data.declinedBy === recordedBy ? undefined : `It names ${data.declinedBy} as who declines.`;
    default:
      return undefined;
  }
}
