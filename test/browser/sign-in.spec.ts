import { expect, it } from '@jest/globals';
import { signInAs } from '../../scripts/screenshots/browser.js';
import { inBrowser, screens } from './chromium.js';
import { faultsOf, faultsWhenTight, violationsOf } from './look.js';

inBrowser('signing in', (house) => {
  for (const [name, screen] of Object.entries(screens))
    it(`leads back to the page one wanted, ${name}`, async () => {
      const context = await house.stranger(screen);
      const page = await context.newPage();
      await page.goto('/acting-as?to=%2Fcases');
      expect(new URL(page.url()).origin).toBe(house.to.issuer.replace(/\/$/, ''));
      await signInAs(page, 'officer@00C');
      expect(page.url()).toBe(`${house.to.url}/acting-as?to=%2Fcases`);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'You have signed out' }).waitFor();
      await page.goto('/acting-as');
      expect(page.url()).not.toContain(house.to.url);
      await context.close();
    });

  it('is one press for whoever is suggested', async () => {
    const context = await house.stranger();
    const page = await context.newPage();
    await page.goto('/acting-as');
    await page.getByRole('main').getByRole('button').first().click();
    expect(page.url()).toBe(`${house.to.url}/acting-as`);
    await context.close();
  });

  it('tells whoever cancels it how to begin again', async () => {
    const context = await house.stranger();
    const page = await context.newPage();
    await page.goto('/acting-as');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'You have not been signed in' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
  });

  it('leads by keys past the header to the main content', async () => {
    const { page, goTo } = await house.as('officer@00C');
    await goTo('/acting-as');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to main content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.querySelector('main').contains(document.activeElement)")).toBe(true);
  });

  it('has pages that everybody can use', async () => {
    const { page, goTo } = await house.as('officer@00C');
    for (const path of ['/acting-as', '/signed-out', '/not/there']) {
      await goTo(path);
      expect({ path, faults: [...(await faultsOf(page)), ...(await faultsWhenTight(page))] }).toEqual({
        path,
        faults: [],
      });
      expect({ path, axe: await violationsOf(page) }).toEqual({ path, axe: [] });
    }
  });

  it('did nothing wrong on the way', () => {
    expect(house.faults).toEqual([]);
  });
});
