/** What needs the registrar now. */
import { Injectable } from '@nestjs/common';
import type { CommitteeProposed, RoleProposed } from '../../../libs/register/facts.js';
import type { Role } from '../../../libs/register/model.js';
import type { WaitingRow } from '../../../libs/views/index.js';
import { addDays, isDayBefore, londonDay, type Day } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { approvers, Eligible } from '../queues/eligible.js';
import { RegisterLists, type CcgFound, type CommitteeFound } from './lists-answer.js';
import { nameOfCase, type CaseNamed } from './recorded-answer.js';

/** A proposal that waits, and whether this registrar can confirm it. */
export interface Waiting<Proposal> {
  readonly proposal: Proposal;
  readonly proposedBy: string;
  /** Why somebody else must; absent where this registrar may. */
  readonly because?: 'own' | 'about';
}

export interface CaseForNobody extends CaseNamed {
  readonly role: string;
  readonly organisation: string;
  readonly since: string;
  readonly due?: string;
}

export interface NeedsRegistrar {
  readonly roles: readonly Waiting<RoleProposed>[];
  readonly committees: readonly Waiting<CommitteeProposed>[];
  /** Absent where more waits than can be looked through for one page. */
  readonly nobodyEligible?: readonly CaseForNobody[];
  readonly reachesTo: Day | null;
  /** Whether deadlines that are set within a year can lie beyond what is known. */
  readonly reachIsShort: boolean;
  readonly withoutQuorum: readonly CommitteeFound[];
  /** Organisations that decide and have no committee to. */
  readonly withoutCommittee: readonly string[];
  readonly closing: readonly CcgFound[];
}

/** Cases that are looked through for one page. */
const mostLookedThrough = 500;
/** Days ahead for which deadlines in working days are set: the longest standards are a year of them. */
const enoughAhead = 365;
/** Days within which a closing is of interest. */
const soon = 183;

@Injectable()
export class OverviewAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly eligible: Eligible,
    private readonly lists: RegisterLists,
  ) {}

  async of(asking: Asker): Promise<NeedsRegistrar> {
    const today = londonDay(this.clock.now());
    const { register } = this.ledger;
    const committees = this.lists.committees();
    const nobodyEligible = await this.#nobodyEligible();
    return {
      ...this.proposals(asking),
      ...(nobodyEligible && { nobodyEligible }),
      reachesTo: register.bankHolidaysReachTo() ?? null,
      reachIsShort: this.reachIsShort(),
      withoutQuorum: committees.filter(({ canDecide, committee }) => !canDecide && committee.purpose !== 'advisory'),
      withoutCommittee: ['nhse', ...register.regions().map(({ code }) => code)].filter(
        (code) =>
          !committees.some(({ committee }) => committee.organisation === code && committee.purpose !== 'advisory'),
      ),
      closing: this.lists
        .ccgs()
        .filter(
          ({ standing, ccg }) => standing === 'to close' && isDayBefore(ccg.closed ?? today, addDays(today, soon)),
        ),
    };
  }

  /** Whether deadlines that are set now can lie beyond the bank holidays that are known. */
  reachIsShort(): boolean {
    const reachesTo = this.ledger.register.bankHolidaysReachTo();
    return reachesTo === undefined || isDayBefore(reachesTo, addDays(londonDay(this.clock.now()), enoughAhead));
  }

  /** How many have not ended. */
  membershipRequests(): number {
    const { cases } = this.ledger.views.statistics();
    return cases.find(({ workflow, outcome }) => workflow === 'membership-request' && outcome === 'open')?.count ?? 0;
  }

  proposals(asking: Asker): Pick<NeedsRegistrar, 'roles' | 'committees'> {
    const { register } = this.ledger;
    const waiting = <P extends { readonly proposedBy: string }>(proposal: P, isAbout: boolean): Waiting<P> => ({
      proposal,
      proposedBy: register.nameOf(proposal.proposedBy) ?? proposal.proposedBy,
      ...(isAbout
        ? { because: 'about' as const }
        : proposal.proposedBy === asking.id
          ? { because: 'own' as const }
          : {}),
    });
    return {
      roles: register.proposals.all().map((each) => waiting(each, each.subject === asking.id)),
      committees: register.committeesProposed.all().map((each) =>
        waiting(
          each,
          each.committee.members.some(({ id }) => id === asking.id),
        ),
      ),
    };
  }

  /** Each case once. */
  async #nobodyEligible(): Promise<readonly CaseForNobody[] | undefined> {
    const { register, views } = this.ledger;
    const grants = approvers.flatMap((role) =>
      role === 'regional-assessor'
        ? register.regions().map(({ code }) => ({ role, organisation: code }))
        : [{ role, organisation: 'nhse' }],
    );
    const rows = views.waiting({ grants, scope: { all: true }, limit: mostLookedThrough + 1 });
    if (rows.length > mostLookedThrough) return undefined;
    const left = await Promise.all(
      rows.map(async (row) => ((await this.eligible.for(row))?.length === 0 ? [row] : [])),
    );
    return left.flat().map((row) => ({
      id: row.case,
      name: nameOfCase(row),
      role: row.role,
      organisation: organisationOf(row),
      since: row.since,
      ...(row.due !== undefined && { due: row.due }),
    }));
  }
}

const organisationOf = ({ role, region }: Pick<WaitingRow, 'role' | 'region'>): string =>
  (role as Role) === 'regional-assessor' ? region : 'nhse';
