import { isDayBefore } from '../../workflow/london.js';
import { majorityOfVotes } from '../constitutions.js';
import type { CcgDetailsChanged } from '../facts.js';
import type { Ccg, Constitution, Day } from '../model.js';
import type { OrganisationFact } from '../organisations.js';
import { regionNamed } from '../regions.js';
import type { Change, Verdict } from './preview.js';
import type { CcgRow } from './rows.js';

/**
 * What a CCG is taken to have until its constitution is recorded, for ODS knows of none: a ballot whatever the amendment, one practice
 * one vote, carried by more than half of the votes cast, half of the members as quorum, and no provision for a committee. In force from
 * the day the CCG opens.
 */
export const constitutionNotInOds: Omit<Constitution, 'from'> = {
  version: 1,
  ballotRequired: true,
  providesForCommittee: false,
  counting: majorityOfVotes,
};

interface KnownCcgs {
  ccg(code: string): Ccg | undefined;
  region(code: string): unknown;
}

/** A CCG held against the register, as the lines before it leave that: a region is registered with the first CCG that names it. */
export function compareCcg(row: CcgRow, known: KnownCcgs, today: Day): Verdict {
  const regionFirst = (code: string): readonly OrganisationFact[] =>
    known.region(code) === undefined ? [{ type: 'RegionRegistered', data: { code, name: regionNamed(code) } }] : [];
  const ccg = known.ccg(row.code);
  return ccg === undefined ? added(row, regionFirst(row.region)) : compared(row, ccg, regionFirst, today);
}

function added(row: CcgRow, regionFirst: readonly OrganisationFact[]): Verdict {
  const { line, code, name, region, opened, closed } = row;
  const constitution = { ...constitutionNotInOds, from: opened };
  const data = { code, name, region, opened, constitution, practices: [], people: [] };
  const facts: OrganisationFact[] = [...regionFirst, { type: 'CcgRegistered', data }];
  if (closed === null) return { line, code, name, what: ['added'], detail: `Opened on ${opened}.`, facts };
  facts.push({ type: 'CcgClosed', data: { code, on: closed } });
  return { line, code, name, what: ['added', 'closed'], detail: `Open from ${opened} to ${closed}.`, facts };
}

function compared(
  row: CcgRow,
  ccg: Ccg,
  regionFirst: (code: string) => readonly OrganisationFact[],
  today: Day,
): Verdict {
  const { line, code, name, closed } = row;
  // Until its last day has passed, a closure was only told ahead.
  const hasClosed = ccg.closed !== undefined && isDayBefore(ccg.closed, today);
  if (hasClosed && closed !== ccg.closed) {
    const because = `CCG ${code} closed on ${ccg.closed} in the register; the file ${closed === null ? 'has it open' : `says ${closed}`}.`;
    return { line, code, because, mend: 'A closed CCG stays closed (R-66): register its successor.' };
  }
  const facts: OrganisationFact[] = [];
  const words: string[] = [];
  const what: Change[] = [];
  const changed = detailsChanged(row, ccg);
  const details = Object.keys(changed) as (keyof typeof changed)[]; // of the literal that it is
  if (details.length > 0) {
    if (changed.region !== undefined) facts.push(...regionFirst(changed.region));
    const { opened } = changed;
    facts.push({ type: 'CcgDetailsChanged', data: { code, ...changed, ...(opened && { toldOn: today }) } });
    what.push('changed');
    words.push(...details.map((detail) => `${inWords[detail]}: ${ccg[detail]} → ${row[detail]}`));
  }
  if (closed !== null && closed !== ccg.closed) {
    facts.push({ type: 'CcgClosed', data: { code, on: closed, toldOn: today } });
    what.push('closed');
    words.push(`Closes on ${closed}${ccg.closed === undefined ? '' : `, not ${ccg.closed}`}`);
  }
  if (closed === null && ccg.closed !== undefined) {
    facts.push({ type: 'CcgClosureTakenBack', data: { code, on: today } });
    what.push('reopened');
    words.push(`Stays open, and does not close on ${ccg.closed}`);
  }
  return facts.length === 0 ? 'unchanged' : { line, code, name, what, detail: `${words.join('; ')}.`, facts };
}

const inWords = { name: 'Name', region: 'Region', opened: 'First day open' } as const;

function detailsChanged(row: CcgRow, ccg: Ccg): Pick<CcgDetailsChanged, keyof typeof inWords> {
  return {
    ...(row.name !== ccg.name && { name: row.name }),
    ...(row.region !== ccg.region && { region: row.region }),
    ...(row.opened !== ccg.opened && { opened: row.opened }),
  };
}
