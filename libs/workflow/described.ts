/** A workflow as plain data for whoever reads it: every place in words, with its ways on. Documents and pages are written from this. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Passage, Place, RuleId, Workflow } from './index.js';
import { ruleNamesOf, rulesOf } from './model.js';
import { inWords, passageOf, pathOf, placeOf, waysOn, withinAndSelf } from './state.js';

/** A rule as it stands on a way. */
export interface AskedRule {
  /** `ballotIsNotRequired` → “ballot is not required” */
  readonly words: string;
  readonly id?: RuleId;
  /** What whoever is refused by it is told; absent where that depends on the case. */
  readonly told?: string;
}

export interface DescribedWay {
  /** Absent for what the machine does by itself, at once. */
  readonly type?: string;
  /** Roles. */
  readonly by: readonly string[];
  readonly label?: string;
  readonly meaning?: string;
  readonly onlyIf: readonly AskedRule[];
  /** Rules it enforces beside those. */
  readonly also: readonly RuleId[];
  /** Dotted paths; absent where the case stays where it is. */
  readonly to?: readonly string[];
}

export interface DescribedPlace {
  /** Dotted; undefined for what holds anywhere. */
  readonly path?: string;
  readonly description?: string;
  readonly waitingOn?: readonly string[];
  readonly due?: NonNullable<Place['due']>;
  /** Facts nobody can bring about here, each with the rule that says so. */
  readonly refuses: readonly { readonly type: string; readonly rule: AskedRule }[];
  readonly outcome?: string;
  readonly ways: readonly DescribedWay[];
}

/** The places that say something or that one can leave, outermost first. */
export const described = (workflow: Workflow): readonly DescribedPlace[] =>
  withinAndSelf(workflow.machine.root)
    .map((node) => placeDescribed(workflow, node))
    .filter(
      ({ description, waitingOn, due, refuses, outcome, ways }) =>
        [description, waitingOn, due, outcome].some((said) => said !== undefined) || refuses.length + ways.length > 0,
    );

function placeDescribed(workflow: Workflow, node: AnyStateNode): DescribedPlace {
  const { waitingOn, due, outcome, refuses = {} } = placeOf(node);
  const { description } = node;
  return {
    ...(node.path.length > 0 && { path: pathOf(node) }),
    ...(description !== undefined && { description }),
    ...(waitingOn && { waitingOn }),
    ...(due && { due }),
    refuses: Object.entries(refuses).map(([type, rule]) => ({ type, rule: asked(workflow, rule) })),
    ...(outcome !== undefined && { outcome }),
    ways: waysOn(node).map((way) => wayDescribed(workflow, way)),
  };
}

function wayDescribed(workflow: Workflow, way: AnyTransitionDefinition): DescribedWay {
  // What XState types as anything: the name of a fact, or nothing for what the machine does by itself.
  const type = way.eventType as string;
  const { by = [], label }: Partial<Passage> = type ? passageOf(way) : {};
  const onlyIf = ruleNamesOf(way.guard).map((name) => asked(workflow, name));
  return {
    ...(type && { type }),
    by,
    ...(label !== undefined && { label }),
    ...(way.description !== undefined && { meaning: way.description }),
    onlyIf,
    also: rulesOf(workflow, way).filter((id) => !onlyIf.some((rule) => rule.id === id)),
    ...(way.target && { to: way.target.map(pathOf) }),
  };
}

function asked(workflow: Workflow, name: string): AskedRule {
  const { id, meaning } = workflow.rules[name] ?? {};
  return {
    words: inWords(name),
    ...(id !== undefined && { id }),
    ...(typeof meaning === 'string' && { told: meaning }),
  };
}
