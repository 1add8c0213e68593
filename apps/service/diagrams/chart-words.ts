/** What a chart shows, in words: each place, and each way on from it. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { clockActor } from '../../../libs/workflow/clock.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { isIn, passageOf, pathOf, placeOf, waysOn, withinAndSelf } from '../../../libs/workflow/state.js';
import { wayId } from '../../../libs/workflow/taken.js';
import { roleTitle, waitedOn } from '../pages/words.js';
import { timesTaken, type Marks } from './chart.js';
import { elsewhere, nameOf } from './stage-graph.js';

export interface PlaceInWords {
  /** “Balloting”; with what is around it where names stand twice: “Again: Balloting” */
  readonly name: string;
  /** Dotted path of its state. */
  readonly state: string;
  readonly description?: string;
  readonly isHere: boolean;
  readonly waitsOn: readonly string[];
  readonly ways: readonly WayInWords[];
}

export interface WayInWords {
  readonly label: string;
  readonly by: readonly string[];
  readonly meaning?: string;
  /** Names of places; none where the case stays. */
  readonly leadsTo: readonly string[];
  readonly times: number;
  readonly isLast: boolean;
}

/** Places of a stage, or of a whole workflow, outermost first; those of which there is nothing to tell are left out. */
export function placesInWords(workflow: Workflow, top: AnyStateNode, marks: Marks): readonly PlaceInWords[] {
  const all = withinAndSelf(top);
  const named = (node: AnyStateNode): string => nameWithin(top, node);
  return all.flatMap((node): readonly PlaceInWords[] => {
    const ways = waysOn(node).map((way) => wayInWords(workflow, { way, all, named, marks }));
    const description = node.description;
    if (ways.length === 0 && description === undefined) return [];
    return [
      {
        state: pathOf(node),
        name: node === top ? anywhereIn(workflow, top) : named(node),
        ...(description !== undefined && { description }),
        isHere: marks.now !== undefined && node !== workflow.machine.root && isIn(marks.now, pathOf(node)),
        waitsOn: (placeOf(node).waitingOn ?? []).map(waitedOn),
        ways: sameTogether(ways),
      },
    ];
  });
}

const anywhereIn = (workflow: Workflow, top: AnyStateNode): string =>
  top === workflow.machine.root ? 'Anywhere' : 'At any point of the stage';

function nameWithin(top: AnyStateNode, node: AnyStateNode): string {
  const { parent } = node as { readonly parent?: AnyStateNode };
  return parent === undefined || parent === top || node === top
    ? nameOf(node)
    : `${nameWithin(top, parent)}: ${nameOf(node)}`;
}

interface Telling {
  readonly way: AnyTransitionDefinition;
  readonly all: readonly AnyStateNode[];
  readonly named: (node: AnyStateNode) => string;
  readonly marks: Marks;
}

function wayInWords(workflow: Workflow, { way, all, named, marks }: Telling): WayInWords {
  const targets = (way.target ?? []) as readonly AnyStateNode[];
  const meaning = way.description;
  return {
    label: way.eventType ? passageOf(way).label : 'By itself',
    by: way.eventType
      ? passageOf(way).by.map((role) => (role === clockActor.role ? 'the service' : roleTitle(role)))
      : [],
    ...(meaning !== undefined && { meaning }),
    leadsTo: targets
      .filter((to) => to !== way.source)
      .map((to) => (all.includes(to) ? named(to) : elsewhere(workflow, to))),
    times: timesTaken([wayId(way)], marks),
    isLast: marks.last.has(wayId(way)),
  };
}

/** Ways that differ by their rules alone are told once. */
const sameTogether = (ways: readonly WayInWords[]): readonly WayInWords[] => [
  ...new Map(ways.map((way) => [JSON.stringify([way.label, way.meaning, way.leadsTo]), way])).values(),
];
