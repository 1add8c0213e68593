/** Follows the links of the service as somebody who has signed in, so far as one kind of page is not seen too often. */
import { visitor, type Page, type Visitor } from '../visitor.js';
import type { TestService } from '../service.js';

/** The eight roles, each with somebody of the demonstration who holds it. */
export const personas = [
  'officer@00C',
  'practice@A81001',
  'verifier@00C',
  'assessor@Y54',
  'constitution@nhse',
  'committee@nhse',
  'auditor@nhse',
  'registrar@nhse',
] as const;

export interface Found {
  /** Path and query, from the service's root. */
  readonly path: string;
  readonly shape: string;
  readonly page: Page;
  /** The page that links to it. */
  readonly from: string;
}

interface Bounds {
  /** Pages of one shape, at most. */
  readonly each: number;
  /** The same for shapes of which more are to be seen. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Breadth first from the start page; no form is sent. */
export async function* crawl(
  to: Pick<TestService, 'url'>,
  persona: string,
  bounds: Bounds,
): AsyncGenerator<Found, void> {
  const browser = await visitor(to, persona, '/acting-as');
  yield* crawlAs(browser, to, bounds);
}

async function* crawlAs(
  browser: Visitor,
  { url }: Pick<TestService, 'url'>,
  { each, more = {} }: Bounds,
): AsyncGenerator<Found, void> {
  const seen = new Map<string, number>();
  const known = new Set(['/']);
  const waiting = [{ path: '/', from: 'the address' }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const shape = shapeOf(next.path);
    const times = seen.get(shape) ?? 0;
    if (times >= (more[shape] ?? each)) continue;
    seen.set(shape, times + 1);
    const page = await browser.get(next.path);
    yield { ...next, shape, page };
    for (const path of linksOn(page, url)) {
      if (known.has(path)) continue;
      known.add(path);
      waiting.push({ path, from: next.path });
    }
  }
}

/** Paths and queries of this service to which a page leads with GET, programs' own left out. */
export function linksOn({ dom, path }: Page, url: string): readonly string[] {
  return dom
    .querySelectorAll('a[href]')
    .map((link) => link.getAttribute('href') ?? '')
    .filter((href) => !href.startsWith('#') && URL.canParse(href, path))
    .map((href) => new URL(href, path))
    .filter(({ origin }) => origin === url)
    .map(({ pathname, search }) => pathname + search)
    .filter((found) => !/^\/(assets\/|api\/(docs|openapi)|health|metrics)/.test(found));
}

/** What pages of one kind have in common: the address without what it is about. */
export function shapeOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://own.invalid');
  const named = pathname
    .replaceAll(/\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$)/g, '/{id}')
    .replaceAll(/\/[0-9a-f]{64}(?=\/|$)/g, '/{sha256}')
    .replaceAll(/\/(\d\d[A-Z]|[A-Y]\d{5}|Y\d\d)(?=\/|$)/g, '/{code}')
    .replaceAll(/\/\d+(?=\/|$)/g, '/{n}')
    .replaceAll(/\/[\w.-]+(@|%40)[\w.-]+(?=\/|$)/g, '/{person}');
  const names = [...new Set(searchParams.keys())].sort();
  return names.length === 0 ? named : `${named}?${names.join('&')}`;
}
