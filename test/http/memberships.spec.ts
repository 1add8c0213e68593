/** What NHS England approves is asked of the register as it stands that day, and of the day on which it takes effect. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proofOf } from '../../apps/audit/proof.js';
import { workflows } from '../../workflows/index.js';
import { problemIn } from '../problem.js';
import { testService, type Answer, type Body, type TestService } from '../service.js';

const today = '2014-06-12';
let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(async () => {
  const { findings } = await proofOf(await to.log.readAll({ limit: 1_000_000 }), workflows);
  await to.close();
  expect(findings).toEqual([]);
});

/** `409 R-80` */
const refusalIn = (answer: Answer<Body>): string => `${problemIn(answer).replace(' rule', '')} ${answer.body.rule}`;

let next = 0;
/** CCGs of which no other test has taken any. */
const fresh = (count: number): readonly string[] => {
  const ccgs = to.service.ledger.register.ccgs({ region: 'Y54' }).map(({ code }) => code);
  next += count;
  return ccgs.slice(next - count, next);
};
const membersOf = (ccg: string): readonly string[] =>
  to.service.ledger.register.rollOf(ccg, today).map(({ practice }) => practice);
const memberOf = (practice: string, on: string) => to.service.ledger.register.memberOf(practice, on);

interface Asked {
  readonly kind: 'join' | 'leave' | 'move' | 'merge' | 'stay';
  readonly practiceCodes: readonly string[];
  readonly effectiveOn: string;
  readonly to?: string;
  readonly into?: string;
}
const request = (ccg: string, asked: Asked) =>
  to.as(`officer@${ccg}`).send('POST', '/api/cases', {
    workflow: 'membership-request',
    ccg,
    data: { ...asked, reasons: 'Its patients live there.' },
  });
const approve = (id: string) => to.as('constitution@nhse').act(id, 'MembershipApproved', { reasons: 'In order.' });
/** A request that was made and approved; the answer to its approval. */
async function approved(ccg: string, asked: Asked) {
  const begun = await request(ccg, asked);
  expect(begun.status).toBe(201);
  return approve(begun.body.id);
}
const closes = (ccg: string, on: string) =>
  to.as('registrar@nhse').post(`/api/register/ccgs/${ccg}/closure`, { kind: 'closure', on });

describe('a CCG that a membership request names', () => {
  it('is open on the day the practice is to be its member', async () => {
    const [from = '', closing = ''] = fresh(2);
    const [practice = ''] = membersOf(from);
    expect((await closes(closing, '2014-11-30')).status).toBe(201);
    const moves = (effectiveOn: string) =>
      request(from, { kind: 'move', practiceCodes: [practice], to: closing, effectiveOn });
    expect(refusalIn(await moves('2014-12-01'))).toBe('409 R-82');
    expect((await moves('2014-11-30')).status).toBe(201);
  });

  it('is open still when NHS England approves', async () => {
    const [from = '', closing = ''] = fresh(2);
    const [practice = '', other = ''] = membersOf(from);
    const moves = (code: string, effectiveOn: string) =>
      request(from, { kind: 'move', practiceCodes: [code], to: closing, effectiveOn });
    const [ahead, back] = [await moves(practice, '2014-12-01'), await moves(other, '2014-06-01')];
    expect((await closes(closing, '2014-06-11')).status).toBe(201);
    for (const { body } of [ahead, back]) expect(refusalIn(await approve(body.id))).toBe('409 R-82');
    expect([memberOf(practice, '2014-12-01'), memberOf(other, today)]).toEqual([from, from]);
  });

  it('has not told of its end while a practice is to join it after that', async () => {
    const [from = '', receiving = ''] = fresh(2);
    const [practice = ''] = membersOf(from);
    const move = { kind: 'move', practiceCodes: [practice], to: receiving, effectiveOn: '2014-12-01' } as const;
    expect((await approved(from, move)).status).toBe(201);
    const early = await closes(receiving, '2014-10-31');
    expect([refusalIn(early), early.body.detail]).toEqual([
      '409 R-66',
      `Practice ${practice} joins ${receiving} only on 2014-12-01. Have that told otherwise first (R-80).`,
    ]);
    expect((await approved(from, { kind: 'stay', practiceCodes: [practice], effectiveOn: '2014-12-01' })).status).toBe(
      201,
    );
    expect((await closes(receiving, '2014-10-31')).status).toBe(201);
  });
});

describe('a membership request that the register has moved on from', () => {
  it('is approved no more: a merger takes no practice that has moved to another CCG since (R-80)', async () => {
    const [here = '', there = ''] = fresh(2);
    const [going = '', staying = ''] = membersOf(here);
    const merger = {
      kind: 'merge',
      practiceCodes: [going, staying],
      into: staying,
      effectiveOn: '2014-07-01',
    } as const;
    const merges = await request(here, merger);
    const move = { kind: 'move', practiceCodes: [going], to: there, effectiveOn: '2014-06-12' } as const;
    expect((await approved(here, move)).status).toBe(201);
    expect(refusalIn(await approve(merges.body.id))).toBe('409 R-80');
    expect(memberOf(going, '2014-07-01')).toBe(there);
  });

  it('is approved on what is known of its practices then', async () => {
    const [here = '', there = ''] = fresh(2);
    const [first = '', second = ''] = membersOf(here);
    const merger = { kind: 'merge', practiceCodes: [first, second], into: second, effectiveOn: '2014-06-12' } as const;
    const moves = await request(here, { kind: 'move', practiceCodes: [first], to: there, effectiveOn: '2014-08-01' });
    expect((await approved(here, merger)).status).toBe(201);
    expect(refusalIn(await approve(moves.body.id))).toBe('409 R-80');
  });
});

describe('a change of membership that was approved ahead of its day (R-80)', () => {
  const told = async () => {
    const [here = '', there = '', elsewhere = ''] = fresh(3);
    const [practice = '', other = ''] = membersOf(here);
    const move = { kind: 'move', practiceCodes: [practice], to: there, effectiveOn: '2014-12-01' } as const;
    expect((await approved(here, move)).status).toBe(201);
    expect([memberOf(practice, '2014-11-30'), memberOf(practice, '2014-12-01')]).toEqual([here, there]);
    return { here, there, elsewhere, practice, other };
  };

  it('is taken back by a request to stay', async () => {
    const { here, practice } = await told();
    const stay = { kind: 'stay', practiceCodes: [practice], effectiveOn: '2014-12-01' } as const;
    expect((await approved(here, stay)).status).toBe(201);
    expect(memberOf(practice, '2014-12-01')).toBe(here);
    const again = await request(here, stay);
    expect([refusalIn(again), again.body.detail]).toEqual([
      '409 R-80',
      `Nothing is told ahead from that day on of ${practice}, so there is nothing to take back.`,
    ]);
  });

  it('is told otherwise by an earlier leave, move or merger', async () => {
    const first = await told();
    const leave = { kind: 'leave', practiceCodes: [first.practice], effectiveOn: '2014-09-01' } as const;
    expect((await approved(first.here, leave)).status).toBe(201);
    expect([memberOf(first.practice, '2014-08-31'), memberOf(first.practice, '2014-12-01')]).toEqual([
      first.here,
      undefined,
    ]);
    const second = await told();
    const elsewhere = {
      kind: 'move',
      practiceCodes: [second.practice],
      to: second.elsewhere,
      effectiveOn: '2014-09-01',
    } as const;
    expect((await approved(second.here, elsewhere)).status).toBe(201);
    expect(memberOf(second.practice, '2014-12-01')).toBe(second.elsewhere);
    const third = await told();
    const merger = {
      kind: 'merge',
      practiceCodes: [third.practice, third.other],
      into: third.other,
      effectiveOn: '2014-09-01',
    } as const;
    expect((await approved(third.here, merger)).status).toBe(201);
    expect(memberOf(third.practice, '2014-12-01')).toBeUndefined();
  });

  it('is followed by one of a later day, of the CCG whose member the practice is by then', async () => {
    const { there, elsewhere, practice } = await told();
    const onwards = { kind: 'move', practiceCodes: [practice], to: elsewhere, effectiveOn: '2015-02-01' } as const;
    expect((await approved(there, onwards)).status).toBe(201);
    expect(['2014-11-30', '2015-01-31', '2015-02-01'].map((on) => memberOf(practice, on)).slice(1)).toEqual([
      there,
      elsewhere,
    ]);
  });
});
