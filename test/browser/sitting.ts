/** A committee that meets on its own page: who is there, what is tabled, how interests are handled, the votes, and what goes on the case. */
import type { Locator } from 'playwright-core';
import { itemActs, voteField, type ItemAct, type Way } from '../../apps/service/meetings/acts.js';
import type { Form } from '../../demonstration/forms.js';
import { meeting, type Item, type Sitting } from '../../demonstration/story/meeting.js';
import type { Step } from '../../demonstration/story/step.js';
import { act, begin, lookOver } from './acting.js';
import type { Guest, House } from './chromium.js';
import { fillIn } from './filling.js';

/** An item, and what is recorded on its case once it is decided. */
export interface Tabled extends Item {
  readonly recorded: { readonly who: string; readonly data: Form };
}

interface Around {
  readonly house: House;
  readonly as: (persona: string) => Promise<Guest>;
  /** What is looked at after a step, on the page where it was made. */
  readonly after?: (step: Step, meeting: string) => Promise<void>;
}

/** All come, every item is decided and recorded on its case, and the meeting is closed. Gives its id. */
export async function sits(around: Around, sitting: Sitting, agenda: readonly Tabled[]): Promise<string> {
  const { house, as, after } = around;
  let id = '';
  for (const step of meeting(sitting, agenda)) {
    const guest = await as(step.who);
    if (step.to === 'begin') id = await begin(house, guest, step.workflow, step.data);
    else await recordedAt(house, guest, id, step);
    await after?.(step, id);
    const decided = step.type === 'ItemDecided' ? agenda[Number(step.data['item']) - 1] : undefined;
    if (decided) await onTheCase(around, id, decided, Number(step.data['item']));
  }
  return id;
}

/** Records one fact on the page of a meeting. */
export async function recordedAt(house: House, guest: Guest, id: string, { type, data }: Step): Promise<void> {
  const { page, goTo } = guest;
  const main = page.locator('main');
  if (type === 'MeetingClosed') {
    await act(house, guest, id, type, data);
    return;
  }
  const { item } = data;
  await goTo(`/meetings/${id}${typeof item === 'number' ? `?item=${item}` : ''}`);
  if (type === 'MembersAttended') await attended(main, data);
  else if (type === 'ItemTabled') await tabled(main, data);
  else await saidOfItem(main, actOf(type), data);
  await isRecorded(house, guest, type);
}

async function onTheCase({ house, as }: Around, id: string, { recorded }: Tabled, item: number): Promise<void> {
  const guest = await as(recorded.who);
  await guest.goTo(`/meetings/${id}?item=${item}`);
  await saidOfItem(guest.page.locator('main'), 'decision', recorded.data);
  await isRecorded(house, guest, 'DecisionMade at the meeting');
}

async function attended(main: Locator, { present, chairedBy }: Form): Promise<void> {
  const form = main.locator('form[action$="/attendance"]');
  for (const member of present as readonly string[])
    await form.locator(`[name="attendance.present"][value="${member}"]`).check();
  await form.locator(`[name="attendance.chairedBy"][value="${String(chairedBy)}"]`).check();
  await form.getByRole('button', { name: 'Record who attended' }).click();
}

async function tabled(main: Locator, { case: about, decision }: Form): Promise<void> {
  await main.locator(`[name="decision-${String(about)}"]`).selectOption(String(decision));
  await main.locator(`button[name=case][value="${String(about)}"]`).click();
}

function actOf(type: string): ItemAct {
  const found = (Object.keys(itemActs) as ItemAct[]).find((name) => itemActs[name].type === type);
  if (found === undefined) throw new Error(`the page of a meeting has no form for ${type}`);
  return found;
}

/** What does not come up by itself is folded. */
async function saidOfItem(main: Locator, name: ItemAct, { votes, ...said }: Form): Promise<void> {
  const called = `form[action$="/${name}"]`;
  const form = main.locator(called);
  if (!(await form.isVisible())) await main.locator(`details:has(${called}) summary`).click();
  for (const [way, people] of Object.entries((votes ?? {}) as Readonly<Record<Way, readonly string[]>>))
    for (const person of people) await form.locator(`[name="${voteField(person)}"][value="${way}"]`).check();
  await fillIn(form, itemActs[name].fields, said, `${name}.`);
  await form.getByRole('button').last().click();
}

/** @throws Error where the page says that it was not taken */
async function isRecorded(house: House, guest: Guest, kind: string): Promise<void> {
  const { page } = guest;
  await page.waitForLoadState('domcontentloaded');
  const text = await page.locator('main').innerText();
  if (!/\?(item=\d+|recorded=\d+)/.test(page.url()) || !text.includes('Recorded'))
    throw new Error(`${kind}: expected that it is recorded, found ${page.url()}: ${text.slice(0, 1_500)}`);
  await lookOver(house, guest, `${kind}, at a meeting`);
}
