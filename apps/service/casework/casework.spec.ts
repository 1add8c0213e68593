import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LogUnavailable, type EventLog, type NewEvent } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { openViews } from '../../../libs/views/index.js';
import { beginning, decide } from '../../../libs/workflow/decide.js';
import { arrangementStream } from '../../../libs/workflow/streams.js';
import { testService, type TestService, type Body } from '../../../test/service.js';
import { begunBy } from '../../../test/story.js';
import { proofOf } from '../../audit/proof.js';
import { arrangement } from '../../../workflows/arrangement/index.js';
import { workflowOf, workflows } from '../../../workflows/index.js';
import { SimulatedClock } from '../clock/clock.js';
import { closeCore, coreOver } from '../core.js';

/** A log whose answers wait, as those of a slow disk do, until they are let go. */
interface WaitingLog extends EventLog {
  /** Appends to these streams, and reads of those, wait. */
  readonly appends: Map<string, Gate>;
  readonly reads: Map<string, Gate>;
}

class Gate {
  #open: () => void = () => undefined;
  #refuse: (reason: Error) => void = () => undefined;
  reached = false;
  readonly #way = new Promise<void>((resolve, reject) => {
    this.#open = resolve;
    this.#refuse = reject;
  });

  async pass(): Promise<void> {
    this.reached = true;
    await this.#way;
  }
  open = (): void => this.#open();
  refuse = (reason: Error): void => this.#refuse(reason);
  /** Until somebody waits here. */
  async isReached(): Promise<void> {
    while (!this.reached) await setImmediate();
  }
}

function waitingLog(log: EventLog): WaitingLog {
  const waiting: WaitingLog = {
    ...log,
    appends: new Map(),
    reads: new Map(),
    append: async (...appends) => {
      await waiting.appends.get(appends[0].stream)?.pass();
      return log.append(...appends);
    },
    readStream: async (stream, options) => {
      await waiting.reads.get(stream)?.pass();
      return log.readStream(stream, options);
    },
  };
  return waiting;
}

let to: TestService<Body>;
let log: WaitingLog;
let ccgs: readonly string[];
beforeAll(async () => {
  log = waitingLog(memoryLog());
  to = await testService<Body>({ log, more: { shared: false } });
  ccgs = to.service.ledger.register.ccgs({ region: 'Y55' }).map(({ code }) => code);
});
afterAll(() => to.close());

const assessor = () => to.as('assessor@Y55');

describe('a fact that is on its way to the log', () => {
  it('is shown to nobody and keeps nobody waiting who reads', async () => {
    const id = await begunBy(ccgs[0]!, to);
    const gate = new Gate();
    log.appends.set(`case-${id}`, gate);
    const acknowledging = assessor().act(
      id,
      'InterestAcknowledged',
      { readiness: 'ready', grounds: 'x' },
      { ifMatch: 0 },
    );
    await gate.isReached();
    const meanwhile = await to.as(`officer@${ccgs[0]}`).get(`/api/cases/${id}`);
    expect([meanwhile.status, meanwhile.headers.get('etag')]).toEqual([200, '"0"']);
    expect(meanwhile.body.state).toEqual({ applying: { interest: 'expressed' } });
    log.appends.clear();
    gate.open();
    expect((await acknowledging).status).toBe(201);
    expect((await to.as(`officer@${ccgs[0]}`).get(`/api/cases/${id}`)).headers.get('etag')).toBe('"1"');
  });

  it('is waited for by whoever is refused because of it', async () => {
    const gate = new Gate();
    const id = await begunBy(ccgs[2]!, to);
    log.appends.set(`case-${id}`, gate);
    const withdrawing = to.as(`officer@${ccgs[2]}`).act(id, 'ApplicationWithdrawn', { because: 'other', text: 'x' });
    await gate.isReached();
    // The withdrawal would free the CCG for another application; it comes to nothing, so the CCG is not free.
    const beginning = to.as(`officer@${ccgs[2]}`).begin(ccgs[2]!);
    log.appends.clear();
    gate.refuse(new LogUnavailable('full'));
    expect((await withdrawing).status).toBe(503);
    expect((await beginning).body.rule).toBe('R-05');
  });

  it('that was not kept leaves nothing behind: what waited is decided on what the log has', async () => {
    const id = await begunBy(ccgs[3]!, to);
    const gate = new Gate();
    log.appends.set(`case-${id}`, gate);
    const returning = assessor().act(id, 'InterestReturned', { missing: 'x' }, { ifMatch: 0 });
    await gate.isReached();
    const data = { readiness: 'ready', grounds: 'x' };
    const acknowledging = assessor().act(id, 'InterestAcknowledged', data, { ifMatch: 0 });
    log.appends.clear();
    gate.refuse(new LogUnavailable('full'));
    expect([(await returning).status, (await acknowledging).status]).toEqual([503, 201]);
    expect((await to.log.readStream(`case-${id}`)).map(({ type }) => type)).toEqual([
      'InterestExpressed',
      'InterestAcknowledged',
    ]);
    const { findings } = await proofOf(await to.log.readAll({ limit: 10_000 }), workflows);
    expect(findings).toEqual([]);
  });
});

describe('a "yes" on a log that others append to as well', () => {
  it('is decided again where a stream that it only read has moved on there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'casework-'));
    const others = memoryLog();
    // What others record is heard of late here.
    let heard: Promise<void> | undefined;
    const here: EventLog = {
      ...others,
      subscribe: (after, handle) =>
        others.subscribe(after, async (events) => {
          await heard;
          await handle(events);
        }),
    };
    const clock = new SimulatedClock(new Date(at));
    const views = openViews({ file: join(folder, 'views.sqlite'), workflowOf });
    const core = await coreOver(here, views, { clock, shared: true });
    const read = arrangementStream('00A');
    await core.ledger.streams.load(read);
    const gate = new Gate();
    const seen: number[] = [];
    const decided = core.casework.do((unit) => {
      const { revision } = unit.find(read)!.standing;
      seen.push(revision);
      if (revision < 0) {
        heard = gate.pass();
        void others.append({ stream: read, expected: 'none', events: [begunElsewhere()] });
      } else gate.open();
      unit.plain('documents', 'any', stored());
      return { is: 'yes', answer: () => revision };
    });
    expect(await decided).toBe(0);
    expect(seen).toEqual([-1, 0]);
    await closeCore(core);
    rmSync(folder, { recursive: true });
  }, 5_000);
});

const at = '2014-06-12T10:00:00.000Z';
const clockwork = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };

/** An application of the CCG, as another instance records it in what the CCG holds. */
function begunElsewhere(): NewEvent {
  const data = { case: randomUUID(), workflow: 'delegated-commissioning', level: 'L3', round: '1' };
  const fact = { type: 'CaseStarted', data, at, actor: { ...clockwork, role: 'ccg-officer', organisation: '00A' } };
  const decision = decide(arrangement, beginning(arrangement), fact);
  if (decision.outcome === 'refused') throw new Error(JSON.stringify(decision.refusal));
  const { name: workflow, version } = arrangement;
  return { id: randomUUID(), ...fact, workflow, version, to: decision.to };
}

const stored = (): NewEvent => ({
  id: randomUUID(),
  type: 'DocumentStored',
  data: { sha256: '0'.repeat(64), size: 1, type: 'text/plain' },
  at,
  actor: clockwork,
});
