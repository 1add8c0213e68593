import { Injectable } from '@nestjs/common';
import { anything, day, listOf, named, shape, shapeOf, type Said } from '../../../libs/forms/shape.js';
import { londonDay, type Day } from '../../../libs/workflow/london.js';
import { heldOf, levelsAsOf } from '../arrangements/levels.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';

const levels = ['L3', 'L2', 'L1'] as const;

/** CCGs that hold each level, those that hold none, and all. */
export type Counts = Readonly<Record<(typeof levels)[number] | 'none' | 'ccgs', number>>;

type OfRegion = Counts & { readonly region: string; readonly name: string };

export const uptakeShape = named(
  'Uptake',
  shape({ on: day, regions: listOf<OfRegion>(anything), england: shapeOf<Counts>(anything) }),
);
export type Uptake = Said<typeof uptakeShape>;

/** How many CCGs hold each level, by region. */
@Injectable()
export class UptakeAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** As of the end of a day in London; of today unless given. */
  on(on: Day = londonDay(this.clock.now())): Uptake {
    const { register, views } = this.ledger;
    const open = register.ccgs({ openOn: on });
    const held = new Map(open.map((ccg) => [ccg.code, heldOf(levelsAsOf(on, ccg, views.heldBy(ccg.code)))?.level]));
    const countsOf = (ccgs: readonly { readonly code: string }[]): Counts => {
      const holding = (level: string): number => ccgs.filter(({ code }) => held.get(code) === level).length;
      const [L3, L2, L1] = levels.map(holding) as [number, number, number]; // one for each
      return { L3, L2, L1, none: ccgs.length - L3 - L2 - L1, ccgs: ccgs.length };
    };
    const regions = register.regions().map(({ code, name }) => {
      const own = open.filter(({ region }) => region === code);
      return { region: code, name, ...countsOf(own) };
    });
    const known = new Set(regions.map(({ region }) => region));
    return { on, regions, england: countsOf(open.filter(({ region }) => known.has(region))) };
  }
}
