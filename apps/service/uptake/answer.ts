import { Injectable } from '@nestjs/common';
import { anything, day, listOf, named, shape, shapeOf, type Said } from '../../../libs/forms/shape.js';
import type { Ccg } from '../../../libs/register/model.js';
import { dayOrder, hasDayCome, isDayBefore, londonDay, type Day } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { Visibility } from '../access/visibility.js';
import { heldOf, levelsAsOf } from '../arrangements/levels.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { inForce } from '../../../workflows/application/milestones.js';
import { countsOf, spellsOf, standingOn, type Counts, type Spell, type Standing } from './standings.js';

type OfRegion = Counts & { readonly region: string; readonly name: string };

export const uptakeShape = named(
  'Uptake',
  shape({ on: day, regions: listOf<OfRegion>(anything), england: shapeOf<Counts>(anything) }),
);
export type Uptake = Said<typeof uptakeShape>;

/** From a day on so many CCGs hold each level, until the next such day. */
export interface UptakeStep {
  readonly from: Day;
  readonly regions: readonly OfRegion[];
  readonly england: Counts;
}

/** A CCG as it stands on a day. */
export interface Holder {
  readonly ccg: string;
  readonly name: string;
  /** Code and name. */
  readonly region: string;
  readonly regionName: string;
  readonly held: Standing;
  readonly since?: string;
  /** By which it holds the level, for whoever sees that; and the revision of the fact by which it took effect. */
  readonly case?: string;
  readonly revision?: number;
}

export interface HoldersWanted {
  readonly on?: Day;
  readonly region?: string;
  readonly held?: Standing;
}

interface Known {
  readonly ccg: Ccg;
  readonly spells: readonly Spell[];
}

/** How many CCGs hold each level, by region. What a CCG holds is public to whoever signs in. */
@Injectable()
export class UptakeAnswer {
  /** As long as views and register are the same. */
  #known: { readonly key: string; readonly all: readonly Known[] } | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly visibility: Visibility,
  ) {}

  today(): Day {
    return londonDay(this.clock.now());
  }

  /** As of the end of a day in London; of today unless given. */
  on(on: Day = this.today()): Uptake {
    const { views } = this.ledger;
    const held = this.ofKnownRegions().map((ccg) => ({ ccg, held: standingOn(on, ccg, views.heldBy(ccg.code)) }));
    return { on, ...this.byRegion(held) };
  }

  /** Every change up to the end of a day, with how it was before the first: the steps of a line that is exact on every day. */
  overTime(last: Day = this.today()): readonly UptakeStep[] {
    const all = this.known();
    const days = new Set(all.flatMap(({ spells }) => spells.map(({ from }) => from)));
    const until = [...days].filter((day) => !isDayBefore(last, day)).toSorted(dayOrder);
    return until.map((from) => ({
      from,
      ...this.byRegion(
        all.map(({ ccg, spells }) => ({ ccg, held: spells.findLast((spell) => hasDayCome(spell.from, from))?.held })),
      ),
    }));
  }

  /** The CCGs of a figure, by name. */
  holders({ on = this.today(), region, held }: HoldersWanted, asking: Asker): readonly Holder[] {
    const { register, views } = this.ledger;
    const names = new Map(register.regions().map(({ code, name }) => [code, name]));
    return this.ofKnownRegions()
      .filter((ccg) => region === undefined || ccg.region === region)
      .flatMap((ccg): readonly Holder[] => {
        const ever = views.heldBy(ccg.code);
        const standing = standingOn(on, ccg, ever);
        if (standing === undefined || (held !== undefined && held !== standing)) return [];
        const level = heldOf(levelsAsOf(on, ccg, ever));
        const { code, name, region: of } = ccg;
        return [
          {
            ccg: code,
            name,
            region: of,
            regionName: names.get(of) ?? of,
            held: standing,
            ...(level && { since: level.from }),
            ...(level && this.caseFor(level.case, asking)),
          },
        ];
      })
      .toSorted((a, b) => byName(a.name, b.name));
  }

  private caseFor(id: string, asking: Asker): Pick<Holder, 'case' | 'revision'> {
    if (this.visibility.sight(id, asking)?.extent !== 'all') return {};
    const revision = this.ledger.views.findCase(id)?.noted.reached?.[inForce.name];
    return { case: id, ...(revision !== undefined && { revision }) };
  }

  regions(): readonly { readonly code: string; readonly name: string }[] {
    return this.ledger.register.regions();
  }

  private ofKnownRegions(): readonly Ccg[] {
    const { register } = this.ledger;
    const known = new Set(register.regions().map(({ code }) => code));
    return register.ccgs().filter(({ region }) => known.has(region));
  }

  private byRegion(held: readonly { readonly ccg: Ccg; readonly held: Standing | undefined }[]) {
    const regions = this.regions().map(({ code, name }) => {
      const own = held.filter(({ ccg: { region } }) => region === code);
      return { region: code, name, ...countsOf(own.map((each) => each.held)) };
    });
    return { regions, england: countsOf(held.map((each) => each.held)) };
  }

  private known(): readonly Known[] {
    const { views, registered } = this.ledger;
    const key = `${views.position} ${registered}`;
    if (this.#known?.key !== key) {
      const all = this.ofKnownRegions().map((ccg) => ({ ccg, spells: spellsOf(ccg, views.heldBy(ccg.code)) }));
      this.#known = { key, all };
    }
    return this.#known.all;
  }
}

/** Names are texts. */
const byName = new Intl.Collator('en').compare;
