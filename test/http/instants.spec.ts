/** Instants are one thing, however they are spelt. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { testService, type Body, type TestService } from '../service.js';
import { begunBy, takeTo } from '../story.js';

let identity: Identity;
let to: TestService<Body>;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
  to = await testService<Body>({ identity, now: '2014-05-01T10:00:00.000Z' });
});
afterAll(async () => {
  await to.close();
  await identity.close();
});

const last = async (id: string) => (await to.log.readStream(`case-${id}`)).at(-1);

describe('an instant', () => {
  it('of a round is recorded in one spelling, whatever it was sent in, and its deadline falls at that very instant', async () => {
    const round = {
      id: '1s',
      name: 'Spelt in other ways',
      opens: '2014-05-01T00:00Z',
      interestBy: '2014-06-20T23:00:00Z',
      applicationBy: '2015-01-09T12:00:00Z',
      goLive: '2015-04-01',
      mandateBefore: 'submission',
      levels: ['L3'],
      variationWindows: [],
    };
    const announced = await to.as('registrar@nhse').post('/api/register/rounds', round);
    expect([announced.status, announced.body.detail]).toEqual([201, undefined]);
    expect(announced.body.events[0]!.data).toMatchObject({
      opens: '2014-05-01T00:00:00.000Z',
      interestBy: '2014-06-20T23:00:00.000Z',
      applicationBy: '2015-01-09T12:00:00.000Z',
    });
    const { body } = await to.as('officer@00C').begin('00C', { round: '1s' });
    await takeTo('under-way', to, body.id, '00C');
    expect((await to.until('2015-01-09T11:59:59.999Z')).status).toBe(200);
    expect((await last(body.id))?.type).toBe('InterestAcknowledged');
    expect((await to.until('2015-01-09T12:00:00Z')).status).toBe(200);
    expect(await last(body.id)).toMatchObject({ type: 'DeadlinePassed', at: '2015-01-09T12:00:00.000Z' });
  });

  it('that no clock shows is refused, with what to enter, wherever it is said', async () => {
    const service = await testService<Body>({ identity });
    try {
      const id = await begunBy('00C', service);
      await takeTo('under-way', service, id, '00C');
      for (const said of ['2014-12-01T24:00Z', '2014-12-01T12:60Z', '2014-11-31T12:00Z', '2014-12-01T12:00+01:00']) {
        const data = { question: 'Shall we?', closesAt: said };
        const opened = await service.as('officer@00C').act(id, 'BallotOpened', data);
        expect([said, opened.status, opened.body['fields']]).toEqual([
          said,
          422,
          [{ field: 'closesAt', message: expect.stringMatching(/^Enter when the ballot closes as /) }],
        ]);
        const asked = await service.as('officer@00C').get(`/api/cases/${id}?asOf=${encodeURIComponent(said)}`);
        expect([said, asked.status]).toEqual([said, 422]);
      }
    } finally {
      await service.close();
    }
  });

  it('by which something is due is asked for by days of London, or by itself', async () => {
    const service = await testService<Body>({ identity });
    try {
      const id = await begunBy('00C', service);
      await takeTo('under-way', service, id, '00C');
      // Half past midnight in London, on 15 October.
      await service.as('officer@00C').act(id, 'BallotOpened', { question: 'Shall we?', closesAt: '2014-10-14T23:30Z' });
      const found = async (due: string) => {
        const { body } = await service.as('officer@00C').get(`/api/queues/mandate?due=${due}`);
        return (body as unknown as { items: readonly { case: { id: string } | string }[] }).items.length;
      };
      expect(await found('2014-10-14')).toBe(0);
      expect(await found('2014-10-15')).toBe(1);
      expect(await found('2014-10-14T23:29:59.999Z')).toBe(0);
      expect(await found('2014-10-14T23:30Z')).toBe(1);
      for (const due of ['9999-12-31', '9999-12-31T00:00Z', '2014-10-14T24:00Z', '2014-10-14T12:60Z', '2014-10-32'])
        expect([due, (await service.as('officer@00C').get(`/api/queues?due=${due}`)).status]).toEqual([due, 422]);
    } finally {
      await service.close();
    }
  });

  it('at which a ballot closes is that of the clock: a vote is in time until then, and too late at it', async () => {
    const service = await testService<Body>({ identity });
    try {
      const id = await begunBy('00C', service);
      await takeTo('under-way', service, id, '00C');
      for (const [closesAt, spelt] of [
        ['2014-08-01T10:00Z', '2014-08-01T10:00:00.000Z'],
        ['2014-09-01T10:00:00.5Z', '2014-09-01T10:00:00.500Z'],
      ] as const) {
        const data = { question: 'Shall we?', closesAt };
        const opened = await service.as('officer@00C').act(id, 'BallotOpened', data);
        expect([opened.status, opened.body.event.data['closesAt']]).toEqual([201, spelt]);
        await service.until(new Date(Date.parse(spelt) - 1).toISOString());
        const vote = () => service.as('practice@A81001').act(id, 'VoteCast', { choice: 'for' }, { ifMatch: null });
        expect((await vote()).status).toBe(201);
        await service.until(spelt);
        expect((await vote()).status).toBe(409);
        const events = await service.log.readStream(`case-${id}`);
        expect(events.at(-1)).toMatchObject({ type: 'BallotClosed', at: spelt });
        await service.as('verifier@00C').act(id, 'ResultVerified', { as: 'lay-chair', statement: 'Counted.' });
      }
    } finally {
      await service.close();
    }
  });
});
