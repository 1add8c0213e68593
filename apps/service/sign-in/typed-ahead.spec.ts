/** What was typed is not lost when the session has ended in the middle, and reaches nobody but whoever typed it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Get, Post } from '@nestjs/common';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testProvider, type TestProvider } from '../../../test/provider.js';
import { testService, type TestService } from '../../../test/service.js';
import { stranger, type Page, type Visitor } from '../../../test/visitor.js';
import { SeeOther, Shown } from '../pages/answered.js';

import { Pages, Posted } from '../pages/page.js';
import { ClearingUp } from '../session/clearing.js';
import type { PostedForm, Typed } from '../session/posted-form.js';

const taken: Typed[] = [];

/** A page with a form. */
@Pages('note')
class NotePages {
  @Get(':id')
  show(): Shown {
    return new Shown('sign-in/refused', { title: 'A note', because: 'Write it.' });
  }

  @Post(':id')
  take(@Posted() form: PostedForm): SeeOther {
    taken.push(form.typed());
    return new SeeOther('/signed-out');
  }

  @Post(':id/without-page')
  without(): SeeOther {
    return new SeeOther('/signed-out');
  }
}

interface Given {
  readonly subject: string;
  readonly path: string;
  readonly typed: Typed;
}

let provider: TestProvider;
let to: TestService;
let now = Date.now();
const given: Given[] = [];
beforeAll(async () => {
  provider = await testProvider();
  to = await testService({
    more: {
      issuer: provider.issuer,
      controllers: [NotePages],
      pages: {
        now: () => now,
        typed: {
          takes: (path) => path.startsWith('/note/'),
          take: async ({ subject }, path, typed) => {
            given.push({ subject, path, typed });
          },
        },
      },
    },
  });
});
beforeEach(() => {
  given.length = 0;
  taken.length = 0;
});
afterAll(async () => {
  await to.close();
  await provider.close();
});

async function at(
  path = '/note/1?b=2',
  subject = 'officer@00C',
): Promise<{ readonly browser: Visitor; readonly page: Page }> {
  provider.lies = { subject };
  const browser = stranger(to);
  return { browser, page: await browser.get(path) };
}

const form = (page: Page, more: Readonly<Record<string, string>> = { text: 'All I wrote.' }): string =>
  new URLSearchParams({ _csrf: page.dom.querySelector('[name=_csrf]')!.getAttribute('value')!, ...more }).toString();

const end = (): void => void (now += 31 * 60_000);
const keptFiles = (): number =>
  readdirSync(join(to.folder, 'signing-in', 'typed'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  ).length;
const signOn = (browser: Visitor, { dom }: Page, subject = 'officer@00C'): Promise<Page> => {
  provider.lies = { subject };
  return browser.get(dom.querySelector('main a.nhsuk-button')!.getAttribute('href')!);
};

describe('what was typed when the session had ended', () => {
  it('is kept, which the page says before anybody is sent to sign in, and is given back on the same page', async () => {
    const { browser, page } = await at();
    end();
    const sent = await browser.post('/note/1?b=2', form(page, { text: '<b>All\r\nI wrote.', more: '1' }));
    expect([sent.status, sent.heading, sent.path]).toEqual([401, 'You have been signed out', `${to.url}/note/1?b=2`]);
    expect(sent.text).toContain('What you typed is kept. Sign in to go on.');
    expect([taken, given]).toEqual([[], []]);
    const back = await signOn(browser, sent);
    expect([back.status, back.path]).toEqual([200, `${to.url}/note/1?b=2`]);
    expect(given).toEqual([
      { subject: 'officer@00C', path: '/note/1?b=2', typed: { text: ['<b>All\nI wrote.'], more: ['1'] } },
    ]);
    expect(keptFiles()).toBe(0);
    expect([...browser.cookies.keys()]).toEqual(['remit-session']);
  });

  it('is kept of each window, and all of it is given back', async () => {
    const { browser, page } = await at();
    end();
    const [one, two] = [
      await browser.post('/note/1', form(page)),
      await browser.post('/note/2', form(page, { text: 'Another.' })),
    ];
    expect([one.status, two.status]).toEqual([401, 401]);
    await signOn(browser, two);
    expect(given.map(({ path }) => path).sort()).toEqual(['/note/1', '/note/2']);
  });

  it('is dropped where somebody else signs in, who is not led to the page either', async () => {
    const { browser, page } = await at();
    end();
    const sent = await browser.post('/note/1', form(page));
    const back = await signOn(browser, sent, 'assessor@Y54');
    expect([new URL(back.path).pathname, given, keptFiles()]).toEqual(['/', [], 0]);
  });

  it('waits through a sign-in that fails', async () => {
    const { browser, page } = await at();
    end();
    const sent = await browser.post('/note/1', form(page));
    provider.lies = {
      subject: 'officer@00C',
      answer: (right) => new URLSearchParams({ error: 'access_denied', state: right.get('state')! }),
    };
    await browser.get('/sign-in');
    provider.lies = { subject: 'officer@00C', refuses: { status: 500, error: 'x' } };
    await browser.get('/sign-in');
    expect(given).toEqual([]);
    await signOn(browser, sent);
    expect(given).toHaveLength(1);
  });

  it('is gone after a day', async () => {
    const { browser, page } = await at();
    end();
    await browser.post('/note/1', form(page));
    expect(keptFiles()).toBe(1);
    now += 24 * 60 * 60_000 + 1;
    await to.service.app.get(ClearingUp).look();
    expect(keptFiles()).toBe(0);
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['from another site', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }],
    ['from another site of the same domain', { 'sec-fetch-site': 'same-site' }],
    ['by what is no browser', { origin: 'null', 'sec-fetch-site': 'none' }],
  ])('is not read at all when it is sent %s', async (_, headers) => {
    const { browser, page } = await at();
    end();
    const sent = await browser.post('/note/1', form(page), headers);
    expect([sent.status, sent.text.includes('is kept'), keptFiles()]).toEqual([401, false, 0]);
  });

  it('is not kept where it is too large, names nobody, or stands on no page; the page says so', async () => {
    const { browser, page } = await at();
    end();
    const large = await browser.post('/note/1', form(page, { text: 'x'.repeat(256 * 1024) }));
    const nobodys = await browser.post('/note/1', 'text=x');
    const nowhere = await browser.post('/note/1/without-page', form(page));
    for (const sent of [large, nobodys, nowhere])
      expect([sent.status, sent.heading, sent.text.includes('could not be kept')]).toEqual([
        401,
        'You have been signed out',
        true,
      ]);
    expect((await browser.post('/nothing', form(page))).status).not.toBe(200);
    expect(keptFiles()).toBe(0);
  });

  it('never comes from a program: the API says that one must sign in, and reads nothing', async () => {
    const answer = await fetch(`${to.url}/api/cases`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: to.url, 'sec-fetch-site': 'same-origin' },
      body: 'a=b',
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
    expect(keptFiles()).toBe(0);
  });

  it('fills no disk: of one browser ten forms are kept', async () => {
    const { browser, page } = await at();
    end();
    for (let n = 0; n < 12; n += 1) await browser.post(`/note/${n}`, form(page));
    expect(keptFiles()).toBe(10);
    await browser.get('/sign-in');
  });
});

describe('in a form with files', () => {
  const parts = (page: Page, text: string): FormData => {
    const form = new FormData();
    form.append('_csrf', page.dom.querySelector('[name=_csrf]')!.getAttribute('value')!);
    form.append('text', text);
    form.append('paper', new Blob(['x'.repeat(100_000)], { type: 'application/pdf' }), 'paper.pdf');
    return form;
  };
  const send = (
    browser: Visitor,
    body: FormData,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { cookie, accept: 'text/html', origin: to.url, 'sec-fetch-site': 'same-origin', ...headers };
    return fetch(`${to.url}/note/1`, { method: 'POST', body, headers: all });
  };

  it('what was typed is kept, and the files are to be chosen again, which the page says', async () => {
    const { browser, page } = await at();
    end();
    const sent = await sendWhole(browser, page, 'Beside a file.');
    expect([
      sent.status,
      sent.said.includes('What you typed is kept'),
      sent.said.includes('Choose them again'),
    ]).toEqual([401, true, true]);
    (browser.cookies as Map<string, string>).set('remit-sign-in', sent.cookie);
    await browser.get('/sign-in?to=/note/1');
    expect(given).toEqual([{ subject: 'officer@00C', path: '/note/1', typed: { text: ['Beside a file.'] } }]);
  });

  it('nothing is kept that is too long, or that another site sends', async () => {
    const { browser, page } = await at();
    end();
    const long = await sendWhole(browser, page, 'x'.repeat(300 * 1024));
    expect([long.status, long.said.includes('could not be kept')]).toEqual([401, true]);
    const foreign = await sendWhole(browser, page, 'x', {
      origin: 'https://elsewhere.example',
      'sec-fetch-site': 'cross-site',
    });
    expect([foreign.status, foreign.said.includes('is kept'), keptFiles()]).toEqual([401, false, 0]);
  });

  /** With its length said beforehand, as browsers do. */
  async function sendWhole(browser: Visitor, page: Page, text: string, headers: Readonly<Record<string, string>> = {}) {
    const answer = await send(browser, parts(page, text), headers);
    const [cookie = ''] = answer.headers
      .getSetCookie()
      .map((each) => each.split(';')[0]!.replace('remit-sign-in=', ''));
    return { status: answer.status, cookie, said: await answer.text() };
  }
});

describe('a form from before one signed in again', () => {
  it('records nothing, and is shown again with what was typed', async () => {
    const { browser, page } = await at();
    await browser.get('/sign-in?to=/note/1');
    const again = await browser.post('/note/1', form(page));
    expect([again.status, again.path, taken]).toEqual([200, `${to.url}/note/1`, []]);
    expect(given).toEqual([{ subject: 'officer@00C', path: '/note/1', typed: { text: ['All I wrote.'] } }]);
    expect((await browser.post('/note/1', form(again))).heading).toBe('You have signed out');
    expect(taken).toHaveLength(1);
  });

  it('of somebody else is refused, and kept for nobody', async () => {
    const { browser, page } = await at();
    provider.lies = { subject: 'assessor@Y54' };
    await browser.get('/sign-in?to=/note/1');
    expect((await browser.post('/note/1', form(page))).status).toBe(403);
    expect([taken, given]).toEqual([[], []]);
  });

  it('that another site sends is refused, though it knew the token', async () => {
    const { browser, page } = await at();
    await browser.get('/sign-in?to=/note/1');
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await browser.post('/note/1', form(page), headers)).status).toBe(403);
    expect(given).toEqual([]);
  });
});

describe('signing out', () => {
  it('where the session is over already is as good as done', async () => {
    const { browser, page } = await at();
    end();
    expect((await browser.post('/sign-out', form(page, {}))).heading).toBe('You have signed out');
  });
});
