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
import { applyRegisterEvent, Register } from '../libs/register/index.js';
import type { CcgRegistered } from '../libs/register/facts.js';
import { ofRegister } from '../libs/register/look-ups.js';
import { seedRegister } from '../demonstration/register/seed.js';
import { MachineHand } from '../demonstration/story/machine-hand.js';
import { registerActor } from '../apps/service/seed.js';
import type { Actor, Fact, Workflow } from '../libs/workflow/index.js';
import { arrangement } from '../workflows/arrangement/index.js';
import { delegatedCommissioning } from '../workflows/delegated-commissioning/index.js';
import * as a from './builders.js';

let ids = 0;
const nextId = (): string => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`;

/** The next event of a stream, as the service would decide it. */
function recorder(workflow: Workflow): (fact: Fact, cause?: string) => NewEvent {
  const hand = new MachineHand(workflow);
  const { name, version } = workflow;
  return (fact, cause) => {
    const because = cause === undefined ? {} : { cause };
    return { id: nextId(), ...hand.record(fact), workflow: name, version, ...because };
  };
}

const plain = (type: string, data: NewEvent['data'], actor: Actor): NewEvent => {
  return { id: nextId(), type, data, actor, at: a.day('2014-06-01') };
};

const amendedBy = ({ id, actor, at }: NewEvent): NewEvent => {
  const constitution = { ...a.constitution, version: 2, providesForCommittee: true };
  const data = { ccg: '00C', constitution: { ...constitution, from: '2014-12-01', counting: a.oneVoteEach } };
  return { id: nextId(), type: 'ConstitutionAmended', data, actor, at, cause: id };
};

/** As an officer of the next CCG would say it. */
const ofNextCcg = (fact: Fact): Fact => JSON.parse(JSON.stringify(fact).replaceAll('00C', '00D')) as Fact;

/** The same in a round whose deadlines lie beyond the history, so that the case is under way at its end. */
const laterRound = {
  ...a.round,
  id: 'later',
  name: 'A later round',
  applicationBy: '2016-01-09T12:00:00.000Z',
  goLive: '2016-04-01',
  goLiveAt: '2016-03-31T23:00:00.000Z',
};
const inLaterRound = (fact: Fact): Fact =>
  'round' in fact.data ? { ...fact, data: { ...fact.data, round: laterRound, timescale: laterRound.goLive } } : fact;

/** A CCG with the practices that vote in the story, or as many of its own, by its way of counting. */
const withMembersOfStory = (ccg: CcgRegistered): CcgRegistered => {
  const practices = ccg.practices.slice(0, a.roll.length);
  const isIn = (organisation: string) =>
    organisation === ccg.code || practices.some(({ code }) => code === organisation);
  return {
    ...ccg,
    practices,
    people: ccg.people.filter(({ organisation }) => isIn(organisation)),
    constitution: { ...ccg.constitution, counting: a.oneVoteEach },
  };
};

const facts = [
  ...seedRegister()
    .filter((fact) => fact.type !== 'CcgRegistered' || ['00C', '00D'].includes(fact.data.code))
    .map((fact) => (fact.type === 'CcgRegistered' ? { ...fact, data: withMembersOfStory(fact.data) } : fact)),
  { type: 'RoundAnnounced', data: laterRound },
] as const;

/** case-1 in force, case-2 under way, the arrangements of their CCGs, the register, a refused attempt, a reading. */
export async function recordHistory(log: EventLog): Promise<void> {
  const append = (stream: string, event: NewEvent) => log.append({ stream, expected: 'any', events: [event] });
  const register = new Register();
  const learn = async (event: NewEvent) => {
    await append('register', event);
    applyRegisterEvent(register, event);
  };
  // What a story has the register say is what this register says.
  const looked = (ccg: string, round: string, fact: Fact): Fact => {
    const names = (delegatedCommissioning.lookUps[fact.type] ?? []).filter((name) => Object.hasOwn(ofRegister, name));
    const { at, data } = fact;
    const said = names.map((name) => [name, ofRegister[name]?.({ register, at, ccg, round, data })]);
    return { ...fact, data: { ...data, ...(Object.fromEntries(said) as Fact['data']) } };
  };
  for (const { type, data } of facts) await learn(plain(type, data, registerActor));
  const arrangements = { '00C': recorder(arrangement), '00D': recorder(arrangement) };
  const first = recorder(delegatedCommissioning);
  const second = recorder(delegatedCommissioning);
  const arrange = async (ccg: keyof typeof arrangements, type: string, data: Fact['data'], cause: NewEvent) => {
    const { actor, at, id } = cause;
    await append(`ccg-${ccg}`, arrangements[ccg]({ type, data, actor, at }, id));
  };
  const started = (id: string, round = '1') => ({ case: id, workflow: 'delegated-commissioning', level: 'L3', round });
  const others = [...a.underWay(), a.engaged()].map(ofNextCcg).map(inLaterRound);
  let last: NewEvent | undefined;
  for (const [index, fact] of a.inForce().entries()) {
    last = first(looked('00C', '1', fact));
    await append('case-1', last);
    if (index === 0) await arrange('00C', 'CaseStarted', started('1'), last);
    if (fact.type === 'AmendmentApproved') await learn(amendedBy(last));
    const other = others[index] && second(looked('00D', laterRound.id, others[index]));
    if (other) await append('case-2', other);
    if (other && index === 0) await arrange('00D', 'CaseStarted', started('2', laterRound.id), other);
  }
  await append('refused-2', plain('AttemptRefused', { attempted: 'DecisionMade' }, a.officer));
  await append('readings', plain('CaseRead', { case: '1' }, a.auditor));
  if (last) await arrange('00C', 'LevelTaken', { case: '1', level: 'L3' }, last);
}

export interface Folder {
  readonly path: string;
  /** A log with the history. */
  readonly log: string;
  /** An export of it. */
  readonly export: string;
  readonly events: readonly RecordedEvent[];
  /** One of them by its place. */
  at(stream: string, revision: number): RecordedEvent;
  /** A copy of the log with something done to it behind its back. */
  damagedLog(sql: string): string;
  /** The events, changed or as other text, as an export. */
  exportOf(lines: readonly (RecordedEvent | string | Buffer)[]): Promise<string>;
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
  const exportOf: Folder['exportOf'] = async (lines) => {
    const file = newFile('jsonl');
    await writeFile(
      file,
      lines.map((line) => (typeof line === 'string' || Buffer.isBuffer(line) ? line : `${JSON.stringify(line)}\n`)),
    );
    return file;
  };
  return {
    path,
    log,
    export: await exportOf(events),
    events,
    at(stream, revision) {
      const found = events.find((event) => event.stream === stream && event.revision === revision);
      if (!found) throw new Error(`the history has no ${stream} revision ${revision}`);
      return found;
    },
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
  const { written, stdout, stderr } = listening();
  const status = await audit(args, { stdout, stderr: Object.assign(stderr, terminal), env });
  return { status, ...written };
}

/** Where a command writes, and what it has written. */
export function listening() {
  const written = { stdout: '', stderr: '' };
  const to = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  return { written, stdout: to('stdout'), stderr: to('stderr') };
}

export const linesOf = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
