import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../../libs/event-log/memory.js';
import { testService, type TestService } from '../../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../../test/visitor.js';

let to: TestService;
let committee: Visitor;
beforeAll(async () => {
  to = await testService({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  committee = await visitor(to, 'committee@nhse', '/cases');
});
afterAll(() => to.close());

const namesOn = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('tbody th a').map((link) => link.text.trim());

const csvAt = async (browser: Visitor, path: string): Promise<readonly string[]> =>
  (await browser.get(path)).html
    .replaceAll('"', '')
    .split('\r\n')
    .filter((line) => line !== '');

describe('the list of cases', () => {
  it('shows whom each case waits on and by when, due first, fifty on a page', async () => {
    const page = await committee.get('/cases');
    expect(page.heading).toBe('Cases');
    expect(page.dom.querySelector('caption')?.text).toContain('1 to 50 of 53 cases');
    expect(namesOn(page)).toHaveLength(50);
    const [first] = page.dom.querySelectorAll('tbody tr');
    expect(first!.text.replaceAll(/\s+/g, ' ')).toMatch(
      /CCG \(0\w\w\) .* Expression of interest Regional assessor .* 2026 Overdue Nobody/,
    );
    expect(namesOn(await committee.get('/cases?page=2'))).toHaveLength(3);
  });

  it('counts by stage, and each figure leads to its cases', async () => {
    const page = await committee.get('/cases');
    for (const link of page.dom.querySelectorAll('.remit-counts a')) {
      const count = Number(link.querySelector('.remit-counts__count')!.text.trim());
      const found = await committee.get(link.getAttribute('href')!);
      expect([link.text.trim(), namesOn(found).length]).toEqual([link.text.trim(), count]);
    }
    expect(page.dom.querySelectorAll('.remit-counts a').length).toBeGreaterThan(10);
  });

  it('is searched by CCG, by code, by practice and by reference', async () => {
    expect(namesOn(await committee.get('/cases?q=juniperholme'))).toEqual(['NHS East Juniperholme CCG (00C)']);
    expect(namesOn(await committee.get('/cases?q=00c'))).toEqual(['NHS East Juniperholme CCG (00C)']);
    expect(namesOn(await committee.get('/cases?q=A81001'))).toEqual(['NHS East Juniperholme CCG (00C)']);
    expect(namesOn(await committee.get('/cases?q=Willowcourt+Family'))).toContain('NHS East Juniperholme CCG (00C)');
    const [href] = (await committee.get('/cases?q=00C')).dom.querySelectorAll('tbody th a');
    const id = href!.getAttribute('href')!.replace('/cases/', '');
    expect(namesOn(await committee.get(`/cases?q=${id.slice(0, 8)}`))).toEqual(['NHS East Juniperholme CCG (00C)']);
    expect(namesOn(await committee.get(`/cases?q=${id}`))).toEqual(['NHS East Juniperholme CCG (00C)']);
    const none = await committee.get('/cases?q=no-such-name');
    expect(none.text).toContain('No case matches all of this');
  });

  it('is filtered by a form without script, which keeps the order; sent empty, a field asks nothing', async () => {
    const page = await committee.get('/cases?sort=ccg');
    const filtered = await committee.submit(page, { level: 'L2', state: 'open' });
    expect(filtered.status).toBe(200);
    expect(filtered.path).toMatch(/level=L2/);
    expect(filtered.path).toMatch(/sort=ccg/);
    expect(filtered.text).toContain('Level: Joint commissioning');
    const names = namesOn(filtered);
    expect(names.length).toBeGreaterThan(3);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
    expect(namesOn(await committee.submit(page))).toHaveLength(50);
  });

  it('answers a query that cannot be right with what is wrong', async () => {
    for (const query of ['page=none', 'level=L9', 'region=London', 'sort=backwards', 'colour=red', 'page=0']) {
      const answer = await committee.get(`/cases?${query}`);
      expect([query, answer.status]).toEqual([query, 422]);
      expect(answer.text).toMatch(/Enter|Select|not/);
    }
    expect((await committee.get('/cases?page=9999')).status).toBe(200);
  });

  it('shows what was looked for as text', async () => {
    const page = await committee.get(`/cases?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('<script>alert');
    expect(page.dom.querySelector('#filter-q')!.getAttribute('value')).toBe('"><script>alert(1)</script>');
  });

  it('is had as a file, of all pages', async () => {
    const lines = await csvAt(committee, '/cases.csv');
    expect(lines).toHaveLength(54);
    expect(lines[0]).toMatch(/^Reference,CCG code,CCG,/);
    expect(await csvAt(committee, '/cases.csv?q=00C')).toHaveLength(2);
    const { headers } = await committee.get('/cases.csv');
    expect(headers.get('content-disposition')).toBe('attachment; filename="cases.csv"');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('of other organisations', () => {
  it('nobody sees a case, counts one, or finds one by search', async () => {
    const officer = await visitor(to, 'officer@00C', '/cases');
    const page = await officer.get('/cases');
    expect(namesOn(page)).toEqual(['NHS East Juniperholme CCG (00C)']);
    const counts = page.dom.querySelectorAll('.remit-counts__count').map((count) => Number(count.text));
    expect(Math.max(...counts)).toBe(1);
    expect(namesOn(await officer.get('/cases?q=Bramblelowe'))).toEqual([]);
    expect(namesOn(await officer.get('/cases?region=Y56'))).toEqual([]);
    expect(await csvAt(officer, '/cases.csv')).toHaveLength(2);
    expect(page.dom.querySelectorAll('thead th').map((head) => head.text.trim())).not.toContain('Claimed by');
  });

  it('a practice sees the ballots of its own CCG, and of the case around them nothing', async () => {
    const practice = await visitor(to, 'practice@A81001', '/cases');
    const page = await practice.get('/cases');
    expect(page.heading).toBe('Ballots');
    expect(namesOn(page)).toEqual(['NHS East Juniperholme CCG (00C)']);
    const row = page.dom.querySelector('tbody tr')!.text;
    expect(row).toContain('Member mandate');
    expect(row).not.toMatch(/Constitutional amendment|Terms of reference/);
    expect(namesOn(await practice.get('/cases?state=constitution'))).toEqual([]);
    expect((await practice.get('/cases.csv')).html).not.toMatch(/Constitutional/);
  });
});
