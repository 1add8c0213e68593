import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stateInWords } from '../../libs/workflow/state.js';
import { audited, historyFolder, type Folder } from '../../test/audit-history.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

interface Replayed {
  readonly revision: number;
  readonly state: Parameters<typeof stateInWords>[0];
  readonly stages: readonly { readonly name: string; readonly status: string }[];
  readonly history: readonly { readonly revision: number; readonly type: string }[];
  readonly findings: readonly unknown[];
}

async function replayed(...args: readonly string[]): Promise<Replayed & { status: number }> {
  const { status, stdout, stderr } = await audited(['replay', '--json', ...args]);
  if (status === 2) throw new Error(stderr);
  return { status, ...(JSON.parse(stdout) as Replayed) };
}

describe('the replay of a case', () => {
  it('says who did what when, state by state, and where each stage stands at the end', async () => {
    const { stdout, status } = await audited(['replay', '2', '--log', folder.log]);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'case-2: Delegated commissioning (delegated-commissioning@1)',
      '',
      '   0  2014-06-12T10:00:00.000Z  InterestExpressed, Person officer@00D (officer@00D), ccg-officer for 00D',
      '      to applying.interest.expressed',
    ]);
    expect(stdout).toContain('   2  2014-09-11T10:00:00.000Z  EngagementRecorded');
    expect(stdout).toMatch(/\nAt revision 2: applying\.underWay\(/);
    expect(stdout).toMatch(/\n {2}Expression of interest +completed, since 2014-07-01T10:00:00\.000Z\n/);
    expect(stdout).toMatch(/\n {2}Member mandate +in progress, .*waiting on ccg-officer/);
    expect(stdout).toMatch(/\n {2}Delegation +not started\n/);
    expect(status).toBe(0);
  });

  it('is the same from a log and from its export', async () => {
    const ofLog = await replayed('1', '--log', folder.log);
    expect(ofLog.history).toHaveLength(folder.events.filter(({ stream }) => stream === 'case-1').length);
    expect(ofLog.stages.find(({ name }) => name === 'delegation')?.status).toBe('in-progress');
    expect(await replayed('1', '--export', folder.export)).toEqual(ofLog);
    expect(await replayed('case-1', '--log', folder.log)).toEqual(ofLog);
  });

  it('shows the arrangement of a CCG too', async () => {
    const { history, state } = await replayed('ccg-00C', '--log', folder.log);
    expect(history.map(({ type }) => type)).toEqual(['CaseStarted', 'LevelTaken']);
    expect(state).toBe('holding');
  });

  it.each([
    ['2014-06-30', 0],
    ['2014-07-01', 1],
    ['2014-07-01T10:00:00Z', 1],
    ['2014-07-01T09:59:59.999Z', 0],
    ['2014-07-01T11:00+01:00', 1],
    ['2030-01-01', 2],
  ])('stands at %s where it stood then', async (time, revision) => {
    const then = await replayed('2', '--as-of', time, '--log', folder.log);
    expect(then.revision).toBe(revision);
    expect(then.history.map((event) => event.revision)).toEqual(Array.from({ length: revision + 1 }, (_, at) => at));
  });

  it('stands at a revision where it stood after it', async () => {
    const { history, state } = await replayed('1', '--revision', '0', '--export', folder.export);
    expect(history).toHaveLength(1);
    expect(stateInWords(state)).toBe('applying.interest.expressed');
  });

  it('stops at an event that is impossible, and names it', async () => {
    const file = await folder.exportOf(
      folder.events.map((event) =>
        event.stream === 'case-2' && event.revision === 1 ? { ...event, to: 'inForce' } : event,
      ),
    );
    const { status, revision, history, findings } = await replayed('2', '--export', file);
    expect({ status, revision, shown: history.length }).toEqual({ status: 1, revision: 0, shown: 2 });
    expect(findings).toEqual([expect.objectContaining({ stream: 'case-2', revision: 1 })]);
    const { stdout } = await audited(['replay', '2', '--export', file]);
    expect(stdout).toMatch(/Not possible: position \d+, case-2 revision 1: InterestAcknowledged is impossible/);
  });

  it('stops at an event that cannot be read, in a log and in an export', async () => {
    const log = folder.damagedLog(`UPDATE event SET body = '{' WHERE stream = 'case-2' AND revision = 1`);
    expect(await replayed('2', '--log', log)).toMatchObject({
      status: 1,
      revision: 0,
      findings: [{ stream: 'case-2', revision: 1, what: 'what is kept there is not JSON' }],
    });
    const file = await folder.exportOf([...folder.events, '{"id":']);
    expect(await replayed('2', '--export', file)).toMatchObject({
      status: 1,
      revision: 2,
      findings: [{ line: folder.events.length + 1 }],
    });
  });

  it.each([
    [['nowhere'], /Expected case-nowhere, found no such stream/],
    [['2', '--as-of', '2014-01-01'], /Expected case-2 as of 2014-01-01, found that it began only at 2014-06-12/],
    [['2', '--revision', '3'], /Expected a revision from 0 to 2 of case-2, found 3/],
    [['2', '--revision', 'last'], /Expected --revision 0 or more, found "last"/],
    [['2', '--as-of', 'yesterday'], /Expected --as-of 2014-12-31 or .*, found "yesterday"/],
    [['2', '--as-of', '2015-02-30'], /found "2015-02-30"/],
    [['2', '--as-of', '2015-02-20T25:00:00Z'], /found "2015-02-20T25:00:00Z"/],
    [['2', '--as-of', '2015-02-20', '--revision', '1'], /found both/],
    [['1', '2'], /Expected one CASE, found 2/],
    [[], /Expected one CASE, found 0/],
  ])('cannot run for %j', async (args, why) => {
    const { status, stdout, stderr } = await audited(['replay', ...args, '--log', folder.log]);
    expect(stderr).toMatch(why);
    expect([status, stdout]).toEqual([2, '']);
  });
});
