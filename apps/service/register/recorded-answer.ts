/** What a fact of the register came to: the fact itself, and the cases it fell on. */
import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { registerStream } from '../../../libs/register/facts.js';
import type { CaseRow } from '../../../libs/views/index.js';
import { caseOf } from '../../../libs/workflow/streams.js';
import { holds, type Asker } from '../access/asker.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { Ledger } from '../ledger/ledger.js';

/** A case by its business name. */
export interface CaseNamed {
  readonly id: string;
  /** “NHS Bramblelowe CCG (06Q) – delegated commissioning – round 2026” */
  readonly name: string;
}

/** Cases something falls on: how many, and the first of them that the person may know of. */
export interface CasesTouched {
  readonly count: number;
  readonly named: readonly CaseNamed[];
}

export interface RegisterRecorded {
  readonly event: RecordedEvent;
  readonly cases: CasesTouched;
}

/** Cases that are named at most; the rest is counted. */
const mostNamed = 50;
/** Events read at once. */
const batch = 500;

@Injectable()
export class RecordedAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
  ) {}

  /** A fact of the register, for whoever recorded it, and for those who keep it. Undefined where there is none for them. */
  async one(revision: number, asking: Asker): Promise<RegisterRecorded | undefined> {
    const [event] = await this.ledger.log.readStream(registerStream, { from: revision, limit: 1 });
    if (event === undefined) return undefined;
    if (event.actor.id !== asking.id && !holds(asking, 'registrar', 'auditor')) return undefined;
    return { event, cases: this.touched(await this.#fallenOn(event), asking) };
  }

  touched(ids: readonly string[], asking: Asker): CasesTouched {
    const named = ids.slice(0, mostNamed).filter((id) => this.visibility.sight(id, asking) !== undefined);
    return {
      count: ids.length,
      named: named.flatMap((id) => {
        const row = this.ledger.views.findCase(id);
        return row === undefined ? [] : [{ id, name: nameOfCase(row) }];
      }),
    };
  }

  /** What a fact of the register brings about stands in the same append, behind it. */
  async #fallenOn({ id, position }: RecordedEvent): Promise<readonly string[]> {
    const causes = new Set([id]);
    const cases = new Set<string>();
    for (let after = position; ; after += batch) {
      const read = await this.ledger.log.readAll({ after, limit: batch });
      for (const { id: next, cause, stream } of read) {
        if (cause === undefined || !causes.has(cause)) return [...cases];
        causes.add(next);
        const found = caseOf(stream);
        if (found !== undefined) cases.add(found);
      }
      if (read.length < batch) return [...cases];
    }
  }
}

export function nameOfCase(row: Pick<CaseRow, 'ccg' | 'ccgName' | 'workflow' | 'version' | 'round'>): string {
  const { title } = workflowIn(row);
  const who = row.ccg === undefined ? row.ccgName : `${row.ccgName} (${row.ccg})`;
  const what = title.charAt(0).toLowerCase() + title.slice(1);
  return [who, what, ...(row.round === undefined ? [] : [`round ${row.round}`])].join(' – ');
}
