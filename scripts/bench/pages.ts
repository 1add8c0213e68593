/** How long the service takes for a page, at the size of the rollout and with ten thousand open cases; and for the first one after a start. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startIdentity } from '../../apps/identity/index.js';
import { seedLog } from '../../apps/service/seed.js';
import { currentRound } from '../../demonstration/register/rounds.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { registerStream } from '../../libs/register/facts.js';
import { registerOf } from '../../libs/register/index.js';
import { pageAt, signIn, type Browsing } from './browsing.js';
import type { Figure } from './figures.js';
import { flags } from './hosted.js';
import { openOn, type OfSize } from './open-cases.js';

/** Cases beside those of the demonstration: as many as the rollout has, each as long; and ten thousand. */
const sizes: readonly OfSize[] = [
  { cases: 200, events: 60 },
  { cases: 10_000, events: 3 },
];

/** The day of the demonstration. */
const now = new Date('2026-11-22T10:00:00.000Z');
const aWeekAgo = new Date(now.getTime() - 7 * 24 * 3_600_000);

/** A page as somebody sees it. */
interface Page {
  readonly name: string;
  readonly as: string;
  readonly path: string;
}

type People = ReadonlyMap<string, Browsing>;

const personas = ['officer@00C', 'assessor@Y54', 'committee@nhse', 'registrar@nhse', 'auditor@nhse'] as const;

/** Each page so many times, one after another: what a page takes is not to be the wait for others. */
export async function pageFigures(folder: string, times: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) figures.push(...(await figuresAt(size, join(folder, `pages-${size.cases}`), times)));
  return figures;
}

async function figuresAt(size: OfSize, data: string, times: number): Promise<readonly Figure[]> {
  await fillWith(data, size);
  const identity = await startIdentity({ port: 0 });
  try {
    const at = { cases: size.cases, times };
    const { people, figures } = await served(data, identity.issuer, async (url) => {
      const signedIn: People = new Map(
        await Promise.all(personas.map(async (persona) => [persona, await signIn(url, persona)] as const)),
      );
      await trailMade(url, signedIn);
      const measured: Figure[] = [];
      for (const page of await pagesOf(url, signedIn)) measured.push(await figureOf(url, page, signedIn, at));
      return { people: signedIn, figures: measured };
    });
    // Whoever was signed in goes on where they were: a session outlives the service.
    const first = await served(data, identity.issuer, (url) => firstPage(url, people, size.cases));
    return [...figures, first];
  } finally {
    await identity.close();
  }
}

/** The demonstration, and open cases beside it. */
async function fillWith(data: string, size: OfSize): Promise<void> {
  mkdirSync(data, { recursive: true });
  const log = await sqliteLog({ file: join(data, 'events.sqlite') });
  try {
    await seedLog(log, data, 'demo', now);
    const register = registerOf(await log.readStream(registerStream));
    await openOn(log, register, [size], { round: currentRound(now), at: aWeekAgo });
  } finally {
    await log.close();
  }
}

/** Does `work` on a service over the data, in a process of its own. */
async function served<T>(data: string, issuer: string, work: (url: string) => Promise<T>): Promise<T> {
  const child = fork(join(import.meta.dirname, 'pages-service.js'), [data, issuer, now.toISOString()], {
    execArgv: [...flags],
  });
  const exit = once(child, 'exit');
  const over = exit.then(() => {
    throw new Error('the service ended before it was ready');
  });
  try {
    const [{ url }] = (await Promise.race([once(child, 'message'), over])) as [{ readonly url: string }];
    return await work(url);
  } finally {
    if (child.connected) child.disconnect();
    await exit;
  }
}

/** What auditors search is made beside the service: until it is, they are told how far it is. */
async function trailMade(url: string, people: People): Promise<void> {
  while ((await pageAt(url, '/audit', browsingOf(people, 'auditor@nhse'))).status === 503) await setTimeout(200);
}

async function pagesOf(url: string, people: People): Promise<readonly Page[]> {
  const [officer, assessor, committee, registrar, auditor] = personas;
  const balloting = await firstCase(url, 'delegated-commissioning', officer, people);
  const meeting = await firstCase(url, 'committee-meeting', committee, people);
  return [
    { name: 'home of an officer', as: officer, path: '/' },
    { name: 'home of the registrar', as: registrar, path: '/' },
    { name: 'work of an assessor', as: assessor, path: '/work' },
    { name: 'work of the committee', as: committee, path: '/work' },
    { name: 'a case', as: officer, path: `/cases/${balloting}` },
    { name: 'a question page', as: officer, path: `/cases/${balloting}/do/EngagementRecorded` },
    { name: 'a meeting', as: committee, path: `/meetings/${meeting}` },
    { name: 'case list', as: registrar, path: '/cases' },
    { name: 'all events', as: auditor, path: '/audit' },
    { name: 'events of a type and organisation', as: auditor, path: '/audit?type=EngagementRecorded&organisation=00C' },
    { name: 'register as of a day', as: auditor, path: '/audit/as-of?at=2026-11-20' },
    { name: 'two days compared', as: auditor, path: '/audit/difference?from=2026-11-10&to=2026-11-13' },
    { name: 'refused attempts', as: auditor, path: '/audit/refusals' },
    { name: 'national picture', as: officer, path: '/uptake' },
    { name: 'a round step by step', as: registrar, path: '/uptake/rounds?round=2027' },
    { name: 'ballots', as: registrar, path: '/uptake/ballots' },
    { name: 'time for each stage', as: registrar, path: '/uptake/stages' },
    { name: 'queues over time', as: registrar, path: '/uptake/queues' },
  ];
}

/** The one that stands last in the list: the demonstration’s. */
async function firstCase(url: string, workflow: string, as: string, people: People): Promise<string> {
  const { text } = await pageAt(url, `/api/cases?workflow=${workflow}`, browsingOf(people, as));
  const { cases } = JSON.parse(text) as { readonly cases: readonly { readonly id: string }[] };
  const [found] = cases;
  if (found === undefined) throw new Error(`expected a case of ${workflow} that ${as} sees, found none`);
  return found.id;
}

function browsingOf(people: People, persona: string): Browsing {
  const found = people.get(persona);
  if (found === undefined) throw new Error(`${persona} has not signed in`);
  return found;
}

/** Those before do not count: the first of all pay for the compilation. */
const warming = 30;

async function figureOf(
  url: string,
  { name, as, path }: Page,
  people: People,
  { cases, times }: { readonly cases: number; readonly times: number },
): Promise<Figure> {
  const browsing = browsingOf(people, as);
  const took: number[] = [];
  for (let turn = 0; turn < warming + times; turn += 1) {
    const answer = await pageAt(url, path, browsing);
    if (answer.status !== 200) throw new Error(`expected ${path} for ${as}, found ${answer.status}`);
    if (turn >= warming) took.push(answer.took);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
  const mean = took.reduce((sum, each) => sum + each, 0) / took.length;
  return {
    name: `${name}, ${cases.toLocaleString('en-GB')} open cases`,
    value: 1_000 / mean,
    unit: '/s',
    more: { p50: at(0.5), p99: at(0.99) },
    place: { group: 'pages', line: name, at: cases },
  };
}

async function firstPage(url: string, people: People, cases: number): Promise<Figure> {
  const { status, took } = await pageAt(url, '/', browsingOf(people, 'officer@00C'));
  if (status !== 200) throw new Error(`expected the home page, found ${status}`);
  return {
    name: `first page after a start, ${cases.toLocaleString('en-GB')} open cases`,
    value: took / 1_000,
    unit: 's',
    place: { group: 'first page', line: 'home', at: cases },
  };
}
