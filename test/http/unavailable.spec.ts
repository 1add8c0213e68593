import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { engagement } from '../../demonstration/forms.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { failingLog, type FailingLog } from '../failing-log.js';
import { problemIn } from '../problem.js';
import { testService, type Answer, type TestService, type Body } from '../service.js';
import { begunBy, caseAt } from '../story.js';

const acknowledgement = { readiness: 'ready', grounds: 'Sound.' };

interface Picture {
  readonly shown: Body;
  readonly row: Body | undefined;
  readonly events: Body['events'];
}

/** What everybody can see of a case, from the machine, from the log and from the views. */
async function pictureOf(to: TestService<Body>, id: string): Promise<Picture> {
  const committee = to.as('committee@nhse');
  const shown = (await committee.get(`/api/cases/${id}`)).body;
  const { cases } = (await committee.get(`/api/cases?ccg=${shown.ccg}`)).body;
  const { events } = (await committee.get(`/api/cases/${id}/events?limit=1000`)).body;
  const [row] = cases;
  expect([row?.revision, row?.state]).toEqual([shown.revision, shown.state]);
  expect(events.at(-1)?.revision).toBe(shown.revision);
  return { shown, row, events };
}

describe('a log that cannot take writes', () => {
  let to: TestService<Body>;
  let log: FailingLog;
  beforeAll(async () => {
    log = failingLog(memoryLog());
    to = await testService<Body>({ log });
  });
  afterAll(() => to.close());

  const ccgAt = (index: number): string => to.service.ledger.register.ccgs({ region: 'Y56' })[index]!.code;
  const expectRefused = (answer: Answer<Body>): void => {
    expect(problemIn(answer)).toBe('503 log-unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toContain('/var/lib');
  };

  it('is answered 503 with Retry-After; the case stands where it stood, and the same request succeeds once it can', async () => {
    const id = await begunBy('00C', to);
    const before = await pictureOf(to, id);
    const sent = { key: randomUUID(), ifMatch: 0 };
    const acknowledge = () => to.as('assessor@Y54').act(id, 'InterestAcknowledged', acknowledgement, sent);
    log.fails = 'not kept';
    expectRefused(await acknowledge());
    expectRefused(await acknowledge());
    expect(await pictureOf(to, id)).toEqual(before);
    log.fails = undefined;
    const answer = await acknowledge();
    expect([answer.status, answer.headers.get('etag')]).toEqual([201, '"1"']);
    expect((await pictureOf(to, id)).shown).toMatchObject({ revision: 1, details: { readiness: 'ready' } });
  });

  it('takes no beginning, and the CCG is free to begin once it can', async () => {
    const code = ccgAt(0);
    const key = randomUUID();
    log.fails = 'not kept';
    expectRefused(await to.as(`officer@${code}`).begin(code, {}, { key }));
    expect((await to.as(`officer@${code}`).get(`/api/cases`)).body.cases).toEqual([]);
    log.fails = undefined;
    const begun = await to.as(`officer@${code}`).begin(code, {}, { key });
    expect(begun.status).toBe(201);
    expect((await to.as(`officer-2@${code}`).begin(code)).body.rule).toBe('R-05');
  });

  it('that kept what it did not answer for: the same request is answered as recorded, and recorded once', async () => {
    const code = ccgAt(1);
    const sent = { key: randomUUID() };
    log.fails = 'kept unanswered';
    expectRefused(await to.as(`officer@${code}`).begin(code, {}, sent));
    log.fails = undefined;
    const head = await to.head();
    const begun = await to.as(`officer@${code}`).begin(code, {}, sent);
    expect([begun.status, begun.body.revision, await to.head()]).toEqual([201, 0, head]);
    log.fails = 'kept unanswered';
    const { id } = begun.body;
    const acknowledged = { key: randomUUID(), ifMatch: 0 };
    expectRefused(await to.as('assessor@Y56').act(id, 'InterestAcknowledged', acknowledgement, acknowledged));
    log.fails = undefined;
    expect((await pictureOf(to, id)).shown.revision).toBe(1);
    const again = await to.as('assessor@Y56').act(id, 'InterestAcknowledged', acknowledgement, acknowledged);
    expect([again.status, again.headers.get('etag')]).toEqual([201, '"1"']);
  });

  it('for some of forty votes: each of them is counted once when all are sent again', async () => {
    const code = ccgAt(2);
    const id = await begunBy(code, to);
    await to.until('2014-06-13T10:00:00Z');
    await to.as('assessor@Y56').act(id, 'InterestAcknowledged', acknowledgement);
    const opened = { question: 'Shall we?', closesAt: '2014-07-15T17:00:00Z' };
    expect((await to.as(`officer@${code}`).act(id, 'BallotOpened', opened)).status).toBe(201);
    const voters = to.service.ledger.register.rollOf(code, '2014-06-13');
    const votes = voters.map(({ practice }) => ({ practice, key: randomUUID() }));
    const send = () =>
      Promise.all(
        votes.map(async ({ practice, key }, index) => {
          if (index % 4 === 1) log.fails = index % 8 === 1 ? 'not kept' : 'kept unanswered';
          const sent = to.as(`practice@${practice}`).act(id, 'VoteCast', { choice: 'for' }, { key, ifMatch: null });
          const answer = await sent;
          if (index % 4 === 2) log.fails = undefined;
          return answer;
        }),
      );
    const first = await send();
    log.fails = undefined;
    expect(first.every(({ status }) => status === 201 || status === 503)).toBe(true);
    expect(first.some(({ status }) => status === 503)).toBe(true);
    await pictureOf(to, id);
    const second = await Promise.all(
      votes.map(({ practice, key }) =>
        to.as(`practice@${practice}`).act(id, 'VoteCast', { choice: 'for' }, { key, ifMatch: null }),
      ),
    );
    expect(new Set(second.map(({ status }) => status))).toEqual(new Set([201]));
    const { events, shown } = await pictureOf(to, id);
    expect(events.filter(({ type }) => type === 'VoteCast')).toHaveLength(voters.length);
    expect(shown.details.ballot.tally).toMatchObject({ for: voters.length, result: 'carried' });
  });

  it('records no refusal either: the attempt is answered 503, and refused and recorded once it can', async () => {
    const { id } = (await to.as('officer@00C').get('/api/cases')).body.cases[0]!;
    const sent = { key: randomUUID() };
    log.fails = 'not kept';
    expectRefused(await to.as('officer@00C').act(id, 'SubmissionSigned', { office: 'x' }, sent));
    log.fails = undefined;
    expect((await to.as('officer@00C').act(id, 'SubmissionSigned', { office: 'x' }, sent)).status).toBe(409);
    expect(await to.log.readStream(`refused-${id}`)).toHaveLength(1);
  });

  it('shows nothing to an auditor whose reading it cannot record', async () => {
    const { id } = (await to.as('officer@00C').get('/api/cases')).body.cases[0]!;
    log.fails = 'not kept';
    expectRefused(await to.as('auditor@nhse').get(`/api/cases/${id}`));
    expect((await to.as('officer@00C').get(`/api/cases/${id}`)).status).toBe(200);
    log.fails = undefined;
    expect((await to.as('auditor@nhse').get(`/api/cases/${id}`)).status).toBe(200);
  });

  it('lets the clock wait: what is due is recorded once it can, at its time', async () => {
    const { id } = (await to.as('officer@00C').get('/api/cases')).body.cases[0]!;
    const closesAt = '2014-09-01T17:00:00.000Z';
    expect((await to.as('officer@00C').act(id, 'BallotOpened', { question: 'Now?', closesAt })).status).toBe(201);
    log.fails = 'not kept';
    expectRefused(await to.until('2014-10-01T10:00:00Z'));
    log.fails = undefined;
    expect((await to.until('2014-10-01T10:00:00Z')).body).toEqual({ now: '2014-10-01T10:00:00.000Z' });
    expect((await to.log.readStream(`case-${id}`)).at(-1)).toMatchObject({ type: 'BallotClosed', at: closesAt });
  });
});

describe('a log file', () => {
  let identity: Identity;
  beforeAll(async () => {
    identity = await startIdentity({ port: 0 });
  });
  afterAll(() => identity.close());

  it('that another program has locked answers 503, and goes on by itself when the lock is gone', async () => {
    const to = await testService<Body>({ identity });
    try {
      const id = await begunBy('00C', to);
      const before = await pictureOf(to, id);
      const other = new DatabaseSync(join(to.folder, 'events.sqlite'));
      other.exec('BEGIN IMMEDIATE');
      const sent = { key: randomUUID(), ifMatch: 0 };
      const acknowledge = () => to.as('assessor@Y54').act(id, 'InterestAcknowledged', acknowledgement, sent);
      expect(problemIn(await acknowledge())).toBe('503 log-unavailable');
      expect(await pictureOf(to, id)).toEqual(before);
      other.exec('ROLLBACK');
      other.close();
      expect((await acknowledge()).status).toBe(201);
      expect((await pictureOf(to, id)).shown.revision).toBe(1);
    } finally {
      await to.close();
    }
  });

  it('that is full answers 503, loses nothing, and goes on where it stood when there is room again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'remit-full-'));
    const file = join(folder, 'events.sqlite');
    try {
      const roomy = await testService<Body>({ folder, identity });
      const id = await caseAt('under-way', roomy);
      await roomy.close();
      const log = await sqliteLog({ file, maxBytes: statSync(file).size + 8 * 4_096 });
      const tight = await testService<Body>({ folder, identity, log, now: '2014-07-01T10:00:00.000Z' });
      const record = (to: TestService<Body>, key: string) =>
        to
          .as('officer@00C')
          .act(
            id,
            'EngagementRecorded',
            { ...engagement('2014-06-20'), summary: 'x'.repeat(3_900) },
            { key, ifMatch: null },
          );
      const keys: string[] = [];
      let answer: Answer<Body>;
      do {
        keys.push(randomUUID());
        answer = await record(tight, keys.at(-1)!);
      } while (answer.status === 201 && keys.length < 100);
      expect(problemIn(answer)).toBe('503 log-unavailable');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      const full = await pictureOf(tight, id);
      expect(full.events.filter(({ type }) => type === 'EngagementRecorded')).toHaveLength(keys.length - 1);
      await tight.close();
      const again = await testService<Body>({ folder, identity, now: '2014-07-01T10:00:00.000Z' });
      expect(await pictureOf(again, id)).toEqual(full);
      expect((await record(again, keys.at(-1)!)).status).toBe(201);
      expect((await record(again, keys[0]!)).status).toBe(201);
      expect((await pictureOf(again, id)).events).toHaveLength(full.events.length + 1);
      await again.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
