import type { Register } from '../../libs/register/index.js';

export interface Wanted {
  /** Any, unless told. */
  readonly region?: string;
  /** Whether its constitution asks for a ballot; a few do not. */
  readonly ballot: boolean;
  /** Practices at least and at most. */
  readonly practices?: readonly [least: number, most: number];
}

/** Gives out CCGs of the register, region after region, each of them once. Those of `reserved` it leaves alone. */
export function castingFrom(register: Register, reserved: readonly string[]): (wanted: Wanted) => string {
  const taken = new Set(reserved);
  const regions = register.regions().map(({ code }) => code);
  let turn = 0;

  function fits(ccg: string, { ballot, practices: [least, most] = [0, Infinity] }: Wanted): boolean {
    const members = register.everMembersOf(ccg).length;
    const asks = register.constitutionOf(ccg)?.ballotRequired ?? true;
    return !taken.has(ccg) && asks === ballot && members >= least && members <= most;
  }

  return (wanted) => {
    // A region that has none left passes the turn on.
    for (let tries = 0; tries < regions.length; tries += 1) {
      const region = wanted.region ?? regions[turn++ % regions.length] ?? '';
      const found = register.ccgs({ region }).find(({ code }) => fits(code, wanted));
      if (found === undefined) continue;
      taken.add(found.code);
      return found.code;
    }
    throw new Error('The register has too few CCGs for the demonstration');
  };
}
