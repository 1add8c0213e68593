/** Acting on cases through pages: what is asked is filled in, checked, done, and each page on the way is looked over. */
import type { Locator, Page } from 'playwright-core';
import type { Form } from '../../demonstration/forms.js';
import { formOf } from '../../libs/forms/form.js';
import { currentWorkflow, workflowOf } from '../../workflows/index.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { Guest, House } from './chromium.js';
import { fillIn } from './filling.js';
import { faultsOf, faultsWhenTight, violationsOf } from './look.js';

/** Looks a page over. What is wrong goes to the faults of the house; axe looks once at each kind of page, and so does whoever makes it tight. */
export async function lookOver(
  house: House,
  { page, scripts }: Pick<Guest, 'page' | 'scripts'>,
  kind: string,
): Promise<void> {
  const told = (faults: readonly string[]): void =>
    void house.faults.push(...faults.map((fault) => `${kind} (${new URL(page.url()).pathname}): ${fault}`));
  told(await faultsOf(page));
  if (house.seen.has(kind) || !scripts) return;
  house.seen.add(kind);
  told(await violationsOf(page));
  told(await faultsWhenTight(page));
}

/** Does one act on a case, from the link to it to its being recorded. Gives the id of the case. */
export async function act(house: House, guest: Guest, id: string, type: string, said: Form = {}): Promise<string> {
  const workflow = await workflowOfCase(house, id);
  await guest.goTo(`/cases/${id}/do/${type}`);
  return goThrough(house, guest, { workflow, type, said });
}

/** Begins a case. Gives its id. */
export async function begin(house: House, guest: Guest, name: string, said: Form): Promise<string> {
  const workflow = currentWorkflow(name, londonDay(house.to.service.clock.now()));
  if (workflow === undefined) throw new Error(`there is no workflow ${name}`);
  await guest.goTo(`/apply/${name}`);
  return goThrough(house, guest, { workflow, type: workflow.begins, said });
}

interface Said {
  readonly workflow: Workflow;
  readonly type: string;
  readonly said: Form;
}

/** Question, check, what cannot be undone, and what was recorded. */
async function goThrough(house: House, guest: Guest, { workflow, type, said }: Said): Promise<string> {
  const { page } = guest;
  const main = page.locator('main');
  if (!/\/check$/.test(pathOf(page))) {
    await answered(page, type);
    await lookOver(house, guest, `${type}: question`);
    const { round, ...rest } = said;
    if (typeof round === 'string') await chooseRound(main, round);
    await fillIn(main, formOf(workflow, type).fields, rest);
    await main.getByRole('button', { name: 'Continue', exact: true }).click();
  }
  await isOn(page, /\/check$/, type);
  await lookOver(house, guest, `${type}: check`);
  const onward = main
    .getByRole('button', { name: 'Continue', exact: true })
    .or(main.getByRole('link', { name: 'Continue', exact: true }));
  if ((await onward.count()) > 0) {
    await onward.click();
    await isOn(page, /\/sure$/, type);
    await lookOver(house, guest, `${type}: sure`);
  }
  await main.locator('form[action$="/record"] button').click();
  await isOn(page, /\/done\/\d+$/, type);
  await lookOver(house, guest, `${type}: done`);
  return /\/cases\/([^/]+)\//.exec(pathOf(page))?.[1] ?? '';
}

async function chooseRound(main: Locator, round: string): Promise<void> {
  const radio = main.locator(`input[type=radio][name=round][value="${round}"]`);
  if ((await radio.count()) > 0) await radio.check();
  else await main.locator('select[name=round]').selectOption(round);
}

/** @throws Error where the page says that it cannot be done, or does not take what was said */
async function isOn(page: Page, path: RegExp, type: string): Promise<void> {
  await page.waitForLoadState('domcontentloaded');
  if (path.test(pathOf(page))) return;
  const text = await page.locator('main').innerText();
  throw new Error(`${type}: expected ${String(path)}, found ${pathOf(page)}: ${text.slice(0, 1_500)}`);
}

async function answered(page: Page, type: string): Promise<void> {
  if ((await page.locator('main form').count()) > 0) return;
  throw new Error(`${type}: expected a question, found ${await page.locator('main').innerText()}`);
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;

async function workflowOfCase({ to }: House, id: string): Promise<Workflow> {
  const [first] = await to.log.readStream(`case-${id}`);
  const found = first?.workflow === undefined ? undefined : workflowOf(first.workflow, first.version ?? '1');
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
}
