import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { engagement } from '../../demonstration/forms.js';
import { problemIn } from '../problem.js';
import { testService, type Answer, type Body, type TestService } from '../service.js';

describe('lists, register and workflows, over HTTP', () => {
  let to: TestService<Body>;
  beforeAll(async () => {
    to = await testService<Body>();
  });
  afterAll(() => to.close());

  it('pages the cases without a gap or a repetition, by the link to the next page', async () => {
    const ids: string[] = [];
    for (const { code } of to.service.ledger.register.ccgs({ region: 'Y56' }).slice(0, 7))
      ids.push((await to.as(`officer@${code}`).begin(code)).body.id);
    const seen: string[] = [];
    let next: string | undefined = '/api/cases?region=Y56&limit=3';
    let pages = 0;
    while (next !== undefined) {
      const { headers, body }: Answer<Body> = await to.as('committee@nhse').get(next);
      seen.push(...body.cases.map((each) => each.id));
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
      pages += 1;
    }
    expect(pages).toBe(3);
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  it('filters the cases by CCG, state, round and whom they wait on', async () => {
    const list = async (query: string): Promise<Body['cases']> =>
      (await to.as('committee@nhse').get(`/api/cases?${query}`)).body.cases;
    const [ccg] = to.service.ledger.register.ccgs({ region: 'Y56' });
    expect(await list(`ccg=${ccg?.code}`)).toMatchObject([
      { ccg: ccg?.code, region: 'Y56', stages: expect.any(Array) },
    ]);
    expect(await list('state=interest')).toHaveLength(7);
    expect(await list('waitingOn=regional-assessor&round=1')).toHaveLength(7);
    for (const none of [
      'state=inForce',
      'round=2',
      'waitingOn=ccg-officer',
      'region=Y57',
      'workflow=joint-commissioning',
    ])
      expect(await list(none)).toEqual([]);
  });

  it('reads the register: CCGs, practices page by page, rounds', async () => {
    const get = async (path: string): Promise<Body> => (await to.as('officer@00C').get(path)).body;
    expect((await get('/api/register/ccgs')).ccgs).toHaveLength(209);
    expect((await get('/api/register/ccgs?code=00C')).ccgs).toMatchObject([{ code: '00C', region: 'Y54' }]);
    const members = to.service.ledger.register.practices({ ccg: '00C', on: '2014-06-12' });
    const first = await get('/api/register/practices?ccg=00C&limit=15');
    const rest = await get(`/api/register/practices?ccg=00C&limit=1000&after=${first.next}`);
    expect([...first.practices, ...rest.practices].map((each) => each.code)).toEqual(members.map(({ code }) => code));
    expect((await get('/api/register/rounds')).rounds.map((round) => round.id)).toEqual(['1', '2', '3', '6']);
  });

  it('describes every workflow, with a JSON Schema for each of its events', async () => {
    const asked = to.as('practice@A81001');
    const { workflows: listed } = (await asked.get('/api/workflows')).body;
    for (const each of listed) {
      const workflow = (await asked.get(each.links['self']!)).body;
      expect(workflow.events.length).toBeGreaterThan(0);
      for (const { schema, type } of workflow.events) {
        const { status, headers, body } = await asked.get(schema);
        expect([status, body.title]).toEqual([200, type]);
        expect(headers.get('content-type')).toMatch(/^application\/schema\+json/);
        expect(body).toMatchObject({ type: 'object', additionalProperties: false });
      }
    }
    const vote = (await asked.get('/api/workflows/delegated-commissioning/1/events/VoteCast')).body;
    expect(vote).toMatchObject({
      required: ['choice'],
      properties: { choice: { enum: ['for', 'against', 'abstain'] } },
    });
    const description = await asked.get('/api/workflows/delegated-commissioning/1/description.md');
    expect([description.status, description.body]).toEqual([200, expect.stringContaining('```mermaid')]);
  });

  it('says who is asking', async () => {
    expect((await to.as('officer@00C').get('/api/me')).body).toMatchObject({
      id: 'officer@00C',
      roles: ['ccg-officer'],
      organisations: ['00C'],
    });
  });

  it('lets registrars alone move its clock', async () => {
    const before = to.service.clock.now().toISOString();
    for (const persona of [
      'officer@00C',
      'practice@A81001',
      'assessor@Y54',
      'committee@nhse',
      'auditor@nhse',
      'officer@99Z',
    ]) {
      const answer = await to.as(persona).send('PUT', '/api/clock', { now: '2030-01-01T00:00:00.000Z' });
      expect([persona, answer.status, answer.body.type]).toEqual([persona, 403, '/problems/not-yours']);
    }
    expect(to.service.clock.now().toISOString()).toBe(before);
  });

  it('moves its clock forward only', async () => {
    const read = async (): Promise<string> => (await to.as('officer@00C').get('/api/clock')).body.now;
    expect((await to.until('2014-06-13T00:00:00Z')).body).toEqual({ now: '2014-06-13T00:00:00.000Z' });
    const back = await to.until('2014-06-12T23:59:59Z');
    expect([back.status, back.body.type]).toEqual([409, '/problems/clock-moves-forward']);
    for (const now of ['2014-W24-5T10:00:00Z', '2014-06-31T10:00:00Z', '2014-06-30T10:00:00', 'tomorrow', '', null, 5])
      expect((await to.until(now as string)).status).toBe(422);
    expect(await read()).toBe('2014-06-13T00:00:00.000Z');
  });

  it('reads a moment to the millisecond, however it is written', async () => {
    await to.until('2014-06-13T10:00:30.500Z');
    const ccg = to.service.ledger.register.ccgs({ region: 'Y57' })[1]!.code;
    const { id } = (await to.as(`officer@${ccg}`).begin(ccg)).body;
    const asOf = async (moment: string): Promise<number> =>
      (await to.as(`officer@${ccg}`).get(`/api/cases/${id}?asOf=${moment}`)).status;
    for (const before of ['2014-06-13T10:00Z', '2014-06-13T10:00:30Z', '2014-06-13T10:00:30.49Z'])
      expect(await asOf(before)).toBe(404);
    for (const then of ['2014-06-13T10:00:30.5Z', '2014-06-13T10:00:31Z', '2014-06-13T10:01Z'])
      expect(await asOf(then)).toBe(200);
  });

  it('keeps words as they were sent, whatever is in them', async () => {
    const odd = 'Straße "quoted" <b>&amp;</b> \u{1F469}\u200D\u2695\uFE0F \\u0000 =1+1';
    const ccg = to.service.ledger.register.ccgs({ region: 'Y57' })[0]!.code;
    const begun = await to.as(`officer@${ccg}`).begin(ccg, { data: { fit: odd } });
    expect(begun.status).toBe(201);
    const [event] = (await to.as(`officer@${ccg}`).get(`/api/cases/${begun.body.id}/events`)).body.events;
    expect(event!.data['fit']).toBe(odd);
  });

  it('says one id of a case, a group and an import, however it was asked for', async () => {
    const [ccg] = to.service.ledger.register.ccgs({ region: 'Y55' });
    const officer = to.as(`officer@${ccg!.code}`);
    const { id } = (await officer.begin(ccg!.code)).body;
    await officer.act(id, 'EngagementRecorded', engagement('2014-05-20'));
    const auditor = to.as('auditor@nhse');
    const capitals = id.toUpperCase();
    expect(capitals).not.toBe(id);
    for (const path of ['', '?revision=0', '/events', '/events?limit=1', '/refusals']) {
      const [plain, shouted] = [
        await auditor.get(`/api/cases/${id}${path}`),
        await auditor.get(`/api/cases/${capitals}${path}`),
      ];
      expect([path, shouted.status, shouted.body]).toEqual([path, 200, plain.body]);
      expect([path, shouted.headers.get('link')]).toEqual([path, plain.headers.get('link')]);
      expect(JSON.stringify(shouted.body)).not.toContain(capitals);
    }
    const headers = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
    const said = { type: 'EngagementRecorded', data: engagement('2014-05-21') };
    const answer = await officer.send('POST', `/api/cases/${capitals}/events`, said, headers);
    expect([answer.status, answer.body.case.id]).toEqual([201, id]);
    expect(JSON.stringify(answer.body)).not.toContain(capitals);
    for (const reading of await to.log.readStream('readings')) expect(JSON.stringify(reading)).not.toContain(capitals);
  });

  it('says of a case that is there which moment of it is not', async () => {
    const [, ccg] = to.service.ledger.register.ccgs({ region: 'Y55' });
    const officer = to.as(`officer@${ccg!.code}`);
    const { id } = (await officer.begin(ccg!.code)).body;
    const detail = async (query: string, persona = `officer@${ccg!.code}`) => {
      const { status, body } = await to.as(persona).get(`/api/cases/${id}?${query}`);
      return [status, body.detail];
    };
    expect(await detail('revision=9')).toEqual([404, 'The case has no revision 9: its last is 0.']);
    expect(await detail('asOf=2014-01-01T00:00:00Z')).toEqual([404, 'The case had not begun then.']);
    expect(await detail('revision=9', 'officer@00C')).toEqual([
      404,
      'There is no such case, or none that you may see.',
    ]);
  });

  it('draws a case as it was, and says so where it was not there then', async () => {
    const { id } = (await to.as('officer@01A').begin('01A')).body;
    const drawn = (asked: string) => to.as('officer@01A').get(`/api/cases/${id}/diagram.svg${asked}`);
    expect([(await drawn('?revision=0')).status, (await drawn('')).status]).toEqual([200, 200]);
    for (const asked of ['?revision=9', '?asOf=2000-01-01T00:00:00Z']) {
      const [picture, case_] = [await drawn(asked), await to.as('officer@01A').get(`/api/cases/${id}${asked}`)];
      expect([picture.status, picture.body]).toEqual([404, case_.body]);
      expect(picture.body.detail).toMatch(/no revision 9: its last is 0|had not begun then/);
    }
    expect((await to.as('officer@00C').get(`/api/cases/${id}/diagram.svg?revision=9`)).body.detail).toBe(
      'There is no such case, or none that you may see.',
    );
  });
});

describe('an auditor', () => {
  let to: TestService<Body>;
  beforeAll(async () => {
    to = await testService<Body>();
  });
  afterAll(() => to.close());

  it.each(['/api/operations/views', '/api/operations/clock'])('reads %s, as registrars do', async (path) => {
    expect((await to.as('auditor@nhse').get(path)).status).toBe(200);
    expect(problemIn(await to.as('officer@00C').get(path))).toBe('403 not-yours');
  });

  it('reads an import, and neither begins nor confirms one', async () => {
    const path = '/api/register/imports';
    const auditor = to.as('auditor@nhse');
    expect(problemIn(await auditor.get(`${path}/${randomUUID()}`))).toBe('404 not-found');
    expect(problemIn(await auditor.send('POST', path, {}))).toBe('403 not-yours');
    expect(problemIn(await auditor.send('POST', `${path}/${randomUUID()}/confirm`, {}))).toBe('403 not-yours');
    expect(problemIn(await auditor.send('POST', '/api/operations/views/rebuild'))).toBe('403 not-yours');
  });
});
