import { Injectable } from '@nestjs/common';
import type { CommitteeProposed } from '../../../libs/register/facts.js';
import type { Ccg, Committee, Interest, Practice, Region, Round } from '../../../libs/register/model.js';
import { londonDay, type Day } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';

/** What the register says. It is public but for who may act for whom, which is between the registrars, the auditors and those people. */
@Injectable()
export class RegisterAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** @param of with `on` only those open on that day */
  ccgs({ code, region, on }: { readonly code?: string; readonly region?: string; readonly on?: Day }): readonly Ccg[] {
    const found = this.ledger.register.ccgs({
      ...(region !== undefined && { region }),
      ...(on !== undefined && { openOn: on }),
    });
    return found.filter((ccg) => code === undefined || ccg.code === code);
  }

  /** A page by code. @param of `after`: a code to go on after */
  practices(of: {
    readonly ccg?: string;
    readonly code?: string;
    readonly on?: Day;
    readonly after?: string;
    readonly limit: number;
  }): { readonly practices: readonly Practice[]; readonly next?: string } {
    const { ccg, code, on = this.today(), after, limit } = of;
    const found = this.ledger.register
      .practices({ ...(ccg !== undefined && { ccg }), on })
      .filter((practice) => code === undefined || practice.code === code)
      // eslint-disable-next-line remit/no-text-order -- Codes are texts.
      .filter((practice) => after === undefined || practice.code > after);
    const practices = found.slice(0, limit);
    const last = practices.at(-1);
    return { practices, ...(found.length > limit && last && { next: last.code }) };
  }

  rounds(): readonly Round[] {
    return this.ledger.register.rounds();
  }

  regions(): readonly Region[] {
    return this.ledger.register.regions();
  }

  /** In working days nothing is counted beyond `reachesTo`. */
  bankHolidays(): { readonly days: readonly Day[]; readonly reachesTo: Day | null } {
    const { register } = this.ledger;
    return { days: register.bankHolidays(), reachesTo: register.bankHolidaysReachTo() ?? null };
  }

  committees({
    on = this.today(),
    organisation,
  }: {
    readonly on?: Day;
    readonly organisation?: string;
  }): readonly Committee[] {
    return this.ledger.register.committees({ on, ...(organisation !== undefined && { organisation }) });
  }

  interests({
    on = this.today(),
    person,
    organisation,
  }: {
    readonly on?: Day;
    readonly person?: string;
    readonly organisation?: string;
  }): { readonly on: Day; readonly interests: readonly Interest[] } {
    const of = { ...(person !== undefined && { person }), ...(organisation !== undefined && { organisation }) };
    return { on, interests: this.ledger.register.interests({ on, ...of }) };
  }

  /** Whatever became of it. */
  interest(id: string | undefined): Interest | undefined {
    return id === undefined ? undefined : this.ledger.register.interest(id);
  }

  /** What somebody is called; their id where nobody knows. */
  nameOf(subject: string): string {
    return this.ledger.register.nameOf(subject) ?? subject;
  }

  /** National committees that wait for a second registrar. */
  committeesProposed(): readonly CommitteeProposed[] {
    return this.ledger.register.committeesProposed.all();
  }

  /** Of the provider by which the person asking signed in. With `subject` also somebody who holds no role any more. */
  people({ subject, organisation }: { readonly subject?: string; readonly organisation?: string }, { issuer }: Asker) {
    const { register } = this.ledger;
    const people = register
      .people(issuer)
      .filter((person) => subject === undefined || person.subject === subject)
      .filter(({ grants }) => organisation === undefined || grants.some((grant) => grant.organisation === organisation))
      .filter(({ grants }) => subject !== undefined || grants.length > 0);
    return { people, proposals: register.proposals.all() };
  }

  private today(): Day {
    return londonDay(this.clock.now());
  }
}
