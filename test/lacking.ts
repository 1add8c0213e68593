/** What somebody who adds a stage or a version can forget, each as a sentence that says how to mend it. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { namesSetBy } from './dates-set.js';
import type { Passage, Workflow } from '../libs/workflow/index.js';
import { ruleNamesOf } from '../libs/workflow/model.js';
import { firstLeafOf, isLeaf, pathOf, placeOf, waysOn, withinAndSelf } from '../libs/workflow/state.js';
import type { StageWords } from '../workflows/application/words.js';

/** What a machine does not say that the service reads from it. */
export function lackingIn(workflow: Workflow): readonly string[] {
  const nodes = withinAndSelf(workflow.machine.root);
  const paths = new Set(nodes.map(pathOf));
  const strayRules = Object.entries(workflow.rules).filter(([, rule]) => 'in' in rule && !paths.has(rule.in));
  const strayStages = workflow.stages.filter(({ path }) => !paths.has(path));
  return [
    ...nodes.flatMap((node) => waysOn(node).flatMap((way) => unsaidOf(workflow, node, way))),
    ...nodes
      .filter((node) => isLeaf(node) && !isWaiting(workflow, node))
      .map(
        (node) =>
          `${pathOf(node)} does not say whom the case waits on: give it meta.waitingOn, or meta.complete where nothing is left to do.`,
      ),
    ...(workflow.level === undefined ? [] : nodes.flatMap(waysOn).flatMap(openToTheBarred)),
    ...nodes
      .filter((node) => isLeaf(node) && isOutOfPlace(workflow, node))
      .map(
        (node) =>
          `${pathOf(node)} is waited on and stands in no stage, so it has no place on the path and no queue: name the place of its stage among the stages of the level, or in the places of the version.`,
      ),
    ...strayRules.map(
      ([name, rule]) =>
        `The rule ${name} holds in ${'in' in rule ? rule.in : ''}, which is no state: name the path the stage has in the machine.`,
    ),
    ...strayStages.map(
      ({ name, path }) =>
        `The stage ${name} stands at ${path}, which is no state: mend its place, or put it into the machine.`,
    ),
  ].map((sentence) => `${workflow.name}@${workflow.version}: ${sentence}`);
}

function unsaidOf(workflow: Workflow, node: AnyStateNode, way: AnyTransitionDefinition): readonly string[] {
  const where = `${pathOf(node) || 'anywhere'} on ${String(way.eventType) || 'its own'}`;
  const { by = [], label = '' } = (way.meta ?? {}) as Partial<Passage>;
  const bySomebody = way.eventType !== '';
  const strangers = by.filter((role) => !Object.hasOwn(workflow.roles, role));
  return [
    ...(/\S.*\.$/.test(way.description ?? '')
      ? []
      : [`${where} has no description: say in a whole sentence what it means.`]),
    ...(bySomebody && by.length === 0 ? [`${where} says nobody who may do it: name the roles in meta.by.`] : []),
    ...(bySomebody && label.trim() === '' ? [`${where} has no words for its button: give it meta.label.`] : []),
    ...strangers.map((role) => `${where} names ${role}, which is no role: use one of workflows/application/roles.ts.`),
  ];
}

const approvers: readonly string[] = ['regional-assessor', 'constitution-reviewer', 'national-committee'];

/**
 * A declared interest, and a hand in what the CCG did, bar from everything an approver does but declaring and giving back a claim.
 */
function openToTheBarred(way: AnyTransitionDefinition): readonly string[] {
  const type = String(way.eventType);
  const isApprovers = (way.meta as Passage | undefined)?.by.some((role) => approvers.includes(role)) ?? false;
  if (!isApprovers || ['CaseReleased', 'InterestDeclared'].includes(type)) return [];
  const asked = ruleNamesOf(way.guard);
  return Object.entries(bars)
    .filter(([rule]) => !asked.includes(rule))
    .map(
      ([rule, who]) =>
        `${type} is open to an approver who has ${who}: ask ${rule} in its guard, as independently() does.`,
    );
}

const bars = {
  approverHasNoInterest: 'an interest (R-47)',
  approverIsNoHand: 'a hand in what the CCG did (R-46)',
};

/** Whoever is waited on is told in the queue of a stage. */
function isOutOfPlace({ stages, level }: Workflow, leaf: AnyStateNode): boolean {
  const line = withAncestors(leaf);
  return (
    level !== undefined &&
    line.some((node) => placeOf(node).waitingOn) &&
    !line.some((node) => stages.some(({ path }) => path === pathOf(node)))
  );
}

/** A case waits on somebody until it is over, in force or not begun; what is complete waits on nobody. */
function isWaiting(workflow: Workflow, leaf: AnyStateNode): boolean {
  const line = withAncestors(leaf);
  const isSettled = leaf.type === 'final' || leaf === firstLeafOf(workflow.machine.root);
  return (
    isSettled ||
    workflow.stages.length === 0 ||
    line.some((node) => pathOf(node) === workflow.holds || placeOf(node).complete || placeOf(node).waitingOn)
  );
}

const withAncestors = (node: AnyStateNode): readonly AnyStateNode[] =>
  node.parent ? [node, ...withAncestors(node.parent)] : [node];

/**
 * What the list of stages lacks, or has that nothing uses. `folders`: those of workflows/stages. `versions`: those of workflows. `isLookedUp`:
 * whether the service knows a look-up.
 */
export function lackingAmong(
  stages: readonly StageWords[],
  {
    levels,
    folders,
    versions,
    isLookedUp,
  }: {
    readonly levels: readonly Workflow[];
    readonly folders: readonly string[];
    readonly versions: readonly string[];
    readonly isLookedUp: (name: string) => boolean;
  },
): readonly string[] {
  const names = stages.map(({ name }) => name);
  const spoken = (part: 'events' | 'rules', word: string): boolean =>
    levels.some((level) => Object.hasOwn(level[part], word));
  const waitedFor = new Set(
    levels.flatMap(({ machine }) => withinAndSelf(machine.root).map((node) => placeOf(node).due?.date)),
  );
  return [
    ...versions
      .filter((folder) => !levels.some(({ name, version }) => [name, `${name}-${version}`].includes(folder)))
      .map((folder) => `workflows/${folder} is not listed: add its version to workflows/index.ts.`),
    ...folders
      .filter((folder) => !names.includes(folder))
      .map((folder) => `workflows/stages/${folder} is not listed: add its words to workflows/stages.ts.`),
    ...names
      .filter((name) => !folders.includes(name))
      .map((name) => `The stage ${name} has no folder of that name: rename it in its words, or the folder.`),
    ...stages.flatMap(
      ({ name, events, rules, lookUps = {}, dates = {}, registers = {}, commuting = [], dueAs = {} }) => [
        ...Object.keys(events)
          .filter((type) => !spoken('events', type))
          .map(
            (type) =>
              `No level records ${type} of the stage ${name}: put the stage into the machine of a level, and list the version in workflows/index.ts.`,
          ),
        ...Object.keys(rules)
          .filter((rule) => !spoken('rules', rule))
          .map(
            (rule) =>
              `No level asks the rule ${rule} of the stage ${name}: use it in a guard of a version that workflows/index.ts lists, or take it out.`,
          ),
        ...Object.entries(lookUps)
          .flatMap(([type, asked]) => asked.map((look) => [type, look] as const))
          .filter(([, look]) => !isLookedUp(look))
          .map(
            ([type, look]) =>
              `${type} asks for ${look}, which the service does not look up: add it to apps/service/casework/look-ups.ts.`,
          ),
        ...[...Object.keys(lookUps), ...Object.keys(registers), ...commuting, ...Object.keys(dueAs)]
          .filter((type) => !Object.hasOwn(events, type))
          .map((type) => `The stage ${name} speaks of ${type}, which is not among its events: mend the spelling.`),
        ...Object.keys(dates)
          .filter((type) => !spoken('events', type))
          .map((type) => `A date of the stage ${name} is set by ${type}, which no level records: mend the spelling.`),
        ...[...new Set(Object.entries(dates).flatMap(namesSetBy))]
          .filter((date) => !waitedFor.has(date))
          .map(
            (date) =>
              `The stage ${name} sets the date ${date}, which nothing reads: give the state that ends with it due: { date: '${date}' }, or take it out.`,
          ),
      ],
    ),
  ];
}
