import { Injectable } from '@nestjs/common';
import { described, type DescribedPlace, type DescribedWay } from '../../../libs/workflow/described.js';
import type { Stage, Workflow } from '../../../libs/workflow/index.js';
import { londonDay, type Day } from '../../../libs/workflow/london.js';
import { ofCases, ofTheRegister } from '../../../workflows/consequences.js';
import { currentWorkflow, workflowOf, workflows } from '../../../workflows/index.js';
import { book } from '../../../workflows/rule-book/book.js';
import { factsOf, rulesOf } from '../../../workflows/rule-book/enforced.js';
import { sources } from '../../../workflows/rule-book/sources.js';
import { ServiceClock } from '../clock/clock.js';
import { chartFor, chartsFor, type ShownChart } from '../diagrams/charts.js';

export interface VersionShown {
  readonly version: string;
  /** The day from which new cases begin under it; absent where they always did. */
  readonly since?: Day;
  readonly isCurrent: boolean;
}

/** A part of the path with its places. */
export interface PartShown {
  readonly name: string;
  readonly title: string;
  readonly exceptional: boolean;
  readonly places: readonly DescribedPlace[];
}

/** What one role does on the path. */
export interface DoneBy {
  readonly role: string;
  readonly acts: readonly Act[];
}

export interface Act {
  readonly label: string;
  readonly rules: readonly string[];
}

export interface RuleShown {
  readonly id: string;
  readonly sentence: string;
  readonly sources: readonly string[];
  /** What whoever is refused by it is told. */
  readonly told: readonly string[];
}

export interface PathShown {
  readonly workflow: Workflow;
  readonly versions: readonly VersionShown[];
  readonly parts: readonly PartShown[];
  /** What can be done wherever a case stands, and where it is in no part. */
  readonly anywhere: readonly DescribedPlace[];
  readonly endings: readonly DescribedPlace[];
  readonly doneBy: readonly DoneBy[];
  readonly rules: readonly RuleShown[];
  /** By the name of the stage. */
  readonly charts: ReadonlyMap<string, ShownChart>;
  /** The whole in one. */
  readonly chart: ShownChart;
}

export interface BookRule {
  readonly id: string;
  readonly sentence: string;
  /** What was published that says so; none where the service needs the rule to keep others. */
  readonly sources: readonly string[];
  /** Titles of the workflows that enforce it, and the facts that come about under it. */
  readonly workflows: readonly string[];
  readonly facts: readonly string[];
}

/** How applications are decided: from the workflows themselves, as the documents of the project are. The same for everybody. */
@Injectable()
export class HowItWorksAnswer {
  constructor(private readonly clock: ServiceClock) {}

  /** Each workflow as new cases run under it today. */
  paths(): readonly Workflow[] {
    const names = [...new Set(workflows.map(({ name }) => name))];
    return names.flatMap((name) => this.current(name) ?? []);
  }

  /** Undefined where there is none of that name, or no such version of it. */
  async path(name: string, version?: string): Promise<PathShown | undefined> {
    const workflow = version === undefined ? this.current(name) : workflowOf(name, version);
    if (workflow === undefined) return undefined;
    const places = described(workflow);
    const inStages = workflow.stages.map(({ name: stage, title, exceptional = false, path }) => ({
      name: stage,
      title,
      exceptional,
      places: places.filter((place) => stageOf(workflow, place)?.path === path),
    }));
    const [chart, charts] = await Promise.all([chartFor(workflow, undefined), chartsFor(workflow)]);
    if (chart === undefined) throw new Error(`${workflow.name} has no chart`);
    const others = places.filter((place) => stageOf(workflow, place) === undefined);
    return {
      workflow,
      versions: this.versionsOf(name),
      parts: inStages,
      anywhere: others.filter(({ outcome }) => outcome === undefined),
      endings: others.filter(({ outcome }) => outcome !== undefined),
      doneBy: doneBy(workflow, places),
      rules: rulesIn(workflow),
      charts: new Map(charts.flatMap((each) => (each.name === undefined ? [] : [[each.name, each] as const]))),
      chart,
    };
  }

  /** The rule book, by number. */
  rules(): readonly BookRule[] {
    const facts = factsOf(workflows);
    const enforcing = new Map(
      workflows.map((workflow) => [
        workflow.title,
        new Set([...rulesOf([workflow]).keys(), ...factsOf([workflow]).keys()]),
      ]),
    );
    return Object.entries(book).map(([id, sentence]) => ({
      id,
      sentence,
      sources: sourcesOf(id),
      workflows: [...enforcing].filter(([, ids]) => ids.has(id)).map(([title]) => title),
      facts: facts.get(id) ?? [],
    }));
  }

  /** What facts bring about elsewhere. */
  consequences() {
    return { cases: Object.values(ofCases), register: Object.values(ofTheRegister) };
  }

  private current(name: string): Workflow | undefined {
    return currentWorkflow(name, londonDay(this.clock.now()));
  }

  private versionsOf(name: string): readonly VersionShown[] {
    const current = this.current(name);
    return workflows
      .filter((workflow) => workflow.name === name)
      .map((workflow) => ({
        version: workflow.version,
        ...(workflow.since !== undefined && { since: workflow.since }),
        isCurrent: workflow === current,
      }));
  }
}

/** The innermost stage that a place lies in. */
export function stageOf({ stages }: Workflow, { path }: Pick<DescribedPlace, 'path'>): Stage | undefined {
  return stages
    .filter((stage) => path === stage.path || path?.startsWith(`${stage.path}.`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}

function doneBy({ roles }: Workflow, places: readonly DescribedPlace[]): readonly DoneBy[] {
  const ways = places.flatMap((place) => place.ways);
  return Object.keys(roles)
    .map((role) => ({ role, acts: actsOf(ways.filter(({ by }) => by.includes(role))) }))
    .filter(({ acts }) => acts.length > 0);
}

/** By label, each once, with the rules of all its ways. */
function actsOf(ways: readonly DescribedWay[]): readonly Act[] {
  return [
    ...Map.groupBy(
      ways.filter(({ label }) => label !== undefined),
      ({ label = 'none' }) => label,
    ),
  ].map(([label, own]) => ({
    label,
    rules: [...new Set(own.flatMap(({ onlyIf, also }) => [...onlyIf.flatMap(({ id }) => id ?? []), ...also]))].toSorted(
      byNumber,
    ),
  }));
}

/** `R-05` before `R-10`: their numbers have as many digits. */
const byNumber = new Intl.Collator('en').compare;

const sourcesOf = (id: string): readonly string[] => sources[id as keyof typeof book] ?? [];

function rulesIn(workflow: Workflow): readonly RuleShown[] {
  const told = Map.groupBy(Object.values(workflow.rules), ({ id }) => id);
  const ids = new Set<string>([...rulesOf([workflow]).keys(), ...factsOf([workflow]).keys()]);
  return Object.entries(book)
    .filter(([id]) => ids.has(id))
    .map(([id, sentence]) => ({
      id,
      sentence,
      sources: sourcesOf(id),
      told: [
        ...new Set(
          (told.get(id as never) ?? []).flatMap(({ meaning }) => (typeof meaning === 'string' ? [meaning] : [])),
        ),
      ],
    }));
}
