/** Pages that stand open while others act. */
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signInAs } from '../../scripts/screenshots/browser.js';
import { metricsOf } from '../service.js';
import { act } from './acting.js';
import { inBrowser, screens, type Guest, type House } from './chromium.js';
import { faultsOf, faultsWhenTight, violationsOf } from './look.js';

interface OpenBallot {
  readonly id: string;
  readonly ccg: string;
  /** Practices that have not voted. */
  readonly silent: readonly string[];
  readonly voted: number;
  readonly roll: number;
}

/** A ballot of the demonstration that is open. */
async function ballotIn({ to }: House): Promise<OpenBallot> {
  const { cases } = (await to.as('committee@nhse').get('/api/cases?waitingOn=practice-representative')).body;
  const [{ id, ccg }] = cases as unknown as readonly [{ id: string; ccg: string }];
  const events = await to.log.readStream(`case-${id}`);
  const opened = events.findLast(({ type }) => type === 'BallotOpened')!;
  const roll = (opened.data['roll'] as readonly { practice: string }[]).map(({ practice }) => practice);
  const votes = events.filter(({ type, revision }) => type === 'VoteCast' && revision > opened.revision);
  const voted = new Set(votes.map(({ actor }) => actor.organisation));
  const silent = roll.filter((practice) => !voted.has(practice));
  return { id, ccg, silent, voted: voted.size, roll: roll.length };
}

const said = (page: Page): Promise<string> => page.locator('[data-remit-announced]').innerText();
const words = ({ voted, roll }: OpenBallot, more: number): string => `${voted + more} of ${roll} practices have voted.`;
const focusOf = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement.outerHTML.slice(0, 60)');

const placeOfRoll = (page: Page): Promise<number> =>
  page.evaluate<number>("scrollY + document.getElementById('roll').getBoundingClientRect().y");

inBrowser('a page that stands open', (house) => {
  let ballot: OpenBallot;
  let officer: Guest;

  it('shows a ballot’s turnout rise while a practice votes in another browser', async () => {
    ballot = await ballotIn(house);
    officer = await house.as(`officer@${ballot.ccg}`);
    const { page } = officer;
    await officer.goTo(`/cases/${ballot.id}/ballot/latest`);
    const before = await placeOfRoll(page);
    await page.getByRole('link', { name: /not voted \(CSV\)/ }).focus();
    const focused = await focusOf(page);
    expect([await said(page), await page.getByText(words(ballot, 0)).count()]).toEqual(['', 1]);

    const practice = await house.as(`practice@${ballot.silent[0]!}`);
    await act(house, practice, ballot.id, 'VoteCast', { choice: 'for' });
    await page.locator('main').getByText(words(ballot, 1)).first().waitFor();
    expect(await page.locator('[data-remit-bar=turnout] title').textContent()).toContain(words(ballot, 1).slice(0, -1));
    const width = await page.locator('.remit-tally__bar .remit-tally__part--voted').getAttribute('width');
    expect(parseFloat(width!)).toBeCloseTo((100 * (ballot.voted + 1)) / ballot.roll, 2);
    expect(await page.locator('[data-remit-part=voted]').innerText()).toBe(`${ballot.voted + 1} have voted`);
    await page.getByText('1 more practice has voted.').waitFor();
    expect(await said(page)).toBe(words(ballot, 1));
    // Nothing moved, and the focus is where it was.
    expect([await placeOfRoll(page), await focusOf(page)]).toEqual([before, focused]);
    expect([...(await violationsOf(page)), ...(await faultsOf(page)), ...(await faultsWhenTight(page))]).toEqual([]);
  });

  it('reads out at most every ten seconds, and then the newest', async () => {
    const { page } = officer;
    const { to } = house;
    for (const practice of ballot.silent.slice(1, 3)) {
      const { status } = await to.as(`practice@${practice}`).act(ballot.id, 'VoteCast', { choice: 'for' });
      expect(status).toBe(201);
      await page.waitForTimeout(2_000);
    }
    const main = page.locator('main');
    await main.getByText(words(ballot, 3)).first().waitFor();
    expect(await said(page)).toBe(words(ballot, 1));
    await page.waitForTimeout(9_000);
    expect(await said(page)).toBe(words(ballot, 3));
    await page.getByRole('link', { name: 'Show which' }).click();
    await page.getByRole('heading', { name: 'Roll' }).waitFor();
    expect([await page.getByText(words(ballot, 3)).count(), await page.getByText('more practice').count()]).toEqual([
      1, 0,
    ]);
  });

  it('is as it was without scripts, and says nothing of itself', async () => {
    const guest = await house.as(`officer@${ballot.ccg}`, screens['at a desk, without scripts']);
    const { page } = guest;
    await guest.goTo(`/cases/${ballot.id}/ballot/latest`);
    const { status } = await house.to.as(`practice@${ballot.silent[3]!}`).act(ballot.id, 'VoteCast', { choice: 'for' });
    expect(status).toBe(201);
    await page.waitForTimeout(2_500);
    expect(await page.getByText(words(ballot, 3)).count()).toBe(1);
    for (const hidden of ['Live updates stopped', 'Show it', 'more practice'])
      expect(await page.getByText(hidden).filter({ visible: true }).count()).toBe(0);
    const box = await page.locator('.remit-live').boundingBox();
    expect(box?.height ?? 0).toBe(0);
    await page.reload();
    expect(await page.getByText(words(ballot, 4)).count()).toBe(1);
  });

  it('offers new cases in a list, and moves no row', async () => {
    const guest = await house.as('assessor@Y54');
    const { page } = guest;
    await guest.goTo('/work');
    const rows = await page.locator('#work tbody tr').allInnerTexts();
    const waiting = Number(await page.locator('[data-remit-place=interest-waiting]').innerText());
    await applies(house);
    await page.getByText('1 new case.', { exact: true }).waitFor();
    expect(await page.locator('[data-remit-place=interest-waiting]').innerText()).toBe(String(waiting + 1));
    expect(await page.locator('#work tbody tr').allInnerTexts()).toEqual(rows);
    expect(await said(page)).toMatch(/^1 new case\. \d+ cases wait on you\./);
    expect([...(await violationsOf(page)), ...(await faultsWhenTight(page))]).toEqual([]);
    await page.getByRole('link', { name: 'Show it' }).click();
    await page.waitForLoadState();
    expect(await page.locator('#work tbody tr').count()).toBe(rows.length + 1);
    expect(await page.getByText('1 new case.', { exact: true }).filter({ visible: true }).count()).toBe(0);
  });

  it('holds no stream while nobody looks at it, nor when it has been left', async () => {
    const { page } = await house.as('assessor@Y54');
    const following = (): Promise<number> => streamsOf(house);
    await page.waitForTimeout(500);
    const before = await following();
    await page.evaluate(hiding(true));
    await page.waitForTimeout(500);
    expect(await following()).toBe(before - 1);
    await page.evaluate(hiding(false));
    await page.waitForTimeout(500);
    expect(await following()).toBe(before);
    await page.goto('/help');
    await page.waitForTimeout(500);
    expect(await following()).toBe(before - 1);
  });

  it('says that it is not kept up to date any more, once that has been so for a minute', async () => {
    const context = await house.stranger();
    const page = await context.newPage();
    await page.clock.install();
    await page.goto('/acting-as');
    await signInAs(page, 'assessor@Y54');
    await page.route('**/work/live?*', (route) => route.abort());
    // The minute begins when the page has been told.
    const refused = page.waitForEvent('requestfailed', (request) => request.url().includes('/work/live'));
    await page.goto('/work');
    await refused;
    await page.waitForTimeout(200);
    const stopped = page.locator('[data-remit-stopped]');
    await page.clock.runFor(50_000);
    expect(await stopped.isVisible()).toBe(false);
    await page.clock.runFor(25_000);
    expect(await stopped.isVisible()).toBe(true);
    expect(await said(page)).toMatch(/^Live updates stopped\. Reload the page$/);
    await context.close();
  });

  it('is faultless by the browser’s own account', () => {
    expect(house.faults.splice(0).filter((fault) => !/ERR_FAILED/.test(fault))).toEqual([]);
  });
});

const hiding = (hidden: boolean): string => `
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
  document.dispatchEvent(new Event('visibilitychange'));`;

async function streamsOf({ to }: House): Promise<number> {
  return Number(/^remit_live_pages (\d+)$/m.exec(await metricsOf(to))?.[1]);
}

/** A CCG of the region begins an application in the round that is open. */
async function applies({ to }: House): Promise<void> {
  const { register } = to.service.ledger;
  const data = { timescale: '2027-04-01' };
  for (const { code, region } of register.ccgs()) {
    if (region !== 'Y54') continue;
    if ((await to.as(`officer@${code}`).begin(code, { round: '2027', data })).status === 201) return;
  }
  throw new Error('no CCG of the region can apply');
}
