/** National roles come and go at the word of two registrars: one proposes, another confirms. */
import type { RegisterFact, RoleConfirmed, RoleDeclined, RoleProposed } from './facts.js';
import type { Role } from './model.js';

/** Roles that see or decide the cases of all: two persons grant and withdraw them. */
const national: readonly Role[] = ['constitution-reviewer', 'national-committee', 'auditor', 'registrar'];

export const isNational = (role: Role): boolean => national.includes(role);

/** Those that nobody has confirmed or declined yet. */
export class Proposals {
  readonly #pending = new Map<string, RoleProposed>();
  readonly #settled = new Set<string>();

  find(id: string): RoleProposed | undefined {
    return this.#pending.get(id);
  }

  isSettled(id: string): boolean {
    return this.#settled.has(id);
  }

  all(): readonly RoleProposed[] {
    return [...this.#pending.values()];
  }

  add(proposal: RoleProposed): void {
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
  known: Proposals,
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
  known: Proposals,
  confirmed: RoleConfirmed,
  isRegistrar: (subject: string) => boolean,
): string | undefined {
  const proposal = known.find(confirmed.id);
  if (proposal === undefined) return notPending(known, confirmed.id);
  if (parts.some((part) => proposal[part] !== confirmed[part]))
    return `Something else was proposed as ${confirmed.id}.`;
  if (confirmed.confirmedBy === proposal.proposedBy) return 'Another registrar must confirm what you have proposed.';
  if (!isRegistrar(proposal.proposedBy))
    return 'Whoever proposed it is no registrar any more. Decline it, and have it proposed anew.';
  return confirmed.confirmedBy === confirmed.subject ? ofOneself : undefined;
}

/** What is wrong with declining what was proposed; undefined when nothing is. Nobody stops what is to become of themselves. */
export function inDeclining(known: Proposals, { id, declinedBy }: RoleDeclined): string | undefined {
  const proposal = known.find(id);
  if (proposal === undefined) return notPending(known, id);
  return declinedBy === proposal.subject ? ofOneself : undefined;
}

const notPending = (known: Proposals, id: string): string =>
  known.isSettled(id) ? 'It was confirmed or declined already.' : `There is no proposal ${id}.`;

const ofOneself = 'Nobody grants or withdraws a role of their own. Ask another registrar.';

/** What is wrong with a fact for whoever records it: it must name them where it names who acted, and be about somebody else. */
export function inRecording(fact: Pick<RegisterFact, 'type' | 'data'>, recordedBy: string): string | undefined {
  const { type, data } = fact as RegisterFact; // an unknown type falls through
  switch (type) {
    case 'RoleGranted':
    case 'RoleWithdrawn':
      return data.subject === recordedBy ? ofOneself : undefined;
    case 'RoleProposed':
      return data.proposedBy === recordedBy ? undefined : `It names ${data.proposedBy} as who proposes.`;
    case 'RoleConfirmed':
      return data.confirmedBy === recordedBy ? undefined : `It names ${data.confirmedBy} as who confirms.`;
    case 'RoleDeclined':
      return data.declinedBy === recordedBy ? undefined : `It names ${data.declinedBy} as who declines.`;
    default:
      return undefined;
  }
}
