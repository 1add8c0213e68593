import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { enter, testService, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';

const script = '<script>alert(1)</script>';
const registrar = { id: 'registrar@nhse', name: 'Registrar', role: 'registrar', organisation: 'nhse' };

let to: TestService;
let officer: Visitor;
const rowsOf = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('tbody tr').map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());
const links = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('main a').map((link) => link.getAttribute('href') ?? '');

beforeAll(async () => {
  to = await testService({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  officer = await visitor(to, 'officer@00C', '/ccgs');
}, 60_000);
afterAll(() => to.close());

/** A CCG that holds or held a level. */
const withLevel = (level: string): string =>
  to.service.ledger.register
    .ccgs()
    .find(({ code }) =>
      to.service.ledger.views.heldBy(code).some((held) => held.level === level && held.until === undefined),
    )!.code;

describe('the list of CCGs', () => {
  it('shows 50 a page, finds by name, code and region, and has a file of all', async () => {
    const all = await officer.get('/ccgs');
    expect(rowsOf(all)).toHaveLength(50);
    expect(links(all)).toContain('/ccgs?page=2');
    const found = await officer.get('/ccgs?q=BRAMBLE&region=Y54');
    expect(rowsOf(found).length).toBeGreaterThan(0);
    expect(rowsOf(found).every((row) => /bramble/i.test(row) && row.includes('North'))).toBe(true);
    expect(rowsOf(await officer.get('/ccgs?q=00c'))).toHaveLength(1);
    const file = await officer.get('/ccgs.csv?q=bramble');
    expect(file.html.trim().split('\r\n').length).toBe(rowsOf(await officer.get('/ccgs?q=bramble')).length + 1);
  });

  it('sends what was left empty as nothing, and shows what was typed as text', async () => {
    const empty = await officer.submit(await officer.get('/ccgs'), { q: '' });
    expect(rowsOf(empty)).toHaveLength(50);
    const none = await officer.submit(empty, { q: script });
    expect(none.text).toContain('No CCG is called that');
    expect(none.dom.querySelector('#filter-q')!.getAttribute('value')).toBe(script);
    expect(none.dom.querySelectorAll('main script')).toEqual([]);
  });

  it('answers what cannot be asked in words', async () => {
    for (const query of ['page=0', 'page=x', 'page=1&page=2', `q=${'a'.repeat(101)}`]) {
      const wrong = await officer.get(`/ccgs?${query}`);
      expect([query, wrong.status >= 400 && wrong.status < 500, wrong.heading.length > 0]).toEqual([query, true, true]);
    }
    expect((await officer.get('/ccgs?page=900')).status).toBe(200);
  });
});

describe('the page of a CCG', () => {
  it('shows what it holds as a bar and in words, its members and how it counts votes, to everybody', async () => {
    const code = withLevel('L3');
    const page = await officer.get(`/ccgs/${code}`);
    expect(page.heading).toContain(`(${code})`);
    expect(page.dom.querySelector('.remit-levels title')!.text).toMatch(
      /^The CCG held .*L3 from 1 April 2026 until today\.$/,
    );
    expect(page.text).toContain('L3 Delegated commissioning');
    expect(page.text).toContain('Carried when');
    const members = to.service.ledger.register.practices({ ccg: code, on: '2026-11-22' });
    for (const { code: practice } of members) expect(links(page)).toContain(`/practices/${practice}`);
    const file = await officer.get(`/ccgs/${code}/members.csv`);
    expect(file.html.trim().split('\r\n')).toHaveLength(members.length + 1);
  });

  it('tells of applications and special measures only whoever sees them', async () => {
    const own = await officer.get('/ccgs/00C');
    const [application] = links(own).filter((href) => /^\/cases\/[0-9a-f-]{36}$/.test(href));
    expect(application).toBeDefined();
    const stranger = await visitor(to, 'officer@01A', '/ccgs/00C');
    expect(links(stranger.first).filter((href) => href.startsWith('/cases/'))).toEqual([]);
    expect(stranger.first.text).toContain('There are none that you may see.');

    const inMeasures = to.service.ledger.register
      .ccgs()
      .find(({ code }) => to.service.ledger.register.specialMeasures(code))!;
    const auditor = await visitor(to, 'auditor@nhse', `/ccgs/${inMeasures.code}`);
    expect(auditor.first.text).toContain('In special measures');
    expect((await officer.get(`/ccgs/${inMeasures.code}`)).text).not.toMatch(/special measures/i);
  });

  it('leads nobody to a case that they may not see', async () => {
    const code = withLevel('L3');
    const led = links(await officer.get(`/ccgs/${code}`)).filter((href) => href.startsWith('/cases/'));
    expect(led).toEqual([]);
    const auditor = await visitor(to, 'auditor@nhse', `/ccgs/${code}`);
    expect(links(auditor.first).some((href) => href.startsWith('/cases/'))).toBe(true);
  });

  it('is not there for a code that is none', async () => {
    for (const code of ['99Z', '00c', 'x', '__proto__', 'constructor', '00C%20', '%3Cscript%3E'])
      expect([code, (await officer.get(`/ccgs/${code}`)).status]).toEqual([code, 404]);
  });
});

describe('the page of a practice', () => {
  it('shows where it is and was a member, its patients, and the ballots that one sees', async () => {
    const page = await officer.get('/practices/A81001');
    expect(page.heading).toContain('(A81001)');
    expect(links(page)).toContain('/ccgs/00C');
    const [ballot] = links(page).filter((href) => href.endsWith('/ballot/latest'));
    expect((await officer.get(ballot!)).heading).toMatch(/Ballot$/);
    const stranger = await visitor(to, 'officer@01A', '/practices/A81001');
    expect(links(stranger.first).filter((href) => href.startsWith('/cases/'))).toEqual([]);
  });

  it('shows interests that are declared in it, as the text they are', async () => {
    const interest = {
      id: 'interest-1',
      person: 'assessor@Y54',
      name: `Somebody ${script}`,
      kind: 'financial',
      organisation: 'A81002',
      text: `A share ${script}`,
      aroseOn: '2026-01-01',
      declaredOn: '2026-03-01',
    } as const;
    await enter(to.service, registrar, { type: 'InterestRegistered', data: interest });
    const page = await officer.get('/practices/A81002');
    expect(page.text).toContain(`A share ${script}`);
    expect(page.text).toContain('declared on 1 March 2026, late');
    expect(page.dom.querySelectorAll('main script')).toEqual([]);
  });

  it('is not there for a code that is none', async () => {
    for (const code of ['Z99999', 'a81001', '00C'])
      expect([code, (await officer.get(`/practices/${code}`)).status]).toEqual([code, 404]);
  });
});
