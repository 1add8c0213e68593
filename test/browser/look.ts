/** Looks a page over, as it stands in the browser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const script = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2, level AA. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] as const;

/** What is wrong with the page at the width it has, in words; no fault where nothing is. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => { ${script}; return looked(); })()`);
}

/** The same at the smallest width that WCAG asks for (1.4.10), and with text twice as large (1.4.4). */
export async function faultsWhenTight(page: Page): Promise<readonly string[]> {
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  await page.setViewportSize({ width: 320, height: 640 });
  const atSmallest = await whenSettled(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  const enlarged = await whenSettled(page);
  await page.evaluate("document.documentElement.style.fontSize = ''");
  await page.setViewportSize(before);
  return [...atSmallest, ...enlarged.map((fault) => `with text at 200 %: ${fault}`)];
}

/** The header folds its navigation a moment after the window has changed. */
async function whenSettled(page: Page): Promise<readonly string[]> {
  const sideways = `(() => { ${script}; return sideways(); })()`;
  const at = performance.now();
  for (;;) {
    const faults = await page.evaluate<readonly string[]>(sideways);
    if (faults.length === 0 || performance.now() - at > 1_500) return faults;
    await page.waitForTimeout(100);
  }
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly target: readonly string[] }[];
}

/** What axe finds against WCAG 2.2 AA. It is put into the page past its policy, which stays as it is for the page itself. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  const found = (await run(page, tags)).filter((violation) => !isOfTheUpload(violation));
  return found.map(
    ({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/**
 * The button that nhsuk-frontend makes of a file field is named by the label, then by what it shows itself; between its parts stands a comma
 * that is heard and not seen, at which axe takes offence.
 */
const isOfTheUpload = ({ id, nodes }: Violation): boolean =>
  id === 'label-content-name-mismatch' && nodes.every(({ html }) => html.includes('nhsuk-file-upload__drop-button'));

/** What axe would do better, and no guideline asks for. */
export async function adviceOn(page: Page): Promise<readonly string[]> {
  const found = await run(page, ['best-practice']);
  return found.map(({ id, help, nodes }) => `${id} (${help}): ${nodes[0]?.html.slice(0, 160) ?? ''}`);
}

/** Text that does not stand out from its ground, in the colours that the page is shown in now. */
export async function contrastOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(`window.axe === undefined && (() => { ${axe} })()`);
  const options = { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] };
  const call = `window.axe.run(document, ${JSON.stringify(options)})`;
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>(call);
  return violations.flatMap(({ nodes }) => nodes.map(({ html }) => `cannot be read: ${html.slice(0, 160)}`));
}

/** What is drawn in the colour of what it is drawn on. */
export async function unseenIn(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => { ${script}; return unseen(); })()`);
}

async function run(page: Page, wanted: readonly string[]): Promise<readonly Violation[]> {
  await page.evaluate(`window.axe === undefined && (() => { ${axe} })()`);
  const options = { runOnly: { type: 'tag', values: wanted }, resultTypes: ['violations'] };
  const call = `window.axe.run(document, ${JSON.stringify(options)})`;
  return (await page.evaluate<{ readonly violations: readonly Violation[] }>(call)).violations;
}
