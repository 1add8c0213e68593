import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import { withinAndSelf } from './state.js';
import { describe as describeWorkflow, mermaidOf, tableOf } from './describe.js';

const nodes = withinAndSelf(allotment.machine.root).slice(1);

describe('the diagram of a workflow', () => {
  const lines = mermaidOf(allotment).map((line) => line.trim());

  it('draws every state', () => {
    for (const node of nodes) {
      const id = node.path.join('_');
      expect(
        lines.filter((line) => line.startsWith(`subgraph ${id} [`) || new RegExp(`^${id}[[(]`).test(line)),
      ).toHaveLength(1);
    }
  });

  it('draws every way on once, those that stay where they are as an arrow back', () => {
    expect(lines).toContain('requesting_waiting -->|PlotOffered| letting');
    expect(lines.filter((line) => line.includes('|FeePaid|'))).toEqual([
      'letting_fee_unpaid -->|FeePaid| letting_fee_paid',
      'letting_fee_unpaid -->|FeePaid| letting_fee_unpaid',
    ]);
  });

  it('draws what may happen anywhere', () => {
    expect(lines).toContain('case_any(["anywhere"])');
    expect(lines).toContain('case_any -->|NoteAdded| case_any');
  });

  it('opens as many blocks as it closes, and draws an end as one', () => {
    expect(lines.filter((line) => line.startsWith('subgraph '))).toHaveLength(
      lines.filter((line) => line === 'end').length,
    );
    expect(lines).toContain('withdrawn((("withdrawn")))');
  });
});

describe('the table of a workflow', () => {
  const lines = tableOf(allotment);

  it('says of every fact who, what, under which rules and where to', () => {
    expect(lines).toContain(
      '| `PlotOffered` | steward | **Offer a plot.** The steward offers a plot. | plot is free (R-1) | letting |',
    );
    expect(lines).toContain('| `NoteAdded` | gardener, steward | **Add a note.** Somebody adds a note. |  | stays |');
    for (const type of Object.keys(allotment.events))
      expect(lines.some((line) => line.includes(`| \`${type}\` |`))).toBe(true);
  });

  it('says of a state whom it waits on, what is due and how it ends', () => {
    const page = lines.join('\n');
    expect(page).toContain(
      '## requesting.waiting\n\nThe steward looks for a plot.\nWaits on steward.\nThe clock records `RequestExpired` at answer by.',
    );
    expect(page).toContain('Due by key by.');
    expect(page).toContain('`RequestWithdrawn` is refused here by the rule: tenants give notice (R-5).');
    expect(page).toContain('The case ends here: withdrawn.');
  });

  it('begins with what may happen anywhere', () => {
    expect(lines[0]).toBe('## Anywhere');
  });
});

describe('the page of a workflow', () => {
  it('names it with its version and lists every rule with its words', () => {
    const page = describeWorkflow(allotment);
    expect(page).toMatch(/^# Letting a plot\n\n`allotment@3`\./);
    for (const { meaning } of Object.values(allotment.rules)) {
      expect(page).toContain(typeof meaning === 'string' ? meaning : '(worded with the facts of the case)');
    }
  });
});
