import type { Grant } from '../../../libs/register/model.js';

/** Who is asking: a person known by the identity provider, with what the register lets them do. */
export interface Asker {
  readonly id: string;
  readonly name: string;
  /** By the name under which the register knows it. */
  readonly issuer: string;
  readonly grants: readonly Grant[];
}

/** Roles that see every case: NHS England's national ones, and auditors. */
const national = ['constitution-reviewer', 'national-committee', 'auditor', 'registrar'];

export const seesEverything = ({ grants }: Asker): boolean => grants.some(({ role }) => national.includes(role));

export const holds = ({ grants }: Asker, ...roles: readonly string[]): boolean =>
  grants.some(({ role }) => roles.includes(role));
