import type { AnyStateNode } from 'xstate';
import { described, type AskedRule, type DescribedPlace, type DescribedWay } from './described.js';
import { childrenOf, firstLeafOf, inWords, isLeaf, waysOn, withinAndSelf } from './state.js';
import type { Workflow } from './index.js';

/** The workflow as a page of Markdown: a Mermaid state diagram and, in words, every state with its ways on. */
export function describe(workflow: Workflow): string {
  return [
    `# ${workflow.title}`,
    '',
    `\`${workflow.name}@${workflow.version}\`. Generated from the workflow itself; do not edit.`,
    '',
    ...mermaidOf(workflow),
    '',
    ...tableOf(workflow),
    ...rulesTableOf(workflow),
  ].join('\n');
}

const idOf = (node: AnyStateNode): string => (node.path.length === 0 ? 'case' : node.path.join('_'));
const anyOf = (node: AnyStateNode): string => `${idOf(node)}_any`;

/** A Mermaid flowchart, as lines with their fence. (Mermaid's state diagrams cannot draw a way from one part of a state into another.) */
export function mermaidOf(workflow: Workflow): readonly string[] {
  const { root } = workflow.machine;
  const arrows = new Map<string, Set<string>>();
  for (const node of withinAndSelf(root)) {
    for (const way of waysOn(node)) {
      for (const to of (way.target ?? [undefined]) as readonly (AnyStateNode | undefined)[]) {
        const ends = `${isLeaf(node) ? idOf(node) : anyOf(node)} -->|%| ${endOf(node, to)}`;
        arrows.set(ends, (arrows.get(ends) ?? new Set()).add((way.eventType as string) || 'at once'));
      }
    }
  }
  return [
    '```mermaid',
    'flowchart LR',
    ...inside(root, '  '),
    ...[...arrows].map(([ends, types]) => `  ${ends.replace('%', [...types].join('<br>'))}`),
    '```',
  ];
}

/** Where an arrow ends: at the frame of a state with parts, or inside it when it comes from inside. */
function endOf(from: AnyStateNode, to: AnyStateNode | undefined): string {
  if (to === undefined) return isLeaf(from) ? idOf(from) : anyOf(from);
  const comesFromInside = from === to || from.path.join('.').startsWith(`${to.path.join('.')}.`);
  return comesFromInside ? idOf(firstLeafOf(to)) : idOf(to);
}

function inside(node: AnyStateNode, indent: string): readonly string[] {
  const starts = node.type === 'parallel' ? [] : node.initial.target;
  return [
    ...(waysOn(node).length > 0
      ? [`${indent}${anyOf(node)}(["anywhere${node.path.length === 0 ? '' : ` in ${inWords(node.key)}`}"])`]
      : []),
    ...childrenOf(node).flatMap((child) => {
      const name = `"${inWords(child.key)}"`;
      if (!isLeaf(child))
        return [`${indent}subgraph ${idOf(child)} [${name}]`, ...inside(child, `${indent}  `), `${indent}end`];
      if (child.type === 'final') return [`${indent}${idOf(child)}(((${name})))`];
      return [starts.includes(child) ? `${indent}${idOf(child)}([${name}])` : `${indent}${idOf(child)}[${name}]`];
    }),
  ];
}

/** Every transition in words, as Markdown: where, what, who, under which rules, where to. */
export const tableOf = (workflow: Workflow): readonly string[] => described(workflow).flatMap(sectionOf);

function sectionOf(place: DescribedPlace): readonly string[] {
  const { path = 'Anywhere', ways } = place;
  const facts = factsOf(place);
  const heading = [`## ${path}`, '', ...(facts.length > 0 ? [...facts, ''] : [])];
  if (ways.length === 0) return heading;
  return [...heading, '| event | who | meaning | only if | leads to |', '|---|---|---|---|---|', ...ways.map(row), ''];
}

const factsOf = ({ description, waitingOn, due, refuses, outcome }: DescribedPlace): readonly string[] =>
  [
    description,
    waitingOn && `Waits on ${waitingOn.join(', ')}.`,
    due &&
      (due.event === undefined
        ? `Due by ${inWords(due.date)}${due.by ? `, and waits on ${due.by.join(', ')} until then` : ''}.`
        : `The clock records \`${due.event}\` at ${inWords(due.date)}.`),
    ...refuses.map(({ type, rule }) => `\`${type}\` is refused here by the rule: ${named(rule)}.`),
    outcome && `The case ends here: ${outcome}.`,
  ].filter((line) => line !== undefined);

function row({ type, by, label, meaning, onlyIf, also, to }: DescribedWay): string {
  const cells = [
    type === undefined ? 'at once' : `\`${type}\``,
    by.join(', '),
    [label && `**${label}.**`, meaning].filter(Boolean).join(' '),
    [...onlyIf.map(named), ...also].join('; '),
    to?.join(', ') ?? 'stays',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** “ballot is not required (R-12)” */
const named = ({ words, id }: AskedRule): string => (id === undefined ? words : `${words} (${id})`);

function rulesTableOf(workflow: Workflow): readonly string[] {
  const rules = Object.entries(workflow.rules).map(([name, { id, meaning }]) => {
    const words = typeof meaning === 'string' ? meaning : '(worded with the facts of the case)';
    return `| ${inWords(name)} | ${id ?? ''} | ${words} |`;
  });
  return ['## Rules', '', '| rule | number | what people are told |', '|---|---|---|', ...rules, ''];
}
