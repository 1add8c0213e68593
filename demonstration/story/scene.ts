/** What a story of an application depends on: the CCG, its round, when things happen, and what it meets on its way. */
import type { Round } from '../../libs/register/model.js';
import type { Choice } from '../../workflows/stages/mandate/events.js';
import type { Form } from '../forms.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { Entry, Saying } from './step.js';

/** What happens at a moment of its own. */
export type Moment =
  | 'expressed'
  | 'joined'
  | 'returned'
  | 'mended'
  | 'acknowledged'
  | 'engaged'
  | 'agreed'
  | 'proposed'
  | 'read'
  | 'proposed again'
  | 'read again'
  | 'submitted'
  | 'asked'
  | 'answered'
  | 'assessed'
  | 'suspended'
  | 'reworked'
  | 'assessed again'
  | 'concluded'
  | 'countersigned'
  | 'upheld'
  | 'discharged';

export interface Vote {
  readonly at: Date;
  readonly practice: string;
  readonly choice: Choice;
}

/** A ballot and the votes cast in it, in order; whoever changes its mind votes twice. */
export interface Ballot {
  readonly opens: Date;
  readonly closes: Date;
  readonly votes: readonly Vote[];
  readonly verified: Date;
}

/** What a committee decides, and its papers that are handed in before. */
export interface Decision {
  readonly papers: Date;
  readonly recorded: Date;
  readonly form: Form;
}

/** What a CCG meets on its way. A second ballot, a deferral and a rework are told by its ballots and decisions. */
export type Trouble =
  | 'interest-returned'
  | 'second-ballot'
  | 'deferred'
  | 'reworked'
  | 'amendment-returned'
  | 'versions-in-flight'
  | 'terms-disputed'
  | 'member-left'
  | 'information-requested'
  | 'conditions'
  | 'interest-declared';

/** A CCG in a round. */
export interface Applicant {
  readonly ccg: string;
  readonly name: string;
  readonly region: string;
  readonly round: Pick<Round, 'id' | 'goLive'>;
  readonly when: (moment: Moment) => Date;
  readonly troubles?: readonly Trouble[];
}

/** The application of a CCG for delegated (L3) or joint commissioning (L2). */
export interface Scene extends Applicant {
  readonly level: 'L3' | 'L2';
  /** What the region finds of an interest in L3. */
  readonly readiness?: string;
  /** CCGs that apply together, the one that expresses the interest first. */
  readonly group?: readonly string[];
  /** Ballots, or so many members who agree at a meeting where the constitution asks for no ballot. */
  readonly mandate: readonly Ballot[] | { readonly members: number };
  /** The version of the constitution that is in force by now. */
  readonly version: () => number;
  /** False where the constitution provides for the committee already. */
  readonly amends?: boolean;
  /** Why the region does not recommend it, which it does else. */
  readonly notRecommended?: readonly Form[];
  readonly decisions: readonly Decision[];
  /** What is decided anew after a defect was found in what was approved, and mended. */
  readonly anew?: Decision;
}

/** Who works on the case of a CCG. */
export const peopleOf = ({ ccg, region }: Pick<Applicant, 'ccg' | 'region'>) => ({
  officer: `officer@${ccg}`,
  assessor: `assessor@${region}`,
  verifier: `verifier@${ccg}`,
  reviewer: 'constitution@nhse',
});

/** The panel of a region, with its members who vote: two executives, and a GP. */
export const panelOf = ({ region }: Pick<Scene, 'region'>) =>
  ({
    id: `${region.toLowerCase()}-joint`,
    chair: `panel@${region}`,
    second: `panel-2@${region}`,
    third: `panel-3@${region}`,
  }) as const;

/** The committee that decides on a level, with two of its members who record what it decided. */
export const committeeOf = (scene: Pick<Scene, 'level' | 'region'>) =>
  scene.level === 'L3'
    ? ({ id: 'nhse-assurance', chair: 'committee@nhse', second: 'committee-2@nhse' } as const)
    : panelOf(scene);

export const says = (at: Date, who: string, type: string, data: Form = {}): Saying => ({
  to: 'case',
  at,
  who,
  type,
  data,
});

export const meets = ({ troubles = [] }: Pick<Applicant, 'troubles'>, trouble: Trouble): boolean =>
  troubles.includes(trouble);

export const specialMeasures = (ccg: string, at: Date, direction: string): Entry => ({
  to: 'register',
  at,
  who: 'registrar@nhse',
  type: 'SpecialMeasuresImposed',
  data: { ccg, direction, on: londonDay(at) },
});
