import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mostMembers } from '../../apps/service/requests/json-body.js';
import type { SecurityLine } from '../../apps/service/http/security-log.js';
import { Refusals } from '../../apps/service/casework/refusals.js';
import { problemIn } from '../problem.js';
import { metricsOf, testService, type Body, type TestService } from '../service.js';
import { caseAt } from '../story.js';

let to: TestService<Body>;
let id: string;
const lines: SecurityLine[] = [];
beforeAll(async () => {
  to = await testService<Body>({ more: { bodyPatience: 300, tellSecurity: (line) => lines.push(line) } });
  id = await caseAt('expressed', to);
});
afterAll(() => to.close());

const refusedOf = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await to.log.readStream(`refused-${id}`)).map(({ data }) => data);

describe('what is refused', () => {
  it('again and again to one person is one event; another fact, reason, person or revision is another', async () => {
    const mine = { readiness: 'ready', grounds: 'Mine.' };
    for (let times = 0; times < 5; times += 1)
      expect(problemIn(await to.as('officer@00C').act(id, 'InterestAcknowledged', mine))).toBe('403 not-yours');
    expect(await refusedOf()).toHaveLength(1);
    await to.as('officer-2@00C').act(id, 'InterestAcknowledged', mine);
    await to.as('officer@00C').act(id, 'BallotOpened', { question: 'Now?', closesAt: '2014-07-01T10:00:00Z' });
    expect((await refusedOf()).map(({ attempted }) => attempted)).toEqual([
      'InterestAcknowledged',
      'InterestAcknowledged',
      'BallotOpened',
    ]);
    await to
      .as('officer@00C')
      .act(id, 'EngagementRecorded', { kind: 'survey', heldOn: '2014-05-20', summary: 'Asked.' });
    await to.as('officer@00C').act(id, 'InterestAcknowledged', mine);
    expect((await refusedOf()).map(({ revision }) => revision)).toEqual([0, 0, 0, 1]);
    const { unrecorded } = to.service.app.get(Refusals);
    expect(unrecorded).toBe(4);
  });

  it('is recorded anew after a while, with how many there were between', () => {
    const clock = { now: 0 };
    const refusals = new Refusals(() => clock.now);
    const refused = {
      person: 'p',
      stream: 's',
      type: 't',
      revision: 0,
      refusal: { because: 'not-yours', by: [] },
    } as const;
    expect(refusals.isRepeated(refused)).toBe(false);
    refusals.recorded(refused);
    clock.now = 599_999;
    expect([refusals.isRepeated(refused), refusals.isRepeated({ ...refused, person: 'q' })]).toEqual([true, false]);
    refusals.counted({ person: 'p', id: 'i', command: 'c' }, refused.refusal, refused);
    clock.now = 600_000;
    expect([refusals.isRepeated(refused), refusals.countedSince(refused)]).toEqual([false, 1]);
  });

  it('to somebody who has no part in the workflow is counted and not recorded, before what they sent is looked at', async () => {
    const head = await to.head();
    for (const persona of ['auditor@nhse'])
      for (const data of [{ readiness: 'ready', grounds: 'x' }, { nothing: 'of that' }])
        expect([persona, problemIn(await to.as(persona).act(id, 'InterestAcknowledged', data))]).toEqual([
          persona,
          '403 not-yours',
        ]);
    expect(await to.head()).toBe(head);
  });

  it('to somebody who never records such a fact is not what is wrong with what they sent', async () => {
    for (const [type, persona] of [
      ['InterestAcknowledged', 'officer@00C'],
      ['DecisionMade', 'assessor@Y54'],
      ['AmendmentProposed', 'constitution@nhse'],
    ] as const)
      expect([type, problemIn(await to.as(persona).act(id, type, { nothing: 'of that' }))]).toEqual([
        type,
        '403 not-yours',
      ]);
    expect(problemIn(await to.as('officer@00C').act(id, 'EngagementRecorded', { nothing: 'of that' }))).toBe(
      '422 invalid',
    );
  });
});

describe('who may not', () => {
  it('is told so before what they sent is looked at, at every route that is for some roles only', async () => {
    const register = '/api/register';
    for (const [method, path] of [
      ['POST', `${register}/roles`],
      ['POST', `${register}/roles/proposals/1`],
      ['POST', `${register}/rounds`],
      ['POST', `${register}/ccgs/00C/special-measures`],
      ['POST', `${register}/ccgs/00C/closure`],
      ['POST', `${register}/committees`],
      ['POST', `${register}/interests`],
      ['POST', `${register}/interests/1/expiry`],
      ['POST', `${register}/imports?kind=nothing`],
      ['GET', `${register}/imports/1?show=nothing`],
      ['POST', `${register}/imports/1/confirm`],
      ['PUT', '/api/clock'],
      ['POST', '/api/operations/views/rebuild'],
    ] as const) {
      const answer = await to
        .as('officer@00C')
        .send(method, path, method === 'GET' ? undefined : { what: 'nobody asked for' });
      expect([path, problemIn(answer)]).toEqual([path, '403 not-yours']);
    }
  });
});

describe('who may not begin a case', () => {
  const begin = (persona: string, workflow: string, more: object = {}) =>
    to
      .as(persona)
      .send('POST', '/api/cases', { workflow, ccg: '01A', round: '1', data: { nothing: 'of that' }, ...more });

  it('is told so before what they sent is looked at; who has no part in the workflow without a record', async () => {
    const head = await to.head();
    for (const [persona, workflow] of [
      ['auditor@nhse', 'delegated-commissioning'],
      ['auditor@nhse', 'membership-request'],
      ['registrar@nhse', 'committee-meeting'],
      ['officer@00C', 'committee-meeting'],
    ] as const)
      for (const more of [{}, { round: 'none' }, { ccg: '99Z' }])
        expect([persona, workflow, problemIn(await begin(persona, workflow, more))]).toEqual([
          persona,
          workflow,
          '403 not-yours',
        ]);
    expect(await to.head()).toBe(head);
  });

  it('is told so in the same way where they act for another CCG, or in another role, which is recorded', async () => {
    for (const [persona, workflow] of [
      ['officer@00C', 'delegated-commissioning'],
      ['officer@00C', 'joint-commissioning'],
      ['officer@00C', 'greater-involvement'],
      ['officer@00C', 'membership-request'],
      ['assessor@Y54', 'delegated-commissioning'],
      ['constitution@nhse', 'membership-request'],
    ] as const)
      for (const more of [{}, { round: 'none' }, { data: { applicants: 'group', group: ['00C', '01A'] } }])
        expect([persona, workflow, problemIn(await begin(persona, workflow, more))]).toEqual([
          persona,
          workflow,
          '403 not-yours',
        ]);
    const refused = await to.log.readStream('refused-ccg-01A');
    expect(new Set(refused.map(({ actor }) => actor.id))).toEqual(
      new Set(['officer@00C', 'assessor@Y54', 'constitution@nhse']),
    );
    expect(await to.log.headOf('ccg-01A')).toBe('none');
  });

  it('is nobody who may: what they sent is looked at', async () => {
    expect(problemIn(await begin('officer@01A', 'delegated-commissioning'))).toBe('422 invalid');
    expect(problemIn(await begin('officer@01A', 'delegated-commissioning', { round: 'none' }))).toBe('422 invalid');
    expect(problemIn(await begin('assessor@Y54', 'committee-meeting', { ccg: undefined, round: undefined }))).toBe(
      '422 invalid',
    );
  });
});

describe('a body', () => {
  it('with very many names is refused, and one with many is told a few of them and their number', async () => {
    const names = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, 1]));
    const send = (count: number) => to.as('officer@00C').act(id, 'EngagementRecorded', names(count));
    const many = await send(300);
    expect(problemIn(many)).toBe('422 invalid');
    expect(many.body.fields).toHaveLength(21);
    expect(many.body.fields.at(-1)?.message).toMatch(/^Check the rest too: \d+ more are not right$/);
    expect(problemIn(await send(mostMembers))).toBe('400 malformed');
    expect(problemIn(await to.as('officer@00C').send('POST', '/api/cases', names(300)))).toBe('422 invalid');
  });

  it.each([
    ['POST /api/cases', 'application/json', 'officer@00C'],
    ['POST /api/cases', 'APPLICATION/Json; charset=utf-8', 'officer@01A'],
    ['POST /api/cases', ' application/json', 'assessor@Y54'],
    ['DELETE /api/register/ccgs/00C/closure', 'application/json', 'registrar@nhse'],
  ])('that comes by drops is given up: %s of %j', async (request, type, person) => {
    const token = await to.token(person);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(to.url).port), '127.0.0.1');
      socket.write(
        `${request} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${type}\r\nContent-Length: 500\r\n\r\n{`,
      );
      const drops = setInterval(() => socket.write(' '), 50);
      let text = '';
      socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      socket
        .once('close', () => {
          clearInterval(drops);
          resolve(text);
        })
        .once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('/problems/too-slow');
    const [, instance] = /"instance":"urn:uuid:([0-9a-f-]{36})"/.exec(answer) ?? [];
    expect(lines.at(-1)).toMatchObject({ what: 'limit reached', request: instance, person });
  });

  it.each([
    ['answered already', 'POST /api/cases', 401],
    ['wanted by nobody', 'POST /api/nothing', 404],
    ['of a media type that is not taken', 'POST /api/cases', 401],
  ])('that is %s and never comes holds no connection', async (_, request, status) => {
    const began = Date.now();
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(to.url).port), '127.0.0.1');
      socket.write(`${request} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\n{`);
      let text = '';
      socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      socket.once('close', () => resolve(text)).once('error', reject);
    });
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});

describe('what an auditor reads', () => {
  it('is recorded once for each person, case and day', async () => {
    const read = async () => (await to.log.readStream('readings')).filter(({ type }) => type === 'CaseRead');
    const before = (await read()).length;
    for (let times = 0; times < 3; times += 1) await to.as('auditor@nhse').get(`/api/cases/${id}`);
    expect((await read()).length).toBe(before + 1);
    await to.as('auditor@nhse').get(`/api/cases/${id}/events`);
    expect((await read()).length).toBe(before + 2);
    await to.until('2014-06-13T10:00:00Z');
    await to.as('auditor@nhse').get(`/api/cases/${id}`);
    expect((await read()).length).toBe(before + 3);
  });
});

describe('connections', () => {
  it('are limited', () => {
    const server = to.service.app.getHttpServer() as { maxConnections: number };
    expect(server.maxConnections).toBe(4_000);
  });

  it('beyond the limit are dropped, counted, and told of once in a while', async () => {
    const lines: SecurityLine[] = [];
    const full = await testService<Body>({ more: { mostConnections: 2, tellSecurity: (line) => lines.push(line) } });
    const { hostname, port } = new URL(full.url);
    const sockets = Array.from({ length: 6 }, () => connect(Number(port), hostname));
    await Promise.all(sockets.slice(0, 6).map((socket) => once(socket, 'connect')));
    const closed = sockets.map((socket) => once(socket.on('error', () => undefined).resume(), 'close'));
    // Those that are kept stay open.
    await Promise.race([Promise.all(closed), sleep(500)]);
    const kept = sockets.filter(({ destroyed }) => !destroyed);
    expect(kept.length).toBeLessThanOrEqual(2);
    expect(lines).toEqual([
      { what: 'limit reached', address: expect.stringContaining('127.0.0.1'), because: 'too many connections' },
    ]);
    for (const socket of sockets) socket.destroy();
    await sleep(100);
    expect(await metricsOf(full)).toMatch(/^remit_connections_dropped [1-9]/m);
    await full.close();
  });
});
