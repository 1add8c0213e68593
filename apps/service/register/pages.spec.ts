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

  it('is downloaded whole, and nothing in it is a formula', async () => {
    const page = await registrar.get('/register/people?role=ccg-officer');
    const href = page.dom.querySelector('main a[href*="as=csv"]')?.getAttribute('href') ?? 'none';
    const file = await registrar.get(href);
    expect(file.headers.get('content-disposition')).toContain('people.csv');
    expect(file.html.split('\r\n').length).toBeGreaterThan(400);
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
    expect(check.title).toBe('Check what you entered: Put in special measures – NHS Bramblelowe CCG (06Q) – Remit');
    expect(check.html).not.toContain('<script>alert(1)');
    expect(check.text).toContain('<script>alert(1)</script> of 20 November');
    expect(check.text).toMatch(/open cases? (is|are) touched by it/);
    expect(await facts()).toBe(before);
    const [once, again] = await Promise.all([record(registrar, check), record(registrar, check)]);
    expect(await facts()).toBe(before + 1);
    expect(again.path).toBe(once.path);
    expect(once.heading).toBe('Special measures placed');
    expect(once.title).toBe(`Special measures placed – entry ${before + 1} of the register – Remit`);
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

describe('a constitution', () => {
  const path = '/register/change/constitution/00G';
  const known = () => to.service.ledger.register.ccg('00G')!.constitution;

  it('is asked for from the list and the page of its CCG, with what holds now', async () => {
    for (const at of ['/register/ccgs?q=00G', '/register/ccgs/00G'])
      expect((await registrar.get(at)).dom.querySelector(`main a[href="${path}"]`)).not.toBeNull();
    const home = await registrar.get('/register');
    expect(home.dom.querySelectorAll('main a').map((link) => link.text)).toContain('Constitutions');
    const question = await registrar.get(path);
    expect(question.text).toContain(`Version ${known().version} has been in force since`);
    const field = (name: string) => question.dom.querySelector(`[name="${name}"]`)?.getAttribute('value');
    expect(field('version')).toBe(String(known().version + 1));
    expect(field('counting.quorum.denominator')).toBe(String(known().counting.quorum.denominator));
  });

  it('says in words how votes will count, what it falls on, and is recorded once', async () => {
    const before = known();
    const count = await facts();
    const typed = {
      ballotRequired: 'yes',
      'counting.basis': 'thousand-patients',
      'counting.rounding': 'up',
      'counting.threshold.comparison': 'at-least',
      'counting.threshold.numerator': '2',
      'counting.threshold.denominator': '3',
      'counting.quorum.numerator': '3',
      'counting.quorum.denominator': '5',
    };
    const check = await checked(registrar, path, typed);
    expect(check.text).toContain('the practices in favour have at least two thirds of the votes of');
    expect(check.text).toContain('if at least three fifths of the member practices vote');
    expect(check.text).toContain('Parts of 1,000 are rounded up.');
    expect(check.text).toContain('Members are balloted on every amendment.');
    expect(check.text).toMatch(/open cases? (is|are) touched by it|No open case is touched by it/);
    expect(await facts()).toBe(count);
    const [once, again] = await Promise.all([record(registrar, check), record(registrar, check)]);
    expect([once.heading, again.path]).toEqual(['Constitution recorded', once.path]);
    expect(await facts()).toBe(count + 1);
    expect(known()).toMatchObject({ version: before.version + 1, ballotRequired: true, from: '2026-11-22' });
    expect(known().counting).toMatchObject({ basis: 'thousand-patients', rounding: 'up' });
    expect((await officer.get('/ccgs/00G')).text).toContain('at least two thirds');
  });

  it('is kept as a draft, and refused with the rule where it contradicts what is known', async () => {
    const later = await registrar.submit(
      await registrar.get(path),
      { version: '1' },
      { action: path, press: ['_press', 'later'] },
    );
    expect(later.path).toContain('/register/ccgs/00G');
    expect((await registrar.get('/')).text).toContain('Record a constitution – ');
    const refused = await registrar.submit(await registrar.get(path), {}, { action: path });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`is at version ${known().version} already`);
    expect(refused.text).toContain('R-21');
    const ahead = await checked(registrar, path, { version: '9', ...day('from', '2027-01-01') });
    expect(ahead.title).toMatch(/^Error: /);
    const nothing = await checked(registrar, path, {
      version: '9',
      ...day('from', '2026-11-22'),
      'counting.quorum.numerator': '0',
    });
    expect(nothing.text).toContain('No ballot misses a quorum of 0');
  });

  it('is recorded by nobody else, and of no CCG that has closed or is not there', async () => {
    expect((await officer.get(path)).status).not.toBe(200);
    expect((await registrar.get('/register/change/constitution/99Z')).status).toBe(404);
    expect((await registrar.get('/register/change/constitution')).status).toBe(404);
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

  it('is withdrawn by a link from the person, whatever was begun about somebody else', async () => {
    await checked(registrar, '/register/change/role', { action: 'grant', subject: 'officer-8@00C', name: 'Bo Fenn' });
    const found = await registrar.get('/register/people?q=officer-9');
    const href = found.dom.querySelector('main a[href*="action=withdraw"]')?.getAttribute('href') ?? 'none';
    const question = await registrar.get(href);
    expect(question.dom.querySelector('[name="subject"]')?.getAttribute('value')).toBe('officer-9@00C');
    const check = await registrar.submit(question, { name: '' }, { action: '/register/change/role' });
    expect(check.text).not.toContain('officer-8');
    expect((await record(registrar, check)).heading).toBe('Role withdrawn');
    expect((await registrar.get('/register/people?q=officer-9')).text).toContain('No role any more');
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

  it('keep parts of their quorum within parts, which are added and taken out on the page', async () => {
    const action = '/register/change/committee/y54-joint';
    const press = (page: Page, name: string, value: string, typed: Typed = {}): Promise<Page> =>
      registrar.submit(page, typed, { action, press: [name, value] });
    const first = await registrar.get(action);
    const opened = await press(first, '_add', 'parts.0.within.parts', { 'parts.0.atLeast': '' });
    const added = opened.dom.querySelector('[name="parts.0.within.parts.0.atLeast"]');
    expect(added?.closest('details')).toBeNull();
    const two = await press(opened, '_add', 'parts.0.within.parts', {
      'parts.0.within.together': 'any',
      'parts.0.within.parts.0.atLeast': '4',
    });
    const three = await press(two, '_add', 'parts.0.within.parts', {
      'parts.0.within.parts.1.atLeast': '2',
      'parts.0.within.parts.1.offices': 'gp',
    });
    const less = await press(three, '_remove', 'parts.0.within.parts.0', { 'parts.0.within.parts.2.atLeast': 'x' });
    const wrong = await registrar.submit(less, {}, { action });
    expect(wrong.dom.querySelector('.nhsuk-error-summary a')?.getAttribute('href')).toBe(
      '#parts.0.within.parts.2.atLeast',
    );
    const mended = { 'parts.0.within.parts.2.atLeast': '3', ...day('from', '2026-11-25') };
    const check = await registrar.submit(wrong, mended, { action });
    expect(check.text).toContain(
      'The quorum is (either at least 2 GPs, or at least 3 members); and at least 1 executive with a vote.',
    );
    expect(check.text.match(/Only members with a vote/g)).toHaveLength(1);
    expect((await record(registrar, check)).heading).toBe('Committee constituted');
    const ahead = to.service.ledger.register.committee('y54-joint')!.quorum;
    expect(ahead).toEqual({
      all: [
        { any: [{ atLeast: 2, of: { offices: ['gp'] } }, { atLeast: 3 }] },
        { atLeast: 1, of: { offices: ['executive'], voting: true } },
      ],
    });
  });

  it('are asked for a number or for parts, not for both', async () => {
    const action = '/register/change/committee/y55-joint';
    const opened = await registrar.submit(
      await registrar.get(action),
      {},
      { action, press: ['_add', 'parts.0.within.parts'] },
    );
    const typed = { 'parts.0.within.together': 'all', 'parts.0.within.parts.0.atLeast': '1' };
    const wrong = await registrar.submit(opened, typed, { action });
    expect(wrong.title).toMatch(/^Error: /);
    expect(wrong.dom.querySelector('.nhsuk-error-summary a')?.getAttribute('href')).toBe('#parts.0.atLeast');
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
    const question = await registrar.get('/register/change/deadlines/2027');
    expect(question.dom.querySelector('[name="interestBy-time"]')?.getAttribute('value')).toBe('00:00');
    const check = await registrar.submit(
      question,
      { 'applicationBy-day': '8', 'applicationBy-month': '1', 'applicationBy-year': '2027' },
      { action: '/register/change/deadlines/2027' },
    );
    expect(check.text).toMatch(/open cases? (is|are) touched by it/);
    const done = await record(registrar, check);
    expect(done.heading).toBe('Round announced');
    expect((await officer.get('/rounds')).text).toContain('8 January 2027');
  });

  it('that have opened change in nothing else, and in no deadline to one that has passed', async () => {
    expect((await registrar.get('/register/change/round/2027')).status).toBe(404);
    const typed = { ...day('interestBy', '2026-11-02'), 'interestBy-time': '12 noon' };
    const check = await checked(registrar, '/register/change/deadlines/2027', typed);
    expect(check.status).toBe(422);
    expect(check.text).toContain('can be brought forward only to an instant that is to come');
    expect(check.text).toContain('R-06');
  });

  it('are announced with all their terms', async () => {
    const typed = {
      id: '2028',
      name: 'Round 2028',
      ...day('opens', '2027-09-01'),
      'opens-time': '9am',
      ...day('goLive', '2028-04-01'),
      mandateBefore: 'submission',
      levels: ['L2', 'L3'],
    };
    const done = await record(registrar, await checked(registrar, '/register/change/round', typed));
    expect(done.heading).toBe('Round announced');
    expect((await officer.get('/rounds')).text).toContain('Round 2028 To come');
    const question = await registrar.get('/register/change/round/2028');
    const later = await registrar.submit(
      question,
      { name: 'Round of 2028' },
      { action: '/register/change/round/2028' },
    );
    expect((await record(registrar, later)).text).toContain('Round of 2028');
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
