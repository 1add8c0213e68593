import { contradictionOf } from '../contradiction.js';
import type { Known } from '../known.js';
import type { PracticeJoined } from '../facts.js';
import type { ToldPractice } from '../model.js';
import type { OrganisationFact } from '../organisations.js';
import { joined, practiceAfter, type PracticeFact } from '../practice.js';
import type { Change, Verdict } from './preview.js';

export const checkWithOds = 'Check the dates and the commissioner with ODS.';

/** What one line makes of one practice, fact by fact, each held against the register as the ones before it leave it. */
export class Draft {
  readonly #facts: OrganisationFact[] = [];
  readonly #what = new Set<Change>();
  readonly #words: string[] = [];
  #contradiction: string | undefined;
  #practice: ToldPractice | undefined;

  constructor(
    private readonly known: Known,
    private readonly row: { readonly line: number; readonly code: string; readonly name: string },
  ) {
    this.#practice = known.told(row.code);
  }

  /** As the facts so far leave it. */
  get practice(): ToldPractice | undefined {
    return this.#practice;
  }

  join(data: PracticeJoined, what: Change, words: string): void {
    this.add({ type: 'PracticeJoined', data }, what, words, () => joined(this.#practice, data, data.ccg, data.joined));
  }

  change(fact: PracticeFact, what: Change, words: string): void {
    this.add(fact, what, words, () => this.#practice && practiceAfter(this.#practice, fact));
  }

  verdict(): Verdict {
    const { line, code } = this.row;
    if (this.#contradiction !== undefined) return { line, code, because: this.#contradiction, mend: checkWithOds };
    if (this.#facts.length === 0) return 'unchanged';
    const name = this.#practice?.name ?? this.row.name;
    return { line, code, name, what: [...this.#what], detail: `${this.#words.join('; ')}.`, facts: this.#facts };
  }

  private add(fact: OrganisationFact, what: Change, words: string, next: () => ToldPractice | undefined): void {
    if (this.#contradiction !== undefined) return;
    this.#contradiction = contradictionOf(this.soFar(), fact);
    if (this.#contradiction !== undefined) return;
    this.#practice = next();
    this.#facts.push(fact);
    this.#what.add(what);
    this.#words.push(words);
  }

  private soFar(): Known {
    const { known } = this;
    return {
      region: (code) => known.region(code),
      ccg: (code) => known.ccg(code),
      ccgs: () => known.ccgs(),
      told: (code) => (code === this.row.code ? this.#practice : known.told(code)),
      everMembersOf: (ccg) => known.everMembersOf(ccg),
      mergingInto: (practice) => known.mergingInto(practice),
      round: (id) => known.round(id),
      grantsOf: (issuer, subject) => known.grantsOf(issuer, subject),
      holds: (subject, role, organisation) => known.holds(subject, role, organisation),
      isBankHoliday: (day) => known.isBankHoliday(day),
      specialMeasuresOf: (ccg) => known.specialMeasuresOf(ccg),
      committee: (id) => known.committee(id),
      interest: (id) => known.interest(id),
      proposals: known.proposals,
      committeesProposed: known.committeesProposed,
    };
  }
}
