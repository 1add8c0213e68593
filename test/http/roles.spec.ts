import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { memoryLog } from '../../libs/event-log/memory.js';
import { proofOf } from '../../apps/audit/proof.js';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { SignIn } from '../../apps/service/access/sign-in.guard.js';
import { workflows } from '../../workflows/index.js';
import { problemIn } from '../problem.js';
import { enter, testService, type Answer, type Body, type TestService } from '../service.js';
import * as forms from '../../demonstration/forms.js';
import { contradictionOf } from '../../libs/register/contradiction.js';
import type { RoleProposed } from '../../libs/register/facts.js';
import type { Person } from '../../libs/register/model.js';

let identity: Identity;
interface Told extends Body {
  readonly name: string;
  readonly organisations: readonly string[];
  readonly people: readonly Person[];
  readonly proposals: readonly RoleProposed[];
  readonly proposal: string;
}

let to: TestService<Told>;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
  to = await testService<Told>({ identity });
});
afterAll(async () => {
  await to.close();
  await identity.close();
});

const post = (persona: string, path: string, body: object, key: string = randomUUID()): Promise<Answer<Told>> =>
  to.as(persona).send('POST', `/api/register/roles${path}`, body, { 'idempotency-key': key });
const change = (persona: string, body: object, key?: string) => post(persona, '', body, key);
const settle = (persona: string, id: string, action = 'confirm', key?: string) =>
  post(persona, `/proposals/${id}`, { action }, key);
const rolesOf = async (persona: string): Promise<readonly string[]> => (await to.as(persona).get('/api/me')).body.roles;
const proposals = async (): Promise<readonly RoleProposed[]> =>
  (await to.as('auditor@nhse').get('/api/register/roles')).body.proposals;

const officer = (number: number, action = 'grant') => ({
  action,
  subject: `officer-${number}@00C`,
  ...(action === 'grant' && { name: 'New Officer' }),
  role: 'ccg-officer',
  organisation: '00C',
});
const national = (subject: string, action = 'grant', role = 'national-committee') => ({
  action,
  subject,
  name: 'New Member',
  role,
  organisation: 'nhse',
});

describe('the registrar', () => {
  it('grants a role of an organisation to a joiner, and withdraws a leaver’s: it is gone at the next request', async () => {
    expect(await rolesOf('officer-7@00C')).toEqual([]);
    expect((await change('registrar@nhse', officer(7))).status).toBe(201);
    const me = (await to.as('officer-7@00C').get('/api/me')).body;
    expect([me.name, me.roles, me.organisations]).toEqual(['New Officer', ['ccg-officer'], ['00C']]);
    const { id } = (await to.as('officer-7@00C').begin('00C')).body;
    expect((await change('registrar@nhse', officer(7, 'withdraw'))).status).toBe(201);
    expect(await rolesOf('officer-7@00C')).toEqual([]);
    expect(problemIn(await to.as('officer-7@00C').get(`/api/cases/${id}`))).toBe('404 not-found');
    expect(
      problemIn(await to.as('officer-7@00C').act(id, 'ApplicationWithdrawn', { because: 'other', text: 'x' })),
    ).toBe('404 not-found');
  });

  it('withdraws it from that person: somebody of the same name at another provider does not keep it for them', async () => {
    const actor = { id: 'somebody', name: 'S', role: 'registrar', organisation: 'nhse' };
    const role = { subject: 'officer-13@00C', name: 'N', role: 'ccg-officer', organisation: '00C' } as const;
    for (const issuer of ['development', 'elsewhere'])
      await enter(to.service, actor, { type: 'RoleGranted', data: { issuer, ...role } });
    const asking = to.service.app
      .get(SignIn)
      .askerOf({ person: { issuer: identity.issuer, subject: 'officer-13@00C', name: 'N' } });
    expect(asking.grants).toHaveLength(1);
    await change('registrar@nhse', officer(13, 'withdraw'));
    // As when it is withdrawn between the sign-in and the decision.
    const begin = {
      key: randomUUID(),
      command: 'x',
      type: 'InterestExpressed',
      data: forms.interestForm('2015-04-01', '00C'),
    };
    const workflow = workflows.find(({ name }) => name === 'delegated-commissioning')!;
    const acted = await to.service.commands.begin({ workflow, ccg: '00C', round: '1', attempt: begin, asking });
    expect(acted).toMatchObject({ outcome: 'refused', refusal: { because: 'not-yours' } });
  });

  it('is answered the same for the same key, and records nothing twice', async () => {
    const key = randomUUID();
    const first = await change('registrar@nhse', officer(8), key);
    const head = await to.head();
    expect((await change('registrar@nhse', officer(8), key)).body.events).toEqual(first.body.events);
    expect(problemIn(await change('registrar@nhse', officer(9), key))).toBe('422 key-reused');
    expect(await to.head()).toBe(head);
  });

  it.each([
    ['a role for an organisation of another kind', { ...officer(10), organisation: 'A81001' }, '409 rule'],
    ['a role held already', officer(2), '409 rule'],
    ['a role not held', officer(11, 'withdraw'), '409 rule'],
    ['a role nobody knows', { ...officer(10), role: 'clock' }, '422 invalid'],
    ['somebody without a name', { ...officer(10), name: undefined }, '422 invalid'],
  ])('is refused %s', async (_, body, problem) => {
    const head = await to.head();
    expect(problemIn(await change('registrar@nhse', body))).toBe(problem);
    expect(await to.head()).toBe(head);
  });

  it('alone does so, and sees who holds what, as auditors do', async () => {
    for (const persona of ['officer@00C', 'practice@A81001', 'assessor@Y54', 'committee@nhse', 'officer@99Z']) {
      expect([persona, problemIn(await change(persona, officer(12)))]).toEqual([persona, '403 not-yours']);
      expect([persona, problemIn(await settle(persona, randomUUID()))]).toEqual([persona, '403 not-yours']);
      expect([persona, problemIn(await to.as(persona).get('/api/register/roles'))]).toEqual([persona, '403 not-yours']);
    }
    expect(problemIn(await change('auditor@nhse', officer(12)))).toBe('403 not-yours');
    const { people } = (await to.as('auditor@nhse').get('/api/register/roles?organisation=00C')).body;
    expect(people.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['officer@00C', 'verifier@00C']));
    expect((await to.as('registrar@nhse').get('/api/register/roles?subject=officer-7@00C')).body.people).toEqual([
      { subject: 'officer-7@00C', name: 'New Officer', grants: [] },
    ]);
  });

  it('changes no role of their own, of whatever kind', async () => {
    const own = { action: 'grant', subject: 'registrar@nhse', role: 'ccg-officer', organisation: '00C' };
    for (const body of [own, national('registrar@nhse'), national('registrar@nhse', 'withdraw', 'registrar')]) {
      const answer = await change('registrar@nhse', body);
      expect([problemIn(answer), answer.body.detail]).toEqual(['409 rule', expect.stringMatching(/^Nobody grants or/)]);
    }
  });
});

describe('a national role', () => {
  it('comes and goes at the word of two registrars', async () => {
    const proposed = await change('registrar@nhse', national('committee-9@nhse'));
    expect(proposed.status).toBe(201);
    const id = proposed.body.proposal;
    expect(await rolesOf('committee-9@nhse')).toEqual([]);
    expect(await proposals()).toEqual([
      expect.objectContaining({ id, subject: 'committee-9@nhse', proposedBy: 'registrar@nhse' }),
    ]);

    expect(problemIn(await settle('registrar@nhse', id))).toBe('409 rule');
    expect(problemIn(await change('registrar-2@nhse', national('committee-9@nhse')))).toBe('409 rule');
    const key = randomUUID();
    expect((await settle('registrar-2@nhse', id, 'confirm', key)).status).toBe(201);
    expect(await rolesOf('committee-9@nhse')).toEqual(['national-committee']);
    expect((await settle('registrar-2@nhse', id, 'confirm', key)).status).toBe(201);
    expect(problemIn(await settle('registrar-2@nhse', id))).toBe('404 not-found');
    expect(await proposals()).toEqual([]);

    const leaving = await change('registrar-2@nhse', national('committee-9@nhse', 'withdraw'));
    expect(await rolesOf('committee-9@nhse')).toEqual(['national-committee']);
    expect((await settle('registrar@nhse', leaving.body.proposal)).status).toBe(201);
    expect(await rolesOf('committee-9@nhse')).toEqual([]);
  });

  it('is not taken from a registrar by that registrar’s own confirmation, nor kept by declining it', async () => {
    const { body } = await change('registrar@nhse', national('registrar-2@nhse', 'withdraw', 'registrar'));
    expect(problemIn(await settle('registrar-2@nhse', body.proposal))).toBe('409 rule');
    expect(problemIn(await settle('registrar-2@nhse', body.proposal, 'decline'))).toBe('409 rule');
    expect((await settle('registrar@nhse', body.proposal, 'decline')).status).toBe(201);
    expect(await rolesOf('registrar-2@nhse')).toEqual(['registrar']);
  });

  it('does not change at the word of a registrar who is none any more', async () => {
    const third = (action: string) => national('registrar-3@nhse', action, 'registrar');
    const joining = await change('registrar@nhse', third('grant'));
    expect((await settle('registrar-2@nhse', joining.body.proposal)).status).toBe(201);
    const stale = await change('registrar-3@nhse', national('constitution-9@nhse', 'grant', 'auditor'));
    expect(stale.status).toBe(201);
    const leaving = await change('registrar@nhse', third('withdraw'));
    expect((await settle('registrar-2@nhse', leaving.body.proposal)).status).toBe(201);
    expect(problemIn(await settle('registrar@nhse', stale.body.proposal))).toBe('409 rule');
    expect((await settle('registrar@nhse', stale.body.proposal, 'decline')).status).toBe(201);
    expect(await rolesOf('constitution-9@nhse')).toEqual([]);
  });

  it('is every role that sees or decides the cases of all', async () => {
    for (const role of ['constitution-reviewer', 'national-committee', 'auditor', 'registrar']) {
      const { body } = await change('registrar@nhse', national(`constitution-9@nhse`, 'grant', role));
      expect([role, await rolesOf('constitution-9@nhse')]).toEqual([role, []]);
      expect((await settle('registrar-2@nhse', body.proposal, 'decline')).status).toBe(201);
    }
  });

  it('leaves a history in which an auditor finds nothing, and one registrar alone is a finding', async () => {
    const events = await to.log.readAll({ limit: 100_000 });
    expect((await proofOf(events, workflows)).findings).toEqual([]);
    const alone = events.map((event) =>
      event.type === 'RoleConfirmed' ? { ...event, actor: { ...event.actor, id: 'registrar-3@nhse' } } : event,
    );
    expect((await proofOf(alone, workflows)).findings.map(({ what }) => what)).toEqual(
      expect.arrayContaining([expect.stringMatching(/as who confirms/)]),
    );
  });

  it('is nothing that readers of the feed are told of, but registrars and auditors', async () => {
    const told = async (persona: string) => JSON.stringify((await to.as(persona).get('/api/events?limit=1000')).body);
    expect(await told('committee@nhse')).not.toMatch(/Role(Granted|Withdrawn|Proposed|Confirmed|Declined)/);
    expect(await told('registrar@nhse')).toMatch(/RoleProposed/);
  });
});

describe('the first registrars', () => {
  const registrars = [
    { subject: 'registrar@nhse', name: 'First Keeper' },
    { subject: 'registrar-2@nhse', name: 'Second Keeper' },
  ];
  const empty = (log = memoryLog(), more = {}) =>
    testService<Told>({
      identity,
      log: { ...log, close: async () => undefined },
      more: { registrars, seed: 'none', ...more },
    });

  it('are those configured, and let others in', async () => {
    const log = memoryLog();
    // Before the invented register is loaded into it, as `testService` does after the start.
    const first = await empty(log);
    try {
      expect((await first.as('registrar@nhse').get('/api/me')).body).toMatchObject({
        name: 'First Keeper',
        roles: ['registrar'],
      });
      expect((await log.readAll())[0]).toMatchObject({ type: 'RoleGranted', actor: { id: 'configuration' } });
      expect((await proofOf(await log.readAll(), workflows)).findings).toEqual([]);
    } finally {
      await first.close();
    }
    const head = await log.head();
    const again = await empty(log);
    await again.close();
    expect(await log.head()).toBe(head);
  });

  it('that were withdrawn are not granted it again by a start', async () => {
    const log = memoryLog();
    const first = await empty(log);
    const actor = { id: 'somebody', name: 'S', role: 'registrar', organisation: 'nhse' };
    await enter(first.service, actor, {
      type: 'RoleWithdrawn',
      data: { issuer: 'development', subject: 'registrar@nhse', role: 'registrar', organisation: 'nhse' },
    });
    await first.close();
    const again = await empty(log);
    try {
      expect((await again.as('registrar@nhse').get('/api/me')).body.roles).toEqual([]);
    } finally {
      await again.close();
    }
  });
});

describe('the subject of a role', () => {
  it.each(['x\u200b', 'registrar@nhse ', ' registrar@nhse', 'a  b', 'регистратор', 'a\u00a0b', 'x'.repeat(256)])(
    'is spelt as identity providers spell subjects, and looks like no other: %j',
    async (subject) => {
      const head = await to.head();
      const grant = { action: 'grant', subject, name: 'Ana', role: 'ccg-officer', organisation: '00C' };
      expect(problemIn(await to.as('registrar@nhse').post('/api/register/roles', grant))).toBe('422 invalid');
      expect(await to.head()).toBe(head);
    },
  );

  it('is held so by the register, whoever grants it', () => {
    const { register } = to.service.ledger;
    const fact = (subject: string) => ({
      type: 'RoleGranted' as const,
      data: { issuer: 'i', subject, name: 'Ana', role: 'ccg-officer' as const, organisation: '00C' },
    });
    expect(contradictionOf(register, fact('ana@example.org '))).toMatch(/cannot be the subject of anybody/);
    expect(contradictionOf(register, fact('CN=Ana Okafor,OU=CCG'))).toBeUndefined();
  });
});
