import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { testService, type Body, type TestService } from '../../../test/service.js';
import type { SecurityLine } from './security-log.js';

let to: TestService<Body>;
afterEach(() => to.close());

async function listening(more: { readonly rateLimit?: number } = {}): Promise<readonly SecurityLine[]> {
  const lines: SecurityLine[] = [];
  to = await testService<Body>({ more: { ...more, tellSecurity: (line) => lines.push(line) } });
  return lines;
}

const guest = () => to.withAuthorization(undefined);
const idIn = ({ instance }: { readonly instance?: string }): string => String(instance).replace('urn:uuid:', '');

describe('the security log', () => {
  it('has a line for each refused sign-in and each forbidden operation, with the request’s id and no token or name', async () => {
    const lines = await listening();
    const token = await to.token('officer@00C');
    const answers = [
      await guest().get('/api/me'),
      await to.withAuthorization(`Bearer ${token}x`).get('/api/cases/1?secret=2'),
      await to.as('officer@00C').get('/api/operations/views'),
      await to.as('officer@00C').send('PUT', '/api/clock', { now: '2030-01-01T00:00:00Z' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 403, 403]);
    const address = expect.stringMatching(/127\.0\.0\.1$/);
    const ids = answers.map(idIn);
    expect(new Set(ids).size).toBe(4);
    expect(lines).toEqual([
      { what: 'sign-in refused', request: ids[0], method: 'GET', route: '/api/me', address, because: 'missing' },
      {
        what: 'sign-in refused',
        request: ids[1],
        method: 'GET',
        route: '/api/cases/:id',
        address,
        because: 'bad-signature',
      },
      {
        what: 'operation forbidden',
        request: ids[2],
        method: 'GET',
        route: '/api/operations/views',
        address,
        person: 'officer@00C',
      },
      {
        what: 'operation forbidden',
        request: ids[3],
        method: 'PUT',
        route: '/api/clock',
        address,
        person: 'officer@00C',
      },
    ]);
    const name = to.service.ledger.register.person('development', 'officer@00C')?.name ?? '';
    for (const secret of [token.slice(0, 20), name, 'secret']) expect(JSON.stringify(lines)).not.toContain(secret);
  });

  it('says nothing of what was answered, nor of what was merely not right', async () => {
    const lines = await listening();
    const officer = to.as('officer@00C');
    const { body } = await officer.begin('00C');
    await officer.get(`/api/cases/${body.id}`);
    await officer.get('/api/cases?limit=0');
    await officer.get('/api/nothing');
    await officer.act(body.id, 'InterestAcknowledged', { readiness: 'ready', grounds: 'Mine.' });
    expect(lines.map(({ what, route }) => [what, route])).toEqual([['operation forbidden', '/api/cases/:id/events']]);
  });

  it('tells of a limit once a minute for each who reached it, not once for each request', async () => {
    const lines = await listening({ rateLimit: 3 });
    for (let times = 0; times < 10; times += 1) await to.as('officer@00C').get('/api/me');
    for (let times = 0; times < 10; times += 1) await guest().get('/api/me');
    expect(lines.filter(({ what }) => what === 'limit reached').map(({ person }) => person)).toEqual([
      'officer@00C',
      undefined,
    ]);
  });
});

describe('a stranger', () => {
  it('who tries tokens for the metrics stands in the security log, and hears nothing else', async () => {
    const lines = await listening();
    const tried = await to.withAuthorization('Bearer 0123456789012345678901234567890123').get('/metrics');
    const untried = await guest().get('/metrics');
    expect([tried.status, tried.body]).toEqual([404, untried.body]);
    expect(lines).toEqual([
      expect.objectContaining({ what: 'sign-in refused', route: '/metrics', because: 'not the metrics token' }),
    ]);
    expect(JSON.stringify(lines)).not.toContain('0123');
  });

  it('is not told how far the log has come', async () => {
    await listening();
    for (const [method, path] of [
      ['OPTIONS', '/api/cases'],
      ['OPTIONS', '/health/live'],
      ['GET', '/health/ready'],
      ['POST', '/api/cases'],
    ] as const)
      expect([path, (await guest().send(method, path)).headers.get('remit-position')]).toEqual([path, null]);
    expect((await to.as('officer@00C').begin('00C')).headers.get('remit-position')).toMatch(/^\d+$/);
  });
});

describe('every problem', () => {
  it('carries the id of its own request, whatever it is about', async () => {
    await listening();
    const officer = to.as('officer@00C');
    const problems = [
      await officer.get('/api/nothing'),
      await officer.get('/api/cases/%zz'),
      await officer.send('DELETE', '/api/me'),
      await officer.begin('00C', { data: { text: 'x'.repeat(300_000) } }),
      await officer.send('POST', '/api/cases', '{'),
      await officer.get('/api/cases?limit=0'),
    ];
    const instances = problems.map(({ instance }) => instance);
    for (const instance of instances) expect(instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(new Set(instances).size).toBe(problems.length);
  });
});

describe('limits', () => {
  it('of an address never fall on who is signed in there, and bad and missing tokens fall on the address together', async () => {
    await listening({ rateLimit: 4 });
    const bad = () => to.withAuthorization('Bearer x').get('/api/me');
    const statuses = [];
    for (let times = 0; times < 3; times += 1)
      statuses.push((await bad()).status, (await guest().get('/api/me')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    // Never seen before here, and from an address that has used up what it had.
    for (const persona of ['officer@00C', 'assessor@Y54', 'practice@A81001'])
      expect([persona, (await to.as(persona).get('/api/me')).status]).toEqual([persona, 200]);
  });
});

describe('a stranger’s body', () => {
  it.each([
    ['POST', '/api/cases', 'application/json'],
    ['PUT', '/api/documents', 'application/pdf'],
    ['POST', '/api/register/imports?kind=practices', 'text/csv'],
  ])('is not read: %s %s is answered while it is under way', async (method, path, type) => {
    await listening();
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(to.url).port), '127.0.0.1');
      const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 1000\r\n\r\n{"a":`;
      const heard = new PassThrough();
      socket.write(head);
      socket.pipe(heard).once('data', (text: Buffer) => {
        socket.destroy();
        resolve(text.toString());
      });
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain('/problems/unauthenticated');
  });

  it.each([
    ['DELETE', '/api/register/ccgs/00C/closure', 401],
    ['PATCH', '/api/cases', 405],
    ['POST', '/api/nothing', 404],
  ])('is not looked at with %s %s either', async (method, path, status) => {
    await listening();
    const answer = await guest().send(method, path, '{', { 'content-type': 'application/json' });
    expect(answer.status).toBe(status);
  });

  it('would be read by no route that is open to all', async () => {
    await listening();
    // The provider's word that a sign-in has ended comes without anybody's session, and is signed itself.
    const taking = to.service.routes.filter(
      ({ method, path }) => ['POST', 'PUT', 'PATCH'].includes(method) && path !== '/sign-in/back-channel-logout',
    );
    expect(taking.length).toBeGreaterThan(10);
    for (const { method, path } of taking)
      expect([method, path, (await guest().send(method, path.replaceAll(/:\w+/g, '1'))).status]).toEqual([
        method,
        path,
        401,
      ]);
  });
});
