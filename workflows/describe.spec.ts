import { describe, expect, it } from '@jest/globals';
import type { AnyStateNode } from 'xstate';
import { mermaidOf, tableOf } from '../libs/workflow/describe.js';
import { placeOf, waysOn, withinAndSelf } from '../libs/workflow/state.js';
import { workflows } from './index.js';

describe.each(workflows.map((workflow) => [`${workflow.name}@${workflow.version}`, workflow] as const))(
  'the page of %s',
  (_, workflow) => {
    const nodes = withinAndSelf(workflow.machine.root).slice(1);
    const diagram = mermaidOf(workflow).map((line) => line.trim());
    const table = tableOf(workflow);
    const taken = new Set(
      nodes
        .concat(workflow.machine.root)
        .flatMap(waysOn)
        .map(({ eventType }) => String(eventType)),
    );
    const facts = Object.keys(workflow.events).filter((type) => taken.has(type));

    it('shows every state in the diagram', () => {
      const drawn = (node: AnyStateNode): boolean => {
        const id = node.path.join('_');
        return diagram.some((line) => line.startsWith(`subgraph ${id} [`) || new RegExp(`^${id}[[(]`).test(line));
      };
      expect(nodes.filter((node) => !drawn(node)).map(({ id }) => id)).toEqual([]);
    });

    it('shows every fact in the diagram', () => {
      const drawn = new Set(diagram.flatMap((line) => /-->\|(.+)\|/.exec(line)?.[1]?.split('<br>') ?? []));
      expect(facts.filter((type) => !drawn.has(type))).toEqual([]);
    });

    it('tells of every state in the table that says something or that one can leave', () => {
      const told = (node: AnyStateNode): boolean => node.description !== undefined || node.transitions.size > 0;
      const untold = nodes.filter((node) => told(node) && !table.includes(`## ${node.path.join('.')}`));
      expect(untold.map(({ id }) => id)).toEqual([]);
      expect(nodes.filter((node) => node.type === 'atomic' && !told(node)).map(({ id }) => id)).toEqual([]);
    });

    it('tells of every fact in the table, and of every rule that refuses one', () => {
      const page = table.join('\n');
      expect(facts.filter((type) => !page.includes(`| \`${type}\` |`))).toEqual([]);
      const refused = nodes.flatMap((node) => Object.keys(placeOf(node).refuses ?? {}));
      expect(refused.filter((type) => !page.includes(`\`${type}\` is refused here`))).toEqual([]);
    });
  },
);
