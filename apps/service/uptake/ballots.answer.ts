import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { ListedCase } from '../../../libs/views/index.js';
import { balloted } from '../../../libs/views/milestones.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import type { CountingRule } from '../../../workflows/stages/constitution/counting-rule.js';
import { count, type Tally } from '../../../workflows/stages/mandate/counting.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Visibility } from '../access/visibility.js';
import { ballotsIn, type SeenBallot } from '../ballots/ballots.js';
import { aboutShown } from '../contract/about.js';
import { Ledger } from '../ledger/ledger.js';

/** A ballot that was counted. */
export interface CountedBallot {
  readonly case: string;
  readonly ccg: string;
  readonly ccgName: string;
  readonly region: string;
  readonly level?: string;
  readonly round: string;
  /** Of the case, from 1. */
  readonly number: number;
  readonly closedAt: string;
  readonly tally: Tally;
  readonly threshold: CountingRule['threshold'];
  /** Practices that took part, in per cent of the roll. */
  readonly turnout: number;
  /** Percentage points by which the share in favour lies above the threshold; absent where nothing was decided. */
  readonly margin?: number;
}

type Counted = Pick<CountedBallot, 'number' | 'closedAt' | 'tally' | 'threshold' | 'turnout' | 'margin'>;

export interface BallotsWanted {
  readonly round?: string;
  readonly level?: string;
  readonly region?: string;
}

/** Cases at most. */
const most = 5_000;

/** Ballots that were counted, over all cases that whoever asks sees whole. */
@Injectable()
export class CountedBallotsAnswer {
  /** By case and revision: what was counted once is counted. */
  readonly #counted = new LRUCache<string, readonly Counted[]>({ max: 10_000 });

  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly readings: Readings,
  ) {}

  /** The latest first. */
  async of(wanted: BallotsWanted, asking: Asker): Promise<readonly CountedBallot[]> {
    await this.readings.note(asking, 'BallotsRead', { ...wanted });
    const scope = this.visibility.scope(asking);
    const rows = this.ledger.views.listed({ ...wanted, scope, state: balloted, sort: 'due', limit: most });
    const whole = rows.filter(({ extent }) => extent === 'all');
    const all = await Promise.all(
      whole.map(async (row) => (await this.countedIn(row)).map((each) => ({ ...aboutOf(row), ...each }))),
    );
    return all.flat().toSorted((a, b) => Date.parse(b.closedAt) - Date.parse(a.closedAt));
  }

  private async countedIn({ id, revision }: ListedCase): Promise<readonly Counted[]> {
    const key = `${id} ${revision}`;
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const events = await this.ledger.log.readStream(caseStream(id), { limit: revision + 1 });
    const counted = ballotsIn(events).flatMap((ballot, index) => countedBallot(ballot, index + 1));
    this.#counted.set(key, counted);
    return counted;
  }
}

const aboutOf = ({ id, ccgName, region, level, ...row }: ListedCase) => ({
  ...aboutShown(row),
  case: id,
  ccgName,
  region,
  ...(level !== undefined && { level }),
});

function countedBallot({ opened, roll, votes, closed }: SeenBallot, number: number): readonly Counted[] {
  if (closed === undefined) return [];
  // What is recorded was looked up in the register.
  const rule = opened.data['counting'] as CountingRule;
  const choices = [...votes].flatMap(([practice, { choice }]) => (choice ? [[practice, choice] as const] : []));
  const tally = count(rule, roll, Object.fromEntries(choices));
  const { threshold } = rule;
  const isDecided = tally.result !== 'inquorate' && tally.of > 0;
  return [
    {
      number,
      closedAt: closed.at,
      tally,
      threshold,
      turnout: (100 * tally.tookPart) / tally.members,
      ...(isDecided && { margin: marginOf(tally, threshold) }),
    },
  ];
}

/** By one division, of whole numbers. */
const marginOf = ({ for: yes, of }: Tally, { numerator, denominator }: CountingRule['threshold']): number =>
  (100 * (yes * denominator - numerator * of)) / (of * denominator);
