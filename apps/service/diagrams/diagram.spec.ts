import { describe, expect, it } from '@jest/globals';
import type { Workflow } from '../../../libs/workflow/index.js';
import { given } from '../../../libs/workflow/specification.js';
import { inForce } from '../../../test/builders.js';
import { delegatedCommissioning } from '../../../workflows/delegated-commissioning/index.js';
import { workflows } from '../../../workflows/index.js';
import { boxesIn, overlap } from './boxes.js';
import { diagramOf } from './diagram.js';

describe.each(workflows.map((workflow) => [workflow.name, workflow] as const))('the picture of %s', (_, workflow) => {
  it('is an image with a name and a description, and carries nothing that runs or loads', async () => {
    const svg = await diagramOf(workflow);
    expect(svg).toMatch(/^<svg[^>]* role="img" aria-labelledby="t d"><title id="t">/);
    expect(svg).toContain(`<title id="t">${workflow.title}</title>`);
    expect(svg).not.toMatch(/<script|<image|href=|javascript:|<!DOCTYPE|<\?xml/i);
  });
});

describe('the picture of a case', () => {
  const { standing } = given(delegatedCommissioning, ...inForce());
  const now = standing.progress.state;

  it('shows where the case is, where it was, and says where it is in words', async () => {
    const been = [{ applying: { interest: 'expressed' } }, { applying: { interest: 'returned' } }, now];
    const svg = await diagramOf(delegatedCommissioning, { now, been });
    expect(svg).toContain(
      '<desc id="d">The case is in inForce(notice.none, functions.exercised, variation.settled).</desc>',
    );
    // Now: the three leaves of in force. Before: expressed and returned.
    expect(svg.match(/fill="#005eb8"/g)).toHaveLength(3);
    expect(svg.match(/fill="#d8e8f7"/g)).toHaveLength(2);
  });

  it('is the same every time', async () => {
    const highlights = { now, been: [now] };
    expect(await diagramOf(delegatedCommissioning, highlights)).toBe(
      await diagramOf(delegatedCommissioning, highlights),
    );
  });

  it('escapes what a workflow calls itself', async () => {
    const odd: Workflow = { ...delegatedCommissioning, title: '<b>&amp;' };
    expect(await diagramOf(odd)).toContain('<title id="t">&lt;b&gt;&amp;amp;</title>');
  });
});

describe('the picture of every workflow', () => {
  it.each(workflows.map((each) => [`${each.name}@${each.version}`, each] as const))(
    '%s shows each state in a place of its own',
    async (_, each) => {
      const boxes = boxesIn(await diagramOf(each));
      expect(boxes.length).toBeGreaterThan(0);
      for (const [index, box] of boxes.entries())
        expect(
          boxes
            .slice(index + 1)
            .filter((other) => overlap(box, other))
            .map(({ name }) => [box.name, name]),
        ).toEqual([]);
    },
  );
});
