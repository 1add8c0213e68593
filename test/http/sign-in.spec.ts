import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { tokenFor } from '../../apps/identity/client.js';
import { startIdentity } from '../../apps/identity/index.js';
import { apiAudience, bearerVerifier } from '../../libs/access/index.js';
import { problemIn } from '../problem.js';
import { enter, testService, type TestService, type Body } from '../service.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(() => to.close());

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (more: object = {}): object => ({
  iss: to.issuer,
  sub: 'committee@nhse',
  aud: apiAudience,
  exp: Math.floor(Date.now() / 1000) + 600,
  iat: Math.floor(Date.now() / 1000),
  jti: randomUUID(),
  client_id: 'x',
  ...more,
});

describe('sign-in', () => {
  it('is needed for every route but those listed, and says how in WWW-Authenticate', async () => {
    const stranger = to.withAuthorization(undefined);
    const id = randomUUID();
    for (const path of [
      'me',
      'cases',
      `cases/${id}`,
      `cases/${id}/events`,
      `cases/${id}/refusals`,
      'queues',
      'queues/interest',
      'uptake',
    ].concat(['workflows', 'register/ccgs', 'register/practices', 'register/rounds', 'clock', 'events'])) {
      const answer = await stranger.get(`/api/${path}`);
      expect([path, problemIn(answer)]).toEqual([path, '401 unauthenticated']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="remit"');
    }
    expect(problemIn(await stranger.send('PUT', '/api/clock', { now: '2015-01-01T00:00:00Z' }))).toBe(
      '401 unauthenticated',
    );
    expect(problemIn(await stranger.begin('00C'))).toBe('401 unauthenticated');
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Basic eDp5',
    'Bearer a b',
    'Bearer\tx',
    'x',
    'Bearer x',
    'bearer a.b.c',
    `Bearer ${'x'.repeat(9_000)}`,
  ])('is refused for garbage: %.20s', async (authorization) => {
    const answer = await to.withAuthorization(authorization).get('/api/me');
    expect(problemIn(answer)).toBe('401 unauthenticated');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="remit"/);
  });

  it('is refused for a token nobody signed, one signed with a public key as a secret, and one that was changed', async () => {
    const good = await to.token('practice@A81001');
    const [header, , signature] = good.split('.');
    const none = `${base64({ alg: 'none', typ: 'at+jwt' })}.${base64(claims())}.`;
    const hs = `${base64({ alg: 'HS256', typ: 'at+jwt' })}.${base64(claims())}`;
    const mac = createHmac('sha256', 'public').update(hs).digest('base64url');
    const changed = `${header}.${base64(claims())}.${signature}`;
    for (const token of [none, `${hs}.${mac}`, changed, `${good}x`]) {
      const answer = await to.withAuthorization(`Bearer ${token}`).get('/api/me');
      expect(problemIn(answer)).toBe('401 unauthenticated');
      expect(answer.headers.get('www-authenticate')).toMatch(/error="invalid_token"/);
      expect(JSON.stringify(answer.body)).not.toContain('committee@nhse');
    }
  });

  it('is refused for the token of another issuer, and for a key that the issuer does not publish', async () => {
    const other = await startIdentity({ port: 0 });
    const strange = await tokenFor(other.issuer, 'committee@nhse');
    await other.close();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const forged = await new SignJWT(claims() as Record<string, unknown>)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'x' })
      .sign(privateKey);
    for (const token of [strange, forged])
      expect(problemIn(await to.withAuthorization(`Bearer ${token}`).get('/api/me'))).toBe('401 unauthenticated');
  });

  it('ends with the token, also for one that was good before', async () => {
    let seconds = 0;
    const identity = await startIdentity({ port: 0, accessTokenSeconds: 60 });
    const verify = bearerVerifier({
      issuer: identity.issuer,
      audience: apiAudience,
      now: () => Date.now() + seconds * 1_000,
    });
    const service = await testService<Body>({ identity, more: { verify } });
    try {
      const officer = service.as('officer@00C');
      expect((await officer.get('/api/me')).status).toBe(200);
      seconds = 3_600;
      const answer = await officer.get('/api/me');
      expect(problemIn(answer)).toBe('401 unauthenticated');
      expect(answer.headers.get('www-authenticate')).toMatch(/error_description="expired"/);
    } finally {
      await service.close();
      await identity.close();
    }
  });

  it('of somebody whom the register does not know leaves them without any right', async () => {
    const stranger = to.as('officer@99Z');
    expect((await stranger.get('/api/me')).body).toMatchObject({
      id: 'officer@99Z',
      roles: [],
      organisations: [],
      grants: [],
    });
    const { body } = await to.as('officer@01A').begin('01A');
    expect((await stranger.get('/api/cases')).body.cases).toEqual([]);
    expect((await stranger.get('/api/queues')).body.queues).toEqual([]);
    expect(problemIn(await stranger.get(`/api/cases/${body.id}`))).toBe('404 not-found');
    expect(problemIn(await stranger.begin('01A'))).toBe('403 not-yours');
  });

  it('is as good as the register says at that moment: a role withdrawn is gone with the next request', async () => {
    const { ledger } = to.service;
    const ccg = ledger.register.ccgs()[5]!.code;
    const officer = to.as(`officer-2@${ccg}`);
    const { id } = (await officer.begin(ccg)).body;
    expect((await officer.get(`/api/cases/${id}`)).status).toBe(200);
    const withdrawn = {
      issuer: 'development',
      subject: `officer-2@${ccg}`,
      role: 'ccg-officer',
      organisation: ccg,
    } as const;
    const actor = { id: 'registrar@nhse', name: 'R', role: 'registrar', organisation: 'nhse' };
    await enter(to.service, actor, { type: 'RoleWithdrawn', data: withdrawn });
    expect(problemIn(await officer.get(`/api/cases/${id}`))).toBe('404 not-found');
    expect(problemIn(await officer.act(id, 'ApplicationWithdrawn', { because: 'other', text: 'x' }))).toBe(
      '404 not-found',
    );
    expect((await officer.get('/api/cases')).body.cases).toEqual([]);
  });
});

describe('an identity provider that does not answer', () => {
  let broken: Server;
  beforeAll(async () => {
    broken = createServer((_, response) => response.writeHead(500).end());
    broken.listen(0, '127.0.0.1');
    await once(broken, 'listening');
  });
  afterAll(() => void broken.close());

  it('makes nobody known: 503 with Retry-After, and nobody is let in', async () => {
    const issuer = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
    const service = await testService<Body>({ more: { issuer } });
    try {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const token = await new SignJWT({ ...claims(), iss: issuer })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
        .sign(privateKey);
      const answer = await service.withAuthorization(`Bearer ${token}`).get('/api/me');
      expect(problemIn(answer)).toBe('503 identity-unavailable');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await service.close();
    }
  });
});
