import { describe, expect, it } from '@jest/globals';
import { proofOf } from '../../apps/audit/proof.js';
import { workflows } from '../../workflows/index.js';
import { testService, type Body, type TestService } from '../service.js';
import { caseAt, goLive } from '../story.js';

/** What the routes of this page answer, the fields of both in one. */
interface Held {
  readonly level: string | null;
  readonly history: readonly unknown[];
  readonly live: readonly unknown[];
  readonly england: { readonly L3: number };
}

type Step = (to: TestService<Body>, id: string) => Promise<void>;

/** A CCG in force whose case goes on after the day on which it closed, until the register learns of that. */
async function closedLate(on: string, check: Step, before: Step = () => Promise.resolve()): Promise<void> {
  const to = await testService<Body>();
  try {
    const id = await caseAt('in-force', to);
    await to.until('2015-04-25T10:00:00.000Z');
    expect((await to.as('committee@nhse').act(id, 'DelegationReviewed', { findings: 'Sound.' })).status).toBe(201);
    await before(to, id);
    await to.until('2015-05-01T09:00:00.000Z');
    const closure = { kind: 'closure', on };
    const told = await to.as('registrar@nhse').post('/api/register/ccgs/00C/closure', closure);
    expect(told.status).toBe(201);
    await check(to, id);
    expect((await proofOf(await to.log.readAll({ limit: 1_000_000 }), workflows)).findings).toEqual([]);
  } finally {
    await to.close();
  }
}

const seenOn = async (to: TestService<Body>, path: string): Promise<Held> =>
  (await to.as('auditor@nhse').get(path)).body as unknown as Held;
const arrangementOn = (to: TestService<Body>, on: string) => seenOn(to, `/api/arrangements/00C?on=${on}`);
const delegatedOn = async (to: TestService<Body>, on: string) => (await seenOn(to, `/api/uptake?on=${on}`)).england.L3;

describe('a closure that the register learns of late (R-66)', () => {
  it('ends the level at the end of the last day, wherever the case’s later events lie', () =>
    closedLate('2015-04-20', async (to, id) => {
      const held = { level: 'L3', case: id, from: goLive };
      expect((await arrangementOn(to, '2015-04-19')).history).toEqual([held]);
      expect(await arrangementOn(to, '2015-04-20')).toMatchObject({ level: 'L3', live: [{ case: id }] });
      for (const on of ['2015-04-21', '2015-04-30', '2015-05-01'])
        expect(await arrangementOn(to, on)).toMatchObject({
          level: null,
          history: [{ ...held, until: '2015-04-20T23:00:00.000Z' }],
          live: [],
        });
      expect([await delegatedOn(to, '2015-04-20'), await delegatedOn(to, '2015-04-21')]).toEqual([1, 0]);
      expect(to.service.ledger.views.heldBy('00C')).toEqual([{ ...held, until: '2015-04-20T23:00:00.000Z' }]);
    }));

  it('leaves a level never held that took effect after the last day', () =>
    closedLate('2015-03-31', async (to) => {
      expect(await arrangementOn(to, '2015-03-31')).toMatchObject({ level: null, history: [] });
      expect(await arrangementOn(to, '2015-04-25')).toMatchObject({ level: null, history: [], live: [] });
      expect([await delegatedOn(to, '2015-04-01'), await delegatedOn(to, '2015-04-25')]).toEqual([0, 0]);
      expect(to.service.ledger.views.heldBy('00C')).toEqual([]);
    }));

  it('ends a level at that day, too, that has ended otherwise since', () => {
    const revoked = { authority: 'Direction 7', reasons: 'Not sound.', effectiveOn: '2015-04-29' };
    const revoke = async (to: TestService<Body>, id: string): Promise<void> => {
      expect((await to.as('committee@nhse').act(id, 'DelegationRevoked', revoked)).status).toBe(201);
    };
    return closedLate(
      '2015-04-20',
      async (to, id) => {
        const held = { level: 'L3', case: id, from: goLive };
        expect(await arrangementOn(to, '2015-04-20')).toMatchObject({ level: 'L3', history: [held] });
        for (const on of ['2015-04-21', '2015-04-28', '2015-05-01'])
          expect(await arrangementOn(to, on)).toMatchObject({
            level: null,
            history: [{ ...held, until: '2015-04-20T23:00:00.000Z' }],
          });
        expect([await delegatedOn(to, '2015-04-20'), await delegatedOn(to, '2015-04-21')]).toEqual([1, 0]);
      },
      revoke,
    );
  });
});
