import { Injectable } from '@nestjs/common';
import type { OpenCondition } from '../../../libs/views/index.js';
import { isDayBefore, londonDay, addDays, type Day } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { mayDo } from '../access/may-do.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { aboutShown, caseInWords } from '../contract/about.js';
import { Ledger } from '../ledger/ledger.js';

/** Which conditions are wanted. */
export interface ConditionSearch {
  readonly region?: string;
  readonly round?: string;
  readonly level?: string;
  readonly due?: 'overdue' | 'month';
}

/** A condition that is open, of all cases that whoever asks sees whole. */
export interface ConditionItem {
  readonly case: string;
  /** What people call the case. */
  readonly name: string;
  readonly ccg: string;
  readonly ccgName: string;
  readonly region: string;
  readonly level?: string;
  readonly round: string;
  readonly title: string;
  /** Its number on the case. */
  readonly number: number;
  readonly matter: string;
  readonly owner: string;
  readonly due: Day;
  /** Days it is late by; 0 while it is not. */
  readonly late: number;
  /** Whether it must be discharged before go-live. */
  readonly precedent: boolean;
  /** When it was last reviewed and found not to be met. */
  readonly upheldAt?: string;
  /** Whether a review of it is for whoever asks. */
  readonly reviews: boolean;
}

export interface Conditions {
  readonly conditions: readonly ConditionItem[];
  /** Whether there are more than these. */
  readonly more: boolean;
}

/** Conditions over all cases. */
@Injectable()
export class ConditionsAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  open(
    { due, ...filter }: ConditionSearch,
    { limit, skip }: { readonly limit: number; readonly skip: number },
    asking: Asker,
  ): Conditions {
    const today = londonDay(this.clock.now());
    const rows = this.ledger.views.openConditions({
      ...filter,
      ...(due !== undefined && { dueBefore: due === 'overdue' ? today : addDays(today, 31) }),
      scope: this.visibility.scope(asking),
      // One more than asked for tells whether there are more.
      limit: limit + 1,
      skip,
    });
    return { conditions: rows.slice(0, limit).map((row) => itemOf(row, today, asking)), more: rows.length > limit };
  }

  /** How many are open, and how many of those are late. */
  counts(asking: Asker): { readonly open: number; readonly late: number } {
    return this.ledger.views.conditionCounts(this.visibility.scope(asking), londonDay(this.clock.now()));
  }

  /** Rounds and regions to choose from. */
  choices() {
    const { register } = this.ledger;
    return { rounds: register.rounds().toReversed(), regions: register.regions() };
  }
}

function itemOf({ case: row, ...condition }: OpenCondition, today: Day, asking: Asker): ConditionItem {
  const workflow = workflowIn(row);
  const { number, matter, owner, due, precedent, upheldAt } = condition;
  return {
    case: row.id,
    name: caseInWords(row, workflow.title),
    ...aboutShown(row),
    ccgName: row.ccgName,
    region: row.region,
    ...(row.level !== undefined && { level: row.level }),
    title: workflow.title,
    ...{ number, matter, owner, due, precedent },
    late: isDayBefore(due, today) ? daysBetween(due, today) : 0,
    ...(upheldAt !== undefined && { upheldAt }),
    reviews: mayDo(asking, { ...row, workflow }, 'ConditionDischarged'),
  };
}

const dayLength = 86_400_000;

const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
