import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import { proofOf } from '../../apps/audit/proof.js';
import type { EventLog } from '../../libs/event-log/index.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { workflows } from '../../workflows/index.js';
import { testService, type Answer, type Body, type TestService } from '../service.js';
import { begunBy } from '../story.js';

/** A log whose events come to one instance, or whose appends go off from it, only when they are let. */
interface Held extends EventLog {
  readonly hold: (what: 'events' | 'appends') => void;
  readonly letGo: () => void;
  /** Resolves once the instance has decided something: it then asks the log where a stream is that it rests on, or to append. */
  readonly decides: () => Promise<void>;
}

function holding(log: EventLog): Held {
  const gates = { events: Promise.resolve(), appends: Promise.resolve() };
  let open: (() => void)[] = [];
  let awaiting: (() => void)[] = [];
  const decided = (): void => {
    for (const each of awaiting) each();
    awaiting = [];
  };
  return {
    ...log,
    append: async (...appends) => {
      decided();
      await gates.appends;
      return log.append(...appends);
    },
    headOf: (stream) => {
      decided();
      return log.headOf(stream);
    },
    subscribe: (after, handle) =>
      log.subscribe(after, async (events) => {
        await gates.events;
        await handle(events);
      }),
    hold: (what) => {
      gates[what] = new Promise((resolve) => open.push(resolve));
    },
    letGo: () => {
      for (const each of open) each();
      open = [];
    },
    decides: () => new Promise((resolve) => awaiting.push(resolve)),
    close: () => Promise.resolve(),
  };
}

const registrar = 'registrar@nhse';

describe('an instance to which has not come what another recorded', () => {
  let identity: Identity;
  let log: EventLog;
  let late: Held;
  let one: TestService<Body>;
  let two: TestService<Body>;

  beforeAll(async () => {
    identity = await startIdentity({ port: 0 });
    log = memoryLog();
    late = holding(log);
    one = await testService<Body>({ identity, log });
    two = await testService<Body>({ identity, log: late });
    // Nobody waits for a token or a key while events are held back.
    await two.as('officer@02P').get('/api/me');
  });
  afterEach(() => late.letGo());
  afterAll(async () => {
    await two.close();
    await one.close();
    await identity.close();
  });

  const measures = (to: TestService<Body>, ccg: string, action: 'impose' | 'lift'): Promise<Answer<Body>> =>
    to
      .as(registrar)
      .post(`/api/register/ccgs/${ccg}/special-measures`, { action, direction: 'Direction of 12 June 2014' });
  /** What is asked of it while events are held back, which come once it has decided without them. */
  const whileBehind = async <T>(before: () => Promise<unknown>, asked: () => Promise<T>): Promise<T> => {
    late.hold('events');
    await before();
    const decided = late.decides();
    const answer = asked();
    await Promise.race([decided, answer]);
    late.letGo();
    return answer;
  };
  const typesOf = async (id: string): Promise<readonly string[]> =>
    (await log.readStream(`case-${id}`)).map(({ type }) => type);

  it('begins a case on a register that has moved on, and what it was told since falls on the case', async () => {
    const begun = await whileBehind(
      () => measures(one, '02P', 'impose'),
      () => two.as('officer@02P').begin('02P'),
    );
    expect(begun.status).toBe(201);
    expect(await typesOf(begun.body.id)).toEqual(['InterestExpressed', 'SpecialMeasuresImposed']);
    const answers = await Promise.all([one, two].map((to) => to.as('officer@02P').get(`/api/cases/${begun.body.id}`)));
    for (const { body } of answers) expect(body.details).toMatchObject({ specialMeasures: true });
  });

  it('refuses nothing on a register that has moved on', async () => {
    const lifted = await whileBehind(
      () => measures(one, '03L', 'impose'),
      () => measures(two, '03L', 'lift'),
    );
    expect([lifted.status, lifted.body.detail]).toEqual([201, undefined]);
  });

  it('shows what a key recorded on another to whoever is answered with it', async () => {
    const id = await begunBy('00C', one);
    const ready = { readiness: 'ready', grounds: 'Sound finances.' };
    const sent = { key: randomUUID(), ifMatch: 0 };
    const again = await whileBehind(
      () => one.as('assessor@Y54').act(id, 'InterestAcknowledged', ready, sent),
      () => two.as('assessor@Y54').act(id, 'InterestAcknowledged', ready, sent),
    );
    expect(again.status).toBe(201);
    expect(Number(again.headers.get('remit-position'))).toBeGreaterThanOrEqual(await log.head());
  });

  it('records nothing on what it thought was recorded when another instance was faster', async () => {
    const id = await begunBy('01A', one);
    await two.as('officer@01A').get(`/api/cases/${id}`);
    const after = { 'remit-position': String(await log.head()) };
    await two.as('officer@01A').send('GET', `/api/cases/${id}`, undefined, after);
    late.hold('appends');
    const ready = { readiness: 'ready', grounds: 'Sound finances.' };
    const decided = late.decides();
    const acknowledged = two.as('assessor@Y54').act(id, 'InterestAcknowledged', ready, { ifMatch: 0 });
    await decided;
    const imposed = measures(two, '01A', 'impose');
    const withdrawn = await one.as('officer@01A').act(id, 'ApplicationWithdrawn', { because: 'other', text: 'x' });
    expect(withdrawn.status).toBe(201);
    late.letGo();
    expect([(await acknowledged).status, (await imposed).status]).toEqual([412, 201]);
    expect(await typesOf(id)).toEqual(['InterestExpressed', 'ApplicationWithdrawn']);
  });

  it('leaves a history in which the audit finds nothing', async () => {
    const { findings } = await proofOf(await log.readAll({ limit: 1_000_000 }), workflows);
    expect(findings).toEqual([]);
  });
});
