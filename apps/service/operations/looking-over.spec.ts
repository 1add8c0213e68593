import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startIdentity, type Identity } from '../../identity/index.js';
import { spoilPage } from '../../../test/damage.js';
import { metricsOf, testService, whenReady, type Body, type TestService } from '../../../test/service.js';

describe('the log, looked over in the background', () => {
  let identity: Identity;
  let whole: string;
  let id: string;
  /** A case of many events, which nobody asks for. */
  let filler: string;
  let copies = 0;
  beforeAll(async () => {
    identity = await startIdentity({ port: 0 });
    whole = join(mkdtempSync(join(tmpdir(), 'remit-look-')), 'whole');
    const to = await testService<Body>({ folder: whole, identity });
    const begun = await to.as('officer@00C').begin('00C');
    expect(begun.status).toBe(201);
    id = begun.body.id;
    // An index with more than one page, so that one in the middle can be damaged.
    filler = (await to.as('officer@00D').begin('00D')).body.id;
    const assessor = `assessor@${to.service.ledger.register.ccg('00D')?.region}`;
    for (let times = 0; times < 40; times += 1)
      for (const type of ['CaseClaimed', 'CaseReleased'])
        expect((await to.as(assessor).act(filler, type, { queue: 'interest' })).status).toBe(201);
    await to.close();
  });
  afterAll(async () => {
    await identity.close();
    rmSync(join(whole, '..'), { recursive: true });
  });
  let started: (() => Promise<void>) | undefined;
  afterEach(() => started?.());

  /** A service over a copy of the folder whose log has something done to it. */
  async function over(spoil: (file: string) => void, lookTimes = { first: 0, every: 200 }): Promise<TestService<Body>> {
    const folder = join(whole, '..', `copy-${(copies += 1)}`);
    cpSync(whole, folder, { recursive: true });
    spoil(join(folder, 'events.sqlite'));
    const to = await testService<Body>({ folder, identity, more: { lookTimes } });
    started = () => to.close();
    return to;
  }
  const gauge = async (to: TestService<Body>, name: string): Promise<number> => {
    const text = await metricsOf(to);
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  const looked = async (to: TestService<Body>): Promise<void> => {
    while (!((await gauge(to, 'remit_log_looked_over_timestamp_seconds')) > 0))
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const sql = (statement: string) => (file: string) => {
    const database = new DatabaseSync(file);
    database.exec(`DROP TRIGGER event_is_never_changed; ${statement}`);
    database.close();
  };

  it('is whole, and goes on being written to', async () => {
    const to = await over(() => undefined);
    await looked(to);
    expect(await whenReady(to)).toEqual({ status: 'ready', writes: 'taken' });
    expect([await gauge(to, 'remit_log_damaged'), (await to.as('officer@01A').begin('01A')).status]).toEqual([0, 201]);
  });

  const third = "WHERE stream LIKE 'case-%' AND revision = 3";
  it.each<[string, (file: string) => void]>([
    ['a page of an index', (file) => spoilPage(file, 'index', idOfOne(file))],
    ['a body that is not JSON', sql(`UPDATE event SET body = substr(body, 1, 40) ${third}`)],
    ['a body that is no event', sql(`UPDATE event SET body = '7' ${third}`)],
  ])('with %s damaged is not ready, says so, and refuses writes; what can be read is', async (_, spoil) => {
    const to = await over(spoil);
    await looked(to);
    const ready = await to.withAuthorization(undefined).get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { type: '/problems/not-ready', writes: 'refused' } });
    expect(ready.body.detail).toMatch(/^The log is damaged\./);
    expect([await gauge(to, 'remit_log_damaged'), await gauge(to, 'remit_log_writes_taken')]).toEqual([1, 0]);
    const head = await to.head();
    expect(await to.as('officer@01A').begin('01A')).toMatchObject({
      status: 503,
      body: { type: '/problems/log-unavailable' },
    });
    expect(await to.head()).toBe(head);
    expect((await to.as('officer@00C').get(`/api/cases/${id}`)).status).toBe(200);
  });

  it('is damaged as soon as a request meets it, however long it is until the next look', async () => {
    const never = { first: 2_000_000, every: 2_000_000 };
    const to = await over((file) => spoilPage(file, 'table', `case-${filler}`), never);
    const ready = async () => (await to.withAuthorization(undefined).get('/health/ready')).body.writes;
    expect(await ready()).toBe('taken');
    expect((await to.as('officer@00D').get(`/api/cases/${filler}/events`)).status).toBe(500);
    expect([await ready(), await gauge(to, 'remit_log_damaged')]).toEqual(['refused', 1]);
  });

  it('is not waited for when the service stops', async () => {
    const to = await over(() => undefined);
    const began = performance.now();
    await to.close();
    started = undefined;
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

/** Id of an event in the middle of the log. */
function idOfOne(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const { id } = database.prepare("SELECT id FROM event WHERE stream LIKE 'case-%' AND revision = 9").get() as {
    id: string;
  };
  database.close();
  return id;
}
