import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testService, type TestService } from '../../../test/service.js';
import { stranger, visitor } from '../../../test/visitor.js';

let to: TestService;
beforeAll(async () => {
  to = await testService();
});
afterAll(() => to.close());

const pages = [
  ['/accessibility', 'Accessibility statement'],
  ['/cookies', 'Cookies'],
  ['/privacy', 'Privacy'],
  ['/how-it-works', 'How this works'],
] as const;

describe('what stands in the footer', () => {
  it.each(pages)('is open to all, with one heading and a title of its own: %s', async (path, heading) => {
    const page = await stranger(to).get(path);
    expect([page.status, page.heading, page.title, page.dom.querySelectorAll('h1').length]).toEqual([
      200,
      heading,
      `${heading} – Remit`,
      1,
    ]);
    const levels = page.dom.querySelectorAll('main h1, main h2, main h3').map(({ tagName }) => Number(tagName[1]));
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(page.dom.querySelector(`footer a[href="${path}"]`)?.text.trim()).toBe(heading);
  });

  it('offers to sign in, and leads back; who has signed in is offered to sign out', async () => {
    const page = await stranger(to).get('/how-it-works?x=1');
    expect(page.dom.querySelector('header a[href^="/sign-in"]')?.getAttribute('href')).toBe(
      '/sign-in?to=%2Fhow-it-works%3Fx%3D1',
    );
    expect(page.dom.querySelectorAll('header form')).toEqual([]);
    const officer = await visitor(to, 'officer@00C', '/sign-in?to=/how-it-works');
    expect([officer.first.heading, officer.first.path]).toEqual(['How this works', `${to.url}/how-it-works`]);
    expect(officer.first.dom.querySelector('header form[action="/sign-out"]')).not.toBeNull();
    expect(
      (await stranger(to).get('/signed-out')).dom.querySelector('header a[href^="/sign-in"]')?.getAttribute('href'),
    ).toBe('/sign-in');
  });

  it('names the cookies that there are, and no other', async () => {
    const { dom } = await stranger(to).get('/cookies');
    const named = dom.querySelectorAll('tbody tr').map((row) => /remit-[a-z-]+/.exec(row.text)?.[0]);
    expect(named).toEqual(['remit-session', 'remit-sign-in']);
    const browser = stranger(to);
    await browser.get('/sign-in');
    const begun = [...browser.cookies.keys()];
    const { cookies } = await visitor(to, 'officer@00C', '/acting-as');
    expect([...begun, ...cookies.keys()].sort()).toEqual(['remit-session', 'remit-sign-in']);
  });

  it('leads nowhere without an address there', async () => {
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    for (const [path] of pages)
      for (const link of (await officer.get(path)).dom
        .querySelectorAll('main a')
        .map((each) => each.getAttribute('href')!))
        expect([link, /^https:\/\//.test(link) || (await officer.get(link)).status]).toEqual([link, expect.anything()]);
    expect((await officer.get('/api/docs')).status).toBe(200);
  });
});
