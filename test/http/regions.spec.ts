import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proofOf } from '../../apps/audit/proof.js';
import { startIdentity } from '../../apps/identity/index.js';
import * as forms from '../../demonstration/forms.js';
import { workflows } from '../../workflows/index.js';
import { acts, begun as recordedFirst } from '../hand.js';
import { decided, meetingOn } from '../meetings.js';
import { importCcgs, importFile } from '../ods/import-ccgs.js';
import { applyTogether } from '../journeys/delegation.js';
import { testService, type Body, type TestService } from '../service.js';
import { begunBy, stepsTo, take, takeTo, type Stage } from '../story.js';

/** A file of ODS puts many CCGs in another region at once: their cases at every stage of every level go with them. */
let to: TestService<Body>;
const auditor = () => to.as('auditor@nhse');
const seen = async (id: string): Promise<Body> => (await auditor().get(`/api/cases/${id}`)).body;

/** Every case that somebody's list has, of one region or of all. */
async function listed(persona: string, query = ''): Promise<readonly string[]> {
  const { body } = await to.as(persona).get(`/api/cases?limit=200${query}`);
  expect(body.next).toBeUndefined();
  return body.cases.map(({ id }) => id);
}

/** Every case that waits on somebody, in any queue. */
async function queued(persona: string): Promise<readonly string[]> {
  const { queues } = (await to.as(persona).get('/api/queues')).body;
  const items = await Promise.all(
    queues.map(async ({ name }) => (await to.as(persona).get(`/api/queues/${name}`)).body.items),
  );
  return items.flat().map((item) => item.case);
}

/** Case, lists, queues, and who may act: all say the same of each of these cases that has not ended. Gives those. */
async function agree(ids: readonly string[], region: string, before: string): Promise<readonly string[]> {
  const standing = (await Promise.all(ids.map(seen))).filter(({ outcome }) => outcome === null);
  const open = standing.map(({ id }) => id);
  const among = (found: readonly string[]): readonly string[] => open.filter((id) => found.includes(id));
  expect(standing.filter((each) => each.region !== region)).toEqual([]);
  expect(among(await listed('auditor@nhse', `&region=${region}`))).toEqual(open);
  expect(among(await listed('auditor@nhse', `&region=${before}`))).toEqual([]);
  const [there, here] = [`assessor@${before}`, `assessor@${region}`];
  expect(among(await listed(here))).toEqual(open);
  expect(among(await listed(there))).toEqual([]);

  const waiting = standing.filter(({ waitingOn }) => waitingOn.includes('regional-assessor')).map(({ id }) => id);
  expect(among(await queued(here))).toEqual(waiting);
  expect(among(await queued(there))).toEqual([]);

  for (const id of open) {
    expect([id, (await to.as(there).get(`/api/cases/${id}`)).status]).toEqual([id, 404]);
    expect([id, (await to.as(there).act(id, 'CaseClaimed', { queue: 'interest' })).status]).toEqual([id, 404]);
    const { body } = await to.as(here).get(`/api/cases/${id}`);
    expect([id, body.region]).toEqual([id, region]);
    const moves = body.moves.map(({ type }) => type);
    if (waiting.includes(id)) expect([id, moves]).toEqual([id, expect.arrayContaining(['CaseClaimed'])]);
    // What was claimed in the region that is left is free.
    const queue = body.stages.find((stage) => stage.waitingOn.includes('regional-assessor'))?.name;
    expect([id, moves.includes('CaseClaimed')]).toEqual([id, queue !== undefined]);
    if (queue === undefined) continue;
    expect([id, (await to.as(here).act(id, 'CaseClaimed', { queue })).status]).toEqual([id, 201]);
  }
  return open;
}

async function findings(): Promise<readonly unknown[]> {
  return (await proofOf(await to.log.readAll({ after: 0, limit: 1_000_000 }), workflows)).findings;
}

describe('38 CCGs that a file of ODS has in another region', () => {
  /** Of the North. */
  let moving: readonly string[];
  /** Another one of the North, which stays. */
  let staying: string;
  /** Ids of the cases about those that move. */
  const cases: string[] = [];
  beforeAll(async () => {
    to = await testService<Body>();
    const north = to.service.ledger.register.ccgs({ region: 'Y54' }).map(({ code }) => code);
    moving = north.slice(0, 38);
    staying = north[38] ?? '';
  });
  afterAll(() => to.close());

  async function moveTo(region: string): Promise<void> {
    const { register } = to.service.ledger;
    const ccgs = moving.map((code) => ({ ...register.ccg(code)!, region }));
    const confirmed = await importCcgs(to, ccgs);
    expect(confirmed).toMatchObject({ status: 'recorded', facts: moving.length });
  }

  const delegated = new Map<string, Stage>();
  const joint = new Map<string, Stage>();
  const involved: string[] = [];
  const idOf = new Map<string, string>();
  let meeting = '';
  const begun = (ccg: string, id: string): void => {
    idOf.set(ccg, id);
    cases.push(id);
  };

  /** Every case of delegated commissioning takes the steps of its way that fall into this time, one after the other. */
  async function walked(end: string, beginning = '2014-01-01'): Promise<void> {
    const [since, until] = [new Date(beginning), new Date(end)];
    const { register } = to.service.ledger;
    const steps = [...delegated].flatMap(([ccg, stage]) =>
      stepsTo(stage, register, ccg, 2).map((step) => ({ step, id: idOf.get(ccg)! })),
    );
    const due = steps.filter(({ step: { at } }) => at > since && at < until);
    for (const { step, id } of due.toSorted((one, other) => one.step.at.getTime() - other.step.at.getTime()))
      await take(to, id, step);
  }

  const ofStage = (stage: Stage): string => [...delegated].find(([, each]) => each === stage)![0];

  it('have cases that go to its assessors: just begun, at every level, in a group, one of them only invited', async () => {
    const plan: readonly Stage[] = ['expressed', 'under-way', 'balloting', 'mandated', 'submitted', 'recommended'];
    for (const [index, ccg] of moving.slice(0, 18).entries()) {
      delegated.set(ccg, plan[index % plan.length]!);
      begun(ccg, await begunBy(ccg, to));
    }
    const plans: readonly Stage[] = ['expressed', 'under-way', 'mandated'];
    for (const [index, ccg] of moving.slice(18, 27).entries()) {
      joint.set(ccg, plans[index % plans.length]!);
      begun(ccg, await begunBy(ccg, to, { level: 'L2' }));
    }
    for (const ccg of moving.slice(27, 33)) {
      const data = forms.involvementInterestForm('2015-04-01', 'The CCG');
      const { body } = await to.as(`officer@${ccg}`).begin(ccg, { workflow: 'greater-involvement', data });
      involved.push(ccg);
      begun(ccg, body.id);
    }
    const [lead = '', invited = ''] = moving.slice(33);
    const { all } = await applyTogether(to, [lead, invited, staying]);
    for (const { ccg, id } of all) if (moving.includes(ccg)) cases.push(id);

    await moveTo('Y55');

    expect(await agree(cases, 'Y55', 'Y54')).toEqual(cases);
  }, 240_000);

  it('have cases that go to its assessors: under way, of members, put to a meeting, and free of whoever had claimed them', async () => {
    await walked('2014-12-31');
    for (const ccg of involved.slice(3)) {
      const noted = await to.as('assessor@Y55').act(idOf.get(ccg)!, 'InvolvementNoted', forms.involvementNote);
      expect(noted.status).toBe(201);
    }
    for (const [ccg, stage] of joint) await takeTo(stage, to, idOf.get(ccg)!, ccg, { level: 'L2' });
    await walked('2015-01-31', '2014-12-31');
    const [ccg = ''] = moving.slice(35);
    const [practice] = to.service.ledger.register.practices({ ccg, on: '2015-01-31' });
    const leaving = {
      kind: 'leave',
      practiceCodes: [practice?.code],
      effectiveOn: '2015-02-01',
      reasons: 'It closes.',
    };
    const request = await to
      .as(`officer@${ccg}`)
      .send('POST', '/api/cases', { workflow: 'membership-request', ccg, data: leaving });
    expect(request.status).toBe(201);
    cases.push(request.body.id);
    const keeper = 'committee@nhse';
    const convened = { committeeId: 'nhse-assurance', heldOn: '2015-01-20' };
    meeting = (await recordedFirst(to, { who: keeper, workflow: 'committee-meeting', data: convened })).id;
    const tabled = { case: idOf.get(ofStage('recommended')), title: 'An application', decision: 'approve' };
    await acts(to, keeper, meeting, 'ItemTabled', tabled);

    await moveTo('Y56');

    // The invitation that nobody answered has lapsed.
    expect(await agree(cases, 'Y56', 'Y55')).toHaveLength(cases.length - 1);
    expect((await seen(meeting)).region).toBe('nhse');
  }, 240_000);

  it('have an application that the panel of the region they left has voted on, and that the panel of the other decides', async () => {
    const ccg = [...joint].find(([, stage]) => stage === 'mandated')![0];
    const id = idOf.get(ccg)!;
    await takeTo('recommended', to, id, ccg, { level: 'L2' });
    await to.until('2015-03-02T10:00:00.000Z');
    const voted = await meetingOn(to, id, 'approve', { persona: 'panel@Y56' });

    await moveTo('Y57');

    await agree(cases, 'Y57', 'Y56');
    const before = { ...forms.approval, meeting: voted, item: 1 };
    expect((await to.as('panel@Y57').act(id, 'DecisionMade', before)).body).toMatchObject({
      status: 409,
      rule: 'R-45',
    });
    expect((await to.as('panel@Y56').act(id, 'DecisionMade', before)).status).toBe(404);
    expect((await decided(to, id, forms.approval, { persona: 'panel@Y57' })).status).toBe(201);
    delegated.set(ofStage('recommended'), 'in-force');
    await walked('2015-03-31', '2015-01-31');
    await takeTo('in-force', to, id, ccg, { level: 'L2' });
  }, 240_000);

  it('have arrangements in force that go to its assessors too', async () => {
    const inForce = (await Promise.all(cases.map(seen))).filter(
      ({ level, outcome }) => level !== null && outcome === null,
    );
    expect(new Set(inForce.map(({ level }) => level))).toEqual(new Set(['L1', 'L2', 'L3']));

    await moveTo('Y54');

    expect(await agree(cases, 'Y54', 'Y57')).toEqual(expect.arrayContaining(inForce.map(({ id }) => id)));
    expect(await findings()).toEqual([]);
    const { regions } = (await auditor().get('/api/uptake')).body;
    expect(regions.find(({ region }) => region === 'Y54')).toMatchObject({ L1: 3, L2: 1, L3: 1 });
  }, 240_000);
});

describe('a file that has every CCG under another name', () => {
  it('reaches the open cases of all of them, also where none is in memory since a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'remit-names-'));
    const identity = await startIdentity({ port: 0 });
    to = await testService<Body>({ folder, identity });
    const ccgs = to.service.ledger.register.ccgs();
    const cases = await Promise.all(ccgs.map(({ code }) => begunBy(code, to)));
    expect(cases.length).toBeGreaterThan(200);
    await to.service.close();
    to = await testService<Body>({ folder, identity });
    try {
      const renamed = ccgs.map((ccg) => ({ ...ccg, name: `${ccg.name} and Beyond` }));
      expect(await importCcgs(to, renamed)).toMatchObject({ status: 'recorded', facts: ccgs.length });
      const standing = await Promise.all(cases.map(seen));
      expect(standing.map(({ ccgName }) => ccgName)).toEqual(renamed.map(({ name }) => name));
    } finally {
      await to.service.close();
      await identity.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 240_000);
});

/** The extracts as ODS published them. They are no part of this project: without them this is skipped. */
const published = join(process.cwd(), '..', 'shared', 'data', 'ods', 'eccg-2016-02.csv');
const present = existsSync(published);

describe('CCGs that the published file has in another region', () => {
  beforeAll(async () => {
    to = await testService<Body>();
  });
  afterAll(() => to.close());

  (present ? it : it.skip)(
    `have cases that go to its assessors${present ? '' : ` (skipped: no ${published})`}`,
    async () => {
      const { register } = to.service.ledger;
      const before = new Map(register.ccgs().map(({ code, region }) => [code, region]));
      const cases = new Map<string, string>();
      for (const [index, ccg] of [...before.keys()].entries())
        cases.set(ccg, await begunBy(ccg, to, index % 3 === 0 ? { level: 'L2' } : {}));

      expect(await importFile(to, readFileSync(published))).toMatchObject({ status: 'recorded' });

      const moved = [...before].filter(([code, region]) => register.ccg(code)?.region !== region);
      expect(moved.length).toBeGreaterThan(20);
      const ways = Map.groupBy(moved, ([code, region]) => `${region} ${register.ccg(code)?.region}`);
      for (const [way, ccgs] of ways) {
        const [from = '', goes = ''] = way.split(' ');
        const ids = ccgs.map(([code]) => cases.get(code) ?? '');
        expect(await agree(ids, goes, from)).toEqual(ids);
      }
      expect(await findings()).toEqual([]);
    },
    240_000,
  );
});
