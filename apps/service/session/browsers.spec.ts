/** Sessions as browsers meet them: at the real service, with the provider of the specs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testProvider, type TestProvider } from '../../../test/provider.js';
import { enter, testService, type TestService } from '../../../test/service.js';
import { stranger, type Page, type Visitor } from '../../../test/visitor.js';
import type { SecurityLine } from '../http/security-log.js';
import { ClearingUp } from './clearing.js';
import { nameOf } from './sessions.js';

let provider: TestProvider;
let to: TestService;
let other: TestService;
let shared: string;
let now = Date.now();
const security: SecurityLine[] = [];

beforeAll(async () => {
  provider = await testProvider();
  shared = mkdtempSync(join(tmpdir(), 'remit-shared-'));
  const log = memoryLog();
  const more = {
    issuer: provider.issuer,
    documents: shared,
    pages: { now: () => now },
    tellSecurity: (line: SecurityLine) => void security.push(line),
  };
  to = await testService({ log, more });
  other = await testService({ log, more });
});
afterAll(async () => {
  await other.close();
  await to.close();
  await provider.close();
  rmSync(shared, { recursive: true, force: true });
});

async function signedIn(
  subject = 'officer@00C',
  at: Pick<TestService, 'url'> = to,
): Promise<Visitor & { readonly first: Page }> {
  provider.lies = { subject };
  const browser = stranger(at);
  return { ...browser, first: await browser.get('/acting-as') };
}

const jar = ({ cookies }: Visitor): Map<string, string> => cookies as Map<string, string>;
const sessionOf = ({ cookies }: Visitor): string => cookies.get('remit-session')!;

/** Whether the page is shown without signing in. */
async function isIn({ url }: Pick<TestService, 'url'>, cookie: string): Promise<boolean> {
  const answer = await fetch(`${url}/acting-as`, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
  return answer.status === 200;
}

describe('a session in a browser', () => {
  it('is a cookie that no script reads and no other site sends; in production it is of this host alone, over HTTPS', async () => {
    const attributes = (page: Response): readonly string[] =>
      page.headers
        .getSetCookie()
        .find((each) => /session=|sign-in=/.test(each))!
        .split('; ');
    const plain = await fetch(`${to.url}/sign-in`, { redirect: 'manual' });
    expect(attributes(plain).slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
    const secure = await testService({ more: { issuer: provider.issuer, secure: true } });
    try {
      const begun = await fetch(`${secure.url}/sign-in`, { redirect: 'manual' });
      const [name, ...more] = attributes(begun);
      expect([name, ...more.sort()]).toEqual([
        expect.stringMatching(/^__Host-remit-sign-in=[\w-]{43}$/),
        'HttpOnly',
        'Path=/',
        'SameSite=Lax',
        'Secure',
      ]);
      const back = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
      const done = await fetch(back.headers.get('location')!, { redirect: 'manual', headers: { cookie: name! } });
      const [session] = done.headers.getSetCookie();
      expect(session).toMatch(/^__Host-remit-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    } finally {
      await secure.close();
    }
  });

  it('is good at every instance, begun at one and finished at the other, and ends at all', async () => {
    const begun = await fetch(`${to.url}/sign-in?to=/acting-as`, { redirect: 'manual' });
    const [cookie = ''] = begun.headers.getSetCookie()[0]!.split(';');
    const back = new URL(
      (await fetch(begun.headers.get('location')!, { redirect: 'manual' })).headers.get('location')!,
    );
    const done = await fetch(other.url + back.pathname + back.search, { redirect: 'manual', headers: { cookie } });
    const session = done.headers
      .getSetCookie()
      .find((each) => each.startsWith('remit-session='))!
      .split(';')[0]!;
    expect([await isIn(to, session), await isIn(other, session)]).toEqual([true, true]);
    const browser = stranger(other);
    jar(browser).set('remit-session', session.split('=')[1]!);
    await browser.submit(await browser.get('/acting-as'), {}, { action: '/acting-as' });
    const page = await browser.get('/acting-as');
    await browser.post('/sign-out', `_csrf=${page.dom.querySelector('[name=_csrf]')!.getAttribute('value')!}`);
    expect([await isIn(to, session), await isIn(other, session)]).toEqual([false, false]);
  });

  it('has an id that nobody has seen before: one that somebody else put into the browser is not taken over', async () => {
    const planted = 'A'.repeat(43);
    const browser = stranger(to);
    jar(browser).set('remit-session', planted).set('remit-sign-in', planted);
    provider.lies = { subject: 'officer@00C' };
    expect((await browser.get('/acting-as')).heading).toBe('Which role are you acting in?');
    expect(sessionOf(browser)).not.toBe(planted);
    expect(await isIn(to, `remit-session=${planted}`)).toBe(false);
    // Whoever signs in where somebody is signed in gets another one, and the one before is over.
    const before = sessionOf(browser);
    await browser.get('/sign-in?to=/acting-as');
    expect(sessionOf(browser)).not.toBe(before);
    expect([await isIn(to, `remit-session=${before}`), await isIn(to, `remit-session=${sessionOf(browser)}`)]).toEqual([
      false,
      true,
    ]);
  });

  it('that is sent twice is none: one of the cookies is somebody else’s', async () => {
    const [mine, theirs] = [await signedIn(), await signedIn('assessor@Y54')];
    const [one, two] = [`remit-session=${sessionOf(mine)}`, `remit-session=${sessionOf(theirs)}`];
    expect([await isIn(to, one), await isIn(to, `${one}; ${two}`), await isIn(to, `${two}; ${one}`)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('ends after half an hour without a request, and the next page leads to signing in and back', async () => {
    const officer = await signedIn();
    const before = sessionOf(officer);
    now += 31 * 60_000;
    const page = await officer.get('/acting-as?to=/x');
    expect([page.heading, page.path]).toEqual(['Which role are you acting in?', `${to.url}/acting-as?to=/x`]);
    expect(sessionOf(officer)).not.toBe(before);
  });

  it('that something has damaged leads to signing in, and is no fault', async () => {
    const officer = await signedIn();
    writeFileSync(join(shared, 'sessions', `${nameOf(sessionOf(officer))}.json`), '{"person":');
    expect((await officer.get('/acting-as')).heading).toBe('Which role are you acting in?');
    expect((await fetch(`${to.url}/api/me`, { headers: { cookie: `remit-session=${'A'.repeat(43)}` } })).status).toBe(
      401,
    );
  });

  it('is of no use to programs as a token, nor a token to pages', async () => {
    const officer = await signedIn();
    const bearer = { authorization: `Bearer ${sessionOf(officer)}` };
    expect((await fetch(`${to.url}/api/me`, { headers: bearer })).status).toBe(401);
    const page = await fetch(`${to.url}/acting-as`, {
      redirect: 'manual',
      headers: { ...bearer, accept: 'text/html' },
    });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?to=%2Facting-as']);
  });
});

describe('the last role of somebody who is signed in', () => {
  it('is withdrawn: a page says so once, and nobody goes in circles', async () => {
    const subject = 'officer-2@00C';
    const officer = await signedIn(subject);
    const withdrawn = { issuer: 'development', subject, role: 'ccg-officer', organisation: '00C' } as const;
    const actor = { id: 'registrar@nhse', name: 'R', role: 'registrar', organisation: 'nhse' };
    await enter(to.service, actor, { type: 'RoleWithdrawn', data: withdrawn });
    const page = await officer.get('/acting-as');
    expect([page.status, page.heading]).toEqual([403, 'You have no role in this service']);
    expect(page.text).toContain('Your last role in this service was withdrawn');
    expect([...officer.cookies.keys()]).toEqual([]);
    expect(security.at(-1)).toMatchObject({ what: 'operation forbidden', because: 'no-role' });
    const again = await officer.get('/acting-as');
    expect([again.status, again.heading, again.text]).toEqual([
      403,
      'You have not been signed in',
      expect.stringContaining('Nobody has given you a role'),
    ]);
    // For open pages they are a visitor like any other.
    expect((await officer.get('/signed-out')).status).toBe(200);
  });
});

describe('the provider’s word that a sign-in has ended', () => {
  const tell = (token: string | undefined, at: Pick<TestService, 'url'> = to): Promise<Response> =>
    fetch(`${at.url}/sign-in/back-channel-logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(token === undefined ? {} : { logout_token: token }).toString(),
    });

  it('ends the session, whichever instance hears it', async () => {
    provider.lies = { subject: 'officer@00C', claims: (right) => ({ ...right, sid: 'there-1' }) };
    const browser = stranger(to);
    await browser.get('/acting-as');
    const elsewhere = await signedIn('assessor@Y54');
    const heard = await tell(await provider.logoutToken({ sid: 'there-1' }), other);
    expect([heard.status, heard.headers.get('cache-control'), await heard.text()]).toEqual([200, 'no-store', '']);
    expect(await isIn(to, `remit-session=${sessionOf(browser)}`)).toBe(false);
    expect(await isIn(to, `remit-session=${sessionOf(elsewhere)}`)).toBe(true);
    expect((await tell(await provider.logoutToken({ sub: 'assessor@Y54' }))).status).toBe(200);
    expect(await isIn(to, `remit-session=${sessionOf(elsewhere)}`)).toBe(false);
  });

  it('is taken from the provider alone, as it is to be', async () => {
    const officer = await signedIn();
    const seconds = Math.floor(Date.now() / 1000);
    const good = { sub: 'officer@00C' };
    const [header, claims] = (await provider.logoutToken(good)).split('.');
    const elsewhere = await testProvider();
    const tokens = [
      undefined,
      'x',
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims!}.`,
      `${header!}.${claims!}.AAAA`,
      await elsewhere.logoutToken({ ...good, iss: provider.issuer }),
      await provider.logoutToken({ ...good, iss: 'https://elsewhere.example' }),
      await provider.logoutToken({ ...good, aud: 'another-client' }),
      await provider.logoutToken({ ...good, nonce: 'x' }),
      await provider.logoutToken({ ...good, events: {} }),
      await provider.logoutToken({ ...good, iat: seconds - 600, exp: seconds + 600 }),
      await provider.logoutToken({ ...good, iat: seconds - 100, exp: seconds - 60 }),
      await provider.logoutToken({}),
    ];
    await elsewhere.close();
    for (const token of tokens) expect([token, (await tell(token)).status]).toEqual([token, 400]);
    // An ID token of the provider is none either.
    const idToken = provider.given.filter((each) => each.startsWith('eyJ')).at(-1)!;
    expect((await tell(idToken)).status).toBe(400);
    expect(await isIn(to, `remit-session=${sessionOf(officer)}`)).toBe(true);
  });
});

describe('the security log', () => {
  it('says who came and went by the pages, and whom the provider signed out, by subject', async () => {
    security.length = 0;
    const officer = await signedIn();
    await officer.post('/sign-out', `_csrf=${officer.first.dom.querySelector('[name=_csrf]')!.getAttribute('value')!}`);
    const token = await provider.logoutToken({ sub: 'officer@00C' });
    await fetch(`${to.url}/sign-in/back-channel-logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
    const person = 'officer@00C';
    expect(security).toMatchObject([
      { what: 'signed in', route: '/sign-in/callback', person },
      { what: 'signed out', route: '/sign-out', person },
      { what: 'signed out', route: '/sign-in/back-channel-logout', person, because: 'the provider said so' },
    ]);
    expect(JSON.stringify(security)).not.toMatch(/Somebody|eyJ|remit-session/);
  });
});

describe('a limit', () => {
  it('is the person’s own, however many browsers and tokens they come with, and nobody else’s at the address', async () => {
    const limited = await testService({ more: { issuer: provider.issuer, rateLimit: 12 } });
    try {
      const one = await signedIn('officer@00C', limited);
      const two = await signedIn('officer@00C', limited);
      const other = await signedIn('assessor@Y54', limited);
      const statuses: number[] = [];
      for (let times = 0; times < 12; times += 1)
        statuses.push((await (times % 2 ? one : two).get('/acting-as')).status);
      expect(statuses.filter((status) => status === 429).length).toBe(2);
      const page = await one.get('/acting-as');
      expect([page.status, page.heading, page.headers.has('retry-after')]).toEqual([
        429,
        'You have asked for too many pages',
        true,
      ]);
      const me = await fetch(`${limited.url}/api/me`, { headers: { cookie: `remit-session=${sessionOf(one)}` } });
      expect(me.status).toBe(429);
      expect((await other.get('/acting-as')).status).toBe(200);
    } finally {
      await limited.close();
    }
  });
});

describe('what browsers left behind', () => {
  it('is cleared away: sign-ins that nobody finished, and sessions that are over', async () => {
    await signedIn();
    await fetch(`${to.url}/sign-in`, { redirect: 'manual' });
    const left = (): readonly number[] => [
      readdirSync(join(shared, 'sessions')).filter((name) => name.endsWith('.json')).length,
      readdirSync(join(shared, 'signing-in', 'sign-ins'), { recursive: true }).filter(
        (name) => String(name) !== 'unfinished',
      ).length,
    ];
    expect(left().every((count) => count > 0)).toBe(true);
    now += 13 * 60 * 60_000;
    await to.service.app.get(ClearingUp).look();
    expect(left()).toEqual([0, 0]);
  });
});
