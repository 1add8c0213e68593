import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor, type Page } from '../../../test/visitor.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
}, 120_000);
afterAll(() => to.close());

/** What a table of this caption says, row by row. */
function rowsOf({ dom }: Page, caption: string): readonly string[] {
  const table = dom.querySelectorAll('table').find((each) => each.querySelector('caption')!.text.includes(caption));
  return (table?.querySelectorAll('tbody tr') ?? []).map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());
}
const linkTo = ({ dom }: Page, caption: string): string =>
  dom
    .querySelectorAll('table')
    .find((each) => each.querySelector('caption')!.text.includes(caption))!
    .querySelector('tbody a')!
    .getAttribute('href')!;

describe('the list of meetings', () => {
  it('has those of one’s own committee, to come and past, and what waits for its decision', async () => {
    const chair = await visitor(to, 'committee@nhse', '/meetings');
    const { first } = chair;
    expect(first.heading).toBe('Meetings');
    expect(rowsOf(first, 'To come')).toEqual([expect.stringMatching(/22 November 2026.*\(1 open\).*Sitting/)]);
    expect(rowsOf(first, 'Past')).toHaveLength(8);
    expect(rowsOf(first, 'Cases that wait')).toEqual([
      expect.stringMatching(/ \(00N\) – delegated commissioning – round 2027.*Recommended.*Item 1, 22 November 2026/),
      expect.stringMatching(/ – joint commissioning – round 2027.*Escalated by the region/),
    ]);
    expect(first.text).not.toContain('Regional joint commissioning panel');
    const all = await chair.get('/meetings?of=all');
    expect(all.text).toContain('Regional joint commissioning panel');
    expect(rowsOf(all, 'Past').length).toBeGreaterThan(8);
  });

  it('leads to a meeting that lost its quorum through exclusions: page, minutes and pack say so', async () => {
    const auditor = await visitor(to, 'auditor@nhse', '/meetings?of=all');
    const escalation = (await to.log.readAll({ limit: 100_000 })).find(({ type }) => type === 'DecisionEscalated')!;
    const at = `/meetings/${String(escalation.data['meeting'])}`;
    const page = await auditor.get(at);
    expect(page.text).toContain('Inquorate: escalated');
    expect(page.text).toContain('at least 1 executive with a vote – 0 left');
    for (const path of [at, `${at}/minutes`, `${at}/pack`]) {
      const { status, text } = await auditor.get(path);
      expect([path, status, /Inquorate: escalated/.test(text)]).toEqual([path, 200, true]);
    }
    const { text: minutes } = await auditor.get(`${at}/minutes`);
    expect(minutes).toContain('No executive is left to decide: both have an interest in the CCG.');
    expect(minutes).toContain('Lets a building to one of its practices.');
  });

  it('of a region’s panel has no other’s, also when they are asked for', async () => {
    const panel = await visitor(to, 'panel@Y54', '/meetings?of=all');
    const national = await visitor(to, 'committee@nhse', '/meetings');
    const meeting = linkTo(national.first, 'To come');
    expect(panel.first.text).not.toContain('CCG Assurance and Development Committee');
    for (const path of [meeting, `${meeting}/minutes`, `${meeting}/pack`])
      expect((await panel.get(path)).status).toBe(404);
    expect(rowsOf(await panel.get('/meetings?of=nhse'), 'Past')).toEqual([]);
    expect((await panel.get('/meetings?of=nhse')).text).toContain('None yet.');
  });

  it('is none for CCGs and practices', async () => {
    const national = await visitor(to, 'committee@nhse', '/meetings');
    const meeting = linkTo(national.first, 'To come');
    for (const persona of ['officer@00C', 'practice@A81001', 'verifier@00C']) {
      const other = await visitor(to, persona, '/meetings');
      expect(other.first.status).toBe(403);
      expect((await other.get(meeting)).status).toBeGreaterThan(400);
    }
  });

  it('takes no nonsense, and says so kindly', async () => {
    const chair = await visitor(to, 'committee@nhse', '/meetings');
    for (const query of ['?page=0', '?page=x', `?of=${'x'.repeat(50)}`, '?more=1']) {
      const page = await chair.get(`/meetings${query}`);
      expect([query, page.status]).toEqual([query, 422]);
      expect(page.heading).not.toBe('Sorry, there is a problem with the service');
    }
    expect((await chair.get('/meetings?page=9')).text).toContain('There are no further meetings.');
    expect((await chair.get('/meetings/nonsense')).status).toBe(404);
    expect((await chair.get('/meetings/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});

describe('a meeting', () => {
  it('shows what its item needs first of all, who counts for the quorum and who does not, and why', async () => {
    const chair = await visitor(to, 'committee@nhse', '/meetings');
    const page = await chair.get(linkTo(chair.first, 'To come'));
    expect(page.title).toContain('CCG Assurance and Development Committee – meeting of 22 November 2026');
    expect(page.text).toContain('Next: The chair says how each interest is handled.');
    expect(page.text).toContain('at least 1 GP, nurse or secondary-care consultant with a vote – 1: Ines Orbury');
    expect(rowsOf(page, 'Members present').find((row) => row.includes('Yusuf Marey'))).toMatch(
      /“A sister is partner in a practice.”.*Not handled yet.*In the room Yes.*Votes No.*Counts No/,
    );
    const papers = page.dom.querySelectorAll('#item a').map((link) => link.getAttribute('href'));
    expect(papers).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\/cases\/[\w-]+$/), expect.stringMatching(/\/documents$/)]),
    );
    expect((await chair.get(`${linkTo(chair.first, 'To come')}?item=2`)).status).toBe(404);
  });

  it('lets nobody handle an interest but its chair, and says who that is', async () => {
    const vice = await visitor(to, 'committee-2@nhse', '/meetings');
    const page = await vice.get(linkTo(vice.first, 'To come'));
    expect(page.text).toContain('Only the chair says how an interest is handled. For this item that is James Wesey');
    expect(page.dom.querySelector('form[action$="/handling"]')).toBeNull();
    expect(page.dom.querySelector('form[action$="/interest"]')).not.toBeNull();
  });

  it('offers nothing to whoever only reads', async () => {
    const national = await visitor(to, 'committee@nhse', '/meetings');
    const meeting = linkTo(national.first, 'To come');
    for (const persona of ['auditor@nhse', 'registrar@nhse', 'constitution@nhse']) {
      const { first } = await visitor(to, persona, meeting);
      expect(first.status).toBe(200);
      expect(first.dom.querySelector('main form')).toBeNull();
    }
    const readings = (await to.log.readStream('readings')).map(({ actor, data }) => [actor.id, data['case']]);
    expect(readings).toContainEqual(['auditor@nhse', meeting.split('/').at(-1)]);
  });

  it('has minutes with who was there, quorum, votes, decision and times; and a pack with the assessments', async () => {
    const chair = await visitor(to, 'committee@nhse', '/meetings');
    const meeting = linkTo(chair.first, 'Past');
    const minutes = await chair.get(`${meeting}/minutes`);
    expect(minutes.heading).toMatch(/^Minutes ?CCG Assurance and Development Committee, NHS England$/);
    for (const told of [
      'Closed at 08:21 on 13 November 2026',
      'James Wesey, chair, lay member',
      'No interest was declared, and nobody was excluded.',
      'Quorate',
      'Carried: Approve',
      'For: 6',
      'The papers were read and the region was heard.',
      'Signed by the chair:',
    ])
      expect(minutes.text).toContain(told);
    const pack = await chair.get(`${meeting}/pack`);
    expect(rowsOf(pack, 'Assessments of item 1')).toHaveLength(4);
    expect(pack.text).toContain('The papers were read and the officers interviewed.');
    expect(pack.text).toContain('Recommended by');
    expect(pack.text).toMatch(/Submission of the CCG Submitted by .* One plan for practices and community services/);
  });
});
