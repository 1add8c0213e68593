/** In which role somebody acts who holds several. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { problemIn } from '../../../test/problem.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { stranger, visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService<Body & { readonly proposal: string }>;
/** Of a region, and of NHS England: the first at a registrar’s word, the second at that of two. */
const both = 'assessor@Y54';
const [regional, national] = ['regional-assessor Y54', 'constitution-reviewer nhse'];

beforeAll(async () => {
  to = await testService<Body & { readonly proposal: string }>();
  const change = { action: 'grant', subject: both, role: 'constitution-reviewer', organisation: 'nhse' };
  const proposed = await to.as('registrar@nhse').post('/api/register/roles', change);
  const confirmed = await to
    .as('registrar-2@nhse')
    .post(`/api/register/roles/proposals/${proposed.body.proposal}`, { action: 'confirm' });
  expect([proposed.status, confirmed.status]).toEqual([201, 201]);
});
afterAll(() => to.close());

const tokenOn = ({ dom }: Page): string => dom.querySelector('[name=_csrf]')!.getAttribute('value')!;

/** Sends a command to the API by the session of a browser, from a page of it. */
async function command(
  browser: Visitor,
  path: string,
  body: object,
  page: Page,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(to.url + path, {
    method: 'POST',
    headers: {
      cookie,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'if-match': '"0"',
      'x-csrf-token': tokenOn(page),
      origin: to.url,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const actAs = async (browser: Visitor, grant: string): Promise<Page> =>
  browser.submit(await browser.get('/acting-as'), { grant }, { action: '/acting-as' });

describe('a person with two roles', () => {
  it('acts in the one that the page shows, and it alone is recorded', async () => {
    const { body } = await to.as('officer@00C').begin('00C');
    const person = await visitor(to, both, '/acting-as');
    const items = person.first.dom
      .querySelectorAll('input[name=grant]')
      .map((each) => [each.getAttribute('value'), each.hasAttribute('checked')]);
    expect(items).toEqual([
      [regional, true],
      [national, false],
    ]);

    const switched = await actAs(person, national);
    expect(JSON.parse((await person.get('/api/me', { accept: 'application/json' })).html)).toMatchObject({
      id: both,
      roles: ['constitution-reviewer'],
      organisations: ['nhse'],
    });
    const act = { type: 'InterestAcknowledged', data: { readiness: 'ready', grounds: 'Sound finances.' } };
    const page = await person.get('/acting-as');
    const asReviewer = await command(person, `/api/cases/${body.id}/events`, act, page);
    expect([switched.status < 500, asReviewer.status]).toEqual([true, 403]);

    await actAs(person, regional);
    const asAssessor = await command(person, `/api/cases/${body.id}/events`, act, await person.get('/acting-as'));
    expect(asAssessor).toMatchObject({
      status: 201,
      body: { event: { actor: { id: both, role: 'regional-assessor', organisation: 'Y54' } } },
    });
    const history = await to.as('auditor@nhse').get(`/api/cases/${body.id}/refusals`);
    expect(history.body.refusals).toMatchObject([
      { actor: { id: both, role: 'constitution-reviewer', organisation: 'nhse' } },
    ]);
  });

  it('does nothing by a page that was shown in the other role: it was another act when they read it', async () => {
    const { body } = await to.as('officer@01A').begin('01A');
    const person = await visitor(to, both, '/acting-as');
    await actAs(person, regional);
    const old = await person.get('/acting-as');
    await actAs(person, national);
    const act = { type: 'InterestAcknowledged', data: { readiness: 'ready', grounds: 'Sound finances.' } };
    const sent = await command(person, `/api/cases/${body.id}/events`, act, old);
    expect([sent.status, sent.body['detail']]).toEqual([
      403,
      expect.stringContaining('You act in another role by now'),
    ]);
    expect((await to.as('auditor@nhse').get(`/api/cases/${body.id}`)).body.revision).toBe(0);
    // To switch, and to sign out, any page will do.
    expect((await person.submit(old, { grant: regional }, { action: '/acting-as' })).status).not.toBe(403);
    const out = await person.post('/sign-out', `_csrf=${tokenOn(old)}`);
    expect(out.heading).toBe('You have signed out');
  });

  it('keeps the choice on the next page and loses it with the role', async () => {
    const person = await visitor(to, both, '/acting-as');
    await actAs(person, national);
    const checked = ({ dom }: Page): string | undefined =>
      dom.querySelector('input[name=grant][checked]')?.getAttribute('value');
    expect(checked(await person.get('/acting-as'))).toBe(national);
    const change = { action: 'withdraw', subject: both, role: 'constitution-reviewer', organisation: 'nhse' };
    const { body } = await to.as('registrar@nhse').post('/api/register/roles', change);
    await to.as('registrar-2@nhse').post(`/api/register/roles/proposals/${body.proposal}`, { action: 'confirm' });
    expect(checked(await person.get('/acting-as'))).toBe(regional);
  });
});

describe('nobody acts', () => {
  it('in a role that they do not hold, whatever the form says', async () => {
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    for (const grant of ['national-committee nhse', 'ccg-officer 01A', '', 'ccg-officer', '__proto__ nhse'])
      expect([
        grant,
        (await officer.post('/acting-as', new URLSearchParams({ _csrf: tokenOn(officer.first), grant }).toString()))
          .status,
      ]).toEqual([grant, 403]);
    expect(JSON.parse((await officer.get('/api/me')).html)).toMatchObject({ roles: ['ccg-officer'] });
  });

  it('and is led elsewhere by the form', async () => {
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    for (const wanted of ['//elsewhere.example', 'https://elsewhere.example', 'javascript:alert(1)']) {
      const page = await officer.get(`/acting-as?to=${encodeURIComponent(wanted)}`);
      expect(page.dom.querySelector('input[name=to]')?.getAttribute('value')).toBe('/');
      const body = new URLSearchParams({ _csrf: tokenOn(page), grant: 'ccg-officer 00C', to: wanted }).toString();
      expect((await officer.post('/acting-as', body)).path).toBe(`${to.url}/`);
    }
  });

  it('without having signed in', async () => {
    expect(problemIn(await to.withAuthorization(undefined).get('/api/me'))).toBe('401 unauthenticated');
    expect((await stranger(to).get('/acting-as')).heading).toBe('Who are you today?');
  });
});
