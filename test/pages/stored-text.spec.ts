/** What people wrote is shown as they wrote it, whatever it would be if it were not text. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { memoryLog } from '../../libs/event-log/memory.js';
import { testService, type Body, type TestService } from '../service.js';
import type { Page } from '../visitor.js';
import { crawl, personas } from './crawling.js';
import { inTurn, mark, payloads, spikedCase } from './payloads.js';

jest.setTimeout(240_000);

const ccg = '00C';
let to: TestService<Body>;
let spiked: Awaited<ReturnType<typeof spikedCase>>;
beforeAll(async () => {
  to = await testService<Body>({ log: memoryLog() });
  spiked = await spikedCase(to, ccg, inTurn());
});
afterAll(() => to.close());

it('is in the record as it was written', async () => {
  const text = JSON.stringify(await to.log.readStream(`case-${spiked.case}`));
  for (const payload of payloads) expect(text).toContain(JSON.stringify(payload).slice(1, -1));
});

describe.each(personas)('every page that %s finds', (persona) => {
  const pages: (readonly [string, Page])[] = [];
  beforeAll(async () => {
    const bounds = { each: 4, more: { '/cases/{id}/do/{type}': 40, '/cases/{id}/at/{n}': 20 } };
    for await (const { path, page } of crawl(to, persona, bounds)) pages.push([path, page]);
  });

  it('shows it as text: no element, no attribute, no script of it', () => {
    const wrong = pages.flatMap(([path, page]) => brokenOut(page).map((what) => `${path}: ${what}`));
    expect(wrong).toEqual([]);
  });

  it('keeps a sheet of it from doing sums', () => {
    const sheets = pages.filter(([, { headers }]) => (headers.get('content-type') ?? '').startsWith('text/csv'));
    const wrong = sheets.flatMap(([path, { html }]) =>
      [...html.matchAll(/(?:^|[,\r\n])"?([=+@-][^,\r\n]{0,30})/g)].map(([, cell = '']) => `${path}: ${cell}`),
    );
    expect(wrong.filter((each) => !/: -?\d+(\.\d+)?"?$/.test(each))).toEqual([]);
    for (const [path, { headers }] of sheets)
      expect([path, headers.get('content-disposition')]).toEqual([
        path,
        expect.stringMatching(/^attachment; filename="[\w.-]+"$/),
      ]);
  });
});

/** What of a page is not ours. */
function brokenOut({ dom, html, headers }: Page): readonly string[] {
  if (!(headers.get('content-type') ?? '').startsWith('text/html')) return [];
  const scripts = dom
    .querySelectorAll('script')
    .filter((script) => (script.getAttribute('src') ?? '') === '' && script.text.includes(mark));
  const elements = dom.querySelectorAll(
    '[onerror], [onload], [onmouseover], [onfocus], [autofocus], [srcdoc], base, iframe, style',
  );
  const links = dom.querySelectorAll('a[href], form[action]').filter((link) => {
    const to = (link.getAttribute('href') ?? link.getAttribute('action') ?? '').trim();
    return /^(javascript|data|vbscript):/i.test(to) || /elsewhere\.example/.test(to);
  });
  return [
    ...scripts.map(() => 'a script of its text'),
    ...elements.map(({ outerHTML }) => `an element of its text: ${outerHTML.slice(0, 120)}`),
    ...links.map(({ outerHTML }) => `a link of its text: ${outerHTML.slice(0, 120)}`),
    ...(html.includes(`<script>window.${mark}`) ? ['a script as it was written'] : []),
    ...(/(?<!\{)\b49\b(?=\{%|&#123;|\{)/.test(html) ? ['a sum done by the template'] : []),
    ...(/&amp;(lt|amp|quot|#39);/.test(html.replaceAll(/&amp;(lt|gt|quot|#0);/g, '')) ? ['text escaped twice'] : []),
  ];
}

it('is seen by those who may read it, letter by letter', async () => {
  const seen: string[] = [];
  for await (const { page } of crawl(to, 'officer@00C', { each: 4 })) seen.push(page.dom.text);
  const all = seen.join('\n');
  const missing = payloads.filter((payload) => !all.includes(payload));
  expect(missing).toEqual([]);
});
