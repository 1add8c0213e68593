/** An auditor follows a figure of the national picture to its cases, and one of them to the event by which it counts. */
import { expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { lookOver } from '../acting.js';
import { inBrowser, screens } from '../chromium.js';

/** A file beside a page, as a browser is given it. */
async function fileAt(page: Page, name: RegExp): Promise<readonly (readonly string[])[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).first().click(),
  ]);
  const stream = await download.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return parse(Buffer.concat(parts), { from_line: 2 });
}

for (const name of ['at a desk', 'on a telephone, without scripts'] as const)
  inBrowser(`the auditor’s overview, ${name}`, (house) => {
    it('leads from a level to its CCGs, and from one to the event by which it took effect', async () => {
      const auditor = await house.as('auditor@nhse', screens[name]);
      const { page } = auditor;
      await auditor.goTo('/uptake');
      await lookOver(house, auditor, 'national picture');
      const lines = await fileAt(page, /^Download CCGs by level and region/);
      const england = lines.find(([, region]) => region === 'England')!;
      const sums = lines
        .filter(([, region]) => region !== 'England')
        .reduce((sum, line) => sum.map((value, index) => value + Number(line[index + 2])), [0, 0, 0, 0, 0]);
      expect(england.slice(2).map(Number)).toEqual(sums);

      const row = page.locator('main table').first().locator('tbody tr').last();
      const figure = row.getByRole('link').first();
      const count = Number(await figure.innerText());
      expect(count).toBe(Number(england[2]));
      await figure.click();
      await lookOver(house, auditor, 'CCGs of a figure');
      expect(await page.locator('main tbody tr').count()).toBe(count);
      expect((await fileAt(page, /^Download .* CCGs as CSV/)).length).toBe(count);

      await page
        .getByRole('link', { name: /^How it took effect/ })
        .first()
        .click();
      expect(await page.locator('h1').innerText()).toMatch(/Delegation took effect/);
      await lookOver(house, auditor, 'the event by which a level took effect');
    });

    it('leads from a step of a round to its cases, and from a queue of the dashboard to those of that day', async () => {
      const auditor = await house.as('auditor@nhse', screens[name]);
      const { page } = auditor;
      await auditor.goTo('/uptake/rounds?round=2026');
      await lookOver(house, auditor, 'a round step by step');
      const figure = page.locator('main table').first().locator('tbody tr').nth(1).getByRole('link').first();
      const count = Number(await figure.innerText());
      await figure.click();
      expect(await page.locator('main tbody tr').count()).toBe(count);

      await auditor.goTo('/audit/dashboard');
      await lookOver(house, auditor, 'dashboard');
      for (const summary of await page.locator('main summary').all()) await summary.click();
      const waited = page
        .locator('main table')
        .nth(1)
        .getByRole('link')
        .filter({ hasText: /^[1-9]/ })
        .last();
      const cases = Number(await waited.innerText());
      await waited.click();
      expect(await page.locator('main tbody tr').count()).toBe(Math.min(cases, 50));
    });

    it('by pages on which nothing is wrong', () => {
      expect([...new Set(house.faults)]).toEqual([]);
    });
  });
