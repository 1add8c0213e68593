import { hasDayCome, isDayBefore, isDayWithin } from '../workflow/london.js';
import type { CcgClosed, CcgRegistered, PracticeEntry, PracticesMerged, RegisterFact } from './facts.js';
import { isActiveOn, membershipOn, openMembership } from './membership.js';
import { gpPractice } from './model.js';
import type { Ccg, Constitution, Day, Practice, Region, RollEntry } from './model.js';
import { joined, practiceAfter, type PracticeFact } from './practice.js';

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
  readonly #practices = new Map<string, Practice>();
  /** By practice, the one that it closed into, and its last day. */
  readonly #merged = new Map<string, { readonly into: string; readonly on: Day }>();
  /** By CCG, every practice that was ever a member. */
  readonly #members = new Map<string, Set<string>>();

  regions(): readonly Region[] {
    return byCode(this.#regions.values());
  }

  region(code: string): Region | undefined {
    return this.#regions.get(code);
  }

  ccg(code: string): Ccg | undefined {
    return this.#ccgs.get(code);
  }

  ccgs({ region, openOn }: { region?: string; openOn?: Day }): readonly Ccg[] {
    const asked = (ccg: Ccg) =>
      (region === undefined || ccg.region === region) && (openOn === undefined || isOpenOn(ccg, openOn));
    return byCode([...this.#ccgs.values()].filter(asked));
  }

  constitutionOf(ccg: string, on?: Day): Constitution | undefined {
    return this.#constitutions.get(ccg)?.findLast(({ from }) => on === undefined || hasDayCome(from, on));
  }

  practice(code: string): Practice | undefined {
    return this.#practices.get(code);
  }

  practices({ ccg, on }: { ccg?: string; on?: Day }): readonly Practice[] {
    const known = ccg === undefined ? [...this.#practices.values()] : this.#everMembersOf(ccg);
    const asked = (practice: Practice) => {
      const membership = on === undefined ? openMembership(practice) : membershipOn(practice, on);
      return membership !== undefined && (ccg === undefined || membership.ccg === ccg);
    };
    return byCode(known.filter(asked));
  }

  memberOf(practice: string, on: Day): string | undefined {
    const known = this.#practices.get(practice);
    return known && membershipOn(known, on)?.ccg;
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
    return this.practices({ ccg, on })
      .filter((practice) => practice.setting === gpPractice && isActiveOn(practice, on))
      .map(({ code, name, patients }) => ({ practice: code, name, patients }));
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
      case 'ConstitutionAmended': {
        const { ccg, constitution } = fact.data;
        required(this.#constitutions.get(ccg)).push(constitution);
        this.#changeCcg(ccg, { constitution });
        break;
      }
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
        this.#membersEver(fact.data.to).add(fact.data.practice);
        this.#change(fact);
        break;
      default:
        this.#change(fact);
    }
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

  #close({ code, on, successor, kind }: CcgClosed): void {
    this.#stayOpen(code);
    const known = { ...(successor !== undefined && { successor }), ...(kind !== undefined && { closedBy: kind }) };
    this.#changeCcg(code, { closed: on, ...known });
  }

  #changeCcg(code: string, change: Partial<Ccg>): void {
    this.#ccgs.set(code, { ...required(this.ccg(code)), ...change });
  }

  #join(practice: PracticeEntry, ccg: string, from: Day): void {
    const { code } = practice;
    this.#practices.set(code, joined(this.practice(code), practice, ccg, from));
    this.#membersEver(ccg).add(code);
  }

  /** The patients go where their practices go; a list size that nobody recorded counts as none, unless nobody recorded any. */
  #merge({ from, into, on }: PracticesMerged): void {
    const counted = [into, ...from].flatMap((code) => required(this.practice(code)).patients ?? []);
    const patients = counted.length === 0 ? null : counted.reduce((sum, each) => sum + each);
    for (const practice of from) {
      this.#merged.set(practice, { into, on });
      this.#change({ type: 'PracticeClosed', data: { practice, on } });
    }
    const { countedOn = on } = required(this.practice(into));
    const latest = isDayBefore(countedOn, on) ? on : countedOn;
    this.#change({ type: 'ListSizeChanged', data: { practice: into, patients, on: latest } });
  }

  #change(fact: PracticeFact): void {
    const code = fact.data.practice;
    this.#practices.set(code, practiceAfter(required(this.practice(code)), fact));
  }

  #membersEver(ccg: string): Set<string> {
    const members = this.#members.get(ccg) ?? new Set<string>();
    this.#members.set(ccg, members);
    return members;
  }

  #everMembersOf(ccg: string): readonly Practice[] {
    return [...(this.#members.get(ccg) ?? [])].map((code) => required(this.practice(code)));
  }
}

function isOpenOn({ opened, closed }: Ccg, on: Day): boolean {
  return isDayWithin(on, opened, closed);
}

function byCode<T extends { readonly code: string }>(found: Iterable<T>): readonly T[] {
  // eslint-disable-next-line remit/no-text-order -- Codes are texts.
  return [...found].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new RangeError('expected an organisation of the register, found a stranger');
  return found;
}
