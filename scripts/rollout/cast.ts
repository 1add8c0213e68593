/** Who of a region applies for what in the first round, who falls away, and who comes again. Invented throughout. */
import type { Ending, FallenEnding } from './endings.js';
import type { RegionFigures } from './figures.js';
import { spread } from './spread.js';

/** What of a CCG its plot depends on. */
export interface Candidate {
  readonly code: string;
  readonly region: string;
  readonly ballotRequired: boolean;
  readonly providesForCommittee: boolean;
}

export interface Cast {
  readonly ccg: Candidate;
  readonly ending: Ending;
  /** CCGs that apply together, the one that expresses the interest first; empty for one alone. */
  readonly group: readonly string[];
}

export interface RegionCast {
  readonly L3: readonly Cast[];
  readonly L2: readonly Cast[];
  readonly L1: readonly Cast[];
  /** The second cohort: CCGs that hold L2 or L1 from April 2015. */
  readonly again: readonly Candidate[];
}

interface Parts {
  /** Single CCGs that fall away. */
  readonly falling: readonly FallenEnding[];
  /** Groups, the endings of their CCGs. */
  readonly groups?: readonly (readonly Ending[])[];
}

const times = (count: number, ending: FallenEnding): readonly FallenEnding[] => Array<FallenEnding>(count).fill(ending);

const partsOfL3: Readonly<Record<string, Parts>> = {
  Y54: { falling: ['defeated', 'withdrawn-early', 'special-measures', 'double-delegation'] },
  Y55: { falling: ['inquorate-twice', 'withdrawn-after-approval', 'rejected', 'defeated'] },
  Y56: {
    falling: ['second-ballot-too-late'],
    // One of the three says no; the other two go on.
    groups: [
      ['in-force', 'in-force'],
      ['in-force', 'in-force', 'defeated'],
    ],
  },
  Y57: { falling: ['defeated', 'financial-blip', 'rejected'] },
};

const partsOfL2: Readonly<Record<string, Parts>> = {
  Y54: { falling: [...times(3, 'withdrawn-early'), 'defeated', 'rejected'] },
  Y55: { falling: [...times(4, 'withdrawn-early'), 'defeated', 'rejected', 'not-submitted'] },
  Y56: {
    falling: ['withdrawn-early', 'not-submitted'],
    groups: [
      ['in-force', 'in-force'],
      ['in-force', 'in-force'],
      ['in-force', 'in-force'],
    ],
  },
  Y57: {
    falling: [...times(7, 'withdrawn-early'), ...times(2, 'defeated'), 'rejected', 'inquorate-twice', 'not-submitted'],
  },
};

/**
 * The CCGs of a region by code: first those interested in L3, then in L2, then in L1. Whoever falls away turns to L1, so that with them L1
 * comes to its figure. @throws RangeError when the region has too few CCGs.
 */
export function castOf({ code, first, second, interest }: RegionFigures, ccgs: readonly Candidate[]): RegionCast {
  const own = ccgs.filter(({ region }) => region === code).toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const [ofL3, ofL2] = [partsOfL3[code], partsOfL2[code]].map((parts): Parts => parts ?? { falling: [] }) as [
    Parts,
    Parts,
  ];
  const sizes = [first.L3 + fallenOf(ofL3), first.L2 + fallenOf(ofL2), interest.L1] as const;
  const needed = sizes[0] + sizes[1] + sizes[2];
  if (own.length < needed)
    throw new RangeError(`Region ${code} needs ${needed} CCGs, and the register has ${own.length}`);
  const L3 = withEndings(own.slice(0, sizes[0]), ofL3);
  const L2 = withEndings(own.slice(sizes[0], sizes[0] + sizes[1]), ofL2);
  const L1 = own.slice(needed - sizes[2], needed).map((ccg): Cast => ({ ccg, ending: 'in-force', group: [] }));
  return { L3, L2, L1, again: [...held(L2).slice(0, second.L2), ...comingAgain(L3).slice(0, second.L1)] };
}

const fallenOf = ({ falling, groups = [] }: Parts): number =>
  falling.length + groups.flat().filter((ending) => ending !== 'in-force').length;

function withEndings(ccgs: readonly Candidate[], { falling, groups = [] }: Parts): readonly Cast[] {
  const together = groups.flat().length;
  const places = spread(falling.length, ccgs.length - together);
  const singles = ccgs.slice(together).map((ccg, at): Cast => {
    return { ccg, ending: falling[places.indexOf(at)] ?? 'in-force', group: [] };
  });
  let next = 0;
  const grouped = groups.flatMap((ofGroup) => {
    const members = ccgs.slice(next, (next += ofGroup.length));
    const group = members.map(({ code }) => code);
    return members.map((ccg, at): Cast => ({ ccg, ending: ofGroup[at] ?? 'in-force', group }));
  });
  return [...grouped, ...singles];
}

const held = (cast: readonly Cast[]): readonly Candidate[] =>
  cast.filter(({ ending }) => ending === 'in-force').map(({ ccg }) => ccg);

/** Those whose L3 fell away try a second time, but for one still in special measures. */
const comingAgain = (cast: readonly Cast[]): readonly Candidate[] =>
  cast.filter(({ ending }) => ending !== 'in-force' && ending !== 'special-measures').map(({ ccg }) => ccg);
