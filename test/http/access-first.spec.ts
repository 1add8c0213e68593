import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { problemIn } from '../problem.js';
import { testService, type Body, type TestService } from '../service.js';

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
    const changing = to.service.routes.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
    expect(changing.filter(({ onlyFor }) => !onlyFor).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/cases',
      'POST /api/cases/:id/events',
      'PUT /api/documents',
    ]);
  });

  it('tells those it is for what is wrong with what they sent', async () => {
    const answer = await to
      .as('registrar@nhse')
      .send('POST', '/api/register/roles', '{', { 'idempotency-key': randomUUID() });
    expect(problemIn(answer)).toBe('400 malformed');
  });
});
