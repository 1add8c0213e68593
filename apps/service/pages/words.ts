/** How people and organisations are called on pages. */
import { workflows } from '../../../workflows/index.js';

const titles: ReadonlyMap<string, string> = new Map(
  workflows.flatMap(({ roles }) => Object.entries(roles).map(([role, { title }]) => [role, title] as const)),
);

/** Roles that no workflow has. */
const others: Readonly<Record<string, string>> = { auditor: 'Auditor', registrar: 'Registrar' };

/** Every role by its name. */
export const rolesKnown: readonly string[] = [...titles.keys(), ...Object.keys(others)];

export function roleTitle(role: string): string {
  return titles.get(role) ?? others[role] ?? role;
}

/** Whom a case waits on, in a list. */
export const waitedOn = (role: string): string => (role === 'clock' ? 'Its date' : roleTitle(role));
