/** What facts of cases take from the register, by the names that workflows ask for: what it says at an instant, and nothing else. */
import { londonDay } from '../workflow/london.js';
import type { Register } from './index.js';

/** On which occasion the register is asked. */
export interface RegisterOccasion {
  readonly register: Register;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Undefined for what is about no CCG, or of no round. */
  readonly ccg: string | undefined;
  readonly round: string | undefined;
  /** What the person said. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Of the CCG that a case is about; undefined for a case about none. */
export const ofCcg =
  <O extends Pick<RegisterOccasion, 'ccg'>>(answer: (occasion: O & { readonly ccg: string }) => unknown) =>
  (occasion: O): unknown => {
    const { ccg } = occasion;
    return ccg === undefined ? undefined : answer({ ...occasion, ccg });
  };

export const ofRegister: Readonly<Record<string, (occasion: RegisterOccasion) => unknown>> = {
  ccg: ofCcg(({ register, ccg }) => {
    const found = register.ccg(ccg);
    return found && { code: found.code, name: found.name, region: found.region };
  }),
  round: ({ register, round }) => {
    const found = round === undefined ? undefined : register.round(round);
    if (found === undefined) return undefined;
    const { id, opens, interestBy, applicationBy, applicationByL2, goLiveAt, mandateBefore, levels } = found;
    const { variationWindows, standards } = found;
    const deadlines = { interestBy, applicationBy, applicationByL2 };
    return { id, opens, ...deadlines, goLiveAt, mandateBefore, levels, variationWindows, standards };
  },
  constitution: ofCcg(({ register, ccg, at }) => {
    const found = register.constitutionOf(ccg, londonDay(at));
    return (
      found && {
        version: found.version,
        ballotRequired: found.ballotRequired,
        providesForCommittee: found.providesForCommittee,
      }
    );
  }),
  ccgOpened: ofCcg(({ register, ccg }) => register.ccg(ccg)?.opened),
  ballotWasRequired: ofCcg(
    ({ register, ccg, data }) => register.constitutionOf(ccg, String(data['heldOn']))?.ballotRequired ?? true,
  ),
  roll: ofCcg(({ register, ccg, at }) => register.rollOf(ccg, londonDay(at))),
  members: ofCcg(({ register, ccg, data }) => register.rollOf(ccg, String(data['heldOn'])).length),
  counting: ofCcg(({ register, ccg, at }) => register.countingRuleOf(ccg, londonDay(at))),
  specialMeasures: ofCcg(({ register, ccg, at }) => register.specialMeasures(ccg, londonDay(at)) !== undefined),
  committee: ({ register, data }) => register.committee(String(data['committeeId']), String(data['heldOn'])),
};
