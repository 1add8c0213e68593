import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { persona } from '../../../demonstration/personas.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { problemIn } from '../../../test/problem.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor } from '../../../test/visitor.js';
import type { Trial } from './answer.js';

let to: TestService<Body>;
beforeAll(async () => {
  const more = { pages: { development: true } };
  to = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog(), more });
});
afterAll(() => to.close());

async function people(): Promise<readonly Trial[]> {
  const answer = await fetch(`${to.url}/development/people`);
  return ((await answer.json()) as { readonly people: readonly Trial[] }).people;
}

describe('in development, the people to try', () => {
  it('are a dozen, of every role, each with something else to do', async () => {
    const found = await people();
    expect(found.length).toBeGreaterThanOrEqual(12);
    expect(found.length).toBeLessThanOrEqual(20);
    expect(new Set(found.map(({ role }) => role)).size).toBe(8);
    expect(new Set(found.map(({ subject }) => subject)).size).toBe(found.length);
    expect(new Set(found.map(({ role, can }) => `${role} ${can}`)).size).toBe(found.length);
    for (const { subject } of found) expect([subject, persona(subject)?.subject]).toEqual([subject, subject]);
    expect(found.map(({ can }) => can)).toEqual(
      expect.arrayContaining(['Vote', 'Verify the result', 'Acknowledge the interest', 'Begin a new application']),
    );
  });

  it('could really do now what is said of them', async () => {
    const waiting = (await people()).filter(({ about }) => about !== undefined);
    expect(waiting.length).toBeGreaterThan(8);
    for (const { subject, can } of waiting) {
      const { body } = await to.as(subject).get('/api/cases?limit=200');
      const labels = await Promise.all(
        body.cases.map(async ({ id }) =>
          (await to.as(subject).get(`/api/cases/${id}`)).body.moves.map(({ label }) => label),
        ),
      );
      expect([subject, labels.flat()]).toEqual([subject, expect.arrayContaining([can])]);
    }
  });

  it('are asked for without a token, and found again by the page of the identity', async () => {
    const { first } = await visitor(to, 'officer@00C', '/acting-as');
    expect(first.status).toBe(200);
    const asked = await fetch(`${to.url}/sign-in`, { redirect: 'manual' });
    const begun = await fetch(asked.headers.get('location')!, { redirect: 'manual' });
    const cookie = begun.headers
      .getSetCookie()
      .map((each) => each.split(';')[0]!)
      .join('; ');
    const page = await (
      await fetch(new URL(begun.headers.get('location')!, to.issuer), { headers: { cookie } })
    ).text();
    const [officer] = await people();
    expect(page).toContain(`Sign in as ${officer!.name}`);
    expect(page).toContain(officer!.organisation);
  });

  it('are told in no document of the API', async () => {
    const { body } = await to.withAuthorization(undefined).get('/api/openapi.json');
    expect(JSON.stringify(body)).not.toContain('development/people');
  });
});

describe('elsewhere', () => {
  it('there is nothing at the address', async () => {
    const production = await testService<Body>();
    try {
      expect(problemIn(await production.withAuthorization(undefined).get('/development/people'))).toBe('404 not-found');
    } finally {
      await production.close();
    }
  });
});
