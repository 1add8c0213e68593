import { Injectable } from '@nestjs/common';
import { gpPractice, type Ccg, type Membership, type Practice } from '../../../libs/register/model.js';
import { dayOrder, londonDay, type Day } from '../../../libs/workflow/london.js';
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import { ArrangementsAnswer } from '../arrangements/answer.js';
import { heldOf, levelsAsOf } from '../arrangements/levels.js';
import type { Asker } from '../access/asker.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { CasesAnswer } from '../cases/answer.js';
import { caseListed } from '../cases/case-json.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import type {
  CcgListed,
  CcgShown,
  CcgsPage,
  ConstitutionVersion,
  MemberPractice,
  MembershipShown,
  Named,
  OnRollOf,
  PracticeShown,
} from './shapes.js';

/** Cases of one CCG, and ballots of one practice, that are shown with it. */
const mostCases = 50;
const mostBallots = 20;

export interface CcgsWanted {
  /** In its name, or its code. */
  readonly text?: string;
  readonly region?: string;
  /** From 0. */
  readonly from: number;
  readonly limit: number;
}

/** CCGs and practices: what the register says of them is public; applications are told as far as the person sees them. */
@Injectable()
export class OrganisationsAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly visibility: Visibility,
    private readonly arrangements: ArrangementsAnswer,
    private readonly cases: CasesAnswer,
  ) {}

  /** By code. */
  ccgs({ text, region, from, limit }: CcgsWanted): CcgsPage {
    const { register } = this.ledger;
    const wanted = text?.toLowerCase();
    const found = register
      .ccgs(region === undefined ? {} : { region })
      .filter(({ code, name }) => wanted === undefined || `${name} ${code}`.toLowerCase().includes(wanted));
    const ccgs = found.slice(from, from + limit).map((ccg) => this.listed(ccg));
    return { ccgs, total: found.length, regions: register.regions() };
  }

  /** Undefined when there is none. */
  async ccg(code: string, asking: Asker): Promise<CcgShown | undefined> {
    const { register } = this.ledger;
    const ccg = register.ccg(code);
    const arrangement = await this.arrangements.of(code, asking);
    if (ccg === undefined || arrangement === undefined) return undefined;
    const { cases, next } = this.cases.list({ ccg: code }, { limit: mostCases }, asking);
    const { name, opened, closed, successor } = ccg;
    const isSeen = (id: string): boolean => this.visibility.sight(id, asking) !== undefined;
    return {
      code,
      name,
      on: this.today(),
      region: this.named(ccg.region),
      opened,
      ...(closed !== undefined && { closed }),
      ...(successor !== undefined && { successor: this.named(successor) }),
      predecessors: this.predecessorsOf(code),
      arrangement,
      casesSeen: arrangement.history.map((held) => held.case).filter(isSeen),
      cases,
      hasMoreCases: next !== undefined,
      members: this.membersOf(code),
      constitutions: this.constitutionsOf(code),
      ...('specialMeasures' in arrangement && { specialMeasures: register.specialMeasuresOf(code) }),
      committees: this.committeesFor(ccg),
    };
  }

  /** As it is today; undefined when there is none. */
  practice(code: string, asking: Asker): PracticeShown | undefined {
    const { register } = this.ledger;
    const on = this.today();
    const practice = register.practice(code, on);
    if (practice === undefined) return undefined;
    const { name, status, setting, closed, mergedInto, patients, countedOn } = practice;
    return {
      code,
      name,
      on,
      status,
      isGpPractice: setting === gpPractice,
      ...(closed !== undefined && { closed }),
      ...(mergedInto !== undefined && { mergedInto: this.named(mergedInto) }),
      patients,
      ...(countedOn !== undefined && { countedOn }),
      memberships: this.membershipsOf(practice),
      ballots: this.ballotsOf(code, asking),
      interests: register.interests({ on, organisation: code }),
    };
  }

  private listed(ccg: Ccg): CcgListed {
    const { code, name, closed } = ccg;
    const held = heldOf(levelsAsOf(this.today(), ccg, this.ledger.views.heldBy(code)));
    const region = this.named(ccg.region);
    return { code, name, region, level: held?.level ?? null, ...(closed !== undefined && { closed }) };
  }

  private predecessorsOf(code: string): CcgShown['predecessors'] {
    const closed = this.ledger.register.ccgs().filter(({ successor }) => successor === code);
    return closed.map(({ code: other, name, closed: on }) => ({
      code: other,
      name,
      ...(on !== undefined && { closed: on }),
    }));
  }

  private membersOf(ccg: string): readonly MemberPractice[] {
    const on = this.today();
    const { register } = this.ledger;
    const voting = new Set(register.rollOf(ccg, on).map(({ practice }) => practice));
    return register.practices({ ccg, on }).map(({ code, name, joined, patients, countedOn }) => ({
      code,
      name,
      joined,
      patients,
      ...(countedOn !== undefined && { countedOn }),
      votes: voting.has(code),
    }));
  }

  private constitutionsOf(ccg: string): readonly ConstitutionVersion[] {
    return this.ledger.register
      .constitutionsOf(ccg)
      .map((each) => ({ ...each, counting: countingInWords(each.counting) }))
      .toReversed();
  }

  private committeesFor({ region }: Ccg): CcgShown['committees'] {
    return this.ledger.register
      .committees({ on: this.today() })
      .filter(({ purpose, organisation }) => purpose === 'national-committee' || organisation === region);
  }

  private membershipsOf({ ccg, joined, left, earlier, later }: Practice): readonly MembershipShown[] {
    const current: Membership = { ccg, joined, ...(left !== undefined && { left }) };
    return [...earlier, current, ...later]
      .toSorted((a, b) => dayOrder(b.joined, a.joined))
      .map((each) => ({ ...each, ccg: this.named(each.ccg) }));
  }

  private ballotsOf(practice: string, asking: Asker): readonly OnRollOf[] {
    const { views } = this.ledger;
    return views.balloting(practice, mostBallots).flatMap((id) => {
      const [row, sight] = [views.findCase(id), this.visibility.sight(id, asking)];
      if (row === undefined || sight === undefined) return [];
      const listed = caseListed({ ...row, extent: sight.extent }, workflowIn(row));
      const mandate = listed.stages.find(({ name }) => name === sight.workflow.part?.stage);
      return [{ case: listed, title: sight.workflow.title, status: mandate?.status ?? 'not-started' }];
    });
  }

  private named(code: string): Named {
    const { register } = this.ledger;
    return { code, name: (register.ccg(code) ?? register.region(code) ?? register.told(code))?.name ?? code };
  }

  private today(): Day {
    return londonDay(this.clock.now());
  }
}
