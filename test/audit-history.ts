/** A small true history as a service records it, in a log and as an export, and an auditor's terminal; for the auditor's specs. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Writable } from 'node:stream';
import { audit } from '../apps/audit/main.js';
import type { Status, Surroundings } from '../apps/audit/command.js';
import type { EventLog, NewEvent, RecordedEvent } from '../libs/event-log/index.js';
import { sqliteLog } from '../libs/event-log/sqlite.js';
import { seedRegister } from '../libs/register/seed.js';
import { beginning, decide } from '../libs/workflow/decide.js';
import type { Actor, Fact, Workflow } from '../libs/workflow/index.js';
import { arrangement } from '../workflows/arrangement/index.js';
import { delegatedCommissioning } from '../workflows/delegated-commissioning/index.js';
import * as a from './builders.js';

let ids = 0;
const nextId = (): string => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;

/** The next event of a stream, as the service would decide it. */
function recorder(workflow: Workflow): (fact: Fact) => NewEvent {
  let standing = beginning(workflow);
  return (fact) => {
    const decision = decide(workflow, standing, fact);
    if (decision.outcome === 'refused') throw new Error(`${fact.type}: ${JSON.stringify(decision.refusal)}`);
    standing = decision.standing;
    const from = decision.from === undefined ? {} : { from: decision.from };
    return { id: nextId(), ...fact, workflow: workflow.name, version: workflow.version, ...from, to: decision.to };
  };
}

const plain = (type: string, data: NewEvent['data'], actor: Actor): NewEvent => {
  return { id: nextId(), type, data, actor, at: a.day('2014-06-01') };
};

const facts = seedRegister().filter((fact) => fact.type !== 'CcgRegistered' || fact.data.code === '00C');

const arranged = (type: string, data: Fact['data'], actor: Actor, at: string): Fact => ({ type, data, actor, at });

/** case-1 in force, case-2 under way, the arrangement of their CCG, the register, a refused attempt, a reading. */
export async function recordHistory(log: EventLog): Promise<void> {
  const append = (stream: string, event: NewEvent) => log.append({ stream, expected: 'any', events: [event] });
  for (const { type, data } of facts) await append('register', plain(type, data, a.registrar));
  const ofCcg = recorder(arrangement);
  const first = recorder(delegatedCommissioning);
  const second = recorder(delegatedCommissioning);
  const started = (id: string, round: string) =>
    ofCcg(
      arranged(
        'CaseStarted',
        { case: id, workflow: 'delegated-commissioning', level: 'L3', round },
        a.officer,
        a.day('2014-06-12'),
      ),
    );
  const others = [...a.underWay(), a.engaged()];
  for (const [index, fact] of a.inForce().entries()) {
    await append('case-1', first(fact));
    if (index === 0) await append('ccg-00C', started('1', '1'));
    const other = others[index];
    if (other) await append('case-2', second(other));
    if (index === 0) await append('ccg-00C', started('2', '2'));
  }
  await append('refused-2', plain('AttemptRefused', { attempted: 'DecisionMade' }, a.officer));
  await append('readings', plain('CaseRead', { case: '1' }, a.auditor));
  await append('ccg-00C', ofCcg(arranged('LevelTaken', { case: '1', level: 'L3' }, a.clock, a.round.goLiveAt)));
}

export interface Folder {
  readonly path: string;
  /** A log with the history. */
  readonly log: string;
  /** An export of it. */
  readonly export: string;
  readonly events: readonly RecordedEvent[];
  /** A copy of the log with something done to it behind its back. */
  damagedLog(sql: string): string;
  /** The events, changed or as other text, as an export. */
  exportOf(lines: readonly (RecordedEvent | string)[]): Promise<string>;
  remove(): Promise<void>;
}

/** A folder of its own with the history. */
export async function historyFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'remit-audit-'));
  const log = join(path, 'events.sqlite');
  const writer = await sqliteLog({ file: log });
  await recordHistory(writer);
  const events = await writer.readAll();
  await writer.close();
  let files = 0;
  const newFile = (ending: string): string => join(path, `${++files}.${ending}`);
  const exportOf = async (lines: readonly (RecordedEvent | string)[]): Promise<string> => {
    const file = newFile('jsonl');
    await writeFile(
      file,
      lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)),
    );
    return file;
  };
  return {
    path,
    log,
    export: await exportOf(events),
    events,
    exportOf,
    damagedLog(sql) {
      const file = newFile('sqlite');
      const original = new DatabaseSync(log);
      original.prepare('VACUUM INTO ?').run(file);
      original.close();
      const copy = new DatabaseSync(file);
      copy.exec(
        'DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_removed; DROP TRIGGER event_is_added_at_the_end;',
      );
      copy.exec(sql);
      copy.close();
      return file;
    },
    remove: () => rm(path, { recursive: true }),
  };
}

/** What a command wrote, and how it ended. */
export interface Outcome {
  readonly status: Status;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the auditor in this process. */
export async function audited(
  args: readonly string[],
  env: Surroundings['env'] = {},
  terminal: { readonly isTTY?: boolean } = {},
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const to = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const status = await audit(args, { stdout: to('stdout'), stderr: Object.assign(to('stderr'), terminal), env });
  return { status, ...written };
}

export const linesOf = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
