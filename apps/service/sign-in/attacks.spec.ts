/** What somebody between the browser, the service and the provider could try, or a provider that is not what it was. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { testProvider, type Lies, type TestProvider } from '../../../test/provider.js';
import { testService, type TestService } from '../../../test/service.js';
import { stranger, type Page } from '../../../test/visitor.js';
import type { SecurityLine } from '../http/security-log.js';

let provider: TestProvider;
let to: TestService;
/** All that the service wrote, of whatever kind. */
const lines: string[] = [];
const refusals: SecurityLine[] = [];
const hear = (...said: readonly unknown[]): void =>
  void lines.push(said.map((each) => (each instanceof Error ? String(each.stack) : JSON.stringify(each))).join(' '));

const logger = { log: hear, error: hear, warn: hear, debug: hear, verbose: hear, fatal: hear };

beforeAll(async () => {
  provider = await testProvider();
  to = await testService({
    more: {
      issuer: provider.issuer,
      logger,
      tellSecurity: (line) => {
        refusals.push(line);
        hear(line);
      },
    },
  });
});
afterEach(() => {
  provider.lies = { subject: 'officer@00C' };
});
afterAll(async () => {
  await to.close();
  await provider.close();
});

/** Signs in with a provider that lies so. */
async function signIn(lies: Partial<Lies> = {}, browser = stranger(to)): Promise<Page> {
  provider.lies = { subject: 'officer@00C', ...lies };
  return browser.get('/acting-as');
}

const without = (name: string, claims: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));

const words = (params: URLSearchParams, more: Readonly<Record<string, string>>): URLSearchParams =>
  new URLSearchParams({ ...Object.fromEntries(params), ...more });

const notSignedIn = (page: Page): readonly unknown[] => [
  page.status,
  page.heading,
  page.headers.get('set-cookie')?.includes('remit-session=') ?? false,
];
const refused = [403, 'You have not been signed in', false];

describe('a sign-in', () => {
  it('goes through with a provider that tells the truth', async () => {
    expect((await signIn()).heading).toBe('Which role are you acting in?');
    const { form, authorization } = provider.asked();
    expect([form.get('client_id'), authorization, form.get('code_verifier')?.length]).toEqual([
      'remit-pages',
      undefined,
      43,
    ]);
  });

  const soon = Math.floor(Date.now() / 1000);
  const lies: readonly (readonly [string, Partial<Lies>])[] = [
    ['another state', { answer: (right) => words(right, { state: 'x'.repeat(43) }) }],
    ['no state', { answer: (right) => new URLSearchParams({ code: right.get('code')! }) }],
    ['two states', { answer: (right) => new URLSearchParams([...right, ['state', 'x']]) }],
    ['two codes', { answer: (right) => new URLSearchParams([...right, ['code', 'x']]) }],
    ['another code', { answer: (right) => words(right, { code: 'x'.repeat(32) }) }],
    ['another issuer in the answer', { answer: (right) => words(right, { iss: 'https://elsewhere.example' }) }],
    ['another nonce', { claims: (right) => ({ ...right, nonce: 'x' }) }],
    ['no nonce', { claims: (right) => without('nonce', right) }],
    ['another issuer', { claims: (right) => ({ ...right, iss: 'https://elsewhere.example' }) }],
    ['another audience', { claims: (right) => ({ ...right, aud: 'another-client' }) }],
    [
      'further audiences, authorised for another',
      { claims: (right) => ({ ...right, aud: ['remit-pages', 'x'], azp: 'x' }) },
    ],
    ['an ID token that has expired', { claims: (right) => ({ ...right, iat: soon - 900, exp: soon - 600 }) }],
    ['no subject', { claims: (right) => without('sub', right) }],
    ['a subject that reads as another', { claims: (right) => ({ ...right, sub: 'officer@00C\u202e' }) }],
    ['an ID token that nobody signed', { signed: 'not' }],
    [
      'an ID token that nobody signed, as the provider announces',
      { signed: 'not', metadata: { id_token_signing_alg_values_supported: ['none', 'ES256'] } },
    ],
    ['an ID token signed with the public key', { signed: 'with-public-key' }],
    [
      'an ID token signed with the public key, as the provider announces',
      { signed: 'with-public-key', metadata: { id_token_signing_alg_values_supported: ['HS256', 'ES256'] } },
    ],
    ['an ID token signed with another key', { signed: 'with-other-key' }],
    ['no consent', { answer: (right) => new URLSearchParams({ error: 'access_denied', state: right.get('state')! }) }],
    [
      'a fault',
      {
        answer: (right) =>
          new URLSearchParams({ error: 'invalid_scope', error_description: '<b>x</b>', state: right.get('state')! }),
      },
    ],
    ['somebody whom the register does not know', { subject: 'officer@99Z' }],
  ];
  it.each(lies)('is refused with %s', async (_, told) => {
    expect(notSignedIn(await signIn(told))).toEqual(refused);
    expect(refusals.at(-1)).toMatchObject({ what: 'sign-in refused', route: '/sign-in/callback' });
  });

  it('says that it was cancelled, and whose role is lacking', async () => {
    expect(
      (await signIn({ answer: (right) => new URLSearchParams({ error: 'access_denied', state: right.get('state')! }) }))
        .text,
    ).toContain('You cancelled the sign-in');
    expect((await signIn({ subject: 'officer@99Z' })).text).toContain('Nobody has given you a role');
  });
});

describe('an answer', () => {
  /** Lets the provider answer without the browser following it. */
  async function answered(
    browser = stranger(to),
  ): Promise<{ readonly url: string; readonly browser: ReturnType<typeof stranger> }> {
    const begun = await fetch(`${to.url}/sign-in?to=/acting-as`, { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie().find((each) => each.startsWith('remit-sign-in='))!;
    const [pair = ''] = cookie.split(';');
    (browser.cookies as Map<string, string>).set('remit-sign-in', pair.split('=')[1]!);
    const back = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
    return { url: back.headers.get('location')!.slice(to.url.length), browser };
  }

  it('is taken once', async () => {
    const { url, browser } = await answered();
    expect((await browser.get(url)).heading).toBe('Which role are you acting in?');
    const again = stranger(to);
    for (const [name, value] of browser.cookies)
      if (name !== 'remit-session') (again.cookies as Map<string, string>).set(name, value);
    expect(notSignedIn(await again.get(url))).toEqual(refused);
  });

  it('of one browser is of no use in another: nobody is signed in as somebody else without knowing', async () => {
    const { url } = await answered();
    expect(notSignedIn(await stranger(to).get(url))).toEqual(refused);
    const victim = await answered();
    expect(notSignedIn(await victim.browser.get(url))).toEqual(refused);
    // Nor does it spoil what the other one had begun.
    expect((await victim.browser.get(victim.url)).heading).toBe('Which role are you acting in?');
  });

  it('of a sign-in that began more than a quarter of an hour ago is too late', async () => {
    let now = Date.now();
    const slow = await testService({ more: { issuer: provider.issuer, logger, pages: { now: () => now } } });
    try {
      const begun = await fetch(`${slow.url}/sign-in`, { redirect: 'manual' });
      const [cookie = ''] = begun.headers.getSetCookie()[0]!.split(';');
      const back = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
      now += 15 * 60_000 + 1;
      const late = await fetch(back.headers.get('location')!, { headers: { cookie, accept: 'text/html' } });
      expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('The sign-in took too long')]);
    } finally {
      await slow.close();
    }
  });
});

describe('a provider', () => {
  it.each<readonly [string, Partial<Lies>]>([
    ['that cannot be reached', { down: true }],
    ['that calls itself by another name', { metadata: { issuer: 'https://elsewhere.example' } }],
  ])('%s signs nobody in, which a page says; once it is back it does', async (_, told) => {
    provider.lies = { subject: 'officer@00C', ...told };
    const fresh = await testService({ more: { issuer: provider.issuer, logger } });
    try {
      const page = await stranger(fresh).get('/acting-as');
      expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
      expect(page.text).toContain('You cannot be signed in now');
      provider.lies = { subject: 'officer@00C' };
      expect((await stranger(fresh).get('/acting-as')).heading).toBe('Which role are you acting in?');
    } finally {
      await fresh.close();
    }
  });

  it.each([
    ['gives no tokens', { refuses: { status: 500, error: 'x' } }],
    ['does not know the client', { refuses: { status: 401, error: 'invalid_client' } }],
  ])('that %s is no fault of the person: 503, and the log says what it answered', async (_, told) => {
    const page = await signIn(told);
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('You cannot be signed in now')]);
    expect(lines.at(-1)).toMatch(/does not answer as it should.*(status code|invalid_client|challenge)/);
  });
});

describe('where a sign-in leads', () => {
  it.each([
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/%5C',
    '\\/elsewhere.example',
    'https://elsewhere.example/',
    'javascript:alert(1)',
    '/\t/elsewhere.example',
    '/\r\n/elsewhere.example',
    '/\u0000/elsewhere',
    '/.//elsewhere.example',
    '/x/..//elsewhere.example',
    ' /acting-as',
    '',
    'acting-as',
    '/sign-in',
    '/sign-in?to=/sign-in',
    '/sign-out',
    `/${'x'.repeat(3_000)}`,
  ])('is within the service: %j', async (wanted) => {
    const begun = await fetch(`${to.url}/sign-in?to=${encodeURIComponent(wanted)}`, { redirect: 'manual' });
    const back = await fetch(begun.headers.get('location')!, { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!;
    const end = await fetch(back.headers.get('location')!, {
      redirect: 'manual',
      headers: { cookie, accept: 'text/html' },
    });
    const location = end.headers.get('location')!;
    expect([end.status, new URL(location, to.url).origin]).toEqual([303, to.url]);
    expect(new URL(location, to.url).pathname).not.toMatch(/^\/(\/|sign-)/);
  });

  it('is the page one wanted, with its query', async () => {
    provider.lies = { subject: 'officer@00C' };
    const page = await stranger(to).get('/acting-as?to=%2Fcases%3Fq%3DA%26b%3D%E2%82%AC');
    expect(page.path).toBe(`${to.url}/acting-as?to=%2Fcases%3Fq%3DA%26b%3D%E2%82%AC`);
    expect(page.dom.querySelector('input[name=to]')?.getAttribute('value')).toBe('/cases?q=A&b=€');
  });
});

describe('what is written', () => {
  it('holds no code, no token, no secret of a session and nothing of the client’s, over all of the above', () => {
    expect(provider.given.length).toBeGreaterThan(20);
    expect(lines.length).toBeGreaterThan(20);
    const all = lines.join('\n');
    for (const secret of provider.given) expect(all).not.toContain(secret);
    expect(all).not.toMatch(/code=|state=|remit-session|code_verifier|eyJ/);
  });
});
