/** Signing out, here and at the provider (OpenID Connect RP-Initiated Logout). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testProvider, type TestProvider } from '../../../test/provider.js';
import { testService, type TestService } from '../../../test/service.js';
import { stranger, visitor, type Page, type Visitor } from '../../../test/visitor.js';

let provider: TestProvider;
const open: TestService[] = [];
const lines: string[] = [];
const hear = (...said: readonly unknown[]): void =>
  void lines.push(said.map((each) => (each instanceof Error ? String(each.stack) : JSON.stringify(each))).join(' '));

beforeAll(async () => {
  provider = await testProvider();
});
afterEach(async () => {
  while (open.length > 0) await open.pop()!.close();
});
afterAll(() => provider.close());

/** A service that meets the provider as it is told to be. */
async function serviceWith(metadata: Readonly<Record<string, unknown>>): Promise<TestService> {
  provider.lies = { subject: 'officer@00C', metadata };
  const logger = { log: hear, error: hear, warn: hear, debug: hear, verbose: hear, fatal: hear };
  const to = await testService({ more: { issuer: provider.issuer, logger, tellSecurity: hear } });
  open.push(to);
  return to;
}

const announced = () => ({ end_session_endpoint: `${provider.issuer}/end` });

const bodyOf = ({ dom }: Page): string => `_csrf=${dom.querySelector('[name=_csrf]')!.getAttribute('value')!}`;

const signOut = (browser: Visitor, page: Page): Promise<Page> => browser.post('/sign-out', bodyOf(page));

/** The answer of the service itself, before anybody is led on. */
const firstOfSignOut = (to: TestService, { cookies }: Pick<Visitor, 'cookies'>, page: Page): Promise<Response> =>
  fetch(`${to.url}/sign-out`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      cookie: `remit-session=${cookies.get('remit-session')!}`,
      origin: to.url,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: bodyOf(page),
  });

/** All that is kept of sessions, by its path. */
function keptIn({ folder }: TestService): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.includes('sessions') && name.endsWith('.json'));
  return new Map(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('signing out', () => {
  it('leads on to the provider, with its own word of the sign-in, and back; whatever was kept is gone', async () => {
    const to = await serviceWith(announced());
    const browser = stranger(to);
    const page = await browser.get('/acting-as');
    const idToken = provider.given.findLast((each) => each.startsWith('eyJ'))!;
    const holding = [...keptIn(to)].filter(([, text]) => text.includes(idToken)).map(([name]) => name);
    expect(holding).toEqual([expect.stringContaining('hints')]);
    const end = await signOut(browser, page);
    expect([end.path, end.heading]).toEqual([`${to.url}/signed-out`, 'You have signed out']);
    expect(Object.fromEntries(provider.signOuts.at(-1)!)).toEqual({
      client_id: 'remit-pages',
      id_token_hint: idToken,
      post_logout_redirect_uri: `${to.url}/signed-out`,
    });
    expect([...keptIn(to)]).toEqual([]);
    const again = await fetch(`${to.url}/acting-as`, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect(again.status).toBe(303);
    expect(lines.join('\n')).not.toMatch(/eyJ|id_token/);
  });

  it.each([
    ['announces no sign-out', {}],
    ['announces one elsewhere', { end_session_endpoint: 'https://elsewhere.example/end' }],
    ['announces something that is no address', { end_session_endpoint: '/end' }],
  ])('stays here where the provider %s, and keeps no token for it', async (_, metadata) => {
    const to = await serviceWith(metadata);
    const browser = stranger(to);
    const page = await browser.get('/acting-as');
    expect([...keptIn(to).values()].join()).not.toContain('eyJ');
    const before = provider.signOuts.length;
    const end = await signOut(browser, page);
    expect([end.path, end.heading]).toEqual([`${to.url}/signed-out`, 'You have signed out']);
    expect(provider.signOuts).toHaveLength(before);
  });

  it('ends the session here though the provider is gone', async () => {
    const to = await serviceWith(announced());
    const browser = stranger(to);
    const page = await browser.get('/acting-as');
    provider.lies = { subject: 'officer@00C', down: true };
    const end = await firstOfSignOut(to, browser, page);
    expect(end.status).toBe(303);
    expect(end.headers.get('location')).toContain('signed-out');
    expect([...keptIn(to)]).toEqual([]);
  });

  it('goes by the development identity, which leads back', async () => {
    const to = await testService();
    open.push(to);
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    const end = await firstOfSignOut(to, officer, officer.first);
    expect(new URL(end.headers.get('location')!).origin).toBe(to.issuer);
    const back = await fetch(end.headers.get('location')!, { redirect: 'manual' });
    expect([back.status, back.headers.get('location')]).toEqual([303, `${to.url}/signed-out`]);
    const elsewhere = new URL(end.headers.get('location')!);
    elsewhere.searchParams.set('post_logout_redirect_uri', 'https://elsewhere.example/');
    const refused = await fetch(elsewhere, { redirect: 'manual' });
    expect([refused.status, refused.headers.get('location')]).toEqual([400, null]);
  });
});
