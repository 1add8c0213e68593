import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventLog } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { failingLog } from '../../../test/failing-log.js';
import { testService, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';
import { problems, type ProblemDocument } from '../problems/problem.js';
import { wordsOf } from './problem-words.js';

/** Words of the trade, which nobody needs to know who reads a page. */
const technical =
  /\b(request|header|JSON|body|URL|HTTP|log|null|undefined|token|exception|stack|status|ccg-officer|regional-assessor|result-verifier|constitution-reviewer|national-committee|practice-representative)\b/;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

describe('a “no” in the words of pages', () => {
  it.each(
    Object.entries(problems).filter(([name]) =>
      [
        'not-found',
        'not-yours',
        'too-many-requests',
        'log-unavailable',
        'identity-unavailable',
        'not-ready',
        'fault',
        'too-large',
        'malformed',
      ].includes(name),
    ),
  )('says of “%s” what happened, what to do and whom to ask, in nobody’s jargon', (name, { title, status }) => {
    const document: ProblemDocument = {
      type: `/problems/${name}`,
      title,
      status,
      detail: 'Only ccg-officer or regional-assessor or auditor may do this.',
    };
    const words = wordsOf(document);
    expect(words.next.length).toBeGreaterThan(0);
    expect([words.title, ...words.next, words.ask, words.detail].join(' ')).not.toMatch(technical);
    for (const sentence of [...words.next, words.ask]) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('names roles by their titles', () => {
    const document = {
      type: '/problems/not-yours',
      title: 'x',
      status: 403,
      detail: 'Only ccg-officer or regional-assessor or auditor may do this.',
    };
    expect(wordsOf(document).detail).toBe('Only a CCG officer or a regional assessor or an auditor may do this.');
  });
});

describe('the page of a problem', () => {
  let to: TestService;
  let officer: Visitor;
  let auditor: Visitor;
  const failing = failingLog(memoryLog());
  let isBroken = false;
  const log: EventLog = {
    ...failing,
    readStream: (stream, options) => {
      if (isBroken) throw new TypeError('cannot read properties of undefined at /opt/remit/ledger.js:12');
      return failing.readStream(stream, options);
    },
  };
  beforeAll(async () => {
    to = await testService({ log });
    officer = await visitor(to, 'officer@00C', '/acting-as');
    auditor = await visitor(to, 'auditor@nhse', '/acting-as');
  });
  afterAll(() => to.close());

  const helps = (page: Page, status: number, heading: string): void => {
    expect([page.status, page.heading]).toEqual([status, heading]);
    expect(page.dom.querySelectorAll('main h2').map(({ text }) => text.trim())).toEqual([
      'What you can do',
      'If you need help',
    ]);
    expect(page.dom.querySelector('main code')?.text).toMatch(uuid);
    expect(page.dom.querySelector('main a[href="/"]')).not.toBeNull();
    expect(page.text.replace(uuid, '')).not.toMatch(technical);
  };

  it('helps whoever finds nothing, may not do something, or sends what cannot be', async () => {
    helps(await officer.get('/nothing/here'), 404, 'Page not found');
    helps(await officer.get('/cases/00000000-0000-4000-8000-000000000000'), 404, 'Page not found');
    helps(await officer.get('/work'), 403, 'You may not do this');
    expect((await officer.get('/work')).text).toContain('a regional assessor');
  });

  it('helps whoever meets a fault, and tells nothing of where it lies', async () => {
    isBroken = true;
    try {
      const page = await officer.get('/ccgs/00C');
      helps(page, 500, 'Sorry, there is a problem with the service');
      expect(page.html).not.toMatch(/TypeError|ledger\.js|properties/);
    } finally {
      isBroken = false;
    }
    expect((await officer.get('/ccgs/00C')).status).toBe(200);
  });

  it('helps whoever comes while nothing can be recorded', async () => {
    failing.fails = 'not kept';
    try {
      const page = await auditor.get('/ccgs/00C');
      helps(page, 503, 'Sorry, nothing can be recorded right now');
      expect(page.headers.get('retry-after')).not.toBeNull();
      expect(page.html).not.toMatch(/disk|\/var/);
    } finally {
      failing.fails = undefined;
    }
  });
});
