/** Cases as a log holds them, and views over them; for specs. */
import { afterAll } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MachineHand } from '../demonstration/story/machine-hand.js';
import type { EventLog, NewEvent, RecordedEvent } from '../libs/event-log/index.js';
import { memoryLog } from '../libs/event-log/memory.js';
import type { Fact, Workflow } from '../libs/workflow/index.js';
import { delegatedCommissioning } from '../workflows/delegated-commissioning/index.js';
import { workflows } from '../workflows/index.js';

export const workflowOf = (name: string, version: string): Workflow | undefined =>
  workflows.find((workflow) => workflow.name === name && workflow.version === version);

const folder = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Path of a file that is not there yet; gone after the spec. */
export const newFile = (): string => join(folder, `${randomUUID()}.sqlite`);

export interface Recorder {
  readonly log: EventLog;
  /** Records facts of a case, each of which must be possible. */
  record(id: string, ...facts: readonly Fact[]): Promise<readonly RecordedEvent[]>;
  /** Records an event of a stream without a machine. */
  note(stream: string, event: Pick<NewEvent, 'type' | 'data' | 'actor' | 'at'>): Promise<readonly RecordedEvent[]>;
}

export function recorder(log: EventLog = memoryLog()): Recorder {
  const hands = new Map<string, MachineHand>();

  async function append(stream: string, event: NewEvent): Promise<readonly RecordedEvent[]> {
    const appended = await log.append({ stream, expected: 'any', events: [event] });
    if (appended.outcome !== 'appended') throw new Error(appended.outcome);
    return appended.events;
  }

  return {
    log,
    async record(id, ...facts) {
      const recorded: RecordedEvent[] = [];
      for (const fact of facts) {
        const hand = hands.get(id) ?? new MachineHand(delegatedCommissioning);
        hands.set(id, hand);
        const { name: workflow, version } = delegatedCommissioning;
        const event = { ...hand.record(fact), id: randomUUID(), workflow, version };
        recorded.push(...(await append(`case-${id}`, event)));
      }
      return recorded;
    },
    note: (stream, event) => append(stream, { ...event, id: randomUUID() }),
  };
}

/** The same facts at another CCG: its code, its region, its practices (`A81001` → `A90001`). */
export function elsewhere(
  facts: readonly Fact[],
  { ccg = '00C', region = 'Y54', practices = 'A81' }: { ccg?: string; region?: string; practices?: string },
): readonly Fact[] {
  const text = JSON.stringify(facts).replaceAll('"00C"', `"${ccg}"`).replaceAll('"Y54"', `"${region}"`);
  return JSON.parse(text.replaceAll('A81', practices)) as Fact[];
}

/** The same facts, the first of them at another time. */
export const begunAt = (at: string, facts: readonly Fact[]): readonly Fact[] =>
  facts.map((fact, index) => (index === 0 ? { ...fact, at } : fact));

/** Every row of every table, in the table's own order. */
export function tablesOf(file: string): Readonly<Record<string, readonly string[]>> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    const names = database.prepare(sql).all() as { name: string }[];
    return Object.fromEntries(
      // A table is a set: in which order its rows stand says nothing.
      names.map(({ name }) => {
        const rows = database.prepare(`SELECT * FROM ${name}`).all();
        return [name, rows.map((row) => JSON.stringify(row)).toSorted()] as const;
      }),
    );
  } finally {
    database.close();
  }
}
