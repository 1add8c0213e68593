import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { failingLog } from '../../../test/failing-log.js';
import { enter, testService, type TestService, type Body } from '../../../test/service.js';
import { ballotCloses, begunBy, goLive, stepsTo, take, type Stage } from '../../../test/story.js';
import { startIdentity, type Identity } from '../../identity/index.js';
import { registerActor } from '../seed.js';
import { Timekeeper } from './timekeeper.js';

const interestBy = '2014-06-20T23:00:00.000Z';
const applicationBy = '2015-01-09T12:00:00.000Z';
const acknowledgement = { readiness: 'ready', grounds: 'Sound.' };

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
});
afterAll(() => identity.close());

/** CCGs of one region, one for each case. */
const ccgsOf = (to: TestService<Body>): readonly string[] =>
  to.service.ledger.register.ccgs({ region: 'Y55' }).map(({ code }) => code);
const firedOn = async (to: TestService<Body>, id: string): Promise<readonly (readonly [string, string])[]> =>
  (await to.log.readStream(`case-${id}`)).filter(({ actor }) => actor.id === 'clock').map(({ type, at }) => [type, at]);
const byTheClock = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.filter(({ stream, actor }) => stream.startsWith('case-') && actor.id === 'clock');

describe('a clock moved over many deadlines at once', () => {
  let to: TestService<Body>;
  let [returned, draft, ballot, withdrawn] = ['', '', '', ''];
  beforeAll(async () => {
    to = await testService<Body>({ identity, log: memoryLog() });
    const ccgs = ccgsOf(to).slice(0, 4);
    [returned, draft, ballot, withdrawn] = (await Promise.all(ccgs.map((ccg) => begunBy(ccg, to)))) as [
      string,
      string,
      string,
      string,
    ];
    const assessor = to.as('assessor@Y55');
    await assessor.act(returned, 'InterestReturned', { missing: 'The plan.' });
    for (const id of [draft, ballot, withdrawn]) await assessor.act(id, 'InterestAcknowledged', acknowledgement);
    await to.as(`officer@${ccgs[2]}`).act(ballot, 'BallotOpened', { question: 'Shall we?', closesAt: ballotCloses });
    await to.as(`officer@${ccgs[3]}`).act(withdrawn, 'ApplicationWithdrawn', { because: 'other', text: 'x' });
  });
  afterAll(() => to.close());

  it('does not record a thing a moment too early', async () => {
    const head = await to.head();
    await to.until('2014-06-20T22:59:59.999Z');
    expect(await to.head()).toBe(head);
  });

  it('records what came due at its own time, and in the order of the times', async () => {
    const before = await to.head();
    expect((await to.until('2015-01-10T10:00:00.000Z')).body).toEqual({ now: '2015-01-10T10:00:00.000Z' });
    expect(byTheClock(await to.log.readAll({ after: before })).map(({ at }) => at)).toEqual([
      interestBy,
      ballotCloses,
      applicationBy,
      applicationBy,
    ]);
    expect(await firedOn(to, returned)).toEqual([['DeadlinePassed', interestBy]]);
    expect(await firedOn(to, draft)).toEqual([['DeadlinePassed', applicationBy]]);
    expect(await firedOn(to, ballot)).toEqual([
      ['BallotClosed', ballotCloses],
      ['DeadlinePassed', applicationBy],
    ]);
    expect(await firedOn(to, withdrawn)).toEqual([]);
  });

  it('names the deadline, ends the case as lapsed, and frees its CCG in the same append', async () => {
    for (const [id, deadline] of [
      [returned, 'interestBy'],
      [draft, 'applicationBy'],
    ] as const) {
      const last = (await to.log.readStream(`case-${id}`)).at(-1);
      expect(last?.data).toEqual({ deadline });
      const { body } = await to.as('committee@nhse').get(`/api/cases/${id}`);
      expect([body.outcome, body.waitingOn]).toEqual(['lapsed', []]);
      const ended = (await to.log.readStream(`ccg-${body.ccg}`)).at(-1);
      expect(ended).toMatchObject({
        type: 'CaseEnded',
        position: last!.position + 1,
        data: { case: id, outcome: 'lapsed' },
      });
    }
  });

  it('records nothing twice, however often it is asked', async () => {
    const head = await to.head();
    const keeper = to.service.app.get(Timekeeper);
    expect(await Promise.all([keeper.fireDue(), keeper.fireDue()])).toEqual([0, 0]);
    await to.until('2015-01-10T10:00:00.000Z');
    await to.until('2015-01-11T10:00:00.000Z');
    expect(await to.head()).toBe(head);
  });
});

describe('moves of the clock at the same moment', () => {
  it('follow each other, so that no deadline is recorded at another’s time', async () => {
    const log = memoryLog();
    const slow = { ...failingLog(log) };
    slow.append = async (...appends) => {
      // As a disk would: others have their turn before an append is answered.
      await new Promise((resolve) => setTimeout(resolve, 2));
      return log.append(...appends);
    };
    const to = await testService<Body>({ identity, log: slow });
    try {
      const ccgs = ccgsOf(to).slice(0, 3);
      const closings: string[] = [];
      for (const [index, ccg] of ccgs.entries()) {
        const id = await begunBy(ccg, to);
        await to.as('assessor@Y55').act(id, 'InterestAcknowledged', acknowledgement);
        closings.push(`2014-07-0${index + 1}T10:00:00.000Z`);
        await to.as(`officer@${ccg}`).act(id, 'BallotOpened', { question: 'Now?', closesAt: closings.at(-1) });
      }
      const before = await to.head();
      const moves = ['2014-07-01T12:00:00Z', '2014-07-04T12:00:00Z', '2014-07-02T12:00:00Z'].map((now) =>
        to.until(now),
      );
      const answers = await Promise.all(moves);
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
      expect(byTheClock(await to.log.readAll({ after: before })).map(({ at }) => at)).toEqual(closings);
      expect(to.service.clock.now().toISOString()).toBe('2014-07-04T12:00:00.000Z');
    } finally {
      await to.close();
    }
  });
});

describe('go-live', () => {
  let to: TestService<Body>;
  const ids: string[] = [];
  beforeAll(async () => {
    to = await testService<Body>({ identity, log: memoryLog() });
    const ccgs = ccgsOf(to).slice(0, 3);
    const reach: readonly Stage[] = ['concluded', 'concluded', 'recommended'];
    for (const ccg of ccgs) ids.push(await begunBy(ccg, to));
    const steps = ccgs.flatMap((ccg, index) => {
      const steps = stepsTo(reach[index]!, to.service.ledger.register, ccg, 0);
      return steps.map((step) => ({ ...step, id: ids[index]! }));
    });
    for (const { id, ...step } of steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)))
      await take(to, id, step);
    const measures = {
      type: 'SpecialMeasuresImposed' as const,
      data: { ccg: ccgs[1]!, direction: 'Direction 1', on: londonDay(to.service.clock.now()) },
    };
    await enter(to.service, registerActor, measures);
  });
  afterAll(() => to.close());

  it('puts in force what is signed; what lacks something lapses, at the same moment', async () => {
    const before = await to.head();
    await to.until('2015-04-02T10:00:00.000Z');
    expect((await firedOn(to, ids[0]!)).at(-1)).toEqual(['DelegationTookEffect', goLive]);
    // Signed, but in special measures: the clock may not let it take effect, and the round is over for it.
    expect((await firedOn(to, ids[1]!)).at(-1)).toEqual(['DeadlinePassed', goLive]);
    expect((await firedOn(to, ids[2]!)).at(-1)).toEqual(['DeadlinePassed', goLive]);
    const outcomes = await Promise.all(
      ids.map(async (id) => (await to.as('committee@nhse').get(`/api/cases/${id}`)).body.outcome),
    );
    expect(outcomes).toEqual([null, 'lapsed', 'lapsed']);
    expect(byTheClock(await to.log.readAll({ after: before }))).toHaveLength(3);
    expect((await to.log.readAll({ after: before })).some(({ type }) => type === 'AttemptRefused')).toBe(false);
  });

  it('lets a revocation that was given notice of take effect on its day, as London’s day begins', async () => {
    const data = { authority: 'Section 13Z', reasons: 'Overspent.', effectiveOn: '2015-07-01' };
    expect((await to.as('committee@nhse').act(ids[0]!, 'DelegationRevoked', data)).status).toBe(201);
    await to.until('2015-06-30T22:59:59.999Z');
    expect((await to.as('officer@00C').get('/api/uptake')).body.england.L3).toBe(1);
    await to.until('2015-06-30T23:00:00.000Z');
    expect((await firedOn(to, ids[0]!)).at(-1)).toEqual(['RevocationTookEffect', '2015-06-30T23:00:00.000Z']);
    expect((await to.as('officer@00C').get('/api/uptake')).body.england.L3).toBe(0);
  });
});
