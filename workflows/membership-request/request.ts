/** What the rules need to remember of a request, its facts, and who may act on it. */
import type { Actor, Bars, Claims, Fact, RoleOf } from '../../libs/workflow/index.js';
import {
  CaseClaimed,
  CaseReleased,
  CcgClosed,
  CcgDetailsChanged,
  ClaimEnded,
  InterestDeclared,
} from '../application/anywhere-events.js';
import type { Holder } from '../application/declared.js';
import type { CcgTerms } from '../application/terms.js';
import type { Claimed } from '../application/words.js';
import {
  ConsentRecorded,
  MembershipApproved,
  MembershipRefused,
  MembershipRequested,
  RequestWithdrawn,
} from './events.js';

export const events = {
  MembershipRequested,
  ConsentRecorded,
  MembershipApproved,
  MembershipRefused,
  RequestWithdrawn,
  CaseClaimed,
  CaseReleased,
  ClaimEnded,
  InterestDeclared,
  CcgClosed,
  CcgDetailsChanged,
};

/** A practice as the register has it on the day before the change, or on the day it is asked where that is later. */
export interface Practice {
  readonly code: string;
  readonly name: string;
  /** The CCG whose member it is; null for nobody's. */
  readonly ccg: string | null;
  /** First day of that membership; of nobody's member the first day after its last one. */
  readonly since: string;
  /** As ODS has it: A active, C closed, D dormant, P proposed. */
  readonly status: string;
  /** ODS prescribing setting; 4 is a GP practice. */
  readonly setting: number;
  readonly patients: number | null;
  /** Where something is told ahead of it to begin with the change or later: the CCG whose member it stays without, or was to become. */
  readonly ahead?: string;
}

/** A code the register does not know. */
interface Missing {
  readonly code: string;
  readonly missing: true;
}

/** What the register knows of whom a request names: when it is made, and when it is approved. */
interface Named {
  /** The CCG of the request and the one to move to, as far as they are open on the days on which it has them be members. */
  readonly openCcgs: readonly string[];
  readonly practices: readonly (Practice | Missing)[];
}

/** What the register adds to the request. */
interface LookedUp extends Named {
  readonly ccg: CcgTerms;
  /** When NHS England should have decided (ISO 8601, UTC); null when no time is set. */
  readonly decideBy: string | null;
  /** Ids of people with a live interest in the CCG or a practice of it. */
  readonly interested: readonly string[];
}

type Events = typeof events;
type Added<Type> = Type extends 'MembershipRequested'
  ? LookedUp
  : Type extends 'MembershipApproved'
    ? Partial<Named>
    : Type extends 'InterestDeclared'
      ? Partial<Holder>
      : unknown;
export type RequestFact = {
  [Type in keyof Events]: Fact<Type, InstanceType<Events[Type]> & Added<Type> & Partial<Bars>>;
}[keyof Events];
export type FactOf<Type extends keyof Events> = Extract<RequestFact, { type: Type }>;
export type Request = FactOf<'MembershipRequested'>['data'];

export interface Context {
  readonly request: Request | null;
  readonly requestedBy: Actor | null;
  readonly requestedAt: string | null;
  readonly consents: readonly (ConsentRecorded & { readonly by: string })[];
  readonly interested: readonly string[];
  /** Codes of what they lie in that were declared on the case. */
  readonly interestsIn: readonly string[];
  /** Queue → who has the case in hand there, and who had it last. */
  readonly claims: Claims;
  readonly claimed: Readonly<Record<string, Claimed>>;
  /** NHS England's reasons, once it has decided. */
  readonly grounds: string | null;
}

export const emptyContext: Context = {
  request: null,
  requestedBy: null,
  requestedAt: null,
  consents: [],
  interested: [],
  interestsIn: [],
  claims: {},
  claimed: {},
  grounds: null,
};

/** The request as the register stands when it is approved. */
export const asOf = (request: Request, known: Partial<Named>): Request => {
  const { openCcgs = request.openCcgs, practices = request.practices } = known;
  return { ...request, openCcgs, practices };
};

/** The practices of a request that the register knows. */
export const knownOf = ({ practices }: Request): readonly Practice[] =>
  practices.filter((practice): practice is Practice => !('missing' in practice));

/** The organisations named in a request, and the CCGs its practices would leave. */
export function partiesOf(request: Request): readonly string[] {
  const { ccg, practiceCodes, to } = request;
  const left = knownOf(request).map((practice) => practice.ccg);
  const codes = [ccg.code, to, ...practiceCodes, ...left];
  return [...new Set(codes.filter((code) => code !== undefined && code !== null))];
}

export const isParty = (request: Request, organisation: string): boolean => partiesOf(request).includes(organisation);

/** Before the first fact is recorded, the request is the one it makes; only its own CCG makes it. */
const actsOn =
  (maker: (request: Request) => readonly string[]): RoleOf<ActsOn>['actsOn'] =>
  ({ context, event, organisation }) => {
    if (context.request) return isParty(context.request, organisation);
    return event?.type === 'MembershipRequested' && maker(event.data).includes(organisation);
  };

interface ActsOn {
  readonly context: Context;
  readonly event: RequestFact | undefined;
}

export const roles = {
  'ccg-officer': { title: 'CCG officer', actsOn: actsOn(({ ccg }) => [ccg.code]) },
  'practice-representative': {
    title: 'Practice representative',
    actsOn: actsOn(({ practiceCodes }) => practiceCodes),
  },
  'constitution-reviewer': { title: 'Constitution reviewer', actsOn: ({ organisation }) => organisation === 'nhse' },
  registrar: { title: 'Registrar', actsOn: ({ organisation }) => organisation === 'nhse' },
  clock: { title: 'Clock', actsOn: ({ organisation }) => organisation === 'service' },
} as const satisfies Record<string, RoleOf<ActsOn>>;

export type Role = keyof typeof roles;
