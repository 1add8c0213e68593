/** Why a CCG cannot be registered or change so beside what the register knows, in a sentence; undefined when it can. */
import { addDays, hasDayCome, isDayBefore } from '../workflow/london.js';
import type { CcgClosed, CcgClosureTakenBack, CcgDetailsChanged, CcgRegistered, ConstitutionAmended } from './facts.js';
import { inPeople } from './grants.js';
import type { Known } from './known.js';
import type { Ccg, Constitution, CountingRule, Day } from './model.js';
import { namedBeyond, notOpen } from './open.js';
import { inListSize } from './practice-changes.js';

export function inFounding(known: Known, founded: CcgRegistered): string | undefined {
  const { code, region, constitution } = founded;
  if (known.ccg(code)) return `CCG ${code} is registered already.`;
  if (!known.region(region)) return `Region ${region} is not registered.`;
  return inConstitution(constitution) ?? inFoundingPractices(known, founded) ?? inPeople(founded);
}

export function inClosure(known: Known, { code, on, successor, kind, toldOn }: CcgClosed): string | undefined {
  const ccg = known.ccg(code);
  if (!ccg) return `CCG ${code} is not registered.`;
  if (ccg.closed !== undefined && !isAhead(ccg.closed, toldOn))
    return `CCG ${code} is closed already, on ${ccg.closed}.`;
  const { opened } = ccg;
  if (isDayBefore(on, opened)) return `CCG ${code} opened only on ${opened}.`;
  if (successor === code) return `CCG ${code} cannot succeed itself.`;
  if (kind === 'merger' && successor === undefined) return `CCG ${code} merges into a successor, which is not named.`;
  return (
    (successor === undefined ? undefined : notOpen(known, successor, addDays(on, 1))) ??
    namedBeyond(known, { code, opened, closed: on, ...(toldOn !== undefined && { toldOn }) })
  );
}

export function inTakingBack(known: Known, { code, on }: CcgClosureTakenBack): string | undefined {
  const ccg = known.ccg(code);
  if (!ccg) return `CCG ${code} is not registered.`;
  if (ccg.closed === undefined) return `CCG ${code} is not to close.`;
  return isAhead(ccg.closed, on) ? undefined : `CCG ${code} has closed, on ${ccg.closed} (R-66).`;
}

export function inCcgDetails(known: Known, { code, region, opened, toldOn }: CcgDetailsChanged): string | undefined {
  const ccg = known.ccg(code);
  if (!ccg) return `CCG ${code} is not registered.`;
  if (region !== undefined && !known.region(region)) return `Region ${region} is not registered.`;
  return opened === undefined ? undefined : inOpening(known, ccg, { opened, ...(toldOn !== undefined && { toldOn }) });
}

export function inAmending(known: Known, { ccg: code, constitution }: ConstitutionAmended): string | undefined {
  const ccg = known.ccg(code);
  if (!ccg) return `CCG ${code} is not registered.`;
  const { version, from } = ccg.constitution;
  if (constitution.version <= version) return `The constitution of ${code} is at version ${version} already.`;
  if (isDayBefore(constitution.from, from))
    return `Version ${version} of the constitution of ${code} is in force only from ${from}.`;
  return inConstitution(constitution) ?? notOpen(known, code, constitution.from);
}

/** A first day that has come can be another one that has come, and none on which something in the CCG had begun. */
function inOpening(
  known: Known,
  { code, opened: was, closed }: Ccg,
  { opened, toldOn = was }: { readonly opened: Day; readonly toldOn?: Day },
): string | undefined {
  if (closed !== undefined && isDayBefore(closed, opened)) return `CCG ${code} closed already on ${closed}.`;
  if (hasDayCome(was, toldOn) && isDayBefore(toldOn, opened))
    return `CCG ${code} has opened, on ${was}. Only a day that has come can be its first day instead.`;
  return namedBeyond(known, { code, opened, ...(closed !== undefined && { closed }), toldOn });
}

/** Whether a closure was still to come when something else was told of it: its last day has not passed. */
const isAhead = (closed: Day, toldOn: Day | undefined): boolean => toldOn !== undefined && hasDayCome(toldOn, closed);

function inFoundingPractices(
  known: Known,
  { code: ccg, opened, practices }: Pick<CcgRegistered, 'code' | 'opened' | 'practices'>,
): string | undefined {
  const seen = new Set<string>();
  for (const { code, patients, joined = opened } of practices) {
    if (seen.has(code) || known.told(code)) return `Practice ${code} is registered already (R-80).`;
    seen.add(code);
    if (isDayBefore(joined, opened))
      return `Practice ${code} cannot have joined CCG ${ccg} before that opened, on ${opened}.`;
    const wrong = inListSize(code, patients);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Counting is exact only over whole numbers, a share is between nothing and all, and a vote can be carried and lost. */
function inConstitution({ counting }: Constitution): string | undefined {
  const { basis, rounding, threshold, quorum } = counting;
  if ((basis === 'thousand-patients') !== (rounding !== undefined))
    return 'Rounding belongs to counting by thousands of patients.';
  if (!isShare(threshold) || !isShare(quorum))
    return 'A threshold or quorum is a fraction of whole numbers, at most 1.';
  return (
    inThreshold(threshold) ??
    (quorum.numerator === 0 ? 'No ballot misses a quorum of 0: enter one above 0.' : undefined)
  );
}

function inThreshold({ comparison, numerator, denominator }: CountingRule['threshold']): string | undefined {
  if (comparison === 'more-than' && numerator === denominator)
    return 'Nobody can reach more than all: enter a threshold below 1, or “at least”.';
  return comparison === 'at-least' && numerator === 0
    ? 'Everybody reaches at least nothing: enter a threshold above 0, or “more than”.'
    : undefined;
}

function isShare({ numerator, denominator }: CountingRule['quorum']): boolean {
  return (
    Number.isSafeInteger(numerator) &&
    Number.isSafeInteger(denominator) &&
    numerator >= 0 &&
    denominator >= Math.max(1, numerator)
  );
}
