import { Injectable } from '@nestjs/common';
import { activities, functionInWords } from '../../../workflows/stages/interest/events.js';
import type { Holding } from '../../../libs/views/index.js';
import { isDayBefore, londonDay, type Day } from '../../../libs/workflow/london.js';
import { candidatesFor, nodesOf, passageOf } from '../../../libs/workflow/state.js';
import type { Asker } from '../access/asker.js';
import { mayDo } from '../access/may-do.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { aboutShown, caseInWords } from '../contract/about.js';
import { Ledger } from '../ledger/ledger.js';

export interface DelegationSearch {
  readonly region?: string;
  /** Only those with something that is late, suspended, under conditions, or coming to an end. */
  readonly only?: Only;
}

export const onlyWords = {
  conditions: 'With open conditions',
  suspended: 'With suspended functions',
  review: 'Review due',
  ending: 'Revoked from a later day',
  variation: 'Variation proposed',
} as const;
export type Only = keyof typeof onlyWords;

/** A delegation in force. */
export interface DelegationItem {
  readonly case: string;
  readonly name: string;
  readonly ccg: string;
  readonly ccgName: string;
  readonly region: string;
  readonly round: string;
  readonly since: string;
  /** In words. */
  readonly functions: readonly string[];
  readonly suspended: readonly string[];
  /** How many functions there are to delegate. */
  readonly ofAll: number;
  readonly conditions: number;
  readonly conditionDue?: Day;
  readonly conditionLate: boolean;
  readonly reviewedAt?: string;
  readonly nextReviewOn?: Day;
  readonly reviewLate: boolean;
  readonly endsFrom?: string;
  /** The role that proposed one. */
  readonly variationBy?: string;
  /** What whoever asks may do with it. */
  readonly acts: readonly { readonly type: string; readonly label: string }[];
}

/** What NHS England does with a delegation, in the order in which it is asked for. */
const types = [
  'DelegationReviewed',
  'ConditionsImposed',
  'VariationProposed',
  'DelegationVaried',
  'VariationDeclined',
  'FunctionsSuspended',
  'FunctionsRestored',
  'DelegationRevoked',
  'RevocationWithdrawn',
] as const;

/** Delegations in force. */
@Injectable()
export class DelegationsAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  /** By the name of the CCG. */
  inForce({ region, only }: DelegationSearch, asking: Asker): readonly DelegationItem[] {
    const today = londonDay(this.clock.now());
    const held = this.ledger.views.heldNow({
      level: 'L3',
      scope: this.visibility.scope(asking),
      ...(region !== undefined && { region }),
    });
    return held
      .filter(({ case: { ccg } }) => this.isOpen(ccg, today))
      .map((each) => itemOf(each, today, asking))
      .filter((item) => only === undefined || is[only](item));
  }

  regions() {
    return this.ledger.register.regions();
  }

  /** A level goes on no longer than its CCG, whatever ended that. */
  private isOpen(ccg: string | undefined, today: Day): boolean {
    return ccg !== undefined && this.ledger.register.isOpen(ccg, today);
  }
}

const is: Readonly<Record<Only, (item: DelegationItem) => boolean>> = {
  conditions: ({ conditions }) => conditions > 0,
  suspended: ({ suspended }) => suspended.length > 0,
  review: ({ reviewLate }) => reviewLate,
  ending: ({ endsFrom }) => endsFrom !== undefined,
  variation: ({ variationBy }) => variationBy !== undefined,
};

const inWords = (functions: readonly string[] = []): readonly string[] => functions.map(functionInWords);

function itemOf({ case: row, since, conditions, conditionDue }: Holding, today: Day, asking: Asker): DelegationItem {
  const workflow = workflowIn(row);
  const { functions, suspended, reviewedAt, nextReviewOn, endsFrom, variation } = row.noted;
  const isLate = (day: Day | undefined): boolean => day !== undefined && isDayBefore(day, today);
  return {
    case: row.id,
    name: caseInWords(row, workflow.title),
    ...aboutShown(row),
    ccgName: row.ccgName,
    region: row.region,
    since,
    functions: inWords(functions),
    suspended: inWords(suspended),
    ofAll: Object.keys(activities).length,
    conditions,
    ...(conditionDue !== undefined && { conditionDue }),
    conditionLate: isLate(conditionDue),
    ...(reviewedAt !== undefined && { reviewedAt }),
    ...(nextReviewOn !== undefined && { nextReviewOn }),
    reviewLate: isLate(nextReviewOn),
    ...(endsFrom !== undefined && { endsFrom }),
    ...(variation && { variationBy: variation.by }),
    acts: types.flatMap((type) => {
      if (!mayDo(asking, { ...row, workflow }, type)) return [];
      const [way] = candidatesFor(nodesOf(workflow.machine, row.state), type);
      return way ? [{ type, label: passageOf(way).label }] : [];
    }),
  };
}
