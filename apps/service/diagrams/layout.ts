/** Where the boxes and arrows of a chart are, in pixels from its upper left corner. */
import { instance, type Graph, type Subgraph } from '@viz-js/viz';
import type { WayId } from '../../../libs/workflow/taken.js';
import type { BoxKind, GraphBox, GraphFrame, StageGraph } from './stage-graph.js';
import { inLines, widthOf, type Type } from './text-width.js';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly text: string;
  /** Middle of the line, and where its letters stand. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Of a way that stays, what it is. */
  readonly ways?: readonly WayId[];
  readonly isLast: boolean;
}

export interface Box extends Area {
  readonly kind: BoxKind;
  /** All of its text, in one line. */
  readonly title: string;
  readonly state?: string;
  readonly ways?: readonly WayId[];
  readonly lines: readonly Line[];
}

export interface Frame extends Area {
  readonly state: string;
  readonly isBeside: boolean;
  readonly line: Line;
}

export interface Arrow {
  /** As SVG has it. */
  readonly path: string;
  readonly head: string;
  readonly ways: readonly WayId[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Frame[];
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** Sizes of type, in pixels; none smaller. */
export const sizes = { name: 16, rest: 15 } as const;
const leading = 20;
const padding = { x: 12, y: 8 } as const;
/** The longest that lines of a box get. */
const widest = 170;
/** Room beside what was taken for how often. */
const times = ' ×9999';
const dot = 16;

interface Sized {
  readonly box: GraphBox;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly {
    readonly text: string;
    readonly type: Type;
    readonly ways?: readonly WayId[];
    readonly isLast: boolean;
  }[];
}

function sized(box: GraphBox): Sized {
  if (box.kind === 'start') return { box, width: dot, height: dot, texts: [] };
  const strong = box.kind === 'state' || box.kind === 'end';
  const type: Type = strong ? { size: sizes.name, strong } : { size: sizes.rest };
  const name = inLines(box.text, widest, type);
  const counted = box.kind === 'way';
  const texts = [
    ...name.map((text, index) => ({ text, type, isLast: counted && index === name.length - 1 })),
    ...(box.stays ?? []).flatMap(({ text, ways }) => {
      const lines = inLines(text, widest, { size: sizes.rest });
      return lines.map((line, index) => ({
        text: line,
        type: { size: sizes.rest },
        ways,
        isLast: index === lines.length - 1,
      }));
    }),
  ];
  const broad = Math.max(...texts.map(({ text, type: of, isLast }) => widthOf(isLast ? text + times : text, of)));
  const gap = (box.stays ?? []).length > 0 ? padding.y : 0;
  return {
    box,
    width: Math.ceil(broad + 2 * padding.x),
    height: texts.length * leading + 2 * padding.y + gap,
    texts,
  };
}

const viz = instance();

/** Graphviz reckons in inches of 72 points; its points are our pixels. */
const inches = (pixels: number): number => pixels / 72;

/** The direction that needs less room sideways, unless both fit. */
export async function laidOut(graph: StageGraph, roomy: number): Promise<Layout> {
  const graphviz = await viz;
  const all = graph.boxes.map(sized);
  const drawn = (['LR', 'TB'] as const).map((direction) => placed(graphviz, graph, all, direction));
  const [across, down] = drawn as [Layout, Layout];
  if (across.width <= roomy) return across;
  return down.width < across.width ? down : across;
}

type Graphviz = Awaited<typeof viz>;

/** Frames are ranked each on its own, which reads best; where boxes or frames come to lie on each other by that, over the whole. */
function placed(graphviz: Graphviz, graph: StageGraph, all: readonly Sized[], direction: 'LR' | 'TB'): Layout {
  const byFrame = layoutOf(graphviz, graph, all, { direction, wholeRanks: false });
  return isClear(byFrame) ? byFrame : layoutOf(graphviz, graph, all, { direction, wholeRanks: true });
}

export const overlaps = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** What must lie clear of each other: boxes, and the names of frames. */
export const labelsOf = ({ boxes, frames }: Pick<Layout, 'boxes' | 'frames'>): readonly Area[] => [
  ...boxes,
  ...frames.map(({ line }) => {
    const width = widthOf(line.text, { size: line.size });
    return { x: line.x - width / 2, y: line.y - line.size, width, height: line.size + 4 };
  }),
];

const isClear = (layout: Layout): boolean =>
  labelsOf(layout).every((area, index, all) => !all.slice(index + 1).some((other) => overlaps(area, other)));

interface Wanted {
  readonly direction: 'LR' | 'TB';
  readonly wholeRanks: boolean;
}

/** As Graphviz writes it, as far as it is read here. */
interface Drawn {
  readonly bb: string;
  readonly objects?: readonly {
    readonly name: string;
    readonly bb?: string;
    readonly pos?: string;
    readonly lp?: string;
  }[];
  readonly edges?: readonly { readonly pos: string; readonly id: string }[];
}

function layoutOf(graphviz: Graphviz, graph: StageGraph, all: readonly Sized[], wanted: Wanted): Layout {
  const drawn = graphviz.renderJSON(described(graph, all, wanted)) as Drawn;
  const objects = new Map((drawn.objects ?? []).map((each) => [each.name, each]));
  const [, , width = 0, height = 0] = numbersIn(drawn.bb);
  const flip = (y: number): number => height - y;
  const frames = graph.frames.flatMap((frame, index) => {
    const found = objects.get(`cluster_${index}`);
    return found?.bb === undefined || found.lp === undefined ? [] : [frameAt(frame, found.bb, found.lp, flip)];
  });
  const boxes = all.flatMap((each, index) => {
    const pos = objects.get(`b${index}`)?.pos;
    return pos === undefined ? [] : [boxAt(each, pos, flip)];
  });
  const arrows = (drawn.edges ?? []).map(({ pos, id }) => ({
    ...arrowAt(pos, flip),
    ways: graph.arrows[Number(id)]?.ways ?? [],
  }));
  return { width: Math.ceil(width), height: Math.ceil(height), frames, boxes, arrows };
}

function described(graph: StageGraph, all: readonly Sized[], { direction, wholeRanks }: Wanted): Graph {
  const idOf = new Map(all.map(({ box }, index) => [box.id, `b${index}`]));
  return {
    directed: true,
    graphAttributes: {
      rankdir: direction,
      newrank: wholeRanks,
      nodesep: inches(18),
      ranksep: inches(26),
      pad: 0,
      fontname: 'Arial',
      fontsize: sizes.rest,
    },
    nodeAttributes: { shape: 'box', fixedsize: true, label: ' ' },
    edgeAttributes: { arrowsize: 0.8 },
    ...inside(graph, all, []),
    edges: graph.arrows.flatMap(({ from, to }, index) => {
      const [tail, head] = [idOf.get(from), idOf.get(to)];
      return tail === undefined || head === undefined ? [] : [{ tail, head, attributes: { id: String(index) } }];
    }),
  };
}

/** What stands directly within some frames. */
function inside(
  graph: StageGraph,
  all: readonly Sized[],
  within: readonly string[],
): Pick<Subgraph, 'nodes' | 'subgraphs'> {
  const isHere = (of: readonly string[]): boolean =>
    of.length === within.length && of.every((id, index) => id === within[index]);
  return {
    nodes: all.flatMap(({ box, width, height }, index) =>
      isHere(box.within) ? [{ name: `b${index}`, attributes: { width: inches(width), height: inches(height) } }] : [],
    ),
    subgraphs: graph.frames.flatMap((frame, index) =>
      isHere(frame.within)
        ? [
            {
              name: `cluster_${index}`,
              graphAttributes: { label: frame.text, fontname: 'Arial', fontsize: sizes.rest, margin: 14 },
              ...inside(graph, all, [...frame.within, frame.id]),
            },
          ]
        : [],
    ),
  };
}

const numbersIn = (text: string): readonly number[] => [...text.matchAll(/-?[\d.]+(?:e[-+]?\d+)?/g)].map(Number);
const rounded = (value: number): number => Math.round(value * 10) / 10;

function frameAt(frame: GraphFrame, bb: string, lp: string, flip: (y: number) => number): Frame {
  const [left = 0, bottom = 0, right = 0, top = 0] = numbersIn(bb);
  const [x = 0, y = 0] = numbersIn(lp);
  const line = {
    text: frame.text,
    x: rounded(x),
    y: rounded(flip(y) + sizes.rest / 3),
    size: sizes.rest,
    isLast: false,
  };
  const { state, isBeside } = frame;
  return {
    x: rounded(left),
    y: rounded(flip(top)),
    width: rounded(right - left),
    height: rounded(top - bottom),
    state,
    isBeside,
    line,
  };
}

function boxAt({ box, width, height, texts }: Sized, pos: string, flip: (y: number) => number): Box {
  const [x = 0, y = 0] = numbersIn(pos);
  const [left, top] = [x - width / 2, flip(y) - height / 2];
  const names = texts.filter(({ ways }) => ways === undefined).length;
  return {
    kind: box.kind,
    title: box.text,
    ...(box.state !== undefined && { state: box.state }),
    ...(box.ways !== undefined && { ways: box.ways }),
    x: rounded(left),
    y: rounded(top),
    width,
    height,
    lines: texts.map(({ text, type: { size }, ways, isLast }, index) => ({
      text,
      x: rounded(x),
      y: rounded(top + padding.y + leading * index + leading * 0.75 + (index >= names ? padding.y : 0)),
      size,
      ...(ways !== undefined && { ways }),
      isLast,
    })),
  };
}

/** `e,x,y` is where the arrow ends, the rest a line of Bézier curves. */
function arrowAt(pos: string, flip: (y: number) => number): Pick<Arrow, 'path' | 'head'> {
  const end = /^e,(-?[\d.e+-]+),(-?[\d.e+-]+) /.exec(pos);
  const points = [...pos.replace(/^e,\S+ /, '').matchAll(/(-?[\d.e+-]+),(-?[\d.e+-]+)/g)].map(
    ([, x, y]) => [rounded(Number(x)), rounded(flip(Number(y)))] as const,
  );
  const [first, ...rest] = points.map((point) => point.join(' '));
  const tip = end ? ([rounded(Number(end[1])), rounded(flip(Number(end[2])))] as const) : undefined;
  return {
    path: `M${first ?? '0 0'}C${rest.join(' ')}`,
    head: tip === undefined ? '' : headAt(points.at(-1) ?? tip, tip),
  };
}

type Point = readonly [number, number];

function headAt([fromX, fromY]: Point, [x, y]: Point): string {
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const [dx, dy] = [(x - fromX) / length, (y - fromY) / length];
  const corners = [
    [x, y],
    [x - 8 * dx - 4 * dy, y - 8 * dy + 4 * dx],
    [x - 8 * dx + 4 * dy, y - 8 * dy - 4 * dx],
  ];
  return corners.map(([left = 0, top = 0]) => `${rounded(left)},${rounded(top)}`).join(' ');
}
