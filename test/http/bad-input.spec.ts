import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { problems } from '../../apps/service/problems/problem.js';
import { engagement, interestForm } from '../../demonstration/forms.js';
import { problemIn } from '../problem.js';
import { sendRaw, testService, type Answer, type TestService, type Body } from '../service.js';

let to: TestService<Body>;
let id: string;
let head: number;
beforeAll(async () => {
  to = await testService<Body>();
  id = (await to.as('officer@00C').begin('00C')).body.id;
  head = await to.head();
});
afterAll(() => to.close());

const officer = () => to.as('officer@00C');
const postEvent = (body: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> =>
  officer().send('POST', `/api/cases/${id}/events`, body, {
    'idempotency-key': randomUUID(),
    'if-match': '"0"',
    ...headers,
  });
const events = (): string => `/api/cases/${id}/events`;
const body = (more: object = {}): object => ({
  workflow: 'delegated-commissioning',
  ccg: '01A',
  round: '1',
  data: interestForm('2015-04-01', 'x'),
  ...more,
});
const nest = (depth: number, open: string, close: string): string => open.repeat(depth) + '1' + close.repeat(depth);

describe('what cannot be read', () => {
  it.each([
    ['no JSON', '{"type":'],
    ['nothing', ''],
    ['two values', '{} {}'],
    ['a byte order of its own', '\u0000{}'],
    ['lists nested too deep', `{"type":"VoteCast","data":{"x":${nest(100, '[', ']')}}}`],
    ['lists nested deeper than a stack', `{"type":"VoteCast","data":{"x":${nest(100_000, '[', ']')}}}`],
    ['objects nested deeper than a stack', `{"type":"VoteCast","data":${nest(20_000, '{"x":', '}')}}`],
  ])('is malformed: %s', async (_, text) => {
    expect(problemIn(await postEvent(text))).toBe('400 malformed');
  });

  it('is bytes that are not UTF-8, in whatever way they come: nothing is replaced', async () => {
    const text = JSON.stringify({
      type: 'EngagementRecorded',
      data: { ...engagement('2014-05-20'), summary: 'caf\xe9' },
    });
    const bytes = Buffer.from(text, 'latin1');
    const jsonOf = async (persona: string) => {
      const authorization = `Bearer ${await to.token(persona)}`;
      return { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    };
    const json = await jsonOf('officer@00C');
    const ways: Record<string, string>[] = [
      { 'content-length': String(bytes.length) },
      { 'transfer-encoding': 'chunked' },
      { 'content-type': 'application/json; charset=utf-8' },
    ];
    for (const path of [events(), '/api/cases', '/api/register/rounds'])
      for (const way of ways) {
        const headers = { ...(path.includes('register') ? await jsonOf('registrar@nhse') : json), ...way };
        expect([path, way, problemIn(await sendRaw<Body>(to.url, { method: 'POST', path, headers }, bytes))]).toEqual([
          path,
          way,
          '400 malformed',
        ]);
      }
    const answer = await sendRaw<Body>(to.url, { method: 'POST', path: events(), headers: json }, bytes);
    expect(answer.body.detail).toContain('UTF-8');
  });

  it('is too large beyond 256 KiB, whether the size is announced or not', async () => {
    const long = JSON.stringify({ type: 'VoteCast', data: { x: 'x'.repeat(256 * 1024) } });
    expect(problemIn(await postEvent(long))).toBe('413 too-large');
    const headers = {
      authorization: `Bearer ${await to.token('officer@00C')}`,
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    };
    expect(problemIn(await sendRaw<Body>(to.url, { method: 'POST', path: events(), headers }, long))).toBe(
      '413 too-large',
    );
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
    'application/json; charset=iso-8859-1',
    'application/json; charset="utf-16"',
    'application/json; charset=utf-8; charset=latin1',
  ])('is of the wrong media type: %s', async (type) => {
    expect(problemIn(await postEvent('{"type":"VoteCast","data":{}}', { 'content-type': type }))).toBe(
      '415 media-type',
    );
  });

  it.each(['gzip', 'br', 'deflate', 'x', 'identity, gzip'])(
    'is encoded, as nobody decodes it, wherever it is sent: %s',
    async (encoding) => {
      const ways: readonly (readonly [string, string, string, string])[] = [
        ['officer@00C', 'POST', events(), 'application/json'],
        ['officer@00C', 'PUT', '/api/documents', 'application/pdf'],
        ['registrar@nhse', 'POST', '/api/register/imports', 'text/csv'],
      ];
      for (const [persona, method, path, type] of ways) {
        const headers = { 'content-type': type, 'content-encoding': encoding };
        const answer = await to.as(persona).send(method, path, '{"type":"VoteCast","data":{}}', headers);
        expect([path, problemIn(answer), answer.body.detail]).toEqual([
          path,
          '415 media-type',
          'Send the body as it is, without the header Content-Encoding.',
        ]);
      }
    },
  );

  it('is as it is where that is said', async () => {
    expect(problemIn(await postEvent('{"type":"Nothing","data":{}}', { 'content-encoding': 'Identity' }))).toBe(
      '422 unknown-event',
    );
  });

  it('is an address that is not well formed, or too long', async () => {
    const headers = { authorization: `Bearer ${await to.token('officer@00C')}` };
    const parts = ['/%', '/api/cases/%zz', '/api/cases/%E0%A4%A', `/api/register/ccgs/%ff`];
    const queries = ['state=%ff', 'state=%', 'state=%E0%A4%A', '%ed%a0%80=1', 'limit=1&state=caf%e9'];
    for (const path of [...parts, ...queries.map((query) => `/api/cases?${query}`)])
      expect(problemIn(await sendRaw<Body>(to.url, { path, headers }))).toBe('400 malformed');
    expect(problemIn(await sendRaw<Body>(to.url, { path: `/api/cases/${'x'.repeat(2_000)}`, headers }))).toBe(
      '413 too-large',
    );
  });
});

describe('a route that is not there', () => {
  it.each([
    '/api',
    '/api/',
    '/api/case',
    '/api/cases/x/y/z',
    '/api/../etc/passwd',
    '/.env',
    '/problems/none',
    '/problems/__proto__',
    '/api/workflows/none/1',
  ])('is not found: %s', async (path) => {
    expect(problemIn(await officer().get(path))).toBe('404 not-found');
  });

  it.each(['DELETE', 'PATCH', 'PUT', 'PROPFIND', 'TRACE'])('or takes another method than %s', async (method) => {
    const headers = { authorization: `Bearer ${await to.token('officer@00C')}` };
    for (const path of ['/api/cases', events(), '/api/queues', '/api/me'])
      expect(problemIn(await sendRaw<Body>(to.url, { method, path, headers }))).toMatch(/^40[45] /);
  });

  it('is the same answer for a case that is not there, and an id that is none', async () => {
    const answers = await Promise.all(
      [randomUUID(), 'x', '1', `${id}%00`, `case-${id}`, '../register', "' OR 1=1 --"].flatMap((none) => [
        officer().get(`/api/cases/${encodeURIComponent(none)}`),
        officer().get(`/api/cases/${encodeURIComponent(none)}/events`),
        officer().act(encodeURIComponent(none), 'EngagementRecorded', engagement('2014-05-20'), { ifMatch: null }),
      ]),
    );
    for (const answer of answers) {
      expect(problemIn(answer)).toBe('404 not-found');
      expect(answer.body.detail).toBe(answers[0]!.body.detail);
    }
  });
});

describe('what does not fit', () => {
  it.each([
    ['no type', { data: {} }, 'type'],
    ['a type that is a number', { type: 5, data: {} }, 'type'],
    ['a type that is a list', { type: ['VoteCast'], data: {} }, 'type'],
    ['an empty type', { type: ' ', data: {} }, 'type'],
    ['a type without end', { type: 'x'.repeat(101), data: {} }, 'type'],
    ['no data', { type: 'VoteCast' }, 'data'],
    ['data that is null', { type: 'VoteCast', data: null }, 'data'],
    ['data that is a list', { type: 'VoteCast', data: [] }, 'data'],
    ['data that is a word', { type: 'VoteCast', data: 'for' }, 'data'],
    ['an unknown property', { type: 'VoteCast', data: {}, actor: { role: 'national-committee' } }, 'actor'],
  ])('in an event: %s', async (_, sent, field) => {
    const answer = await postEvent(sent);
    expect(problemIn(answer)).toBe('422 invalid');
    expect(answer.body.fields).toEqual([{ field, message: expect.stringMatching(/^(Enter|Shorten|Remove) /) }]);
  });

  it.each([
    ['a word missing', { kind: 'survey', heldOn: '2014-05-20' }, 'summary'],
    ['a date that is none', { ...engagement('2014-02-30') }, 'heldOn'],
    ['a choice that is not offered', { ...engagement('2014-05-20'), kind: 'séance' }, 'kind'],
    ['a null', { ...engagement('2014-05-20'), reason: null }, 'reason'],
    ['what nobody asked for', { ...engagement('2014-05-20'), at: '2000-01-01T00:00:00Z' }, 'at'],
    ['a name of every object', { ...engagement('2014-05-20'), toString: 'x' }, 'toString'],
    ['a text without end', { ...engagement('2014-05-20'), summary: 'x'.repeat(4_001) }, 'summary'],
    ['a text with a control character', { ...engagement('2014-05-20'), summary: 'a\u001b[2Jb' }, 'summary'],
    ['a text that runs backwards', { ...engagement('2014-05-20'), summary: '\u202edeirrac' }, 'summary'],
    ['half a character', { ...engagement('2014-05-20'), summary: 'a\ud800' }, 'summary'],
    ['a text that nobody sees', { ...engagement('2014-05-20'), summary: '\u200b\u3164' }, 'summary'],
    ['a text that need not be there, and nobody sees', { ...engagement('2014-05-20'), reason: '\u2060' }, 'reason'],
  ])('in its data: %s', async (_, data, field) => {
    const answer = await postEvent({ type: 'EngagementRecorded', data });
    expect(problemIn(answer)).toBe('422 invalid');
    expect(answer.body.fields.map((each: { field: string }) => each.field)).toEqual([field]);
  });

  it.each(['Nothing', 'toString', 'hasOwnProperty', 'voteCast', 'CaseStarted', 'AttemptRefused'])(
    'is an event that the workflow does not know: %s',
    async (type) => {
      const answer = await postEvent({ type, data: {} });
      expect(problemIn(answer)).toBe('422 unknown-event');
      expect(answer.body.detail).toContain('InterestAcknowledged');
    },
  );

  it('is what only the service adds: the register’s answers cannot be said by anybody', async () => {
    for (const more of [{ ccg: { code: '01A' } }, { round: {} }, { openCcgs: ['00C'] }, { constitution: {} }]) {
      const answer = await to
        .as('officer@01A')
        .send('POST', '/api/cases', body({ data: { ...interestForm('2015-04-01', 'x'), ...more } }));
      expect(problemIn(answer)).toBe('422 invalid');
    }
  });

  it.each([
    ['workflow', 'none'],
    ['workflow', 'arrangement'],
    ['workflow', '__proto__'],
    ['ccg', '99Z'],
    ['ccg', '00c'],
    ['ccg', 5],
    ['round', '99'],
    ['round', 'toString'],
    ['round', null],
    ['data', 'x'],
    ['extra', 1],
  ])('in the beginning of a case: %s %j', async (field, value) => {
    const answer = await to.as('officer@01A').send('POST', '/api/cases', body({ [field]: value }));
    expect(problemIn(answer)).toBe('422 invalid');
    expect(answer.body.fields.map((each: { field: string }) => each.field)).toEqual([field]);
  });

  it.each([
    'cases?limit=0',
    'cases?limit=201',
    'cases?limit=ten',
    'cases?limit=1&limit=2',
    'cases?limit=',
    'cases?limit=0x10',
    'cases?ccg=00C&ccg=01A',
    'cases?state=a&state=b',
    'cases?ccg=xyz',
    'cases?nothing=1',
    'cases?cursor=none',
    'cases?cursor=WyIiLDFd',
    'cases?cursor=bnVsbA',
    'queues?due=soon',
    'queues?due=2014-W24',
    'queues/interest?region=1',
    'uptake?on=2015-02-31',
    'uptake?on=9999-12-31',
    'uptake?on=0000-01-01',
    'uptake?on=2015-W01-1',
    'uptake?on=a&on=b',
    'register/ccgs?on=2015-13-01',
    'register/ccgs?code=x',
    'register/practices?on=2015-02-31',
    'register/practices?limit=1e3',
    'register/practices?after=x',
  ])('in a query: /api/%s', async (query) => {
    expect(problemIn(await officer().get(`/api/${query}`))).toBe('422 invalid');
  });

  it.each([
    'revision=-1',
    'revision=1.5',
    'revision=1e30',
    'revision=',
    'revision=99999999999999999999',
    'revision=1&revision=2',
    'asOf=now',
    'asOf=2014-06-12',
    'asOf=2014-06-12T10:00:00',
    'asOf=2014-06-12T10:00:00%2B01:00',
    'asOf=2014-W24-4T10:00:00Z',
    'asOf=2014-02-30T10:00:00Z',
    'asof=2014-06-12T10:00:00Z',
  ])('in the moment asked for: %s', async (query) => {
    expect(problemIn(await officer().get(`/api/cases/${id}?${query}`))).toBe('422 invalid');
  });

  it('is a name that every object has, in a query as any other', async () => {
    const paths = ['cases', `cases/${id}`, `cases/${id}/events`, 'events', 'queues', 'uptake', 'register/ccgs'];
    for (const path of paths)
      for (const name of ['nothing', 'toString', '__proto__', 'constructor', 'prototype', 'hasOwnProperty']) {
        const answer = await officer().get(`/api/${path}?${name}=1`);
        expect([path, name, problemIn(answer), answer.body.fields]).toEqual([
          path,
          name,
          '422 invalid',
          [{ field: name, message: `Remove ${name}: nothing of that name is asked for` }],
        ]);
      }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a problem', () => {
  it('of each kind has a page where its type leads, open to all', async () => {
    for (const [name, { status, title }] of Object.entries(problems)) {
      const answer = await to.withAuthorization(undefined).get(`/problems/${name}`);
      expect([answer.status, answer.body]).toEqual([
        200,
        expect.objectContaining({ type: `/problems/${name}`, status, title }),
      ]);
    }
    expect((await to.withAuthorization(undefined).get('/problems')).body).toHaveLength(Object.keys(problems).length);
  });

  it('of all the kinds above has left nothing in the log', async () => {
    expect(await to.head()).toBe(head);
  });
});
