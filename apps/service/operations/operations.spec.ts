import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { caseAt } from '../../../test/story.js';
import { metricsToken, testService, whenReady, type Body, type TestService } from '../../../test/service.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(() => to.close());

const guest = () => to.withAuthorization(undefined);

/** Bytes as they are, over a connection of their own. Gives all that comes back. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(to.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
    socket.once('close', () => resolve(answer)).once('error', reject);
  });
}

describe('health', () => {
  it('is told to everybody', async () => {
    expect(await guest().get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await whenReady(to)).toEqual({ status: 'ready', writes: 'taken' });
    expect((await guest().get('/health/ready')).status).toBe(200);
  });

  it('is not ready when the views have stopped following the log, and still alive', async () => {
    const broken = await testService();
    try {
      broken.service.ledger.views.apply = () => {
        throw new Error('damaged');
      };
      const { status } = await broken.as('officer@00C').begin('00C');
      expect(status).toBe(500);
      const ready = await broken.withAuthorization(undefined).get('/health/ready');
      expect(ready).toMatchObject({ status: 503, body: { type: '/problems/not-ready' } });
      expect(ready.headers.get('retry-after')).toBe('5');
      expect((await broken.withAuthorization(undefined).get('/health/live')).status).toBe(200);
    } finally {
      await broken.close();
    }
  });

  it('is not ready when the log is closed', async () => {
    const closed = await testService();
    await closed.log.close();
    const ready = await closed.withAuthorization(undefined).get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { type: expect.stringMatching(/not-ready|log-unavailable/) } });
    await closed.close();
  });
});

describe('metrics', () => {
  it('count requests by route, events, refusals and cases', async () => {
    const id = await caseAt('expressed', to);
    await to.as('officer@00C').act(id, 'InterestAcknowledged', { readiness: 'ready', grounds: 'Mine.' });
    await to.as('officer@00C').get(`/api/cases/${id}`);
    const answer = await fetch(`${to.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    const body = await answer.text();
    const value = (name: string): number =>
      Number(new RegExp(`^${name.replaceAll(/[{}.+]/g, '\\$&')} (\\S+)$`, 'm').exec(body)?.[1]);
    const { ledger } = to.service;
    expect(value('remit_http_request_duration_seconds_count{route="/api/cases/:id",method="GET",status="200"}')).toBe(
      1,
    );
    expect(value('remit_events_total{type="InterestExpressed"}')).toBe(1);
    expect(body).toMatch(/^remit_refusals_total\{because="not-yours",rule="[^"]*"\} 1$/m);
    expect(value('remit_cases{workflow="delegated-commissioning",outcome="open"}')).toBe(1);
    expect(value('remit_log_head_position')).toBe(await ledger.log.head());
    expect(value('remit_views_position')).toBe(await ledger.log.head());
    expect(value('remit_log_commits')).toBeGreaterThan(0);
    expect(value('remit_standings_held')).toBe(ledger.streams.size);
    expect(body).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(body).not.toContain(id);
  });

  it('are told to whoever has their token, and to nobody else, wherever they come from', async () => {
    const from = async (authorization?: string, remoteAddress = '127.0.0.1') => {
      const headers = authorization === undefined ? {} : { authorization };
      return (await to.service.app.inject({ method: 'GET', url: '/metrics', remoteAddress, headers })).statusCode;
    };
    expect(await from(`Bearer ${metricsToken}`)).toBe(200);
    expect(await from(`Bearer ${metricsToken}`, '192.0.2.7')).toBe(200);
    const registrar = await to.token('registrar@nhse');
    for (const shown of [undefined, '', 'Bearer ', metricsToken, `Bearer ${metricsToken}x`, `Bearer ${registrar}`])
      expect([shown, await from(shown)]).toEqual([shown, 404]);
    const without = await testService();
    try {
      for (const shown of [undefined, 'Bearer ', 'Bearer undefined'])
        expect((await without.withAuthorization(shown).get('/metrics')).status).toBe(404);
    } finally {
      await without.close();
    }
  });
});

/** The headers of an answer tell browsers what helmet has them told, and nothing about the service. */
function expectStrict(headers: Headers): void {
  const found = Object.fromEntries(headers);
  expect(found).toMatchObject({
    'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  });
  for (const name of Object.keys(found))
    expect(name).not.toMatch(/^(access-control-|strict-transport|x-powered-by|server$)/);
}

describe('every answer', () => {
  it.each([
    ['GET', '/api/me'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/nothing'],
    ['DELETE', '/api/me'],
    ['OPTIONS', '/api/me'],
    ['GET', '/health/live'],
    ['GET', '/problems/rule'],
  ])('to %s %s tells browsers to be strict', async (method, path) => {
    const { headers } = await guest().send(method, path);
    expectStrict(headers);
    expect(headers.get('cache-control')).toBe(path.startsWith('/api') ? 'no-store' : null);
  });

  it('to somebody signed in, recorded, refused or too large is as strict', async () => {
    const officer = to.as('officer@00D');
    const answers = [
      await officer.get('/api/me'),
      await officer.begin('00D'),
      await officer.begin('00D', { data: { text: 'x'.repeat(300_000) } }),
      await officer.send('POST', '/api/cases', '{'),
      await officer.send('POST', '/api/cases', '<xml/>', { 'content-type': 'application/xml' }),
      await officer.get('/api/cases/1'),
      await officer.get('/api/cases?limit=0'),
      await officer.get('/api/docs/start.js'),
      await officer.get('/metrics'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 413, 400, 415, 404, 422, 200, 404]);
    for (const { headers } of answers) expectStrict(headers);
    const stream = await fetch(`${to.url}/api/events`, {
      headers: { authorization: `Bearer ${await to.token('auditor@nhse')}`, accept: 'text/event-stream' },
    });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, expect.stringMatching(/event-stream/)]);
    expectStrict(stream.headers);
    await stream.body?.cancel();
  });

  it('that is a fault is as strict', async () => {
    const broken = await testService<Body>();
    try {
      broken.service.ledger.views.apply = () => {
        throw new Error('damaged');
      };
      const { status, headers } = await broken.as('officer@00C').begin('00C');
      expect(status).toBe(500);
      expectStrict(headers);
    } finally {
      await broken.close();
    }
  });

  it('in production asks browsers to come by HTTPS', async () => {
    const secure = await testService({ more: { secure: true } });
    const { headers } = await secure.withAuthorization(undefined).get('/health/live');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    await secure.close();
  });

  it('allows pages of other sites nothing', async () => {
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };
    const answer = await guest().send('OPTIONS', '/api/cases', undefined, headers);
    expect(answer.status).toBe(204);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('a method', () => {
  it('that an address does not take is answered with those it does', async () => {
    const answer = await guest().send('DELETE', '/api/cases');
    expect(answer).toMatchObject({ status: 405, body: { type: '/problems/method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
    expect((await guest().send('OPTIONS', '/api/cases/1/events?x=1')).headers.get('allow')).toBe(
      'POST, GET, HEAD, OPTIONS',
    );
    for (const method of ['DELETE', 'OPTIONS', 'PROPFIND'])
      expect([method, (await guest().send(method, '/api/nothing')).status]).toEqual([method, 404]);
  });

  it('HEAD answers as GET does, without a body', async () => {
    const [head, get] = [await guest().send('HEAD', '/api/openapi.json'), await guest().get('/api/openapi.json')];
    expect([head.status, head.body]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
  });

  it('TRACE gives nothing back', async () => {
    const answer = await exchange(
      'TRACE /api/me HTTP/1.1\r\nHost: x\r\nX-Secret: not-to-be-echoed\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 405 /);
    expect(answer).not.toContain('not-to-be-echoed');
  });
});

describe('what is no request', () => {
  it.each([
    ['an unreadable line', 'HELLO\r\n\r\n', 400, 'malformed'],
    ['an address with half an escape', 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400, 'malformed'],
    [
      'two lengths',
      'POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'malformed',
    ],
    [
      'a length that is no number',
      'POST /api/cases HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
      400,
      'malformed',
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
  ])('as %s is answered with a problem', async (_, text, status, problem) => {
    const [head = '', body = ''] = (await exchange(text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head.toLowerCase()).toMatch(/content-type: application\/problem\+json/);
    expect(head.toLowerCase()).toMatch(/x-content-type-options: nosniff/);
    expect(head.toLowerCase()).toContain("content-security-policy: default-src 'none';base-uri 'none';form-action");
    expect(JSON.parse(body)).toMatchObject({ type: `/problems/${problem}`, status });
  });
});

describe('an odd address', () => {
  const odd = [
    '%00',
    '%zz',
    '%2e%2e%2f',
    '..%2f..',
    '__proto__',
    'toString',
    '%ED%A0%80',
    '%E2%80%AE',
    '%0d%0a',
    '9'.repeat(400),
  ];
  const odder = [
    '//',
    '///',
    '/\\\\',
    '*',
    '?x',
    '#',
    'http://',
    'http://[::1',
    '//a:b@c:99999999/',
    '/api/cases?__proto__=1',
    '/api/me/.',
  ];

  it('is no fault of the service, which says nothing of itself', async () => {
    const authorization = `Bearer ${await to.token('registrar@nhse')}`;
    const places = to.service.routes
      .filter(({ method, path }) => method === 'GET' && path !== '/api/events')
      .flatMap(({ path }) =>
        odd.flatMap((part) => [path.replaceAll(/:[^/.]+|\*/g, part), `${path}?on=${part}&cursor=${part}`]),
      );
    for (const place of [...places, ...odder]) {
      const answer = await exchange(
        `GET ${place} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
      );
      expect([place, answer]).toEqual([place, expect.stringMatching(/^HTTP\/1\.1 [1234]/)]);
      expect(answer).not.toMatch(/node_modules|\n +at |\.ts:\d|\.js:\d/);
    }
  });
});

describe('the rate of requests', () => {
  it('is limited for each person, and says when to come again', async () => {
    const limited = await testService({ more: { rateLimit: 5 } });
    try {
      const officer = limited.as('officer@00C');
      const statuses: number[] = [];
      for (let times = 0; times < 8; times += 1) statuses.push((await officer.get('/api/me')).status);
      expect(statuses.slice(0, 5)).toEqual(Array(5).fill(200));
      const refused = await officer.get('/api/me');
      expect(refused).toMatchObject({ status: 429, body: { type: '/problems/too-many-requests', status: 429 } });
      expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect((await limited.as('assessor@Y54').get('/api/me')).status).toBe(200);
    } finally {
      await limited.close();
    }
  });

  it('counts for the address who makes tokens up, and spares health', async () => {
    const limited = await testService({ more: { rateLimit: 5 } });
    try {
      const statuses: number[] = [];
      for (let times = 0; times < 7; times += 1)
        statuses.push((await limited.withAuthorization(`Bearer ${times}`).get('/api/me')).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
      const forwarded = { 'x-forwarded-for': '203.0.113.9' };
      expect((await limited.withAuthorization(undefined).send('GET', '/api/me', undefined, forwarded)).status).toBe(
        429,
      );
      for (const path of ['/health/live', '/health/ready'])
        expect((await limited.withAuthorization(undefined).get(path)).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});
