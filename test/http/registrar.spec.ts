import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import * as forms from '../../demonstration/forms.js';
import { enter, testService, type Answer, type Body, type TestService } from '../service.js';
import { registerActor } from '../../apps/service/seed.js';
import { proofOf } from '../../apps/audit/proof.js';
import { workflows } from '../../workflows/index.js';
import { begunBy, caseAt, takeTo } from '../story.js';

/** What the routes of this page answer, the fields of all in one. */
interface Told {
  readonly id: string;
  readonly status: number;
  readonly type: string;
  readonly rule: string;
  readonly outcome: string | null;
  readonly fields: readonly { readonly field: string }[];
  readonly details: { readonly specialMeasures: boolean };
  /** Ids of the cases that something fell on. */
  readonly cases: readonly string[];
  readonly events: readonly [RecordedEvent];
  readonly live: readonly unknown[];
  readonly level: string | null;
  readonly rounds: readonly { readonly id: string }[];
  readonly interest: { readonly id: string };
  readonly interests: readonly unknown[];
  readonly items: readonly { readonly case: string }[];
  readonly committees: readonly { readonly id: string }[];
}

let to: TestService<Told>;
beforeAll(async () => {
  to = await testService<Told>();
});
afterAll(() => to.close());
/** The same service, for steps that look at cases. */
const ofCases = (): TestService<Body> => to as unknown as TestService<Body>;

const post = (persona: string, path: string, body: unknown, key: string | null = randomUUID()): Promise<Answer<Told>> =>
  to.as(persona).send('POST', path, body, key === null ? {} : { 'idempotency-key': key });
const registrar = (path: string, body: unknown, key?: string | null): Promise<Answer<Told>> =>
  post('registrar@nhse', path, body, key);
const seen = async (id: string): Promise<Told> => (await to.as('auditor@nhse').get(`/api/cases/${id}`)).body;

describe('special measures (R-41)', () => {
  const impose = { action: 'impose', direction: 'Direction 7 of 2014' };

  it('fall on every open case of the CCG in one append, on no other, and on those that begin later', async () => {
    const [mine, other] = [await begunBy('00C', ofCases()), await begunBy('01A', ofCases())];
    const { status, body } = await registrar('/api/register/ccgs/00C/special-measures', impose);
    expect([status, body.cases]).toEqual([201, [mine]]);
    expect((await seen(mine)).details.specialMeasures).toBe(true);
    expect((await seen(other)).details.specialMeasures).toBe(false);
    const [registered] = body.events;
    const [last] = (await to.log.readStream(`case-${mine}`)).slice(-1);
    expect(last).toMatchObject({ type: 'SpecialMeasuresImposed', cause: registered.id });
    expect(last!.position).toBe(registered.position + 1);

    await to.as('officer@00C').act(mine, 'ApplicationWithdrawn', { because: 'special-measures', text: 'x' });
    const later = (await to.as('officer@00C').begin('00C')).body;
    expect(later.details.specialMeasures).toBe(true);
    const lift = await registrar('/api/register/ccgs/00C/special-measures', { action: 'lift', direction: 'Lifted' });
    expect([lift.status, lift.body.cases]).toEqual([201, [later.id]]);
    expect((await seen(later.id)).details.specialMeasures).toBe(false);
  });

  it('cannot be imposed twice, nor lifted where there are none; a retry records nothing more', async () => {
    const key = randomUUID();
    const { code } = to.service.ledger.register.ccgs({ region: 'Y55' })[0]!;
    const path = `/api/register/ccgs/${code}/special-measures`;
    expect((await registrar(path, { action: 'lift', direction: 'x' })).body).toMatchObject({
      status: 409,
      rule: 'R-41',
    });
    const first = await registrar(path, impose, key);
    const head = await to.head();
    const again = await registrar(path, impose, key);
    expect([again.status, again.body.events]).toEqual([201, first.body.events]);
    expect(await to.head()).toBe(head);
    expect((await registrar(path, { ...impose, direction: 'Another' }, key)).body.type).toBe('/problems/key-reused');
    expect((await registrar(path, impose)).body).toMatchObject({ status: 409, rule: 'R-41' });
  });

  it('are the registrar’s, of a CCG that there is, with a key', async () => {
    for (const persona of ['officer@00C', 'assessor@Y54', 'committee@nhse', 'auditor@nhse'])
      expect((await post(persona, '/api/register/ccgs/00C/special-measures', impose)).status).toBe(403);
    expect((await registrar('/api/register/ccgs/99Z/special-measures', impose)).status).toBe(404);
    expect((await registrar('/api/register/ccgs/00C/special-measures', impose, null)).status).toBe(428);
    expect((await registrar('/api/register/ccgs/00C/special-measures', { action: 'x' })).status).toBe(422);
  });
});

describe('a constitution that was decided elsewhere (R-21)', () => {
  const majority = {
    basis: 'practice',
    denominator: 'members',
    threshold: { comparison: 'more-than', numerator: 1, denominator: 2 },
    quorum: { numerator: 1, denominator: 2 },
    tie: 'defeated',
  };
  const terms = { ballotRequired: true, providesForCommittee: true, counting: majority };

  it('is the one that open cases of its CCG go on under, and of no other', async () => {
    const [, code, otherCode] = to.service.ledger.register.ccgs({ region: 'Y57' }).map((ccg) => ccg.code);
    const [mine, other] = [await begunBy(code!, ofCases()), await begunBy(otherCode!, ofCases())];
    const { version } = to.service.ledger.register.ccg(code!)!.constitution;
    const path = `/api/register/ccgs/${code}/constitution`;
    const said = { version: version + 1, from: '2014-06-01', ...terms };
    const { status, body } = await registrar(path, said);
    expect([status, body.cases]).toEqual([201, [mine]]);
    expect((await to.log.readStream(`case-${mine}`)).at(-1)).toMatchObject({
      type: 'ConstitutionAmended',
      data: { version: version + 1, ballotRequired: true, providesForCommittee: true },
      cause: body.events[0].id,
    });
    expect((await to.log.readStream(`case-${other}`)).at(-1)?.type).not.toBe('ConstitutionAmended');
    expect(to.service.ledger.register.ccg(code!)!.constitution).toEqual(said);
    expect((await registrar(path, said)).body).toMatchObject({ status: 409, rule: 'R-21' });
    expect((await registrar(path, { ...said, version: 9, from: '2099-01-01' })).body.fields[0]?.field).toBe('from');
    const rounded = { ...said, version: 9, counting: { ...majority, rounding: 'up' } };
    expect((await registrar(path, rounded)).body).toMatchObject({ status: 409, rule: 'R-21' });
  });

  it('is the registrar’s, of a CCG that there is, with a key and all its terms', async () => {
    const said = { version: 90, from: '2014-06-01', ...terms };
    for (const persona of ['officer@00C', 'assessor@Y54', 'committee@nhse', 'constitution@nhse', 'auditor@nhse'])
      expect((await post(persona, '/api/register/ccgs/00C/constitution', said)).status).toBe(403);
    expect((await registrar('/api/register/ccgs/99Z/constitution', said)).status).toBe(404);
    expect((await registrar('/api/register/ccgs/00C/constitution', said, null)).status).toBe(428);
    const lacking = await registrar('/api/register/ccgs/00C/constitution', { ...said, counting: { basis: 'patient' } });
    expect([lacking.status, lacking.body.fields[0]?.field]).toEqual([422, 'counting.denominator']);
  });
});

describe('a CCG that closes (R-66)', () => {
  it('ends its open cases with it; nothing can be begun for it', async () => {
    const ccg = to.service.ledger.register.ccgs({ region: 'Y57' })[0]!.code;
    const id = await begunBy(ccg, ofCases());
    const path = `/api/register/ccgs/${ccg}/closure`;
    expect((await registrar(path, { kind: 'merger', on: '2014-06-01' })).body.fields[0]?.field).toBe('successor');
    expect((await registrar(path, { kind: 'closure', on: '2099-01-01' })).body.fields[0]?.field).toBe('on');
    const { status, body } = await registrar(path, { kind: 'closure', on: '2014-06-01' });
    expect([status, body.cases]).toEqual([201, [id]]);
    expect((await seen(id)).outcome).toBe('closed');
    const { live, level } = (await to.as('auditor@nhse').get(`/api/arrangements/${ccg}`)).body;
    expect([live, level]).toEqual([[], null]);
    expect((await to.as(`officer@${ccg}`).begin(ccg)).body).toMatchObject({ status: 409, rule: 'R-01' });
  });
});

describe('a closure that is told ahead (R-66)', () => {
  const closing = (code: string, on: string) =>
    registrar(`/api/register/ccgs/${code}/closure`, { kind: 'closure', on });
  const takenBack = (code: string, persona = 'registrar@nhse') =>
    to.as(persona).send('DELETE', `/api/register/ccgs/${code}/closure`, undefined, { 'idempotency-key': randomUUID() });

  it('can be told otherwise, and taken back, until its day; its cases go on until then', async () => {
    const own = await testService<Told>();
    const before = to;
    to = own;
    try {
      const [code, other] = ['08Q', '09M'];
      const id = await begunBy(code, ofCases());
      const closedOn = () => to.service.ledger.register.ccg(code)?.closed;
      expect([(await closing(code, '2014-06-20')).status, closedOn()]).toEqual([201, '2014-06-20']);
      expect([(await closing(code, '2014-06-14')).status, closedOn()]).toEqual([201, '2014-06-14']);
      expect((await takenBack(code, 'officer@00C')).status).toBe(403);
      expect([(await takenBack(code)).status, closedOn()]).toEqual([200, undefined]);
      expect((await takenBack(code)).body).toMatchObject({ status: 409, rule: 'R-66' });
      await closing(other, '2014-06-13');
      await closing(code, '2014-06-20');
      await to.until('2014-06-20T10:00:00Z');
      // It is its last day, and not over.
      expect((await closing(code, '2014-06-21')).status).toBe(201);
      expect((await seen(id)).outcome).toBeNull();
      for (const refused of [await closing(other, '2014-06-30'), await takenBack(other)])
        expect([refused.status, refused.body.rule]).toEqual([409, 'R-66']);
      await to.until('2014-06-21T22:59:59Z');
      expect((await seen(id)).outcome).toBeNull();
      await to.until('2014-06-21T23:00:00Z');
      expect((await seen(id)).outcome).toBe('closed');
      expect((await takenBack(code)).body).toMatchObject({ status: 409, rule: 'R-66' });
    } finally {
      to = before;
      await own.close();
    }
  });
});

describe('bank holidays (R-04)', () => {
  it('say how far they reach; a deadline beyond is refused until the registrar announces more', async () => {
    const own = await testService<Told>({ now: '2027-12-20T10:00:00.000Z' });
    const before = to;
    to = own;
    try {
      type Holidays = { readonly days: readonly string[]; readonly reachesTo: string };
      const known = async () =>
        (await to.as('officer@00C').get('/api/register/bank-holidays')).body as unknown as Holidays;
      expect((await known()).reachesTo).toBe('2029-12-31');
      expect((await to.until('2029-12-20T10:00:00.000Z')).status).toBe(200);
      const day = (on: string, time = '00:00') => `${on}T${time}:00.000Z`;
      const round = {
        ...{ id: '2030', name: 'Round of 2030', opens: day('2029-12-01'), goLive: '2030-04-01', levels: ['L3'] },
        ...{ interestBy: day('2030-01-31'), applicationBy: day('2030-02-15'), mandateBefore: 'submission' },
        variationWindows: [],
      };
      expect((await registrar('/api/register/rounds', round)).status).toBe(201);
      const begun = () => to.as('officer@00C').begin('00C', { round: '2030', data: { timescale: '2030-04-01' } });
      const late = await begun();
      expect([late.status, late.body.rule]).toEqual([409, 'R-04']);
      const path = '/api/register/bank-holidays';
      for (const wrong of [
        { days: [], reachesTo: '9999-12-31' },
        { days: ['2030-02-30'], reachesTo: '2030-12-31' },
        { days: [] },
      ])
        expect((await registrar(path, wrong)).status).toBe(422);
      const beyond = { days: ['2031-01-01'], reachesTo: '2030-12-31' };
      expect([(await registrar(path, beyond)).status, (await post('officer@00C', path, beyond)).status]).toEqual([
        409, 403,
      ]);
      expect((await registrar(path, { days: ['2030-01-03'], reachesTo: '2030-12-31' })).status).toBe(201);
      expect(await known()).toMatchObject({ reachesTo: '2030-12-31', days: expect.arrayContaining(['2030-01-03']) });
      expect((await begun()).status).toBe(201);
    } finally {
      to = before;
      await own.close();
    }
  });
});

describe('a CCG that the register is told will close', () => {
  it('keeps its cases until its last day has passed, and loses them then (R-66)', async () => {
    const [soon, filed] = to.service.ledger.register.ccgs({ region: 'Y55' }).slice(1);
    const cases = [await begunBy(soon!.code, ofCases()), await begunBy(filed!.code, ofCases())] as const;
    const closing = { type: 'CcgClosed' as const, data: { code: soon!.code, on: '2014-06-15' } };
    await enter(to.service, registerActor, closing);
    // The same from a file of ODS, for a CCG that has closed already.
    const { name, region, opened } = filed!;
    const line = [
      filed!.code,
      `"${name}"`,
      region,
      'Q00',
      '',
      '',
      '',
      '',
      '',
      '',
      opened.replaceAll('-', ''),
      '20140610',
    ];
    const file = `${[...line, '', 'C', ...Array<string>(13).fill('')].join(',')}\r\n`;
    const path = '/api/register/imports';
    const csv = { 'content-type': 'text/csv', 'idempotency-key': randomUUID() };
    const preview = await to.as('registrar@nhse').send('POST', `${path}?kind=ccgs`, file, csv);
    expect(preview.status).toBe(201);
    expect(await outcomesOf(cases)).toEqual([null, null]);
    expect((await registrar(`${path}/${preview.body.id}/confirm`, {})).status).toBe(200);
    expect(await outcomesOf(cases)).toEqual([null, 'closed']);
    await to.until('2014-06-15T12:00:00Z');
    expect(await outcomesOf(cases)).toEqual([null, 'closed']);
    await to.until('2014-06-16T12:00:00Z');
    expect(await outcomesOf(cases)).toEqual(['closed', 'closed']);
  });

  const outcomesOf = (cases: readonly string[]): Promise<readonly (string | null)[]> =>
    Promise.all(cases.map(async (id) => (await seen(id)).outcome));
});

describe('a round (R-06)', () => {
  const round = {
    id: '2017b',
    name: 'An extra round',
    opens: '2014-07-01T00:00:00Z',
    interestBy: '2014-09-01T00:00:00Z',
    applicationBy: '2014-12-01T12:00:00Z',
    goLive: '2015-04-01',
    mandateBefore: 'signature',
    levels: ['L3'],
    variationWindows: [{ from: '2014-10-01', to: '2014-11-01' }],
  };

  it('is announced by the registrar, and put back once it has opened, but for nothing else changed', async () => {
    expect((await registrar('/api/register/rounds', round)).status).toBe(201);
    expect((await registrar('/api/register/rounds', { ...round, levels: ['L2', 'L3'] })).status).toBe(201);
    await to.until('2014-07-02T00:00:00Z');
    const refused = await registrar('/api/register/rounds', { ...round, levels: ['L3'] });
    expect(refused.body).toMatchObject({ status: 409, rule: 'R-06' });
    const later = { ...round, levels: ['L2', 'L3'], applicationBy: '2015-01-05T12:00:00Z' };
    expect((await registrar('/api/register/rounds', later)).status).toBe(201);
    const { rounds } = (await to.as('officer@00C').get('/api/register/rounds')).body;
    expect(rounds.find(({ id }) => id === '2017b')).toMatchObject({
      applicationBy: '2015-01-05T12:00:00.000Z',
      standards: { interest: 10 },
    });
  });

  it('that is put back holds for the open cases of it that have not missed the deadline, and falls on them as an event (R-04)', async () => {
    const own = await testService<Told>();
    const before = to;
    to = own;
    try {
      const [first] = to.service.ledger.register.rounds();
      const { id, name, opens, interestBy, applicationByL2, goLive, mandateBefore, levels, variationWindows } = first!;
      const terms = { id, name, opens, interestBy, applicationByL2, goLive, mandateBefore, levels, variationWindows };
      const [mine, gone] = [await begunBy('00C', ofCases()), await begunBy('01A', ofCases())];
      await to.as('officer@01A').act(gone, 'ApplicationWithdrawn', { because: 'other', text: 'x' });
      await takeTo('under-way', ofCases(), mine, '00C');
      const applicationBy = '2015-02-06T12:00:00.000Z';
      const { status, body } = await registrar('/api/register/rounds', { ...terms, applicationBy });
      expect([status, body.cases]).toEqual([201, [mine]]);
      const [last] = (await to.log.readStream(`case-${mine}`)).slice(-1);
      expect(last).toMatchObject({ type: 'DeadlinePutBack', data: { applicationBy }, cause: body.events[0].id });
      await to.until('2015-01-20T10:00:00Z');
      expect((await seen(mine)).outcome).toBeNull();
      await to.until(applicationBy);
      expect((await seen(mine)).outcome).toBe('lapsed');
      const { findings } = await proofOf(await to.log.readAll({ limit: 1_000_000 }), workflows);
      expect(findings).toEqual([]);
    } finally {
      to = before;
      await own.close();
    }
  });

  it('that is brought forward holds for those who begin after, and for no case that had begun (R-04)', async () => {
    const own = await testService<Told>();
    const before = to;
    to = own;
    try {
      const [first] = to.service.ledger.register.rounds();
      const { id, name, opens, applicationBy, applicationByL2, goLive, mandateBefore, levels, variationWindows } =
        first!;
      const terms = {
        id,
        name,
        opens,
        applicationBy,
        applicationByL2,
        goLive,
        mandateBefore,
        levels,
        variationWindows,
      };
      const invited = { applicants: 'group', group: ['00C', '01A'] };
      const lead = await to.as('officer@00C').begin('00C', { data: invited });
      expect(lead.status).toBe(201);
      const interestBy = '2014-06-13T12:00:00.000Z';
      const { status, body } = await registrar('/api/register/rounds', { ...terms, interestBy });
      expect([status, body.cases]).toEqual([201, []]);
      await to.until(interestBy);
      const late = await to.as('officer@01C').begin('01C');
      expect([late.status, late.body.rule]).toEqual([409, 'R-04']);
      const region = to.service.ledger.register.ccg('00C')!.region;
      const returned = { missing: 'The signature of the chair.' };
      expect((await to.as(`assessor@${region}`).act(lead.body.id, 'InterestReturned', returned)).status).toBe(201);
      const again = { ...forms.interestForm('2015-04-01', '00C'), ...invited };
      expect((await to.as('officer@00C').act(lead.body.id, 'InterestExpressed', again)).status).toBe(201);
    } finally {
      to = before;
      await own.close();
    }
  });

  it('goes live on a 1 April, and not before its deadlines', async () => {
    for (const wrong of [{ goLive: '2015-05-01' }, { applicationBy: '2016-01-01T00:00:00Z' }, { levels: [] }])
      expect([409, 422]).toContain((await registrar('/api/register/rounds', { ...round, id: 'x', ...wrong })).status);
  });
});

describe('the register of interests (R-47)', () => {
  const declares = (persona: string, more: object = {}): Promise<Answer<Told>> =>
    post(persona, '/api/register/interests', {
      kind: 'financial',
      organisation: '00C',
      text: 'A share in the company that runs its out-of-hours service.',
      aroseOn: '2014-06-01',
      ...more,
    });

  it('bars whoever declares from open cases and from later ones; late is accepted and said to be', async () => {
    const { id } = to.service.ledger.views.cases({ ccg: '00C', state: 'interest', limit: 1 }).cases[0]!;
    const { body } = await declares('committee-2@nhse', { aroseOn: '2014-01-01' });
    expect(body).toMatchObject({ interest: { person: 'committee-2@nhse', late: true }, cases: [id] });
    const [last] = (await to.log.readStream(`case-${id}`)).slice(-1);
    expect(last).toMatchObject({
      type: 'InterestDeclared',
      data: { person: 'committee-2@nhse' },
      actor: { id: 'clock' },
    });
    expect((await to.as('committee-2@nhse').act(id, 'CaseClaimed', { queue: 'interest' })).body.rule).toBe('R-47');
    const { interests } = (await to.as('officer@01A').get('/api/register/interests?organisation=00C')).body;
    expect(interests).toHaveLength(1);
  });

  it('shows an interest until six months after it ended', async () => {
    const { body } = await declares('constitution-2@nhse', { organisation: '01A' });
    const path = `/api/register/interests/${body.interest.id}/expiry`;
    expect((await post('committee@nhse', path, { on: '2014-06-30' })).status).toBe(403);
    expect((await post('constitution-2@nhse', path, { on: '2030-01-01' })).status).toBe(422);
    expect((await post('constitution-2@nhse', path, { on: '2014-06-30' })).status).toBe(201);
    const on = async (day: string): Promise<number> =>
      (await to.as('officer@00C').get(`/api/register/interests?organisation=01A&on=${day}`)).body.interests.length;
    expect([await on('2014-12-30'), await on('2014-12-31')]).toEqual([1, 0]);
  });

  it('is kept by those who approve, of organisations that there are', async () => {
    expect((await declares('officer@00C')).status).toBe(403);
    expect((await declares('committee@nhse', { organisation: '99Z' })).status).toBe(409);
    expect((await declares('committee@nhse', { aroseOn: '2015-01-01' })).status).toBe(409);
  });

  it('leaves a case that everybody eligible is barred from in sight of the registrar', async () => {
    const path = '/api/queues/nobody-eligible';
    const queued = async (): Promise<readonly string[]> =>
      (await to.as('registrar@nhse').get(path)).body.items.map((item) => item.case);
    const ccg = to.service.ledger.register.ccgs({ region: 'Y56' })[0]!.code;
    await to.until('2014-07-03T00:00:00Z');
    const id = (await to.as(`officer@${ccg}`).begin(ccg, { round: '2017b' })).body.id;
    expect(await queued()).toEqual([]);
    const all = to.service.ledger.register.holding('regional-assessor', 'Y56');
    for (const person of all) expect((await declares(person, { organisation: ccg })).status).toBe(201);
    expect(await queued()).toEqual([id]);
    const items = (await to.as('assessor@Y56').get('/api/queues/interest')).body.items;
    expect(items).toEqual([expect.objectContaining({ case: id, nobodyEligible: true, barred: true })]);
    expect((await to.as('officer@00C').get(path)).status).toBe(404);
  });
});

describe('a committee', () => {
  const committee = {
    id: 'y54-extra',
    name: 'A panel',
    organisation: 'Y54',
    purpose: 'regional-panel',
    from: '2014-06-01',
    quorum: { all: [{ atLeast: 1, of: { voting: true } }] },
    members: [{ id: 'panel@Y54', name: 'A person', offices: ['chair'], voting: true, clinician: false }],
  };

  it('is constituted by the registrar with its quorum as a rule', async () => {
    expect((await registrar('/api/register/committees', committee)).status).toBe(201);
    const { committees } = (await to.as('officer@00C').get('/api/register/committees?organisation=Y54')).body;
    expect(committees.map(({ id }) => id)).toContain('y54-extra');
    for (const quorum of [{}, { atLeast: 0 }, { all: [] }, { most: 1 }]) {
      const { status, body } = await registrar('/api/register/committees', { ...committee, id: 'x', quorum });
      expect([status, body.fields[0]?.field]).toEqual([422, 'quorum']);
    }
  });

  it('has no quorum that nobody can reach (R-47)', async () => {
    const gp = { offices: ['gp'] };
    for (const quorum of [
      { atLeast: 2 },
      { atLeast: 1, of: gp },
      { all: [{ atLeast: 1 }, { atLeast: 1, of: { voting: false } }] },
      { any: [{ atLeast: 5 }, { atLeast: 1, of: gp }] },
    ]) {
      const { status, body } = await registrar('/api/register/committees', { ...committee, id: 'x', quorum });
      expect([status, body.rule]).toEqual([409, 'R-47']);
    }
  });
});

describe('an arrangement', () => {
  it('shows everybody the level, and what was applied for only to those it concerns', async () => {
    const fresh = await testService<Body>();
    try {
      const id = await begunBy('00C', fresh);
      await takeTo('in-force', fresh, id, '00C');
      const of = async (persona: string, on = ''): Promise<unknown> =>
        (await fresh.as(persona).get(`/api/arrangements/00C${on}`)).body;
      expect(await of('officer@00C')).toMatchObject({ level: 'L3', case: id, live: [{ case: id, level: 'L3' }] });
      expect(await of('officer@00C', '?on=2015-03-31')).toMatchObject({ level: null, history: [] });
      expect(await of('officer@00C', '?on=2014-06-11')).toMatchObject({ level: null, live: [] });
      const other = await of('officer@01A');
      expect(other).toMatchObject({ level: 'L3' });
      expect(other).not.toHaveProperty('live');
      expect((await fresh.as('officer@00C').get('/api/arrangements/99Z')).status).toBe(404);
      expect(await caseAt('expressed', fresh, '01A').catch(() => 'late')).toBe('late');
    } finally {
      await fresh.close();
    }
  });
});
