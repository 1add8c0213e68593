import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { memoryLog } from '../../libs/event-log/memory.js';
import { testService, type TestService } from '../service.js';
import { visitor, type Page } from '../visitor.js';
import { crawl, personas, type Found } from './crawling.js';

// Some thousand pages.
jest.setTimeout(240_000);

let to: TestService;
beforeAll(async () => {
  to = await testService({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
});
afterAll(() => to.close());

const bounds = {
  each: 3,
  more: {
    '/cases/{id}': 60,
    '/cases/{id}/history': 12,
    '/cases/{id}/at/{n}': 12,
    '/cases/{id}/chart?stage': 12,
    '/meetings/{id}': 6,
    '/register/committees/{name}': 10,
    '/register/change/committee/{name}': 10,
  },
};

describe.each(personas)('every link that %s finds', (persona) => {
  const found: Found[] = [];
  let appended: readonly { readonly stream: string }[] = [];
  beforeAll(async () => {
    const before = await to.head();
    for await (const each of crawl(to, persona, bounds)) found.push(each);
    appended = await to.log.readAll({ after: before, limit: 100_000 });
  });

  it('leads to a page', () => {
    const dead = found.filter(({ page }) => page.status !== 200);
    expect(dead.map(({ path, from, page }) => `${page.status} ${path}, linked from ${from}`)).toEqual([]);
  });

  it('leads to the place on it that it names', () => {
    const lost = found.flatMap(({ page, path }) => lostPlaces(page).map((place) => `${path} leads to ${place}`));
    expect(lost).toEqual([]);
  });

  it('leads to nothing that is not theirs to know', async () => {
    const hidden = await hiddenFrom(persona);
    const told = found.flatMap(({ path, page }) =>
      [...page.html.matchAll(uuid)].filter(([id]) => hidden.has(id)).map(([id]) => `${path} tells of ${id}`),
    );
    expect([...new Set(told)]).toEqual([]);
  });

  it('changes nothing by being followed', () => {
    const streams = new Set(appended.map(({ stream }) => stream));
    // What auditors read is recorded.
    expect([...streams].filter((stream) => !(persona.startsWith('auditor') && stream === 'readings'))).toEqual([]);
  });

  it('is answered as pages are', () => {
    const wrong = found
      .filter(({ page }) => isHtml(page))
      .flatMap(({ path, page }) => wrongOf(page).map((what) => `${path}: ${what}`));
    expect(wrong).toEqual([]);
    const nonces = found.filter(({ page }) => isHtml(page)).map(({ page }) => nonceIn(page));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('has a title that nothing at another address has', () => {
    const addresses = new Map<string, Set<string>>();
    for (const { page } of found.filter(({ page }) => isHtml(page) && page.status === 200))
      addresses.set(page.title, (addresses.get(page.title) ?? new Set()).add(placeOf(page)));
    const shared = [...addresses].filter(([, all]) => all.size > 1);
    expect(shared.map(([title, all]) => `“${title}”: ${[...all].join(', ')}`)).toEqual([]);
  });
});

/** Where a page is: how a list is narrowed or ordered makes no other page of it, but how far on in it one is does. */
function placeOf({ path }: Page): string {
  const { pathname, searchParams } = new URL(path);
  const on = ['page', 'after', 'before'].flatMap((name) => searchParams.getAll(name).map((at) => `${name}=${at}`));
  return [pathname, ...on.filter((each) => each !== 'page=1')].join('?');
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids of cases that this person is not to know of, as the API answers them. That a committee met over a case is told on the case. */
async function hiddenFrom(persona: string): Promise<ReadonlySet<string>> {
  const all = await to.log.readAll({ limit: 1_000_000 });
  const about = all.filter(({ stream, workflow }) => stream.startsWith('case-') && workflow !== 'committee-meeting');
  const ids = new Set(about.map(({ stream }) => stream.slice('case-'.length)));
  const hidden = new Set<string>();
  for (const id of ids) if ((await to.as(persona).get(`/api/cases/${id}`)).status === 404) hidden.add(id);
  return hidden;
}

const isHtml = ({ headers }: Page): boolean => /^text\/html/.test(headers.get('content-type') ?? '');

/** Fragments of a page's own links that are not on it. */
function lostPlaces(page: Page): readonly string[] {
  if (!isHtml(page)) return [];
  const own = page.dom.querySelectorAll('a[href^="#"]').map((link) => link.getAttribute('href')?.slice(1) ?? '');
  const there = new Set(page.dom.querySelectorAll('[id]').map(({ id }) => id));
  return own.filter((id) => id !== '' && !there.has(id)).map((id) => `#${id}`);
}

const nonceIn = ({ headers }: Page): string =>
  /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? 'none';

/** What a page lacks that every page must have. */
function wrongOf({ headers, dom, html }: Page): readonly string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const expected = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  };
  const missing = Object.entries(expected).flatMap(([name, value]) =>
    headers.get(name) === value ? [] : [`expected ${name}: ${value}, found ${headers.get(name) ?? 'none'}`],
  );
  const headings = dom.querySelectorAll('h1').length;
  return [
    ...missing,
    ...(/unsafe|\*/.test(policy) || !policy.includes("default-src 'none'") ? [`the policy is ${policy}`] : []),
    ...(headings === 1 ? [] : [`${headings} h1`]),
    ...(/ – Remit<\/title>/.test(html) ? [] : ['the title does not end in “– Remit”']),
    ...(/\sstyle="|<style\b|\son\w+="/.test(html) ? ['styles or scripts in its text, which the policy forbids'] : []),
    ...(/\[object Object\]|\bundefined\b|\bNaN\b|\bInvalid Date\b/.test(dom.querySelector('main')?.text ?? '')
      ? [
          `says ${/.{30}(\[object Object\]|\bundefined\b|\bNaN\b|\bInvalid Date\b).{20}/s.exec(dom.querySelector('main')?.text ?? '')?.[0] ?? 'undefined'}`,
        ]
      : []),
    ...formsWithoutToken(dom),
  ];
}

const formsWithoutToken = (dom: Page['dom']): readonly string[] =>
  dom
    .querySelectorAll('form')
    .filter((form) => form.getAttribute('method')?.toLowerCase() === 'post')
    .filter((form) => form.querySelector('input[name=_csrf]') === null)
    .map((form) => `the form to ${form.getAttribute('action') ?? 'itself'} carries no token`);

describe('the addresses of a case', () => {
  const below = [
    '',
    '/history',
    '/documents',
    '/constitution',
    '/ballot/1',
    '/at',
    '/at/0',
    '/at?when-day=1&when-month=1&when-year=2027',
    '/chart',
    '/chart?show=whole',
    '/chart?revision=0',
    '/letter/1',
    '/do/BallotOpened',
    '/history.csv',
  ];

  it.each(['officer@01A', 'practice@A81001', 'verifier@01A', 'assessor@Y56'])(
    'are nowhere for %s, whose case it is not',
    async (persona) => {
      const somebody = await visitor(to, persona, '/acting-as');
      const hidden = [...(await hiddenFrom(persona))].slice(0, 12);
      expect(hidden.length).toBeGreaterThan(5);
      const before = await to.head();
      for (const id of hidden)
        for (const path of below) {
          const page = await somebody.get(`/cases/${id}${path}`);
          expect({ path, status: page.status }).toEqual({ path, status: 404 });
          expect(page.html).not.toContain('<script>alert');
        }
      expect(await to.head()).toBe(before);
    },
  );

  it('of another are not to be told from those that do not exist', async () => {
    const officer = await visitor(to, 'officer@01A', '/acting-as');
    const [hidden = ''] = await hiddenFrom('officer@01A');
    const textOf = async (id: string): Promise<string> => {
      const { text } = await officer.get(`/cases/${id}`);
      return text.replaceAll(uuid, '').trim();
    };
    expect(await textOf(hidden)).toBe(await textOf('00000000-0000-4000-8000-000000000000'));
  });
});
