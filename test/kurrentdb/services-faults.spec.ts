import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { proofOf } from '../../apps/audit/proof.js';
import * as forms from '../../demonstration/forms.js';
import { openKurrentLog } from '../../libs/event-log/kurrentdb.js';
import { workflows } from '../../workflows/index.js';
import { describeWithTestServer } from './database.js';
import { startInstance, within, type Instance } from './instance.js';
import { startServer, type TestServer } from './start.js';
import { metricsOf } from '../service.js';

const now = '2014-06-12T10:00:00.000Z';
const officer = 'officer@00C';

describeWithTestServer('two services, when one of them or the database fails', () => {
  let identity: Identity;
  let server: TestServer;
  let folder: string;
  let one: Instance;
  let two: Instance;
  let id: string;
  /** Summaries of the engagements that were answered as recorded. */
  const promised: string[] = [];

  beforeAll(async () => {
    identity = await startIdentity({ port: 0 });
    server = await startServer();
    folder = mkdtempSync(join(tmpdir(), 'remit-services-'));
    one = await startInstance(place(), { seed: 'register', now });
    two = await startInstance(place(), { now });
    const data = forms.interestForm('2015-04-01', '00C');
    const begun = await one.begin(officer, { workflow: 'delegated-commissioning', ccg: '00C', round: '1', data });
    id = begun.body.id;
    const ready = { readiness: 'ready', grounds: 'Sound finances.' };
    expect((await one.act('assessor@Y54', id, 'InterestAcknowledged', ready, { ifMatch: 0 })).status).toBe(201);
  }, 120_000);
  afterAll(async () => {
    await server.goOn();
    await Promise.all([one, two].map((each) => each.stop()));
    await server.end();
    await identity.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const place = () => ({ url: server.url, issuer: identity.issuer, folder });
  const engagementsIn = async (to: Instance, position?: string): Promise<readonly string[]> => {
    const { body } = await to.get(officer, `/api/cases/${id}/events?limit=1000`, position);
    return body.events.filter(({ type }) => type === 'EngagementRecorded').map(({ data }) => String(data['summary']));
  };
  /** Records an engagement under a key, on the first of these that answers; the others are asked again with the same key. */
  const record = async (...instances: readonly Instance[]): Promise<void> => {
    const summary = `Asked ${randomUUID()}`;
    const sending = { key: randomUUID() };
    const data = { kind: 'survey', heldOn: '2014-06-10', summary };
    for (const to of instances) {
      const answer = await to.act(officer, id, 'EngagementRecorded', data, sending).catch(() => undefined);
      if (answer === undefined || answer.status === 503) continue;
      expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
      promised.push(summary);
      return;
    }
  };

  it('go on without one that is killed in the middle of its work, and lose nothing when it comes back', async () => {
    const writing = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? record(one, two) : record(two, one)));
    await within(10_000, async () => Promise.resolve(promised.length > 4));
    await one.kill();
    await Promise.all(writing);
    expect(promised).toHaveLength(40);
    expect((await engagementsIn(two)).toSorted()).toEqual(promised.toSorted());

    one = await startInstance(place(), { now, data: one.data, port: Number(new URL(one.url).port) });
    expect(await one.ready()).toBe(200);
    expect((await engagementsIn(one)).toSorted()).toEqual(promised.toSorted());
    await record(one);
    expect(promised).toHaveLength(41);
  }, 60_000);

  it('answer 503 while the database is away, and go on by themselves when it is back', async () => {
    await server.stop();
    const data = { kind: 'survey', heldOn: '2014-06-10', summary: 'Asked in vain.' };
    const sending = { key: randomUUID() };
    const refused = await Promise.all([one, two].map((to) => to.act(officer, id, 'EngagementRecorded', data, sending)));
    for (const { status, headers } of refused) {
      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await one.ready()).toBe(503);
    await server.goOn();
    await within(20_000, async () => (await one.ready()) === 200 && (await two.ready()) === 200);
    const retried = await two.act(officer, id, 'EngagementRecorded', data, sending);
    expect([retried.status, retried.body.detail]).toEqual([201, undefined]);
    promised.push(data.summary);
    const position = retried.headers.get('remit-position') ?? '';
    for (const to of [one, two]) expect((await engagementsIn(to, position)).toSorted()).toEqual(promised.toSorted());
  }, 90_000);

  it('say within a second that the database stands still, and that it takes writes when it goes on', async () => {
    const told = async (to: Instance): Promise<unknown> => {
      const began = performance.now();
      const response = await fetch(`${to.url}/health/ready`);
      expect(performance.now() - began).toBeLessThan(1_000);
      const { writes } = (await response.json()) as { writes: string };
      return [response.status, writes];
    };
    await within(10_000, async () => String(await told(one)) === '200,taken');
    process.kill(server.pid, 'SIGSTOP');
    await pause(2_100);
    try {
      for (let times = 0; times < 3; times += 1) expect(await told(one)).toEqual([503, 'refused']);
      const began = performance.now();
      expect(await metricsOf(one)).toContain('remit_log_writes_taken 0');
      expect(performance.now() - began).toBeLessThan(1_500);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    await within(20_000, async () => String(await told(one)) === '200,taken');
  }, 60_000);

  it('go on when their connections are cut while they record', async () => {
    const writing = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? record(one, two) : record(two, one)));
    await server.cut();
    await Promise.all(writing);
    const recorded = promised.length;
    await record(one, two);
    expect(promised).toHaveLength(recorded + 1);
    const position = String(await headOf());
    for (const to of [one, two]) expect(await engagementsIn(to, position)).toEqual(expect.arrayContaining(promised));
  }, 90_000);

  it('leave a history in which the audit finds nothing', async () => {
    const log = await openKurrentLog({ url: server.url });
    const { findings } = await proofOf(await log.readAll({ limit: 1_000_000 }), workflows);
    await log.close();
    expect(findings).toEqual([]);
  });

  async function headOf(): Promise<number> {
    const log = await openKurrentLog({ url: server.url });
    const head = await log.head();
    await log.close();
    return head;
  }
});
