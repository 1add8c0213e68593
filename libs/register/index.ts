/**
 * The register: a value folded from the facts of the stream `register`, and the questions it answers. No IO and no clock; whoever
 * asks about a day says which. It holds what is known now: a back-dated fact changes the answer about a past day, never a roll that
 * was frozen into a ballot. For what was known at a moment, fold the facts up to it.
 */
import type { RecordedEvent } from '../event-log/index.js';
import { dayOrder, endOfDay, hasDayCome } from '../workflow/london.js';
import { announced } from './announcements.js';
import { constituted, constitutedOn } from './committees.js';
import { contradictionOf } from './contradiction.js';
import type {
  BankHolidaysAnnounced,
  CommitteeConstituted,
  CommitteeProposed,
  RegisterFact,
  RoleProposed,
} from './facts.js';
import { isHeldOn, isPublicOn, registered } from './interests.js';
import { actsFor } from './model.js';
import type {
  Ccg,
  Committee,
  Constitution,
  CountingRule,
  Day,
  Grant,
  Instant,
  Interest,
  Person,
  Practice,
  Region,
  Role,
  RollEntry,
  Round,
  SpecialMeasures,
  ToldPractice,
} from './model.js';
import { notOpen } from './open.js';
import { Organisations } from './organisations.js';
import { People } from './people.js';
import { Proposals } from './proposals.js';
import { imposed, lifted, measuresOn } from './special-measures.js';
import { addWorkingDays, isWeekend, reachAfter } from './working-days.js';

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

/** The register as these events leave it. @throws ImpossibleRegisterFact */
export function registerOf(events: Iterable<Pick<RecordedEvent, 'type' | 'data'>>): Register {
  const register = new Register();
  for (const event of events) applyRegisterEvent(register, event);
  return register;
}

/** Roles in which people decide for NHS England. */
const deciding: readonly Role[] = ['regional-assessor', 'constitution-reviewer', 'national-committee'];

/** Answers that are remembered at a time: more than there are CCGs. */
const mostAnswers = 1_000;

export class Register {
  readonly #organisations = new Organisations();
  readonly #people = new People();
  /** Changes of national roles that wait for a second registrar. */
  readonly proposals = new Proposals<RoleProposed>();
  readonly committeesProposed = new Proposals<CommitteeProposed>();
  readonly #rounds = new Map<string, Round>();
  readonly #bankHolidays = new Set<Day>();
  #bankHolidaysReachTo: Day | undefined;
  /** By CCG, oldest first. */
  readonly #measures = new Map<string, readonly SpecialMeasures[]>();
  /** By id, the versions of one committee, oldest first. */
  readonly #committees = new Map<string, readonly Committee[]>();
  readonly #interests = new Map<string, Interest>();
  /** By question; good until the next fact. */
  readonly #answers = new Map<string, readonly string[]>();

  regions(): readonly Region[] {
    return this.#organisations.regions();
  }

  region(code: string): Region | undefined {
    return this.#organisations.region(code);
  }

  ccg(code: string): Ccg | undefined {
    return this.#organisations.ccg(code);
  }

  /** By code; those of a region, those open on a day. */
  ccgs(asked: { region?: string; openOn?: Day } = {}): readonly Ccg[] {
    return this.#organisations.ccgs(asked);
  }

  isOpen(ccg: string, on: Day): boolean {
    return notOpen(this, ccg, on) === undefined;
  }

  /** The version of a CCG's constitution in force on a day, or the newest. Undefined before the first, and for an unknown CCG. */
  constitutionOf(ccg: string, on?: Day): Constitution | undefined {
    return this.#organisations.constitutionOf(ccg, on);
  }

  /** All versions there were of a CCG’s constitution, the oldest first. */
  constitutionsOf(ccg: string): readonly Constitution[] {
    return this.#organisations.constitutionsOf(ccg);
  }

  /** How that constitution counts votes. */
  countingRuleOf(ccg: string, on?: Day): CountingRule | undefined {
    return this.constitutionOf(ccg, on)?.counting;
  }

  /** As it is on a day: what is told ahead takes effect on its day and not before. */
  practice(code: string, on: Day): Practice | undefined {
    return this.#organisations.practice(code, on);
  }

  /** By code, whatever their status: the members of a CCG on a day, or of any. */
  practices(asked: { ccg?: string; on: Day }): readonly Practice[] {
    return this.#organisations.practices(asked);
  }

  /** All that was told of a practice, of days to come too: what new facts are held against, and for nothing else. */
  told(practice: string): ToldPractice | undefined {
    return this.#organisations.told(practice);
  }

  /** Regions, CCGs and practices by themselves: a copy, to try facts on. */
  organisations(): Organisations {
    return this.#organisations.copy();
  }

  /** Every practice that is, was or is told to be a member of a CCG. */
  everMembersOf(ccg: string): readonly ToldPractice[] {
    return this.#organisations.everMembersOf(ccg);
  }

  /** Those that have merged into a practice, or are told to. */
  mergingInto(practice: string): readonly ToldPractice[] {
    return this.#organisations.mergingInto(practice);
  }

  /** The CCG a practice was a member of on a day. */
  memberOf(practice: string, on: Day): string | undefined {
    return this.#organisations.memberOf(practice, on);
  }

  /** The CCG that an organisation is, or those of which a practice is a member on a day, or is told to become one. */
  ccgsOf(organisation: string, on: Day): readonly string[] {
    return this.#organisations.ccgsOf(organisation, on);
  }

  /** The CCG of which a practice is a member, or was until it closed; undefined of one that had left before. */
  lastCcgOf(code: string): string | undefined {
    const practice = this.#organisations.told(code);
    return practice !== undefined && (practice.left === undefined || practice.left === practice.closed)
      ? practice.ccg
      : undefined;
  }

  /**
   * The practices that may vote in a ballot which opens on this day, by code: active GP practices that are members of the CCG on
   * that day, its first and its last day of membership included. List sizes are the last counted. Empty when the CCG is not open then.
   */
  rollOf(ccg: string, on: Day): readonly RollEntry[] {
    return this.#organisations.rollOf(ccg, on);
  }

  /** In the order of opening. */
  rounds(): readonly Round[] {
    return [...this.#rounds.values()].sort((a, b) => Date.parse(a.opens) - Date.parse(b.opens));
  }

  /** As it was announced last. */
  round(id: string): Round | undefined {
    return this.#rounds.get(id);
  }

  isBankHoliday(day: Day): boolean {
    return this.#bankHolidays.has(day);
  }

  /** In order. */
  bankHolidays(): readonly Day[] {
    return [...this.#bankHolidays].sort(dayOrder);
  }

  /** The last day to which all bank holidays are known; undefined while none was announced. */
  bankHolidaysReachTo(): Day | undefined {
    return this.#bankHolidaysReachTo;
  }

  /** Monday to Friday, unless it is a bank holiday; of a year none was announced for, every Monday to Friday. @throws RangeError */
  isWorkingDay(day: Day): boolean {
    return !isWeekend(day) && !this.isBankHoliday(day);
  }

  /**
   * The end in London of the `count`-th working day after a day: what comes at that instant comes too late. Undefined where that lies
   * beyond the bank holidays that are known. @throws RangeError
   */
  workingDaysAfter(day: Day, count: number): Instant | undefined {
    const reached = addWorkingDays(day, count, (each) => this.isBankHoliday(each));
    const isKnown = this.#bankHolidaysReachTo !== undefined && hasDayCome(reached, this.#bankHolidaysReachTo);
    return isKnown ? endOfDay(reached) : undefined;
  }

  /** Those a CCG is in on a day; without a day, those that nobody has lifted. */
  specialMeasures(ccg: string, on?: Day): SpecialMeasures | undefined {
    return measuresOn(this.specialMeasuresOf(ccg), on);
  }

  /** All there were of a CCG, oldest first. */
  specialMeasuresOf(ccg: string): readonly SpecialMeasures[] {
    return this.#measures.get(ccg) ?? [];
  }

  /** As it is constituted on a day, or last; undefined before it first was. */
  committee(id: string, on?: Day): Committee | undefined {
    return constitutedOn(this.#committees.get(id) ?? [], on);
  }

  /** By id, as they are constituted on a day. */
  committees({ organisation, on }: { organisation?: string; on: Day }): readonly Committee[] {
    return [...this.#committees.keys()]
      .sort()
      .flatMap((id) => this.committee(id, on) ?? [])
      .filter((committee) => organisation === undefined || committee.organisation === organisation);
  }

  /** Whatever became of it. */
  interest(id: string): Interest | undefined {
    return this.#interests.get(id);
  }

  /** Those that are public on a day, in the order they were registered: declared, and held until at most six months before. */
  interests({ on, person, organisation }: { on: Day; person?: string; organisation?: string }): readonly Interest[] {
    return [...this.#interests.values()].filter(
      (interest) =>
        isPublicOn(interest, on) &&
        (person === undefined || interest.person === person) &&
        (organisation === undefined || interest.organisation === organisation),
    );
  }

  /** All that a subject ever held, in the order they were registered. */
  interestsOf(person: string): readonly Interest[] {
    return [...this.#interests.values()].filter((interest) => interest.person === person);
  }

  /**
   * Subjects of the people, sorted, who on a day have an interest in one of some organisations, or in a practice that is a member of one
   * then, or is told to become one. What closed into another lies in that one from then on.
   */
  interestedIn(organisations: readonly string[], on: Day): readonly string[] {
    return this.#remembered(`interested ${on} ${organisations.join()}`, () => {
      const people = this.interestsBearingOn(organisations, on).map(({ person }) => person);
      return [...new Set(people)].sort();
    });
  }

  /** Those interests, in the order they were registered. */
  interestsBearingOn(organisations: readonly string[], on: Day): readonly Interest[] {
    const isIn = ({ organisation }: Interest) =>
      this.#isOf(this.#organisations.becameOf(organisation, on), organisations, on);
    return [...this.#interests.values()].filter((interest) => isHeldOn(interest, on) && isIn(interest));
  }

  /**
   * Subjects of those who decide for NHS England, and on a day act for one of some organisations too, or for a practice that is a member of
   * one then.
   */
  onBothSides(organisations: readonly string[], on: Day): readonly string[] {
    return this.#remembered(`both sides ${on} ${organisations.join()}`, () => this.#onBothSides(organisations, on));
  }

  #onBothSides(organisations: readonly string[], on: Day): readonly string[] {
    const isHand = ({ role, organisation }: Grant) =>
      ['ccg', 'practice'].includes(actsFor[role]) && this.#isOf(organisation, organisations, on);
    const deciders = ['nhse', ...this.regions().map(({ code }) => code)].flatMap((organisation) =>
      deciding.flatMap((role) => this.holding(role, organisation)),
    );
    const found = deciders.filter((subject) =>
      this.#people.called(subject).some(({ grants }) => grants.some((grant) => isHand(grant))),
    );
    return [...new Set(found)].sort();
  }

  /** Asked for at every act and every answer, and the same until the register learns something. */
  #remembered(question: string, answer: () => readonly string[]): readonly string[] {
    const known = this.#answers.get(question);
    if (known) return known;
    const found = answer();
    if (this.#answers.size >= mostAnswers) this.#answers.clear();
    this.#answers.set(question, found);
    return found;
  }

  #isOf(organisation: string, organisations: readonly string[], on: Day): boolean {
    return [organisation, ...this.ccgsOf(organisation, on)].some((code) => organisations.includes(code));
  }

  /** Those held in some organisations on a day, in the order they were registered. */
  interestsIn(organisations: readonly string[], on: Day): readonly Interest[] {
    return [...this.#interests.values()].filter(
      (interest) => organisations.includes(interest.organisation) && isHeldOn(interest, on),
    );
  }

  /** Who a subject of an issuer is, and what they may act as; known still when every role was withdrawn. */
  person(issuer: string, subject: string): Person | undefined {
    return this.#people.person(issuer, subject);
  }

  /** What a subject of an issuer may act as, and for whom; nothing for a stranger. */
  grantsOf(issuer: string, subject: string): readonly Grant[] {
    return this.person(issuer, subject)?.grants ?? [];
  }

  /** What somebody is called, whichever issuer knows them by this subject. */
  nameOf(subject: string): string | undefined {
    return this.#people.called(subject)[0]?.name;
  }

  /** Everybody an issuer knows who holds a role, or held one. */
  people(issuer: string): readonly Person[] {
    return this.#people.of(issuer);
  }

  /** Subjects of those who may act in this role for this organisation. */
  holding(role: string, organisation: string): readonly string[] {
    return this.#people.holding(role, organisation);
  }

  /** Whether any issuer's subject of this name may act in this role for this organisation: a recorded actor does not say whose it is. */
  holds(subject: string, role: string, organisation: string): boolean {
    const grants = this.#people.called(subject).flatMap((person) => person.grants);
    return grants.some((grant) => grant.role === role && grant.organisation === organisation);
  }

  /** Takes one more fact. @throws ImpossibleRegisterFact, and is unchanged then */
  take(fact: RegisterFact): void {
    const contradiction = contradictionOf(this, fact);
    if (contradiction !== undefined) throw new ImpossibleRegisterFact(contradiction);
    this.#answers.clear();
    switch (fact.type) {
      case 'RoundAnnounced':
        this.#rounds.set(fact.data.id, announced(fact.data));
        break;
      case 'BankHolidaysAnnounced':
        this.#takeHolidays(fact.data);
        break;
      case 'CcgRegistered':
        this.#organisations.take(fact);
        if (fact.data.issuer !== undefined) this.#people.grantAll(fact.data.issuer, fact.data.people);
        break;
      case 'RoleGranted':
      case 'RoleWithdrawn':
      case 'RoleProposed':
      case 'RoleConfirmed':
      case 'RoleDeclined':
        this.#takeRole(fact);
        break;
      case 'SpecialMeasuresImposed':
      case 'SpecialMeasuresLifted':
        this.#takeMeasures(fact);
        break;
      case 'CommitteeConstituted':
      case 'CommitteeProposed':
      case 'CommitteeConfirmed':
      case 'CommitteeDeclined':
        this.#takeCommittee(fact);
        break;
      case 'InterestRegistered':
      case 'InterestExpired':
        this.#takeInterest(fact);
        break;
      default:
        this.#organisations.take(fact);
    }
  }

  #takeMeasures({ type, data }: RegisterFact<'SpecialMeasuresImposed'> | RegisterFact<'SpecialMeasuresLifted'>): void {
    const before = this.specialMeasuresOf(data.ccg);
    this.#measures.set(data.ccg, type === 'SpecialMeasuresImposed' ? imposed(before, data) : lifted(before, data));
  }

  #takeCommittee(fact: RegisterFact & { readonly type: `Committee${string}` }): void {
    switch (fact.type) {
      case 'CommitteeConstituted':
        this.#constitute(fact.data);
        break;
      case 'CommitteeProposed':
        this.committeesProposed.add(fact.data);
        break;
      case 'CommitteeConfirmed':
        this.committeesProposed.settle(fact.data.id);
        this.#constitute(fact.data.committee);
        break;
      case 'CommitteeDeclined':
        this.committeesProposed.settle(fact.data.id);
        break;
    }
  }

  #constitute(committee: CommitteeConstituted): void {
    this.#committees.set(committee.id, constituted(this.#committees.get(committee.id) ?? [], committee));
  }

  #takeHolidays(announced: BankHolidaysAnnounced): void {
    for (const day of announced.insteadOf ?? []) this.#bankHolidays.delete(day);
    for (const day of announced.days) this.#bankHolidays.add(day);
    this.#bankHolidaysReachTo = reachAfter(this.#bankHolidaysReachTo, announced);
  }

  #takeInterest(fact: RegisterFact<'InterestRegistered'> | RegisterFact<'InterestExpired'>): void {
    if (fact.type === 'InterestRegistered') {
      this.#interests.set(fact.data.id, registered(fact.data));
      return;
    }
    const interest = this.interest(fact.data.id);
    if (interest) this.#interests.set(interest.id, { ...interest, expiredOn: fact.data.on });
  }

  #takeRole(fact: RegisterFact & { readonly type: `Role${string}` }): void {
    switch (fact.type) {
      case 'RoleGranted':
        this.#people.grant(fact.data);
        break;
      case 'RoleWithdrawn':
        this.#people.withdraw(fact.data);
        break;
      case 'RoleProposed':
        this.proposals.add(fact.data);
        break;
      case 'RoleConfirmed':
        this.proposals.settle(fact.data.id);
        if (fact.data.action === 'grant') this.#people.grant(fact.data);
        else this.#people.withdraw(fact.data);
        break;
      case 'RoleDeclined':
        this.proposals.settle(fact.data.id);
        break;
    }
  }
}
