import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { memoryLog } from '../../libs/event-log/memory.js';
import { problemIn } from '../problem.js';
import { sendRaw, testService, type Answer, type TestService, type Body } from '../service.js';

let to: TestService<Body>;
let id: string;
beforeAll(async () => {
  to = await testService<Body>({ log: memoryLog() });
  id = (await to.as('officer@00C').begin('00C')).body.id;
});
afterAll(() => to.close());

/** Words that have a meaning somewhere, and any others. */
const word = fc.oneof(
  fc.constantFrom(
    '00C',
    'Y54',
    '1',
    '-1',
    '1e9',
    '2014-06-12',
    '2015-02-31',
    '2014-06-12T10:00:00Z',
    'me',
    'null',
    '%',
    '..',
    "'",
    '"0"',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'for',
    'VoteCast',
    'EngagementRecorded',
    '\u0000',
    '\ud800',
    '💥',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const query = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom('limit', 'cursor', 'ccg', 'on', 'asOf', 'revision', 'after', 'due', 'state'), word),
      word,
    ),
    { maxLength: 4 },
  )
  .map((pairs) =>
    pairs.map(([name, value]) => `${encodeURIComponent(safe(name))}=${encodeURIComponent(safe(value))}`).join('&'),
  );
/** A lone surrogate cannot be written into an address. */
const safe = (text: string): string => text.toWellFormed();
const path = fc.oneof(
  fc.constantFrom(
    'cases',
    'queues',
    'queues/mandate',
    'uptake',
    'register/ccgs',
    'register/practices',
    'register/rounds',
    'workflows',
    'me',
  ),
  fc.constantFrom('', '/events', '/refusals').map((rest) => `cases/:id${rest}`),
  fc.array(word, { maxLength: 4 }).map((parts) => parts.map((part) => encodeURIComponent(safe(part))).join('/')),
);

const isAnswered = (answer: Answer<Body>): void => {
  expect(answer.status).toBeLessThan(500);
  if (answer.status >= 400) problemIn(answer);
};

describe('whatever is sent', () => {
  it('in an address is answered, and never with a fault', async () => {
    const committee = to.as('committee@nhse');
    await fc.assert(
      fc.asyncProperty(path, query, async (route, asked) => {
        isAnswered(await committee.get(`/api/${route.replace(':id', id)}${asked && `?${asked}`}`));
      }),
      { numRuns: 400 },
    );
  });

  it('as a body is answered, never with a fault, and never recorded as anything but what it says', async () => {
    const officer = to.as('officer@00C');
    const body = fc.oneof(
      fc.jsonValue({ maxDepth: 5 }),
      fc.record(
        { type: fc.oneof(word, fc.jsonValue()), data: fc.oneof(fc.object({ maxDepth: 3 }), fc.jsonValue()) },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          workflow: fc.oneof(fc.constant('delegated-commissioning'), word),
          ccg: word,
          round: word,
          data: fc.object({ maxDepth: 3 }),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (value, onACase) => {
        const headers = { 'idempotency-key': randomUUID(), 'if-match': '"0"' };
        const text = JSON.stringify(value);
        const answer = await officer.send('POST', onACase ? `/api/cases/${id}/events` : '/api/cases', text, headers);
        isAnswered(answer);
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 400 },
    );
    expect(await to.log.headOf(`case-${id}`)).toBe(0);
  });

  it('as headers is answered, and never with a fault', async () => {
    const authorization = `Bearer ${await to.token('officer@00C')}`;
    // What Node itself would not send is no case of the service's.
    const value = word.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?'));
    await fc.assert(
      fc.asyncProperty(value, value, value, async (key, ifMatch, type) => {
        const headers = { authorization, 'idempotency-key': key, 'if-match': ifMatch, 'content-type': type };
        const request = { method: 'POST', path: `/api/cases/${id}/events`, headers };
        isAnswered(await sendRaw<Body>(to.url, request, '{"type":"CaseClaimed","data":{"queue":"x"}}'));
      }),
      { numRuns: 150 },
    );
  });
});
