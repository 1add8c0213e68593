import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { proofOf } from '../../apps/audit/proof.js';
import { clockActor } from '../../libs/workflow/clock.js';
import { workflows } from '../../workflows/index.js';
import { problemIn } from '../problem.js';
import { testService, type Answer, type Body, type TestService } from '../service.js';

/** A claim holds as long as its claimant could act on the case, and what ends it stands in the history. */
let to: TestService<Body>;
let ccgs: string[];
beforeAll(async () => {
  to = await testService<Body>();
  ccgs = to.service.ledger.register.ccgs({ region: 'Y54' }).map(({ code }) => code);
});
afterAll(() => to.close());

/** A case of a CCG of the region that has none. */
const begun = async (ccg = ccgs.pop() ?? ''): Promise<string> => {
  const { status, body } = await to.as(`officer@${ccg}`).begin(ccg);
  expect([status, body.detail]).toEqual([201, undefined]);
  return body.id;
};
const claim = (persona: string, id: string, queue = 'interest'): Promise<Answer<Body>> =>
  to.as(persona).act(id, 'CaseClaimed', { queue });
const claimants = async (id: string): Promise<readonly unknown[]> => {
  const { items } = (await to.as('assessor-2@Y54').get('/api/queues/interest')).body;
  const { details } = (await to.as('assessor-2@Y54').get(`/api/cases/${id}`)).body;
  const { interest } = (details as unknown as { claims: Record<string, { id: string }> }).claims;
  const item = items.find((each) => each.case === id) as { claimedBy?: { id: string } } | undefined;
  return [item?.claimedBy?.id, interest?.id];
};
const lastOf = async (id: string) => (await to.log.readStream(`case-${id}`)).at(-1);
const role = (persona: string, change: object): Promise<Answer<Body>> =>
  to.as('registrar@nhse').send('POST', '/api/register/roles', { subject: persona, ...change }, key());
const key = () => ({ 'idempotency-key': randomUUID() });

describe('a claim', () => {
  it('is of a queue that there is, in which the case stands and waits on whoever claims it', async () => {
    const id = await begun();
    expect(problemIn(await claim('assessor@Y54', id, 'nonsense'))).toBe('422 invalid');
    const elsewhere = await claim('assessor@Y54', id, 'decision');
    expect([problemIn(elsewhere), elsewhere.body.detail]).toEqual([
      '409 rule',
      'The stage “National decision” has not begun. It waits on you in: interest.',
    ]);
    expect(problemIn(await claim('committee@nhse', id))).toBe('409 rule');
    expect((await claim('assessor@Y54', id)).status).toBe(201);
    expect(await claimants(id)).toEqual(['assessor@Y54', 'assessor@Y54']);
  });

  it('ends when the role is withdrawn in which it was made: colleagues are free to take it', async () => {
    const id = await begun();
    expect((await claim('assessor@Y54', id)).status).toBe(201);
    const withdrawn = { action: 'withdraw', role: 'regional-assessor', organisation: 'Y54' };
    const { status, body } = await role('assessor@Y54', withdrawn);
    expect([status, (body as unknown as { cases: unknown }).cases]).toEqual([201, expect.arrayContaining([id])]);
    expect(await lastOf(id)).toMatchObject({
      type: 'ClaimEnded',
      data: { queue: 'interest', person: 'assessor@Y54', because: 'role' },
      actor: clockActor,
    });
    expect(await claimants(id)).toEqual([undefined, undefined]);
    expect((await claim('assessor-2@Y54', id)).status).toBe(201);
    expect((await role('assessor@Y54', { ...withdrawn, action: 'grant', name: 'Back Again' })).status).toBe(201);
    const told = await to.as('assessor@Y54').act(id, 'CaseReleased', { queue: 'interest' });
    expect(told.body.detail).toMatch(/ claimed this case in that queue at 11:00 on 12 June 2014\. They can release it/);
  });

  it('ends when its claimant comes to have an interest, by the register or on the case, or to act for the CCG', async () => {
    const [of, on, by] = ccgs.splice(0, 3);
    const [registered, declared, acting] = [await begun(of), await begun(on), await begun(by)];
    const interest = { kind: 'financial', text: 'A share.', aroseOn: '2014-06-01' };
    for (const id of [registered, declared, acting]) expect((await claim('assessor-2@Y54', id)).status).toBe(201);
    const said = { ...interest, organisation: of };
    await to.as('assessor-2@Y54').send('POST', '/api/register/interests', said, key());
    await to.as('assessor-2@Y54').act(declared, 'InterestDeclared', { ...interest, subject: on });
    await role('assessor-2@Y54', { action: 'grant', name: 'Both', role: 'ccg-officer', organisation: by });
    for (const id of [registered, declared, acting]) {
      expect(await lastOf(id)).toMatchObject({ type: 'ClaimEnded', data: { because: 'barred' } });
      expect([id, (await claim('assessor@Y54', id)).status]).toEqual([id, 201]);
    }
  });

  it('ends when the case has left the queue, and is not there again', async () => {
    const id = await begun();
    expect((await claim('assessor@Y54', id)).status).toBe(201);
    const acknowledged = await to
      .as('assessor@Y54')
      .act(id, 'InterestAcknowledged', { readiness: 'ready', grounds: 'All eight items.' });
    expect([acknowledged.status, acknowledged.body.detail]).toEqual([201, undefined]);
    expect(await lastOf(id)).toMatchObject({ type: 'ClaimEnded', data: { because: 'left' }, actor: clockActor });
    expect(acknowledged.headers.get('etag')).toBe(`"${(await lastOf(id))?.revision}"`);
  });

  it('that should have ended and has not is found missing by the audit', async () => {
    const events = await to.log.readAll({ after: 0 });
    const found = async (of: typeof events): Promise<readonly string[]> =>
      (await proofOf(of, workflows)).findings.map(({ what }) => what).filter((what) => what.includes('ClaimEnded'));
    expect(await found(events)).toEqual([]);
    expect(events.filter(({ type }) => type === 'ClaimEnded')).toHaveLength(6);
    for (const ended of events.filter(({ type }) => type === 'ClaimEnded')) {
      const without = events
        .filter((event) => event !== ended && !(event.stream === ended.stream && event.revision > ended.revision))
        .map((event, index) => ({ ...event, position: index + 1 }));
      expect(await found(without)).toEqual([expect.stringMatching(/ brings about ClaimEnded in case-.*missing there/)]);
    }
  });
});
