import { addDays, hasDayCome, isDayBefore } from '../workflow/london.js';
import type {
  CcgClosed,
  CcgRegistered,
  ConstitutionAmended,
  PracticeEntry,
  PracticesMerged,
  RegisterFact,
} from './facts.js';
import { membershipOn, membershipsFrom } from './membership.js';
import { gpPractice } from './model.js';
import type { Ccg, Constitution, Day, Practice, Region, RollEntry, ToldPractice } from './model.js';
import { isOpenOn } from './open.js';
import {
  closedOn,
  joined,
  practiceAfter,
  practiceOn,
  statusOn,
  withoutJoining,
  type PracticeFact,
} from './practice.js';

export type OrganisationFact =
  | RegisterFact<
      | 'RegionRegistered'
      | 'CcgRegistered'
      | 'CcgDetailsChanged'
      | 'CcgClosed'
      | 'CcgClosureTakenBack'
      | 'ConstitutionAmended'
      | 'PracticeJoined'
      | 'PracticesMerged'
    >
  | PracticeFact;

/**
 * Regions, CCGs with their constitutions, and practices with their memberships. Facts are to be held against what is known before they
 * come here: one that names a stranger throws RangeError.
 */
export class Organisations {
  readonly #regions = new Map<string, Region>();
  readonly #ccgs = new Map<string, Ccg>();
  /** By CCG, oldest version first. */
  readonly #constitutions = new Map<string, Constitution[]>();
  readonly #practices = new Map<string, ToldPractice>();
  /** By practice, the one that it closed into, and its last day. */
  readonly #merged = new Map<string, { readonly into: string; readonly on: Day }>();
  /** By CCG, every practice that was ever a member. */
  readonly #members = new Map<string, Set<string>>();
  /** By practice, every one that was ever to merge into it. */
  readonly #merging = new Map<string, Set<string>>();

  /** The same, to be changed by itself. */
  copy(): Organisations {
    const copy = new Organisations();
    this.#regions.forEach((region, code) => copy.#regions.set(code, region));
    this.#ccgs.forEach((ccg, code) => copy.#ccgs.set(code, ccg));
    this.#constitutions.forEach((versions, code) => copy.#constitutions.set(code, [...versions]));
    this.#practices.forEach((practice, code) => copy.#practices.set(code, practice));
    this.#members.forEach((codes, code) => copy.#members.set(code, new Set(codes)));
    this.#merging.forEach((codes, code) => copy.#merging.set(code, new Set(codes)));
    return copy;
  }

  regions(): readonly Region[] {
    return byCode(this.#regions.values());
  }

  region(code: string): Region | undefined {
    return this.#regions.get(code);
  }

  ccg(code: string): Ccg | undefined {
    return this.#ccgs.get(code);
  }

  ccgs({ region, openOn }: { region?: string; openOn?: Day } = {}): readonly Ccg[] {
    const asked = (ccg: Ccg) =>
      (region === undefined || ccg.region === region) && (openOn === undefined || isOpenOn(ccg, openOn));
    return byCode([...this.#ccgs.values()].filter(asked));
  }

  constitutionOf(ccg: string, on?: Day): Constitution | undefined {
    return this.#constitutions.get(ccg)?.findLast(({ from }) => on === undefined || hasDayCome(from, on));
  }

  constitutionsOf(ccg: string): readonly Constitution[] {
    return this.#constitutions.get(ccg) ?? [];
  }

  told(practice: string): ToldPractice | undefined {
    return this.#practices.get(practice);
  }

  practice(code: string, on: Day): Practice | undefined {
    const told = this.told(code);
    return told && practiceOn(told, on, this.#patientsOn(told, on));
  }

  practices({ ccg, on }: { ccg?: string; on: Day }): readonly Practice[] {
    return this.#membersOn(ccg, on).map((told) => practiceOn(told, on, this.#patientsOn(told, on)));
  }

  everMembersOf(ccg: string): readonly ToldPractice[] {
    return [...(this.#members.get(ccg) ?? [])].map((code) => required(this.told(code)));
  }

  mergingInto(practice: string): readonly ToldPractice[] {
    const ever = [...(this.#merging.get(practice) ?? [])].map((code) => required(this.told(code)));
    return ever.filter(({ mergedInto }) => mergedInto === practice);
  }

  memberOf(practice: string, on: Day): string | undefined {
    const known = this.#practices.get(practice);
    return known && membershipOn(known, on)?.ccg;
  }

  ccgsOf(organisation: string, on: Day): readonly string[] {
    if (this.#ccgs.has(organisation)) return [organisation];
    const practice = this.#practices.get(organisation);
    return practice ? [...new Set(membershipsFrom(practice, on).map(({ ccg }) => ccg))] : [];
  }

  /** What an organisation had become by a day: itself, or the one that it closed into, and so on. */
  becameOf(code: string, on: Day): string {
    const seen = new Set<string>();
    for (let now = code; ;) {
      const next = this.#successorOf(now);
      if (next === undefined || !isDayBefore(next.on, on) || seen.has(now)) return now;
      seen.add(now);
      now = next.into;
    }
  }

  #successorOf(code: string): { readonly into: string; readonly on: Day } | undefined {
    const { closed, successor } = this.ccg(code) ?? {};
    return closed !== undefined && successor !== undefined ? { into: successor, on: closed } : this.#merged.get(code);
  }

  rollOf(ccg: string, on: Day): readonly RollEntry[] {
    const known = this.#ccgs.get(ccg);
    if (!known || !isOpenOn(known, on)) return [];
    return this.#membersOn(ccg, on)
      .filter((told) => told.setting === gpPractice && statusOn(told, on) === 'A')
      .map((told) => ({ practice: told.code, name: told.name, patients: this.#patientsOn(told, on) }));
  }

  take(fact: OrganisationFact): void {
    switch (fact.type) {
      case 'RegionRegistered':
        this.#regions.set(fact.data.code, fact.data);
        break;
      case 'CcgRegistered':
        this.#found(fact.data);
        break;
      case 'CcgDetailsChanged':
        this.#changeCcg(fact.data.code, fact.data);
        break;
      case 'CcgClosed':
        this.#close(fact.data);
        break;
      case 'CcgClosureTakenBack':
        this.#stayOpen(fact.data.code);
        break;
      case 'ConstitutionAmended':
        this.#amend(fact.data);
        break;
      case 'PracticeJoined':
        this.#join(fact.data, fact.data.ccg, fact.data.joined);
        break;
      case 'PracticesMerged':
        this.#merge(fact.data);
        break;
      case 'PracticeReopened':
        this.#merged.delete(fact.data.practice);
        this.#change(fact);
        break;
      case 'PracticeMoved':
        ever(this.#members, fact.data.to).add(fact.data.practice);
        this.#change(fact);
        break;
      default:
        this.#change(fact);
    }
  }

  #amend({ ccg, constitution }: ConstitutionAmended): void {
    required(this.#constitutions.get(ccg)).push(constitution);
    this.#changeCcg(ccg, { constitution });
  }

  #found({ code, name, region, opened, constitution, practices }: CcgRegistered): void {
    this.#ccgs.set(code, { code, name, region, opened, constitution });
    this.#constitutions.set(code, [constitution]);
    for (const practice of practices) this.#join(practice, code, practice.joined ?? opened);
  }

  #stayOpen(code: string): void {
    const { name, region, opened, constitution } = required(this.ccg(code));
    this.#ccgs.set(code, { code, name, region, opened, constitution });
  }

  #close({ code, on, successor, kind, toldOn }: CcgClosed): void {
    this.#stayOpen(code);
    if (toldOn !== undefined && isDayBefore(on, toldOn))
      for (const told of this.everMembersOf(code)) this.#practices.set(told.code, withoutJoining(told, code, toldOn));
    const known = { ...(successor !== undefined && { successor }), ...(kind !== undefined && { closedBy: kind }) };
    this.#changeCcg(code, { closed: on, ...known });
  }

  #changeCcg(code: string, change: Partial<Ccg>): void {
    this.#ccgs.set(code, { ...required(this.ccg(code)), ...change });
  }

  #join(practice: PracticeEntry & { readonly toldOn?: Day }, ccg: string, from: Day): void {
    const { code } = practice;
    this.#practices.set(code, joined(this.told(code), practice, ccg, from));
    ever(this.#members, ccg).add(code);
  }

  #merge({ from, into, on, toldOn }: PracticesMerged): void {
    for (const code of from) {
      const told = { on, into, ...(toldOn !== undefined && { toldOn }) };
      this.#practices.set(code, closedOn(required(this.told(code)), told));
      ever(this.#merging, into).add(code);
      this.#merged.set(code, { into, on });
    }
  }

  #change(fact: PracticeFact): void {
    const code = fact.data.practice;
    this.#practices.set(code, practiceAfter(required(this.told(code)), fact));
  }

  #membersOn(ccg: string | undefined, on: Day): readonly ToldPractice[] {
    const known = ccg === undefined ? [...this.#practices.values()] : this.everMembersOf(ccg);
    return byCode(
      known.filter((told) => {
        const membership = membershipOn(told, on);
        return membership !== undefined && (ccg === undefined || membership.ccg === ccg);
      }),
    );
  }

  /**
   * The patients go where their practices go, on the day after these have closed; a count of that day or later has them already. A list size that
   * nobody knows is never counted as nought.
   */
  #patientsOn({ code, patients, countedOn }: ToldPractice, on: Day): number | null {
    const gone = this.mergingInto(code).filter(
      ({ closed }) =>
        closed !== undefined && isDayBefore(closed, on) && (countedOn === undefined || hasDayCome(countedOn, closed)),
    );
    const sizes = [patients, ...gone.map((each) => this.#patientsOn(each, addDays(each.closed ?? on, 1)))];
    return sizes.reduce((sum, each) => (sum === null || each === null ? null : sum + each));
  }
}

/** The set under a key, begun where there is none. */
function ever(sets: Map<string, Set<string>>, key: string): Set<string> {
  const found = sets.get(key) ?? new Set<string>();
  sets.set(key, found);
  return found;
}

function byCode<T extends { readonly code: string }>(found: Iterable<T>): readonly T[] {
  // eslint-disable-next-line remit/no-text-order -- Codes are texts.
  return [...found].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new RangeError('expected an organisation of the register, found a stranger');
  return found;
}
