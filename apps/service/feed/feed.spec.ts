import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { caseAt } from '../../../test/story.js';
import { enter, testService, type Body, type TestService } from '../../../test/service.js';
import type { Asker } from '../access/asker.js';
import type { CloudEvent } from './cloud-event.js';
import { Feed } from './feed.js';

let to: TestService<Body>;
let mine: string;
let other: string;
beforeAll(async () => {
  to = await testService<Body>();
  other = await caseAt('expressed', to, '01A');
  mine = await caseAt('mandated', to, '00C');
  await to.as('officer@00C').act(mine, 'InterestAcknowledged', { readiness: 'ready', grounds: 'Mine.' });
});
afterAll(() => to.close());

/** Everything the feed shows somebody, page by page. */
async function all(persona: string, limit = 1000): Promise<CloudEvent[]> {
  const events: CloudEvent[] = [];
  let after = 0;
  for (;;) {
    const page = await pageFor(persona, `?after=${after}&limit=${limit}`);
    if (page.next === after) return events;
    events.push(...page.events);
    after = page.next;
  }
}

interface Page {
  readonly events: readonly CloudEvent[];
  readonly next: number;
}

async function pageFor(persona: string, query: string): Promise<Page> {
  const { body } = await to.as(persona).get(`/api/events${query}`);
  return body as unknown as Page; // the feed has events of its own kind
}

interface Told {
  readonly id?: string;
  readonly event?: string;
  readonly data: CloudEvent;
}

/** A stream as an EventSource would read it. */
async function follow(persona: string, more: { after?: number; headers?: Record<string, string> } = {}) {
  const hangUp = new AbortController();
  hangUps.push(hangUp);
  const headers = { authorization: `Bearer ${await to.token(persona)}`, accept: 'text/event-stream', ...more.headers };
  const response = await fetch(`${to.url}/api/events?after=${more.after ?? 0}`, { headers, signal: hangUp.signal });
  const told: Told[] = [];
  const reading = (async () => {
    let text = '';
    if (!response.body) return;
    const pieces: AsyncIterable<string> = response.body.pipeThrough(new TextDecoderStream());
    for await (const piece of pieces) {
      const blocks = `${text}${piece}`.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = block.split('\n').map((line) => /^(\w*):\s?(.*)$/.exec(line)?.slice(1) ?? []);
        const fields = Object.fromEntries(lines) as Record<string, string>;
        if (fields['data']) told.push({ ...fields, data: JSON.parse(fields['data']) as CloudEvent });
      }
    }
  })().catch(() => undefined);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let waited = 0; !holds(); waited += 10) {
      if (waited > 5_000) throw new Error(`Still waiting; told ${told.length} events`);
      await pause(10);
    }
  };
  return { response, told, until, ended: reading, hangUp: () => hangUp.abort() };
}

const hangUps: AbortController[] = [];
afterEach(() => hangUps.splice(0).forEach((each) => each.abort()));

const caseRead = async (): Promise<number> => (await to.as('auditor@nhse').get(`/api/cases/${mine}`)).status;
const typesOf = (events: readonly CloudEvent[]): string[] => [...new Set(events.map(({ type }) => type))];
const streamsOf = (events: readonly CloudEvent[]): string[] => [...new Set(events.map(({ subject }) => subject))];

describe('the feed', () => {
  it('gives each event as a CloudEvent, as the log has it', async () => {
    const [recorded] = await to.log.readStream(`case-${mine}`, { from: 2, limit: 1 });
    const found = (await all('auditor@nhse')).find(({ id }) => id === recorded?.id);
    const { id, type, at, revision, position, workflow, version, from, to: reached, actor, command, data } = recorded!;
    expect(found).toEqual({
      specversion: '1.0',
      id,
      source: `/api/cases/${mine}`,
      type: `remit.${type}`,
      subject: `case-${mine}`,
      time: at,
      datacontenttype: 'application/json',
      position,
      revision,
      data: { revision, position, workflow, version, from, to: reached, actor, command, data },
    });
    expect((await all('auditor@nhse')).find(({ subject }) => subject === 'register')?.source).toBe('/streams/register');
  });

  it('comes in pages that leave nothing out, whatever their size', async () => {
    const once = await all('constitution@nhse');
    const inSmall = await all('constitution@nhse', 7);
    expect(inSmall).toEqual(once);
    expect(once.length).toBeGreaterThan(50);
    const positions = once.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  it('is an array for whoever accepts a batch of CloudEvents, with a link to the next page', async () => {
    const headers = { accept: 'application/cloudevents-batch+json' };
    const answer = await to.as('auditor@nhse').send('GET', '/api/events?after=3&limit=2', undefined, headers);
    expect(answer.headers.get('content-type')).toMatch(/^application\/cloudevents-batch\+json/);
    const events = answer.body as unknown as readonly CloudEvent[]; // an array, and no page
    expect(events.map(({ position }) => position)).toEqual([4, 5]);
    expect(answer.headers.get('link')).toBe('</api/events?after=5&limit=2>; rel="next"');
  });

  it.each(['?after=-1', '?after=x', '?limit=0', '?limit=1001', '?after=1&after=2', '?upto=3'])(
    'refuses %s',
    async (query) => {
      expect((await to.as('auditor@nhse').get(`/api/events${query}`)).status).toBe(422);
    },
  );
});

describe('a position after the end of the log', () => {
  it('is refused, in words that say where the log ends: nobody waits for what never comes', async () => {
    const head = await to.head();
    for (const accept of ['application/json', 'application/cloudevents-batch+json', 'text/event-stream']) {
      const answer = await to.as('officer@00C').send('GET', `/api/events?after=${head + 10}`, undefined, { accept });
      expect([accept, answer.status, answer.body]).toEqual([
        accept,
        422,
        expect.objectContaining({
          type: '/problems/invalid',
          fields: [{ field: 'after', message: `Enter after as ${head} or less: the log ends there` }],
        }),
      ]);
    }
    const headers = { accept: 'text/event-stream', 'last-event-id': String(head + 10) };
    const resumed = await to.as('officer@00C').send('GET', '/api/events', undefined, headers);
    expect([resumed.status, resumed.body]).toEqual([
      400,
      expect.objectContaining({ detail: expect.stringContaining(`the log ends at ${head}`) }),
    ]);
  });

  it('is none at the end itself', async () => {
    const head = await to.head();
    expect(await pageFor('officer@00C', `?after=${head}`)).toEqual({ events: [], next: head });
  });

  it('is refused of one case’s history and refusals likewise', async () => {
    const last = await to.log.headOf(`case-${mine}`);
    const beyond = (what: string, after: number | 'none') =>
      to.as('auditor@nhse').get(`/api/cases/${mine}/${what}?after=${after}`);
    expect((await beyond('events', last)).body).toEqual({ events: [] });
    const answer = await beyond('events', Number(last) + 1);
    expect([answer.status, (answer.body as { fields?: unknown }).fields]).toEqual([
      422,
      [{ field: 'after', message: `Enter after as ${last} or less: the history ends there` }],
    ]);
    expect((await beyond('refusals', 900)).status).toBe(422);
    const none = await to.as('auditor@nhse').get(`/api/cases/${other}/refusals?after=900`);
    expect([none.status, (none.body as { fields?: unknown }).fields]).toEqual([
      422,
      [{ field: 'after', message: 'Leave after out: the history has nothing yet' }],
    ]);
    expect((await beyond('refusals', -1)).status).toBe(200);
  });
});

describe('of the feed', () => {
  it('officers, verifiers and assessors see the cases that are theirs, whole, and nothing else', async () => {
    const history = (await to.log.readStream(`case-${mine}`)).map(({ id }) => id);
    for (const persona of ['officer@00C', 'verifier@00C']) {
      const events = await all(persona);
      expect(events.map(({ id }) => id)).toEqual(history);
    }
    const assessor = await all(assessorOf('01A'));
    expect(streamsOf(assessor)).toContain(`case-${other}`);
    for (const stream of streamsOf(assessor)) expect(stream).toMatch(/^case-/);
    expect(streamsOf(await all('officer@01A'))).toEqual([`case-${other}`]);
  });

  it('a practice sees the engagement and the ballot of its CCG only', async () => {
    const [practice] = to.service.ledger.register.rollOf('00C', '2014-10-01');
    const events = await all(`practice@${practice?.practice}`);
    expect(streamsOf(events)).toEqual([`case-${mine}`]);
    expect(typesOf(events)).toEqual(
      ['EngagementRecorded', 'BallotOpened', 'VoteCast', 'BallotClosed', 'ResultVerified'].map(
        (type) => `remit.${type}`,
      ),
    );
  });

  it('a stranger sees nothing, and is told where to go on', async () => {
    expect(await pageFor('officer@02P', '?limit=1000')).toEqual({ events: [], next: await to.head() });
  });

  it('only auditors and the national committee see refused attempts', async () => {
    const refused = `refused-${mine}`;
    expect(streamsOf(await all('auditor@nhse'))).toContain(refused);
    expect(streamsOf(await all('committee@nhse'))).toContain(refused);
    expect(streamsOf(await all('constitution@nhse'))).not.toContain(refused);
    expect(streamsOf(await all('registrar@nhse'))).not.toContain(refused);
  });

  it('only auditors and registrars see who has read what, and who acts for whom', async () => {
    await caseRead();
    for (const persona of ['auditor@nhse', 'registrar@nhse']) {
      const events = await all(persona);
      expect(streamsOf(events)).toContain('readings');
      expect(JSON.stringify(events.filter(({ subject }) => subject === 'register'))).toContain('officer@00C');
    }
    for (const persona of ['committee@nhse', 'constitution@nhse']) {
      const events = await all(persona);
      expect(streamsOf(events)).not.toContain('readings');
      const register = events.filter(({ subject }) => subject === 'register');
      expect(register.length).toBeGreaterThan(100);
      expect(JSON.stringify(register)).not.toMatch(/officer@|"people"|remit\.RoleGranted/);
    }
  });

  it('an auditor’s reading is recorded, once for each request, and ends', async () => {
    const before = (await to.log.readStream('readings')).length;
    await to.as('auditor@nhse').get('/api/events?limit=5');
    const readings = (await to.log.readStream('readings')).slice(before);
    expect(readings).toMatchObject([
      {
        type: 'FeedRead',
        data: { after: 0, to: 5 },
        actor: { id: 'auditor@nhse', role: 'auditor', organisation: 'nhse' },
      },
    ]);
    await to.as('committee@nhse').get('/api/events?limit=5');
    expect(await to.log.readStream('readings')).toHaveLength(before + 1);
    // The reading of one page is not on the next: else nobody who reads to the end would reach it.
    expect(typesOf(await all('auditor@nhse'))).not.toContain('remit.FeedRead');
  });
});

describe('the stream of events', () => {
  it('tells what is there, then what comes, each under its position', async () => {
    const { response, told, until } = await follow('officer@01A');
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const before = (await to.log.readStream(`case-${other}`)).length;
    await until(() => told.length === before);
    const acknowledged = { readiness: 'ready', grounds: 'Sound finances.' };
    await to.as(assessorOf('01A')).act(other, 'InterestAcknowledged', acknowledged);
    await until(() => told.length === before + 1);
    const [last] = await to.log.readStream(`case-${other}`, { from: before });
    expect(told.at(-1)).toMatchObject({
      id: String(last?.position),
      event: 'remit.InterestAcknowledged',
      data: { id: last?.id, position: last?.position },
    });
  });

  it('goes on after the last event its reader had, whatever the address says', async () => {
    const positions = (await to.log.readStream(`case-${mine}`)).map(({ position }) => String(position));
    const { told, until } = await follow('officer@00C', { headers: { 'last-event-id': positions[3] ?? '' } });
    await until(() => told.length === positions.length - 4);
    expect(told.map(({ id }) => id)).toEqual(positions.slice(4));
    const { response } = await follow('officer@00C', { headers: { 'last-event-id': 'x' } });
    expect(response.status).toBe(400);
  });

  it('ends when a role of its reader is withdrawn, before anything more is told', async () => {
    const { told, until, ended } = await follow('verifier@00C');
    await until(() => told.length > 10);
    const before = told.length;
    await withdraw('verifier@00C', 'result-verifier', '00C');
    await ended;
    expect(told).toHaveLength(before);
  });

  it('is refused to whom follows ten already, until one of them ends', async () => {
    const open = await Promise.all(Array.from({ length: 10 }, () => follow('officer@03A')));
    const eleventh = await follow('officer@03A');
    expect(eleventh.response.status).toBe(429);
    expect(eleventh.response.headers.get('retry-after')).toBeTruthy();
    open[0]?.hangUp();
    await open[0]?.ended;
    await pause(100);
    expect((await follow('officer@03A')).response.status).toBe(200);
  });

  it('does not begin when only its head is asked for', async () => {
    const authorization = `Bearer ${await to.token('officer@00C')}`;
    const answer = await fetch(`${to.url}/api/events`, {
      method: 'HEAD',
      headers: { authorization, accept: 'text/event-stream' },
    });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('following the log', () => {
  const person = (): Asker => ({
    id: 'x',
    name: 'X',
    issuer: 'i',
    grants: [{ role: 'auditor', organisation: 'nhse' }],
  });
  const following = (asks: () => Promise<Asker | undefined>, heartbeat = 15_000, after = 0) => {
    const gone = new AbortController();
    const events = to.service.app.get(Feed).follow({ after, asks, gone: gone.signal, heartbeat });
    return { events, gone };
  };

  it('says now and then that it is still there, and where', async () => {
    const head = await to.head();
    const { events, gone } = following(async () => person(), 20, head);
    await events.next();
    expect((await events.next()).value).toBe(`: still here\nid: ${head}\n\n`);
    gone.abort();
    expect((await events.next()).done).toBe(true);
  });

  it('reads no further than its reader takes', async () => {
    const { events, gone } = following(async () => person());
    await events.next();
    const first = String((await events.next()).value);
    const last = Number(/.*^id: (\d+)/ms.exec(first)?.[1]);
    expect(last).toBeLessThanOrEqual(200);
    expect(await to.head()).toBeGreaterThan(250);
    const second = String((await events.next()).value);
    expect(second.startsWith(`id: ${last + 1}\n`)).toBe(true);
    gone.abort();
  });

  it('ends when the token has expired, at the next event or sign of life', async () => {
    let expired = false;
    const { events } = following(async () => (expired ? undefined : person()), 20, await to.head());
    await events.next();
    expect((await events.next()).done).toBe(false);
    expired = true;
    expect((await events.next()).done).toBe(true);
  });
});

const assessorOf = (ccg: string): string => `assessor@${to.service.ledger.register.ccg(ccg)?.region}`;

async function withdraw(subject: string, role: string, organisation: string): Promise<void> {
  const fact = {
    type: 'RoleWithdrawn',
    data: { issuer: 'development', subject, role, organisation },
  } as const;
  const actor = { id: 'registrar@nhse', name: 'R', role: 'registrar', organisation: 'nhse' };
  // The facts of the register are checked where they are recorded.
  await enter(to.service, actor, fact as never);
}
