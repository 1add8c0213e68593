import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { caseAt } from '../../../test/story.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService<Body>;
let assessor: Visitor;
beforeAll(async () => {
  to = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  assessor = await visitor(to, 'assessor@Y54', '/work');
});
afterAll(() => to.close());

const rowsOn = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('#work tbody tr').map((row) => row.text.replaceAll(/\s+/g, ' ').trim());

const pickOf = (page: Page, does: 'claim' | 'release', at = 0): string =>
  page.dom.querySelectorAll(`#work button[name=${does}]`)[at]!.getAttribute('value')!;

const events = async (id: string) => (await to.log.readStream(`case-${id}`)).map(({ type }) => type);

describe('the queues of an approver', () => {
  it('are counted with what is overdue, and stand in one table, due first', async () => {
    const page = await assessor.get('/work');
    expect(page.heading).toBe('Work');
    expect(page.text).toMatch(/\d+ cases wait on you\. 1 is overdue\./);
    const rows = rowsOn(page);
    expect(rows[0]).toMatch(/NHS East Juniperdene CCG \(00J\).*Expression of interest.*Overdue/);
    const queues = page.dom.querySelectorAll('.remit-queues tbody tr');
    const waiting = queues.map((row) => Number(row.querySelector('td')!.text));
    expect(waiting.reduce((sum, each) => sum + each, 0)).toBe(rows.length);
  });

  it('are filtered by queue, claim, level, round and due date', async () => {
    const all = rowsOn(await assessor.get('/work'));
    expect(rowsOn(await assessor.get('/work?due=overdue'))).toHaveLength(1);
    expect(rowsOn(await assessor.get('/work?queue=group')).every((row) => row.includes('Group'))).toBe(true);
    expect(rowsOn(await assessor.get('/work?claimedBy=nobody'))).toEqual(all);
    expect(rowsOn(await assessor.get('/work?claimedBy=me'))).toEqual([]);
    expect(rowsOn(await assessor.get('/work?level=L2')).length).toBeLessThan(all.length);
    expect((await assessor.get('/work?round=none')).text).toContain('Nothing that waits on you matches all of this');
    expect((await assessor.get('/work?due=someday')).status).toBe(422);
  });

  it('are had as a file', async () => {
    const lines = (await assessor.get('/work.csv?due=overdue')).html.replaceAll('"', '').trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/,00J,NHS East Juniperdene CCG,L3,.*,Expression of interest,.*,yes,/);
  });

  it('are not for others', async () => {
    for (const persona of ['officer@00C', 'practice@A81001', 'verifier@00L', 'auditor@nhse']) {
      const other = await visitor(to, persona, '/work');
      expect([persona, other.first.status]).toEqual([persona, 403]);
      expect((await other.get('/work.csv')).status).toBe(403);
    }
    const { heading, text } = (await visitor(to, 'assessor@Y56', '/work')).first;
    expect(heading).toBe('Work');
    expect(text).not.toContain('00J');
  });
});

describe('a claim', () => {
  it('is recorded under the role acted in, shown, and given back', async () => {
    const page = await assessor.get('/work?queue=interest');
    const [id] = pickOf(page, 'claim').split(' ');
    const claimed = await assessor.submit(
      page,
      {},
      { action: '/work/claims', press: ['claim', pickOf(page, 'claim')] },
    );
    expect(claimed.path).toMatch(/\/work\?queue=interest&claimed=1$/);
    expect(claimed.text).toContain('You have claimed 1 case.');
    expect((await events(id!)).at(-1)).toBe('CaseClaimed');
    expect(rowsOn(await assessor.get('/work?claimedBy=me'))).toHaveLength(1);
    const mine = await assessor.get('/work?claimedBy=me');
    const released = await assessor.submit(
      mine,
      {},
      { action: '/work/claims', press: ['release', pickOf(mine, 'release')] },
    );
    expect(released.text).toContain('You have released 1 case.');
    expect((await events(id!)).at(-1)).toBe('CaseReleased');
  });

  it('that is sent twice is recorded once', async () => {
    const page = await assessor.get('/work');
    const pick = pickOf(page, 'claim');
    const [id] = pick.split(' ');
    const before = await to.head();
    const sent = { action: '/work/claims', press: ['claim', pick] as const };
    const [first, second] = await Promise.all([assessor.submit(page, {}, sent), assessor.submit(page, {}, sent)]);
    for (const answer of [first, second]) expect(answer.text).toContain('You have claimed 1 case.');
    expect(await to.head()).toBe(before + 1);
    expect((await events(id!)).filter((type) => type === 'CaseClaimed').length).toBeGreaterThan(0);
    const mine = await assessor.get('/work?claimedBy=me');
    await assessor.submit(mine, {}, { action: '/work/claims', press: ['release', pickOf(mine, 'release')] });
  });

  it('is made of several at once; what somebody else was quicker with is told, and the rest is claimed', async () => {
    const page = await assessor.get('/work');
    const picks = page.dom.querySelectorAll('input[name=pick]').map((box) => box.getAttribute('value')!);
    const second = await visitor(to, 'assessor-2@Y54', '/work');
    const theirs = await second.submit(second.first, {}, { action: '/work/claims', press: ['claim', picks[0]!] });
    expect(theirs.text).toContain('You have claimed 1 case.');
    const answer = await assessor.submit(
      page,
      { pick: picks.slice(0, 2) },
      { action: '/work/claims', press: ['claim', 'picked'] },
    );
    expect(answer.status).toBe(409);
    expect(answer.title).toMatch(/^Error: /);
    expect(answer.text).toMatch(/There is a problem .*Case [0-9a-f]{8}: something was recorded on the case since/);
    expect(rowsOn(await assessor.get('/work?claimedBy=me'))).toHaveLength(1);
    const again = await assessor.get('/work');
    expect(again.dom.querySelector(`input[value="${picks[0]!}"]`)).toBeNull();
    for (const browser of [assessor, second]) {
      const mine = await browser.get('/work?claimedBy=me');
      await browser.submit(mine, {}, { action: '/work/claims', press: ['release', pickOf(mine, 'release')] });
    }
  });

  it('of nothing, or of what the form never held, is refused in words', async () => {
    const page = await assessor.get('/work');
    const nothing = await assessor.submit(page, {}, { action: '/work/claims', press: ['claim', 'picked'] });
    expect(nothing.text).toContain('Select one or more cases');
    const csrf = page.dom.querySelector('#work [name=_csrf]')!.getAttribute('value')!;
    const head = await to.head();
    const madeUp = ['claim=nonsense', `claim=${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)} interest 0`];
    for (const said of madeUp) {
      const answer = await assessor.post('/work/claims', `_csrf=${encodeURIComponent(csrf)}&${said}`);
      expect(answer.status).toBe(409);
    }
    expect((await assessor.post('/work/claims', 'claim=nonsense')).status).toBe(403);
    expect(await to.head()).toBe(head);
  });

  it('leads back to this page alone', async () => {
    const page = await assessor.get('/work');
    const sent = { action: '/work/claims', press: ['claim', pickOf(page, 'claim')] as const };
    const answer = await assessor.submit(page, { back: 'https://elsewhere.example/work?queue=x' }, sent);
    expect(answer.path).toBe(`${to.url}/work?claimed=1`);
  });
});

describe('somebody who is barred', () => {
  const everybody = ['', '-2', '-3', '-4', '-5', '-6'].map((each) => `committee${each}@nhse`);

  it('is told why, and can claim nothing; the others can', async () => {
    const told = await Promise.all(
      everybody.map(async (persona) => rowsOn((await visitor(to, persona, '/work?queue=decision')).first)),
    );
    const barred = told.flat().filter((row) => row.includes('Not for you: '));
    expect(barred.length).toBeGreaterThan(0);
    expect(barred.length).toBeLessThan(told.length);
    for (const row of barred) {
      expect(row).toMatch(/R-4[67]/);
      expect(row).not.toContain('Claim this case');
    }
  });

  it('leaves a case that nobody may act on to the registrar, who is shown it', async () => {
    const registrar = await visitor(to, 'registrar@nhse', '/work');
    const rows = registrar.first.dom.querySelectorAll('tbody tr').map((row) => row.text.replaceAll(/\s+/g, ' '));
    expect(rows).toHaveLength(1);
    expect(registrar.first.text).toContain('Give the role to somebody else');
    expect(registrar.first.dom.querySelector('#work')).toBeNull();
  });
});

describe('at ten o’clock in round one', () => {
  it('an empty list says what will appear', async () => {
    const quiet = await testService<Body>();
    const reviewer = await visitor(quiet, 'constitution@nhse', '/work');
    expect(reviewer.first.text).toContain('Nothing waits on you. A case appears here as soon as');
    await caseAt('expressed', quiet);
    const waiting = await visitor(quiet, 'assessor@Y54', '/work');
    expect(rowsOn(waiting.first)).toHaveLength(1);
    await quiet.close();
  });
});
