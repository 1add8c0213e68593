import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import type { Rule, Workflow } from '../../libs/workflow/index.js';
import { guardsOf } from '../../libs/workflow/model.js';
import { historyFolder, listening, type Folder } from '../../test/audit-history.js';
import { arrangement } from '../../workflows/arrangement/index.js';
import { delegatedCommissioning } from '../../workflows/delegated-commissioning/index.js';
import { checkHistories } from './main.js';

let folder: Folder;
let recorded: string;
beforeAll(async () => {
  folder = await historyFolder();
  recorded = join(folder.path, 'histories');
});
afterAll(() => folder.remove());

const refusing: Rule = { id: 'R-0', meaning: 'Refused by the planted rule.', holds: () => false };

/** The workflow with one of its rules refusing everything. */
function changed(rule: string, version = '1'): Workflow {
  const rules = { ...delegatedCommissioning.rules, [rule]: refusing };
  const machine = delegatedCommissioning.machine.provide({ guards: guardsOf(rules) });
  return { ...delegatedCommissioning, version, rules, machine };
}

async function checked(args: readonly string[], known: readonly Workflow[] = [delegatedCommissioning, arrangement]) {
  const { written, ...streams } = listening();
  const out = { ...streams, env: { REMIT_DATA: folder.path } };
  return { status: await checkHistories(args, out, known, recorded), ...written };
}

interface Report {
  readonly holds: boolean;
  readonly faults: readonly string[];
  readonly histories: readonly {
    readonly running: number;
    readonly ended: number;
    readonly refused: readonly { readonly stream: string; readonly why: string }[];
    readonly unreadable: readonly unknown[];
  }[];
}

async function report(args: readonly string[], known?: readonly Workflow[]): Promise<Report & { status: number }> {
  const { status, stdout, stderr } = await checked([...args, '--json'], known);
  if (status === 2) throw new Error(stderr);
  return { status, ...(JSON.parse(stdout) as Report) };
}

const edited = (edit: (event: RecordedEvent) => RecordedEvent) => folder.exportOf(folder.events.map(edit));
const at =
  (stream: string, revision: number, more: Partial<RecordedEvent>) =>
  (event: RecordedEvent): RecordedEvent =>
    event.stream === stream && event.revision === revision ? { ...event, ...more } : event;

describe('the check of running cases', () => {
  it('holds for what this build recorded, in a log and in its export', async () => {
    for (const args of [[], ['--log', folder.log], ['--export', folder.export]]) {
      expect(await report(args)).toMatchObject({
        status: 0,
        holds: true,
        histories: [{ running: 4, ended: 0, refused: [], unreadable: [] }],
      });
    }
    const { stdout } = await checked([]);
    expect(stdout).toMatch(/events.sqlite: 4 cases and arrangements running, 0 ended\nAll that were tried would go on/);
  });

  it('names each case that a changed rule would not have let come so far, with the event and why', async () => {
    const { status, histories } = await report([], [changed('silenceHasAReason'), arrangement]);
    const refused = {
      workflow: 'delegated-commissioning@1',
      revision: 2,
      type: 'EngagementRecorded',
      why: 'EngagementRecorded is impossible: R-0: Refused by the planted rule.',
    };
    expect(histories[0]?.refused).toEqual([
      { stream: 'case-1', case: '1', ...refused },
      { stream: 'case-2', case: '2', ...refused },
    ]);
    expect(status).toBe(1);
    const { stdout } = await checked([], [changed('silenceHasAReason'), arrangement]);
    expect(stdout).toMatch(
      /\n {2}case-2 revision 2 \(delegated-commissioning@1\): EngagementRecorded is impossible: R-0/,
    );
    expect(stdout).toMatch(/\nNot all would go on under the workflows of this build: 2 would not\.\n$/);
  });

  it('names only the case that met the changed rule', async () => {
    const { histories } = await report([], [changed('conditionsPrecedentAreDischarged'), arrangement]);
    expect(histories[0]?.refused.map(({ stream }) => stream)).toEqual(['case-1']);
  });

  it('names a case that the machine would take elsewhere', async () => {
    const file = await edited(at('case-2', 1, { to: 'inForce' }));
    expect(await report(['--export', file])).toMatchObject({
      status: 1,
      histories: [
        { refused: [{ stream: 'case-2', revision: 1, why: expect.stringMatching(/recorded to inForce, but/) }] },
      ],
    });
  });

  it('names a case of a workflow or version that this build lacks, and an arrangement too', async () => {
    const without = await report([], [delegatedCommissioning]);
    expect(without.histories[0]?.refused).toMatchObject([
      { stream: 'ccg-00C', workflow: 'arrangement@1', why: expect.stringMatching(/unknown workflow arrangement@1/) },
      { stream: 'ccg-00D', workflow: 'arrangement@1', why: expect.stringMatching(/unknown workflow arrangement@1/) },
    ]);
  });

  it('leaves ended cases alone: nothing of them will be decided any more', async () => {
    const last = folder.events.filter(({ stream }) => stream === 'case-2').at(-1)!;
    const broken = at('case-2', last.revision, { to: 'withdrawn' });
    expect(await report(['--export', await edited(broken)])).toMatchObject({
      status: 0,
      histories: [{ running: 3, ended: 1, refused: [] }],
    });
  });

  it('takes a case for running whose recorded state the machine has no more', async () => {
    const last = folder.events.filter(({ stream }) => stream === 'case-2').at(-1)!;
    expect(await report(['--export', await edited(at('case-2', last.revision, { to: 'abolished' }))])).toMatchObject({
      status: 1,
      histories: [{ running: 4, refused: [{ stream: 'case-2' }] }],
    });
  });

  it('names what cannot be read', async () => {
    const log = folder.damagedLog(`UPDATE event SET body = '{' WHERE stream = 'case-2' AND revision = 1`);
    expect(await report(['--log', log])).toMatchObject({ status: 1, holds: false });
    const file = await folder.exportOf([...folder.events, '{"id":']);
    expect(await report(['--export', file])).toMatchObject({ status: 1, histories: [{ unreadable: [{}] }] });
  });
});

describe('the check under another version', () => {
  const known = [delegatedCommissioning, changed('conditionsPrecedentAreDischarged', '2'), arrangement];

  it('tells which cases of that workflow would also run under it', async () => {
    const { status, histories } = await report(['--workflow', 'delegated-commissioning@2'], known);
    expect({ status, histories }).toMatchObject({
      status: 1,
      histories: [{ running: 2, refused: [{ stream: 'case-1', workflow: 'delegated-commissioning@2' }] }],
    });
    expect(await report(['--workflow', 'delegated-commissioning@1'], known)).toMatchObject({
      status: 0,
      histories: [{ running: 2 }],
    });
    expect(await report(['--workflow', 'arrangement@1'], known)).toMatchObject({ histories: [{ running: 2 }] });
  });

  it('says so when there is no case of that workflow', async () => {
    const file = await folder.exportOf(folder.events.filter(({ stream }) => !stream.startsWith('ccg-')));
    expect(await checked(['--export', file, '--workflow', 'arrangement@1'], known)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/\nThere was none to try under arrangement@1\.\n$/),
    });
  });

  it('needs a version that this build has', async () => {
    expect(await checked(['--workflow', 'arrangement@7'], known)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/one of delegated-commissioning@1, .*; found "arrangement@7"/),
    });
  });
});

describe('the check of recorded histories', () => {
  const history = '01-in-force.jsonl';
  const write = (name: string, events: readonly RecordedEvent[]) =>
    writeFile(join(recorded, name), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const machines = () => folder.events.filter(({ stream }) => /^(case|ccg)-/.test(stream));

  it('takes a history when it is adopted, and not before', async () => {
    await mkdir(recorded);
    await write(history, machines());
    expect(await report(['--recorded'])).toMatchObject({
      status: 1,
      faults: [expect.stringMatching(/^01.* --adopt$/)],
    });
    expect(await report(['--recorded', '--adopt'])).toMatchObject({
      status: 0,
      faults: [],
      histories: [{ running: 4 }],
    });
    expect(await report(['--recorded'])).toMatchObject({ status: 0 });
  });

  it('finds an edit though the history would still replay, and adopting does not cover it up', async () => {
    const file = join(recorded, history);
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.replace('in every locality', 'in one locality'));
    for (const args of [['--recorded'], ['--recorded', '--adopt']])
      expect(await report(args)).toMatchObject({
        status: 1,
        faults: [expect.stringMatching(/01-in-force.jsonl is not the history that was recorded/)],
        histories: [{ refused: [] }],
      });
    await writeFile(file, before);
    expect(await report(['--recorded'])).toMatchObject({ status: 0 });
  });

  it('takes one that was recorded anew with the reason, which stands beside its hash', async () => {
    const file = join(recorded, history);
    const before = await readFile(file, 'utf8');
    const because = 'A vote from before the submission decides nothing.';
    const again = ['--recorded', '--anew', history];
    expect(await checked([...again, '--because', because])).toMatchObject({ status: 2 });
    await writeFile(file, before.replace('in every locality', 'in one locality'));
    expect(await checked(again)).toMatchObject({ status: 2, stderr: expect.stringMatching(/--because REASON/) });
    expect(await report([...again, '--because', because])).toMatchObject({ status: 0, faults: [] });
    const listed = JSON.parse(await readFile(join(recorded, 'hashes.json'), 'utf8')) as Record<string, unknown>;
    expect(listed[history]).toMatchObject({ recordedAnewBecause: because });
    expect(await report(['--recorded', '--adopt'])).toMatchObject({ status: 0 });
    await writeFile(file, before);
    expect(await report(['--recorded'])).toMatchObject({ status: 1 });
    expect(await report([...again, '--because', 'It was told again.'])).toMatchObject({ status: 0 });
  });

  it('finds a history that was taken away', async () => {
    const file = join(recorded, history);
    await cp(file, `${file}.kept`);
    await rm(file);
    expect(await report(['--recorded'])).toMatchObject({
      status: 1,
      faults: [expect.stringMatching(/not there any more/)],
    });
    await cp(`${file}.kept`, file);
  });

  it('holds cases that have ended to their history too', async () => {
    const last = machines().findLast(({ stream }) => stream === 'case-2')!;
    const broken = at('case-2', last.revision, { to: 'withdrawn' });
    await write('02-broken.jsonl', machines().map(broken));
    expect(await report(['--recorded', '--adopt'])).toMatchObject({
      status: 1,
      histories: [{ refused: [] }, { ended: 1, refused: [{ stream: 'case-2' }] }],
    });
  });
});

describe('the check that could not run', () => {
  it.each([
    [['--log', '/no/such.sqlite'], /found nothing there/],
    [['--log', 'a', '--export', 'b'], /found both/],
    [['--recorded', '--log', 'a'], /found --recorded beside another/],
    [['--adopt'], /Expected --adopt with --recorded only/],
    [['--sideways'], /Unknown option '--sideways'[^]*Usage: npm run check:histories/],
    [['events.sqlite'], /Unexpected argument/],
  ])('says why for %j', async (args, why) => {
    const { status, stdout, stderr } = await checked(args);
    expect(stderr).toMatch(why);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('says what it takes when asked', async () => {
    expect(await checked(['--help'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage:/) });
  });
});
