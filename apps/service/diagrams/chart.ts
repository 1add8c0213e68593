/** The chart of a stage, or of all of a workflow: where everything is on it, and what is marked. */
import type { AnyStateNode } from 'xstate';
import type { State, Workflow } from '../../../libs/workflow/index.js';
import { isIn } from '../../../libs/workflow/state.js';
import type { WayId } from '../../../libs/workflow/taken.js';
import { laidOut, type Arrow, type Box, type Frame, type Layout, type Line } from './layout.js';
import { graphOf } from './stage-graph.js';

/** What is marked on a chart of a case. */
export interface Marks {
  /** Where the case is; absent where it is nowhere on what is drawn. */
  readonly now?: State;
  /** How often each way was taken. */
  readonly taken: ReadonlyMap<WayId, number>;
  /** Those that were taken last, by the event that is looked at. */
  readonly last: ReadonlySet<WayId>;
}

export type Mark = 'plain' | 'now' | 'taken' | 'last';

export interface MarkedLine extends Line {
  /** With how often it was taken. */
  readonly words: string;
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly (Frame & { readonly mark: Mark })[];
  readonly boxes: readonly (Omit<Box, 'lines'> & { readonly mark: Mark; readonly lines: readonly MarkedLine[] })[];
  readonly arrows: readonly (Arrow & { readonly mark: Mark })[];
}

/** What a page has room for sideways, in pixels. */
const roomy = 940;

/** By what is drawn: where everything is does not depend on what is marked, so each is laid out once. */
const known = new WeakMap<AnyStateNode, Promise<Layout>>();

/** @param top the state that is drawn with all in it: a stage, or the root for the whole workflow */
export function layoutFor(workflow: Workflow, top: AnyStateNode): Promise<Layout> {
  const found = known.get(top) ?? laidOut(graphOf(workflow, top), roomy);
  known.set(top, found);
  return found;
}

export async function chartOf(workflow: Workflow, top: AnyStateNode, marks: Marks): Promise<Chart> {
  const { width, height, frames, boxes, arrows } = await layoutFor(workflow, top);
  return {
    width,
    height,
    frames: frames.map((frame) => ({ ...frame, mark: isHere(frame.state, marks) ? 'now' : 'plain' })),
    boxes: boxes.map((box) => ({
      ...box,
      mark: box.state !== undefined && isHere(box.state, marks) ? 'now' : markOf(box.ways, marks),
      lines: box.lines.map((line) => ({ ...line, words: [line.text, ...timesOf(line, box, marks)].join(' ') })),
    })),
    arrows: arrows.map((arrow) => ({ ...arrow, mark: markOf(arrow.ways, marks) })),
  };
}

const isHere = (path: string, { now }: Marks): boolean => now !== undefined && isIn(now, path);

function markOf(ways: readonly WayId[] | undefined, { taken, last }: Marks): Mark {
  if (ways?.some((way) => last.has(way))) return 'last';
  return ways?.some((way) => taken.has(way)) ? 'taken' : 'plain';
}

export const timesTaken = (ways: readonly WayId[], { taken }: Pick<Marks, 'taken'>): number =>
  ways.reduce((sum, way) => sum + (taken.get(way) ?? 0), 0);

function timesOf({ ways, isLast }: Line, box: Box, marks: Marks): readonly string[] {
  const counted = ways ?? box.ways;
  const times = isLast && counted !== undefined ? timesTaken(counted, marks) : 0;
  return times === 0 ? [] : [`×${times}`];
}
