/** Walks of whole workflows, for laws that must hold for all cases that could ever be; and faults planted to see a law catch them. */
import { createMachine } from 'xstate';
import type { State, Workflow } from '../libs/workflow/index.js';
import { guardsOf } from '../libs/workflow/model.js';
import { walk, type Edge, type Walk } from '../libs/workflow/prove.js';
import { stateInWords, substateAt } from '../libs/workflow/state.js';

export const isInForce = (state: State): boolean => substateAt(state, 'inForce') !== undefined;

const walks = new Map<Workflow, Walk>();

/** Each workflow is walked once; a walk of thousands of configurations takes seconds. */
export function walked(workflow: Workflow): Walk {
  const known = walks.get(workflow) ?? walk(workflow);
  walks.set(workflow, known);
  return known;
}

export const nameOf = ({ name, version }: Workflow): string => `${name}@${version}`;

/** Who may end what is in force: NHS England, and the clock: on the day that NHS England named, or because the register says so. */
const entitled: readonly string[] = ['national-committee', 'clock'];

/** The ways by which anybody else takes a case out of force. The guarantee of delegation is that there are none. */
export const waysOut = (workflow: Workflow): readonly string[] =>
  walked(workflow)
    .edges.filter(
      ({ from, to, by }) => isInForce(from) && !isInForce(to) && by.some((role) => !entitled.includes(role)),
    )
    .map(({ from, type, by, to }) => `${by.join()}: ${stateInWords(from)} --${type}--> ${stateInWords(to)}`);

/** How a level ends that is in force, each way once. */
export const endsInForce = (workflow: Workflow): readonly string[] => {
  const ways = walked(workflow).edges.filter(({ from, to }) => isInForce(from) && !isInForce(to));
  return [...new Set(ways.map(({ type, by, to }) => `${type} by ${by.join()} to ${stateInWords(to)}`))].sort();
};

/** The ways by which a case comes into force. */
export const entriesOf = (workflow: Workflow): readonly Edge[] =>
  walked(workflow).edges.filter(({ from, to }) => !isInForce(from) && isInForce(to));

/** The ways into force that do not ask a rule; one that can be gone round counts too. */
export function lacking(workflow: Workflow, rule: string): readonly string[] {
  const without = entriesOf(workflow).filter(({ rules }) => !rules.includes(rule));
  const isReachable = reachableWithout(walked(workflow).edges, ({ rules }) => rules.includes(rule));
  return [
    ...without.map(({ from, type }) => `${stateInWords(from)} --${type}-->`),
    ...(isReachable ? ['in force'] : []),
  ];
}

type Literal = Record<string, unknown>;

/** The workflow with one more transition, planted into its literal. */
export function planted(workflow: Workflow, path: readonly string[], on: Record<string, unknown>): Workflow {
  const config = structuredCloneOfLiteral(workflow.machine.config) as Literal;
  let state: Literal = config;
  for (const name of path) state = (state['states'] as Record<string, Literal>)[name]!;
  state['on'] = { ...(state['on'] as object | undefined), ...on };
  return { ...workflow, machine: createMachine(config as never).provide({ guards: guardsOf(workflow.rules) }) };
}

/** structuredClone refuses functions; a literal's functions are kept as they are. */
function structuredCloneOfLiteral(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCloneOfLiteral);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, structuredCloneOfLiteral(inner)]),
  );
}

/** Whether in force can be reached when these ways are closed. */
export function reachableWithout(edges: readonly Edge[], closed: (edge: Edge) => boolean): boolean {
  const from = edgesFrom(edges);
  const start = JSON.stringify(edges[0]!.from);
  const seen = new Set([start]);
  const queue = [start];
  for (let here = queue.pop(); here !== undefined; here = queue.pop()) {
    for (const { edge, to } of from.get(here) ?? []) {
      if (seen.has(to) || closed(edge)) continue;
      queue.push(to);
      seen.add(to);
    }
  }
  return [...seen].some((state) => isInForce(JSON.parse(state) as State));
}

type Onward = ReadonlyMap<string, readonly { readonly edge: Edge; readonly to: string }[]>;
const onward = new WeakMap<readonly Edge[], Onward>();

/** The edges by the state they leave; made once for each walk. */
function edgesFrom(edges: readonly Edge[]): Onward {
  const known = onward.get(edges);
  if (known) return known;
  const made = new Map<string, { edge: Edge; to: string }[]>();
  for (const edge of edges) {
    const key = JSON.stringify(edge.from);
    const ways = made.get(key) ?? [];
    ways.push({ edge, to: JSON.stringify(edge.to) });
    made.set(key, ways);
  }
  onward.set(edges, made);
  return made;
}
