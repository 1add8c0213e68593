import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { proofOf } from '../../apps/audit/proof.js';
import { workflows } from '../../workflows/index.js';
import { testService, type Answer, type TestService, type Body } from '../service.js';
import { goLive, stepsTo, take, type Stage } from '../story.js';

/** One CCG from its interest to the revocation of its delegation; each part goes on where the one before ended. */
describe('an application for delegated commissioning, over HTTP', () => {
  let to: TestService<Body>;
  let id: string;
  let voters: readonly string[];
  let done = 0;

  beforeAll(async () => {
    to = await testService<Body>();
    voters = to.service.ledger.register.rollOf('00C', '2014-10-01').map(({ practice }) => practice);
  });
  afterAll(() => to.close());

  const officer = () => to.as('officer@00C');
  const assessor = () => to.as('assessor@Y54');
  const committee = () => to.as('committee@nhse');
  const found = async (persona = 'officer@00C'): Promise<Body> => (await to.as(persona).get(`/api/cases/${id}`)).body;
  const movesOf = async (persona: string): Promise<readonly string[]> =>
    (await found(persona)).moves.map((move) => move.type);
  const statusOf = (shown: Body, stage: string): string => shown.stages.find((each) => each.name === stage)!.status;
  /** Everything up to a stage; all but two practices vote. */
  async function goTo(stage: Stage): Promise<void> {
    const steps = stepsTo(stage, to.service.ledger.register, '00C', 2);
    for (const step of steps.slice(done)) await take(to, id, step);
    done = steps.length;
  }

  it('begins with 201, its address and its revision', async () => {
    const answer = await officer().begin('00C');
    expect(answer.status).toBe(201);
    id = answer.body.id;
    expect(answer.headers.get('location')).toBe(`/api/cases/${id}`);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.body).toMatchObject({
      workflow: 'delegated-commissioning',
      version: '1',
      ccg: '00C',
      round: '1',
      group: null,
      state: { applying: { interest: 'expressed' } },
      outcome: null,
      waitingOn: ['regional-assessor'],
      conditions: [],
      revision: 0,
      links: { self: `/api/cases/${id}`, events: `/api/cases/${id}/events` },
    });
    expect(Object.keys(answer.body).sort()).toEqual(
      [
        'ccg',
        'ccgName',
        'conditions',
        'details',
        'group',
        'id',
        'level',
        'links',
        'moves',
        'outcome',
        'region',
        'revision',
      ]
        .concat(['round', 'stages', 'state', 'version', 'waitingOn', 'workflow'])
        .sort(),
    );
  });

  it('shows the same to whoever reads it again, with the same ETag', async () => {
    const { status, headers, body } = await officer().get(`/api/cases/${id}`);
    expect([status, headers.get('etag')]).toEqual([200, '"0"']);
    expect(statusOf(body, 'interest')).toBe('in-progress');
    expect(statusOf(body, 'mandate')).toBe('not-started');
    expect(body.moves.map((move) => move.type)).toContain('ApplicationWithdrawn');
    expect(body.moves[0]).toEqual({
      type: expect.any(String),
      label: expect.any(String),
      meaning: expect.any(String),
      role: 'ccg-officer',
      organisation: '00C',
      schema: expect.stringMatching(/^\/api\/workflows\/delegated-commissioning\/1\/events\//),
    });
  });

  it('offers each role its own moves', async () => {
    expect(await movesOf('assessor@Y54')).toEqual(expect.arrayContaining(['InterestAcknowledged', 'InterestReturned']));
    expect(await movesOf('officer@00C')).not.toContain('InterestAcknowledged');
    expect(await movesOf('auditor@nhse')).toEqual([]);
  });

  it('is refused a second time in the same round, by R-05, and the attempt is recorded', async () => {
    const head = await to.log.headOf('ccg-00C');
    const { status, body } = await officer().begin('00C');
    expect([status, body.type, body.rule]).toEqual([409, '/problems/rule', 'R-05']);
    expect(await to.log.headOf('ccg-00C')).toBe(head);
    const [attempt] = await to.log.readStream('refused-ccg-00C');
    expect(attempt).toMatchObject({
      type: 'AttemptRefused',
      actor: { id: 'officer@00C' },
      data: { attempted: 'InterestExpressed' },
    });
  });

  it('waits in the queue of its region, can be claimed there and released again', async () => {
    const queue = async (query = ''): Promise<Body['items']> =>
      (await assessor().get(`/api/queues/interest${query}`)).body.items;
    expect(await queue()).toMatchObject([{ case: id, ccg: '00C', role: 'regional-assessor', overdue: false }]);
    expect((await assessor().get('/api/queues')).body.queues).toMatchObject([{ name: 'interest', waiting: 1 }]);
    expect((await assessor().act(id, 'CaseClaimed', { queue: 'interest' })).status).toBe(201);
    expect(await queue('?claimedBy=me')).toMatchObject([{ claimedBy: { id: 'assessor@Y54' } }]);
    expect(await queue('?claimedBy=nobody')).toEqual([]);
    const other = await to.as('assessor-2@Y54').act(id, 'CaseClaimed', { queue: 'interest' });
    expect(other.status).toBe(409);
    expect((await assessor().act(id, 'CaseReleased', { queue: 'interest' })).status).toBe(201);
    expect(await queue('?claimedBy=nobody')).toHaveLength(1);
    expect((await to.as('assessor@Y56').get('/api/queues/interest')).body.items).toEqual([]);
  });

  it('is acknowledged: the event and the case come back, and the ETag is the new revision', async () => {
    await to.until('2014-07-01T10:00:00.000Z');
    const { status, headers, body } = await assessor().act(id, 'InterestAcknowledged', {
      readiness: 'ready',
      grounds: 'Sound finances.',
    });
    done = 1;
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"3"');
    expect(body.event).toMatchObject({
      stream: `case-${id}`,
      revision: 3,
      type: 'InterestAcknowledged',
      at: '2014-07-01T10:00:00.000Z',
      actor: { id: 'assessor@Y54', role: 'regional-assessor', organisation: 'Y54' },
      workflow: 'delegated-commissioning',
      version: '1',
      from: { applying: { interest: 'expressed' } },
    });
    expect(body.case).toMatchObject({ revision: 3, details: { readiness: 'ready' } });
    expect((await found()).revision).toBe(3);
  });

  it('takes the votes of the practices, who see the ballot and nothing else of it', async () => {
    await goTo('balloting');
    const practice = to.as(`practice@${voters[0]}`);
    const queue = await practice.get('/api/queues/mandate');
    expect(queue.body.items).toMatchObject([{ case: id, role: 'practice-representative' }]);
    await goTo('mandated');
    expect((await practice.get('/api/queues/mandate')).body.items).toEqual([]);
    const seen = (await practice.get(`/api/cases/${id}`)).body;
    expect(Object.keys(seen.details)).toEqual(['ballot']);
    expect(seen.conditions).toEqual([]);
    const types = (await practice.get(`/api/cases/${id}/events`)).body.events.map((event) => event.type);
    expect(new Set(types)).toEqual(
      new Set(['EngagementRecorded', 'BallotOpened', 'VoteCast', 'BallotClosed', 'ResultVerified']),
    );
  });

  it('is decided, signed, and in force at go-live, not before', async () => {
    await goTo('concluded');
    expect(statusOf(await found(), 'agreement')).toBe('in-progress');
    expect((await found()).stages.find((each) => each.name === 'agreement')?.due).toBe(goLive);
    const uptake = async (on = ''): Promise<Body> => (await officer().get(`/api/uptake${on}`)).body;
    expect((await uptake()).england).toMatchObject({ L3: 0, none: 209, ccgs: 209 });
    await to.until('2015-03-31T22:59:59.999Z');
    expect(statusOf(await found(), 'delegation')).toBe('not-started');
    await to.until('2015-04-02T10:00:00.000Z');
    const now = await found();
    expect(statusOf(now, 'delegation')).toBe('in-progress');
    expect(now.state).toMatchObject({ inForce: {} });
    const [took] = (await to.log.readStream(`case-${id}`)).slice(-1);
    expect(took).toMatchObject({ type: 'DelegationTookEffect', at: goLive, actor: { id: 'clock' } });
    expect((await uptake()).england).toMatchObject({ L3: 1, none: 208, ccgs: 209 });
    expect((await uptake()).regions.find((row) => row.region === 'Y54')).toMatchObject({ L3: 1 });
    expect((await uptake('?on=2015-03-31')).england).toMatchObject({ L3: 0 });
    expect((await uptake('?on=2015-04-01')).england).toMatchObject({ L3: 1 });
  });

  it('has no way out for the CCG: a withdrawal in force is refused by R-60, changes nothing and is recorded', async () => {
    const before = await to.log.headOf(`case-${id}`);
    for (const persona of ['officer@00C', 'committee@nhse']) {
      const { status, body } = await to
        .as(persona)
        .act(id, 'ApplicationWithdrawn', { because: 'members', text: 'No more.' });
      expect([status, body.type, body.rule]).toEqual([409, '/problems/rule', 'R-60']);
    }
    expect(await to.log.headOf(`case-${id}`)).toBe(before);
    const refusals = (await to.as('auditor@nhse').get(`/api/cases/${id}/refusals`)).body.refusals;
    expect(refusals.slice(-2)).toMatchObject([
      {
        type: 'AttemptRefused',
        actor: { id: 'officer@00C' },
        data: { attempted: 'ApplicationWithdrawn', refusal: { rule: 'R-60' } },
      },
      { actor: { id: 'committee@nhse' } },
    ]);
    expect((await officer().get(`/api/cases/${id}/refusals`)).status).toBe(403);
    expect(await movesOf('officer@00C')).toEqual(['VariationProposed']);
  });

  it('is revoked by NHS England at once, and the CCG holds no level from that moment', async () => {
    await to.until('2015-09-01T10:00:00.000Z');
    const data = { authority: 'Section 13Z', reasons: 'Overspent.', effectiveOn: '2015-09-01' };
    expect((await assessor().act(id, 'DelegationRevoked', data)).body).toMatchObject({ status: 403, rule: 'R-60' });
    const { status, body } = await committee().act(id, 'DelegationRevoked', data);
    expect([status, body.case.outcome, body.case.moves]).toEqual([201, 'revoked', []]);
    expect((await officer().get('/api/uptake')).body.england).toMatchObject({ L3: 0, none: 209 });
    expect((await officer().get('/api/uptake?on=2015-08-31')).body.england).toMatchObject({ L3: 1 });
    const types = (await to.log.readStream('ccg-00C')).map(({ type }) => type);
    expect(types).toEqual(['CaseStarted', 'LevelTaken', 'LevelLeft', 'CaseEnded']);
  });

  it('is shown as it stood at any revision and at any moment, without moves', async () => {
    const at = async (query: string): Promise<Answer<Body>> => officer().get(`/api/cases/${id}?${query}`);
    const first = await at('revision=0');
    expect(first.headers.get('etag')).toBe('"0"');
    expect(first.body).toMatchObject({ revision: 0, state: { applying: { interest: 'expressed' } }, moves: [] });
    expect((await at('revision=3')).body).toMatchObject({ revision: 3, details: { readiness: 'ready' } });
    expect((await at('revision=9999')).status).toBe(404);
    expect((await at('asOf=2014-07-01T09:59:59Z')).body.revision).toBe(2);
    expect((await at('asOf=2014-07-01T10:00:00Z')).body.revision).toBe(3);
    expect((await at('asOf=2014-06-12T09:59:59.999Z')).status).toBe(404);
    expect((await at(`asOf=${goLive}`)).body.state).toMatchObject({ inForce: {} });
    expect((await at('asOf=2030-01-01T00:00:00Z')).body.outcome).toBe('revoked');
  });

  it('hands its history out in pages, oldest first, and every fact names its actor', async () => {
    const events: RecordedEvent[] = [];
    let next: string | undefined = `/api/cases/${id}/events?limit=25`;
    while (next !== undefined) {
      const { status, headers, body }: Answer<Body> = await officer().get(next);
      expect(status).toBe(200);
      events.push(...body.events);
      next = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    const recorded = await to.log.readStream(`case-${id}`);
    expect(events).toEqual(JSON.parse(JSON.stringify(recorded)));
    expect(events.every(({ actor }) => actor.id && actor.role && actor.organisation)).toBe(true);
  });

  it('leaves a log in which the auditor’s proof finds nothing', async () => {
    const { findings, cases } = await proofOf(await to.log.readAll({ limit: 100_000 }), workflows);
    // The application, and the meeting that decided it.
    expect([findings, cases]).toEqual([[], 2]);
  });
});
