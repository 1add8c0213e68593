import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { membersPart } from '../../workflows/stages/mandate/part.js';
import * as forms from '../../demonstration/forms.js';
import { registerActor } from '../../apps/service/seed.js';
import { problemIn } from '../problem.js';
import { enter, testService, type Answer, type TestService, type Body } from '../service.js';
import { caseAt } from '../story.js';

let to: TestService<Body>;
let id: string;
/** A practice on the roll of the case's ballot, and one of another CCG. */
let member: string;
let stranger: string;

beforeAll(async () => {
  to = await testService<Body>();
  const { register } = to.service.ledger;
  id = await caseAt('submitted', to);
  member = register.rollOf('00C', '2014-10-01')[0]!.practice;
  stranger = register.practices({ on: '2014-10-01' }).find(({ ccg }) => ccg !== '00C')!.code;
});
afterAll(() => to.close());

const outsiders = (): readonly string[] => [
  'officer@01A',
  'officer-2@01A',
  'verifier@01A',
  'assessor@Y56',
  `practice@${stranger}`,
  'officer@99Z',
];

/** Every route about one case, read and written. */
const reads = (): readonly string[] =>
  ['', '?revision=0', '?asOf=2014-07-01T10:00:00Z', '/events', '/events?limit=1', '/events?after=0'].map(
    (rest) => `/api/cases/${id}${rest}`,
  );
const attempts: readonly (readonly [type: string, data: object])[] = [
  ['VoteCast', { choice: 'for' }],
  ['EngagementRecorded', forms.engagement('2014-05-20')],
  ['ApplicationWithdrawn', { because: 'other', text: 'x' }],
  ['ThresholdAssessed', forms.assessment('assurance')],
  ['DecisionMade', { ...forms.approval, meeting: randomUUID(), item: 1 }],
  ['CaseClaimed', { queue: 'assurance' }],
  ['Nothing', {}],
  ['VoteCast', { choice: 'perhaps' }],
];

describe('somebody of another organisation', () => {
  it('does not find the case: 404 on every route, as for one that is not there, and nothing is appended', async () => {
    const head = await to.head();
    const none = await to.as('officer@00C').get(`/api/cases/${randomUUID()}`);
    for (const persona of outsiders()) {
      const asked = to.as(persona);
      for (const path of reads())
        expect([persona, path, (await asked.get(path)).body]).toEqual([persona, path, none.body]);
      for (const [type, data] of attempts)
        for (const ifMatch of [null, 0, (await to.log.headOf(`case-${id}`)) as number]) {
          const answer = await asked.act(id, type, data, { ifMatch });
          expect([persona, type, answer.body]).toEqual([persona, type, none.body]);
        }
    }
    expect(await to.head()).toBe(head);
  });

  it('finds it in no list, queue or count', async () => {
    for (const persona of outsiders()) {
      const asked = to.as(persona);
      for (const query of ['', '?ccg=00C', '?region=Y54', '?state=assurance', '?round=1&waitingOn=regional-assessor'])
        expect((await asked.get(`/api/cases${query}`)).body.cases).toEqual([]);
      expect((await asked.get('/api/queues')).body.queues).toEqual([]);
      for (const queue of ['mandate', 'assurance', 'decision'])
        expect((await asked.get(`/api/queues/${queue}?region=Y54&claimedBy=nobody`)).body.items).toEqual([]);
    }
  });

  it('does not act for a CCG that is not theirs: 403, recorded as refused, and no case begins', async () => {
    const before = await to.log.headOf('ccg-00C');
    for (const persona of outsiders().filter((each) => !each.startsWith('officer-2'))) {
      const answer = await to.as(persona).begin('00C', { round: '2' });
      expect(problemIn(answer)).toMatch(/^(403 not-yours|409 rule)$/);
    }
    expect(await to.log.headOf('ccg-00C')).toBe(before);
  });

  it('does not read what was refused: only auditors and the national committee do', async () => {
    for (const persona of [...outsiders(), 'officer@00C', 'assessor@Y54', `practice@${member}`, 'registrar@nhse'])
      expect(problemIn(await to.as(persona).get(`/api/cases/${id}/refusals`))).toBe('403 not-yours');
    for (const persona of ['auditor@nhse', 'committee@nhse'])
      expect((await to.as(persona).get(`/api/cases/${id}/refusals`)).status).toBe(200);
  });
});

describe('each role of the case’s own organisations', () => {
  const keysOf = async (persona: string): Promise<readonly string[]> =>
    Object.keys((await to.as(persona).get(`/api/cases/${id}`)).body.details).sort();

  it('sees all of it but practices, who see the ballot', async () => {
    const all = await keysOf('committee@nhse');
    for (const persona of [
      'officer@00C',
      'verifier@00C',
      'assessor@Y54',
      'constitution@nhse',
      'auditor@nhse',
      'registrar@nhse',
    ])
      expect([persona, await keysOf(persona)]).toEqual([persona, all]);
    expect(all).toEqual(expect.arrayContaining(['ballot', 'conditions', 'thresholds', 'questions', 'claims']));
    expect(await keysOf(`practice@${member}`)).toEqual(['ballot']);
    const { body } = await to.as(`practice@${member}`).get(`/api/cases/${id}`);
    expect({ state: body.state, stages: body.stages.map(({ name }: { name: string }) => name) }).toEqual({
      state: '',
      stages: ['mandate'],
    });
    const list = await to.as(`practice@${member}`).get('/api/cases');
    for (const listed of list.body.cases) expect(listed.stages).toHaveLength(1);
  });

  it('a practice reads of the history what concerns the mandate, on every page, and lists the case of its CCG only', async () => {
    const practice = to.as(`practice@${member}`);
    const types: string[] = [];
    let next: string | undefined = `/api/cases/${id}/events?limit=5`;
    while (next !== undefined) {
      const { headers, body }: Answer<Body> = await practice.get(next);
      types.push(...body.events.map((event) => event.type));
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(types.length).toBeGreaterThan(30);
    expect(types.filter((type) => !membersPart.events.includes(type))).toEqual([]);
    expect((await practice.get('/api/cases')).body.cases.map((each) => each.id)).toEqual([id]);
  });

  it('is told what is not theirs with 403, and the attempt is recorded under their name', async () => {
    const before = await to.log.headOf(`case-${id}`);
    for (const [persona, type, data] of [
      ['officer@00C', 'ThresholdAssessed', forms.assessment('assurance')],
      ['verifier@00C', 'ApplicationWithdrawn', { because: 'other', text: 'x' }],
      [`practice@${member}`, 'InformationRequested', { question: 'Why?' }],
      ['assessor@Y54', 'ApplicationWithdrawn', { because: 'other', text: 'x' }],
      ['constitution@nhse', 'ThresholdAssessed', forms.assessment('assurance')],
      ['registrar@nhse', 'RegionRecommended', forms.recommendation],
    ] as const) {
      expect([persona, problemIn(await to.as(persona).act(id, type, data))]).toEqual([persona, '403 not-yours']);
      const [attempt] = (await to.log.readStream(`refused-${id}`)).slice(-1);
      expect(attempt).toMatchObject({ actor: { id: persona }, data: { attempted: type, revision: before } });
    }
    expect(await to.log.headOf(`case-${id}`)).toBe(before);
  });

  it('has no part in it as an auditor, who is told so without a record', async () => {
    const head = await to.head();
    const attempt = await to.as('auditor@nhse').act(id, 'CaseClaimed', { queue: 'assurance' });
    expect(problemIn(attempt)).toBe('403 not-yours');
    expect(await to.head()).toBe(head);
  });
});

describe('reading', () => {
  const paths = (): readonly string[] => [
    ...reads(),
    '/api/me',
    '/api/cases',
    '/api/cases?limit=1',
    '/api/queues',
    '/api/queues/assurance',
    '/api/uptake',
    '/api/workflows',
    '/api/workflows/delegated-commissioning/1',
    '/api/register/ccgs',
    '/api/register/practices?limit=1',
    '/api/register/rounds',
    '/api/clock',
    '/problems',
  ];

  it('appends nothing, whoever reads, but for auditors', async () => {
    const head = await to.head();
    for (const persona of ['officer@00C', 'assessor@Y54', 'committee@nhse', `practice@${member}`, 'officer@01A'])
      for (const path of paths()) await to.as(persona).get(path);
    expect(await to.head()).toBe(head);
  });

  it('by an auditor is recorded: what, by whom, when', async () => {
    // Whoever has read it today already would not be recorded again.
    const data = {
      issuer: 'development',
      subject: 'auditor-2@nhse',
      name: 'A',
      role: 'auditor',
      organisation: 'nhse',
    } as const;
    await enter(to.service, registerActor, { type: 'RoleGranted', data });
    const before = await to.log.headOf('readings');
    await to.as('auditor-2@nhse').get(`/api/cases/${id}`);
    await to.as('auditor-2@nhse').get(`/api/cases/${id}/events`);
    await to.as('auditor-2@nhse').get(`/api/cases/${id.toUpperCase()}/refusals`);
    expect((await to.as('auditor-2@nhse').get(`/api/cases/${randomUUID()}`)).status).toBe(404);
    const read = await to.log.readStream('readings', { from: before === 'none' ? 0 : before + 1 });
    expect(read.map(({ type, data }) => [type, data])).toEqual([
      ['CaseRead', { case: id, what: 'case' }],
      ['CaseRead', { case: id, what: 'events' }],
      ['CaseRead', { case: id, what: 'refusals' }],
    ]);
    expect(read[0]).toMatchObject({
      actor: { id: 'auditor-2@nhse', role: 'auditor' },
      at: to.service.clock.now().toISOString(),
    });
  });
});
