import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { audited, historyFolder, type Folder } from '../../test/audit-history.js';
import type { Report } from './verify.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

/** What does not depend on how fast it was. */
async function verified(cores: number, ...args: readonly string[]): Promise<Report> {
  const { status, stdout, stderr } = await audited(['verify', '--json', '--cores', String(cores), ...args]);
  if (status === 2) throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Report), seconds: 0, eventsPerSecond: 0 };
}

/** Says how many proved it, when several were asked to, and what they found, the same as one. */
async function foundByAll(...args: readonly string[]): Promise<{ readonly together: boolean; readonly found: number }> {
  const alone = await verified(1, ...args);
  const counts: number[] = [];
  for (const asked of [2, 3, 7]) {
    const divided = await verified(asked, ...args);
    expect({ ...divided, cores: 1 }).toEqual(alone);
    counts.push(divided.cores / asked);
  }
  return { together: counts.every((share) => share === 1), found: alone.found };
}

type Line = RecordedEvent | string;
type Damage = (lines: readonly Line[], at: number) => readonly Line[];

const changing =
  (change: (event: RecordedEvent) => object): Damage =>
  (lines, at) =>
    lines.map((line, index) => (index === at && typeof line !== 'string' ? { ...line, ...change(line) } : line));
const asText =
  (write: (event: RecordedEvent) => string): Damage =>
  (lines, at) =>
    lines.map((line, index) => (index === at && typeof line !== 'string' ? `${write(line)}\n` : line));

const ofExports: Readonly<Record<string, Damage>> = {
  missing: (lines, at) => lines.toSpliced(at, 1),
  twice: (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ''),
  'moved to the end': (lines, at) => [...lines.toSpliced(at, 1), lines[at] ?? ''],
  'garbage before it': (lines, at) => lines.toSpliced(at, 0, '{"id":\n'),
  'an empty line before it': (lines, at) => lines.toSpliced(at, 0, '\n'),
  'of another state': changing(() => ({ to: 'inForce' })),
  'by somebody else': changing(({ actor }) => ({ actor: { ...actor, id: 'nobody' } })),
  'in another role': changing(({ actor }) => ({ actor: { ...actor, role: 'auditor' } })),
  'of another type': changing(() => ({ type: 'RoleWithdrawn' })),
  'of another version': changing(() => ({ version: '99' })),
  'in another stream': changing(() => ({ stream: 'case-2' })),
  'of another position': changing(({ position }) => ({ position: position - 1 })),
  'of another revision': changing(({ revision }) => ({ revision: revision + 1 })),
  'without data': changing(() => ({ data: {} })),
  'of another cause': changing(() => ({ cause: 'nothing' })),
  'of an id that was given before': changing(() => ({ id: folder.events[0]?.id })),
  'without an actor': changing(() => ({ actor: null })),
  'with its keys in another order': asText((event) =>
    JSON.stringify(Object.fromEntries(Object.entries(event).reverse())),
  ),
  'that says two things': asText((event) => `${JSON.stringify(event).slice(0, -1)},"stream":"case-1"}`),
  'cut off': asText((event) => JSON.stringify(event).slice(0, -5)),
};

/** As a service writes it, which is the order of an export too. */
const inOrder = ({ id, stream, revision, position, ...rest }: RecordedEvent): RecordedEvent => {
  return { id, stream, revision, position, ...rest };
};

const damages = <Name extends string>(names: readonly Name[]) =>
  fc.array(fc.tuple(fc.constantFrom(...names), fc.nat()), { minLength: 1, maxLength: 3 });

describe('a history proved in parts', () => {
  it('holds as it does when one thread proves it, and is really proved in parts', async () => {
    const lines = folder.events.map(inOrder);
    expect(await foundByAll('--export', await folder.exportOf(lines))).toEqual({ together: true, found: 0 });
    expect(await foundByAll('--export', await folder.exportOf(['\ufeff', ...lines]))).toEqual({
      together: true,
      found: 0,
    });
    expect(await foundByAll('--log', folder.log)).toEqual({ together: true, found: 0 });
  });

  it('has the findings of one thread, whatever is wrong with an export', async () => {
    let together = 0;
    await fc.assert(
      fc.asyncProperty(damages(Object.keys(ofExports)), async (wrong) => {
        const lines = wrong.reduce<readonly Line[]>(
          (before, [name, at]) => ofExports[name]?.(before, at % before.length) ?? before,
          folder.events.map(inOrder),
        );
        const found = await foundByAll('--export', await folder.exportOf(lines));
        if (found.together && found.found > 0) together += 1;
      }),
      { numRuns: 40 },
    );
    expect(together).toBeGreaterThan(0);
  }, 120_000);

  const setting = (path: string, value: string) => (position: number) =>
    // Of what was made no JSON before, nothing more is set.
    `UPDATE event SET body = json_set(body, '$.${path}', ${value}) WHERE position = ${position} AND json_valid(body)`;
  const ofLogs: Readonly<Record<string, (position: number) => string>> = {
    missing: (position) => `DELETE FROM event WHERE position = ${position}`,
    'not JSON': (position) => `UPDATE event SET body = '{' WHERE position = ${position}`,
    'no event': (position) => `UPDATE event SET body = '[]' WHERE position = ${position}`,
    'of a revision that comes later': (position) =>
      `UPDATE event SET revision = 1000 + revision WHERE position = ${position}`,
    'of a stream of its own': (position) => `UPDATE event SET stream = 'case-3' WHERE position = ${position}`,
    'of another state': setting('to', `'inForce'`),
    'by somebody else': setting('actor.id', `'nobody'`),
    'of another type': setting('type', `'RoleWithdrawn'`),
    'of another workflow': setting('workflow', `'arrangement'`),
    'of another cause': setting('cause', `'nothing'`),
    'of an id that was given before': setting('id', `(SELECT id FROM event WHERE position = 1)`),
  };

  it('has the findings of one thread, whatever is wrong with a log', async () => {
    let together = 0;
    await fc.assert(
      fc.asyncProperty(damages(Object.keys(ofLogs)), async (wrong) => {
        const sql = wrong.flatMap(([name, at]) => ofLogs[name]?.((at % folder.events.length) + 1) ?? []);
        const found = await foundByAll(
          '--log',
          folder.damagedLog(sql.map((each) => each.replace('UPDATE', 'UPDATE OR IGNORE')).join(';')),
        );
        if (found.together && found.found > 0) together += 1;
      }),
      { numRuns: 40 },
    );
    expect(together).toBeGreaterThan(0);
  }, 120_000);

  it('is proved in order when an index of the log says another thing than its table', async () => {
    // The index of streams becomes that of a log without its last event.
    const { length } = folder.events;
    const log = folder.damagedLog('');
    const database = new DatabaseSync(log, { defensive: false });
    database.exec(`
      CREATE TABLE other (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, UNIQUE (stream, revision)) STRICT;
      INSERT INTO other SELECT position, stream, revision FROM event WHERE position < ${length};
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_other_1')
      WHERE name = 'sqlite_autoindex_event_2';
      DELETE FROM sqlite_schema WHERE name IN ('other', 'sqlite_autoindex_other_1');
    `);
    database.close();
    // All events are there, and the damaged index is all that is found.
    const { findings, ...report } = await verified(3, '--log', log);
    expect(report).toMatchObject({ cores: 1, events: length });
    for (const { what } of findings) expect(what).toMatch(/^the file is damaged: /);
  });

  it('says how many it may take, and no nonsense', async () => {
    for (const cores of ['0', '-1', 'all', '1.5'])
      expect(await audited(['verify', `--cores=${cores}`, '--log', folder.log])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(`Expected --cores from 1 to 999, found "${cores}"`),
      });
  });
});
