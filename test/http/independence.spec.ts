import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registerActor } from '../../apps/service/seed.js';
import { enter, testService, type Answer, type Body, type TestService } from '../service.js';
import { begunBy, takeTo } from '../story.js';

/** Who acts for NHS England on a case has no interest in it and no part in it, as the register knows it at that moment. */
let to: TestService<Body>;
let ccgs: readonly string[];
beforeAll(async () => {
  to = await testService<Body>();
  ccgs = to.service.ledger.register.ccgs({ region: 'Y54' }).map(({ code }) => code);
});
afterAll(() => to.close());

const readiness = { readiness: 'ready', grounds: 'Sound.' };
const barred = { status: 409, rule: 'R-47' };
const revocation = (effectiveOn: string) => ({ authority: 'Section 13Z', reasons: 'Financial failure.', effectiveOn });
const practicesOf = (ccg: string): readonly string[] =>
  to.service.ledger.register.practices({ ccg, on: '2014-06-12' }).map(({ code }) => code);
const register = (path: string, body: object, persona = 'registrar@nhse'): Promise<Answer> =>
  to.as(persona).post(`/api/register/${path}`, body);
const grant = (subject: string, role: string, organisation: string, action = 'grant'): Promise<Answer> =>
  register('roles', { action, subject, name: 'Two Hats', role, organisation });
/** The national role takes a second registrar. */
async function grantNationally(subject: string, role: string): Promise<void> {
  const { body } = (await grant(subject, role, 'nhse')) as { body: { proposal: string } };
  const { status } = await register(`roles/proposals/${body.proposal}`, { action: 'confirm' }, 'registrar-2@nhse');
  expect(status).toBe(201);
}
async function interest(persona: string, organisation: string, aroseOn = '2014-05-01'): Promise<string> {
  const declared = { kind: 'financial', organisation, text: 'A partner.', aroseOn };
  const { status, body } = (await register('interests', declared, persona)) as Answer<{ interest: { id: string } }>;
  expect([persona, status]).toEqual([persona, 201]);
  return body.interest.id;
}
const movesOf = async (persona: string, id: string): Promise<readonly string[]> =>
  (await to.as(persona).get(`/api/cases/${id}`)).body.moves.map(({ type }) => type);
const inQueue = async (persona: string, queue: string, id: string) =>
  (await to.as(persona).get(`/api/queues/${queue}`)).body.items.find((item) => item.case === id) as unknown;
async function asks(ccg: string, data: object): Promise<string> {
  const { status, body } = await to.as(`officer@${ccg}`).send('POST', '/api/cases', {
    workflow: 'membership-request',
    ccg,
    data: { effectiveOn: '2014-10-01', reasons: 'It moves house.', ...data },
  });
  expect([status, body.detail]).toEqual([201, undefined]);
  return body.id;
}

describe('somebody with a role on both sides (R-46)', () => {
  it('does not acknowledge the interest they expressed, nor note it, and is offered neither', async () => {
    const ccg = ccgs[0] ?? '';
    expect((await grant(`officer@${ccg}`, 'regional-assessor', 'Y54')).status).toBe(201);
    const id = await begunBy(ccg, to);
    const refused = await to.as(`officer@${ccg}`).act(id, 'InterestAcknowledged', readiness);
    expect(refused.body).toMatchObject({ status: 409, rule: 'R-46' });
    expect(await movesOf(`officer@${ccg}`, id)).not.toContain('InterestAcknowledged');
    expect(await movesOf('assessor@Y54', id)).toContain('InterestAcknowledged');
    expect(await inQueue(`officer@${ccg}`, 'interest', id)).toMatchObject({ barred: true, nobodyEligible: false });
  });

  it('does not act on the cases of their CCG though another drafted them, nor for a practice of it', async () => {
    const [, ccg = ''] = ccgs;
    const [practice = ''] = practicesOf(ccg);
    for (const [subject, role, organisation] of [
      [`officer-2@${ccg}`, 'ccg-officer', ccg],
      [`practice@${practice}`, 'practice-representative', practice],
    ] as const) {
      await grant(subject, role, organisation);
      expect((await grant(subject, 'regional-assessor', 'Y54')).status).toBe(201);
    }
    const id = await begunBy(ccg, to);
    for (const persona of [`officer-2@${ccg}`, `practice@${practice}`]) {
      const { body } = await to.as(persona).act(id, 'InterestAcknowledged', readiness);
      expect([persona, body]).toMatchObject([persona, { status: 409, rule: 'R-46' }]);
      expect((await to.as(persona).act(id, 'CaseClaimed', { queue: 'interest' })).body).toMatchObject({ rule: 'R-46' });
    }
    expect((await to.as('assessor@Y54').act(id, 'InterestAcknowledged', readiness)).status).toBe(201);
  });

  it('decides no request that their own practice or CCG is a party to', async () => {
    const [, , ccg = '', other = ''] = ccgs;
    const [practice = ''] = practicesOf(ccg);
    await grantNationally(`officer@${other}`, 'constitution-reviewer');
    const id = await asks(ccg, { kind: 'move', practiceCodes: [practice], to: other });
    const approved = await to.as(`officer@${other}`).act(id, 'MembershipApproved', { reasons: 'Agreed.' });
    expect(approved.body).toMatchObject({ status: 409, rule: 'R-46' });
  });
});

describe('an interest (R-47)', () => {
  it('bars from a request of membership in whichever party it lies: who asks, gives, receives or moves', async () => {
    const [, , , , asking = '', losing = '', receiving = ''] = ccgs;
    const [practice = '', second = '', third = ''] = practicesOf(losing);
    const requests = [
      await asks(losing, { kind: 'move', practiceCodes: [practice], to: receiving }),
      await asks(receiving, { kind: 'move', practiceCodes: [second], to: receiving }),
      await asks(asking, { kind: 'move', practiceCodes: [third], to: asking }),
    ];
    const held = [receiving, losing, third];
    for (const [index, id] of requests.entries()) {
      const interestId = await interest('constitution-2@nhse', held[index] ?? '');
      const approved = await to.as('constitution-2@nhse').act(id, 'MembershipApproved', { reasons: 'Agreed.' });
      expect([index, approved.body]).toMatchObject([index, barred]);
      expect(await movesOf('constitution-2@nhse', id)).not.toContain('MembershipApproved');
      expect((await register(`interests/${interestId}/expiry`, { on: '2014-06-11' })).status).toBe(201);
    }
    const [first = ''] = requests;
    expect((await to.as('constitution-2@nhse').act(first, 'MembershipRefused', { reasons: 'No.' })).status).toBe(201);
  });

  it('bars no longer than it is held, from open cases as from new ones', async () => {
    const ccg = ccgs[7] ?? '';
    const id = await begunBy(ccg, to);
    const interestId = await interest('assessor@Y54', ccg);
    expect((await to.as('assessor@Y54').act(id, 'InterestAcknowledged', readiness)).body).toMatchObject(barred);
    expect(await inQueue('assessor@Y54', 'interest', id)).toMatchObject({ barred: true });
    expect((await register(`interests/${interestId}/expiry`, { on: '2014-06-11' })).status).toBe(201);
    expect(await movesOf('assessor@Y54', id)).toContain('InterestAcknowledged');
    expect(await inQueue('assessor@Y54', 'interest', id)).toMatchObject({ barred: false });
    expect((await to.as('assessor@Y54').act(id, 'InterestAcknowledged', readiness)).status).toBe(201);
  });

  it('that was declared on a case bars from it until it expires, in whatever it lies', async () => {
    const [, , , , , , , , ccg = '', elsewhere = ''] = ccgs;
    const id = await begunBy(ccg, to);
    const declared = { kind: 'financial', subject: elsewhere, text: 'A share.', aroseOn: '2014-06-01' };
    expect((await to.as('assessor@Y54').act(id, 'InterestDeclared', declared)).status).toBe(201);
    expect((await to.as('assessor@Y54').act(id, 'InterestAcknowledged', readiness)).body).toMatchObject(barred);
    const events = await to.log.readStream('register');
    const registered = events.findLast(({ type }) => type === 'InterestRegistered')?.data['id'];
    expect((await register(`interests/${String(registered)}/expiry`, { on: '2014-06-11' })).status).toBe(201);
    expect((await to.as('assessor@Y54').act(id, 'InterestAcknowledged', readiness)).status).toBe(201);
  });

  it('goes where its practice goes: told ahead, reopened, corrected, merged away', async () => {
    const own = to.service.ledger.register.ccgs({ region: 'Y56' }).map(({ code }) => code);
    const [moved = '', from = '', reopened = '', corrected = '', merged = ''] = own;
    const register = to.service.ledger;
    const practiceOf = (ccg: string): string => practicesOf(ccg)[0] ?? '';
    const learns = (type: string, data: object): Promise<unknown> =>
      enter(to.service, registerActor, { type, data } as never);
    const cases = new Map<string, string>();
    for (const ccg of [moved, reopened, corrected, merged]) cases.set(ccg, await begunBy(ccg, to));

    const moving = practiceOf(from);
    await learns('PracticeMoved', { practice: moving, from, to: moved, on: '2014-06-20' });
    const closed = practiceOf(reopened);
    await learns('PracticeClosed', { practice: closed, on: '2014-05-31' });
    const late = 'Y99001';
    await learns('PracticeJoined', {
      code: late,
      name: 'A new practice',
      patients: null,
      ccg: corrected,
      joined: '2014-12-01',
    });
    const [gone = '', into = ''] = practicesOf(merged);
    for (const organisation of [moving, closed, late, gone]) await interest('assessor@Y56', organisation);
    await learns('PracticeReopened', { practice: closed, status: 'A' });
    await learns('PracticeDetailsChanged', { practice: late, joined: '2014-06-01' });
    await learns('PracticesMerged', { from: [gone], into, on: '2014-06-10' });
    expect(register.register.memberOf(gone, '2014-06-12')).toBeUndefined();

    const acknowledges = async (ccg: string): Promise<unknown> =>
      (await to.as('assessor@Y56').act(cases.get(ccg) ?? '', 'InterestAcknowledged', readiness)).body;
    for (const ccg of [reopened, corrected, merged])
      expect([ccg, await acknowledges(ccg)]).toMatchObject([ccg, barred]);
    await to.until('2014-06-20T09:00:00.000Z');
    expect(await acknowledges(moved)).toMatchObject(barred);
  });
});

describe('a delegation in force', () => {
  it('is revoked by nobody who has an interest in it or a hand on the CCG’s side; another member revokes (R-46, R-47, R-60)', async () => {
    const joined = await testService<Body>();
    const own = to;
    to = joined;
    try {
      const [ccg = ''] = ccgs;
      const id = await begunBy(ccg, to);
      await takeTo('in-force', to, id, ccg);
      await grantNationally(`officer@${ccg}`, 'national-committee');
      await interest('committee-3@nhse', ccg);

      for (const effectiveOn of ['2015-04-01', '2015-12-01']) {
        const byHand = await to.as(`officer@${ccg}`).act(id, 'DelegationRevoked', revocation(effectiveOn));
        expect(byHand.body).toMatchObject({ status: 409, rule: 'R-46' });
        const interested = await to.as('committee-3@nhse').act(id, 'DelegationRevoked', revocation(effectiveOn));
        expect(interested.body).toMatchObject(barred);
      }
      expect(await movesOf('committee-3@nhse', id)).not.toContain('DelegationRevoked');
      const revoked = await to.as('committee-2@nhse').act(id, 'DelegationRevoked', revocation('2015-12-01'));
      expect(revoked.status).toBe(201);
    } finally {
      to = own;
      await joined.close();
    }
  });
});
