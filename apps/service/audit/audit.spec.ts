import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { memoryLog } from '../../../libs/event-log/memory.js';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { endOfDay, startOfDay } from '../../../libs/workflow/london.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { personas } from '../../../test/pages/crawling.js';
import { testService, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService<unknown>;
let auditor: Visitor;
let refusedCase: string;
beforeAll(async () => {
  to = await testService<unknown>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  auditor = await visitor(to, 'auditor@nhse', '/acting-as');
  const { body } = await to.as('officer@00C').get('/api/cases?workflow=delegated-commissioning&limit=1');
  refusedCase = (body as { cases: { id: string }[] }).cases[0]!.id;
  for (const type of ['DelegationRevoked', 'DecisionMade']) {
    const answer = await to.as('officer@00C').act(refusedCase, type, {});
    expect(answer.status).toBe(403);
  }
}, 120_000);
afterAll(() => to.close());

const history = (): Promise<readonly RecordedEvent[]> => to.log.readAll({ limit: 1_000_000 });
const rowsOf = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('tbody tr').map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());
const hrefs = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('main a').map((link) => link.getAttribute('href') ?? '');
const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await to.as('auditor@nhse').get(path);
  expect({ path, status }).toEqual({ path, status: 200 });
  return body as T;
};
interface Event {
  readonly position: number;
  readonly type: string;
  readonly case?: string;
  readonly rule?: string;
}
type Events = { readonly events: readonly Event[]; readonly next?: number };

const paths = [
  '/audit',
  '/audit.csv',
  '/audit/as-of',
  '/audit/as-of.csv?table=stages',
  '/audit/as-of/cases',
  '/audit/as-of/cases.csv',
  '/audit/difference?from=2026-06-01&to=2026-07-01',
  '/audit/difference.csv?from=2026-06-01&to=2026-07-01',
  '/audit/refusals',
  '/audit/refusals.csv',
  '/audit/readings',
  '/audit/people/officer%4000C',
];
const programs = [
  '/api/audit/events',
  '/api/audit/refusals',
  '/api/audit/people/officer%4000C',
  '/api/audit/readings',
  '/api/audit/as-of',
  '/api/audit/difference?from=2026-06-01&to=2026-07-01',
];

describe('the pages of auditors', () => {
  it.each(personas.filter((persona) => persona !== 'auditor@nhse'))(
    'are nothing for %s, and nothing is recorded of the attempt',
    async (persona) => {
      const somebody = await visitor(to, persona, '/acting-as');
      const before = await to.head();
      for (const path of paths)
        expect({ path, status: (await somebody.get(path)).status }).toEqual({ path, status: 403 });
      for (const path of programs)
        expect({ path, status: (await to.as(persona).get(path)).status }).toEqual({ path, status: 403 });
      expect(await to.head()).toBe(before);
    },
  );

  it('record that they were read, once a day each, and say so', async () => {
    const somebody = await visitor(to, 'auditor@nhse', '/acting-as');
    const before = await to.head();
    const page = await somebody.get('/audit?type=BallotOpened');
    expect(page.text).toContain('That you read this is recorded');
    await somebody.get('/audit?type=BallotOpened');
    await somebody.get('/audit.csv?type=BallotOpened');
    const read = await to.log.readAll({ after: before });
    expect(read.map(({ stream, type, data }) => ({ stream, type, data }))).toEqual([
      { stream: 'readings', type: 'TrailRead', data: { what: 'events', asked: { type: 'BallotOpened' } } },
    ]);
    const shown = await somebody.get('/audit/readings?type=TrailRead');
    expect(rowsOf(shown).some((row) => row.includes('Audit pages: events'))).toBe(true);
  });

  it('are led to from home and from the navigation', async () => {
    const home = await auditor.get('/');
    for (const path of ['/audit', '/audit/as-of', '/audit/difference', '/audit/refusals', '/audit/readings'])
      expect(hrefs(home)).toContain(path);
    expect(home.dom.querySelectorAll('nav a').map(({ text }) => text.trim())).toContain('Audit');
  });
});

describe('a search over all events', () => {
  const searches: Readonly<Record<string, (event: RecordedEvent) => boolean>> = {
    'type=BallotOpened': ({ type }) => type === 'BallotOpened',
    'person=committee%40nhse': ({ actor }) => actor.id === 'committee@nhse',
    'organisation=00C&role=ccg-officer': ({ actor }) => actor.organisation === '00C' && actor.role === 'ccg-officer',
    'from=2026-05-31&until=2026-05-31': ({ at }) => at >= startOfDay('2026-05-31') && at < endOfDay('2026-05-31'),
    'from=2026-05-31T10:00:00Z&type=DecisionMade': ({ at, type }) =>
      at >= '2026-05-31T10:00:00.000Z' && type === 'DecisionMade',
    'first=100&last=130': ({ position }) => position >= 100 && position <= 130,
    'rule=R-60': ({ data }) => (data['refusal'] as { rule?: string } | undefined)?.rule === 'R-60',
    'stream=register&type=CcgRegistered': ({ stream, type }) => stream === 'register' && type === 'CcgRegistered',
  };

  it.each(Object.entries(searches))('for %s finds what is in the log, page by page', async (query, fits) => {
    const expected = (await history())
      .filter(fits)
      .map(({ position }) => position)
      .toReversed();
    const found: number[] = [];
    let next: string | null = `/api/audit/events?${query}&limit=7`;
    while (next !== null) {
      const answer = await to.as('auditor@nhse').get(next);
      found.push(...(answer.body as Events).events.map(({ position }) => position));
      next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(found).toEqual(expected);
  });

  it('shows what was done a moment ago', async () => {
    const acted = await to.as('officer@00C').act(refusedCase, 'EngagementRecorded', {
      kind: 'survey',
      heldOn: '2026-11-20',
      summary: 'All members were asked.',
    });
    expect(acted.status).toBe(201);
    const { event } = acted.body as { event: { id: string; position: number } };
    const [first] = (await get<Events>(`/api/audit/events?case=${refusedCase}&type=EngagementRecorded`)).events;
    expect(first).toMatchObject({ position: event.position, id: event.id, case: refusedCase, ccg: '00C' });
  });

  it('finds the readings and refusals of a case beside its events', async () => {
    await get(`/api/cases/${refusedCase}`);
    const { events } = await get<Events>(`/api/audit/events?case=${refusedCase}&limit=1000`);
    const expected = (await history()).filter(
      ({ stream, data }) =>
        stream === caseStream(refusedCase) || stream === `refused-${refusedCase}` || data['case'] === refusedCase,
    );
    expect(events.map(({ position }) => position)).toEqual(expected.map(({ position }) => position).toReversed());
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(expected.map(({ type }) => type)));
    expect(events.some(({ type }) => type === 'AttemptRefused')).toBe(true);
    expect(events.some(({ type }) => type === 'CaseRead')).toBe(true);
  });

  it.each(['colour=red', 'type=', 'first=0', 'from=yesterday', 'limit=5000', 'before=x'])(
    'refuses %s',
    async (query) => {
      const { status } = await to.as('auditor@nhse').get(`/api/audit/events?${query}`);
      expect(status).toBe(422);
    },
  );

  it('leads each event to the event itself, and to the case as it was then', async () => {
    const page = await auditor.get(`/audit?case=${refusedCase}&type=InterestExpressed`);
    expect(hrefs(page)).toContain(`/cases/${refusedCase}/events/0`);
    expect(hrefs(page)).toContain(`/cases/${refusedCase}/at/0`);
    expect(hrefs(page)).toContain('/audit/people/officer%4000C');
  });

  it('takes people and organisations by name, and asks which of several is meant', async () => {
    const name = to.service.ledger.register.nameOf('committee@nhse')!;
    const named = await auditor.get(`/audit?person=${encodeURIComponent(name)}&type=DecisionMade`);
    const { events } = await get<Events>('/api/audit/events?person=committee%40nhse&type=DecisionMade&limit=50');
    expect(rowsOf(named)).toHaveLength(events.length);
    expect(events.length).toBeGreaterThan(3);
    const several = await auditor.get('/audit?person=a');
    expect(several.title).toMatch(/^Error: /);
    expect(several.text).toContain('Enter one person');
    expect((await auditor.get('/audit?organisation=NHS%20England&type=DecisionMade')).text).not.toContain(
      'There is a problem',
    );
    expect((await auditor.get('/audit?organisation=CCG')).text).toContain('Enter one organisation');
    expect((await auditor.get('/audit?case=zz')).text).toContain('Enter the reference of a case');
    const short = await auditor.get(`/audit?case=${refusedCase.slice(0, 8)}&type=InterestExpressed`);
    expect(rowsOf(short)).toHaveLength(1);
  });

  it('has a file of all its matches, the same as the pages', async () => {
    const { html } = await auditor.get('/audit.csv?organisation=00C');
    const rows = parse<Record<string, string>>(html, { columns: true });
    const expected = (await history()).filter(({ actor }) => actor.organisation === '00C');
    expect(rows.map((row) => Number(row['Position']))).toEqual(expected.map(({ position }) => position).toReversed());
    expect(rows.map((row) => row['Event'])).toEqual(expected.map(({ id }) => id).toReversed());
    const everything = await auditor.get('/audit.csv');
    expect(parse(everything.html)).toHaveLength((await to.head()) + 1);
  });

  it('tells nothing of what was said', async () => {
    const [vote] = (await history()).filter(({ type }) => type === 'VoteCast');
    const { html } = await auditor.get('/audit.csv?type=VoteCast');
    expect(html).toContain(vote!.id);
    expect(html).not.toMatch(/against|abstain|"for"/);
  });
});

describe('refused attempts', () => {
  it('are summed up by rule and person, and each sum leads to its attempts', async () => {
    const page = await auditor.get('/audit/refusals');
    const refused = (await history()).filter(({ type }) => type === 'AttemptRefused');
    const { refusals } = await get<{ refusals: { times: number; person: string }[] }>('/api/audit/refusals');
    expect(refusals.reduce((sum, { times }) => sum + times, 0)).toBe(refused.length);
    expect(page.text).toContain('Delegation revoked');
    const attempts = hrefs(page).filter((href) => href.startsWith('/audit?') && href.includes('AttemptRefused'));
    let shown = 0;
    for (const href of attempts.filter((each) => each.includes('because=')))
      shown += rowsOf(await auditor.get(href)).length;
    expect(shown).toBe(refused.length);
    expect(rowsOf(await auditor.get('/audit/refusals?rule='.concat('R-', '99')))).toEqual([]);
  });

  it('have a window', async () => {
    const { refusals } = await get<{ refusals: object[] }>('/api/audit/refusals?until=2026-11-21');
    expect(refusals).toEqual([]);
  });
});

describe('what one person did', () => {
  it('is told by role, with their interests and refused attempts', async () => {
    const person = await get<{ acts: { type: string; times: number; role: string }[]; refused: object[] }>(
      '/api/audit/people/officer%4000C',
    );
    const own = (await history()).filter(({ actor }) => actor.id === 'officer@00C');
    expect(person.acts.reduce((sum, { times }) => sum + times, 0)).toBe(own.length);
    expect(person.refused).toHaveLength(2);
    const page = await auditor.get('/audit/people/officer%4000C');
    expect(page.text).toContain('As CCG officer for');
    const [interest] = (await history()).filter(({ type }) => type === 'InterestRegistered');
    const holder = await auditor.get(`/audit/people/${encodeURIComponent(String(interest!.data['person']))}`);
    expect(holder.text).toContain(String(interest!.data['text']));
    expect((await auditor.get('/audit/people/nobody')).status).toBe(404);
  });
});

describe('the register as of a moment', () => {
  interface Then {
    readonly moment: { readonly position: number };
    readonly tallies: readonly { kind: string; name: string; cases: number; region: string }[];
    readonly held: readonly { ccg: string; level: string }[];
  }

  it('counts now what the list of cases counts', async () => {
    const { tallies } = await get<Then>('/api/audit/as-of');
    const list = to.service.ledger.views.tallies({ scope: { all: true } });
    for (const word of ['open', 'mandate', 'interest', 'assurance', 'delegation', 'withdrawn', 'rejected']) {
      const counted = list.reduce((sum, { places, count }) => (places.includes(word) ? sum + count : sum), 0);
      const told = tallies.filter(({ kind, name }) => kind !== 'waiting' && name === word);
      expect({ word, cases: told.reduce((sum, { cases }) => sum + cases, 0) }).toEqual({ word, cases: counted });
    }
  });

  it('knows the levels that the national picture knows of the same days', async () => {
    for (const day of ['2025-03-31', '2026-04-01', '2026-05-31', '2026-11-20']) {
      const { held } = await get<Then>(`/api/audit/as-of?at=${day}`);
      const { england } = await get<{ england: Record<string, number> }>(`/api/uptake?on=${day}`);
      for (const level of ['L1', 'L2', 'L3'])
        expect({ day, level, held: held.filter((each) => each.level === level).length }).toEqual({
          day,
          level,
          held: england[level],
        });
    }
  });

  it('is the same by day, by instant and by position', async () => {
    const byDay = await get<Then>('/api/audit/as-of?at=2026-09-30');
    const byInstant = await get<Then>('/api/audit/as-of?at=2026-09-30T22:59:59.999Z');
    const byPosition = await get<Then>(`/api/audit/as-of?at=${byDay.moment.position}`);
    expect(byInstant.tallies).toEqual(byDay.tallies);
    expect(byPosition.tallies).toEqual(byDay.tallies);
    const last = (await history()).findLast(({ at }) => at <= '2026-09-30T22:59:59.999Z');
    expect(byDay.moment.position).toBe(last!.position);
  });

  it('leads each figure to its cases, as many as it says, and has a file of each table', async () => {
    const page = await auditor.get('/audit/as-of?at=2026-10-01');
    const figures = page.dom
      .querySelectorAll('td.nhsuk-table__cell--numeric a')
      .map((link) => ({ cases: Number(link.text), href: link.getAttribute('href')! }));
    expect(figures.length).toBeGreaterThan(20);
    for (const { cases, href } of figures.filter((_, index) => index % 7 === 0))
      expect({ href, cases: rowsOf(await auditor.get(href)).length }).toEqual({ href, cases });
    const { html } = await auditor.get('/audit/as-of.csv?at=2026-10-01&table=stages');
    const sums = parse<Record<string, string>>(html, { columns: true }).map((row) => ({
      all: Number(row['All']),
      sum: ['North', 'Midlands and East', 'London', 'South'].reduce((sum, region) => sum + Number(row[region]), 0),
    }));
    for (const { all, sum } of sums) expect(sum).toBe(all);
  });

  it.each(['yesterday', '2026-02-30', '2026-13-01', '-1'])('asks for another moment than %s', async (at) => {
    const page = await auditor.get(`/audit/as-of?at=${at}`);
    expect(page.text).toContain('Enter the moment as a day');
    expect((await to.as('auditor@nhse').get(`/api/audit/as-of?at=${at}`)).status).toBe(422);
  });
});

describe('two moments compared', () => {
  interface Difference {
    readonly began: number;
    readonly moved: number;
    readonly ended: number;
    readonly changes: readonly { change: string; before?: object; after: { case: string } }[];
    readonly levels: readonly { change: string; ccg: string }[];
  }

  it('tells what began, moved, ended and came into force between them, in whichever order they are said', async () => {
    const path = '/api/audit/difference?from=2026-03-01&to=2026-11-20&limit=1000';
    const found = await get<Difference>(path);
    const began = (await history()).filter(
      ({ stream, revision, at, from }) =>
        stream.startsWith('case-') &&
        revision === 0 &&
        from === undefined &&
        at >= endOfDay('2026-03-01') &&
        at < endOfDay('2026-11-20'),
    );
    expect(found.began).toBe(began.length);
    expect(found.changes).toHaveLength(found.began + found.moved + found.ended);
    expect(found.moved).toBeGreaterThan(0);
    const taken = (await history()).filter(
      ({ type, at }) => type === 'LevelTaken' && at >= endOfDay('2026-03-01') && at < endOfDay('2026-11-20'),
    );
    expect(found.levels.filter(({ change }) => change === 'took')).toHaveLength(taken.length);
    expect(taken.length).toBeGreaterThan(2);
    expect(await get('/api/audit/difference?from=2026-11-20&to=2026-03-01&limit=1000')).toEqual(found);
    const { html } = await auditor.get('/audit/difference.csv?from=2026-03-01&to=2026-11-20');
    expect(parse(html)).toHaveLength(found.changes.length + 1);
    const moved = await auditor.get('/audit/difference?from=2026-03-01&to=2026-11-20&change=moved');
    expect(rowsOf(moved).filter((row) => row.includes('Moved')).length).toBe(Math.min(50, found.moved));
  });

  it('asks for both moments, and for good ones', async () => {
    expect((await auditor.get('/audit/difference')).status).toBe(200);
    expect((await auditor.get('/audit/difference?from=x&to=2026-01-01')).text).toContain('Enter the earlier moment as');
    expect((await to.as('auditor@nhse').get('/api/audit/difference?from=2026-01-01')).status).toBe(422);
  });
});
