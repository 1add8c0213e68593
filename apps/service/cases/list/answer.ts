import { Injectable } from '@nestjs/common';
import type { CaseListFilter, ListedCase, Tally } from '../../../../libs/views/index.js';
import { addDays, endOfDay, londonDay } from '../../../../libs/workflow/london.js';
import { placeOf, withinAndSelf } from '../../../../libs/workflow/state.js';
import { workflows } from '../../../../workflows/index.js';
import { holds, type Asker } from '../../access/asker.js';
import { Visibility } from '../../access/visibility.js';
import { ServiceClock } from '../../clock/clock.js';
import { Ledger } from '../../ledger/ledger.js';
import { itemOf, type CaseItem } from './item.js';
import { inSentence, milestoneTitle } from './milestones.js';

/** Which cases are wanted. */
export interface CaseSearch {
  /** A name or a code of a CCG or a practice, or the beginning of a case's id. */
  readonly q?: string;
  readonly round?: string;
  readonly level?: string;
  readonly region?: string;
  /** A stage, an outcome, `open` or `over`. */
  readonly state?: string;
  /** A role. */
  readonly waitingOn?: string;
  readonly due?: DueWithin;
  readonly sort?: CaseListFilter['sort'];
}

export const dueWithin = {
  overdue: 'Overdue',
  week: 'Within 7 days, or overdue',
  month: 'Within 30 days, or overdue',
} as const;
export type DueWithin = keyof typeof dueWithin;

/** How many cases stand at a place. */
export interface PlaceCount {
  /** As `state` takes it. */
  readonly name: string;
  readonly title: string;
  readonly count: number;
}

export interface CaseList {
  readonly cases: readonly CaseItem[];
  readonly total: number;
  readonly open: number;
  readonly over: number;
  /** By the stages that cases are in, in the order of the path: one that is in several is counted in each. */
  readonly stages: readonly PlaceCount[];
  /** By how they ended. */
  readonly outcomes: readonly PlaceCount[];
  /** Whether who has a case in hand is for whoever asks. */
  readonly showsClaims: boolean;
}

/** Whoever works through queues, and whoever looks over them. */
const seesClaims = ['regional-assessor', 'constitution-reviewer', 'national-committee', 'registrar', 'auditor'];

/** Cases as people look for them. */
@Injectable()
export class CaseListAnswer {
  /** Codes and names of practices in small letters, as long as the register and the day are the same. */
  #practices: { readonly key: string; readonly names: readonly (readonly [string, string])[] } | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  find(search: CaseSearch, page: { readonly limit: number; readonly skip: number }, asking: Asker): CaseList {
    const now = this.clock.now().toISOString();
    const { state, sort = 'due' } = search;
    const scope = this.visibility.scope(asking);
    const filter = { ...this.filterOf(search), scope };
    const tallies = this.ledger.views.tallies(filter);
    const has = (word: string): number => countOf(tallies, word);
    const asked = { ...filter, ...page, sort, ...(state !== undefined && { state }) };
    const rows: readonly ListedCase[] = this.ledger.views.listed(asked);
    return {
      cases: rows.map((row) => itemOf(row, now)),
      total: state === undefined ? tallies.reduce((sum, { count }) => sum + count, 0) : has(state),
      open: has('open'),
      over: has('over'),
      stages: countsOf(stageTitles, tallies),
      outcomes: countsOf(outcomeTitles, tallies),
      showsClaims: holds(asking, ...seesClaims),
    };
  }

  /** Rounds and regions to choose from. */
  choices(): {
    readonly rounds: readonly { readonly id: string; readonly name: string }[];
    readonly regions: readonly { readonly code: string; readonly name: string }[];
  } {
    const { register } = this.ledger;
    return { rounds: register.rounds().toReversed(), regions: register.regions() };
  }

  private filterOf({ q, round, level, region, waitingOn, due }: CaseSearch) {
    return {
      ...(q !== undefined && { search: { text: q, ccgs: this.ccgsMeant(q) } }),
      ...(round !== undefined && { round }),
      ...(level !== undefined && { level }),
      ...(region !== undefined && { region }),
      ...(waitingOn !== undefined && { waitingOn }),
      ...(due !== undefined && { dueBy: dueBy(due, this.clock.now()) }),
    };
  }

  /** CCGs of this code, and of the practices of this code or with this in their names: of today, and those whose members they were last. */
  private ccgsMeant(text: string): readonly string[] {
    const { register } = this.ledger;
    const today = londonDay(this.clock.now());
    const code = text.toUpperCase();
    const of = register.ccg(code) ? [code] : [];
    const named = text.length < shortestName ? [] : this.practicesNamed(text, today);
    const practices = register.told(code) ? [code] : named;
    const homes = practices.flatMap((each) => register.memberOf(each, today) ?? register.lastCcgOf(each) ?? []);
    return [...new Set([...of, ...homes])];
  }

  private practicesNamed(text: string, on: string): readonly string[] {
    const sought = text.toLowerCase();
    const key = `${this.ledger.registered} ${on}`;
    if (this.#practices?.key !== key) {
      const names = this.ledger.register.practices({ on }).map(({ code, name }) => [code, name.toLowerCase()] as const);
      this.#practices = { key, names };
    }
    const found = this.#practices.names.filter(([, name]) => name.includes(sought));
    return found.slice(0, mostPractices).map(([code]) => code);
  }
}

/** Fewer letters stand in the names of too many practices. */
const shortestName = 3;
const mostPractices = 200;

const days = { week: 7, month: 30 } as const;

/** By which instant that must be due. */
export const dueBy = (due: DueWithin, now: Date): string =>
  due === 'overdue' ? now.toISOString() : endOfDay(addDays(londonDay(now), days[due]));

const countOf = (tallies: readonly Tally[], word: string): number =>
  tallies.reduce((sum, { places, count }) => (places.includes(word) ? sum + count : sum), 0);

const countsOf = (titles: ReadonlyMap<string, string>, tallies: readonly Tally[]): readonly PlaceCount[] =>
  [...titles].map(([name, title]) => ({ name, title, count: countOf(tallies, name) })).filter(({ count }) => count > 0);

const stageTitles: ReadonlyMap<string, string> = new Map(
  workflows.flatMap(({ stages }) => stages.map(({ name, title }) => [name, title] as const)),
);

const outcomeTitles: ReadonlyMap<string, string> = new Map(
  workflows
    .flatMap(({ machine }) => withinAndSelf(machine.root).flatMap((node) => placeOf(node).outcome ?? []))
    .map((outcome) => [outcome, inSentence(outcome)] as const),
);

/** What a case may be looked for by, in words. */
export const placeTitle = (state: string): string | undefined =>
  state === 'open'
    ? 'Going on'
    : state === 'over'
      ? 'Ended'
      : (stageTitles.get(state) ?? outcomeTitles.get(state) ?? milestoneTitle(state));
