/** Whose cases somebody may see: all, or those of these CCGs, of these regions, and those on whose roll one of these practices is. */
export type Scope = { readonly all: true } | Bounds;

export interface Bounds {
  readonly ccgs: readonly string[];
  readonly regions: readonly string[];
  readonly practices: readonly string[];
}

/** A role somebody holds, for one organisation. */
export interface Grant {
  readonly role: string;
  readonly organisation: string;
}

/** What the organisation of a role is: it bounds the cases that can wait on it. Nothing waits on a role that does not stand here. */
const boundBy: Readonly<Record<string, keyof Bounds | 'all'>> = {
  'ccg-officer': 'ccgs',
  'result-verifier': 'ccgs',
  'practice-representative': 'practices',
  'regional-assessor': 'regions',
  'constitution-reviewer': 'all',
  'national-committee': 'all',
  auditor: 'all',
  registrar: 'all',
};

const none: Bounds = { ccgs: [], regions: [], practices: [] };

/** The cases that one role, held for one organisation, is about. */
export function boundsOfGrant({ role, organisation }: Grant): Scope {
  const bound = Object.hasOwn(boundBy, role) ? boundBy[role] : undefined;
  if (bound === undefined) return none;
  return bound === 'all' ? { all: true } : { ...none, [bound]: [organisation] };
}

/** A scope as parameters of a statement: lists are JSON, so that one statement serves any number of organisations. */
export function parametersOf(scope: Scope): Record<'everything' | keyof Bounds, string | number> {
  if ('all' in scope) return { everything: 1, ccgs: '[]', regions: '[]', practices: '[]' };
  return {
    everything: 0,
    ccgs: JSON.stringify(scope.ccgs),
    regions: JSON.stringify(scope.regions),
    practices: JSON.stringify(scope.practices),
  };
}
