import { contradictionOf } from './contradiction.js';
import type { Known } from './known.js';
import { impossibleDayIn } from './days.js';
import type { Register } from './index.js';
import type { Day } from './model.js';
import type { OrganisationFact, Organisations } from './organisations.js';

/** The register as facts about organisations would leave it that nobody has recorded: one after another, each held against those before it. */
export class Trial implements Known {
  #organisations: Organisations;
  readonly #taken: OrganisationFact[] = [];

  constructor(
    private readonly register: Register,
    private readonly today: Day,
  ) {
    this.#organisations = register.organisations();
  }

  /** Takes facts that belong together. Says why not, as recording them would, and is as it was before then. */
  take(facts: readonly OrganisationFact[]): string | undefined {
    const impossible = facts.map((fact) => impossibleDayIn(fact, this.today)).find((why) => why !== undefined);
    if (impossible !== undefined) return impossible;
    for (const [at, fact] of facts.entries()) {
      const contradiction = contradictionOf(this, fact);
      if (contradiction !== undefined) {
        if (at > 0) this.#startAnew();
        return contradiction;
      }
      this.#organisations.take(fact);
    }
    this.#taken.push(...facts);
    return undefined;
  }

  region(...of: Parameters<Known['region']>): ReturnType<Known['region']> {
    return this.#organisations.region(...of);
  }

  ccg(...of: Parameters<Known['ccg']>): ReturnType<Known['ccg']> {
    return this.#organisations.ccg(...of);
  }

  ccgs(): ReturnType<Known['ccgs']> {
    return this.#organisations.ccgs();
  }

  told(...of: Parameters<Known['told']>): ReturnType<Known['told']> {
    return this.#organisations.told(...of);
  }

  everMembersOf(...of: Parameters<Known['everMembersOf']>): ReturnType<Known['everMembersOf']> {
    return this.#organisations.everMembersOf(...of);
  }

  mergingInto(...of: Parameters<Known['mergingInto']>): ReturnType<Known['mergingInto']> {
    return this.#organisations.mergingInto(...of);
  }

  holds(...of: Parameters<Known['holds']>): ReturnType<Known['holds']> {
    return this.register.holds(...of);
  }

  round(...of: Parameters<Known['round']>): ReturnType<Known['round']> {
    return this.register.round(...of);
  }

  grantsOf(...of: Parameters<Known['grantsOf']>): ReturnType<Known['grantsOf']> {
    return this.register.grantsOf(...of);
  }

  isBankHoliday(...of: Parameters<Known['isBankHoliday']>): ReturnType<Known['isBankHoliday']> {
    return this.register.isBankHoliday(...of);
  }

  specialMeasuresOf(...of: Parameters<Known['specialMeasuresOf']>): ReturnType<Known['specialMeasuresOf']> {
    return this.register.specialMeasuresOf(...of);
  }

  committee(...of: Parameters<Known['committee']>): ReturnType<Known['committee']> {
    return this.register.committee(...of);
  }

  interest(...of: Parameters<Known['interest']>): ReturnType<Known['interest']> {
    return this.register.interest(...of);
  }

  get proposals(): Known['proposals'] {
    return this.register.proposals;
  }

  get committeesProposed(): Known['committeesProposed'] {
    return this.register.committeesProposed;
  }

  #startAnew(): void {
    this.#organisations = this.register.organisations();
    for (const fact of this.#taken) this.#organisations.take(fact);
  }
}
