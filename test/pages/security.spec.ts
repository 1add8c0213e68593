/** What pages and sessions promise (OWASP ASVS 5.0, level 2), held against every route of a page there is: a new one comes under it by itself. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../libs/event-log/memory.js';
import { isPage } from '../../apps/service/session/pages.js';
import { sendRaw, testService, type Body, type TestService } from '../service.js';
import { signInAs, stranger, visitor, type Page, type Visitor } from '../visitor.js';
import { personas } from './crawling.js';

let to: TestService<Body>;
let somebody: ReadonlyMap<string, Visitor & { readonly first: Page }>;
let someCase: string;
beforeAll(async () => {
  to = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  const signedIn = personas.map(async (persona) => [persona, await visitor(to, persona, '/acting-as')] as const);
  somebody = new Map(await Promise.all(signedIn));
  const { body } = await to.as('officer@00C').get('/api/cases');
  someCase = body.cases[0]!.id;
});
afterAll(() => to.close());

const officer = (): Visitor & { readonly first: Page } => somebody.get('officer@00C')!;
const csrfOf = ({ dom }: Page): string => dom.querySelector('[name=_csrf]')!.getAttribute('value')!;

/** Every address of a page with something in the place of what it names. */
const pagesWith = (method: string): readonly string[] => {
  const paths = to.service.routes
    .filter((route) => route.method === method && isPage(route.path))
    .map(({ path }) => path);
  return [...new Set(paths)].filter((path) => path !== '*' && path !== '/*').map(filledIn);
};

const instead: Readonly<Record<string, string>> = {
  code: '00C',
  ccg: '00C',
  practice: 'A81001',
  n: '1',
  type: 'BallotOpened',
  workflow: 'delegated-commissioning',
};
const filledIn = (path: string): string =>
  path.replaceAll(
    /:(\w+)/g,
    (_, name: string) => instead[name] ?? (/revision|number|version|item/.test(name) ? '1' : someCase),
  );

/** Addresses that nobody needs to have signed in for. */
const openToAll = [
  '/sign-in',
  '/sign-in/callback',
  '/signed-out',
  '/accessibility',
  '/cookies',
  '/privacy',
  '/help',
  '/how-it-works',
  '/how-it-works/rules',
  '/how-it-works/consequences',
  '/how-it-works/delegated-commissioning',
];

describe('a page', () => {
  it('is for whoever has signed in, unless it is listed', async () => {
    const nobody = stranger(to);
    for (const path of pagesWith('GET')) {
      const answer = await fetch(to.url + path, { headers: { accept: 'text/html' }, redirect: 'manual' });
      const location = answer.headers.get('location') ?? '';
      const leadsToSignIn = answer.status === 303 && location === `/sign-in?to=${encodeURIComponent(path)}`;
      expect({ path, asked: leadsToSignIn || openToAll.includes(path) }).toEqual({ path, asked: true });
    }
    expect(nobody.cookies.size).toBe(0);
  });

  it('takes no token of a program', async () => {
    const authorization = `Bearer ${await to.token('officer@00C')}`;
    for (const path of ['/acting-as', '/cases', `/cases/${someCase}`]) {
      const answer = await fetch(to.url + path, {
        headers: { authorization, accept: 'text/html' },
        redirect: 'manual',
      });
      expect([path, answer.status]).toEqual([path, 303]);
    }
  });

  it.each(personas)('answers %s without a fault, whatever its address asks', async (persona) => {
    const odd = [
      'q=a&q=b&sort=x&sort=y',
      '__proto__=x&constructor=y&toString=z&__proto__[a]=b',
      'page=-1&after=x&round=%00&level=L9&from=yesterday&until=9999-99-99',
      'page=1e9&q=%F0%9F%92%A9%0d%0aSet-Cookie:x=y',
      `q=${'%27'.repeat(600)}`,
      'q[]=1&filter[round]=2&limit=100000000',
    ];
    // Each path with two of them, another two for the next role: what is the same for all is asked once of each.
    const turn = personas.indexOf(persona) % 3;
    for (const path of pagesWith('GET'))
      for (const query of odd.filter((_, index) => index % 3 === turn)) {
        const answer = await somebody.get(persona)!.get(`${path}?${query}`);
        expect({ path, query, fault: answer.status >= 500 }).toEqual({ path, query, fault: false });
        expect(answer.headers.get('set-cookie') ?? '').not.toContain('x=y');
        expect(answer.text).not.toMatch(/node_modules|\bat \w+ \(|SQLITE|\/work\/|\.ts:\d/);
      }
  });

  it('answers with 404 where an id or a code is none', async () => {
    const names = [
      'nothing',
      '__proto__',
      'constructor',
      '..%2f..%2fetc%2fpasswd',
      "'%20OR%201=1",
      '%3Cscript%3E',
      '0'.repeat(300),
    ];
    const shapes = [
      ...new Set(
        to.service.routes.filter((route) => route.method === 'GET' && isPage(route.path)).map(({ path }) => path),
      ),
    ];
    const wrong: string[] = [];
    for (const shape of shapes.filter((path) => path.includes(':')))
      for (const name of names) {
        const path = shape.replaceAll(/:\w+/g, name);
        const { status, html } = await somebody.get('registrar@nhse')!.get(path);
        if (![400, 403, 404, 413, 414, 422].includes(status)) wrong.push(`${status} ${path.slice(0, 80)}`);
        expect(html).not.toContain('<script>');
      }
    expect(wrong).toEqual([]);
  });

  it('is kept by no cache, and read as nothing but what it is', async () => {
    const { headers } = await officer().get('/acting-as');
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect([...headers.keys()].filter((name) => /^(access-control-|x-powered-by|server$)/.test(name))).toEqual([]);
  });

  it('lets nothing run or be fetched but what is its own, under a policy that is another each time', async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await officer().get('/acting-as')).headers.get('content-security-policy')!),
    );
    const [first = '', second = ''] = policies;
    expect(first).not.toBe(second);
    expect(first.split(';').map((directive) => directive.trim().replace(/'nonce-[^']+'/, 'NONCE'))).toEqual([
      "default-src 'none'",
      "script-src 'self' NONCE",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      `form-action 'self' ${new URL(to.issuer).origin}`,
      "frame-ancestors 'none'",
    ]);
  });

  it('says of a fault what to tell, and nothing of how the service is made', async () => {
    const { status, text, html } = await officer().get('/cases/nothing-like-it');
    expect(status).toBe(404);
    expect(text).toMatch(/found: [0-9a-f-]{36}/);
    expect(html).not.toMatch(/node_modules|Error:|at \w+ \(/);
  });
});

describe('a method', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE', 'CONNECTED'])(
    'other than those of pages is refused: %s',
    async (method) => {
      for (const path of ['/', '/acting-as', `/cases/${someCase}`]) {
        const { status, body } = await sendRaw<string>(to.url, {
          method,
          path,
          headers: { 'x-secret': 'not-to-be-echoed' },
        }).catch(() => ({
          status: 400,
          body: '',
        }));
        expect({ path, status: [400, 401, 404, 405, 501].includes(status) }).toEqual({ path, status: true });
        expect(JSON.stringify(body)).not.toContain('not-to-be-echoed');
      }
    },
  );

  it('HEAD tells no more of a page than GET would', async () => {
    const answer = await fetch(`${to.url}/acting-as`, {
      method: 'HEAD',
      redirect: 'manual',
      headers: { accept: 'text/html' },
    });
    expect([answer.status, await answer.text()]).toEqual([303, '']);
  });
});

describe('a form', () => {
  const takes = (path: string): boolean => path !== '/sign-in/back-channel-logout';

  it('is taken from nobody who has not signed in', async () => {
    for (const path of pagesWith('POST').filter(takes)) {
      const { status } = await fetch(to.url + path, {
        method: 'POST',
        body: 'a=b',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        redirect: 'manual',
      });
      expect({ path, status: [401, 303].includes(status) }).toEqual({ path, status: true });
    }
  });

  const foreign: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['from another origin', { origin: 'https://elsewhere.example' }],
    ['from nowhere', { origin: 'null' }],
    ['from another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['from another port of this host', { origin: 'http://127.0.0.1:1' }],
    ['from a neighbour of this host', { 'sec-fetch-site': 'same-site' }],
  ];
  it.each(foreign)('that comes %s changes nothing', async (_, headers) => {
    const before = await to.head();
    const token = csrfOf(officer().first);
    for (const path of pagesWith('POST').filter(takes)) {
      const { status } = await officer().post(path, `_csrf=${token}`, headers);
      expect({ path, status }).toEqual({ path, status: 403 });
    }
    expect(await to.head()).toBe(before);
    expect((await officer().get('/acting-as')).heading).toBe('Which role are you acting in?');
  });

  const wrong: readonly (readonly [string, (token: string) => string])[] = [
    ['without its token', () => ''],
    ['with an empty one', () => '_csrf='],
    ['with that of another', () => `_csrf=${csrfOf(somebody.get('assessor@Y54')!.first)}`],
    ['with its token twice', (token) => `_csrf=${token}&_csrf=${token}`],
  ];
  it.each(wrong)('%s changes nothing', async (_, body) => {
    const before = await to.head();
    for (const path of pagesWith('POST').filter(takes)) {
      const { status } = await officer().post(path, body(csrfOf(officer().first)));
      expect({ path, status }).toEqual({ path, status: 403 });
    }
    expect(await to.head()).toBe(before);
    expect((await officer().get('/acting-as')).heading).toBe('Which role are you acting in?');
  });

  it('is a form: nothing else is taken in its place', async () => {
    const token = csrfOf(officer().first);
    for (const path of pagesWith('POST').filter(takes))
      for (const [type, body] of [
        ['application/json', `{"_csrf":"${token}"}`],
        ['text/plain', `_csrf=${token}`],
        ['application/xml', '<a/>'],
      ] as const) {
        const { status } = await officer().post(path, body, { 'content-type': type });
        expect({ path, type, status: [400, 403, 415].includes(status) }).toEqual({ path, type, status: true });
      }
  });

  it('is taken up to a size, and up to a number of fields', async () => {
    const token = csrfOf(officer().first);
    const large = await officer().post('/acting-as', `_csrf=${token}&to=${'x'.repeat(600_000)}`);
    expect(large.status).toBe(413);
    const many = await officer().post('/acting-as', `_csrf=${token}${'&a=b'.repeat(3_000)}`);
    expect(many.status).toBe(400);
    const garbled = await officer().post('/acting-as', `_csrf=${token}&to=%FF%FE`);
    expect(garbled.status).toBeLessThan(500);
  });

  it('may have fields of any name, and they are nothing but fields', async () => {
    const token = csrfOf(officer().first);
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      '__proto__[admin]',
      'a.b',
      '',
    ];
    const body = [`_csrf=${token}`, ...names.map((name) => `${encodeURIComponent(name)}=yes`)].join('&');
    for (const path of pagesWith('POST').filter((each) => takes(each) && each !== '/sign-out')) {
      const { status } = await officer().post(path, body);
      expect({ path, fault: status >= 500 }).toEqual({ path, fault: false });
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('leads nowhere else, whatever it says', async () => {
    const token = csrfOf(officer().first);
    for (const elsewhere of [
      '//elsewhere.example',
      'https://elsewhere.example/',
      '/\\elsewhere.example',
      '/\t/elsewhere.example',
      'javascript:1',
    ]) {
      const grant = encodeURIComponent('ccg-officer 00C');
      const body = `_csrf=${token}&grant=${grant}&to=${encodeURIComponent(elsewhere)}`;
      const answer = await fetch(`${to.url}/acting-as`, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: `remit-session=${officer().cookies.get('remit-session')!}`,
        },
      });
      expect([elsewhere, answer.status, answer.headers.get('location')]).toEqual([elsewhere, 303, '/']);
    }
  });
});

describe('signing in', () => {
  it('leads back to pages of the service alone', async () => {
    for (const elsewhere of [
      '//elsewhere.example',
      'https://elsewhere.example',
      '/\\elsewhere.example',
      '/%09//elsewhere.example/..',
    ]) {
      const { path } = await visitor(to, 'officer@00C', `/sign-in?to=${encodeURIComponent(elsewhere)}`).then(
        ({ first }) => first,
      );
      expect(new URL(path).origin).toBe(to.url);
    }
  });

  it('gives a session that only the service can read, for as long as the browser is open', async () => {
    const cookies: string[] = [];
    const nobody = await fetch(`${to.url}/sign-in`, { redirect: 'manual' });
    cookies.push(...nobody.headers.getSetCookie());
    const answer = await lastOfSignIn(to);
    cookies.push(...answer.filter((each) => /session=./.test(each)));
    expect(cookies.map((each) => each.replace(/=[^;]*/, '='))).toEqual([
      'remit-sign-in=; Path=/; HttpOnly; SameSite=Lax',
      'remit-session=; Path=/; HttpOnly; SameSite=Lax',
    ]);
  });

  it('gives another session than the browser came with', async () => {
    const planted = 'A'.repeat(43);
    const browser = stranger(to);
    (browser.cookies as Map<string, string>).set('remit-session', planted);
    const asked = await browser.get('/acting-as');
    await signInAs(browser, asked, 'officer@00C');
    expect(browser.cookies.get('remit-session')).toMatch(/^[\w-]{43}$/);
    expect(browser.cookies.get('remit-session')).not.toBe(planted);
  });

  it('takes the name of the service from nobody who asks', async () => {
    const headers = { host: 'elsewhere.example', accept: 'text/html' };
    const { status, body } = await sendRaw<string>(to.url, { path: '/sign-in', headers });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain('elsewhere.example');
    const forwarded = await fetch(`${to.url}/sign-in`, {
      headers: {
        'x-forwarded-host': 'elsewhere.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=elsewhere.example',
      },
      redirect: 'manual',
    });
    expect(decodeURIComponent(forwarded.headers.get('location') ?? '')).toContain(
      `redirect_uri=${to.url}/sign-in/callback`,
    );
  });
});

/** Cookies that the last answer of a sign-in set. */
async function lastOfSignIn({ url }: Pick<TestService, 'url'>): Promise<readonly string[]> {
  const browser = stranger({ url });
  const asked = await browser.get('/acting-as');
  const set: string[] = [];
  const { fetch: real } = globalThis;
  globalThis.fetch = async (...given) => {
    const answer = await real(...given);
    set.push(...answer.headers.getSetCookie());
    return answer;
  };
  try {
    await signInAs(browser, asked, 'officer@00C');
  } finally {
    globalThis.fetch = real;
  }
  return set.filter((each) => each.startsWith('remit-') || each.startsWith('__Host-'));
}

describe('in production', () => {
  it('cookies and pages are of this host over HTTPS alone, and nothing is there that is for development', async () => {
    const secure = await testService({
      more: { secure: true, pages: { address: 'https://remit.example' } },
      log: memoryLog(),
    });
    try {
      const begun = await fetch(`${secure.url}/sign-in?to=%2Fcases`, { redirect: 'manual' });
      const [cookie = ''] = begun.headers.getSetCookie();
      expect(cookie.replace(/=[^;]*/, '=')).toBe('__Host-remit-sign-in=; Path=/; HttpOnly; Secure; SameSite=Lax');
      expect(decodeURIComponent(begun.headers.get('location') ?? '')).toContain(
        'redirect_uri=https://remit.example/sign-in/callback',
      );
      expect(begun.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
      const { html } = await stranger(secure).get('/signed-out');
      expect(html).not.toContain('are invented');
      for (const path of ['/components', '/preview', '/pages', '/development']) {
        const { status } = await fetch(secure.url + path, { headers: { accept: 'text/html' }, redirect: 'manual' });
        expect([path, [303, 404].includes(status)]).toEqual([path, true]);
      }
    } finally {
      await secure.close();
    }
  });
});

describe('what stands beside pages', () => {
  it('styles and scripts may be kept for ever at an address that changes with them', async () => {
    const { dom } = await officer().get('/acting-as');
    const addresses = [
      dom.querySelector('link[rel=stylesheet]')!.getAttribute('href')!,
      dom.querySelector('script[src]')!.getAttribute('src')!,
    ];
    for (const address of addresses) {
      expect(address).toMatch(/^\/assets\/remit\/[\w.]+\?[\w-]{12}$/);
      const { status, headers } = await fetch(to.url + address);
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-type')).toMatch(/^(text|application)\/(css|javascript); charset=utf-8$/i);
    }
  });

  it('gives no list of files, and nothing outside them', async () => {
    for (const path of [
      '/assets/',
      '/assets/remit/',
      '/assets/../package.json',
      '/assets/%2e%2e/package.json',
      '/assets/remit/..%2f..%2fpackage.json',
      '/assets/remit/.built',
    ]) {
      const { status } = await sendRaw<string>(to.url, { path });
      expect([path, [400, 403, 404].includes(status)]).toEqual([path, true]);
    }
  });

  it('metrics are told to whoever collects them, and to no session', async () => {
    const answer = await officer().get('/metrics');
    expect(answer.status).toBe(404);
  });
});
