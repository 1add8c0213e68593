import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { isPage } from '../../apps/service/session/pages.js';
import { problemIn } from '../problem.js';
import { testService, type Body, type TestService } from '../service.js';
import { visitor } from '../visitor.js';

/** Who may not come to a route is told so whatever they send: nothing of it is looked at. */
let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(() => to.close());

const bodies: readonly (readonly [string, string, string])[] = [
  ['what is no JSON', '{', 'application/json'],
  ['bytes too many', `"${'x'.repeat(300_000)}"`, 'application/json'],
  ['another media type', 'x', 'text/plain'],
  ['fields that nobody asks for', '{"nobody":1}', 'application/json'],
  ['a list', '[]', 'application/json'],
];

/** Methods that change nothing. */
const safe = ['GET', 'HEAD', 'OPTIONS'];

describe('a route that is for some roles', () => {
  /** Addresses with something in the place of what they name. */
  const guarded = () =>
    to.service.routes
      .filter(({ onlyFor, method }) => onlyFor !== undefined && method !== 'HEAD')
      .map(({ method, path }) => ({ method, path: path.replaceAll(/:[^/]+/g, '00C') }));

  it.each(bodies)('refuses anybody else whatever they send: %s', async (_, body, type) => {
    expect(guarded().length).toBeGreaterThan(15);
    for (const { method, path } of guarded())
      for (const headers of [{}, { 'remit-position': 'x' }, { 'idempotency-key': 'x' }]) {
        const sent = method === 'GET' ? undefined : body;
        const answer = await to
          .as('practice@A81001')
          .send(method, `${path}?nobody=asks`, sent, { 'content-type': type, ...headers });
        expect([method, path, problemIn(answer)]).toEqual([method, path, '403 not-yours']);
      }
  });

  it('is every one that changes something, but for those where the case, or whose document it is, says who may', () => {
    const changing = to.service.routes.filter(({ method, path }) => !safe.includes(method) && !isPage(path));
    expect(changing.filter(({ onlyFor }) => !onlyFor).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/cases',
      'POST /api/cases/:id/events',
      'PUT /api/documents',
    ]);
  });

  it('or a page, which takes nothing but what a session of somebody put into its form', async () => {
    const changing = to.service.routes.filter(({ method, path }) => !safe.includes(method) && isPage(path));
    expect(changing.length).toBeGreaterThan(5);
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    const before = await to.head();
    for (const { path } of changing.filter((route) => route.path !== '/sign-in/back-channel-logout')) {
      const address = path.replaceAll(/:[^/]+/g, '00C');
      const page = await officer.post(address, 'a=b');
      expect([address, page.status]).toEqual([address, 403]);
      const withToken = await to.as('registrar@nhse').send('POST', address, {});
      expect([address, problemIn(withToken)]).toEqual([address, '401 unauthenticated']);
    }
    expect(await to.head()).toBe(before);
  });

  it('tells those it is for what is wrong with what they sent', async () => {
    const answer = await to
      .as('registrar@nhse')
      .send('POST', '/api/register/roles', '{', { 'idempotency-key': randomUUID() });
    expect(problemIn(answer)).toBe('400 malformed');
  });
});
