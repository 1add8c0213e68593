/**
 * The register: a value folded from the facts of the stream `register`, and the questions it answers. No IO and no clock; whoever
 * asks about a day says which. It holds what is known now: a back-dated fact changes the answer about a past day, never a roll that
 * was frozen into a ballot. For what was known at a moment, fold the facts up to it.
 */
import type { RecordedEvent } from '../event-log/index.js';
import { contradictionOf } from './contradiction.js';
import type {
  CcgClosed,
  CcgRegistered,
  ConstitutionAmended,
  PracticeEntry,
  RegisterFact,
  RoleGranted,
  RoleWithdrawn,
} from './facts.js';
import { endedBefore, isActiveOn, latestMembership, membershipOn, openMembership } from './membership.js';
import { gpPractice } from './model.js';
import type {
  Ccg,
  Constitution,
  CountingRule,
  Day,
  Grant,
  Person,
  Practice,
  Region,
  RollEntry,
  Round,
} from './model.js';

/** Thrown by the fold for a fact that contradicts what the register knows; the register is as it was before it. */
export class ImpossibleRegisterFact extends Error {
  override readonly name = 'ImpossibleRegisterFact';
}

/**
 * Takes one event of the stream `register` into `register`, which it changes in place. The events of a stream are to be handed in
 * once each, in order.
 * @throws ImpossibleRegisterFact
 */
export function applyRegisterEvent(register: Register, event: Pick<RecordedEvent, 'type' | 'data'>): void {
  // Facts are validated before they are recorded; an unknown type ends as a contradiction.
  register.take({ type: event.type, data: event.data } as unknown as RegisterFact);
}

/** The register as the given events leave it. @throws ImpossibleRegisterFact */
export function registerOf(events: Iterable<Pick<RecordedEvent, 'type' | 'data'>>): Register {
  const register = new Register();
  for (const event of events) applyRegisterEvent(register, event);
  return register;
}

export class Register {
  readonly #regions = new Map<string, Region>();
  readonly #rounds = new Map<string, Round>();
  readonly #ccgs = new Map<string, Ccg>();
  /** By CCG, oldest version first. */
  readonly #constitutions = new Map<string, Constitution[]>();
  readonly #practices = new Map<string, Practice>();
  /** By CCG, every practice that was ever a member. */
  readonly #members = new Map<string, Set<string>>();
  /** By issuer, then subject. */
  readonly #people = new Map<string, Map<string, Person>>();

  regions(): readonly Region[] {
    return byCode(this.#regions.values());
  }

  region(code: string): Region | undefined {
    return this.#regions.get(code);
  }

  /** In the order of opening. */
  rounds(): readonly Round[] {
    return [...this.#rounds.values()].sort((a, b) => Date.parse(a.opens) - Date.parse(b.opens));
  }

  round(id: string): Round | undefined {
    return this.#rounds.get(id);
  }

  ccg(code: string): Ccg | undefined {
    return this.#ccgs.get(code);
  }

  /** By code; those of a region, those open on a day. */
  ccgs({ region, openOn }: { region?: string; openOn?: Day } = {}): readonly Ccg[] {
    const asked = (ccg: Ccg) =>
      (region === undefined || ccg.region === region) && (openOn === undefined || isOpenOn(ccg, openOn));
    return byCode([...this.#ccgs.values()].filter(asked));
  }

  /** The version of a CCG's constitution in force on a day, or the newest. Undefined before the first, and for an unknown CCG. */
  constitutionOf(ccg: string, on?: Day): Constitution | undefined {
    return this.#constitutions.get(ccg)?.findLast(({ from }) => on === undefined || from <= on);
  }

  /** How that constitution counts votes. */
  countingRuleOf(ccg: string, on?: Day): CountingRule | undefined {
    return this.constitutionOf(ccg, on)?.counting;
  }

  practice(code: string): Practice | undefined {
    return this.#practices.get(code);
  }

  /** By code, whatever their status: the members of a CCG on a day; without a day, those whose latest membership has no end. */
  practices({ ccg, on }: { ccg?: string; on?: Day } = {}): readonly Practice[] {
    const known = ccg === undefined ? [...this.#practices.values()] : this.#everMembersOf(ccg);
    const asked = (practice: Practice) => {
      const membership = on === undefined ? openMembership(practice) : membershipOn(practice, on);
      return membership !== undefined && (ccg === undefined || membership.ccg === ccg);
    };
    return byCode(known.filter(asked));
  }

  /** The CCG a practice was a member of on a day. */
  memberOf(practice: string, on: Day): string | undefined {
    const known = this.#practices.get(practice);
    return known && membershipOn(known, on)?.ccg;
  }

  /**
   * The practices that may vote in a ballot which opens on this day, by code: active GP practices that are members of the CCG on
   * that day, its first and its last day of membership included. List sizes are the last recorded. Empty when the CCG is not open then.
   */
  rollOf(ccg: string, on: Day): readonly RollEntry[] {
    const known = this.#ccgs.get(ccg);
    if (!known || !isOpenOn(known, on)) return [];
    return this.practices({ ccg, on })
      .filter((practice) => practice.setting === gpPractice && isActiveOn(practice, on))
      .map(({ code, name, patients }) => ({ practice: code, name, patients }));
  }

  /** Who a subject of an issuer is, and what they may act as; known still when every role was withdrawn. */
  person(issuer: string, subject: string): Person | undefined {
    return this.#people.get(issuer)?.get(subject);
  }

  /** What a subject of an issuer may act as, and for whom; nothing for a stranger. */
  grantsOf(issuer: string, subject: string): readonly Grant[] {
    return this.person(issuer, subject)?.grants ?? [];
  }

  /** Whether any issuer's subject of this name may act in this role for this organisation: a recorded actor does not say whose it is. */
  holds(subject: string, role: string, organisation: string): boolean {
    const grants = [...this.#people.values()].flatMap((people) => people.get(subject)?.grants ?? []);
    return grants.some((grant) => grant.role === role && grant.organisation === organisation);
  }

  /** Takes one more fact. @throws ImpossibleRegisterFact, and is unchanged then */
  take(fact: RegisterFact): void {
    const contradiction = contradictionOf(this, fact);
    if (contradiction !== undefined) throw new ImpossibleRegisterFact(contradiction);
    switch (fact.type) {
      case 'RegionRegistered':
        this.#regions.set(fact.data.code, fact.data);
        break;
      case 'RoundAnnounced':
        this.#rounds.set(fact.data.id, fact.data);
        break;
      case 'CcgRegistered':
        this.#found(fact.data);
        break;
      case 'RoleGranted':
        this.#grant(fact.data);
        break;
      case 'RoleWithdrawn':
        this.#withdraw(fact.data);
        break;
      case 'PracticeJoined':
        this.#join(fact.data, fact.data.ccg, fact.data.joined);
        break;
      case 'PracticeLeft':
        this.#change(fact.data.practice, () => ({ left: fact.data.on }));
        break;
      case 'PracticeMoved': {
        const { practice, to, on } = fact.data;
        this.#membersEver(to).add(practice);
        this.#change(practice, (before) => ({ ccg: to, joined: on, earlier: endedBefore(before, on) }));
        break;
      }
      case 'PracticeClosed': {
        const { practice, on } = fact.data;
        this.#change(practice, ({ left = on }) => ({ status: 'C', closed: on, left }));
        break;
      }
      case 'ListSizeChanged':
        this.#change(fact.data.practice, () => ({ patients: fact.data.patients }));
        break;
      case 'CcgClosed':
        this.#close(fact.data);
        break;
      case 'ConstitutionAmended':
        this.#amend(fact.data);
        break;
    }
  }

  #found({ code, name, region, opened, constitution, practices, issuer, people }: CcgRegistered): void {
    this.#ccgs.set(code, { code, name, region, opened, constitution });
    this.#constitutions.set(code, [constitution]);
    for (const practice of practices) this.#join(practice, code, practice.joined ?? opened);
    for (const person of people) this.#grant({ ...person, issuer });
  }

  #join({ code, name, patients, status = 'A', setting = gpPractice }: PracticeEntry, ccg: string, joined: Day): void {
    const before = this.#practices.get(code);
    const earlier = before ? [...before.earlier, latestMembership(before)] : [];
    this.#practices.set(code, { code, name, ccg, joined, status, setting, patients, earlier });
    this.#membersEver(ccg).add(code);
  }

  #grant({ issuer, subject, name, role, organisation }: RoleGranted): void {
    const grants = [...this.grantsOf(issuer, subject), { role, organisation }];
    this.#peopleOf(issuer).set(subject, { subject, name, grants });
  }

  #withdraw({ issuer, subject, role, organisation }: RoleWithdrawn): void {
    const person = required(this.person(issuer, subject));
    const grants = person.grants.filter((grant) => grant.role !== role || grant.organisation !== organisation);
    this.#peopleOf(issuer).set(subject, { ...person, grants });
  }

  #close({ code, on, successor }: CcgClosed): void {
    const ccg = required(this.ccg(code));
    this.#ccgs.set(code, { ...ccg, closed: on, ...(successor !== undefined && { successor }) });
  }

  #amend({ ccg: code, constitution }: ConstitutionAmended): void {
    required(this.#constitutions.get(code)).push(constitution);
    this.#ccgs.set(code, { ...required(this.ccg(code)), constitution });
  }

  #change(code: string, change: (before: Practice) => Partial<Practice>): void {
    const before = required(this.practice(code));
    this.#practices.set(code, { ...before, ...change(before) });
  }

  #peopleOf(issuer: string): Map<string, Person> {
    const people = this.#people.get(issuer) ?? new Map<string, Person>();
    this.#people.set(issuer, people);
    return people;
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
  return opened <= on && (closed === undefined || on <= closed);
}

function byCode<T extends { readonly code: string }>(found: Iterable<T>): readonly T[] {
  return [...found].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** What `contradictionOf` has made sure of. */
function required<T>(found: T | undefined): T {
  if (found === undefined)
    throw new ImpossibleRegisterFact('The fact names something that the register does not know.');
  return found;
}
