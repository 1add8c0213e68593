import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { proofOf } from '../../apps/audit/proof.js';
import { londonDay } from '../../libs/workflow/london.js';
import { workflows } from '../../workflows/index.js';
import { begun } from '../hand.js';
import { testService, type Answer, type Body, type TestService } from '../service.js';
import { begunBy, takeTo } from '../story.js';

/** Who votes in a committee's meeting is asked when they vote, and what they declare there bars them from the case (R-45, R-47). */
let to: TestService<Body>;
let ccg: string;
let elsewhere: string;
let id: string;
const members = [1, 2, 3, 4, 5, 6].map((number) => `committee${number > 1 ? `-${number}` : ''}@nhse`);
const [chair = '', vice = '', gp = '', nurse = '', fifth = '', sixth = ''] = members;
beforeAll(async () => {
  to = await testService<Body>();
  [ccg = '', elsewhere = ''] = to.service.ledger.register.ccgs({ region: 'Y54' }).map(({ code }) => code);
  id = await begunBy(ccg, to);
  await takeTo('recommended', to, id, ccg);
});
afterAll(() => to.close());

const register = (path: string, body: object, persona = 'registrar@nhse'): Promise<Answer> =>
  to.as(persona).post(`/api/register/${path}`, body);
async function hasInterest(person: string): Promise<string> {
  const declared = { kind: 'financial', organisation: ccg, text: 'A partner.', aroseOn: '2014-05-01' };
  const { status, body } = (await register('interests', declared, person)) as Answer<{ interest: { id: string } }>;
  expect(status).toBe(201);
  return body.interest.id;
}
/** The last day on which it was held was yesterday. */
async function expires(interest: string): Promise<void> {
  const on = londonDay(new Date(to.service.clock.now().getTime() - 86_400_000));
  expect((await register(`interests/${interest}/expiry`, { on })).status).toBe(201);
}
async function sitting(
  by = chair,
  committeeId = 'nhse-assurance',
  present: readonly string[] = members,
): Promise<string> {
  const data = { committeeId, heldOn: londonDay(to.service.clock.now()) };
  const { id: meeting } = await begun(to, { who: by, workflow: 'committee-meeting', data });
  expect((await to.as(by).act(meeting, 'MembersAttended', { present, chairedBy: present[0] })).status).toBe(201);
  return meeting;
}
const tables = (meeting: string, by = chair): Promise<Answer<Body>> =>
  to.as(by).act(meeting, 'ItemTabled', { case: id, title: 'Delegation', decision: 'approve' });
const votes = (meeting: string, all: readonly string[], { item = 1, by = chair } = {}): Promise<Answer<Body>> => {
  const cast = { for: all, against: [], abstained: [] };
  return to.as(by).act(meeting, 'ItemDecided', { item, decision: 'approve', votes: cast, grounds: 'Read.' });
};
const without = (...ids: readonly string[]): readonly string[] => members.filter((each) => !ids.includes(each));
const declares = (meeting: string, person: string, subject: string, by = chair): Promise<Answer<Body>> =>
  to.as(by).act(meeting, 'ConflictDeclared', {
    item: 1,
    person,
    kind: 'financial',
    subject,
    interest: 'A partner.',
    aroseOn: '2014-05-01',
  });
const handles = (meeting: string, person: string, handling: string, by = chair): Promise<Answer<Body>> =>
  to.as(by).act(meeting, 'ConflictHandled', { item: 1, person, handling });
const decides = (meeting: string, by: string, item = 1): Promise<Answer<Body>> =>
  to.as(by).act(id, 'DecisionMade', { meeting, item, decision: 'approve', grounds: 'As minuted.' });
const movesOf = async (persona: string): Promise<readonly string[]> =>
  (await to.as(persona).get(`/api/cases/${id}`)).body.moves.map(({ type }) => type);
const entriesOf = async (organisation: string): Promise<unknown> =>
  (await to.as('auditor@nhse').get(`/api/register/interests?organisation=${organisation}`)).body;
const r47 = { status: 409, rule: 'R-47' };

describe('an interest that is declared in a meeting (R-47)', () => {
  it('bars from the case and not from the item alone, from its declaration until the chair acknowledges it', async () => {
    const meeting = await sitting();
    await tables(meeting);
    const practice = to.service.ledger.register.practices({ ccg: elsewhere, on: '2014-10-01' })[0]?.code ?? '';
    const claims = (by: string): Promise<Answer<Body>> => to.as(by).act(id, 'CaseClaimed', { queue: 'decision' });
    expect((await claims(fifth)).status).toBe(201);
    expect((await claims(chair)).status).toBe(409);
    expect((await declares(meeting, fifth, practice)).status).toBe(201);
    // And so does what they had in hand.
    expect((await claims(chair)).status).toBe(201);
    expect((await to.as(fifth).act(id, 'CaseClaimed', { queue: 'decision' })).body).toMatchObject(r47);
    expect(await movesOf(fifth)).not.toContain('DecisionMade');
    const queue = await to.as(fifth).get('/api/queues/decision');
    expect(queue.body.items.find((item) => item.case === id)).toMatchObject({ barred: true });
    expect(await entriesOf(practice)).toMatchObject({ interests: [{ person: fifth, text: 'A partner.' }] });

    expect((await handles(meeting, fifth, 'left')).status).toBe(201);
    expect((await votes(meeting, without(fifth))).status).toBe(201);
    expect((await decides(meeting, fifth)).body).toMatchObject(r47);

    const next = await sitting();
    await tables(next);
    expect((await declares(next, fifth, practice)).body).toMatchObject(r47);
    expect((await handles(next, fifth, 'acknowledged')).status).toBe(201);
    expect(await movesOf(fifth)).toContain('DecisionMade');
    expect((await votes(next, members)).status).toBe(201);
  });

  it('in what the case is about stands in the register, bars whatever the chair says, and is told wherever the case is tabled', async () => {
    const meeting = await sitting();
    await tables(meeting);
    expect((await declares(meeting, vice, ccg)).status).toBe(201);
    expect(await entriesOf(ccg)).toMatchObject({ interests: [{ person: vice }] });
    expect((await handles(meeting, vice, 'acknowledged')).body).toMatchObject(r47);
    expect((await handles(meeting, vice, 'silent')).status).toBe(201);
    expect((await votes(meeting, members)).body).toMatchObject({ status: 409, rule: 'R-46' });
    expect((await votes(meeting, without(vice))).status).toBe(201);
    expect((await decides(meeting, vice)).body).toMatchObject(r47);

    const later = await sitting();
    expect((await tables(later, vice)).body).toMatchObject(r47);
    await tables(later);
    const { details } = (await to.as('auditor@nhse').get(`/api/cases/${later}`)).body;
    expect(details).toMatchObject({
      items: [{ declarations: [{ id: vice, interest: 'A partner.', handling: null }] }],
    });
  });

  it('of what the register does not know is none: the refusal says so', async () => {
    const meeting = await sitting();
    await tables(meeting);
    const refused = (await declares(meeting, nurse, 'Z99999')).body;
    expect(refused).toMatchObject(r47);
    expect(refused.detail).toContain('Z99999');
  });
});

describe('a committee of NHS England (R-45)', () => {
  const porter = { id: 'porter@nhse', name: 'A porter', offices: ['chair', 'gp'], voting: true, clinician: true };
  const estates = { name: 'Estates working group', organisation: 'nhse', from: '2014-06-01', quorum: { atLeast: 1 } };
  const constitutes = (committee: object, persona?: string): Promise<Answer<{ readonly proposal?: string }>> =>
    register('committees', { ...estates, members: [porter], ...committee }, persona) as Promise<
      Answer<{ readonly proposal?: string }>
    >;
  const settles = (proposal: string | undefined, persona: string, action = 'confirm'): Promise<Answer> =>
    register(`committees/proposals/${proposal}`, { action }, persona);
  const convened = (committeeId: string): Promise<Answer<Body>> => {
    const data = { committeeId, heldOn: londonDay(to.service.clock.now()) };
    return to.as(chair).post('/api/cases', { workflow: 'committee-meeting', data });
  };

  it('decides as the national committee once two registrars have constituted it so, and by members who hold the role', async () => {
    const { status, body } = await constitutes({ id: 'nhse-estates', purpose: 'national-committee' });
    expect(status).toBe(201);
    expect((await convened('nhse-estates')).status).toBe(422);
    const waiting = await to.as('registrar-2@nhse').get('/api/register/committees/proposals');
    expect(waiting.body).toMatchObject({ proposals: [{ id: body.proposal, proposedBy: 'registrar@nhse' }] });
    expect((await to.as(chair).get('/api/register/committees/proposals')).status).toBe(403);
    expect((await settles(body.proposal, 'registrar@nhse')).status).toBe(409);
    expect((await settles(body.proposal, chair)).status).toBe(403);
    expect((await settles(body.proposal, 'registrar-2@nhse')).status).toBe(201);
    expect((await settles(body.proposal, 'registrar-2@nhse')).status).toBe(404);
    const meeting = await sitting(chair, 'nhse-estates', [porter.id]);
    await tables(meeting);
    expect((await votes(meeting, [porter.id])).body).toMatchObject(r47);
    expect((await decides(meeting, chair)).body).toMatchObject(r47);
  });

  it('that is declined is none, and one that advises puts no case on its agenda', async () => {
    const { body } = await constitutes({ id: 'nhse-second', purpose: 'national-committee' });
    expect((await settles(body.proposal, 'registrar-2@nhse', 'decline')).status).toBe(201);
    expect((await convened('nhse-second')).status).toBe(422);
    expect((await constitutes({ id: 'nhse-advice', purpose: 'advisory' })).status).toBe(201);
    const meeting = await sitting(chair, 'nhse-advice', [porter.id]);
    expect((await tables(meeting)).body).toMatchObject({ status: 409, rule: 'R-45' });
    expect((await constitutes({ id: 'nhse-other' })).body).toMatchObject({
      status: 422,
      fields: [{ field: 'purpose' }],
    });
  });
});

describe('who votes on an item', () => {
  it('is asked when it is voted on: an interest learnt since bars, and the minute tells it and how it was handled (R-47)', async () => {
    const meeting = await sitting();
    await tables(meeting);
    await handles(meeting, vice, 'left');
    const interest = await hasInterest(gp);
    for (const all of [without(vice), without(vice, gp)]) {
      const { body } = await votes(meeting, all);
      expect(body).toMatchObject(r47);
      expect(body.detail).toContain('how each interest is handled');
    }
    expect((await votes(meeting, without(vice, gp), { by: gp })).body).toMatchObject(r47);
    expect((await declares(meeting, gp, ccg)).body).toMatchObject(r47);
    expect((await handles(meeting, gp, 'acknowledged')).body).toMatchObject(r47);
    expect((await handles(meeting, gp, 'left')).status).toBe(201);
    expect((await votes(meeting, without(vice))).body).toMatchObject({ status: 409, rule: 'R-46' });
    expect((await votes(meeting, without(vice, gp))).status).toBe(201);
    const { details } = (await to.as('auditor@nhse').get(`/api/cases/${meeting}`)).body;
    const declarations = [vice, gp].map((person) => ({ id: person, interest: 'A partner.', handling: 'left' }));
    expect(details).toMatchObject({ items: [{ declarations }] });
    await expires(interest);
  });

  it('and is barred by the time of the decision, has the case put to the same meeting again (R-47)', async () => {
    const meeting = await sitting();
    await tables(meeting);
    await handles(meeting, vice, 'left');
    expect((await votes(meeting, without(vice))).status).toBe(201);
    expect((await tables(meeting)).body).toMatchObject(r47);
    const interest = await hasInterest(fifth);
    expect((await decides(meeting, chair)).body).toMatchObject(r47);
    expect((await tables(meeting)).status).toBe(201);
    await expires(interest);
  });

  it('holds the role of a member: whoever lost it counts for nothing (R-45)', async () => {
    const withdrawn = { action: 'withdraw', subject: sixth, role: 'national-committee', organisation: 'nhse' };
    const { body } = (await register('roles', withdrawn)) as Answer<{ proposal: string }>;
    const meeting = await sitting();
    await tables(meeting);
    await handles(meeting, vice, 'left');
    const settled = await register(`roles/proposals/${body.proposal}`, { action: 'confirm' }, 'registrar-2@nhse');
    expect(settled.status).toBe(201);
    expect((await votes(meeting, without(vice))).body).toMatchObject(r47);
    const { details } = (await to.as('auditor@nhse').get(`/api/cases/${meeting}`)).body;
    expect(details).toMatchObject({ items: [{ result: null }] });
    expect((await votes(meeting, without(vice, sixth))).status).toBe(201);
    expect((await decides(meeting, chair)).status).toBe(201);
  });

  it('leaves a history in which the auditor finds nothing, and where what a meeting brings about is missing, that', async () => {
    const events = await to.log.readAll({ limit: 1_000_000 });
    expect((await proofOf(events, workflows)).findings).toEqual([]);
    for (const type of ['ConflictRecorded', 'InterestRegistered']) {
      // As if something else had brought it about.
      const told = events.map((event) => (event.type === type && event.cause ? { ...event, cause: id } : event));
      const { findings } = await proofOf(told, workflows);
      expect(findings.map(({ what }) => what).filter((what) => what.includes(`brings about ${type}`))).not.toEqual([]);
    }
  });
});
