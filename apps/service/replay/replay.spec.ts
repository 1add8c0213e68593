import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { acts } from '../../../test/hand.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { caseAt, takeTo } from '../../../test/story.js';
import { visitor, type Page } from '../../../test/visitor.js';

let to: TestService<Body>;
let id: string;
let events: readonly RecordedEvent[];
/** On the roll; has voted, and has not. */
let voter: string;
let other: string;

beforeAll(async () => {
  to = await testService<Body>();
  id = await caseAt('balloting', to, '00C');
  const roll = (await to.log.readStream(`case-${id}`)).find(({ type }) => type === 'BallotOpened')!.data['roll'];
  [voter, other] = (roll as { practice: string }[]).map(({ practice }) => practice) as [string, string];
  await acts(to, `practice@${voter}`, id, 'VoteCast', { choice: 'against' });
  events = await to.log.readStream(`case-${id}`);
});
afterAll(() => to.close());

const seen = async (persona: string, path: string): Promise<Page> =>
  (await visitor(to, persona, `/cases/${id}${path}`)).first;
const revisionOf = (type: string): number => events.findLast((event) => event.type === type)!.revision;
const changes = (page: Page): readonly (readonly string[])[] =>
  page.dom
    .querySelectorAll('.remit-replay__changes tbody tr')
    .map((row) => row.querySelectorAll('td').map((cell) => cell.querySelectorAll('span, strong').at(-1)!.text.trim()));
const steps = (page: Page): Readonly<Record<string, string>> =>
  Object.fromEntries(
    page.dom
      .querySelectorAll('[data-remit-step]')
      .map((link) => [link.getAttribute('data-remit-step')!, link.getAttribute('href')!]),
  );

describe('a case as it stood after one of its events', () => {
  it('says what happened, who did it, and all that was said', async () => {
    const page = await seen('officer@00C', `/at/${revisionOf('InterestAcknowledged')}`);
    expect(page.heading).toContain('The case after: Interest acknowledged');
    expect(page.title).toMatch(/^After: Interest acknowledged – NHS .* \(00C\) .* – [0-9a-f]{8}\S* – Remit$/);
    expect(page.text).toMatch(/What happened .*Regional assessor for .* 2014 Stage: Expression of interest/);
    expect(page.text).toMatch(/Readiness .*Ready/);
    expect(
      page.dom.querySelector(`a[href="/cases/${id}/events/${revisionOf('InterestAcknowledged')}"]`),
    ).not.toBeNull();
  });

  it('says in words what the event changed, before and after', async () => {
    const told = changes(await seen('officer@00C', `/at/${revisionOf('InterestAcknowledged')}`));
    expect(told).toContainEqual(['Expression of interest', 'The region reads the interest.', 'Done']);
    expect(told).toContainEqual(['Readiness', 'Nothing', 'Ready']);
    expect(told.find(([what]) => what === 'Whom it waits on')).toEqual([
      'Whom it waits on',
      expect.stringMatching(/^Regional assessor, NHS England/),
      expect.stringMatching(/^CCG officer of/),
    ]);
    const opened = changes(await seen('officer@00C', `/at/${revisionOf('BallotOpened')}`));
    expect(opened.find(([what]) => what === 'Ballot, how votes are counted')).toEqual([
      'Ballot, how votes are counted',
      'Nothing',
      expect.stringMatching(/more than half|at least/i),
    ]);
    expect(opened.flat().join(' ')).not.toMatch(/numerator|denominator/i);
    const ballot = changes(await seen('officer@00C', `/at/${revisionOf('VoteCast')}`));
    expect(ballot).toEqual([['Ballot, practices that have voted', '0', '1']]);
  });

  it('shows how it stood then, and not how it stands now', async () => {
    const first = await seen('officer@00C', '/at/0');
    expect(first.text).toContain('The case began with it.');
    expect(first.text).toMatch(/How it stood then The region reads the interest\./);
    expect(first.text).toMatch(/Whom it waited on .*Regional assessor/);
    expect(first.text).not.toContain('Ballot 1');
    expect(first.dom.querySelector('.remit-statechart__box--now')!.text).toContain('Expressed');
    const open = await seen('officer@00C', `/at/${revisionOf('BallotOpened')}`);
    expect(open.text).toMatch(/Ballot 1 0 of \d+ practices had voted\./);
    expect(open.dom.querySelector('.remit-statechart__box--last')!.text).toContain('Open the ballot');
  });

  it('is one of a row that one steps through', async () => {
    const last = events.length - 1;
    expect(steps(await seen('officer@00C', '/at/0'))).toEqual({
      next: `/cases/${id}/at/1`,
      last: `/cases/${id}/at/${last}`,
    });
    const middle = await seen('officer@00C', '/at/2');
    expect(steps(middle)).toEqual({
      first: `/cases/${id}/at/0`,
      previous: `/cases/${id}/at/1`,
      next: `/cases/${id}/at/3`,
      last: `/cases/${id}/at/${last}`,
    });
    expect(middle.text).toContain(`Event 3 of ${events.length}`);
    expect((await seen('officer@00C', '/at')).path).toBe(`${to.url}/cases/${id}/at/${last}`);
  });

  it('is gone to by its place in the row', async () => {
    const officer = await visitor(to, 'officer@00C', `/cases/${id}/at/0`);
    expect((await officer.get(`/cases/${id}/at?step=3`)).path).toBe(`${to.url}/cases/${id}/at/2`);
    expect((await officer.get(`/cases/${id}/at?step=9999`)).path).toBe(`${to.url}/cases/${id}/at/${events.length - 1}`);
  });

  it('is linked to from the case, its history and the event', async () => {
    for (const [path, href] of [
      ['', `/cases/${id}/at`],
      ['', `/cases/${id}/chart`],
      ['/history', `/cases/${id}/at/1`],
      ['/events/1', `/cases/${id}/at/1`],
    ] as const)
      expect([path, (await seen('officer@00C', path)).dom.querySelector(`a[href="${href}"]`) === null]).toEqual([
        path,
        false,
      ]);
  });
});

describe('a date that is asked for', () => {
  const toDate = async (typed: Readonly<Record<string, string>>): Promise<Page> => {
    const officer = await visitor(to, 'officer@00C', `/cases/${id}/at/2`);
    const form = officer.first.dom
      .querySelectorAll('form')
      .find((each) => each.querySelector('#when-day, [name=when-day]'));
    expect(form).toBeDefined();
    const query = new URLSearchParams({
      from: '2',
      'when-day': '',
      'when-month': '',
      'when-year': '',
      'when-time': '',
      ...typed,
    });
    return officer.get(`/cases/${id}/at?${query.toString()}`);
  };
  const dayOf = (at: string): Readonly<Record<string, string>> => {
    const [year = '', month = '', day = ''] = at.slice(0, 10).split('-');
    return { 'when-day': day, 'when-month': month, 'when-year': year };
  };

  it('leads to the last event by the end of that day', async () => {
    const { at, revision } = events.find(({ type }) => type === 'InterestAcknowledged')!;
    const last = events.findLast((event) => event.at.slice(0, 10) === at.slice(0, 10))!;
    expect((await toDate(dayOf(at))).path).toBe(`${to.url}/cases/${id}/at/${last.revision}`);
    expect(last.revision).toBeGreaterThanOrEqual(revision);
    expect((await toDate({ 'when-day': '1', 'when-month': '1', 'when-year': '2030' })).path).toBe(
      `${to.url}/cases/${id}/at/${events.length - 1}`,
    );
  });

  it('with a time leads to the last event by that moment in London', async () => {
    const [first, second] = events as [RecordedEvent, RecordedEvent];
    // Interests are read on another day, in British Summer Time.
    expect(second.at.slice(0, 10)).not.toBe(first.at.slice(0, 10));
    const hour = new Date(Date.parse(second.at) + 3_600_000).toISOString().slice(11, 16);
    expect((await toDate({ ...dayOf(second.at), 'when-time': hour })).path).toMatch(/\/at\/[1-9]\d*$/);
    const before = new Date(Date.parse(second.at) + 3_600_000 - 60_000).toISOString().slice(11, 16);
    expect((await toDate({ ...dayOf(second.at), 'when-time': before })).path).toBe(`${to.url}/cases/${id}/at/0`);
  });

  it.each([
    ['nothing', {}, 'Enter the date'],
    ['half a date', { 'when-day': '3' }, 'Date must include a month and a year'],
    ['no date there is', { 'when-day': '31', 'when-month': '2', 'when-year': '2015' }, 'must be a real date'],
    [
      'no time there is',
      { ...{ 'when-day': '3', 'when-month': '2', 'when-year': '2015' }, 'when-time': 'late' },
      'must include a time',
    ],
    ['before it began', { 'when-day': '3', 'when-month': '2', 'when-year': '2011' }, 'Enter that date or a later one'],
  ])('that is %s is told of where one was, with what was typed', async (_, typed, told) => {
    const page = await toDate(typed);
    expect(page.status).toBe(400);
    expect(page.title).toMatch(/^Error: /);
    expect(page.dom.querySelector('.nhsuk-error-summary')!.text).toContain(told);
    expect(page.text).toContain('Event 3 of');
    for (const [name, value] of Object.entries(typed))
      expect(page.dom.querySelector(`[name="${name}"]`)!.getAttribute('value')).toBe(value);
  });
});

describe('whoever sees a part of a case', () => {
  it('steps through that part alone', async () => {
    const opened = revisionOf('BallotOpened');
    const page = await seen(`practice@${other}`, `/at/${opened}`);
    expect(page.status).toBe(200);
    const theirs = events.filter(({ type }) => ['BallotOpened', 'VoteCast', 'EngagementRecorded'].includes(type));
    expect(page.text).toContain(`of ${theirs.length}`);
    for (const word of ['Expression of interest', 'Readiness', 'Terms of reference', 'Whom it waited on Regional'])
      expect(page.text).not.toContain(word);
    const { first, last } = { first: steps(page)['first'], last: steps(page)['last'] };
    for (const href of [first, last].filter((each) => each !== undefined))
      expect(theirs.map(({ revision }) => `/cases/${id}/at/${revision}`)).toContain(href);
  });

  it('finds nothing at the events of the rest', async () => {
    for (const { revision, type } of events) {
      const isTheirs = ['BallotOpened', 'VoteCast', 'EngagementRecorded'].includes(type);
      expect([type, (await seen(`practice@${other}`, `/at/${revision}`)).status]).toEqual([type, isTheirs ? 200 : 404]);
    }
    expect((await seen(`practice@${other}`, '/at/9999')).status).toBe(404);
  });

  it('is led by a date to an event of theirs, or told when there was none', async () => {
    const practice = await visitor(to, `practice@${other}`, `/cases/${id}/at`);
    expect(practice.first.path).toBe(`${to.url}/cases/${id}/at/${revisionOf('VoteCast')}`);
    const [year = '', month = '', day = ''] = events[0]!.at.slice(0, 10).split('-');
    const early = await practice.get(`/cases/${id}/at?when-day=${day}&when-month=${month}&when-year=${year}`);
    expect(early.status).toBe(400);
    expect(early.text).toContain('The first event that you can see was recorded');
  });

  it('is told how somebody voted by nothing on the page, while the ballot is open', async () => {
    const revision = revisionOf('VoteCast');
    for (const persona of [`practice@${other}`, 'officer@00C', 'committee@nhse']) {
      const page = await seen(persona, `/at/${revision}`);
      expect(page.text).toContain('What was said is withheld');
      expect(page.text).not.toMatch(/\bAgainst\b/);
    }
    expect((await seen(`practice@${voter}`, `/at/${revision}`)).text).toContain('Against');
  });

  it('sees the chart of their stage and of no other', async () => {
    const practice = await visitor(to, `practice@${other}`, `/cases/${id}/chart`);
    expect(practice.first.text).toContain('Member mandate');
    expect(practice.first.dom.querySelector('.remit-statechart__box--now')!.text).toContain('Balloting');
    expect(practice.first.dom.querySelectorAll('.remit-ribbon__stage')).toHaveLength(1);
    expect((await practice.get(`/cases/${id}/chart?stage=interest`)).status).toBe(404);
    const whole = await practice.get(`/cases/${id}/chart?show=whole`);
    expect(whole.text).not.toContain('Expressed');
  });
});

describe('whoever sees nothing of a case', () => {
  it.each(['officer@01A', 'verifier@01A', 'assessor@Y56'])('finds nothing: %s', async (persona) => {
    const before = await to.head();
    for (const path of [
      '/at',
      '/at/0',
      '/at?step=1',
      '/at?when-day=1&when-month=1&when-year=2030',
      '/chart',
      '/chart?show=whole',
    ])
      expect([path, (await seen(persona, path)).status]).toEqual([path, 404]);
    expect(await to.head()).toBe(before);
  });
});

describe('the reading of a case event by event', () => {
  it('is one reading of the day, however many events an auditor looks at, and none of anybody else', async () => {
    const before = await to.head();
    for (const path of ['/at/0', '/at/1', '/chart?revision=1']) await seen('committee@nhse', path);
    expect(await to.head()).toBe(before);
    for (const path of ['/at/0', '/at/1', '/at/2', '/at?step=2']) await seen('auditor@nhse', path);
    const since = await to.log.readAll({ after: before });
    expect(since.map(({ stream, data }) => [stream, data])).toEqual([['readings', { case: id, what: 'replay' }]]);
  });
});

describe('the chart of a case', () => {
  it('shows the stage that is under way, with the ways it has taken and how often', async () => {
    const page = await seen('officer@00C', '/chart?stage=mandate');
    const words = page.dom.querySelectorAll('svg text').map((each) => each.text);
    expect(words).toContain('Vote ×1');
    expect(words).toContain('Open the ballot ×1');
    expect(page.dom.querySelectorAll('.remit-statechart__box--now')).toHaveLength(1);
    expect(page.dom.querySelector('svg')!.getAttribute('role')).toBe('img');
    expect(page.text).toMatch(/The same in words .*Balloting The case is here .*Vote .*Taken once\./);
    expect(page.html).not.toMatch(/<svg[^>]*style=/);
  });

  it('has a path that leads to the chart of each stage', async () => {
    const officer = await visitor(to, 'officer@00C', `/cases/${id}/chart`);
    const links = officer.first.dom
      .querySelectorAll('.remit-ribbon__stage a')
      .map((link) => link.getAttribute('href')!);
    expect(links).toHaveLength(10);
    for (const href of links) {
      const page = await officer.get(href);
      expect([href, page.status, page.dom.querySelectorAll('.remit-statechart svg[role=img]').length]).toEqual([
        href,
        200,
        1,
      ]);
    }
    expect((await officer.get(`/cases/${id}/chart?stage=nowhere`)).status).toBe(404);
  });

  it('shows the whole on request, and a moment that was', async () => {
    const whole = await seen('officer@00C', '/chart?show=whole');
    expect(whole.dom.querySelectorAll('.remit-statechart__box').length).toBeGreaterThan(100);
    const then = await seen('officer@00C', '/chart?revision=0');
    expect(then.dom.querySelector('.remit-statechart__box--now')!.text).toContain('Expressed');
    expect(then.text).toContain('As it stood after event 0');
    expect((await seen('officer@00C', '/chart?revision=9999')).status).toBe(404);
  });
});

describe('a case that goes on', () => {
  it('stays as it was where it was looked at', async () => {
    const later = await testService<Body>();
    try {
      const ended = await caseAt('submitted', later, '05A');
      const officer = await visitor(later, 'officer@05A', `/cases/${ended}/at/3`);
      const read = async (): Promise<string> =>
        (await officer.get(`/cases/${ended}/at/3`)).text.replace(/Event 4 of \d+/, 'Event 4');
      const before = await read();
      await takeTo('recommended', later, ended, '05A');
      await acts(later, 'officer@05A', ended, 'ApplicationWithdrawn', { because: 'other', text: 'We want to wait.' });
      expect(await read()).toBe(before);
      const last = await officer.get(`/cases/${ended}/at`);
      expect(last.text).toContain('The CCG withdrew.');
      expect(last.text).toContain('it waited on nobody');
      expect(changes(last)).toContainEqual(['Outcome', 'Open', 'Withdrawn']);
    } finally {
      await later.close();
    }
  });
});
