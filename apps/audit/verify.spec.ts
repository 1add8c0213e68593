import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { spoilPage } from '../../test/damage.js';
import { audited, historyFolder, type Folder } from '../../test/audit-history.js';
import type { Finding } from './finding.js';
import type { Report } from './verify.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

async function verified(...args: readonly string[]): Promise<Report & { status: number }> {
  const { status, stdout, stderr } = await audited(['verify', '--json', ...args]);
  if (status === 2) throw new Error(stderr);
  return { status, ...(JSON.parse(stdout) as Report) };
}

/** An event of the history by its place. */
const at = (stream: string, revision: number): RecordedEvent => folder.at(stream, revision);

/** What a finding is expected to name, its words as a pattern. */
const finding = (event: RecordedEvent, what: RegExp): Finding => {
  const { position, stream, revision } = event;
  return { position, stream, revision, what: expect.stringMatching(what) as unknown as string };
};

type Change = (event: RecordedEvent) => Partial<RecordedEvent>;
const changing = (stream: string, revision: number, change: Change) => (): readonly (RecordedEvent | string)[] =>
  folder.events.map((event) => (event === at(stream, revision) ? { ...event, ...change(event) } : event));

describe('a log whose file is damaged', () => {
  const spoiled = (of: 'index' | 'table', text: string): string => {
    const log = folder.damagedLog('');
    spoilPage(log, of, text);
    return log;
  };

  it('does not hold where no event was read from the damaged page, as that of an index', async () => {
    const log = spoiled('index', folder.events[20]!.id);
    const report = await verified('--log', log);
    expect(report).toMatchObject({ status: 1, holds: false, events: folder.events.length });
    expect(report.findings.length).toBeGreaterThan(0);
    for (const { what } of report.findings) expect(what).toMatch(/^the file is damaged: .*(page|index|Page|Tree)/);
  });

  it('does not hold where the proof cannot read on, and what is damaged is named', async () => {
    const { status, stdout } = await audited(['verify', '--log', spoiled('table', folder.events[20]!.id)]);
    expect(stdout).toMatch(/^ {2}the file is damaged: /m);
    expect(stdout).toMatch(
      /^ {2}what is in it cannot be proved, as it cannot be read: database disk image is malformed$/m,
    );
    expect([status, stdout]).toEqual([1, expect.stringMatching(/It does not hold: \d+ findings?\.\n$/)]);
  });
});

describe('a log without events', () => {
  it('does not hold, and says that there are none', async () => {
    const file = `${folder.log}.new`;
    await (await sqliteLog({ file })).close();
    const { status, stdout } = await audited(['verify', '--log', file]);
    expect(stdout).toContain('there are no events in it, so there is nothing that could hold');
    expect(stdout).not.toContain('It holds');
    expect(status).toBe(1);
  });
});

describe('a true history', () => {
  it('holds as a log, and as an export of it', async () => {
    const counts = { events: folder.events.length, streams: 7, cases: 2, found: 0, findings: [] };
    const ofLog = await verified('--log', folder.log);
    expect(ofLog).toMatchObject({ status: 0, holds: true, log: folder.log, ...counts });
    expect(ofLog.eventsPerSecond).toBeGreaterThan(0);
    const ofExport = await verified('--export', folder.export);
    expect(ofExport).toMatchObject({ status: 0, holds: true, export: folder.export, ...counts });
  });

  it('is verified while a service writes to it, up to where it was', async () => {
    const service = await sqliteLog({ file: folder.log });
    try {
      expect(await verified('--log', folder.log)).toMatchObject({ status: 0, events: folder.events.length });
    } finally {
      await service.close();
    }
  });

  it('is read from the data folder unless another is named', async () => {
    const { status, stdout } = await audited(['verify'], { REMIT_DATA: folder.path });
    expect(stdout).toContain(`The log ${folder.log}: ${folder.events.length} events in 7 streams, 2 cases; `);
    expect(stdout).toContain('It holds');
    expect(status).toBe(0);
  });

  it('may hold texts with every line end there is in Unicode', async () => {
    const lines = folder.events.map((event) =>
      event === at('readings', 0) ? { ...event, data: { note: 'one\u2028two\u2029three\r\nfour' } } : event,
    );
    expect(await verified('--export', await folder.exportOf(lines))).toMatchObject({ status: 0, findings: [] });
  });
});

const faults: Readonly<Record<string, { plant: () => readonly (RecordedEvent | string)[]; found: () => Finding[] }>> = {
  'a revision that is missing': {
    plant: () => folder.events.filter((event) => event !== at('case-1', 3)),
    found: () => [finding(at('case-1', 4), /revision 3 of the stream was expected here/)],
  },
  'the beginning of a case that is missing': {
    plant: () => folder.events.filter((event) => event !== at('case-2', 0)),
    found: () => [finding(at('case-2', 1), /revision 0 of the stream was expected here/)],
  },
  'two events in each other’s place': {
    plant: () =>
      folder.events
        .with(at('case-1', 8).position - 1, at('case-1', 9))
        .with(at('case-1', 9).position - 1, at('case-1', 8)),
    found: () => [
      finding(at('case-1', 9), /revision 8 of the stream/),
      finding(at('case-1', 8), /it follows position/),
      finding(at('case-1', 8), /revision 10 of the stream/),
      finding(at('case-1', 10), /revision 9 of the stream/),
    ],
  },
  'an id that was given before': {
    plant: changing('case-2', 1, () => ({ id: at('case-1', 0).id })),
    found: () => [finding(at('case-2', 1), new RegExp(`its id .* is that of position ${at('case-1', 0).position}$`))],
  },
  'another state than the event leads to': {
    plant: changing('case-1', 1, () => ({ to: { applying: { interest: 'returned' } } })),
    found: () => [
      finding(at('case-1', 1), /InterestAcknowledged .* recorded to applying.interest.returned, but leads to/),
    ],
  },
  'another state than the event came from': {
    plant: changing('case-1', 1, () => ({ from: 'inForce' })),
    found: () => [finding(at('case-1', 1), /recorded from inForce, but the case was at applying.interest/)],
  },
  'an actor in a role that may not do this': {
    plant: changing('case-2', 1, ({ actor }) => ({ actor: { ...actor, role: 'auditor' } })),
    found: () => [finding(at('case-2', 1), /its actor was not entitled/)],
  },
  'an actor of another organisation': {
    plant: changing('case-2', 1, ({ actor }) => ({ actor: { ...actor, organisation: 'Y56' } })),
    found: () => [finding(at('case-2', 1), /its actor was not entitled/)],
  },
  'an actor whom the register never granted the role': {
    plant: changing('case-2', 1, ({ actor }) => ({ actor: { ...actor, id: 'nobody@Y54' } })),
    found: () => [finding(at('case-2', 1), /did not grant nobody@Y54 the role regional-assessor for Y54/)],
  },
  'a person in the role of the clock': {
    plant: changing('ccg-00C', 1, ({ actor }) => ({ actor: { ...actor, id: 'officer@00C' } })),
    found: () => [finding(at('ccg-00C', 1), /did not grant officer@00C the role clock for service/)],
  },
  'an event that the machine would have ignored': {
    plant: changing('case-2', 2, () => ({ type: 'DecisionMade', data: { decision: 'approve', grounds: 'None.' } })),
    found: () => [finding(at('case-2', 2), /DecisionMade is impossible: the machine would have ignored it/)],
  },
  'a refused attempt in the stream of the case': {
    plant: changing('case-2', 2, () => ({ type: 'AttemptRefused' })),
    found: () => [finding(at('case-2', 2), /AttemptRefused is impossible: the workflow has no such event/)],
  },
  'a refused attempt that changed something': {
    plant: changing('refused-2', 0, () => ({ to: 'inForce' })),
    found: () => [
      finding(at('refused-2', 0), /AttemptRefused moves from state to state, in a stream that runs no workflow/),
    ],
  },
  'data that rules cannot read': {
    plant: changing('case-1', 0, () => ({ data: {} })),
    found: () => [finding(at('case-1', 0), /InterestExpressed has data that the rules cannot read/)],
  },
  'a version that there is not': {
    plant: changing('case-2', 0, () => ({ version: '99' })),
    found: () => [
      finding(at('case-2', 0), /unknown workflow delegated-commissioning@99; known are .*delegated-commissioning@1/),
    ],
  },
  'a version that changes in the middle': {
    plant: changing('case-2', 1, () => ({ version: '2' })),
    found: () => [finding(at('case-2', 1), /is of delegated-commissioning@2, but the stream began under .*@1/)],
  },
  'a case of two workflows': {
    plant: changing('case-2', 1, () => ({ workflow: 'arrangement' })),
    found: () => [
      finding(at('case-2', 1), /is of arrangement@1, but the stream began under delegated-commissioning@1/),
    ],
  },
  'a case without a workflow': {
    // JSON leaves out what is undefined.
    plant: () =>
      folder.events.map((event) => (event === at('case-2', 0) ? ({ ...event, workflow: undefined } as never) : event)),
    found: () => [finding(at('case-2', 0), /InterestExpressed names no workflow and version/)],
  },
  'an arrangement that runs the workflow of a case': {
    plant: changing('ccg-00C', 0, () => ({ workflow: 'delegated-commissioning' })),
    found: () => [finding(at('ccg-00C', 0), /which such a stream does not run/)],
  },
  'a fact that contradicts the register': {
    plant: changing('register', 1, () => ({ data: at('register', 0).data })),
    found: () => [finding(at('register', 1), /RegionRegistered is impossible: Region Y54 is registered already/)],
  },
  'an event without its actor': {
    plant: changing('case-2', 1, () => ({ actor: 'officer@00C' as unknown as RecordedEvent['actor'] })),
    found: () => [
      finding(at('case-2', 1), /it is no event: actor should be an object of id, name, role and organisation/),
    ],
  },
};

describe('a false history', () => {
  it.each(Object.keys(faults))('is found out by %s, and by nothing else', async (name) => {
    const { plant, found } = faults[name]!;
    const file = await folder.exportOf(plant());
    const { status, findings } = await verified('--export', file);
    expect(findings).toEqual(found());
    expect(status).toBe(1);
  });

  it('is found out by an actor whose role was withdrawn before', async () => {
    const before = at('case-1', 0).position;
    const isBefore = ({ stream, position }: RecordedEvent): boolean => stream === 'register' && position < before;
    const revision = folder.events.filter(isBefore).length;
    const withdrawal: RecordedEvent = {
      ...at('register', 0),
      id: 'withdrawal',
      revision,
      type: 'RoleWithdrawn',
      data: { issuer: 'development', subject: 'assessor@Y54', role: 'regional-assessor', organisation: 'Y54' },
    };
    const moved = folder.events.toSpliced(before - 1, 0, withdrawal).map((event, index) => ({
      ...event,
      position: index + 1,
      revision: event.revision + (event.stream === 'register' && index >= before ? 1 : 0),
    }));
    const { findings } = await verified('--export', await folder.exportOf(moved));
    // Once for each case, not once for each of its acts.
    expect(findings.map(({ stream, what }) => [stream, what])).toEqual(
      ['case-1', 'case-2'].map((stream) => [stream, expect.stringMatching(/did not grant assessor@Y54 the role/)]),
    );
  });

  it('is found out by something that follows the end of a case', async () => {
    const end = folder.events.length;
    const now = { at: folder.events.at(-1)!.at };
    const ended = {
      ...at('case-2', 2),
      ...now,
      id: 'end',
      position: end + 1,
      revision: 3,
      type: 'ApplicationWithdrawn',
    };
    const withdrawn = { ...ended, data: { because: 'other', text: 'No.' }, from: at('case-2', 2).to!, to: 'withdrawn' };
    const left = {
      ...at('ccg-00D', 0),
      ...now,
      ...{ id: 'left', position: end + 2, revision: 1, from: 'none', cause: 'end', type: 'CaseEnded' },
      data: { case: '2', outcome: 'withdrawn' },
    };
    const after = { ...at('case-2', 2), ...now, id: 'after', position: end + 3, revision: 4, from: 'withdrawn' };
    expect(await verified('--export', await folder.exportOf([...folder.events, withdrawn, left]))).toMatchObject({
      status: 0,
    });
    const { findings } = await verified('--export', await folder.exportOf([...folder.events, withdrawn, left, after]));
    expect(findings).toEqual([finding(after, /EngagementRecorded is impossible: it had ended in withdrawn/)]);
  });

  it('goes on after a finding, in the other streams and with the order of the same', async () => {
    const lines = changing('case-2', 1, () => ({ to: 'inForce' }))();
    const damaged = lines.filter((line) => line !== at('case-2', 2) && line !== at('case-1', 5));
    const { findings, events } = await verified('--export', await folder.exportOf(damaged));
    expect(findings.map(({ stream, revision }) => [stream, revision])).toEqual([
      ['case-2', 1],
      ['case-1', 6],
    ]);
    expect(events).toBe(folder.events.length - 2);
  });

  it('names each finding in words, and counts them', async () => {
    const file = await folder.exportOf(changing('case-2', 0, () => ({ version: '99' }))());
    const { stdout, status } = await audited(['verify', '--export', file]);
    const { position } = at('case-2', 0);
    expect(stdout).toContain(`  position ${position}, case-2 revision 0: InterestExpressed is of the unknown workflow`);
    expect(stdout).toContain('It does not hold: 1 finding.');
    expect(status).toBe(1);
  });
});

describe('an export', () => {
  it('may begin with a byte order mark, as some editors save it', async () => {
    const file = await folder.exportOf(['\ufeff', ...folder.events]);
    expect(await verified('--export', file)).toMatchObject({ status: 0, findings: [], events: folder.events.length });
    const crlf = folder.events.map((event) => `${JSON.stringify(event)}\r\n`);
    expect(await verified('--export', await folder.exportOf(['\ufeff', ...crlf]))).toMatchObject({ status: 0 });
  });

  it('has one at its head only, and is in UTF-8: nothing is replaced when it is read', async () => {
    const [first, ...rest] = folder.events;
    const bytes = Buffer.from(`${JSON.stringify({ ...rest.at(-1), type: 'caf\xe9' })}\n`, 'latin1');
    const { findings } = await verified('--export', await folder.exportOf([first!, '\ufeff', ...rest, bytes]));
    expect(findings.find(({ line }) => line === 2)).toMatchObject({ what: expect.stringMatching(/not JSON/) });
    expect(findings).toContainEqual({ line: folder.events.length + 1, what: 'the line is not UTF-8' });
  });
});

describe('an export that is damaged', () => {
  it('names the line that was cut off', async () => {
    const cut = JSON.stringify(at('ccg-00C', 1)).slice(0, 100);
    const file = await folder.exportOf([...folder.events.slice(0, -1), cut]);
    const { findings } = await verified('--export', file);
    expect(findings).toEqual([{ line: folder.events.length, what: expect.stringMatching(/not JSON/) }]);
  });

  it('names the lines that are not JSON or no events, and reads on', async () => {
    const file = await folder.exportOf(['not JSON\n', '\n', '[1]\n', '{"stream":"case-9"}\n', ...folder.events]);
    const { findings, events } = await verified('--export', file);
    expect(findings).toEqual([
      { line: 1, what: expect.stringMatching(/not JSON/) },
      { line: 3, what: 'expected an event, an object in JSON' },
      { line: 4, stream: 'case-9', what: expect.stringMatching(/no event: id should be a text; revision should be/) },
    ]);
    expect(events).toBe(folder.events.length);
  });

  it('keeps a thousand findings and counts the rest', async () => {
    const { findings, found } = await verified(
      '--export',
      await folder.exportOf([...folder.events, ...Array.from({ length: 1_234 }, () => '{}\n')]),
    );
    expect([findings.length, found]).toEqual([1_000, 1_234]);
  });
});

describe('a log that was changed behind its back', () => {
  const where = (stream: string, revision: number) => `WHERE stream = '${stream}' AND revision = ${revision}`;
  const setting = (stream: string, revision: number, path: string, value: string) =>
    `UPDATE event SET body = json_set(body, '$.${path}', ${value}) ${where(stream, revision)}`;

  const changes: Readonly<
    Record<string, readonly [sql: string, found: readonly (readonly [string, number, RegExp])[]]>
  > = {
    'a missing revision': [`DELETE FROM event ${where('case-1', 3)}`, [['case-1', 4, /revision 3 .* expected/]]],
    'swapped events': [
      `UPDATE event SET revision = 1000 ${where('case-1', 8)}; UPDATE event SET revision = 8 ${where('case-1', 9)};
       UPDATE event SET revision = 9 ${where('case-1', 1000)}`,
      [
        ['case-1', 9, /revision 8 .* expected/],
        ['case-1', 8, /revision 10 .* expected/],
        ['case-1', 10, /revision 9 .* expected/],
      ],
    ],
    'a changed state': [setting('case-1', 1, 'to', `'inForce'`), [['case-1', 1, /recorded to inForce, but leads to/]]],
    'a changed role': [setting('case-1', 1, 'actor.role', `'auditor'`), [['case-1', 1, /not entitled/]]],
    'a changed person': [setting('case-1', 1, 'actor.id', `'x@Y54'`), [['case-1', 1, /did not grant x@Y54/]]],
    'a changed event': [setting('case-2', 2, 'type', `'DecisionMade'`), [['case-2', 2, /would have ignored it/]]],
    'a changed version': [setting('case-2', 0, 'version', `'99'`), [['case-2', 0, /unknown workflow/]]],
    'a repeated id': [
      setting('case-2', 1, 'id', `(SELECT id FROM event ${where('case-1', 0)})`),
      [['case-2', 1, /is that of position/]],
    ],
    'two workflows in one case': [
      setting('case-2', 1, 'workflow', `'arrangement'`),
      [['case-2', 1, /began under delegated-commissioning@1/]],
    ],
    'an event that is none': [`UPDATE event SET body = '[]' ${where('case-2', 1)}`, [['case-2', 1, /it is no event/]]],
  };

  it.each(Object.keys(changes))('is found out by %s, and so is an export of it', async (name) => {
    const [sql, found] = changes[name]!;
    const log = folder.damagedLog(sql);
    const { status, findings } = await verified('--log', log);
    expect(findings.map(({ stream, revision, what }) => [stream, revision, what])).toEqual(
      found.map(([stream, revision, what]) => [stream, revision, expect.stringMatching(what)]),
    );
    expect(status).toBe(1);
    const exported = `${log}.jsonl`;
    expect(await audited(['export', '--log', log, '--out', exported])).toMatchObject({ status: 0 });
    expect((await verified('--export', exported)).findings).toEqual(findings);
  });

  it('names the positions of what is not JSON, and reads on', async () => {
    const broken = [at('case-1', 2), at('readings', 0)];
    const log = folder.damagedLog(
      broken.map(({ position }) => `UPDATE event SET body = '{"id"' WHERE position = ${position}`).join(';'),
    );
    const { findings, events } = await verified('--log', log);
    expect(findings).toEqual([
      { position: broken[0]!.position, what: 'what is kept there is not JSON' },
      finding(at('case-1', 3), /revision 2 of the stream was expected/),
      { position: broken[1]!.position, what: 'what is kept there is not JSON' },
    ]);
    expect(events).toBe(folder.events.length - 2);
  });
});
