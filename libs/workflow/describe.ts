import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { ruleNamesOf } from './model.js';
import { passageOf, pathOf, placeOf } from './state.js';
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
    ...rulesOf(workflow),
  ].join('\n');
}

const children = (node: AnyStateNode): readonly AnyStateNode[] => Object.values(node.states);
const idOf = (node: AnyStateNode): string => (node.path.length === 0 ? 'root' : node.path.join('_'));

/** Mermaid `stateDiagram-v2`, as lines with their fence. */
export function mermaidOf(workflow: Workflow): readonly string[] {
  const { root } = workflow.machine;
  const anywhere = waysOn(root).length > 0 ? [`  state "anywhere" as ${idOf(root)}`] : [];
  const arrows = allNodes(root).flatMap((node) => waysOn(node).flatMap((way) => arrow(node, way)));
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...anywhere,
    ...inside(root, '  '),
    ...[...new Set(arrows)].map((line) => `  ${line}`),
    '```',
  ];
}

function inside(node: AnyStateNode, indent: string): readonly string[] {
  const initial = node.type === 'parallel' ? [] : node.initial.target.map((first) => `${indent}[*] --> ${idOf(first)}`);
  const blocks = children(node).map((child) => {
    const name = `${indent}state "${child.key}" as ${idOf(child)}`;
    if (children(child).length === 0)
      return child.type === 'final' ? [name, `${indent}${idOf(child)} --> [*]`] : [name];
    return [`${name} {`, ...inside(child, `${indent}  `), `${indent}}`];
  });
  const between = node.type === 'parallel' ? [`${indent}--`] : [];
  return [...initial, ...blocks.flatMap((block, index) => (index === 0 ? block : [...between, ...block]))];
}

/** What leads nowhere else is an arrow from a state to itself. */
function arrow(node: AnyStateNode, way: AnyTransitionDefinition): readonly string[] {
  return (way.target ?? [node]).map((to) => `${idOf(node)} --> ${idOf(to)} : ${way.eventType || 'at once'}`);
}

const allNodes = (node: AnyStateNode): readonly AnyStateNode[] => [node, ...children(node).flatMap(allNodes)];

function waysOn(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** Every transition in words, as Markdown: where, what, who, under which rules, where to. */
export function tableOf(workflow: Workflow): readonly string[] {
  return allNodes(workflow.machine.root).flatMap((node) => {
    const { waitingOn, due, outcome, refuses } = placeOf(node);
    const facts = [
      node.description,
      waitingOn && `Waits on ${waitingOn.join(', ')}.`,
      due &&
        (due.event ? `The clock records \`${due.event}\` at ${inWords(due.date)}.` : `Due by ${inWords(due.date)}.`),
      ...Object.entries(refuses ?? {}).map(
        ([type, rule]) => `\`${type}\` is refused here by the rule: ${named(workflow, rule)}.`,
      ),
      outcome && `The case ends here: ${outcome}.`,
    ].filter((line) => line !== undefined);
    const ways = waysOn(node);
    if (facts.length === 0 && ways.length === 0) return [];
    const heading = [`## ${pathOf(node) || 'Anywhere'}`, '', ...(facts.length > 0 ? [...facts, ''] : [])];
    if (ways.length === 0) return heading;
    return [
      ...heading,
      '| event | who | meaning | only if | leads to |',
      '|---|---|---|---|---|',
      ...ways.map((way) => row(workflow, way)),
      '',
    ];
  });
}

function row(workflow: Workflow, way: AnyTransitionDefinition): string {
  const { by, label, rules } = way.eventType ? passageOf(way) : { by: [], label: '', rules: [] };
  const conditions = ruleNamesOf(way.guard).map((name) => named(workflow, name));
  const rest = (rules ?? []).filter((id) => !conditions.some((condition) => condition.includes(`(${id})`)));
  const to = way.target?.map(pathOf).join(', ') ?? 'stays';
  const cells = [
    way.eventType ? `\`${way.eventType}\`` : 'at once',
    by.join(', '),
    [label && `**${label}.**`, way.description].filter(Boolean).join(' '),
    [...conditions, ...rest].join('; '),
    to,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** `ballotIsNotRequired` → "ballot is not required (R-12)". */
function named(workflow: Workflow, rule: string): string {
  const id = workflow.rules[rule]?.id;
  return id ? `${inWords(rule)} (${id})` : inWords(rule);
}

/** `ballotIsNotRequired` → "ballot is not required". */
const inWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function rulesOf(workflow: Workflow): readonly string[] {
  const rules = Object.entries(workflow.rules).map(([name, { id, meaning }]) => {
    const words = typeof meaning === 'string' ? meaning : '(worded with the facts of the case)';
    return `| ${inWords(name)} | ${id ?? ''} | ${words} |`;
  });
  return ['## Rules', '', '| rule | number | what people are told |', '|---|---|---|', ...rules, ''];
}
