import type { PersonEntry, RoleGranted, RoleWithdrawn } from './facts.js';
import type { Grant, Person } from './model.js';

/** Who may act as what, by issuer and subject together. */
export class People {
  readonly #people = new Map<string, Map<string, Person>>();
  /** Role and organisation → subjects. */
  readonly #holders = new Map<string, Set<string>>();

  person(issuer: string, subject: string): Person | undefined {
    return this.#people.get(issuer)?.get(subject);
  }

  of(issuer: string): readonly Person[] {
    return [...(this.#people.get(issuer)?.values() ?? [])];
  }

  /** Everybody of this subject, whoever the issuer is. */
  called(subject: string): readonly Person[] {
    return [...this.#people.values()].flatMap((people) => people.get(subject) ?? []);
  }

  /** Subjects of those who hold this role for this organisation. */
  holding(role: string, organisation: string): readonly string[] {
    return [...(this.#holders.get(`${role} ${organisation}`) ?? [])];
  }

  grant({ issuer, subject, name, role, organisation }: RoleGranted): void {
    const grants = [...this.#grantsOf(issuer, subject), { role, organisation }];
    this.#of(issuer).set(subject, { subject, name, grants });
    const holders = this.#holders.get(`${role} ${organisation}`) ?? new Set();
    this.#holders.set(`${role} ${organisation}`, holders.add(subject));
  }

  grantAll(issuer: string, people: readonly PersonEntry[]): void {
    for (const person of people) this.grant({ ...person, issuer });
  }

  /** Who loses their last role stays known. */
  withdraw({ issuer, subject, role, organisation }: RoleWithdrawn): void {
    const person = this.person(issuer, subject);
    if (person === undefined) return;
    const grants = person.grants.filter((grant) => !isSame(grant, { role, organisation }));
    this.#of(issuer).set(subject, { ...person, grants });
    const stays = this.called(subject).some((each) =>
      each.grants.some((grant) => isSame(grant, { role, organisation })),
    );
    if (!stays) this.#holders.get(`${role} ${organisation}`)?.delete(subject);
  }

  #grantsOf(issuer: string, subject: string): readonly Grant[] {
    return this.person(issuer, subject)?.grants ?? [];
  }

  #of(issuer: string): Map<string, Person> {
    const people = this.#people.get(issuer) ?? new Map<string, Person>();
    this.#people.set(issuer, people);
    return people;
  }
}

const isSame = (a: Grant, b: Grant): boolean => a.role === b.role && a.organisation === b.organisation;
