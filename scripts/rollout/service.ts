/** What the rollout reads from a service: whether it is fit, its register, and where its cases have come. */
import { IdentityNotRunning } from '../../apps/identity/client.js';
import { isBefore } from '../../libs/workflow/instant.js';
import { ServiceGone, type Api } from './api.js';
import { england, type ByLevel, type Level, type Readiness } from './figures.js';
import type { Committee } from './meetings.js';
import { CannotRun, startsAt } from './own-service.js';
import type { Candidate } from './cast.js';
import type { Ccg } from './scene.js';

/** Reads and moves the clock; sees every case. */
export const keeper = 'registrar@nhse';

const latestStart = '2014-05-10T00:00:00.000Z';

/** @throws CannotRun with what was expected, what was found and the command that mends it. */
export async function assertFit(api: Api): Promise<void> {
  try {
    const found = await unfitness(api);
    if (found === undefined) return;
    throw new CannotRun(
      `The service at ${api.url} does not fit. ${found}\nStart one that does:\n` +
        `  REMIT_CLOCK=simulated:${startsAt} REMIT_SEED=register REMIT_DATA=$(mktemp -d) npm start`,
    );
  } catch (fault) {
    if (!(fault instanceof ServiceGone) && !(fault instanceof IdentityNotRunning)) throw fault;
    throw new CannotRun(`${fault.message}\nSay where they are: npm run rollout -- --url URL --issuer URL`);
  }
}

async function unfitness(api: Api): Promise<string | undefined> {
  const me = await api.ask(keeper, 'GET', '/api/me');
  if (me.status !== 200) return `Expected it to trust ${api.issuer} and answer GET /api/me, found status ${me.status}.`;
  const clock = await api.ask(keeper, 'GET', '/api/clock');
  if (clock.status !== 200) return 'Expected a simulated clock, found system time.';
  const { now } = clock.json() as { now: string };
  if (isBefore(latestStart, now)) return `Expected its clock at ${latestStart} or before, found it at ${now}.`;
  const { ccgs } = (await api.read(keeper, '/api/register/ccgs')) as { ccgs: readonly unknown[] };
  const { roles } = me.json() as { roles: readonly string[] };
  if (ccgs.length !== england.ccgs || !roles.includes('registrar'))
    return `Expected the invented register of ${england.ccgs} CCGs and its people, found ${ccgs.length} CCGs, and ${keeper} as ${roles.join(', ') || 'nobody'}.`;
  const { cases } = (await api.read(keeper, '/api/cases?limit=1')) as { cases: readonly unknown[] };
  return cases.length > 0 ? 'Expected no cases yet, found some.' : undefined;
}

export interface Registered {
  readonly candidates: readonly Candidate[];
  readonly ccgs: ReadonlyMap<string, Ccg>;
}

interface CcgJson {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly constitution: Ccg extends { counting: infer Rule }
    ? { ballotRequired: boolean; providesForCommittee: boolean; counting: Rule }
    : never;
}

interface PracticeJson {
  readonly code: string;
  readonly name: string;
  readonly ccg: string;
  readonly patients: number | null;
  readonly status: string;
  readonly setting: number;
}

/** All CCGs with the practices that may vote: active GP practices. */
export async function readRegister(api: Api): Promise<Registered> {
  const { ccgs } = (await api.read(keeper, '/api/register/ccgs')) as { ccgs: readonly CcgJson[] };
  const practices = (await readPractices(api)).filter(({ status, setting }) => status === 'A' && setting === 4);
  const byCcg = Map.groupBy(practices, ({ ccg }) => ccg);
  return {
    candidates: ccgs.map(({ code, region, constitution: { ballotRequired, providesForCommittee } }) => ({
      code,
      region,
      ballotRequired,
      providesForCommittee,
    })),
    ccgs: new Map(
      ccgs.map(({ code, name, constitution: { counting } }) => {
        const roll = (byCcg.get(code) ?? []).map(({ code: practice, name: of, patients }) => ({
          practice,
          name: of,
          patients,
        }));
        const stranger = practices.find(({ ccg }) => ccg !== code)?.code ?? '';
        return [code, { name, counting, roll, stranger }];
      }),
    ),
  };
}

async function readPractices(api: Api): Promise<readonly PracticeJson[]> {
  const found: PracticeJson[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const path: string = `/api/register/practices?limit=1000${after && `&after=${after}`}`;
    const page = (await api.read(keeper, path)) as { practices: readonly PracticeJson[]; next?: string };
    found.push(...page.practices);
    after = page.next;
  }
  return found;
}

/** The committees that decide, with their members on a day. */
export async function readCommittees(api: Api, on: string): Promise<readonly Committee[]> {
  const { committees } = (await api.read(keeper, `/api/register/committees?on=${on}`)) as {
    committees: readonly Committee[];
  };
  return committees;
}

/** Where a case has come, as the service tells it. */
export interface FoundCase {
  readonly ccg: string;
  readonly region: string;
  readonly level: Level;
  readonly round: string;
  /** The same for all cases of one expression of interest by a group; null for a CCG alone. */
  readonly group: string | null;
  readonly readiness: Readiness | null;
  /** How it ended; null while it is open. */
  readonly outcome: string | null;
  readonly inForce: boolean;
  readonly events: number;
  /** Refused attempts that the service has on record. */
  readonly refusals: number;
  /** Practices on the roll of its last ballot, and how many of them took part; null when there was no ballot. */
  readonly ballot: { readonly members: number; readonly voted: number } | null;
}

interface CaseJson {
  readonly ccg: string;
  readonly region: string;
  readonly level: Level;
  readonly round: string;
  readonly state: string | Readonly<Record<string, unknown>>;
  readonly outcome: string | null;
  readonly details: Pick<FoundCase, 'readiness' | 'ballot'> & { readonly groupId?: string | null };
  readonly revision: number;
}

/** Reads refused attempts, which a registrar may not. */
const committee = 'committee@nhse';

/** Every case about a level that there is. */
export async function readCases(api: Api): Promise<readonly FoundCase[]> {
  const ids: string[] = [];
  for (let path: string | undefined = '/api/cases?limit=200'; path !== undefined;) {
    const page = (await api.read(keeper, path)) as {
      cases: readonly { id: string; level: string | null }[];
      next?: string;
    };
    ids.push(...page.cases.filter(({ level }) => level !== null).map(({ id }) => id));
    path = page.next && `/api/cases?limit=200&cursor=${encodeURIComponent(page.next)}`;
  }
  return Promise.all(ids.map((id) => readCase(api, id)));
}

async function readCase(api: Api, id: string): Promise<FoundCase> {
  const found = (await api.read(keeper, `/api/cases/${id}`)) as CaseJson;
  const { refusals } = (await api.read(committee, `/api/cases/${id}/refusals`)) as { refusals: readonly unknown[] };
  const { ccg, region, level, round, state, outcome, details, revision } = found;
  const { readiness, ballot, groupId } = details;
  return {
    ccg,
    region,
    level,
    round,
    group: groupId ?? null,
    readiness,
    outcome,
    inForce: typeof state !== 'string' && 'inForce' in state,
    events: revision + 1,
    refusals: refusals.length,
    ballot: ballot ?? null,
  };
}

/** CCGs at each level on a day, by region code; `england` is the sum the service gives. */
export async function readUptake(api: Api, on: string): Promise<ReadonlyMap<string, Uptake>> {
  const found = (await api.read(keeper, `/api/uptake?on=${on}`)) as {
    regions: readonly (Uptake & { region: string })[];
    england: Uptake;
  };
  return new Map([...found.regions.map((row) => [row.region, row] as const), ['england', found.england]]);
}

/** CCGs of a region. */
export type Uptake = ByLevel & { readonly none: number; readonly ccgs: number };
