/** Debian's Chromium, as pictures and specs use it. */
import { chromium, type Browser, type Page } from 'playwright-core';

export const executable = process.env['REMIT_CHROMIUM'] ?? '/usr/bin/chromium';

/** Nothing is asked of the network but what pages ask for. */
const flags: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: executable, args: [...flags] });

/** Says who it is, on the page of the development identity. */
export async function signInAs(page: Page, persona: string): Promise<void> {
  await page.locator('input[name=persona]:not([type=hidden]):not([type=radio])').fill(persona);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
