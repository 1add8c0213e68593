import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import * as forms from '../../../demonstration/forms.js';
import { acts, at } from '../../../test/hand.js';
import { goesOn, underWay, verified, votersOf, type Application } from '../../../test/journeys/delegation.js';
import { enter, testService, type Body, type TestService } from '../../../test/service.js';
import { visitor, type Page } from '../../../test/visitor.js';

const ccg = '09V';
const script = '<script>alert(1)</script>';
const registrar = { id: 'registrar@nhse', name: 'Registrar', role: 'registrar', organisation: 'nhse' };
const closes = '2014-10-15T17:00:00.000Z';

let to: TestService<Body>;
let application: Application;
/** Of a CCG that weighs votes by patients; and one that is withdrawn. */
let weighed: Application;
let withdrawn: Application;
let roll: readonly string[];
let paper: string;
const path = (rest: string): string => `/cases/${application.id}/ballot/${rest}`;
const captions = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('table caption').map(({ text }) => text.trim());
const links = ({ dom }: Page): readonly string[] =>
  dom.querySelectorAll('main a').map((link) => link.getAttribute('href') ?? '');
const linesOf = (file: string): readonly string[] => file.trim().split('\r\n');

beforeAll(async () => {
  to = await testService<Body>();
  application = await underWay(to, ccg);
  withdrawn = await underWay(to, '06W');
  const { register } = to.service.ledger;
  const byPatients = register.ccgs().find(({ code }) => register.countingRuleOf(code)?.basis === 'patient')!;
  weighed = await underWay(to, byPatients.code);
  const joining = {
    code: 'Y99001',
    name: `New Surgery ${script}`,
    patients: null,
    ccg: byPatients.code,
    joined: '2014-06-01',
  };
  await enter(to.service, registrar, { type: 'PracticeJoined', data: joining });
  await at(to, '2014-10-01T10:00:00.000Z');
  await goesOn(to, application, 'engaged');
  roll = votersOf(to, ccg);
  paper = await stored(`%PDF-1.7\nWhat would change.\n%%EOF\n`);
}, 60_000);
afterAll(() => to.close());

/** A document of the CCG. */
async function stored(text: string): Promise<string> {
  const headers = { authorization: `Bearer ${await to.token(application.officer)}`, 'content-type': 'application/pdf' };
  const { status } = await fetch(`${to.url}/api/documents`, { method: 'PUT', headers, body: text });
  expect(status).toBe(201);
  return createHash('sha256').update(text).digest('hex');
}

const opens = (question: string, closesAt: string) =>
  acts(to, application.officer, application.id, 'BallotOpened', {
    question,
    closesAt,
    papers: [{ title: `What would change ${script}`, sha256: paper }],
  });
const votes = (practice: string, choice: string) =>
  acts(to, `practice@${practice}`, application.id, 'VoteCast', { choice });

describe('before a ballot opens', () => {
  it('the officer sees the roll and the rule that would be frozen, and goes on to open it', async () => {
    const officer = await visitor(to, application.officer, path('latest'));
    expect(officer.first.heading).toContain('Before you open the ballot');
    expect(officer.first.path).toBe(`${to.url}${path('next')}`);
    expect(officer.first.text).toContain(
      'Carried when more than half of the practices that voted are in favour, if at least half of the member practices vote.',
    );
    for (const practice of roll) expect(officer.first.text).toContain(`(${practice})`);
    expect(links(officer.first)).toContain(`/cases/${application.id}/do/BallotOpened`);
  });

  it('is for officers of that CCG alone', async () => {
    const stranger = await visitor(to, 'officer@00C', path('next'));
    expect(stranger.first.status).toBe(404);
    const practice = await visitor(to, `practice@${roll[0]!}`, path('next'));
    expect(practice.first.status).toBe(403);
    expect((await practice.get(path('latest'))).status).toBe(404);
  });

  it('names what prevents one that weighs by patients', async () => {
    const officer = await visitor(to, weighed.officer, `/cases/${weighed.id}/ballot/next`);
    const callout = officer.first.dom.querySelector('.nhsuk-card--warning')!.text;
    expect(callout).toContain(`New Surgery ${script} (Y99001)`);
    expect(officer.first.dom.querySelectorAll('main script')).toEqual([]);
    expect(links(officer.first)).not.toContain(`/cases/${weighed.id}/do/BallotOpened`);
  });
});

describe('an open ballot', () => {
  beforeAll(async () => {
    await opens(`Shall we? ${script}`, closes);
  });

  it('asks a practice for its vote, with question, papers, rule and deadline', async () => {
    const practice = await visitor(to, `practice@${roll[0]!}`, path('latest'));
    const { first } = practice;
    expect(first.heading).toMatch(/Ballot$/);
    expect(first.text).toContain(`Shall we? ${script}`);
    expect(first.text).toContain('Closes at 18:00 on 15 October 2014');
    expect(first.text).toContain('has not voted yet');
    expect(links(first)).toEqual(
      expect.arrayContaining([`/cases/${application.id}/do/VoteCast`, `/api/documents/${paper}`]),
    );
    expect((await practice.get(`/api/documents/${paper}`)).status).toBe(200);
    expect(first.dom.querySelectorAll('main script')).toEqual([]);
  });

  it('gives a practice a receipt of its vote, and tells nobody else how it voted', async () => {
    const { event } = (await to.as(`practice@${roll[0]!}`).act(application.id, 'VoteCast', { choice: 'against' })).body;
    await votes(roll[0]!, 'abstain');
    const again = (await to.as(`practice@${roll[0]!}`).act(application.id, 'VoteCast', { choice: 'against' })).body
      .event;
    expect(again.id).not.toBe(event.id);

    const own = await visitor(to, `practice@${roll[0]!}`, path('1'));
    const section = own.first.dom.querySelector('.remit-ballot__own')!.text;
    expect(section).toContain('Against');
    expect(section).toContain(again.id);
    expect(section).toContain('It is vote 3 of your practice');
    expect(section).toContain('Change your vote');

    for (const persona of [`practice@${roll[1]!}`, application.officer, `verifier@${ccg}`, 'auditor@nhse']) {
      const { first } = await visitor(to, persona, path('1'));
      expect(first.status).toBe(200);
      expect(first.text).toContain('1 of 12 practices have voted.');
      expect(captions(first)).toEqual(['Have not voted yet: 11 practices', 'Have voted: 1 practice']);
      expect(first.dom.querySelector('table')!.text + captions(first).join()).not.toMatch(/against|abstain/i);
      expect(first.text).not.toContain(again.id);
    }
  });

  it('lists for the officer alone who has not voted', async () => {
    const officer = await visitor(to, application.officer, path('1'));
    expect(links(officer.first)).toContain(path('1/not-voted.csv'));
    const file = await officer.get(path('1/not-voted.csv'));
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(linesOf(file.html)).toHaveLength(12);
    expect(file.html).not.toContain(roll[0]);
    const practice = await visitor(to, `practice@${roll[1]!}`, path('1'));
    expect(links(practice.first)).not.toContain(path('1/not-voted.csv'));
    expect((await practice.get(path('1/not-voted.csv'))).status).toBe(403);
    const stranger = await visitor(to, 'officer@00C', path('1/not-voted.csv'));
    expect([stranger.first.status, (await stranger.get(path('1'))).status]).toEqual([404, 404]);
  });

  it('is found by its number, and by no other', async () => {
    const officer = await visitor(to, application.officer, path('1'));
    for (const number of ['0', '2', '999', '1000', 'first', '01', '-1', '1e3', '__proto__'])
      expect((await officer.get(path(number))).status).toBe(404);
  });
});

describe('a ballot that is counted', () => {
  beforeAll(async () => {
    for (const practice of roll.slice(1, 5)) await votes(practice, 'for');
    await at(to, closes);
  });

  it('is laid out for the verifier: who said what, each with its event, and each step of the count', async () => {
    const { first } = await visitor(to, `verifier@${ccg}`, path('1'));
    expect(first.text).toContain('Inquorate, not verified yet');
    expect(captions(first)).toEqual(['For: 4 practices', 'Against: 1 practice', 'Did not vote: 7 practices']);
    expect(first.text).toContain('1/2 of 12 member practices is 6.');
    expect(first.text).toContain('5 is fewer than 6, so the ballot is inquorate and decides nothing.');
    expect(links(first)).toContain(`/cases/${application.id}/do/ResultVerified`);
    const { events } = (await to.as('auditor@nhse').get(`/api/cases/${application.id}/events?limit=1000`)).body;
    const last = events.findLast(({ type, actor }) => type === 'VoteCast' && actor.organisation === roll[0])!;
    expect(links(first)).toContain(`/cases/${application.id}/history#event-${last.revision}`);
  });

  it('says what follows, and who verified it', async () => {
    await verified(to, application);
    const officer = await visitor(to, application.officer, path('1'));
    expect(officer.first.text).toContain('One more ballot is allowed in this round.');
    expect(officer.first.text).toMatch(/Verified by .+ at .+, as the lay chair of the CCG/);
    expect(officer.first.text).toContain(String(forms.verification['statement']));
    expect(links(officer.first)).toContain(path('next'));
    expect((await officer.get(path('next'))).heading).toContain('Before you open another ballot');
  });

  it('is followed by a second one, which shows the first beside it', async () => {
    await at(to, '2014-11-03T10:00:00.000Z');
    await opens('Once more?', '2014-11-17T17:00:00.000Z');
    for (const [index, practice] of roll.entries()) await votes(practice, index < 9 ? 'for' : 'abstain');
    const before = await visitor(to, `practice@${roll[0]!}`, path('latest'));
    expect(before.first.heading).toContain('Ballot 2 of 2');
    expect(links(before.first)).toContain(path('1'));
    expect(before.first.text).toContain('9 is more than 6, so the ballot is carried.');
    expect(before.first.text).toContain('Once it is verified: The members said yes.');
    // The first stays as it was counted.
    const first = await before.get(path('1'));
    expect(first.text).toContain('The result is verified and has taken effect. The members were asked again.');
    expect(first.text).not.toContain('Once it is verified');
    await verified(to, application);
    expect((await before.get(path('2'))).text).toContain('The members said yes. The CCG has their mandate');
  });
});

describe('a ballot that nobody counts', () => {
  it('ends with its application, and stays between each practice and the service', async () => {
    const other = withdrawn;
    const [one, two] = votersOf(to, '06W');
    await acts(to, other.officer, other.id, 'BallotOpened', forms.ballot('2014-12-15T17:00:00.000Z'));
    await acts(to, `practice@${one!}`, other.id, 'VoteCast', { choice: 'against' });
    await acts(to, other.officer, other.id, 'ApplicationWithdrawn', { because: 'other', text: 'We are not ready.' });
    for (const persona of [other.officer, `practice@${two!}`]) {
      const { first } = await visitor(to, persona, `/cases/${other.id}/ballot/1`);
      expect(first.text).toContain('it was never counted and decides nothing');
      expect(captions(first)).toEqual([expect.stringMatching(/^Did not vote/), 'Voted: 1 practice']);
      expect(
        first.dom
          .querySelectorAll('table')
          .map(({ text }) => text)
          .join(),
      ).not.toMatch(/against/i);
    }
    const { first } = await visitor(to, `practice@${one!}`, `/cases/${other.id}/ballot/1`);
    expect(first.dom.querySelector('.remit-ballot__own')!.text).toContain('Against');
  });
});
