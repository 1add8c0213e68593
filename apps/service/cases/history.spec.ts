import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applicationForm } from '../../../demonstration/forms.js';
import { acts } from '../../../test/hand.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { caseAt } from '../../../test/story.js';
import { visitor, type Page } from '../../../test/visitor.js';

let to: TestService<Body>;
let id: string;
/** On the roll; has voted, and has not. */
let voter: string;
let other: string;

beforeAll(async () => {
  to = await testService<Body>();
  id = await caseAt('balloting', to, '00C');
  const { body } = await to.as('officer@00C').get(`/api/cases/${id}/events?limit=1000`);
  const roll = body.events.find(({ type }) => type === 'BallotOpened')!.data['roll'] as { practice: string }[];
  [voter, other] = [roll[0]!.practice, roll[1]!.practice];
  await acts(to, `practice@${voter}`, id, 'VoteCast', { choice: 'against' });
  await to.as('officer@00C').act(id, 'ApplicationSubmitted', applicationForm());
  await acts(to, 'officer@00C', id, 'LocalMedicalCommitteeAdvised', {
    position: 'supports',
    advice: '=HYPERLINK("x")\n<script>alert(1)</script>',
  });
});
afterAll(() => to.close());

const seen = async (persona: string, path: string): Promise<Page> =>
  (await visitor(to, persona, `/cases/${id}${path}`)).first;
const titles = (page: Page): readonly string[] =>
  page.dom
    .querySelectorAll('.remit-timeline__item')
    .map((item) => item.querySelector('h2')!.childNodes[0]!.text.trim());

describe('the history of a case', () => {
  it('tells what happened, by whom for whom, when and why, under the address of the event', async () => {
    const page = await seen('officer@00C', '/history');
    expect(titles(page)).toEqual(
      expect.arrayContaining(['Interest expressed', 'Interest acknowledged', 'Ballot opened', 'Vote cast']),
    );
    const first = page.dom.querySelector('#event-0')!.text.replaceAll(/\s+/g, ' ');
    expect(first).toMatch(/Interest expressed Expression of interest .*, CCG officer for NHS .* \(00C\), .* 2014/);
    expect(page.title).toMatch(/^History – .* – [0-9a-f]{8} – Remit$/);
    expect(page.dom.querySelectorAll('h1')).toHaveLength(1);
  });

  it('says that a vote is withheld, to all but whoever cast it, and keeps no copy of it', async () => {
    const others = await seen(`practice@${other}`, '/history');
    const vote = others.dom.querySelectorAll('.remit-timeline__item').at(-1)!;
    expect(vote.text).toContain('What was said is withheld');
    expect(vote.text).not.toContain('Against');
    expect((await seen(`practice@${voter}`, '/history')).text).toContain('Against');
    expect((await seen('officer@00C', '/history.csv')).html).toContain('"Withheld"');
  });

  it('is narrowed to a stage and to a person, by its address', async () => {
    const officer = await visitor(to, 'officer@00C', `/cases/${id}/history`);
    const mandate = await officer.submit(officer.first, { stage: 'mandate' });
    expect(mandate.path).toContain('stage=mandate');
    expect(titles(mandate)).toContain('Ballot opened');
    expect(titles(mandate)).not.toContain('Interest expressed');
    const people = await officer.submit(officer.first, { person: `practice@${voter}` });
    expect(titles(people)).toEqual(['Vote cast']);
    expect((await officer.get(`/cases/${id}/history?stage=nowhere`)).text).toContain(
      'Nothing like that has happened yet',
    );
  });

  it('tells refused attempts between, to those who may read them and to nobody else', async () => {
    expect(titles(await seen('committee@nhse', '/history'))).toContain('Refused: Application submitted');
    expect(titles(await seen('officer@00C', '/history'))).not.toContain('Refused: Application submitted');
  });

  it('answers what cannot be asked with a page', async () => {
    const officer = await visitor(to, 'officer@00C', `/cases/${id}`);
    for (const query of ['after=x', 'after=1&after=2', 'nothing=1', `person=${'x'.repeat(300)}`]) {
      const page = await officer.get(`/cases/${id}/history?${query}`);
      expect([page.status, page.dom.querySelectorAll('h1').length]).toEqual([expect.any(Number), 1]);
      expect(page.status).toBeGreaterThanOrEqual(400);
      expect(page.status).toBeLessThan(500);
    }
    expect((await officer.get(`/cases/${id}/history?after=9000`)).status).toBe(200);
  });

  it('is downloaded as a table in which nothing is a formula', async () => {
    const file = await seen('officer@00C', '/history.csv');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="history-${id.slice(0, 8)}.csv"`);
    expect(file.html).toMatch(/^"Number","At \(UTC\)"/);
    expect(file.html).not.toMatch(/(^|,)"?[=+@-]/m);
  });
});

describe('the page of the case, to a practice', () => {
  it('offers the vote first of all, and tells of nothing else', async () => {
    const page = await seen(`practice@${other}`, '');
    const buttons = page.dom.querySelectorAll('main .nhsuk-button').map((each) => each.text.trim());
    expect(buttons).toEqual(['Vote']);
    expect(page.text).not.toMatch(/What you can do later|What you cannot do now|Expression of interest/);
  });
});

describe('an event on a page of its own', () => {
  it('is a copy to keep: all that was said and added, as a page, as text and as JSON', async () => {
    const page = await seen('officer@00C', '/events/0');
    expect(page.heading).toContain('Interest expressed');
    expect(page.text).toMatch(/Level applied for Delegated commissioning/);
    expect(page.text).toMatch(/What the register and the service added .*Round/);
    const json = JSON.parse((await seen('officer@00C', '/events/0.json')).html) as { readonly type: string };
    expect(json.type).toBe('InterestExpressed');
    const text = await seen('officer@00C', '/events/0.txt');
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text.html).toContain('Level applied for: Delegated commissioning');
  });

  it('shows stored text as text', async () => {
    const { revision } = (await to.as('officer@00C').get(`/api/cases/${id}`)).body;
    const page = await seen('officer@00C', `/events/${revision}`);
    expect(page.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.html).not.toContain('<script>alert');
  });

  it('is not there where it is not for whoever asks, or never was', async () => {
    const practice = await visitor(to, `practice@${other}`, `/cases/${id}`);
    for (const path of [
      '/events/0',
      '/events/0.json',
      '/letter/0',
      '/events/9000',
      '/events/-1',
      '/events/0.pdf',
      '/letter/x',
    ])
      expect((await practice.get(`/cases/${id}${path}`)).status).toBe(404);
  });

  it('is no letter unless it is a decision', async () => {
    expect(await seen('officer@00C', '/letter/0')).toMatchObject({ status: 404 });
  });
});

describe('the documents of a case', () => {
  it('say what will appear while there is none', async () => {
    expect((await seen('officer@00C', '/documents')).text).toContain('Documents appear here when');
  });

  it('are told by their titles, with who, when, size and check sum, and lead to the file', async () => {
    const bytes = Buffer.from('The new clause 6.4.\n');
    const headers = { authorization: `Bearer ${await to.token('officer@00C')}`, 'content-type': 'text/plain' };
    const stored = await fetch(`${to.url}/api/documents`, { method: 'PUT', headers, body: bytes });
    const { sha256 } = (await stored.json()) as { readonly sha256: string };
    await acts(to, 'officer@00C', id, 'AmendmentProposed', {
      version: 2,
      basedOn: 1,
      material: false,
      ground: 'co-commissioning-round',
      clauses: '6.4',
      document: sha256,
    });
    const page = await seen('officer@00C', '/documents');
    const [row] = page.dom.querySelectorAll('tbody tr');
    expect(row!.text.replaceAll(/\s+/g, ' ')).toMatch(
      /Text of the amendment .*Amendment proposed .*CCG officer for .* Plain text, 20 bytes/,
    );
    expect(row!.text).toContain(sha256);
    expect(row!.querySelector('a')!.getAttribute('href')).toBe(`/api/documents/${sha256}`);
    expect((await seen('officer@00C', '')).text).toContain('Documents (1)');
    // A practice sees none of it.
    expect((await seen(`practice@${voter}`, '/documents')).text).not.toContain(sha256);
  });
});
