/** What is due at an instant happens at that instant: nothing is decided on a case as if it had not come. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { registerActor } from '../../apps/service/seed.js';
import { consequenceId, dueId } from '../../apps/service/ledger/ids.js';
import { proofOf } from '../../apps/audit/proof.js';
import { workflows } from '../../workflows/index.js';
import { enter, testService, type Body, type TestService } from '../service.js';
import * as forms from '../../demonstration/forms.js';
import * as step from '../journeys/delegation.js';
import { goesOn, goLiveOf, onToGoLive, underWay } from '../journeys/delegation.js';
import { acts } from '../hand.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { ballotCloses, caseAt, goLive, type Stage } from '../story.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
});
afterAll(() => identity.close());

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
const folderFor = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'remit-due-'));
  folders.push(folder);
  return folder;
};

const historyOf = async (to: TestService<Body>, id: string) =>
  (await to.log.readStream(`case-${id}`)).map(({ type, at }) => [type, at] as const);
const typesOf = async (to: TestService<Body>, id: string) => (await historyOf(to, id)).map(([type]) => type);
const lastOf = async (to: TestService<Body>, id: string) => (await historyOf(to, id)).at(-1);

async function expectProved(to: TestService<Body>): Promise<void> {
  const { findings } = await proofOf(await to.log.readAll({ limit: 1_000_000 }), workflows);
  expect(findings).toEqual([]);
}

/** The same service again, on a clock as a system has it: it goes on whether anybody looks or not. */
async function onSystemTime(folder: string, now: string) {
  const time = { now };
  const clock = { simulated: false, now: () => new Date(time.now) };
  const to = await testService<Body>({ identity, folder, more: { clock } });
  return { to, time };
}

const withdrawal = { because: 'other', text: 'We would rather not.' };
const moment = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

/** A case that reached a stage, so many milliseconds after go-live, on a service whose clock has not looked since a moment before. */
async function afterGoLive(
  stage: Stage,
  milliseconds: number,
  check: (to: TestService<Body>, id: string, revision: number) => Promise<void>,
): Promise<void> {
  const folder = folderFor();
  const before = await testService<Body>({ identity, folder });
  const id = await caseAt(stage, before).finally(() => before.close());
  const { to, time } = await onSystemTime(folder, moment(goLive, -2_000));
  try {
    time.now = moment(goLive, milliseconds);
    await check(to, id, (await to.log.headOf(`case-${id}`)) as number);
  } finally {
    await to.close();
  }
}

describe('a moment after go-live, before the clock has looked', () => {
  it('a CCG with everything in place finds no way out, and is in force since go-live (R-60)', () =>
    afterGoLive('concluded', 100, async (to, id, revision) => {
      const officer = to.as('officer@00C');
      const withdrawn = await officer.act(id, 'ApplicationWithdrawn', withdrawal, { ifMatch: revision + 1 });
      expect([withdrawn.status, withdrawn.body.rule]).toEqual([409, 'R-60']);
      expect(await lastOf(to, id)).toEqual(['DelegationTookEffect', goLive]);
      // Whoever has seen the case as it was hears that it has moved on.
      expect((await officer.act(id, 'ApplicationWithdrawn', withdrawal, { ifMatch: revision })).status).toBe(412);
      await expectProved(to);
    }));

  it('an amendment does not keep it from taking effect', () =>
    afterGoLive('concluded', 1, async (to, id, revision) => {
      const data = { version: 3, basedOn: 2, material: false, ground: 'co-commissioning', clauses: '6.4' };
      const ifMatch = revision + 1;
      const proposed = await to.as('officer@00C').act(id, 'AmendmentProposed', data, { ifMatch });
      expect(proposed.status).not.toBe(201);
      expect(await lastOf(to, id)).toEqual(['DelegationTookEffect', goLive]);
    }));

  it('nobody signs what has lapsed, and nothing unsigned comes into force (R-50)', () =>
    afterGoLive('recommended', 0, async (to, id, revision) => {
      const ifMatch = revision + 1;
      const signed = await to.as('committee@nhse').act(id, 'AgreementSigned', { office: 'x' }, { ifMatch });
      expect(signed.status).toBe(409);
      expect(await lastOf(to, id)).toEqual(['DeadlinePassed', goLive]);
    }));
});

describe('a service that was away when something came due', () => {
  it('has recorded it, at its own instant, before it answers anybody', async () => {
    const folder = folderFor();
    const before = await testService<Body>({ identity, folder });
    const id = await caseAt('concluded', before);
    await before.close();
    const { to } = await onSystemTime(folder, moment(goLive, 3 * 86_400_000));
    try {
      expect(await lastOf(to, id)).toEqual(['DelegationTookEffect', goLive]);
      expect((await to.as('officer@00C').act(id, 'ApplicationWithdrawn', withdrawal)).body.rule).toBe('R-60');
    } finally {
      await to.close();
    }
  });

  it('begins no earlier than what is recorded, where its clock is simulated', async () => {
    const folder = folderFor();
    const before = await testService<Body>({ identity, folder });
    const id = await caseAt('balloting', before);
    const last = (await lastOf(before, id))![1];
    await before.close();
    const to = await testService<Body>({ identity, folder, now: '2014-06-12T10:00:00.000Z' });
    try {
      expect(to.service.clock.now().toISOString()).toBe(last);
      expect((await to.as('officer@00C').get(`/api/cases/${id}?asOf=2014-06-12T10:00:00Z`)).status).toBe(200);
      await expectProved(to);
    } finally {
      await to.close();
    }
  });
});

describe('an id that the clock will use', () => {
  it('is nobody’s to take: sent as a key, on a refused attempt too, it keeps nothing from being recorded', async () => {
    const to = await testService<Body>({ identity });
    try {
      const id = await caseAt('concluded', to);
      const stream = `case-${id}`;
      const revision = (await to.log.headOf(stream)) as number;
      // Some are no UUID that a key could be; none of them comes to stand in the log.
      const due = { event: 'DelegationTookEffect', at: goLive };
      const keys = [0, 1, 2].flatMap((more) => [
        dueId(stream, due, revision + more),
        dueId(stream, { ...due, event: 'DeadlinePassed' }, revision + more),
      ]);
      for (const key of keys) {
        await to.as('officer@00C').act(id, 'DelegationTookEffect', {}, { key });
        await to.as('practice@A81001').act(id, 'VoteCast', { choice: 'for' }, { key, ifMatch: null });
        await to.as('officer@00C').act(id, 'CaseClaimed', { queue: 'x' }, { key });
        expect(await to.log.find(key)).toBeUndefined();
      }
      await to.until(goLive);
      expect(await lastOf(to, id)).toEqual(['DelegationTookEffect', goLive]);
      // Nor is the id of what follows from the next fact.
      const [last] = (await to.log.readStream(stream)).slice(-1);
      const key = consequenceId(last!.id, 'ccg-00C', 'LevelTaken');
      expect((await to.log.find(key))?.type).toBe('LevelTaken');
      const data = { authority: 'Section 13Z', reasons: 'Overspent.', effectiveOn: '2015-07-01' };
      expect((await to.as('committee@nhse').act(id, 'DelegationRevoked', data, { key })).status).toBe(201);
      expect((await to.as('committee@nhse').act(id, 'DelegationRevoked', data, { key })).status).toBe(201);
      await to.until('2015-07-01T00:00:00Z');
      expect((await lastOf(to, id))?.[0]).toBe('RevocationTookEffect');
    } finally {
      await to.close();
    }
  });
});

describe('of things due at one instant', () => {
  it('the closure of a CCG on the day before comes first: it takes nothing into force (R-66)', async () => {
    const to = await testService<Body>({ identity });
    try {
      const id = await caseAt('concluded', to);
      await enter(to.service, registerActor, { type: 'CcgClosed', data: { code: '00C', on: '2015-03-31' } });
      await to.until('2015-06-01T10:00:00Z');
      expect(await lastOf(to, id)).toEqual(['CcgClosed', goLive]);
      expect(await typesOf(to, id)).not.toContain('DelegationTookEffect');
      await expectProved(to);
    } finally {
      await to.close();
    }
  });

  it('a closure that the register learns of late is dated when the day ended', async () => {
    const to = await testService<Body>({ identity });
    try {
      const id = await caseAt('concluded', to);
      await to.until('2015-07-10T10:00:00Z');
      const body = { kind: 'closure', on: '2015-06-30' };
      const closed = await to.as('registrar@nhse').post('/api/register/ccgs/00C/closure', body);
      expect(closed.status).toBe(201);
      expect(await lastOf(to, id)).toEqual(['CcgClosed', '2015-06-30T23:00:00.000Z']);
      expect((await to.as('officer@00C').get('/api/uptake?on=2015-06-30')).body.england.L3).toBe(1);
      expect((await to.as('officer@00C').get('/api/uptake?on=2015-07-01')).body.england.L3).toBe(0);
    } finally {
      await to.close();
    }
  });

  it('joint commissioning that ends by notice ends before a delegation takes effect', async () => {
    const to = await testService<Body>({ identity });
    try {
      const ccg = withoutBallot;
      const joint = await caseAt('in-force', to, ccg, { level: 'L2' });
      const application = await underWay(to, ccg, '2');
      await goesOn(to, application, 'mandated');
      await acts(to, `officer@${ccg}`, joint, 'NoticeGiven', forms.notice('2016-04-01'));
      await onToGoLive(to, application);
      expect(await lastOf(to, joint)).toEqual(['ArrangementEnded', goLiveOf('2')]);
      expect(await lastOf(to, application.id)).toEqual(['DelegationTookEffect', goLiveOf('2')]);
      expect((await to.log.readStream(`ccg-${ccg}`)).map(({ type }) => type)).toEqual([
        ...['CaseStarted', 'LevelTaken', 'CaseStarted', 'LevelLeft', 'CaseEnded', 'LevelTaken'],
      ]);
      await expectProved(to);
    } finally {
      await to.close();
    }
  });

  it('of two cases of a group the one with everything in place takes effect, whatever becomes of the other', async () => {
    for (const complete of [0, 1]) {
      const to = await testService<Body>({ identity });
      try {
        const group = await step.applyTogether(to, ['08Q', '09F']);
        const all = group.all.map((each) => ({ ...each, round: '1' as const }));
        await step.joined(to, all[1]!);
        for (const stage of ['under-way', 'mandated', 'drafted', 'recommended', 'approved'] as const)
          for (const each of all) await goesOn(to, each, stage);
        await step.signed(to, all[complete]!);
        await to.until(goLive);
        expect(await lastOf(to, all[complete]!.id)).toEqual(['DelegationTookEffect', goLive]);
        expect(await lastOf(to, all[1 - complete]!.id)).toEqual(['DeadlinePassed', goLive]);
        await expectProved(to);
      } finally {
        await to.close();
      }
    }
  });

  it('of two applications for one level the other ends when the first takes effect (R-05), and neither holds up anything', async () => {
    const to = await testService<Body>({ identity });
    try {
      const ccg = withoutBallot;
      await to.until('2015-10-05T10:00:00Z');
      const round = {
        id: '2b',
        name: 'Round 2, once more',
        variationWindows: [],
        opens: '2015-10-02T23:00:00Z',
        goLive: '2016-04-01',
        interestBy: '2015-11-30T00:00:00Z',
      };
      const terms = { applicationBy: '2015-12-30T00:00:00Z', mandateBefore: 'submission', levels: ['L3'] };
      const announced = await to.as('registrar@nhse').post('/api/register/rounds', { ...round, ...terms });
      expect([announced.status, announced.body.detail]).toEqual([201, undefined]);
      const one = await underWay(to, ccg, '2');
      const { body: other } = await to
        .as(`officer@${ccg}`)
        .begin(ccg, { round: '2b', data: { timescale: '2016-04-01' } });
      const two = { ...step.applicationOf(to, ccg, other.id), round: '2' as const };
      await goesOn(to, two, 'under-way');
      const elsewhere = await underWay(to, '09F', '2');
      const all = [one, two, elsewhere];
      await onToGoLive(to, ...all);
      const ends = [await lastOf(to, one.id), await lastOf(to, two.id)];
      expect(ends.map((end) => end![0]).sort()).toEqual(['DelegationTookEffect', 'LevelSuperseded']);
      expect(ends.map((end) => end![1])).toEqual([goLiveOf('2'), goLiveOf('2')]);
      expect(await lastOf(to, elsewhere.id)).toEqual(['DelegationTookEffect', goLiveOf('2')]);
      await expectProved(to);
    } finally {
      await to.close();
    }
  });
});

describe('a due fact that cannot be recorded', () => {
  it('is set aside once, shown to operators, and holds up nothing else', async () => {
    const to = await testService<Body>({ identity, log: memoryLog(), more: { shared: false } });
    try {
      const id = await caseAt('balloting', to);
      // A copy whose history could not have happened: it cannot be replayed, but the views see that its ballot is to be closed.
      const [first, ...more] = (await to.log.readStream(`case-${id}`)).map((event) => ({
        ...event,
        id: randomUUID(),
        ...(event.revision === 1 && { from: 'withdrawn' }),
      }));
      const broken = `case-${randomUUID()}`;
      await to.log.append({ stream: broken, expected: 'none', events: [first!, ...more] });
      expect((await to.until(moment(ballotCloses, 60_000))).status).toBe(200);
      expect(await lastOf(to, id)).toEqual(['BallotClosed', ballotCloses]);
      const shown = (await to.as('registrar@nhse').get('/api/operations/clock')).body as unknown as {
        setAside: readonly { case: string; event: string; at: string }[];
      };
      expect(shown.setAside).toEqual([
        { case: broken.slice('case-'.length), event: 'BallotClosed', at: ballotCloses, because: expect.any(String) },
      ]);
      // Everything goes on, and what was set aside is not tried for ever.
      expect((await to.until('2014-10-20T10:00:00Z')).status).toBe(200);
      expect((await to.as('officer@00C').act(id, 'ApplicationWithdrawn', withdrawal)).status).toBe(201);
    } finally {
      await to.close();
    }
  });
});

/** A CCG whose members need no ballot. */
const withoutBallot = '08Q';
