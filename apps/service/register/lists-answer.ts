/** Lists of the register, as those who keep it look for things in it. */
import { Injectable } from '@nestjs/common';
import type {
  Ccg,
  Committee,
  CommitteeMember,
  Interest,
  Person,
  Practice,
  SpecialMeasures,
} from '../../../libs/register/model.js';
import { dayOrder, hasDayCome, isDayBefore, londonDay, type Day } from '../../../libs/workflow/london.js';
import type { Field, Option } from '../../../libs/forms/field.js';
import { quorumMet } from '../../../workflows/committee-meeting/quorum.js';
import type { Asker } from '../access/asker.js';
import { ServiceClock } from '../clock/clock.js';
import type { Offers } from '../forms/asked.js';
import { Ledger } from '../ledger/ledger.js';
import { organisationCalled } from '../pages/names.js';

/** How a CCG stands on a day. */
export type Standing = 'open' | 'to open' | 'to close' | 'closed';

export interface CcgFound {
  readonly ccg: Ccg;
  readonly regionName: string;
  readonly standing: Standing;
  /** Those of today. */
  readonly measures?: SpecialMeasures;
}

export interface PracticeFound {
  readonly practice: Practice;
  readonly ccgName: string;
  /** What is told of it for days to come, in words. */
  readonly ahead: readonly string[];
}

export interface CommitteeFound {
  readonly committee: Committee;
  readonly organisationName: string;
  /** Whether its members that still hold a role for it, were all of them there, would be enough. */
  readonly canDecide: boolean;
  /** Ids of members whose role was withdrawn. */
  readonly gone: readonly string[];
}

export interface MeasuresFound extends SpecialMeasures {
  readonly ccg: Ccg;
}

export interface InterestFound {
  readonly interest: Interest;
  readonly organisationName: string;
}

@Injectable()
export class RegisterLists {
  /** All of a day, as the register knows them after one of its facts: thousands are not to be worked out for every page of fifty. */
  #practices: { readonly of: string; readonly all: readonly PracticeFound[] } | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  now(): string {
    return this.clock.now().toISOString();
  }

  today(): Day {
    return londonDay(this.clock.now());
  }

  /** By code. */
  ccgs(): readonly CcgFound[] {
    return this.ledger.register.ccgs().map((ccg) => this.#found(ccg));
  }

  ccg(code: string): CcgFound | undefined {
    const ccg = this.ledger.register.ccg(code);
    return ccg && this.#found(ccg);
  }

  /** The oldest first. */
  measuresOf(code: string): readonly SpecialMeasures[] {
    return this.ledger.register.specialMeasuresOf(code);
  }

  /** Those of all CCGs: the present ones first, then the latest to end. */
  measures(): readonly MeasuresFound[] {
    const { register } = this.ledger;
    const all = register
      .ccgs()
      .flatMap((ccg) => register.specialMeasuresOf(ccg.code).map((time) => ({ ...time, ccg })));
    return all.toSorted(
      (a, b) =>
        Number(a.until !== undefined) - Number(b.until !== undefined) ||
        dayOrder(b.until ?? b.since, a.until ?? a.since),
    );
  }

  /** By code, as they are today. */
  practices({ ccg }: { readonly ccg?: string }): readonly PracticeFound[] {
    if (ccg !== undefined) return this.#practicesOf({ ccg });
    const of = `${this.ledger.registered} ${this.today()}`;
    if (this.#practices?.of !== of) this.#practices = { of, all: this.#practicesOf({}) };
    return this.#practices.all;
  }

  /** Members of a CCG today. */
  memberCount(ccg: string): number {
    return this.ledger.register.practices({ ccg, on: this.today() }).length;
  }

  committees(): readonly CommitteeFound[] {
    return this.ledger.register.committees({ on: this.today() }).map((committee) => this.#foundCommittee(committee));
  }

  /** As it is constituted today; where it is only told ahead, as it will be. */
  committee(id: string): CommitteeFound | undefined {
    const committee = this.ledger.register.committee(id, this.today()) ?? this.ledger.register.committee(id);
    return committee && this.#foundCommittee(committee);
  }

  /** How it is told to be constituted on a later day. */
  committeeAhead(id: string): Committee | undefined {
    const last = this.ledger.register.committee(id);
    return last && isDayBefore(this.today(), last.from) ? last : undefined;
  }

  /** Public today; those that are held first, then the newest. */
  interests(): readonly InterestFound[] {
    return this.ledger.register
      .interests({ on: this.today() })
      .map((interest) => ({ interest, organisationName: this.nameOf(interest.organisation) }))
      .toSorted(
        ({ interest: a }, { interest: b }) =>
          Number(a.expiredOn !== undefined) - Number(b.expiredOn !== undefined) || dayOrder(b.declaredOn, a.declaredOn),
      );
  }

  /** Of the provider by which the person asking signed in, by name. */
  people({ issuer }: Asker): readonly Person[] {
    return this.ledger.register.people(issuer);
  }

  /** What there is to choose from in the fields of a form: CCGs that are open, and regions. */
  offers(fields: readonly Field[]): Offers {
    const ofKind = (field: Field): readonly Option[] => {
      if (field.kind !== 'code') return [];
      if (field.of === 'region')
        return this.ledger.register.regions().map(({ code, name }) => ({ value: code, words: name }));
      if (field.of !== 'ccg') return [];
      const open = this.ledger.register.ccgs({ openOn: this.today() });
      return open.map(({ code, name }) => ({ value: code, words: `${name} (${code})` }));
    };
    const found = fields.map((field) => [field.name, ofKind(field)] as const);
    return Object.fromEntries(found.filter(([, options]) => options.length > 0));
  }

  /** What an organisation is called; its code where nobody knows. */
  nameOf(code: string): string {
    return organisationCalled(this.ledger.register, code);
  }

  #practicesOf(asked: { readonly ccg?: string }): readonly PracticeFound[] {
    const on = this.today();
    const { register } = this.ledger;
    return register.practices({ on, ...asked }).map((practice) => ({
      practice,
      ccgName: register.ccg(practice.ccg)?.name ?? practice.ccg,
      ahead: aheadOf(practice, on),
    }));
  }

  #found(ccg: Ccg): CcgFound {
    const { register } = this.ledger;
    const on = this.today();
    const measures = register.specialMeasures(ccg.code, on);
    return {
      ccg,
      regionName: register.region(ccg.region)?.name ?? ccg.region,
      standing: standingOf(ccg, on),
      ...(measures && { measures }),
    };
  }

  #foundCommittee(committee: Committee): CommitteeFound {
    const { organisation, members, quorum } = committee;
    const role = organisation === 'nhse' ? 'national-committee' : 'regional-assessor';
    const isThere = ({ id }: CommitteeMember): boolean => this.ledger.register.holds(id, role, organisation);
    return {
      committee,
      organisationName: this.nameOf(organisation),
      canDecide: quorumMet(quorum, members.filter(isThere)),
      gone: members.filter((member) => !isThere(member)).map(({ id }) => id),
    };
  }
}

function standingOf({ opened, closed }: Ccg, on: Day): Standing {
  if (isDayBefore(on, opened)) return 'to open';
  if (closed === undefined) return 'open';
  return isDayBefore(closed, on) ? 'closed' : 'to close';
}

function aheadOf({ later, left, closed, mergedInto, joined, ccg }: Practice, on: Day): readonly string[] {
  const isAhead = (day: Day | undefined): day is Day => day !== undefined && hasDayCome(on, day);
  return [
    ...(isDayBefore(on, joined) ? [`joins ${ccg} on ${joined}`] : []),
    ...(isAhead(closed)
      ? [mergedInto === undefined ? `closes after ${closed}` : `merges into ${mergedInto} after ${closed}`]
      : isAhead(left)
        ? [`leaves ${ccg} after ${left}`]
        : []),
    ...later.map((membership) => `joins ${membership.ccg} on ${membership.joined}`),
  ];
}
