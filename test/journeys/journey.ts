/**
 * A journey: one scenario of the rule book from its first fact to its last, through the HTTP API of the real service with a simulated
 * clock. With REMIT_RECORD=1 its streams are kept as a history in `test/histories/`, which must replay for ever; a history that is there
 * already is left as it is.
 */
import { afterAll, expect } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proofOf } from '../../apps/audit/proof.js';
import { startIdentity, type Identity } from '../../apps/identity/index.js';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { workflows } from '../../workflows/index.js';
import { testService, type Body, type TestService, type TestServiceOptions } from '../service.js';

const histories = join(import.meta.dirname, '..', 'histories');

let identity: Promise<Identity> | undefined;
afterAll(async () => (await identity)?.close());

/**
 * Runs a scenario on a service of its own. Afterwards the auditor's proof must find nothing in the log. `name` is the file of its
 * history: the scenario's number in two digits and a few words, `08-three-reasons`.
 */
export async function journey(
  name: string,
  scenario: (to: TestService<Body>) => Promise<void>,
  options: TestServiceOptions = {},
): Promise<void> {
  identity ??= startIdentity({ port: 0 });
  const to = await testService<Body>({ identity: await identity, ...options });
  try {
    await scenario(to);
    const events = await to.log.readAll({ limit: 1_000_000 });
    const { findings } = await proofOf(events, workflows);
    expect(findings).toEqual([]);
    keep(name, events);
  } finally {
    await to.close();
  }
}

/** The streams that a workflow runs, as an export holds them; the register they rest on is left out. */
function keep(name: string, events: readonly RecordedEvent[]): void {
  const file = join(histories, `${name}.jsonl`);
  if (process.env['REMIT_RECORD'] === undefined || existsSync(file)) return;
  const run = events.filter(({ stream }) => /^(case|ccg|refused)-/.test(stream));
  writeFileSync(file, run.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/** Tries a fact, which must be refused by this rule, or by none where the case stands, change nothing, and be recorded as refused. */
export async function isRefused(
  to: TestService<Body>,
  persona: string,
  id: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
  rule: string | null,
): Promise<Body> {
  const before = await to.log.headOf(`case-${id}`);
  const { status, body } = await to.as(persona).act(id, type, data);
  const expected = { type, status: true, rule: rule ?? undefined };
  expect({ type, status: [403, 409].includes(status), rule: body.rule }).toEqual(expected);
  expect(await to.log.headOf(`case-${id}`)).toBe(before);
  await isRecordedAsRefused(to, id, persona, { attempted: type, revision: before, rule });
  return body;
}

/** An attempt of this person stands in the log as refused, once for all that are equal to it. */
async function isRecordedAsRefused(
  to: TestService<Body>,
  about: string,
  persona: string,
  expected: { readonly attempted?: string; readonly revision: number | 'none'; readonly rule: string | null },
): Promise<void> {
  const refused = await to.log.readStream(`refused-${about}`);
  const mine = refused.filter(({ actor }) => actor.id === persona).map(({ data }) => data);
  const recorded = mine.map(({ attempted, revision, refusal }) => ({
    ...(expected.attempted !== undefined && { attempted }),
    revision,
    rule: (refusal as { readonly rule?: string }).rule ?? null, // as the recorder wrote it
  }));
  expect(recorded).toContainEqual(expected);
}

/** Begins an application of a CCG, delegated commissioning in round 1 unless told; it must be recorded. Gives the case. */
export async function begins(
  to: TestService<Body>,
  persona: string,
  ccg: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Body> {
  const { status, body } = await to.as(persona).begin(ccg, more);
  if (status !== 201) throw new Error(`The case of ${ccg} was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Tries to begin an application, which must be refused by this rule, begin nothing, and be recorded as refused. */
export async function isNotBegun(
  to: TestService<Body>,
  persona: string,
  ccg: string,
  more: Readonly<Record<string, unknown>>,
  rule: string,
): Promise<Body> {
  const arrangement = await to.log.headOf(`ccg-${ccg}`);
  const { status, body } = await to.as(persona).begin(ccg, more);
  expect({ status: [403, 409].includes(status), rule: body.rule }).toEqual({ status: true, rule });
  expect(await to.log.headOf(`ccg-${ccg}`)).toBe(arrangement);
  await isRecordedAsRefused(to, `ccg-${ccg}`, persona, { revision: -1, rule });
  return body;
}

/** The case as a persona sees it. */
export async function seen(to: TestService<Body>, id: string, persona = 'auditor@nhse'): Promise<Body> {
  return (await to.as(persona).get(`/api/cases/${id}`)).body;
}

/** What a CCG holds, has held and has applied for, as an auditor is told today. */
export interface Arrangement {
  readonly level: string | null;
  readonly history: readonly { readonly level: string; readonly from: string; readonly until?: string }[];
  readonly live: readonly { readonly case: string; readonly level: string }[];
  readonly specialMeasures: { readonly direction: string } | null;
}

export async function arrangementOf(to: TestService<Body>, ccg: string): Promise<Arrangement> {
  return (await to.as('auditor@nhse').get(`/api/arrangements/${ccg}`)).body as unknown as Arrangement;
}

/** The level a CCG holds at the end of a day; null for none. */
export async function levelOf(to: TestService<Body>, ccg: string, on: string): Promise<string | null> {
  const { body } = await to.as('auditor@nhse').get(`/api/arrangements/${ccg}?on=${on}`);
  return (body as unknown as { readonly level: string | null }).level;
}
