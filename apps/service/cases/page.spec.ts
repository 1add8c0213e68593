import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acts } from '../../../test/hand.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { begunBy, caseAt, takeTo } from '../../../test/story.js';
import { sitting } from '../../../test/meetings.js';
import { visitor, type Page } from '../../../test/visitor.js';
import * as forms from '../../../demonstration/forms.js';

let to: TestService<Body>;
/** Interests of CCGs that go on later, while the round takes them. */
const begun = new Map<string, string>();
beforeAll(async () => {
  to = await testService<Body>();
  for (const ccg of ['03A', '04A']) begun.set(ccg, await begunBy(ccg, to));
});
/** Takes one of them on. */
async function taken(stage: Parameters<typeof takeTo>[0], ccg: string): Promise<string> {
  const id = begun.get(ccg)!;
  await takeTo(stage, to, id, ccg);
  return id;
}
afterAll(() => to.close());

const seen = async (persona: string, path: string): Promise<Page> => (await visitor(to, persona, path)).first;
const rows = (page: Page, caption: string): readonly string[] => {
  const table = page.dom
    .querySelectorAll('table')
    .find((each) => each.querySelector('caption')?.text.includes(caption));
  return table?.querySelectorAll('tbody tr').map((row) => row.text.replaceAll(/\s+/g, ' ').trim()) ?? [];
};
const tasks = (page: Page): readonly string[] =>
  page.dom.querySelectorAll('.nhsuk-task-list__item').map((item) =>
    item
      .querySelectorAll('a, div')
      .filter((each) => each.querySelector('div, a') === null)
      .map((each) => each.text.replaceAll(/\s+/g, ' ').trim())
      .join(' '),
  );
const stages = (page: Page): Readonly<Record<string, string>> =>
  Object.fromEntries(
    page.dom
      .querySelectorAll('.remit-ribbon__stage')
      .map((stage) => [
        stage.querySelector('.remit-ribbon__title')!.text.trim(),
        stage.querySelector('.remit-ribbon__mark')!.text.trim(),
      ]),
  );

describe('the page of an interest that the region reads', () => {
  let id: string;
  beforeAll(async () => {
    id = await caseAt('expressed', to, '00C');
  });

  it('says first whom it waits on, for what and by when', async () => {
    const page = await seen('officer@00C', `/cases/${id}`);
    expect(page.heading).toContain('Delegated commissioning, round 1');
    expect(page.heading).toContain('(00C)');
    expect(page.title).toMatch(/^Delegated commissioning, round 1 – NHS .* \(00C\) – [0-9a-f]{8} – Remit$/);
    expect(rows(page, 'waits on')).toEqual([
      expect.stringMatching(
        /Regional assessor, NHS England .*Expression of interest.*The region reads the interest\..*2014/,
      ),
    ]);
    expect(page.text.indexOf('Whom it waits on')).toBeLessThan(page.text.indexOf('What you can do'));
  });

  it('tells an applicant what NHS England does meanwhile, and what opens each stage to come', async () => {
    const told = tasks(await seen('officer@00C', `/cases/${id}`));
    expect(told[0]).toMatch(/^Expression of interest Regional assessor, .* Waiting$/);
    expect(told).toContain(
      'Member mandate Opens after “Acknowledge the interest” by the regional assessor (R-03). Cannot start yet',
    );
    expect(told).toContain('Delegation Opens by itself when its time has come (R-50). Cannot start yet');
  });

  it('offers the assessor what waits on them as a button, and says that it is them', async () => {
    const { body } = await to.as('officer@00C').get(`/api/cases/${id}`);
    const region = await to.as('registrar@nhse').get('/api/register/ccgs?code=00C');
    const page = await seen(`assessor@${region.body.ccgs[0]!.region}`, `/cases/${id}`);
    expect(body.revision).toBe(0);
    const buttons = page.dom
      .querySelectorAll('main .nhsuk-button')
      .map((each) => [each.text.trim(), each.getAttribute('href')]);
    expect(buttons).toEqual([
      ['Acknowledge the interest', `/cases/${id}/do/InterestAcknowledged`],
      ['Return the interest', `/cases/${id}/do/InterestReturned`],
    ]);
    expect(rows(page, 'waits on')[0]).toContain('You');
    // All eight items are before them.
    expect(page.text).toMatch(/What is asked for .*How impact will be monitored and evaluated/);
    expect(tasks(page)).toEqual([]);
  });

  it('is not there for another CCG, nor for a practice of one', async () => {
    for (const persona of ['officer@01A', 'verifier@01A'])
      for (const path of ['', '/history', '/history.csv', '/documents', '/letter/0', '/events/0', '/events/0.json'])
        expect(await seen(persona, `/cases/${id}${path}`)).toMatchObject({ status: 404, heading: 'Page not found' });
    expect((await seen('officer@00C', '/cases/no-such-case')).status).toBe(404);
    expect((await seen('officer@00C', '/cases/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});

describe('the page of an application in assurance', () => {
  let id: string;
  let assessor: string;
  beforeAll(async () => {
    id = await taken('submitted', '03A');
    assessor = `assessor@${(await to.as('registrar@nhse').get('/api/register/ccgs?code=03A')).body.ccgs[0]!.region}`;
    await acts(to, assessor, id, 'ThresholdAssessed', {
      threshold: 'assurance',
      finding: 'met-with-conditions',
      evidence: '<script>alert(1)</script> was read.',
      conditions: 'A plan by March.',
    });
  });

  it('shows an assessor what was submitted beside the thresholds, with finding, evidence and assessor', async () => {
    const page = await seen(assessor, `/cases/${id}`);
    expect(page.text).toContain('What was submitted, and the four thresholds');
    expect(page.text).toContain(String(forms.applicationForm()['benefits']));
    const thresholds = page.dom
      .querySelectorAll('.remit-thresholds > li')
      .map((each) => each.text.replaceAll(/\s+/g, ' ').trim());
    expect(thresholds[0]).toMatch(
      /^Assurance Met with conditions Conditions: A plan by March\. .* was read\. .*Regional assessor for/,
    );
    expect(thresholds.slice(1)).toEqual([
      'Conflicts of interest Not assessed yet.',
      'Financial control Not assessed yet.',
      'Statutory duties and planning Not assessed yet.',
    ]);
  });

  it('says by which rule something cannot be done now', async () => {
    const page = await seen(assessor, `/cases/${id}`);
    expect(page.text).toMatch(/What you cannot do now .*Recommend .*\(R-40\)/);
  });

  it('shows the path: done, now, to come and not needed', async () => {
    expect(stages(await seen('officer@03A', `/cases/${id}`))).toEqual({
      'Expression of interest': 'Done',
      Group: 'Not needed',
      'Member mandate': 'Done',
      'Constitutional amendment': 'Done',
      'Terms of reference': 'Done',
      Application: 'Done',
      'Regional assurance': 'Now',
      'National decision': 'To come',
      Agreement: 'To come',
      Delegation: 'To come',
    });
  });

  it('shows stored text as text, on every page of the case', async () => {
    const officer = await visitor(to, 'officer@03A', `/cases/${id}`);
    const { revision } = (await to.as('officer@03A').get(`/api/cases/${id}`)).body;
    for (const path of ['', '/history', `/events/${revision}`]) {
      const page = await officer.get(`/cases/${id}${path}`);
      expect(page.status).toBe(200);
      expect(page.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(page.html).not.toContain('<script>alert');
    }
  });

  it('shows a practice the members’ mandate, and nothing of the rest', async () => {
    const { body } = await to.as('officer@03A').get(`/api/cases/${id}/events?limit=1000`);
    const practice = body.events.find(({ type }) => type === 'VoteCast')!.actor.organisation;
    const page = await seen(`practice@${practice}`, `/cases/${id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Member mandate');
    for (const word of ['assurance', 'Assurance', 'Application submitted', 'Terms of reference', 'A plan by March'])
      expect(page.text).not.toContain(word);
    const history = await seen(`practice@${practice}`, `/cases/${id}/history`);
    expect(history.text).toContain('Ballot opened');
    expect(history.text).not.toContain('Application submitted');
    expect((await seen(`practice@${practice}`, `/cases/${id}/events/0`)).status).toBe(404);
  });

  it('appends nothing when it is read, and what an auditor reads to the readings only', async () => {
    const committee = await visitor(to, 'committee@nhse', `/cases/${id}`);
    const before = await to.head();
    for (const path of ['', '/history', '/history.csv', '/documents', '/events/0', '/events/0.txt'])
      expect((await committee.get(`/cases/${id}${path}`)).status).toBe(200);
    expect(await to.head()).toBe(before);
    await seen('auditor@nhse', `/cases/${id}/history`);
    const since = await to.log.readAll({ after: before });
    expect(new Set(since.map(({ stream }) => stream))).toEqual(new Set(['readings']));
    expect(since.map(({ data }) => data['what'])).toEqual(expect.arrayContaining(['case', 'events', 'refusals']));
  });
});

describe('the page of a case that has ended', () => {
  it('says so, waits on nobody, and marks where it ended', async () => {
    const id = await taken('under-way', '04A');
    await acts(to, 'officer@04A', id, 'ApplicationWithdrawn', { because: 'other', text: 'We want to wait.' });
    const page = await seen('officer@04A', `/cases/${id}`);
    expect(page.text).toContain('The CCG withdrew.');
    expect(page.text).toContain('it waits on nobody');
    expect(stages(page)).toMatchObject({
      'Expression of interest': 'Done',
      'Member mandate': 'Ended here',
      Delegation: 'Not needed',
    });
    expect(page.dom.querySelectorAll('main .nhsuk-button')).toEqual([]);
  });
});

describe('the page of a meeting', () => {
  it('is elsewhere, for whoever may see it', async () => {
    const meeting = await sitting(to);
    expect((await seen('committee@nhse', `/cases/${meeting}`)).path).toBe(`${to.url}/meetings/${meeting}`);
    expect((await seen('officer@04A', `/cases/${meeting}`)).path).toBe(`${to.url}/cases/${meeting}`);
  });
});

describe('the page of a delegation in force', () => {
  let later: TestService<Body>;
  beforeAll(async () => {
    later = await testService<Body>();
  });
  afterAll(() => later.close());

  it('says to an officer why they cannot leave (R-60), and leads to the decision as a letter', async () => {
    const id = await caseAt('in-force', later, '05A');
    const page = (await visitor(later, 'officer@05A', `/cases/${id}`)).first;
    expect(stages(page)).toMatchObject({ Agreement: 'Done', Delegation: 'Now' });
    expect(page.text).toMatch(/What you cannot do now .*Withdraw the application .*\(R-60\)/);
    const { body } = await later.as('officer@05A').get(`/api/cases/${id}/events?limit=1000`);
    const decision = body.events.find(({ type }) => type === 'DecisionMade')!;
    expect(page.dom.querySelector(`a[href="/cases/${id}/letter/${decision.revision}"]`)).not.toBeNull();
  });
});
