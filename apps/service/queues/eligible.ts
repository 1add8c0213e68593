import { Injectable } from '@nestjs/common';
import type { WaitingRow } from '../../../libs/views/index.js';
import type { Bars } from '../../../libs/workflow/index.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { barsAt } from '../casework/look-ups.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import type { Held } from '../ledger/stream-cache.js';

/** The organisation that each approver's role is held for, of the case it is about. */
const organisationOf: Readonly<Record<string, (row: Pick<WaitingRow, 'region'>) => string>> = {
  'regional-assessor': ({ region }) => region,
  'constitution-reviewer': () => 'nhse',
  'national-committee': () => 'nhse',
};

export const approvers: readonly string[] = Object.keys(organisationOf);

interface Left {
  /** Ids of the people. */
  readonly left: readonly string[];
  /** Why somebody is barred; undefined for whoever is not. */
  readonly why: (id: string) => string | undefined;
}

function reasonOf(id: string, bars: Bars | undefined): string {
  if (bars?.interested.includes(id)) return 'You have an interest in it (R-47)';
  if (bars?.onBothSides.includes(id)) return 'You act for its CCG or for a member of it too (R-46)';
  return 'You had a hand in it before, or declared an interest on it (R-46, R-47)';
}

/** Who is left to act on a case that waits: of those who hold the role, whoever is not barred. */
@Injectable()
export class Eligible {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** Ids of the people; undefined for roles that nobody is barred from. */
  async for(row: WaitingRow): Promise<readonly string[] | undefined> {
    return (await this.on(row))?.left;
  }

  /** Who is left, and why somebody is not, in words; undefined for roles that nobody is barred from. */
  async on(row: Pick<WaitingRow, 'case' | 'role' | 'region'>): Promise<Left | undefined> {
    const organisation = organisationOf[row.role]?.(row);
    if (organisation === undefined) return undefined;
    const held = await this.ledger.streams.of(caseStream(row.case));
    const bars = held && this.bars(held);
    const barred = new Set(held?.workflow.barred?.(contextOf(held), row.role, bars));
    const left = this.ledger.register.holding(row.role, organisation).filter((id) => !barred.has(id));
    return { left, why: (id) => (barred.has(id) ? reasonOf(id, bars) : undefined) };
  }

  /** Whom the register bars from a case as of now. */
  bars(held: Pick<Held, 'workflow' | 'standing'>): Bars {
    const { register } = this.ledger;
    const at = this.clock.now().toISOString();
    return barsAt({ register, workflow: held.workflow, context: contextOf(held), at });
  }
}

const contextOf = ({ standing }: Pick<Held, 'standing'>): unknown => standing.snapshot.context as unknown;
