/** An auditor finds a case, sees who decided and why, compares two days, and takes the sums away. */
import { expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { lookOver } from '../acting.js';
import { inBrowser, screens, type Guest } from '../chromium.js';

const textOf = ({ page }: Guest): Promise<string> => page.locator('main').innerText();

/** A file to which a link leads, as a table. */
async function fileBehind({ page }: Guest, name: RegExp): Promise<Record<string, string>[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).first().click(),
  ]);
  return parse<Record<string, string>>(readFileSync(await download.path()), { columns: true });
}

for (const name of ['at a desk', 'on a telephone, without scripts'] as const)
  inBrowser(`an auditor, ${name}`, (house) => {
    let guest: Guest;
    const looks = (kind: string): Promise<void> => lookOver(house, guest, kind);

    it('finds who decided on a case, and why', async () => {
      guest = await house.as('auditor@nhse', screens[name]);
      expect(await guest.goTo('/')).toBe(200);
      await guest.page.locator('main').getByRole('link', { name: 'All events' }).click();
      const main = guest.page.locator('main');
      await main.getByLabel('What', { exact: true }).selectOption({ label: 'Decision made' });
      await main.getByLabel('Workflow').selectOption({ label: 'Delegated commissioning' });
      await main.getByRole('button', { name: 'Apply filters' }).click();
      expect(guest.page.url()).toContain('type=DecisionMade');
      await looks('audit: search');
      expect(await main.locator('tbody tr').count()).toBeGreaterThan(2);
      await main
        .getByRole('link', { name: /^The event of position/ })
        .first()
        .click();
      const event = await textOf(guest);
      expect(event).toContain('Decision made');
      expect(event).toContain('National committee for NHS England');
      expect(event).toMatch(/Grounds|Reasons|Decision/);
    });

    it('sees what that person did, and that reading it was recorded', async () => {
      expect(await guest.goTo('/audit/people/committee%40nhse')).toBe(200);
      await looks('audit: person');
      expect(await textOf(guest)).toContain('As National committee for NHS England');
      await guest.page.getByRole('link', { name: 'What was read' }).first().click();
      await looks('audit: readings');
      expect(await textOf(guest)).toMatch(/Audit pages: a person/);
    });

    it('compares two days, and takes away a table whose sums hold', async () => {
      await guest.page.getByRole('link', { name: 'Compare two days' }).click();
      const main = guest.page.locator('main');
      await main.getByLabel('Earlier moment').fill('2026-05-30');
      await main.getByLabel('Later moment').fill('2026-11-20');
      await main.getByRole('button', { name: 'Compare' }).click();
      await looks('audit: difference');
      expect(await textOf(guest)).toContain('Cases that began');
      const began = Number(await main.locator('dd a').first().innerText());
      const changes = await fileBehind(guest, /Download as CSV/);
      expect(changes.filter((row) => row['Change'] === 'began')).toHaveLength(began);

      await guest.page.getByRole('link', { name: 'As of a day' }).click();
      await main.getByRole('textbox', { name: 'Moment' }).fill('2026-11-20');
      await main.getByRole('button', { name: 'Show' }).click();
      await looks('audit: as of a day');
      const stages = await fileBehind(guest, /Download as CSV ?: Cases by stage/);
      expect(stages.length).toBeGreaterThan(5);
      for (const row of stages) {
        const sum = ['North', 'Midlands and East', 'London', 'South'].reduce(
          (all, region) => all + Number(row[region]),
          0,
        );
        expect([row['Stage'], sum]).toEqual([row['Stage'], Number(row['All'])]);
      }
    });

    it('by pages on which nothing is wrong', () => {
      expect([...new Set(house.faults)]).toEqual([]);
    });
  });
