import { Injectable } from '@nestjs/common';
import type { WaitingRow } from '../../../libs/views/index.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { Ledger } from '../ledger/ledger.js';

/** The organisation that each approver's role is held for, of the case it is about. */
const organisationOf: Readonly<Record<string, (row: Pick<WaitingRow, 'region'>) => string>> = {
  'regional-assessor': ({ region }) => region,
  'constitution-reviewer': () => 'nhse',
  'national-committee': () => 'nhse',
};

export const approvers: readonly string[] = Object.keys(organisationOf);

/** Who is left to act on a case that waits: of those who hold the role, whoever is not barred. */
@Injectable()
export class Eligible {
  constructor(private readonly ledger: Ledger) {}

  /** Ids of the people; undefined for roles that nobody is barred from. */
  async for(row: WaitingRow): Promise<readonly string[] | undefined> {
    const organisation = organisationOf[row.role]?.(row);
    if (organisation === undefined) return undefined;
    const held = await this.ledger.streams.of(caseStream(row.case));
    const barred = new Set(held?.workflow.barred?.(held.standing.snapshot.context as unknown, row.role));
    return this.ledger.register.holding(row.role, organisation).filter((id) => !barred.has(id));
  }
}
