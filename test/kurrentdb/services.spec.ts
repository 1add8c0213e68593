import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { proofOf } from '../../apps/audit/proof.js';
import * as forms from '../../demonstration/forms.js';
import { meeting } from '../../demonstration/story/meeting.js';
import type { EventLog } from '../../libs/event-log/index.js';
import { openKurrentLog } from '../../libs/event-log/kurrentdb.js';
import { registerOf } from '../../libs/register/index.js';
import { seedRegister } from '../../demonstration/register/seed.js';
import { workflows } from '../../workflows/index.js';
import type { Answer, Body } from '../service.js';
import { goLive, stepsTo, type Step } from '../story.js';
import { real } from './database.js';
import { startInstance, within, type Instance, type Starting } from './instance.js';
import { startServer, type TestServer } from './start.js';

const [officer, registrar, auditor] = ['officer@00C', 'registrar@nhse', 'auditor@nhse'];
const register = registerOf(seedRegister({ issuer: 'development' }));
const regionOf = (ccg: string): string => register.ccg(ccg)?.region ?? '';
const codesOf = (ccg: string): readonly string[] => register.rollOf(ccg, '2014-10-01').map(({ practice }) => practice);
const isEmpty = async (url: string): Promise<boolean> => {
  const log = await openKurrentLog({ url });
  const head = await log.head();
  await log.close();
  return head === 0;
};
// What other specs leave in a database is nothing a service could have recorded: a real one must be empty.
const describeOnEmpty = real === undefined || (await isEmpty(real)) ? describe : describe.skip;

const application = (ccg: string, more: object = {}): object => ({
  workflow: 'delegated-commissioning',
  ccg,
  round: '1',
  data: forms.interestForm('2015-04-01', ccg),
  ...more,
});

describeOnEmpty('two services over one KurrentDB', () => {
  let identity: Identity;
  let server: TestServer | undefined;
  let folder: string;
  let one: Instance;
  let two: Instance;
  let log: EventLog;

  /** What was started, to be stopped in the opposite order. */
  const started: (() => Promise<unknown>)[] = [];
  const starting = async (starting: Starting): Promise<Instance> => {
    const instance = await startInstance(place(), starting);
    started.push(() => instance.stop());
    return instance;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'remit-services-'));
    identity = await startIdentity({ port: 0 });
    started.push(() => identity.close());
    server = real === undefined ? await startServer() : undefined;
    started.push(async () => server?.end());
    const now = '2014-06-12T10:00:00.000Z';
    one = await starting({ seed: 'register', now });
    two = await starting({ now });
    log = await openKurrentLog({ url: place().url });
    started.push(() => log.close());
  }, 120_000);
  afterAll(async () => {
    for (const stop of started.toReversed()) await stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const place = () => ({ url: real ?? server?.url ?? '', issuer: identity.issuer, folder });
  const bothUntil = (moment: string): Promise<unknown> => Promise.all([one.until(moment), two.until(moment)]);
  const revisionOf = async (id: string): Promise<number> => {
    const head = await log.headOf(`case-${id}`);
    if (head === 'none') throw new Error(`There is no case ${id}`);
    return head;
  };
  const recorded = ({ status, body, headers }: Answer<Body>): { body: Body; position: string } => {
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return { body, position: headers.get('remit-position') ?? '' };
  };
  const begun = async (to: Instance, ccg: string): Promise<string> =>
    recorded(await to.begin(`officer@${ccg}`, application(ccg))).body.id;
  const act = async (to: Instance, persona: string, id: string, type: string, data: object): Promise<string> =>
    recorded(await to.act(persona, id, type, data, { ifMatch: await revisionOf(id) })).position;
  /** Takes steps in turn on one and the other. */
  const inTurn = async (id: string, steps: readonly Step[]): Promise<void> => {
    for (const [index, { at, who, type, data }] of steps.entries()) {
      const { now } = (await one.get(registrar, '/api/clock')).body;
      if (now < at.toISOString()) await bothUntil(at.toISOString());
      const to = index % 2 === 0 ? two : one;
      const more = type === 'DecisionMade' ? { meeting: await meetingOn(id), item: 1 } : {};
      await act(to, who, id, type, { ...data, ...more });
    }
  };
  /** The national committee meets; each fact of the meeting is recorded on the other instance than the one before. */
  const meetingOn = async (id: string): Promise<string> => {
    const heldOn = '2015-03-10';
    const committee = register.committee('nhse-assurance', heldOn);
    if (committee === undefined) throw new Error('There is no national committee');
    const sitting = { committee, at: new Date(), heldOn };
    const agenda = [{ case: id, title: 'An application', decision: 'approve' }];
    let held = '';
    for (const [turn, { to, who, type, data }] of [...meeting(sitting, agenda)].entries()) {
      if (to === 'begin') held = recorded(await one.begin(who, { workflow: 'committee-meeting', data })).body.id;
      else await act(turn % 2 === 0 ? two : one, who, held, type, data);
    }
    return held;
  };

  it('show on one what was recorded on the other, to whoever sends the position they were answered with', async () => {
    for (const [ccg, [from, to]] of [
      ['02P', [one, two]],
      ['03L', [two, one]],
    ] as const) {
      const { body, position } = recorded(await from.begin(`officer@${ccg}`, application(ccg)));
      expect(position).toMatch(/^\d+$/);
      const listed = await to.get(`officer@${ccg}`, '/api/cases', position);
      expect(listed.body.cases.map(({ id }) => id)).toEqual([body.id]);
    }
  });

  it('answer If-Match with 412 when the other has recorded something since', async () => {
    const id = await begun(one, '01A');
    const persona = 'assessor@Y54';
    for (let round = 0; round < 5; round += 1) {
      const ifMatch = await revisionOf(id);
      const answers = await Promise.all(
        [one, two].map((to) => to.act(persona, id, 'CaseClaimed', { queue: 'interest' }, { ifMatch })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 412]);
      const [late] = answers.filter(({ status }) => status === 412);
      expect(late?.headers.get('etag') ?? `"${ifMatch + 1}"`).toBe(`"${ifMatch + 1}"`);
      const stale = await two.act(persona, id, 'CaseReleased', { queue: 'interest' }, { ifMatch });
      expect(stale.status).toBe(412);
      await act(one, persona, id, 'CaseReleased', { queue: 'interest' });
    }
  });

  it('answer a key that was used on the other as the first time, and show there what it had recorded', async () => {
    const body = application('01D');
    const key = randomUUID();
    const [first, again] = await Promise.all([one, two].map((to) => to.begin('officer@01D', body, key)));
    expect([first?.status, again?.status]).toEqual([201, 201]);
    expect(again?.body.id).toBe(first?.body.id);
    const id = first?.body.id ?? '';
    const ready = { readiness: 'ready', grounds: 'Sound finances.' };
    await act(two, `assessor@${regionOf('01D')}`, id, 'InterestAcknowledged', ready);
    for (let round = 0; round < 10; round += 1) {
      const engagement = { kind: 'survey', heldOn: '2014-06-10', summary: `Asked ${round} times.` };
      const same = { key: randomUUID() };
      const [from, to] = round % 2 === 0 ? [one, two] : [two, one];
      const head = await revisionOf(id);
      const acted = await from.act('officer@01D', id, 'EngagementRecorded', engagement, same);
      const retried = await to.act('officer@01D', id, 'EngagementRecorded', engagement, same);
      expect([acted.status, acted.body.detail]).toEqual([201, undefined]);
      expect([retried.status, retried.body.event]).toEqual([201, acted.body.event]);
      expect((await to.get('officer@01D', `/api/cases/${id}`)).body.revision).toBe(head + 1);
      expect(await revisionOf(id)).toBe(head + 1);
    }
  });

  it('let one of two people claim a case who ask both at the same moment', async () => {
    const id = await begun(two, '00D');
    const ifMatch = await revisionOf(id);
    const claims = await Promise.all([
      one.act('assessor@Y54', id, 'CaseClaimed', { queue: 'interest' }, { ifMatch }),
      two.act('assessor-2@Y54', id, 'CaseClaimed', { queue: 'interest' }, { ifMatch }),
    ]);
    expect(claims.map(({ status }) => status).toSorted()).toEqual([201, 412]);
  });

  it('begin one application of a CCG that is begun on both at the same moment', async () => {
    const ccg = '02F';
    const answers = await Promise.all([one, two].map((to) => to.begin(`officer@${ccg}`, application(ccg))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('record on the case what falls on its CCG, however close to each other both happen', async () => {
    const ccgs = register
      .ccgs()
      .map(({ code }) => code)
      .filter((code) => !busy.has(code))
      .slice(0, 6);
    for (const [index, ccg] of ccgs.entries()) {
      busy.add(ccg);
      const measures = { action: 'impose', direction: 'Direction of 12 June 2014' };
      const impose = () =>
        one.send(registrar, 'POST', `/api/register/ccgs/${ccg}/special-measures`, measures, {
          'idempotency-key': randomUUID(),
        });
      const later = async <T>(ms: number, what: () => Promise<T>): Promise<T> => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return what();
      };
      const [imposed, started] = await Promise.all([
        impose(),
        later(index * 3, () => two.begin(`officer@${ccg}`, application(ccg))),
      ]);
      expect([imposed.status, started.status]).toEqual([201, 201]);
      const id = started.body.id;
      await within(5_000, async () => {
        const { body } = await one.get(auditor, `/api/cases/${id}`);
        return (body.details as unknown as { specialMeasures: boolean }).specialMeasures;
      });
    }
  });

  it('show on one the group that was begun on the other', async () => {
    const six = ['08F', '06W', '07X', '08C', '06Q', '07H'];
    const data = forms.groupInterestForm('2015-04-01', 'The six CCGs', six);
    const { body, position } = recorded(await one.begin('officer@08F', application('08F', { data })));
    const { groupId } = body.details as unknown as { readonly groupId: string };
    const group = (await two.get(auditor, `/api/groups/${groupId}`, position)).body as unknown as {
      readonly members: readonly { readonly ccg: string; readonly case: string }[];
    };
    expect(group.members.map(({ ccg }) => ccg).toSorted()).toEqual(six.toSorted());
    const { case: other } = group.members.find(({ ccg }) => ccg === '06W')!;
    await act(two, 'officer@06W', other, 'GroupJoined', { statement: 'The governing body agreed.' });
    await act(two, `assessor@${regionOf('06W')}`, other, 'InterestAcknowledged', {
      readiness: 'ready',
      grounds: 'Sound finances.',
    });
    expect(await revisionOf(other)).toBe(2);
  });

  it('give on one the document that was put on the other', async () => {
    const content = `%PDF-1.7\n${randomUUID()}\n%%EOF\n`;
    const put = await one.send(officer, 'PUT', '/api/documents', content, { 'content-type': 'application/pdf' });
    expect(put.status).toBe(201);
    const again = await two.send(officer, 'PUT', '/api/documents', content, { 'content-type': 'application/pdf' });
    expect(again.status).toBe(200);
    const got = await two.get(officer, `/api/documents/${(put.body as unknown as { readonly sha256: string }).sha256}`);
    expect<unknown[]>([got.status, got.body]).toEqual([200, content]);
  });

  it('store together no more documents of an organisation than it may have stored in a day', async () => {
    const pdf = { 'content-type': 'application/pdf' };
    const put = (to: Instance) =>
      to.send('officer@03L', 'PUT', '/api/documents', `%PDF-1.7\n${randomUUID()}\n%%EOF\n`, pdf);
    const statuses: number[] = [];
    while (statuses.length < 240) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => [put(one), put(two)]).flat());
      statuses.push(...answers.map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(200);
    expect(new Set(statuses)).toEqual(new Set([201, 429]));
    const stored = (await log.readStream('documents')).filter(({ actor }) => actor.organisation === '03L');
    expect(stored).toHaveLength(200);
  }, 60_000);

  it('confirm on one the import that was previewed on the other, and record it once when both are asked', async () => {
    const csv = readFileSync(join(process.cwd(), 'test/ods/ccgs.csv'), 'utf8');
    const path = '/api/register/imports';
    const previewed = await one.send(registrar, 'POST', path, csv, { 'content-type': 'text/csv' });
    expect([previewed.status, previewed.body.detail]).toEqual([201, undefined]);
    const before = await log.headOf('register');
    const confirms = await Promise.all(
      [one, two].map((to) => to.send(registrar, 'POST', `${path}/${previewed.body.id}/confirm`)),
    );
    expect(confirms.map(({ status, body }) => [status, body.detail])).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect(await log.headOf('register')).toBe(Number(before) + 11);
    const ccgs = (await two.get(registrar, '/api/register/ccgs', confirms[0]?.headers.get('remit-position') ?? ''))
      .body;
    expect(ccgs.ccgs.map(({ code }) => code)).toContain('91A');
  });

  it('know at once on both what the registrar does in turn', async () => {
    for (let round = 0; round < 10; round += 1) {
      const to = round % 2 === 0 ? one : two;
      const action = round % 2 === 0 ? 'impose' : 'lift';
      const { status, body } = await to.send(
        registrar,
        'POST',
        '/api/register/ccgs/01A/special-measures',
        { action, direction: 'Direction of 12 June 2014' },
        { 'idempotency-key': randomUUID() },
      );
      expect([round, status, body.detail]).toEqual([round, 201, undefined]);
      expect((body as unknown as { cases: readonly string[] }).cases).toHaveLength(1);
    }
  });

  it('take a case in turn from interest to agreement, and count every vote once that is sent to both at once', async () => {
    const id = await begun(one, '00C');
    await inTurn(id, stepsTo('balloting', register, '00C', Infinity));
    const voters = codesOf('00C').slice(0, -2);
    const votes = await Promise.all(
      voters.flatMap((code) => {
        const sending = { key: randomUUID() };
        return [one, two].map((to) => to.act(`practice@${code}`, id, 'VoteCast', { choice: 'for' }, sending));
      }),
    );
    expect(votes.map(({ status, body }) => [status, body.detail]).filter(([status]) => status !== 201)).toEqual([]);
    const events = await log.readStream(`case-${id}`);
    expect(events.filter(({ type }) => type === 'VoteCast')).toHaveLength(voters.length);
    const after = votes.map(({ headers }) => Number(headers.get('remit-position'))).toSorted((a, b) => b - a)[0];
    for (const to of [one, two]) {
      const { body } = await to.get(officer, `/api/cases/${id}`, String(after));
      expect(body.revision).toBe(events.at(-1)?.revision);
    }
    await bothUntil('2014-11-10T10:00:00.000Z');
    const counted = (await two.get(officer, `/api/cases/${id}`)).body.details;
    expect(counted).toMatchObject({ ballot: { tally: { tookPart: voters.length } } });
    const steps = stepsTo('concluded', register, '00C', Infinity);
    await inTurn(id, steps.slice(steps.findIndex(({ type }) => type === 'ResultVerified')));
  }, 120_000);

  it('record once what the clock records, when both find it due at the same moment', async () => {
    await bothUntil(goLive);
    const { cases } = (await two.get(officer, '/api/cases')).body;
    expect(cases[0]?.state).toMatchObject({ inForce: {} });
    const events = await log.readStream(`case-${cases[0]?.id}`);
    const due = events
      .filter(({ actor }) => actor.role === 'clock')
      .map(({ type, data }) => `${type} ${JSON.stringify(data)}`);
    expect(new Set(due).size).toBe(due.length);
  });

  it('are joined by a third that starts with nothing while they record, and answers the same', async () => {
    const writing = new AbortController();
    const load = writeUntil(writing.signal);
    const third = await starting({ now: goLive });
    expect(await third.ready()).toBe(200);
    writing.abort();
    expect(await load).toBeGreaterThan(0);
    expect(await third.ready()).toBe(200);
    await sameAnswers([one, two, third]);
  }, 60_000);

  it('leave a history in which the audit finds nothing', async () => {
    const { findings, cases } = await proofOf(await log.readAll({ limit: 1_000_000 }), workflows);
    expect(findings).toEqual([]);
    expect(cases).toBeGreaterThan(15);
  });

  const busy = new Set(['00C', '01A', '01D', '00D', '02F', '02P', '03L', '08F', '06W', '07X', '08C', '06Q', '07H']);

  /** Documents, on one and the other in turn, by one organisation after the other, as each has a limit. Gives how many. */
  async function writeUntil(signal: AbortSignal): Promise<number> {
    const officers = [...busy].map((ccg) => `officer@${ccg}`);
    let written = 0;
    while (!signal.aborted) {
      const content = `%PDF-1.7\n${randomUUID()}\n%%EOF\n`;
      const to = written % 2 === 0 ? one : two;
      const by = officers[written % officers.length] ?? officer;
      const put = await to.send(by, 'PUT', '/api/documents', content, { 'content-type': 'application/pdf' });
      expect(put.status).toBe(201);
      written += 1;
    }
    return written;
  }

  async function sameAnswers(instances: readonly Instance[]): Promise<void> {
    const position = String(await log.head());
    const [first] = instances;
    const { cases } = (await first!.get(auditor, '/api/cases?limit=100', position)).body;
    expect(cases.length).toBeGreaterThan(10);
    for (const path of ['/api/cases?limit=100', ...cases.map(({ id }) => `/api/cases/${id}`)]) {
      const answers = await Promise.all(instances.map((each) => each.get(auditor, path, position)));
      for (const answer of answers) {
        expect(answer.status).toBe(200);
        expect(answer.body).toEqual(answers[0]?.body);
      }
    }
  }
});
