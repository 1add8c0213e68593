import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import type { CaseRow } from '../../../libs/views/index.js';
import { isIn } from '../../../libs/workflow/state.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { stranger, signInAs, visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService;
beforeAll(async () => {
  to = await testService();
});
afterAll(() => to.close());

const head = (): Promise<number> => to.head();

/** The whole form of an interest, as typed. */
const interest = {
  applicants: 'one',
  fit: 'It fits.\nOn two lines.',
  scope: ['assessing-needs', 'practice-mergers'],
  'timescale-day': '1',
  'timescale-month': '4',
  'timescale-year': '2015',
  governance: 'A committee of the governing body',
  engagement: 'Practices met in May',
  evaluation: 'Each year',
};

/** Begins an application through the pages. Its id. */
async function begun(officer: Visitor): Promise<string> {
  const question = await officer.get('/apply/delegated-commissioning');
  const check = await officer.submit(question, interest, { action: '/apply/delegated-commissioning' });
  const done = await officer.submit(check, {}, { action: '/apply/delegated-commissioning/record' });
  expect(done.heading).toBe('Interest expressed');
  return /\/cases\/([^/]+)\//.exec(done.path)![1]!;
}

/** Of a page on which what was entered cannot be taken: what the summary says, and where each leads. */
const faults = ({ dom }: Page): readonly (readonly [string, string])[] =>
  dom.querySelectorAll('.nhsuk-error-summary a').map((link) => [link.text.trim(), link.getAttribute('href')!] as const);

describe('whoever begins an application', () => {
  it('is asked, checks what they said, and gets a reference and what happens next', async () => {
    const officer = await visitor(to, 'officer@00C', '/apply');
    expect(officer.first.heading).toBe('What do you want to begin?');
    const question = await officer.get('/apply/delegated-commissioning');
    expect(question.title).toBe('Apply for delegated commissioning – Remit');
    const check = await officer.submit(question, interest, { action: '/apply/delegated-commissioning' });
    expect(check.heading).toBe('Check your answers');
    expect(check.title).toBe('Check your answers: Apply for delegated commissioning – Remit');
    expect(check.text).toContain('How this fits with the five-year plan It fits. On two lines. Change');
    expect(check.text).toContain('1 April 2015');
    const before = await head();
    const done = await officer.submit(check, {}, { action: '/apply/delegated-commissioning/record' });
    expect(done.heading).toBe('Interest expressed');
    expect(done.text).toMatch(/Reference [0-9a-f]{8}–0/);
    expect(done.text).toContain('waits on Regional assessor');
    expect(await head()).toBeGreaterThan(before);
  });

  it('records it once, however often the form is sent', async () => {
    const officer = await visitor(to, 'officer@00D', '/apply/delegated-commissioning');
    const check = await officer.submit(officer.first, interest, { action: '/apply/delegated-commissioning' });
    const send = (): Promise<Page> => officer.submit(check, {}, { action: '/apply/delegated-commissioning/record' });
    const [first, second] = await Promise.all([send(), send()]);
    const after = await head();
    const third = await send();
    expect(new Set([first.path, second.path, third.path]).size).toBe(1);
    expect(await head()).toBe(after);
  });

  it('is told what is missing where it is, and keeps what was typed', async () => {
    const officer = await visitor(to, 'officer@00F', '/apply/delegated-commissioning');
    const typed = { ...interest, governance: '', 'timescale-day': '31', 'timescale-month': '2' };
    const again = await officer.submit(officer.first, typed, { action: '/apply/delegated-commissioning' });
    expect(again.title).toBe('Error: Apply for delegated commissioning – Remit');
    expect(faults(again)).toEqual([
      ['Date the arrangement should begin must be a real date, such as 27 3 2027', '#timescale-day'],
      ['Enter the proposed governance', '#governance'],
    ]);
    expect(again.dom.querySelector('#fit')!.text).toBe('It fits.\nOn two lines.');
    expect(again.dom.querySelector('#timescale-day')!.getAttribute('value')).toBe('31');
    expect(again.dom.querySelectorAll('[name=scope][checked]').map((each) => each.getAttribute('value'))).toEqual(
      interest.scope,
    );
  });

  it('finds what they typed after signing out, and after the service was started again', async () => {
    const officer = await visitor(to, 'officer@00G', '/apply/delegated-commissioning');
    await officer.submit(
      officer.first,
      { fit: 'Half a thought' },
      { action: '/apply/delegated-commissioning', press: ['_press', 'later'] },
    );
    const later = await visitor(to, 'officer@00G', '/apply/delegated-commissioning');
    expect(later.first.dom.querySelector('#fit')!.text).toBe('Half a thought');
    const other = await visitor(to, 'officer@00H', '/apply/delegated-commissioning');
    expect(other.first.dom.querySelector('#fit')!.text).toBe('');
    const discarded = await later.submit(later.first, {}, { action: '/apply/delegated-commissioning/discard' });
    expect(discarded.path).toBe(`${to.url}/`);
    expect((await later.get('/apply/delegated-commissioning')).dom.querySelector('#fit')!.text).toBe('');
  });

  it('adds and removes rows without losing any', async () => {
    const officer = await visitor(to, 'officer@00J', '/apply/delegated-commissioning');
    const action = '/apply/delegated-commissioning';
    const one = await officer.submit(officer.first, { fit: 'Kept' }, { action, press: ['_add', 'attachments'] });
    expect(one.dom.querySelector('#fit')!.text).toBe('Kept');
    const two = await officer.submit(
      one,
      { 'attachments.0.title': 'First' },
      { action, press: ['_add', 'attachments'] },
    );
    const three = await officer.submit(
      two,
      { 'attachments.1.title': 'Second' },
      { action, press: ['_remove', 'attachments.0'] },
    );
    const titles = three.dom.querySelectorAll('input').filter((each) => /title$/.test(each.getAttribute('name') ?? ''));
    expect(titles.map((each) => each.getAttribute('value'))).toEqual(['Second']);
    const wrong = await officer.submit(three, { ...interest, 'attachments.1.title': 'Second' }, { action });
    expect(faults(wrong)).toEqual([['Upload the attachment', '#attachments.1.sha256-file']]);
  });
});

describe('an act on a case', () => {
  let id: string;
  let assessor: Visitor & { readonly first: Page };
  beforeAll(async () => {
    id = await begun(await visitor(to, 'officer@00K', '/apply'));
    const ccg = to.service.ledger.register.ccg('00K')!;
    assessor = await visitor(to, `assessor@${ccg.region}`, `/cases/${id}/do/InterestAcknowledged`);
  });

  const at = (type: string): string => `/cases/${id}/do/${type}`;

  it('shows what has happened meanwhile to whoever is second, who goes on with what they typed', async () => {
    const action = at('InterestAcknowledged');
    const typed = { readiness: 'ready', grounds: 'All eight items are there' };
    const check = await assessor.submit(assessor.first, typed, { action });
    const { region } = to.service.ledger.register.ccg('00K')!;
    const claimed = await to.as(`assessor@${region}`).act(id, 'CaseClaimed', { queue: 'interest' });
    expect(claimed.status).toBe(201);
    const overtaken = await assessor.submit(check, {}, { action: `${action}/record` });
    expect(overtaken.text).toContain('The case has moved on since you began');
    expect(overtaken.text).toContain('Case claimed, by');
    expect(overtaken.text).toContain('All eight items are there');
    const done = await assessor.submit(overtaken, {}, { action: `${action}/record` });
    expect(done.heading).toBe('Interest acknowledged');
  });

  it('that cannot be done now says why, and what was typed is still there', async () => {
    const closed = await assessor.get(at('InterestAcknowledged'));
    expect(closed.heading).toBe('Acknowledge the interest: not now');
    expect(closed.text).not.toContain('InterestAcknowledged');
  });

  it('is not there for another organisation, nor for a role that never does it', async () => {
    const other = await visitor(to, 'officer@00L', at('EngagementRecorded'));
    expect(other.first.status).toBe(404);
    expect((await assessor.get(at('EngagementRecorded'))).status).toBe(404);
    expect((await assessor.get(at('__proto__'))).status).toBe(404);
  });

  it('that cannot be undone says so on a page of its own before', async () => {
    const officer = await visitor(to, 'officer@00K', at('ApplicationWithdrawn'));
    const check = await officer.submit(
      officer.first,
      { because: 'members', text: 'They asked for it' },
      { action: at('ApplicationWithdrawn') },
    );
    expect(check.dom.querySelector('form[action$="/record"]')).toBeNull();
    const sure = await officer.get(`${at('ApplicationWithdrawn')}/sure`);
    expect(sure.heading).toBe('Withdraw the application: this cannot be undone');
    expect(sure.title).toMatch(/^This cannot be undone: Withdraw the application – NHS .* – [0-9a-f]{8} – Remit$/);
    const before = await head();
    expect(before).toBe(await head());
    const done = await officer.submit(sure, {}, { action: `${at('ApplicationWithdrawn')}/record` });
    expect(done.heading).toBe('Application withdrawn');
  });
});

describe('a session that ends while somebody types', () => {
  it('loses nothing: what was sent is there once they have signed in again', async () => {
    const officer = await visitor(to, 'officer@00Q', '/apply/delegated-commissioning');
    // As in another window.
    await officer.post('/sign-out', `_csrf=${officer.first.dom.querySelector('[name=_csrf]')!.getAttribute('value')!}`);
    const told = await officer.submit(
      officer.first,
      { fit: 'Typed too late' },
      { action: '/apply/delegated-commissioning' },
    );
    expect(told.heading).toMatch(/signed out/i);
    const asked = await officer.get(told.dom.querySelector('main a[href^="/sign-in"]')!.getAttribute('href')!);
    const back = await signInAs(officer, asked, 'officer@00Q');
    expect(back.path).toBe(`${to.url}/apply/delegated-commissioning`);
    expect(back.dom.querySelector('#fit')!.text).toBe('Typed too late');
  });
});

describe('what a browser sends', () => {
  it('is not taken without what the session put into the form', async () => {
    const officer = await visitor(to, 'officer@00M', '/apply/delegated-commissioning');
    const before = await head();
    const forged = await officer.post('/apply/delegated-commissioning', 'fit=x');
    expect(forged.status).toBe(403);
    expect(await head()).toBe(before);
  });

  it('of a stranger leads to the sign-in', async () => {
    const nobody = stranger(to);
    const page = await nobody.get('/apply');
    expect(page.heading).toBe('Who are you today?');
    expect((await signInAs(nobody, page, 'officer@00M')).heading).toBe('What do you want to begin?');
  });

  it('shows markup as the text it is', async () => {
    const officer = await visitor(to, 'officer@00N', '/apply/delegated-commissioning');
    const typed = { ...interest, fit: '<script>alert(1)</script>"><img src=x onerror=alert(1)>' };
    const check = await officer.submit(officer.first, typed, { action: '/apply/delegated-commissioning' });
    expect(check.dom.querySelectorAll('main script, main img')).toEqual([]);
    expect(check.text).toContain('<script>alert(1)</script>');
  });
});

describe('a document', () => {
  it('is uploaded in the form, checked by its bytes, and attached by its title', async () => {
    const officer = await visitor(to, 'officer@00P', '/apply/delegated-commissioning');
    const action = '/apply/delegated-commissioning';
    const row = await officer.submit(officer.first, interest, { action, press: ['_add', 'attachments'] });
    const form = row.dom.querySelector(`form[action="${action}"]`)!;
    const parts = new FormData();
    parts.append('_csrf', form.querySelector('[name=_csrf]')!.getAttribute('value')!);
    parts.append('round', form.querySelector('[name=round][checked]')!.getAttribute('value')!);
    parts.append('level', 'L3');
    for (const [name, value] of Object.entries(interest)) for (const each of [value].flat()) parts.append(name, each);
    parts.append('attachments.0.title', '');
    parts.append('attachments.0.sha256', '');
    parts.append(
      'attachments.0.sha256-file',
      new Blob(['%PDF-1.4 a plan'], { type: 'application/pdf' }),
      'The plan.pdf',
    );
    const cookie = [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = await fetch(`${to.url}${action}`, {
      method: 'POST',
      body: parts,
      headers: { cookie, origin: to.url },
      redirect: 'manual',
    });
    expect(sent.headers.get('location')).toBe(`${action}/check`);
    const check = await officer.get(`${action}/check`);
    const link = check.dom.querySelector('a[href^="/api/documents/"]')!;
    expect(link.text).toBe('The plan');
    const done = await officer.submit(check, {}, { action: `${action}/record` });
    expect(done.heading).toBe('Interest expressed');
  });
});

describe('beside the questions', () => {
  let demo: TestService<Body>;
  beforeAll(async () => {
    demo = await testService<Body>({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  });
  afterAll(() => demo.close());

  const caseWhere = (path: string): CaseRow =>
    demo.service.ledger.views
      .cases({ limit: 1_000, workflow: 'delegated-commissioning' })
      .cases.find(({ state, outcome }) => outcome === undefined && isIn(state, path))!;

  it('of a ballot stand the roll and the rule that it would freeze', async () => {
    const { id, ccg } = caseWhere('applying.underWay.mandate.engaging');
    const { first } = await visitor(demo, `officer@${ccg}`, `/cases/${id}/do/BallotOpened`);
    expect(first.text).toMatch(/The roll of \d+ practices, as members are today/);
    expect(first.text).toMatch(/Carried when .* are? ?in favour|Carried when the practices in favour have/);
  });

  it('of what asks for nothing a draft is begun, and the start page leads back to it', async () => {
    const { id, ccg } = caseWhere('applying.underWay.mandate.balloting');
    const officer = await visitor(demo, `officer@${ccg}`, `/cases/${id}/do/BallotClosed/check`);
    const [draft] = (await officer.get('/')).dom.querySelectorAll('#drafts + ul a');
    expect(draft?.getAttribute('href')).toBe(`/cases/${id}/do/BallotClosed`);
  });

  it('of a vote stand the question, the deadline and the rule, and it is no other practice’s', async () => {
    const { id, ccg } = caseWhere('applying.underWay.mandate.balloting');
    const [practice] = demo.service.ledger.register.practices({ ccg: ccg!, on: '2026-11-22' });
    const { first } = await visitor(demo, `practice@${practice!.code}`, `/cases/${id}/do/VoteCast`);
    expect(first.text).toMatch(/Vote by .* You can change your vote until the ballot closes/);
    expect(first.dom.querySelectorAll('input[type=radio]').length).toBe(3);
  });

  it('of a revocation stands what returns to NHS England', async () => {
    const { id } = caseWhere('inForce');
    const { first } = await visitor(demo, 'committee@nhse', `/cases/${id}/do/DelegationRevoked`);
    expect(first.text).toContain('What returns to NHS England');
    expect(first.text).toContain('Approving discretionary payments');
  });

  it('nothing is shown that cannot be drawn: every act that somebody can do now', async () => {
    const people = ['officer', 'verifier', 'assessor', 'constitution', 'committee'];
    let pages = 0;
    for (const row of demo.service.ledger.views
      .cases({ limit: 1_000 })
      .cases.filter(({ outcome }) => outcome === undefined)) {
      for (const person of people) {
        const persona = `${person}@${{ officer: row.ccg, verifier: row.ccg, assessor: row.region }[person] ?? 'nhse'}`;
        if (!/@(\d{2}[A-Z]|Y\d{2}|nhse)$/.test(persona)) continue;
        const { status, body } = await demo.as(persona).get(`/api/cases/${row.id}`);
        if (status !== 200 || body.moves.length === 0) continue;
        const somebody = await visitor(demo, persona, '/acting-as');
        for (const { type, label } of body.moves) {
          const page = await somebody.get(`/cases/${row.id}/do/${type}`);
          expect([type, page.status, page.heading]).toEqual([type, 200, label]);
          pages += 1;
        }
      }
    }
    expect(pages).toBeGreaterThan(150);
  }, 180_000);
});
