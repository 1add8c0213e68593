import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testService, type TestService } from '../../../test/service.js';
import { stranger, visitor } from '../../../test/visitor.js';

let to: TestService;
beforeAll(async () => {
  to = await testService();
});
afterAll(() => to.close());

describe('a person in a browser', () => {
  it('is sent to sign in, and comes back to the page they wanted', async () => {
    const { first, cookies } = await visitor(to, 'officer@00C', '/acting-as');
    expect(first.heading).toBe('Which role are you acting in?');
    expect(first.path).toBe(`${to.url}/acting-as`);
    expect([...cookies.keys()]).toEqual(['remit-session']);
  });

  it('signs out, and the session is of no use to anybody who kept it', async () => {
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    const kept = officer.cookies.get('remit-session')!;
    const out = await officer.post(
      '/sign-out',
      `_csrf=${officer.first.dom.querySelector('[name=_csrf]')!.getAttribute('value')!}`,
    );
    expect(out.heading).toBe('You have signed out');
    expect([...officer.cookies.keys()]).toEqual([]);
    const again = await stranger(to).get('/acting-as', { cookie: `remit-session=${kept}` });
    expect(again.heading).toBe('Who are you today?');
  });

  it('cannot be made to do anything by a page of another site', async () => {
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    const csrf = officer.first.dom.querySelector('[name=_csrf]')!.getAttribute('value')!;
    const foreign = await officer.post('/sign-out', `_csrf=${csrf}`, { origin: 'https://elsewhere.example' });
    expect(foreign.status).toBe(403);
    const withoutToken = await officer.post('/sign-out', '');
    expect(withoutToken.status).toBe(403);
    expect((await officer.get('/acting-as')).heading).toBe('Which role are you acting in?');
  });

  it('may use the API by the same session', async () => {
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    const me = await officer.get('/api/me', { accept: 'application/json' });
    expect(JSON.parse(me.html)).toMatchObject({ id: 'officer@00C' });
  });
});
