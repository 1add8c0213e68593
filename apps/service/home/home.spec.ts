import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { caseAt } from '../../../test/story.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { visitor, type Page } from '../../../test/visitor.js';

let to: TestService<Body>;
let now = Date.now();
beforeAll(async () => {
  const more = { pages: { now: () => now } };
  to = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog(), more });
});
afterAll(() => to.close());

const homeOf = async (persona: string, of: Pick<TestService, 'url'> = to) => (await visitor(of, persona)).first;
const linksOn = ({ dom }: Page): readonly string[] =>
  dom
    .querySelectorAll('main a')
    .map((link) => `${link.text.replaceAll(/\s+/g, ' ').trim()} → ${link.getAttribute('href')!}`);
const sections = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('main h2').map((heading) => heading.text.trim());

describe('the start page', () => {
  it.each([
    ['officer@00C', 'CCG officer NHS East Juniperholme CCG'],
    ['practice@A81001', 'Practice representative Willowcourt Family Practice'],
    ['verifier@00L', 'Result verifier NHS Bramblestead and Dapplestead CCG'],
    ['assessor@Y54', 'Regional assessor North'],
    ['constitution@nhse', 'Constitution reviewer NHS England'],
    ['committee@nhse', 'National committee NHS England'],
    ['auditor@nhse', 'Auditor NHS England'],
    ['registrar@nhse', 'Registrar NHS England'],
  ])('of %s says whom it is for, in one heading, and appends nothing', async (persona, heading) => {
    const head = await to.head();
    const page = await homeOf(persona);
    expect(page.status).toBe(200);
    expect(page.heading).toBe(heading);
    expect(page.title).toBe('Home – Remit');
    expect(page.dom.querySelectorAll('h1')).toHaveLength(1);
    expect(await to.head()).toBe(head);
  });

  it('of an officer has the steps of each case with the words of the acts, what it waits on, and the deadlines ahead', async () => {
    const page = await homeOf('officer@00C');
    expect(sections(page).slice(0, 2)).toEqual(['What waits on you', 'Applications and arrangements of your CCG']);
    expect(page.text).toContain('4 steps. None is overdue.');
    const links = linksOn(page);
    expect(links.find((link) => link.startsWith('Propose an amendment'))).toMatch(/\/do\/AmendmentProposed$/);
    expect(links.some((link) => link.includes('/do/BallotClosed'))).toBe(false);
    expect(page.text).toContain('Member practices vote.');
    expect(page.text).toMatch(/Waits on ?Practice representative, you Due ?by/);
    expect(links).toContain('Start a new application → /apply');
    expect(page.text).toMatch(/Deadlines ahead Expressions of interest/);
    expect(page.text).not.toMatch(/Bramblelowe|Kestlehythe/);
  });

  it('of a practice begins with its ballot: vote by when, or voted and until when that can be changed', async () => {
    const open = await homeOf('practice@A81002');
    expect(sections(open)[0]).toBe('Your ballots');
    expect(open.text).toMatch(/Vote by \d\d:\d\d on \d+ \w+ 2026\./);
    expect(linksOn(open).find((link) => link.startsWith('Vote in'))).toMatch(/\/do\/VoteCast$/);
    const voted = await homeOf('practice@A81001');
    expect(voted.text).toMatch(/You have voted\. You can change it until \d\d:\d\d on/);
    expect(voted.text).not.toContain('Vote by');
    expect(voted.text).not.toMatch(/amendment|Terms of reference/i);
    const none = await homeOf('practice@B81001');
    expect(none.text).toMatch(/No ballot is open\. When your CCG asks its members/);
  });

  it('of a verifier has the result to verify', async () => {
    const page = await homeOf('verifier@00L');
    expect(linksOn(page).find((link) => link.startsWith('Verify the result'))).toMatch(/\/do\/ResultVerified$/);
    expect((await homeOf('verifier@00C')).text).toContain('No result waits to be verified. One appears here');
  });

  it('of an approver has counts, the next cases, queues, conditions and meetings', async () => {
    const page = await homeOf('committee@nhse');
    expect(page.text).toMatch(/What waits on you 6 cases\. None is overdue\./);
    const links = linksOn(page);
    expect(links.find((link) => link.startsWith('Restore functions'))).toMatch(/\/do\/FunctionsRestored$/);
    expect(links.some((link) => /^CCG Assurance and Development Committee.* → \/meetings\//.test(link))).toBe(true);
    expect(links).toContain('1 open → /conditions');
    expect(links).toContain('National decision → /work?queue=decision');
    expect(page.text).toContain('Meetings soon');
  });

  it('of the registrar has what nobody else would see: nobody eligible, proposals to second, the reach of the holidays', async () => {
    const page = await homeOf('registrar@nhse');
    expect(page.text).toMatch(/1 case has nobody eligible Cannot go on/);
    expect(page.text).toContain('No proposal of another registrar waits for you.');
    expect(page.text).toMatch(/Bank holidays are known to 31 December 2028/);
    const grant = {
      action: 'grant',
      subject: 'auditor-2@nhse',
      name: 'Ada Fenn',
      role: 'auditor',
      organisation: 'nhse',
    };
    const proposed = await to.as('registrar-2@nhse').post('/api/register/roles', grant);
    expect(proposed.status).toBe(201);
    expect((await homeOf('registrar@nhse')).text).toContain('1 proposal waits for a second registrar');
    expect((await homeOf('registrar-2@nhse')).text).toContain('1 of your own waits for somebody else.');
  });

  it('of an auditor counts all cases by where they stand', async () => {
    const page = await homeOf('auditor@nhse');
    expect(page.text).toMatch(/32 going on, 21 ended/);
    expect(linksOn(page)).toContain('4 Member mandate → /cases?state=mandate');
    expect(page.text).toContain('What you read is recorded');
  });
});

describe('what changed since somebody looked', () => {
  it('is what others recorded on the cases they see, until the visit after', async () => {
    const officer = await visitor(to, 'officer@03X');
    expect(officer.first.text).toContain('What changed lately');
    now += 31 * 60_000;
    const back = await visitor(to, 'officer@03X');
    expect(back.first.text).toMatch(/What changed since you last looked .*Nothing\. What others record/);
    const committee = to.as('committee@nhse');
    const [row] = (await to.as('officer@03X').get('/api/cases?ccg=03X')).body.cases;
    const review = { condition: 1, evidence: '<script>alert(1)</script>' };
    expect((await committee.act(row!.id, 'ConditionUpheld', review)).status).toBe(201);
    now += 31 * 60_000;
    const page = await homeOf('officer@03X');
    expect(linksOn(page).find((link) => link.startsWith('Condition upheld'))).toMatch(/\/history#event-\d+$/);
    expect(page.text).toMatch(/James Wesey, National committee/);
    expect((await homeOf('officer@00C')).text).not.toContain('Condition upheld');
    expect(page.html).not.toContain('<script>alert');
  });
});

describe('where nothing is', () => {
  it('each role is told what will appear', async () => {
    const quiet = await testService<Body>();
    expect((await homeOf('officer@00C', quiet)).text).toMatch(
      /Nothing waits on you\. Something appears here .*no application under way/,
    );
    expect((await homeOf('assessor@Y54', quiet)).text).toContain('a CCG of your region hands in an interest');
    expect((await homeOf('constitution@nhse', quiet)).text).toContain('proposes an amendment');
    expect((await homeOf('committee@nhse', quiet)).text).toContain('None is called.');
    expect((await homeOf('auditor@nhse', quiet)).text).toContain('0 going on, 0 ended');
    await caseAt('expressed', quiet);
    const assessor = await homeOf('assessor@Y54', quiet);
    expect(linksOn(assessor).find((link) => link.startsWith('Acknowledge the interest'))).toMatch(
      /InterestAcknowledged$/,
    );
    await quiet.close();
  });
});
