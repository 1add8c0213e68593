/** Whoever says again what could be said before is told what has changed, and when. */
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { exportSource } from '../apps/audit/source.js';
import { runsWorkflow } from '../apps/audit/run.js';
import { beginning, decide, refusalOf } from '../libs/workflow/decide.js';
import type { Fact, Refusal, Standing, Workflow } from '../libs/workflow/index.js';
import { addDays, dayInWords, londonDay } from '../libs/workflow/london.js';
import { next } from '../libs/workflow/replay.js';
import { historiesIn } from '../scripts/check-histories/recorded.js';
import { delegatedCommissioning } from '../workflows/delegated-commissioning/index.js';
import { workflowOf, workflows } from '../workflows/index.js';
import { jointCommissioning } from '../workflows/joint-commissioning/index.js';
import * as a from './builders.js';
import * as joint from './joint.js';

/** Where a case stood before each of its facts and after it. */
interface Step {
  readonly fact: Fact;
  readonly before: Standing;
  readonly after: Standing;
}
interface Run {
  readonly workflow: Workflow;
  readonly steps: readonly Step[];
}

async function runsIn(name: string): Promise<readonly Run[]> {
  const runs = new Map<string, { readonly workflow: Workflow; readonly steps: Step[] }>();
  for await (const item of (await exportSource(join(import.meta.dirname, 'histories', name))).all()) {
    if ('unreadable' in item || !runsWorkflow(item.stream)) continue;
    const workflow = workflowOf(item.workflow ?? '', item.version ?? '');
    if (workflow === undefined) throw new Error(`expected a workflow, found ${item.workflow}`);
    const run = runs.get(item.stream) ?? { workflow, steps: [] };
    const before = run.steps.at(-1)?.after ?? beginning(workflow);
    run.steps.push({ fact: item, before, after: next(workflow, before, item) });
    runs.set(item.stream, run);
  }
  return [...runs.values()];
}

function runOf(workflow: Workflow, ...facts: readonly Fact[]): Run {
  const steps: Step[] = [];
  for (const fact of facts) {
    const before = steps.at(-1)?.after ?? beginning(workflow);
    const decision = decide(workflow, before, fact);
    if (decision.outcome === 'refused') throw new Error(`${fact.type}: ${JSON.stringify(decision.refusal)}`);
    steps.push({ fact, before, after: decision.standing });
  }
  return { workflow, steps };
}

/** Refusals of a place that has moved on: the fact was recorded, and could be still if nothing had happened but time. */
function* refusedAgain({ workflow, steps }: Run): Iterable<readonly [Refusal, Fact, readonly string[]]> {
  for (const [index, { fact, before }] of steps.entries()) {
    if (fact.actor.role === 'clock') continue;
    for (const [since, { after }] of steps.entries()) {
      if (since < index || after.at === undefined) continue;
      const again = { ...fact, at: after.at };
      const refusal = refusalOf(workflow, after, again);
      if (refusal === undefined || refusal.because === 'due') continue;
      const late = refusalOf(workflow, before, again);
      if (late !== undefined && nameOf(late) === nameOf(refusal)) continue;
      yield [refusal, fact, steps.slice(index, since + 1).map((step) => step.fact.at)];
    }
  }
}

const nameOf = (refusal: Refusal): string => ('name' in refusal ? refusal.name : refusal.because);

/** A moment of one of these facts, in the words of days; at midnight the day that ends then. */
const tells = (refusal: Refusal, ats: readonly string[]): boolean =>
  ats.some((at) =>
    [londonDay(at), addDays(londonDay(at), -1)].some((day) => JSON.stringify(refusal).includes(dayInWords(day))),
  );

/** Kinds of refusals that say nothing of when, each with one that was met. */
function silentIn(runs: readonly Run[]): { readonly met: number; readonly silent: readonly string[] } {
  const silent = new Map<string, string>();
  let met = 0;
  for (const run of runs)
    for (const [refusal, { type }, ats] of refusedAgain(run)) {
      met += 1;
      const kind = `${run.workflow.name}: ${type}, ${nameOf(refusal)}`;
      if (!tells(refusal, ats) && !silent.has(kind)) silent.set(kind, `${kind}: ${JSON.stringify(refusal)}`);
    }
  return { met, silent: [...silent.values()] };
}

const functions = (...names: string[]) => ({ functions: names, reasons: 'x' });
const inForce = (type: string, data: object, actor = a.committee, at = a.day('2015-06-01')): Fact =>
  ({ type, data, actor, at }) as Fact;
const claimed = (type: 'CaseClaimed' | 'CaseReleased', at: string): Fact =>
  a.fact(type, { queue: 'assurance' }, a.assessor, at);

/** What no recorded history has. */
const more: readonly (readonly [string, () => Run])[] = [
  [
    'functions that are suspended, restored and varied',
    () =>
      runOf(
        delegatedCommissioning,
        ...a.inForce(),
        inForce('FunctionsSuspended', functions('assessing-needs', 'discretionary-payments')),
        inForce('FunctionsRestored', functions('assessing-needs'), a.committee, a.day('2015-06-02')),
        inForce('FunctionsRestored', functions('discretionary-payments'), a.committee, a.day('2015-06-03')),
        inForce('VariationProposed', { remove: ['assessing-needs'], reasons: 'x' }, a.officer, a.day('2015-06-04')),
        inForce('DelegationVaried', { terms: 'x' }, a.committee, a.day('2015-06-05')),
      ),
  ],
  [
    'a claim',
    () =>
      runOf(
        delegatedCommissioning,
        ...a.submittedInFull(),
        claimed('CaseClaimed', a.day('2015-01-15')),
        claimed('CaseReleased', a.day('2015-01-16')),
        ...a.assured(),
      ),
  ],
  ['a decision that is escalated', () => runOf(jointCommissioning, ...joint.beforeTheRegion(), joint.escalated())],
  [
    'thresholds that are reopened',
    () =>
      runOf(
        delegatedCommissioning,
        ...a.beforeTheCommittee(),
        a.fact('ThresholdsReopened', { because: 'other', text: 'x' }, a.committee, a.day('2015-02-20')),
      ),
  ],
];

describe('whoever says again what is past is told what has changed, and when', () => {
  const folder = join(import.meta.dirname, 'histories');
  it.each(historiesIn(folder))('in %s', async (name) => {
    const { met, silent } = silentIn(await runsIn(name));
    expect(silent).toEqual([]);
    expect(met).toBeGreaterThan(0);
  });

  it.each(more)('of %s', (_, run) => {
    const { met, silent } = silentIn([run()]);
    expect(silent).toEqual([]);
    expect(met).toBeGreaterThan(0);
  });

  it('by rules that name facts there are', () => {
    const types = new Set(workflows.flatMap(({ events }) => Object.keys(events)));
    const named = workflows.flatMap(({ rules }) => Object.values(rules).flatMap(({ changedBy = [] }) => changedBy));
    expect(named.filter((type) => !types.has(type))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});
