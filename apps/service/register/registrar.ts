/** What is told to the register, as facts of it: for the API and for pages. */
import { Injectable } from '@nestjs/common';
import type { CommitteeConstituted, RegisterFact } from '../../../libs/register/facts.js';
import type { Committee } from '../../../libs/register/model.js';
import { isNational, takesTwo, type Proposals } from '../../../libs/register/proposals.js';
import type { RuleId } from '../../../libs/workflow/index.js';
import { londonDay, startOfDay } from '../../../libs/workflow/london.js';
import { faultOf } from '../../../workflows/committee-meeting/quorum.js';
import { holds, type Asker } from '../access/asker.js';
import { Commands } from '../casework/commands.js';
import type { Recording, Rehearsed } from '../casework/registering.js';
import { ServiceClock } from '../clock/clock.js';
import { idOf } from '../ledger/ids.js';
import { Ledger } from '../ledger/ledger.js';
import { Problem } from '../problems/problem.js';
import type { AnnouncedHolidays } from './holidays.js';
import { registeredOr, type Recorded } from './recording.js';
import type {
  CcgDetails,
  Closure,
  ConstitutedCommittee,
  ConstitutionInForce,
  Declaration,
  Expiry,
  Measures,
  RoleChange,
} from './requests.js';
import type { AnnouncedRound, Deadlines, Settlement } from './rounds.js';

/** A fact that somebody tells the register. */
export interface Telling {
  readonly fact: RegisterFact;
  /** The one that the register upholds here. */
  readonly rule?: RuleId;
  /** Of the proposal or the interest that comes of it. */
  readonly id?: string;
}

/** Who tells it, under which key. */
export interface Teller {
  readonly asking: Asker;
  /** UUID. */
  readonly key: string;
}

/** Each method says what fact it would be; `record` records it. All of them throw the Problem that is wrong with what was said. */
@Injectable()
export class Registrar {
  constructor(
    private readonly commands: Commands,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** @throws Problem */
  async record({ fact, rule }: Telling, by: Recording): Promise<Recorded> {
    return registeredOr(await this.commands.register([fact], by), rule);
  }

  /** What rests on how the register stands: whoever lost the answer asks for it again once it stands otherwise. @throws Problem */
  async recordOnce(tell: () => Telling, by: Recording): Promise<Recorded> {
    const before = await this.commands.registeredBefore(by);
    return before === undefined ? this.record(tell(), by) : registeredOr(before);
  }

  /** On which cases it would fall, or why it would be refused; nothing is recorded. */
  rehearse({ fact }: Telling, by: Recording): Promise<Rehearsed> {
    return this.commands.rehearse([fact], by);
  }

  /** */
  measures(code: string, { action, direction }: Measures): Telling {
    const type = action === 'impose' ? 'SpecialMeasuresImposed' : 'SpecialMeasuresLifted';
    return { fact: { type, data: { ccg: this.#known(code), direction, on: this.#today() } }, rule: 'R-41' };
  }

  /** */
  closure(code: string, { kind, on, successor }: Closure): Telling {
    if (kind === 'merger' && successor === undefined)
      throw wrong('successor', 'Enter the CCG that goes on after the merger');
    if (kind === 'closure' && successor !== undefined)
      throw wrong('successor', 'A closure has no successor: choose merger');
    const data = { code: this.#known(code), on, kind, toldOn: this.#today(), ...(successor && { successor }) };
    return { fact: { type: 'CcgClosed', data }, rule: 'R-66' };
  }

  /** a closure that was told ahead does not happen. */
  staysOpen(code: string): Telling {
    const data = { code: this.#known(code), on: this.#today() };
    return { fact: { type: 'CcgClosureTakenBack', data }, rule: 'R-66' };
  }

  details(code: string, { name, region }: CcgDetails): Telling {
    const before = this.ledger.register.ccg(this.#known(code));
    const changed = {
      ...(name !== undefined && name !== before?.name && { name }),
      ...(region !== undefined && region !== before?.region && { region }),
    };
    if (Object.keys(changed).length === 0)
      throw wrong('name', 'Enter another name or another region: both are so already');
    return { fact: { type: 'CcgDetailsChanged', data: { code, ...changed, toldOn: this.#today() } } };
  }

  /** a version that was decided elsewhere than on a case. */
  constitution(code: string, constitution: ConstitutionInForce): Telling {
    return { fact: { type: 'ConstitutionAmended', data: { ccg: this.#known(code), constitution } }, rule: 'R-21' };
  }

  /** deadlines in working days are counted as far as these reach. */
  holidays(announced: AnnouncedHolidays): Telling {
    return { fact: { type: 'BankHolidaysAnnounced', data: { ...announced } }, rule: 'R-04' };
  }

  /** a new round, or other terms of one. */
  round(round: AnnouncedRound): Telling {
    const deadlines = { interestBy: null, applicationBy: null, applicationByL2: null };
    const goLiveAt = startOfDay(round.goLive);
    const data = { ...deadlines, ...round, goLiveAt, announcedAt: this.clock.now().toISOString() };
    return { fact: { type: 'RoundAnnounced', data }, rule: 'R-06' };
  }

  /** other deadlines of a round, which keeps its other terms. */
  deadlines(id: string, { interestBy = null, applicationBy = null, applicationByL2 = null }: Deadlines): Telling {
    const before = this.ledger.register.round(id);
    if (before === undefined)
      throw new Problem('not-found', 'There is no such round. /api/register/rounds lists them.');
    const announcedAt = this.clock.now().toISOString();
    const data = { ...before, interestBy, applicationBy, applicationByL2, announcedAt };
    return { fact: { type: 'RoundAnnounced', data }, rule: 'R-06' };
  }

  /** A role of nobody's own; a national one is proposed. */
  role({ action, name, ...change }: RoleChange, { asking, key }: Teller): Telling {
    const { issuer } = asking;
    const known = this.ledger.register.person(issuer, change.subject)?.name ?? name;
    const role = { issuer, ...change };
    const fact: RegisterFact =
      action === 'grant'
        ? { type: 'RoleGranted', data: { ...role, name: known ?? nameMissing() } }
        : { type: 'RoleWithdrawn', data: role };
    if (!isNational(change.role)) return { fact };
    const id = idOf('proposal', asking.id, key);
    const data = { id, action, ...role, name: known ?? change.subject, proposedBy: asking.id };
    return { fact: { type: 'RoleProposed', data }, id };
  }

  settledRole(id: string, { action }: Settlement, asking: Asker): Telling {
    const proposal = found(this.ledger.register.proposals, id, '/api/register/roles');
    const { action: change, issuer, subject, name, role, organisation } = proposal;
    const data = { id, action: change, issuer, subject, name, role, organisation, confirmedBy: asking.id };
    return {
      fact:
        action === 'confirm'
          ? { type: 'RoleConfirmed', data }
          : { type: 'RoleDeclined', data: { id, declinedBy: asking.id } },
    };
  }

  /** A national committee is proposed. */
  committee(committee: ConstitutedCommittee, { asking, key }: Teller): Telling {
    const fault = faultOf(committee.quorum);
    if (fault !== undefined) throw wrong('quorum', fault);
    const told = this.#told(committee as unknown as Committee); // faultOf has looked at the rule of its quorum
    if (!takesTwo(told)) return { fact: { type: 'CommitteeConstituted', data: told }, rule: 'R-47' };
    const id = idOf('proposal', asking.id, key);
    const data = { id, committee: told, proposedBy: asking.id };
    return { fact: { type: 'CommitteeProposed', data }, rule: 'R-47', id };
  }

  settledCommittee(id: string, { action }: Settlement, asking: Asker): Telling {
    const { committeesProposed } = this.ledger.register;
    const { committee } = found(committeesProposed, id, '/api/register/committees/proposals');
    const data = { id, committee: this.#told(committee), confirmedBy: asking.id };
    const fact: RegisterFact =
      action === 'confirm'
        ? { type: 'CommitteeConfirmed', data }
        : { type: 'CommitteeDeclined', data: { id, declinedBy: asking.id } };
    return { fact, rule: 'R-47' };
  }

  /** An interest of one's own. */
  interest(declared: Declaration, { asking, key }: Teller): Telling {
    const id = idOf('interest', asking.id, key);
    const data = { id, person: asking.id, name: asking.name, ...declared, declaredOn: this.#today() };
    return { fact: { type: 'InterestRegistered', data }, rule: 'R-47', id };
  }

  interestEnded(id: string, { on }: Expiry, asking: Asker): Telling {
    const known = this.ledger.register.interest(id);
    if (known === undefined) throw new Problem('not-found', noInterest);
    if (known.person !== asking.id && !holds(asking, 'registrar'))
      throw new Problem('not-yours', 'Only whoever declared an interest says that it ended, or the registrar.');
    return { fact: { type: 'InterestExpired', data: { id, on } }, rule: 'R-47', id };
  }

  /** As it is told today. */
  #told(committee: Committee): CommitteeConstituted {
    return { ...committee, toldOn: this.#today() };
  }

  #known(code: string): string {
    if (this.ledger.register.ccg(code) === undefined)
      throw new Problem('not-found', 'There is no such CCG. /api/register/ccgs lists them.');
    return code;
  }

  #today(): string {
    return londonDay(this.clock.now());
  }
}

/** Who declares interests of their own. */
export const declaring = ['national-committee', 'constitution-reviewer', 'regional-assessor'] as const;

export const noInterest = 'There is no such interest. /api/register/interests lists them.';

function found<Proposal extends { readonly id: string }>(
  among: Proposals<Proposal>,
  id: string,
  listedAt: string,
): Proposal {
  const proposal = among.find(id);
  if (proposal !== undefined) return proposal;
  throw new Problem('not-found', `There is no such proposal waiting. ${listedAt} lists those that do.`);
}

const wrong = (field: string, message: string): Problem =>
  new Problem('invalid', `${message}.`, { fields: [{ field, message }] });

function nameMissing(): never {
  throw wrong('name', 'Enter the name of the person, whom the register does not know yet');
}
