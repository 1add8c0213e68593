/** What the register adds to a fact, by the names that workflows ask for. */
import type { Register } from '../../../libs/register/index.js';
import { londonDay, startOfDay } from '../../../libs/workflow/london.js';
import type { FieldError, Particulars } from '../../../libs/workflow/index.js';

export interface Occasion {
  readonly register: Register;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ccg: string;
  readonly round: string;
  /** What the person said. */
  readonly data: Readonly<Record<string, unknown>>;
}

type LookUp = (occasion: Occasion) => unknown;

const lookUps: Readonly<Record<string, LookUp>> = {
  ccg: ({ register, ccg }) => {
    const found = register.ccg(ccg);
    return found && { code: found.code, name: found.name, region: found.region };
  },
  round: ({ register, round }) => {
    const found = register.round(round);
    if (found === undefined) return undefined;
    const { id, opens, interestBy, applicationBy, goLiveAt, mandateBefore, levels, variationWindows } = found;
    return { id, opens, interestBy, applicationBy, goLiveAt, mandateBefore, levels, variationWindows };
  },
  constitution: ({ register, ccg, at }) => {
    const found = register.constitutionOf(ccg, londonDay(at));
    return (
      found && {
        version: found.version,
        ballotRequired: found.ballotRequired,
        providesForCommittee: found.providesForCommittee,
      }
    );
  },
  openCcgs: ({ register, ccg, data, at }) => {
    const open = new Set(register.ccgs({ openOn: londonDay(at) }).map(({ code }) => code));
    const group: readonly unknown[] = Array.isArray(data['group']) ? data['group'] : [];
    return [...new Set([ccg, ...group])].filter((code) => typeof code === 'string' && open.has(code));
  },
  roll: ({ register, ccg, at }) => register.rollOf(ccg, londonDay(at)),
  counting: ({ register, ccg, at }) => register.countingRuleOf(ccg, londonDay(at)),
  today: ({ at }) => londonDay(at),
  effectiveAt: ({ data }) => startOfDay(String(data['effectiveOn'])),
};

type Given =
  | { readonly ok: true; readonly data: Record<string, unknown> }
  | { readonly ok: false; readonly fields: readonly FieldError[] };

/** Looks the names up; what the register does not know is a fault of the request. */
export function given(names: readonly string[], occasion: Occasion): Given {
  const data: Record<string, unknown> = {};
  const fields: FieldError[] = [];
  for (const name of names) {
    const lookUp = lookUps[name];
    if (lookUp === undefined) throw new RangeError(`A workflow asks the register for ${name}, which nobody looks up`);
    const value = lookUp(occasion);
    if (value === undefined)
      fields.push({ field: name, message: `The register has no such ${name}. See /api/register` });
    else data[name] = value;
  }
  return fields.length > 0 ? { ok: false, fields } : { ok: true, data };
}

/** Whom a fact is about before its case has said so. */
export const occasionOf = (
  particulars: Particulars | undefined,
  start: { ccg: string; round: string },
): { ccg: string; round: string } => ({
  ccg: particulars?.ccg ?? start.ccg,
  round: particulars?.round ?? start.round,
});
