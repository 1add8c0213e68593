/** What another site’s page, or a program that has somebody’s cookie, can have a browser do: nothing. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { interestForm } from '../../../demonstration/forms.js';
import { testProvider } from '../../../test/provider.js';
import { sendRaw, testService, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService;
let officer: Visitor & { readonly first: Page };
let token: string;
beforeAll(async () => {
  to = await testService();
  officer = await visitor(to, 'officer@00C', '/acting-as');
  token = officer.first.dom.querySelector('[name=_csrf]')!.getAttribute('value')!;
});
afterAll(() => to.close());

const cookie = (): string => [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const begins = (): string =>
  JSON.stringify({
    workflow: 'delegated-commissioning',
    ccg: '00C',
    round: '1',
    data: interestForm('2015-04-01', '00C'),
  });

/** What the API answers to a beginning by the session, with these headers; one of them undefined leaves it out. */
async function begin(headers: Readonly<Record<string, string | undefined>>): Promise<number> {
  const all: Readonly<Record<string, string | undefined>> = {
    host: new URL(to.url).host,
    'content-type': 'application/json',
    cookie: cookie(),
    'idempotency-key': randomUUID(),
    origin: to.url,
    'sec-fetch-site': 'same-origin',
    'x-csrf-token': token,
    ...headers,
  };
  const sent = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  return (await sendRaw(to.url, { method: 'POST', path: '/api/cases', headers: sent }, begins())).status;
}

describe('a command by the session of a browser', () => {
  it.each<readonly [string, Readonly<Record<string, string | undefined>>]>([
    ['without a token', { 'x-csrf-token': undefined }],
    ['with an empty token', { 'x-csrf-token': '' }],
    ['with another token', { 'x-csrf-token': 'A'.repeat(60) }],
    ['of another origin', { origin: 'https://elsewhere.example' }],
    ['of another port', { origin: 'http://127.0.0.1:1' }],
    ['of no origin', { origin: 'null' }],
    ['of another site', { origin: undefined, 'sec-fetch-site': 'cross-site' }],
    ['of the same domain', { origin: undefined, 'sec-fetch-site': 'same-site' }],
    ['of an address that somebody typed', { origin: undefined, 'sec-fetch-site': 'none' }],
    ['to another host than its page is of', { host: 'elsewhere.example' }],
  ])('is refused %s', async (_, headers) => {
    const before = await to.head();
    expect([await begin(headers), await to.head()]).toEqual([403, before]);
  });

  it('is refused as a form, as plain text and without a type, which pages elsewhere can send', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])
      expect([type, await begin({ 'content-type': type })]).toEqual([type, 415]);
  });

  it('is taken from a page of the service, also from an old browser that says less', async () => {
    expect(await begin({})).toBe(201);
    // The rules say no by now, and not that it was forged.
    expect(await begin({ origin: undefined })).toBe(409);
    expect(await begin({ 'sec-fetch-site': undefined })).toBe(409);
    expect(await begin({ origin: undefined, 'sec-fetch-site': undefined })).toBe(409);
  });

  it('counts as one of the session where no other token comes with it, and as one of the token where it does', async () => {
    const bearer = { authorization: `Bearer ${await to.token('officer@01A')}` };
    const own = await fetch(`${to.url}/api/me`, { headers: { cookie: cookie() } });
    const others = await fetch(`${to.url}/api/me`, { headers: { cookie: cookie(), ...bearer } });
    expect([await own.json(), await others.json()]).toMatchObject([{ id: 'officer@00C' }, { id: 'officer@01A' }]);
    const bad = await fetch(`${to.url}/api/me`, { headers: { cookie: cookie(), authorization: 'Bearer x' } });
    expect(bad.status).toBe(401);
  });
});

describe('a form', () => {
  const form = (fields: readonly (readonly [string, string])[]): string =>
    fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const grant = ['grant', 'ccg-officer 00C'] as const;

  it.each<readonly [string, readonly (readonly [string, string])[]]>([
    ['without a token', [grant]],
    ['with an empty one', [['_csrf', ''], grant]],
    ['with another', [['_csrf', 'A'.repeat(60)], grant]],
    ['with two', [['_csrf', 'x'], ['_csrf', 'y'], grant]],
  ])('is refused %s', async (_, fields) => {
    const page = await officer.post('/acting-as', form(fields));
    expect([page.status, page.text.includes('too old')]).toEqual([403, true]);
  });

  it('is refused from another origin with the right token', async () => {
    for (const headers of [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect((await officer.post('/acting-as', form([['_csrf', token], grant]), headers)).status).toBe(403);
  });

  it('in parts is not taken by a page that has no files', async () => {
    const boundary = 'x';
    const body = `--x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--x\r\nContent-Disposition: form-data; name="grant"\r\n\r\nccg-officer 00C\r\n--x--\r\n`;
    const page = await officer.post('/acting-as', body, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
    });
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('Send the form from its page')]);
  });

  it('changes nothing when it is asked for with GET', async () => {
    const page = await officer.get('/sign-out');
    expect(page.status).toBe(405);
    expect((await officer.get('/acting-as')).status).toBe(200);
  });
});

describe('behind a proxy', () => {
  it('pages are of the address that browsers know, whatever host the proxy asks for', async () => {
    const provider = await testProvider();
    const pages = { address: 'https://remit.example.org' };
    const behind = await testService({ more: { issuer: provider.issuer, pages } });
    try {
      const begun = await fetch(`${behind.url}/sign-in`, { redirect: 'manual' });
      const asked = new URL(begun.headers.get('location')!);
      expect(asked.searchParams.get('redirect_uri')).toBe('https://remit.example.org/sign-in/callback');
      const back = new URL((await fetch(asked, { redirect: 'manual' })).headers.get('location')!);
      const begins = begun.headers.getSetCookie()[0]!.split(';')[0]!;
      const done = await fetch(behind.url + back.pathname + back.search, {
        redirect: 'manual',
        headers: { cookie: begins },
      });
      const session = done.headers.getSetCookie()[0]!.split(';')[0]!;
      const page = await (await fetch(`${behind.url}/acting-as`, { headers: { cookie: session } })).text();
      const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
      const signOut = async (origin: string): Promise<number> => {
        const headers = { cookie: session, origin, accept: 'text/html' };
        const body = new URLSearchParams({ _csrf: csrf });
        return (await fetch(`${behind.url}/sign-out`, { method: 'POST', redirect: 'manual', headers, body })).status;
      };
      expect([await signOut(behind.url), await signOut('http://remit.example.org')]).toEqual([403, 403]);
      expect(await signOut('https://remit.example.org')).toBe(303);
    } finally {
      await behind.close();
      await provider.close();
    }
  });
});
