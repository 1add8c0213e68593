import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { londonDay } from '../../../libs/workflow/london.js';
import { simplest } from '../../../demonstration/story/cast.js';
import { begun } from '../../../test/hand.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { begunBy, goOn, takeTo } from '../../../test/story.js';
import { visitor, type Page, type Typed, type Visitor } from '../../../test/visitor.js';

/** A committee is run on its page, as its people do it in a browser. */
let to: TestService<Body>;
let national: string;
let other: string;
let third: string;
let joint: string;
const members = [1, 2, 3, 4, 5, 6].map((number) => `committee${number > 1 ? `-${number}` : ''}@nhse`);
const [chair = '', vice = '', gp = '', nurse = '', finance = '', lay = ''] = members;

beforeAll(async () => {
  to = await testService<Body>();
  const { register } = to.service.ledger;
  const [first = '', second = '', last = ''] = register.ccgs({ region: 'Y54' }).map(({ code }) => code);
  const [elsewhere = ''] = register.ccgs({ region: 'Y55' }).map(({ code }) => code);
  national = await begunBy(first, to);
  other = await begunBy(second, to);
  third = await begunBy(last, to);
  joint = await begunBy(elsewhere, to, { level: 'L2' });
  await takeTo('recommended', to, national, first);
  const closes = new Date(to.service.clock.now().getTime() + 14 * 86_400_000);
  for (const [id, ccg] of [
    [other, second],
    [third, last],
  ] as const)
    await goOn('recommended', to, id, simplest(register, ccg, { level: 'L3', away: 0, closes }));
  await takeTo('recommended', to, joint, elsewhere, { level: 'L2' });
}, 120_000);
afterAll(() => to.close());

const today = (): string => londonDay(to.service.clock.now());

async function called(who = chair, committeeId = 'nhse-assurance'): Promise<string> {
  const data = { committeeId, heldOn: today() };
  return (await begun(to, { who, workflow: 'committee-meeting', data })).id;
}
const nameOf = (id: string): string => to.service.ledger.register.nameOf(id)!;
const path = (page: Page): string => page.path.replace(to.url, '');

/** A meeting with these present, and a case on its agenda. The page is of whoever keeps it. */
async function sitting(
  about: string,
  {
    who = chair,
    committee = 'nhse-assurance',
    present = members,
  }: { who?: string; committee?: string; present?: readonly string[] } = {},
): Promise<{ readonly id: string; readonly keeper: Visitor; readonly page: Page }> {
  const id = await called(who, committee);
  const keeper = await visitor(to, who, `/meetings/${id}`);
  const attended = await keeper.submit(
    keeper.first,
    { 'attendance.present': present, 'attendance.chairedBy': present[0] },
    { action: `/meetings/${id}/attendance` },
  );
  expect(attended.text).toContain(`${present.length} of`);
  const page = await tables(keeper, attended, about);
  return { id, keeper, page };
}
const tables = (by: Visitor, page: Page, about: string): Promise<Page> =>
  by.submit(page, {}, { action: '/meetings/table', press: ['case', about] });
const sends = (by: Visitor, page: Page, act: string, typed: Typed): Promise<Page> => {
  const [meeting = ''] = path(page).split(/[?#/](?=item)/);
  const item = /item=(\d+)/.exec(page.path)?.[1] ?? '1';
  return by.submit(page, typed, { action: `${meeting.replace(/\/items\/.*$/, '')}/items/${item}/${act}` });
};
const votes = (way: string, ids: readonly string[]): Typed =>
  Object.fromEntries(ids.map((id) => [`votes.vote-${id}`, way]));
const factsOf = async (id: string): Promise<readonly string[]> =>
  (await to.log.readStream(`case-${id}`)).map(({ type }) => type);

describe('a committee that sits', () => {
  it('records who is there, tables a case, excludes a recused member, votes, and has its decision on the case', async () => {
    const { id, keeper, page } = await sitting(national);
    expect(page.text).toContain('Recorded.');
    expect(page.text).toContain('Next: The item is quorate. Record the votes.');
    expect(page.text).toContain('6 count');

    const declared = await sends(keeper, page, 'interest', {
      'interest.person': gp,
      'interest.kind': 'financial',
      'interest.interest': 'A partner. <script>alert(1)</script>',
      'interest.aroseOn-day': '1',
      'interest.aroseOn-month': '5',
      'interest.aroseOn-year': '2014',
    });
    expect(declared.text).toContain('Next: The chair says how each interest is handled.');
    expect(declared.text).toContain('<script>alert(1)</script>');
    expect(declared.html).not.toContain('<script>alert(1)');
    expect(declared.text).toContain(
      `5 count: ${members
        .filter((each) => each !== gp)
        .map(nameOf)
        .join(', ')}`,
    );

    const refused = await sends(keeper, declared, 'handling', { 'handling.handling': 'acknowledged' });
    expect(refused.status).toBe(409);
    expect(refused.title).toMatch(/^Error: /);
    expect(refused.text).toContain('bars them whatever the chair says. Choose another handling. (R-47)');
    expect(refused.text).toContain('The attempt was recorded.');
    expect(refused.dom.querySelector('[value=acknowledged]')!.hasAttribute('checked')).toBe(true);

    const handled = await sends(keeper, refused, 'handling', { 'handling.handling': 'left' });
    expect(handled.text).toContain('The member leaves for the item');
    expect(handled.dom.querySelector(`[name="votes.vote-${gp}"]`)).toBeNull();

    const missing = await sends(keeper, handled, 'votes', { ...votes('for', [chair, vice]), 'votes.grounds': 'Read.' });
    expect(missing.status).toBe(409);
    expect(missing.text).toContain(`Missing: ${[nurse, finance, lay].map(nameOf).join(', ')}`);
    expect(missing.dom.querySelector('textarea[name="votes.grounds"]')!.text).toBe('Read.');

    const empty = await sends(keeper, missing, 'votes', { 'votes.grounds': '' });
    expect(empty.status).toBe(422);
    expect(empty.dom.querySelector('.nhsuk-error-summary a')!.getAttribute('href')).toBe('#votes.grounds');

    const decided = await sends(keeper, empty, 'votes', {
      ...votes('for', [chair, vice, finance]),
      ...votes('against', [nurse]),
      ...votes('abstained', [lay]),
      'votes.grounds': 'The papers were read.',
    });
    expect(decided.text).toContain('Carried: Approve');
    expect(decided.text).toContain('For: 3');
    expect(decided.text).toContain('Record the decision on the case');

    const onTheCase = await sends(keeper, decided, 'decision', {});
    expect(onTheCase.text).toContain('Recorded on the case.');
    expect((await factsOf(national)).at(-1)).toBe('DecisionMade');

    const minutes = await keeper.get(`/meetings/${id}/minutes`);
    for (const told of [
      `${nameOf(gp)}: “A partner. <script>alert(1)</script>”`,
      `The member leaves for the item, as ${nameOf(chair)} said at`,
      '5 count',
      'Against: 1',
      'The papers were read.',
      'Draft: the meeting is not closed.',
    ])
      expect(minutes.text).toContain(told);
    expect(minutes.html).not.toContain('<script>alert(1)');
    expect(
      (await keeper.get(`/meetings/${id}`)).dom.querySelector(`a[href="/cases/${id}/do/MeetingClosed"]`),
    ).not.toBeNull();
  });

  it('decides nothing where too few are left: it defers, and says what is missing', async () => {
    const { keeper, page } = await sitting(other, { present: [chair, vice, finance] });
    expect(page.text).toContain('Next: Too few are left for this item');
    expect(page.text).toContain('Not met: at least 1 GP, nurse or secondary-care consultant with a vote – 0 left');
    expect(page.dom.querySelector('form[action$="/votes"]')).toBeNull();
    // Nobody stands above the national committee.
    expect(page.dom.querySelector('[value=escalate]')).toBeNull();
    const left = await sends(keeper, page, 'inquorate', { 'inquorate.reasons': 'Both clinicians are ill.' });
    expect(left.text).toContain('Inquorate: deferred');
    const deferred = await sends(keeper, left, 'decision', {});
    expect(deferred.text).toContain('Recorded on the case.');
    expect((await to.as(chair).get(`/api/cases/${other}`)).body.details).toMatchObject({ minutes: [{ item: 1 }] });
  });

  it('hears that a case has moved on since it was tabled: the vote on it decides nothing (R-44)', async () => {
    const { keeper, page } = await sitting(other);
    const reopened = await to
      .as('assessor@Y54')
      .act(other, 'ThresholdsReopened', { because: 'other', text: 'A deficit.' });
    expect(reopened.status).toBe(201);
    const moved = await keeper.get(path(page));
    expect(moved.text).toContain('The case has moved on since it was tabled (R-44): the thresholds were reopened at');
    const voted = await sends(keeper, moved, 'votes', { ...votes('for', members), 'votes.grounds': 'Read.' });
    expect(voted.text).toContain('Carried: Approve');
    expect(voted.text).toContain('cannot be any more: the case has moved on.');
    expect(voted.dom.querySelector('form[action$="/decision"]')).toBeNull();
    expect(voted.text).not.toContain('Recorded on the case.');
  });

  it('tables again what was not carried, and goes on to the next open item', async () => {
    const { id, keeper, page } = await sitting(third);
    expect(page.dom.querySelector(`button[value="${third}"]`)).toBeNull();
    const lost = await sends(keeper, page, 'votes', { ...votes('against', members), 'votes.grounds': 'Too early.' });
    expect(lost.text).toContain('Not carried: Approve');
    expect(lost.text).toContain('Every item is settled. Close the meeting');
    expect(lost.text).toMatch(/Item 1, \d+ \w+ \d+: not carried/);
    const again = await tables(keeper, lost, third);
    expect(again.text).toContain('Agenda: 2 items, 1 open');
    const first = await keeper.get(`/meetings/${id}?item=1`);
    expect(first.text).toMatch(/Next open item: 2\. NHS/);
    expect((await keeper.get(`/meetings/${id}`)).text).toContain('Item 2 of 2');
  });

  it('records once what is sent twice', async () => {
    const { id, keeper, page } = await sitting(third);
    const send = (): Promise<Page> =>
      sends(keeper, page, 'votes', { ...votes('for', members), 'votes.grounds': 'Read.' });
    const [one, two] = [await send(), await send()];
    expect([one.status, two.status]).toEqual([200, 200]);
    expect((await factsOf(id)).filter((type) => type === 'ItemDecided')).toHaveLength(1);
    // What is sent again in other words is no repetition.
    const other = await sends(keeper, page, 'votes', { ...votes('against', members), 'votes.grounds': 'Read.' });
    expect(other.status).toBe(422);
    expect(other.dom.querySelector('#unplaced')!.text).toContain('The form was sent already, in other words.');
  });

  it('puts conditions to the vote with the decision, a row at a time', async () => {
    const { keeper, page } = await sitting(third);
    const typed = { ...votes('for', members), 'votes.decision': 'approve-with-conditions', 'votes.grounds': 'Read.' };
    const without = await sends(keeper, page, 'votes', typed);
    expect(without.text).toContain('Name at least one: the unmet matter, its owner and the day it is due.');
    const added = await keeper.submit(
      without,
      {},
      {
        action: `${path(page).replace(/[?].*/, '')}/items/1/votes`,
        press: ['_add', 'votes.conditions'],
      },
    );
    expect(added.status).toBe(200);
    expect(added.dom.querySelector('textarea[name="votes.grounds"]')!.text).toBe('Read.');
    const wrong = await sends(keeper, added, 'votes', { 'votes.conditions.0.due-day': '31' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Date it is due must include a month and a year');
    const decided = await sends(keeper, wrong, 'votes', {
      'votes.conditions.0.matter': 'Appoint a lay chair',
      'votes.conditions.0.owner': 'The chair',
      'votes.conditions.0.due-day': '1',
      'votes.conditions.0.due-month': '3',
      'votes.conditions.0.due-year': '2016',
      'votes.conditions.0.precedent': 'yes',
    });
    expect(decided.text).toContain('Appoint a lay chair: The chair, by 1 March 2016, before go-live');
  });
});

describe('the panel of a region', () => {
  const panel = `panel@Y55`;
  const second = 'panel-2@Y55';
  const doctor = 'panel-3@Y55';
  const committee = 'y55-joint';

  it('acknowledges that no clinician is in the room before it votes, by its chair (R-48)', async () => {
    const { page } = await sitting(joint, { who: panel, committee, present: [panel, second] });
    expect(page.text).toContain('Next: No clinician is left in the room.');
    expect(page.dom.querySelector('form[action$="/votes"]')).toBeNull();
    const deputy = await visitor(to, second, path(page));
    expect(deputy.first.text).toContain(
      `Only the chair acknowledges it. For this item that is ${nameOf(panel)} (R-48).`,
    );
    const keeper = await visitor(to, panel, path(page));
    const acknowledged = await sends(keeper, keeper.first, 'clinical-input', {
      'clinical-input.statement': 'The matter is one of structure.',
    });
    expect(acknowledged.text).toContain(`${nameOf(panel)} acknowledged that in the chair`);
    expect(acknowledged.text).toContain('Next: The item is quorate. Record the votes.');
    const minutes = await keeper.get(`${path(page).replace(/[?].*/, '')}/minutes`);
    expect(minutes.text).toContain('“The matter is one of structure.”');
  });

  it('escalates what it is inquorate on, and the case waits for the national committee', async () => {
    const { keeper, page } = await sitting(joint, { who: panel, committee, present: [panel, doctor] });
    const declared = await sends(keeper, page, 'interest', {
      'interest.person': doctor,
      'interest.kind': 'indirect',
      'interest.interest': 'A sister.',
      'interest.aroseOn-day': '1',
      'interest.aroseOn-month': '5',
      'interest.aroseOn-year': '2014',
    });
    const handled = await sends(keeper, declared, 'handling', { 'handling.handling': 'no-papers' });
    expect(handled.text).toContain('Next: Too few are left for this item');
    const left = await sends(keeper, handled, 'inquorate', {
      'inquorate.next': 'escalate',
      'inquorate.reasons': 'One of two is left.',
    });
    expect(left.text).toContain('Inquorate: escalated');
    const escalated = await sends(keeper, left, 'escalation', {});
    expect(escalated.text).toContain('Recorded on the case.');
    expect((await factsOf(joint)).at(-1)).toBe('DecisionEscalated');
    const { first } = await visitor(to, chair, '/meetings');
    expect(first.text).toContain('Escalated by the region');
  });

  it('is run by nobody else: others get no form, and what they send is refused', async () => {
    const id = await called(panel, committee);
    const outsider = await visitor(to, 'panel@Y54', '/meetings');
    expect((await outsider.get(`/meetings/${id}`)).status).toBe(404);
    const reader = await visitor(to, chair, `/meetings/${id}`);
    expect(reader.first.status).toBe(200);
    expect(reader.first.dom.querySelector('main form')).toBeNull();
    const csrf = reader.first.dom.querySelector('[name=_csrf]')!.getAttribute('value')!;
    const body = new URLSearchParams({
      _csrf: csrf,
      _key: crypto.randomUUID(),
      _revision: '0',
      'attendance.present': panel,
      'attendance.chairedBy': panel,
    });
    const sent = await reader.post(`/meetings/${id}/attendance`, body.toString());
    expect(sent.status).toBe(403);
    expect(await factsOf(id)).toEqual(['MeetingConvened']);
  });
});

describe('two people at once', () => {
  it('are told what the other has recorded, keep what they typed, and send it again', async () => {
    const { id, keeper, page } = await sitting(third);
    const second = await visitor(to, vice, path(page));
    const declared = await sends(second, second.first, 'interest', {
      'interest.person': finance,
      'interest.kind': 'personal',
      'interest.interest': 'A cousin.',
      'interest.aroseOn-day': '1',
      'interest.aroseOn-month': '5',
      'interest.aroseOn-year': '2014',
    });
    expect(declared.text).toContain('“A cousin.”');
    const typed = { ...votes('for', members), 'votes.grounds': 'Long grounds.' };
    const late = await sends(keeper, page, 'votes', typed);
    expect(late.status).toBe(412);
    expect(late.text).toContain('Something else was recorded since you opened the page.');
    expect(late.text).toContain(`Conflict declared, item 1, by ${nameOf(vice)} at`);
    // What was typed is kept for when the interest is handled.
    const kept = late.dom.querySelector('form[action$="/votes"] textarea[name="votes.grounds"]');
    expect(kept?.text).toBe('Long grounds.');
    expect((await factsOf(id)).filter((type) => type === 'ItemDecided')).toEqual([]);
  });

  it('declare interests beside each other, whatever was recorded meanwhile', async () => {
    const { id, keeper, page } = await sitting(third);
    const second = await visitor(to, vice, path(page));
    const said = (person: string): Typed => ({
      'interest.person': person,
      'interest.kind': 'personal',
      'interest.interest': 'A cousin.',
      'interest.aroseOn-day': '1',
      'interest.aroseOn-month': '5',
      'interest.aroseOn-year': '2014',
    });
    await sends(keeper, page, 'interest', said(nurse));
    const both = await sends(second, second.first, 'interest', said(lay));
    expect(both.status).toBe(200);
    expect((await factsOf(id)).filter((type) => type === 'ConflictDeclared')).toHaveLength(2);
  });
});
