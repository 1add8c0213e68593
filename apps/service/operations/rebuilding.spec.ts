import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import {
  testService as serviceOf,
  type Body,
  type TestService,
  type TestServiceOptions,
} from '../../../test/service.js';
import type { ViewsJson } from './operations.api.js';
import { Rebuilding } from './rebuilding.js';

type Shown = Body & ViewsJson;
type Tested = TestService<Shown>;
const testService = (options?: TestServiceOptions): Promise<Tested> => serviceOf<Shown>(options);

let to: Tested | undefined;
afterEach(() => to?.close());

/** A log whose reads of the whole can be held up. */
function slowLog(): { log: EventLog; slow: { by: number } } {
  const inner = memoryLog();
  const slow = { by: 0 };
  const readAll: EventLog['readAll'] = async (options) => {
    if (slow.by > 0) await pause(slow.by);
    return inner.readAll(options);
  };
  return { log: { ...inner, readAll }, slow };
}

async function rebuilt(service: Tested): Promise<void> {
  for (;;) {
    const { body } = await service.as('registrar@nhse').get('/api/operations/views');
    if (body.rebuilding === null) return;
    await pause(5);
  }
}

const rebuild = (service: Tested, persona = 'registrar@nhse') =>
  service.as(persona).send('POST', '/api/operations/views/rebuild');

describe('rebuilding the views', () => {
  it('leaves the service answering and recording all the while, and nothing out', async () => {
    const { log, slow } = slowLog();
    to = await testService({ log });
    const ccgs = to.service.ledger.register.ccgs().map(({ code }) => code);
    const begun: string[] = [];
    const beginOne = async (service: Tested): Promise<void> => {
      const ccg = String(ccgs[begun.length]);
      const { status, body } = await service.as(`officer@${ccg}`).begin(ccg);
      expect(status).toBe(201);
      begun.push(body.id);
      // What was just written is in every list, whichever views answer.
      const { body: list } = await service.as(`officer@${ccg}`).get('/api/cases');
      expect(list.cases.map(({ id }) => id)).toEqual([body.id]);
    };
    for (let times = 0; times < 5; times += 1) await beginOne(to);
    const before = to.service.ledger.views;
    for (let times = 0; times < 3; times += 1) {
      slow.by = 10;
      const answer = await rebuild(to);
      expect(answer).toMatchObject({ status: 202, body: { rebuilding: { done: 0 } } });
      expect(answer.headers.get('location')).toBe('/api/operations/views');
      let meanwhile = 0;
      while (to.service.app.get(Rebuilding).progress !== undefined) {
        await beginOne(to);
        meanwhile += 1;
      }
      expect(meanwhile).toBeGreaterThan(0);
      slow.by = 0;
    }
    expect(to.service.ledger.views).not.toBe(before);
    const { body } = await to.as('registrar@nhse').get('/api/cases?limit=200');
    expect(body.cases.map(({ id }) => id).toSorted()).toEqual(begun.toSorted());
    expect(to.service.ledger.failure).toBeUndefined();
  });

  it('happens once at a time', async () => {
    const { log, slow } = slowLog();
    to = await testService({ log });
    slow.by = 50;
    expect((await rebuild(to)).status).toBe(202);
    expect(await rebuild(to)).toMatchObject({ status: 409, body: { type: '/problems/under-way' } });
    await rebuilt(to);
    expect((await rebuild(to)).status).toBe(202);
    await rebuilt(to);
  });

  it('is for registrars', async () => {
    to = await testService();
    for (const persona of ['officer@00C', 'auditor@nhse', 'committee@nhse']) {
      expect((await rebuild(to, persona)).status).toBe(403);
      const read = persona === 'auditor@nhse' ? 200 : 403;
      expect((await to.as(persona).get('/api/operations/views')).status).toBe(read);
    }
  });

  it('does not hold up the end of the service, which finds whole views when it starts again', async () => {
    const { log, slow } = slowLog();
    const folder = mkdtempSync(join(tmpdir(), 'rebuilding-'));
    const first = await testService({ folder, log: { ...log, close: async () => undefined } });
    await first.as('officer@00C').begin('00C');
    slow.by = 100;
    await rebuild(first);
    const start = performance.now();
    await first.close();
    expect(performance.now() - start).toBeLessThan(2_000);
    slow.by = 0;
    expect(existsSync(join(folder, 'views.sqlite.new'))).toBe(false);
    to = await testService({ log, folder });
    expect((await to.as('officer@00C').get('/api/cases')).body.cases).toHaveLength(1);
    rmSync(folder, { recursive: true, force: true });
  });
});
