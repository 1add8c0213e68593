import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { Timekeeper } from '../../apps/service/casework/timekeeper.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { proofOf } from '../../apps/audit/proof.js';
import { workflows } from '../../workflows/index.js';
import { testService, type Body, type TestService } from '../service.js';
import { begunBy, goLive, stepsTo, takeTo } from '../story.js';

/** Two instances of the service on one log, each with views, standings and a clock of its own. */
describe('two instances on one log', () => {
  let identity: Identity;
  let one: TestService<Body>;
  let two: TestService<Body>;

  beforeAll(async () => {
    identity = await startIdentity({ port: 0 });
    const log = memoryLog();
    one = await testService<Body>({ identity, log });
    two = await testService<Body>({ identity, log });
  });
  afterAll(async () => {
    await two.close();
    await one.close();
    await identity.close();
  });
  const bothUntil = async (moment: string): Promise<void> => {
    await Promise.all([one.until(moment), two.until(moment)]);
  };

  it('show on one what was recorded on the other, to whoever sends the position they were answered with', async () => {
    const id = await begunBy('00C', one);
    const seen = await two.as('officer@00C').get(`/api/cases/${id}`);
    expect(seen.body.revision).toBe(0);
    const data = { readiness: 'ready', grounds: 'Sound finances.' };
    const acted = await one.as('assessor@Y54').act(id, 'InterestAcknowledged', data);
    const position = acted.headers.get('remit-position');
    expect(position).toMatch(/^\d+$/);
    const after = { 'remit-position': position! };
    const answers = await Promise.all([
      two.as('officer@00C').send('GET', `/api/cases/${id}`, undefined, after),
      two.as('officer@00C').send('GET', '/api/cases?state=mandate', undefined, after),
    ]);
    expect(answers[0].body.revision).toBe(1);
    expect(answers[1].body.cases.map((each) => each.id)).toEqual([id]);
    for (const unknown of ['x', '-1', '999999999'])
      expect(
        (await two.as('officer@00C').send('GET', '/api/cases', undefined, { 'remit-position': unknown })).status,
      ).toBe(400);
    const beyond = await two.as('officer@00C').send('GET', '/api/cases', undefined, { 'remit-position': '999999999' });
    expect(beyond.body.detail).toContain(`the log ends at ${await one.head()}`);
  });

  it('take commands on the same case in turn, and refuse nobody on what has changed elsewhere', async () => {
    const id = await begunBy('01A', one);
    const turns = stepsTo('recommended', one.service.ledger.register, '01A', 2);
    for (const [index, { at, who, type, data }] of turns.entries()) {
      if (one.service.clock.now() < at) await bothUntil(at.toISOString());
      const to = index % 2 === 0 ? two : one;
      const { status, body } = await to.as(who).act(id, type, data);
      expect([type, status, body.detail]).toEqual([type, 201, undefined]);
    }
  });

  it('answer a key that was used on the other as the first time, and record nothing more', async () => {
    const id = await begunBy('00C', two).catch(() => undefined);
    expect(id).toBeUndefined(); // late for the round: the case of the first test is under way
    const { cases } = (await one.as('officer@00C').get('/api/cases')).body;
    const [{ id: known }] = cases as readonly [Body];
    const key = randomUUID();
    const engagement = { kind: 'survey', heldOn: '2014-09-10', summary: 'Asked.' };
    const first = await one.as('officer@00C').act(known, 'EngagementRecorded', engagement, { key, ifMatch: null });
    const head = await one.head();
    const again = await two.as('officer@00C').act(known, 'EngagementRecorded', engagement, { key, ifMatch: null });
    expect([again.status, again.body.event]).toEqual([201, first.body.event]);
    expect(await one.head()).toBe(head);
  });

  it('record what the clock records once, when both find it due at the same moment', async () => {
    const [{ id }] = (await one.as('officer@00C').get('/api/cases')).body.cases as readonly [Body];
    await bothUntil(goLive);
    await Promise.all([one, two].map(({ service }) => service.app.get(Timekeeper).fireDue()));
    const events = await one.log.readStream(`case-${id}`);
    expect(events.filter(({ type }) => type === 'DeadlinePassed')).toHaveLength(1);
  });

  it('do not let both claim a case in one queue', async () => {
    await takeTo('under-way', one, await begunAfter('00C'), '00C').catch(() => undefined);
    const { findings } = await proofOf(await one.log.readAll({ limit: 1_000_000 }), workflows);
    expect(findings).toEqual([]);
  });

  /** In round 2, which opened after the story of round 1 was over. */
  async function begunAfter(ccg: string): Promise<string> {
    await bothUntil('2015-10-02T10:00:00Z');
    const { status, body } = await two
      .as(`officer@${ccg}`)
      .begin(ccg, { round: '2', data: { timescale: '2016-04-01' } });
    if (status !== 201) throw new Error(JSON.stringify(body));
    const queue = { queue: 'interest' };
    const claims = await Promise.all(
      [one, two].map((to, index) =>
        to.as(index === 0 ? 'assessor@Y54' : 'assessor-2@Y54').act(body.id, 'CaseClaimed', queue),
      ),
    );
    expect(claims.map((claim) => claim.status).toSorted()).toEqual([201, 412]);
    return body.id;
  }
});
