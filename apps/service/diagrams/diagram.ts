/** Statecharts as pictures: the workflow, and on it where a case is and was. */
import { instance, type Graph, type Subgraph } from '@viz-js/viz';
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { State, Workflow } from '../../../libs/workflow/index.js';
import { boxesIn, overlap } from './boxes.js';
import {
  childrenOf,
  firstLeafOf,
  inWords,
  isLeaf,
  nodesOf,
  passageOf,
  stateInWords,
  waysOn,
  withinAndSelf,
} from '../../../libs/workflow/state.js';

export interface Highlights {
  readonly now: State;
  /** Every state the case has been in, the present one among them. */
  readonly been: readonly State[];
}

/** Colours of the NHS identity; each also differs by its line, so that nothing is told by colour alone. */
const colours = {
  line: '#4c6272',
  text: '#212b32',
  now: '#005eb8',
  onNow: '#ffffff',
  been: '#d8e8f7',
  region: '#aeb7bd',
};

const viz = instance();

/** The statechart as SVG, with a title and the same in words; labels are escaped by Graphviz. */
export async function diagramOf(workflow: Workflow, highlights?: Highlights): Promise<string> {
  const { root } = workflow.machine;
  const ids = (states: readonly State[]): ReadonlySet<string> =>
    new Set(states.flatMap((state) => nodesOf(workflow.machine, state).map(({ id }) => id)));
  const shown: Shown = { now: ids(highlights ? [highlights.now] : []), been: ids(highlights?.been ?? []) };
  const svg = laidOut(await viz, root, shown);
  const words = highlights
    ? `The case is in ${stateInWords(highlights.now)}.`
    : 'States and the events that lead from one to another.';
  return accessible(svg, workflow.title, words);
}

/**
 * Graphviz ranks each frame on its own, which reads best; at times it lays frames of parallel regions over each other by that. Ranks over
 * the whole picture do not, and crowd the labels, so they are taken only then.
 */
function laidOut(graphviz: Awaited<typeof viz>, root: AnyStateNode, shown: Shown): string {
  const byFrame = graphviz.renderString(graphOf(root, shown, false), { format: 'svg' });
  return boxesIn(byFrame).some((box, index, all) => all.slice(index + 1).some((other) => overlap(box, other)))
    ? graphviz.renderString(graphOf(root, shown, true), { format: 'svg' })
    : byFrame;
}

interface Shown {
  readonly now: ReadonlySet<string>;
  readonly been: ReadonlySet<string>;
}

function graphOf(root: AnyStateNode, shown: Shown, wholeRanks: boolean): Graph {
  const arrows = inner(root).flatMap((node) => waysOn(node).flatMap((way) => edgesOf(node, way)));
  const fromAnywhere = waysOn(root).flatMap((way) => edgesOf(root, way).map((edge) => ({ ...edge, tail: anywhere })));
  const { nodes = [], subgraphs = [] } = inside(root, shown);
  return {
    directed: true,
    graphAttributes: {
      compound: true,
      newrank: wholeRanks,
      rankdir: 'LR',
      fontname: 'Arial',
      fontsize: 12,
      nodesep: 0.25,
      ranksep: 0.5,
      bgcolor: 'transparent',
    },
    nodeAttributes: {
      shape: 'box',
      style: 'rounded',
      fontname: 'Arial',
      fontsize: 11,
      color: colours.line,
      fontcolor: colours.text,
    },
    edgeAttributes: { fontname: 'Arial', fontsize: 9, color: colours.line, fontcolor: colours.text, arrowsize: 0.6 },
    nodes:
      fromAnywhere.length > 0
        ? [...nodes, { name: anywhere, attributes: { label: 'anywhere', shape: 'plain' } }]
        : nodes,
    subgraphs,
    edges: eachOnce([...arrows, ...fromAnywhere]),
  };
}

/** Where the transitions begin that are open wherever a case stands. */
const anywhere = 'anywhere';

type Edges = NonNullable<Graph['edges']>;

/** Ways with other rules but the same words between the same states are one arrow. */
const eachOnce = (edges: Edges): Edges => [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()];

/** The states inside a state, without itself. */
const inner = (node: AnyStateNode): readonly AnyStateNode[] => withinAndSelf(node).slice(1);

function inside(node: AnyStateNode, shown: Shown): Pick<Subgraph, 'nodes' | 'subgraphs'> {
  return {
    nodes: childrenOf(node)
      .filter(isLeaf)
      .map((leaf) => ({ name: leaf.id, attributes: { label: inWords(leaf.key), ...looks(leaf, shown) } })),
    subgraphs: childrenOf(node)
      .filter((child) => !isLeaf(child))
      .map((child) => ({
        name: `cluster_${child.id}`,
        graphAttributes: {
          label: inWords(child.key),
          fontname: 'Arial',
          fontcolor: colours.text,
          style: node.type === 'parallel' ? 'rounded,dashed' : 'rounded',
          color: shown.now.has(child.id) ? colours.now : colours.region,
          penwidth: shown.now.has(child.id) ? 2 : 1,
        },
        ...inside(child, shown),
      })),
  };
}

function looks(leaf: AnyStateNode, { now, been }: Shown): Record<string, string | number> {
  const shape = leaf.type === 'final' ? { peripheries: 2 } : {};
  if (now.has(leaf.id))
    return { ...shape, style: 'rounded,filled', fillcolor: colours.now, fontcolor: colours.onNow, penwidth: 3 };
  if (been.has(leaf.id)) return { ...shape, style: 'rounded,filled', fillcolor: colours.been };
  return shape;
}

/** An arrow ends at a leaf; where the state has parts, it is cut off at the frame around them. */
function edgesOf(from: AnyStateNode, way: AnyTransitionDefinition): Edges {
  return (way.target ?? []).map((to) => {
    const within = withinAndSelf(from).includes(to);
    return {
      tail: firstLeafOf(from).id,
      head: firstLeafOf(to).id,
      attributes: {
        label: way.eventType ? passageOf(way).label : 'at once',
        ...(!isLeaf(from) && !within && { ltail: `cluster_${from.id}` }),
        ...(!isLeaf(to) && !inner(to).includes(from) && { lhead: `cluster_${to.id}` }),
      },
    };
  });
}

/** Without prolog and doctype, as an image with a name and a description. */
function accessible(svg: string, title: string, words: string): string {
  const picture = svg.slice(svg.indexOf('<svg'));
  const head = `<title id="t">${escaped(title)}</title><desc id="d">${escaped(words)}</desc>`;
  return picture.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) => `<svg${attributes} role="img" aria-labelledby="t d">${head}`,
  );
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
