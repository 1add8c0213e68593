/** Stepping through a case, with scripts and without; and charts as they are drawn. */
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { workflowOf } from '../../workflows/index.js';
import { lookOver } from './acting.js';
import { inBrowser, screens, type Guest, type House } from './chromium.js';

const persona = 'auditor@nhse';

/** A case of a workflow with as many events as there are. */
async function longest({ to }: House, workflow: string): Promise<string> {
  const { body } = await to.as(persona).get(`/api/cases?workflow=${workflow}&limit=200`);
  const [first] = body.cases.toSorted((a, b) => b.revision - a.revision);
  if (first === undefined) throw new Error(`the demonstration has no case of ${workflow}`);
  return first.id;
}

const placeOn = (page: Page): Promise<string> => page.locator('.remit-replay__place').innerText();
const headingOn = (page: Page): Promise<string> => page.locator('h1').innerText();

async function at(page: Page, revision: number): Promise<void> {
  await page.waitForURL(new RegExp(`/at/${revision}$`));
  await page.locator('[data-remit-replay]').waitFor();
}

/** Whether the page is the one that was loaded, and not another. */
const marked = (page: Page): Promise<unknown> => page.evaluate('window.stillHere');

inBrowser('a case that one steps through', (house) => {
  let id: string;
  let last: number;
  it('is in the demonstration', async () => {
    id = await longest(house, 'delegated-commissioning');
    last = (await house.to.as(persona).get(`/api/cases/${id}`)).body.revision;
    expect(last).toBeGreaterThan(20);
  });

  async function opened(revision: number, screen: keyof typeof screens): Promise<Guest> {
    const guest = await house.as(persona, screens[screen]);
    expect(await guest.goTo(`/cases/${id}/at/${revision}`)).toBe(200);
    return guest;
  }

  it('goes on with the slider, by keys, without leaving the page', async () => {
    const { page } = await opened(4, 'at a desk');
    await page.evaluate('window.stillHere = true');
    const before = await headingOn(page);
    await page.locator('#step').focus();
    await page.keyboard.press('ArrowRight');
    await at(page, 5);
    expect(await placeOn(page)).toMatch(new RegExp(`^Event 6 of ${last + 1}`));
    expect(await page.title()).toContain((await headingOn(page)).split(': ').at(-1)!);
    expect([await headingOn(page), await page.locator('#step').inputValue()]).not.toEqual([before, '5']);
    // The slider keeps the focus, and whoever listens is told.
    expect(await page.evaluate('document.activeElement.id')).toBe('step');
    expect(await page.locator('[data-remit-replay] > [role=status]').textContent()).toMatch(/^Event 6 of \d+: /);
    await page.keyboard.press('End');
    await at(page, last);
    expect(await page.locator('a[data-remit-step=next]').count()).toBe(0);
    expect(await marked(page)).toBe(true);
    expect(house.faults.splice(0)).toEqual([]);
  });

  it('goes on with arrow keys from anywhere on the page, but where they are needed', async () => {
    const { page } = await opened(4, 'at a desk');
    await page.evaluate('window.stillHere = true');
    await page.keyboard.press('ArrowRight');
    await at(page, 5);
    await page.keyboard.press('ArrowLeft');
    await at(page, 4);
    await page.locator('a[data-remit-step=next]').click();
    await at(page, 5);
    await page.locator('a[data-remit-step=first]').click();
    await at(page, 0);
    expect(await marked(page)).toBe(true);
    await page.locator('summary', { hasText: 'Go to a date' }).click();
    await page.locator('[name=when-year]').fill('2026');
    await page.keyboard.press('ArrowRight');
    await page.locator('.remit-statechart__scroll').focus();
    await page.keyboard.press('ArrowRight');
    expect(new URL(page.url()).pathname).toMatch(/\/at\/0$/);
    expect(house.faults.splice(0)).toEqual([]);
  });

  it('plays by itself until it is stopped, and stops at the end', async () => {
    const { page } = await opened(last - 2, 'at a desk');
    const play = page.locator('[data-remit-play]');
    await play.click();
    await at(page, last - 1);
    expect(await play.innerText()).toBe('Stop');
    await play.click();
    expect(await play.innerText()).toBe('Play');
    await page.waitForTimeout(3_500);
    expect(new URL(page.url()).pathname).toMatch(new RegExp(`/at/${last - 1}$`));
    await play.click();
    await at(page, last);
    await page.locator('[data-remit-play]', { hasText: 'Play' }).waitFor();
    expect(house.faults.splice(0)).toEqual([]);
  });

  it.each(['at a desk, without scripts', 'on a telephone, without scripts'] as const)(
    'is gone through by links, the slider’s button and a date, %s',
    async (screen) => {
      const guest = await opened(4, screen);
      const { page } = guest;
      expect(await page.locator('[data-remit-play]').count()).toBe(0);
      await page.getByRole('link', { name: 'Next event' }).click();
      await at(page, 5);
      await page.getByRole('link', { name: 'Previous event' }).click();
      await at(page, 4);
      await page.locator('#step').focus();
      await page.keyboard.press('End');
      await page.getByRole('button', { name: 'Go', exact: true }).click();
      await at(page, last);
      await lookOver(house, guest, 'replay: the last event');
      const [first] = await house.to.log.readStream(`case-${id}`, { limit: 1 });
      const [year = '', month = '', day = ''] = first!.at.slice(0, 10).split('-');
      await page.locator('summary', { hasText: 'Go to a date' }).click();
      for (const [name, value] of Object.entries({ day, month, year }))
        await page.locator(`[name=when-${name}]`).fill(value);
      await page.getByRole('button', { name: 'Show the case then' }).click();
      await page.waitForURL(/\/at\/\d$/);
      await page.locator('summary', { hasText: 'Go to a date' }).click();
      await page.locator('[name=when-day]').fill('31');
      await page.getByRole('button', { name: 'Show the case then' }).click();
      expect(await page.locator('.nhsuk-error-summary').innerText()).toContain('Date must include a month and a year');
      await lookOver(house, guest, 'replay: no such date');
      expect(house.faults.splice(0)).toEqual([]);
    },
  );

  it.each(['at a desk', 'on a telephone'] as const)(
    'is looked over at its beginning, middle and end, %s',
    async (screen) => {
      for (const revision of [0, Math.floor(last / 2), last]) {
        const guest = await opened(revision, screen);
        await lookOver(house, guest, `replay ${screen} ${revision}`);
      }
      expect(house.faults.splice(0)).toEqual([]);
    },
  );

  it('prints as a page without its controls', async () => {
    const { page } = await opened(3, 'at a desk');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.remit-replay').isVisible()).toBe(false);
    expect(await page.getByRole('heading', { name: 'What this changed' }).isVisible()).toBe(true);
    const [region, picture] = [page.locator('.remit-statechart__scroll'), page.locator('.remit-statechart__picture')];
    const [outer, inner] = [(await region.boundingBox())!, (await picture.boundingBox())!];
    expect(inner.width).toBeLessThanOrEqual(outer.width + 1);
    await page.emulateMedia({ media: 'screen' });
  });
});

/** Runs in the page: what of a chart’s text lies on other text or out of its box, and the smallest size it is shown at. */
const measured = `(() => {
  const on = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  const svg = document.querySelector('.remit-statechart svg');
  const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const faults = [];
  texts.forEach((each, index) => texts.slice(index + 1).forEach((other) => {
    // Lines of one box stand close: what counts is that their letters do not meet.
    const letters = ({ box }) => ({ left: box.left, right: box.right, top: box.top + box.height * 0.15, bottom: box.bottom - box.height * 0.1 });
    if (on(letters(each), letters(other))) faults.push(each.text + ' lies on ' + other.text);
  }));
  for (const group of svg.querySelectorAll('.remit-statechart__box')) {
    const rect = group.querySelector('rect')?.getBoundingClientRect();
    for (const text of rect ? group.querySelectorAll('text') : []) {
      const box = text.getBoundingClientRect();
      if (box.left < rect.left || box.right > rect.right || box.top < rect.top || box.bottom > rect.bottom) faults.push(text.textContent + ' is out of its box');
    }
  }
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const sizes = [...svg.querySelectorAll('text')].map((text) => Number(text.getAttribute('font-size')) * scale);
  return { faults, smallest: Math.min(...sizes) };
})()`;

interface Measured {
  readonly faults: readonly string[];
  readonly smallest: number;
}

inBrowser('every chart', (house) => {
  const names = ['delegated-commissioning', 'joint-commissioning', 'greater-involvement'] as const;

  it.each(names.flatMap((name) => (['at a desk', 'on a telephone'] as const).map((screen) => [name, screen] as const)))(
    'of %s can be read, %s',
    async (name, screen) => {
      const id = await longest(house, name);
      const { body } = await house.to.as(persona).get(`/api/cases/${id}`);
      const { version } = body as unknown as { readonly version: string };
      const guest = await house.as(persona, screens[screen]);
      const shown = [...workflowOf(name, version)!.stages.map((stage) => `stage=${stage.name}`), 'show=whole'];
      for (const asked of shown) {
        expect([asked, await guest.goTo(`/cases/${id}/chart?${asked}`)]).toEqual([asked, 200]);
        const { faults, smallest } = await guest.page.evaluate<Measured>(measured);
        expect([asked, faults]).toEqual([asked, []]);
        expect(smallest).toBeGreaterThanOrEqual(14.5);
        await lookOver(house, guest, `chart ${screen} ${asked === 'show=whole' ? 'whole' : 'stage'}`);
      }
      expect([...new Set(house.faults.splice(0))]).toEqual([]);
    },
  );

  it('can be made larger and smaller where scripts run', async () => {
    const id = await longest(house, 'delegated-commissioning');
    const { page, goTo } = await house.as(persona, screens['at a desk']);
    await goTo(`/cases/${id}/chart?show=whole`);
    const width = async (): Promise<number> => (await page.locator('.remit-statechart svg').boundingBox())!.width;
    const before = await width();
    await page.getByRole('button', { name: 'Larger' }).click();
    expect(await width()).toBeGreaterThan(before * 1.3);
    await page.getByRole('button', { name: 'Fit the width' }).click();
    expect(await width()).toBeLessThanOrEqual((await page.locator('.remit-statechart__scroll').boundingBox())!.width);
    expect(await page.locator('.remit-statechart__zoom [role=status]').innerText()).toMatch(/^\d+ %$/);
  });
});
