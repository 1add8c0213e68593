/** Whose cases somebody sees, and how much of each: all, or what the organisations they act for let them. */
export type Scope = { readonly all: true } | Bounds;

export interface Bounds {
  /** CCGs whose cases are seen whole. */
  readonly ccgs: readonly string[];
  /** Regions whose cases are seen whole. */
  readonly regions: readonly string[];
  /** CCGs of whose cases the members' part is seen. */
  readonly homes: readonly string[];
  /** Organisations: of a case that names one, the members' part is seen; of one that has no such part, the whole. */
  readonly named: readonly string[];
}

/** How much of a case somebody sees: all, the part of it that is for the members, or nothing, not even that it exists. */
export type Extent = 'all' | 'part' | 'nothing';

/** A case as far as it decides who sees it. */
export interface Seeable {
  readonly ccg?: string;
  readonly region: string;
  /** Whether it has a part that its CCG's practices see. */
  readonly hasPart: boolean;
}

/** The definition of who sees how much. `extent` below is the same for the rows of the file. */
export function extentOf(
  scope: Scope,
  { ccg, region, hasPart }: Seeable,
  names: (organisation: string) => boolean,
): Extent {
  const isOf = (ccgs: readonly string[]): boolean => ccg !== undefined && ccgs.includes(ccg);
  if ('all' in scope || isOf(scope.ccgs) || scope.regions.includes(region)) return 'all';
  const named = scope.named.some(names);
  if (!hasPart) return named ? 'all' : 'nothing';
  return named || isOf(scope.homes) ? 'part' : 'nothing';
}

const isNamed = `EXISTS (SELECT 1 FROM rolls r WHERE r.number = c.number AND r.practice IN (SELECT value FROM json_each(:named)))`;

/** `extentOf` as SQL, over a row `c` of the cases and the parameters of a scope. */
export const extent = `CASE
    WHEN :everything = 1 THEN 'all'
    WHEN c.ccg IN (SELECT value FROM json_each(:ccgs)) THEN 'all'
    WHEN c.region IN (SELECT value FROM json_each(:regions)) THEN 'all'
    WHEN c.part_places IS NULL THEN iif(${isNamed}, 'all', 'nothing')
    WHEN c.ccg IN (SELECT value FROM json_each(:homes)) THEN 'part'
    WHEN ${isNamed} THEN 'part'
    ELSE 'nothing' END`;

/** A role somebody holds, for one organisation. */
export interface Grant {
  readonly role: string;
  readonly organisation: string;
}

/** What the organisation of a role is: it bounds the cases that can wait on it. Nothing waits on a role that does not stand here. */
const boundBy: Readonly<Record<string, keyof Bounds | 'all'>> = {
  'ccg-officer': 'ccgs',
  'result-verifier': 'ccgs',
  'practice-representative': 'named',
  'regional-assessor': 'regions',
  'constitution-reviewer': 'all',
  'national-committee': 'all',
  auditor: 'all',
  registrar: 'all',
};

/** Whether a role is held for one region, and ends where a case goes to another. */
export const isOfRegion = (role: string): boolean => Object.hasOwn(boundBy, role) && boundBy[role] === 'regions';

export const nobody: Bounds = { ccgs: [], regions: [], homes: [], named: [] };

/** The cases that one role, held for one organisation, is about. */
export function boundsOfGrant({ role, organisation }: Grant): Scope {
  const bound = Object.hasOwn(boundBy, role) ? boundBy[role] : undefined;
  if (bound === undefined) return nobody;
  return bound === 'all' ? { all: true } : { ...nobody, [bound]: [organisation] };
}

/** A scope as parameters of a statement: lists are JSON, so that one statement serves any number of organisations. */
export function parametersOf(scope: Scope): Record<'everything' | keyof Bounds, string | number> {
  const { ccgs, regions, homes, named } = 'all' in scope ? nobody : scope;
  return {
    everything: 'all' in scope ? 1 : 0,
    ccgs: JSON.stringify(ccgs),
    regions: JSON.stringify(regions),
    homes: JSON.stringify(homes),
    named: JSON.stringify(named),
  };
}
