import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { registerStream } from '../../../libs/register/facts.js';
import { testService, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Typed, type Visitor } from '../../../test/visitor.js';

let to: TestService;
let registrar: Visitor;
let second: Visitor;
let officer: Visitor;
let reviewer: Visitor;

beforeAll(async () => {
  to = await testService({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  [registrar, second, officer, reviewer] = await Promise.all([
    visitor(to, 'registrar@nhse', '/register'),
    visitor(to, 'registrar-2@nhse', '/register'),
    visitor(to, 'officer@00C', '/rounds'),
    visitor(to, 'constitution@nhse', '/rounds'),
  ]);
}, 60_000);
afterAll(async () => to.close());

/** Fills in a change and goes on to its check page. */
async function checked(by: Visitor, path: string, typed: Typed): Promise<Page> {
  const question = await by.get(path);
  expect(question.status).toBe(200);
  return by.submit(question, typed, { action: path.replace(/\?.*/, '') });
}

const record = (by: Visitor, check: Page): Promise<Page> =>
  by.submit(check, {}, { action: check.path.replace(/^https?:\/\/[^/]+/, '').replace(/\/check.*/, '/record') });

const facts = async (): Promise<number> => Number(await to.log.headOf(registerStream));
const day = (name: string, date: string): Typed => {
  const [year, month, of] = date.split('-');
  return { [`${name}-day`]: of, [`${name}-month`]: month, [`${name}-year`]: year };
};

describe('the register', () => {
  it('says first what needs the registrar, with the way to the case', async () => {
    const page = await registrar.get('/register');
    expect(page.heading).toBe('Register');
    expect(page.text).toContain('Cases that wait for somebody, and nobody is eligible');
    expect(page.text).toContain('NHS South Fallowgarth CCG (01H) – joint commissioning – round 2027');
    expect(page.dom.querySelectorAll('h1')).toHaveLength(1);
  });

  it.each([
    '/register',
    '/register/ccgs',
    '/register/ccgs/06Q',
    '/register/practices',
    '/register/people',
    '/register/special-measures',
    '/register/membership-requests',
    '/register/imports',
    '/register/change/closure/06Q',
  ])('shows %s to its keepers, and to no officer', async (path) => {
    expect((await registrar.get(path)).status).toBe(200);
    expect((await officer.get(path)).status).toBe(403);
  });

  it.each([
    '/rounds',
    '/register/committees',
    '/register/committees/nhse-assurance',
    '/register/interests',
    '/register/bank-holidays',
  ])('shows %s to everybody, who change nothing there', async (path) => {
    const page = await officer.get(path);
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('/register/change/');
  });

  it.each([
    '/register/ccgs/99Z',
    '/register/committees/none',
    '/register/recorded/999999',
    '/register/change/closure/99Z',
    '/register/change/nothing',
    '/register/change/interest',
  ])('finds nothing at %s', async (path) => {
    expect((await registrar.get(path)).status).toBe(404);
  });
});

describe('a list of the register', () => {
  it('is searched by name and narrowed by region', async () => {
    const page = await registrar.submit(await registrar.get('/register/ccgs'), { q: 'bramblelowe' });
    expect(page.path).toContain('q=bramblelowe');
    expect(page.text).toContain('1 CCG');
    expect(page.text).toContain('NHS Bramblelowe CCG');
  });

  it('is shown in pages of fifty', async () => {
    const first = await registrar.get('/register/people?role=ccg-officer');
    expect(first.text).toContain('Showing 1 to 50 of');
    const second = await registrar.get('/register/people?role=ccg-officer&page=2');
    expect(second.text).toContain('Showing 51 to 100 of');
  });

  it('says kindly what of its address it cannot understand, and shows the rest', async () => {
    const page = await registrar.get('/register/ccgs?region=Mars&q=Bramblelowe&page=-1&sort=%00');
    expect(page.status).toBe(200);
    expect(page.title).toMatch(/^Error: /);
    expect(page.text).toContain('region code such as Y54');
    expect(page.text).toContain('1 CCG');
  });

  it('says where nothing is like that', async () => {
    expect((await registrar.get('/register/ccgs?q=nowhere')).text).toContain('No CCG is like that');
  });
});

describe('a change of the register', () => {
  it('is checked with what it would fall on, recorded once, and says what it fell on', async () => {
    const before = await facts();
    const check = await checked(registrar, '/register/change/measures/06Q', {
      direction: '<script>alert(1)</script> of 20 November',
    });
    expect(check.heading).toContain('Check');
    expect(check.html).not.toContain('<script>alert(1)');
    expect(check.text).toContain('<script>alert(1)</script> of 20 November');
    expect(check.text).toMatch(/open cases? (is|are) touched by it/);
    expect(await facts()).toBe(before);
    const [once, again] = await Promise.all([record(registrar, check), record(registrar, check)]);
    expect(await facts()).toBe(before + 1);
    expect(again.path).toBe(once.path);
    expect(once.heading).toBe('Special measures placed');
    const cases = once.dom.querySelectorAll('main a[href^="/cases/"]');
    expect(cases.length).toBeGreaterThan(0);
    expect(once.text).toContain('NHS Bramblelowe CCG (06Q)');
    expect((await registrar.get('/register/special-measures')).text).toContain('Still in special measures');
  });

  it('is for those who recorded it, and for its keepers', async () => {
    const last = await facts();
    expect((await second.get(`/register/recorded/${last}`)).status).toBe(200);
    expect((await officer.get(`/register/recorded/${last}`)).status).toBe(404);
  });

  it('keeps what was entered where something is wrong, and says so at the field', async () => {
    const wrong = await checked(registrar, '/register/change/closure/00D', {
      kind: 'closure',
      'on-day': '31',
      'on-month': '2',
      'on-year': '2027',
    });
    expect(wrong.title).toMatch(/^Error: /);
    expect(wrong.dom.querySelector('[name="on-month"]')?.getAttribute('value')).toBe('2');
    expect(wrong.text).toContain('must be a real date');
    const rule = await checked(registrar, '/register/change/closure/00D', {
      kind: 'merger',
      ...day('on', '2027-03-31'),
    });
    expect(rule.text).toContain('Enter the CCG that goes on after the merger');
    expect(rule.html).not.toContain('/record"');
  });

  it('tells a closure ahead, and takes it back', async () => {
    const told = await record(
      registrar,
      await checked(registrar, '/register/change/closure/00D', {
        kind: 'merger',
        ...day('on', '2027-03-31'),
        successor: '00C',
      }),
    );
    expect(told.heading).toBe('End of the CCG recorded');
    expect((await registrar.get('/register')).text).toContain('CCGs that close within half a year');
    const back = await record(registrar, await registrar.get('/register/change/stays-open/00D'));
    expect(back.heading).toBe('Closing taken back');
    expect((await registrar.get('/register/ccgs/00D')).text).toContain('Open since');
  });

  it('renames a CCG, and refuses what is so already', async () => {
    const same = await checked(registrar, '/register/change/details/00F', {});
    expect(same.text).toContain('both are so already');
    const other = await checked(registrar, '/register/change/details/00F', { name: 'NHS Osterlowe and Vale CCG' });
    expect((await record(registrar, other)).text).toContain('is called NHS Osterlowe and Vale CCG');
    expect((await officer.get('/ccgs/00F')).status).not.toBe(500);
  });
});

describe('a role', () => {
  it('is granted to a joiner, and found again', async () => {
    const typed = {
      action: 'grant',
      subject: 'officer-9@00C',
      name: 'Ada <b>Lark</b>',
      role: 'ccg-officer',
      organisation: '00C',
    };
    const done = await record(registrar, await checked(registrar, '/register/change/role', typed));
    expect(done.heading).toBe('Role granted');
    const found = await registrar.get('/register/people?q=officer-9');
    expect(found.text).toContain('Ada <b>Lark</b>');
    expect(found.html).not.toContain('<b>Lark</b>');
  });

  it('of the nation takes two registrars, and the second is not the first', async () => {
    const typed = {
      action: 'grant',
      subject: 'auditor-7@nhse',
      name: 'Theo Moss',
      role: 'auditor',
      organisation: 'nhse',
    };
    const proposed = await record(registrar, await checked(registrar, '/register/change/role', typed));
    expect(proposed.text).toContain('once another registrar confirms it');
    const mine = await registrar.get('/register');
    expect(mine.text).toContain('You proposed it');
    const theirs = await second.get('/register');
    const link = theirs.dom.querySelector('a[href^="/register/change/role-proposal/"]')?.getAttribute('href') ?? '';
    const no = await checked(registrar, link, { action: 'confirm' });
    expect(no.text).toContain('Another registrar must confirm');
    const yes = await record(second, await checked(second, link, { action: 'confirm' }));
    expect(yes.heading).toBe('Proposal confirmed');
    expect((await second.get('/register/people?q=auditor-7')).text).toContain('Auditor for NHS England');
  });

  it('of one’s own is changed by nobody', async () => {
    const typed = { action: 'withdraw', subject: 'registrar@nhse', role: 'ccg-officer', organisation: '00C' };
    const page = await checked(registrar, '/register/change/role', typed);
    expect(page.status).toBe(422);
    expect(page.text).toContain('Nobody grants or withdraws a role of their own');
  });
});

describe('committees', () => {
  it('are constituted with a quorum of parts, in words everybody reads', async () => {
    const question = await registrar.get('/register/change/committee/y54-joint');
    expect(question.dom.querySelector('[name="parts.1.offices"]')?.text.trim()).toBe('executive');
    const action = '/register/change/committee/y54-joint';
    const never = await registrar.submit(question, { 'parts.0.atLeast': '9' }, { action });
    expect(never.text).toContain('a quorum that its members cannot reach');
    const again = await registrar.get(action);
    const check = await registrar.submit(again, { 'parts.0.atLeast': '3', ...day('from', '2026-11-23') }, { action });
    expect((await record(registrar, check)).heading).toBe('Committee constituted');
    expect((await officer.get('/register/committees/y54-joint')).text).toContain(
      'Constituted anew from 23 November 2026',
    );
  });

  it('of members who lost their role cannot decide, which the registrar is told', async () => {
    const withdrawn = ['panel@Y55', 'panel-2@Y55'];
    for (const subject of withdrawn) {
      const typed = { action: 'withdraw', subject, role: 'regional-assessor', organisation: 'Y55' };
      expect((await record(registrar, await checked(registrar, '/register/change/role', typed))).heading).toBe(
        'Role withdrawn',
      );
    }
    const page = await officer.get('/register/committees/y55-joint');
    expect(page.text).toContain('At least 2 members with a vote; and at least 1 executive with a vote');
    expect(page.text).toContain('It cannot decide');
    expect((await registrar.get('/register')).text).toContain('cannot reach its quorum');
  });
});

describe('interests', () => {
  it('are declared by those who approve, late ones are marked, and end', async () => {
    const typed = { kind: 'financial', organisation: '00G', text: 'I own shares', ...day('aroseOn', '2026-01-05') };
    const done = await record(reviewer, await checked(reviewer, '/register/change/interest', typed));
    expect(done.heading).toBe('Interest declared');
    const shown = await officer.get('/register/interests?organisation=00g');
    expect(shown.text).toContain('I own shares');
    expect(shown.text).toContain('Late');
    const link = (await reviewer.get('/register/interests')).dom
      .querySelector('a[href^="/register/change/interest-ended/"]')
      ?.getAttribute('href');
    expect((await registrar.get(link ?? '')).status).toBe(200);
    const ended = await record(registrar, await checked(registrar, link ?? '', day('on', '2026-11-20')));
    expect(ended.heading).toBe('End of an interest recorded');
    expect((await officer.get('/register/interests?state=held&organisation=00G')).text).toContain(
      'No interest is like that',
    );
  });
});

describe('rounds', () => {
  it('are shown with what comes next, and a deadline is put back for the cases that have not missed it', async () => {
    expect((await officer.get('/rounds')).text).toContain(
      'Next: Expressions of interest by the end of 2 December 2026',
    );
    const question = await registrar.get('/register/change/round/2027');
    expect(question.dom.querySelector('[name="interestBy-time"]')?.getAttribute('value')).toBe('00:00');
    const check = await registrar.submit(
      question,
      { 'applicationBy-day': '8', 'applicationBy-month': '1', 'applicationBy-year': '2027' },
      { action: '/register/change/round/2027' },
    );
    expect(check.text).toMatch(/open cases? (is|are) touched by it/);
    const done = await record(registrar, check);
    expect(done.heading).toBe('Round announced');
    expect((await officer.get('/rounds')).text).toContain('8 January 2027');
  });

  it('that have opened change in nothing else', async () => {
    const question = await registrar.get('/register/change/round/2027');
    const check = await registrar.submit(question, { name: 'Another name' }, { action: '/register/change/round/2027' });
    expect(check.status).toBe(422);
    expect(check.text).toContain('nothing but its deadlines changes');
    expect(check.text).toContain('R-06');
  });
});

describe('bank holidays', () => {
  it('are announced, and reach further', async () => {
    const typed = { days: '2029-01-01\n2029-03-30', ...day('reachesTo', '2029-12-31') };
    const done = await record(registrar, await checked(registrar, '/register/change/holidays', typed));
    expect(done.text).toContain('2 new bank holidays, known to 31 December 2029');
    const page = await officer.get('/register/bank-holidays');
    expect(page.text).toContain('30 March 2029');
  });
});
