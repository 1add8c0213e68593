/** How far an application has come: milestones of the levels, held against their machines. */
import { describe, expect, it } from '@jest/globals';
import { pathOf, withinAndSelf } from '../libs/workflow/state.js';
import { workflows } from '../workflows/index.js';

const leading = workflows.filter(({ level }) => level !== undefined);

describe.each(leading.map((workflow) => [`${workflow.name}@${workflow.version}`, workflow] as const))(
  '%s',
  (_, workflow) => {
    const { milestones = [], machine, holds } = workflow;

    it('has milestones, from the interest to being in force, each at a state that there is', () => {
      const paths = withinAndSelf(machine.root).map(pathOf);
      expect(milestones.filter(({ path }) => !paths.includes(path))).toEqual([]);
      expect(milestones[0]?.name).toBe('interest');
      expect(milestones.at(-1)?.path).toBe(holds);
      expect(new Set(milestones.map(({ name }) => name)).size).toBe(milestones.length);
    });

    it('has names that words of lists can be made of, the same in all its versions', () => {
      for (const { name } of milestones) expect(name).toMatch(/^[a-z-]+$/);
      const others = leading.filter(({ level }) => level === workflow.level);
      for (const other of others) expect(other.milestones).toEqual(milestones);
    });
  },
);
