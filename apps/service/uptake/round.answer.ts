import { Injectable } from '@nestjs/common';
import { cameTo, endedAfter, goesOnAt, readMilestone } from '../../../libs/views/milestones.js';
import type { Tally } from '../../../libs/views/index.js';
import type { Milestone } from '../../../libs/workflow/index.js';
import { hasCome } from '../../../libs/workflow/instant.js';
import { placeOf, withinAndSelf } from '../../../libs/workflow/state.js';
import { inForce } from '../../../workflows/application/milestones.js';
import { workflows } from '../../../workflows/index.js';
import type { Asker } from '../access/asker.js';
import { Visibility } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { levels, type Level } from './standings.js';

/** A figure, with the word by which the list of cases finds exactly what it counts. */
export interface Figure {
  readonly state: string;
  readonly count: number;
}

export interface FallenAway extends Figure {
  readonly outcome: string;
  /** Codes; a case with several counts under each. */
  readonly reasons: readonly (Figure & { readonly reason: string })[];
}

export interface FunnelStep {
  readonly name: string;
  readonly title: string;
  /** Cases that ever came to it. */
  readonly came: Figure;
  /** Of those the ones that came no further, and go on. */
  readonly open: Figure;
  /** Those that came no further, and ended; by how. */
  readonly ended: readonly FallenAway[];
}

export interface LevelFunnel {
  readonly level: Level;
  readonly steps: readonly FunnelStep[];
}

export interface RoundOutcomes {
  readonly round: string;
  readonly name: string;
  readonly open: Figure;
  /** Of those that are open. */
  readonly inForce: Figure;
  readonly underWay: number;
  readonly ended: readonly (Figure & { readonly outcome: string })[];
}

export interface RoundWanted {
  readonly round: string;
  readonly region?: string;
}

const milestonesOf = (level: Level): readonly Milestone[] =>
  workflows.find((workflow) => workflow.level === level)?.milestones ?? [];

/** How far the applications of a round have come, of those that whoever asks sees. */
@Injectable()
export class RoundAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  /** Rounds, the newest first. */
  rounds(): readonly { readonly id: string; readonly name: string }[] {
    return this.ledger.register.rounds().toReversed();
  }

  regions(): readonly { readonly code: string; readonly name: string }[] {
    return this.ledger.register.regions();
  }

  /** The newest that has opened; undefined where none has. */
  current(): string | undefined {
    const now = this.clock.now().toISOString();
    return this.ledger.register.rounds().findLast(({ opens }) => hasCome(opens, now))?.id;
  }

  /** Of each level that anybody applied for. */
  funnels(wanted: RoundWanted, asking: Asker): readonly LevelFunnel[] {
    return levels
      .map((level) => this.funnel(level, wanted, asking))
      .filter(({ steps }) => steps.some(({ came }) => came.count > 0));
  }

  /** What became of the applications of each round that has any, the newest first. */
  outcomes(asking: Asker): readonly RoundOutcomes[] {
    const scope = this.visibility.scope(asking);
    return this.rounds().flatMap(({ id, name }) => {
      const tallies = this.ledger.views.tallies({ scope, round: id });
      return tallies.length === 0 ? [] : [outcomesIn(id, name, tallies)];
    });
  }

  private funnel(level: Level, { round, region }: RoundWanted, asking: Asker): LevelFunnel {
    const scope = this.visibility.scope(asking);
    const tallies = this.ledger.views.tallies({ scope, round, level, ...(region !== undefined && { region }) });
    return { level, steps: milestonesOf(level).map(({ name, title }) => stepOf(name, title, countsIn(tallies))) };
  }
}

/** How many cases each word of milestones holds for. */
function countsIn(tallies: readonly Tally[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { places, count } of tallies)
    for (const word of places) if (readMilestone(word) !== undefined) counts.set(word, (counts.get(word) ?? 0) + count);
  return counts;
}

function stepOf(name: string, title: string, counts: ReadonlyMap<string, number>): FunnelStep {
  const figure = (state: string): Figure => ({ state, count: counts.get(state) ?? 0 });
  const ends = [...counts.keys()].flatMap((word) => {
    const read = readMilestone(word);
    return read?.is === 'ended' && read.milestone === name ? [read] : [];
  });
  return {
    name,
    title,
    came: figure(cameTo(name)),
    open: figure(goesOnAt(name)),
    ended: ends
      .filter(({ reason }) => reason === undefined)
      .map(({ outcome }) => ({
        outcome,
        ...figure(endedAfter(name, outcome)),
        reasons: ends.flatMap((each) =>
          each.outcome === outcome && each.reason !== undefined
            ? [{ reason: each.reason, ...figure(endedAfter(name, outcome, each.reason)) }]
            : [],
        ),
      }))
      .toSorted((a, b) => b.count - a.count),
  };
}

const endings = new Set(
  workflows.flatMap(({ machine }) => withinAndSelf(machine.root).flatMap((node) => placeOf(node).outcome ?? [])),
);

function outcomesIn(round: string, name: string, tallies: readonly Tally[]): RoundOutcomes {
  const figure = (state: string): Figure => ({
    state,
    count: tallies.reduce((sum, { places, count }) => (places.includes(state) ? sum + count : sum), 0),
  });
  const [open, held] = [figure('open'), figure(goesOnAt(inForce.name))];
  return {
    round,
    name,
    open,
    inForce: held,
    underWay: open.count - held.count,
    ended: [...endings].map((outcome) => ({ outcome, ...figure(outcome) })).filter(({ count }) => count > 0),
  };
}
