import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import type { AnyTransitionDefinition } from 'xstate';
import type { Passage, Workflow } from '../libs/workflow/index.js';
import { ruleNamesOf } from '../libs/workflow/model.js';
import { pathOf, withinAndSelf } from '../libs/workflow/state.js';
import { committeeMeeting } from '../workflows/committee-meeting/index.js';
import { workflows } from '../workflows/index.js';
import { nameOf, planted } from './walks.js';

/** What XState's `assign` makes, as far as it is read here. */
interface Assigning {
  readonly assignment: (facts: object) => object;
}

const transitionsOf = (workflow: Workflow): readonly AnyTransitionDefinition[] =>
  withinAndSelf(workflow.machine.root).flatMap((node) => [...node.transitions.values()].flat());

describe('R-46, R-47: who acts for NHS England on a case', () => {
  const approvers = ['regional-assessor', 'constitution-reviewer', 'national-committee'];
  const sides = ['ccg-officer', 'practice-representative', 'result-verifier'];
  /** What everybody may: say that they are barred, and give back what they had claimed. */
  const free = ['CaseReleased', 'InterestDeclared'];
  /** Everything that is about a CCG. A committee's meeting is about many cases, and asks who may vote on each. */
  const cases = workflows.filter(({ barred }) => barred !== undefined);
  const byApprovers = (workflow: Workflow): readonly AnyTransitionDefinition[] =>
    transitionsOf(workflow).filter(
      ({ meta, eventType }) =>
        (meta as Passage).by.some((role) => approvers.includes(role)) && !free.includes(String(eventType)),
    );
  const unasked = (workflow: Workflow): readonly string[] =>
    byApprovers(workflow)
      .filter(({ guard }) => {
        const asked = ruleNamesOf(guard);
        return !asked.includes('approverHasNoInterest') || !asked.includes('approverIsNoHand');
      })
      .map(({ source, eventType }) => `${pathOf(source)} on ${String(eventType)}`);

  it.each(cases.map((workflow) => [nameOf(workflow), workflow] as const))(
    '%s: has no interest in it and no hand in what the CCG does, whatever they do, revoking included',
    (_, workflow) => {
      expect(byApprovers(workflow).length).toBeGreaterThan(0);
      expect(unasked(workflow)).toEqual([]);
    },
  );

  it.each(cases.map((workflow) => [nameOf(workflow), workflow] as const))(
    '%s: is asked with what the register knows at that instant, which stands in the fact',
    (_, { lookUps, ...workflow }) => {
      const types = new Set(byApprovers({ lookUps, ...workflow }).map(({ eventType }) => String(eventType)));
      const without = [...types].filter(
        (type) => !['interested', 'onBothSides'].every((name) => lookUps[type]?.includes(name)),
      );
      expect(without).toEqual([]);
    },
  );

  it.each(
    workflows.filter(({ level }) => level !== undefined).map((workflow) => [nameOf(workflow), workflow] as const),
  )('%s: remembers whoever acts for the CCG or its members, by every way of theirs', (_, workflow) => {
    const theirs = transitionsOf(workflow).filter(({ meta }) =>
      (meta as Passage).by.some((role) => sides.includes(role)),
    );
    expect(theirs.length).toBeGreaterThan(5);
    for (const { eventType, actions } of theirs)
      for (const role of sides) {
        const actor = { id: 'somebody', name: 'S', role, organisation: '' };
        const [last] = (actions as readonly unknown[] as readonly Assigning[]).slice(-1);
        const then = last?.assignment({ context: { hands: ['another'] }, event: { actor } });
        expect([eventType, then]).toEqual([eventType, { hands: ['another', 'somebody'] }]);
      }
  });

  it('would be found lacking when a way that does not ask is planted into the next version', () => {
    const next = planted(cases[0]!, ['applying'], {
      InvolvementNoted: { description: 'Planted.', meta: { by: ['regional-assessor'], label: 'Planted' } },
    });
    expect(unasked(next)).toEqual(['applying on InvolvementNoted']);
  });
});

/** What a person says with facts of a type, by the names of its fields. */
const fieldsOf = ({ events }: Workflow, type: string): readonly string[] => {
  const { [type]: words } = events;
  return words === undefined
    ? []
    : getMetadataStorage()
        .getTargetValidationMetadatas(words, '', false, false)
        .map(({ propertyName }) => propertyName);
};

describe('R-45, R-46, R-47: who takes part in what a meeting says of a case', () => {
  const known = ['barred', 'mayNotAct', 'registered', 'entitled'];
  /** Who may say it: nobody with an interest or a hand in the case, or the chair of the item, whom the room finds among those without. */
  const whose = ['keeperMayAct', 'chairHandles', 'chairAcknowledges'];
  const isOfACase = (workflow: Workflow, type: string): boolean =>
    fieldsOf(workflow, type).some((field) => ['item', 'case'].includes(field));
  const ofCases = (workflow: Workflow): readonly AnyTransitionDefinition[] =>
    transitionsOf(workflow).filter(({ eventType }) => isOfACase(workflow, String(eventType)));
  /** Ways that are open to whoever has an interest in the case; but that they declare it. */
  const open = (workflow: Workflow): readonly string[] =>
    ofCases(workflow)
      .filter(({ eventType }) => eventType !== 'ConflictDeclared')
      .filter(({ guard }) => !ruleNamesOf(guard).some((rule) => whose.includes(rule)))
      .map(({ source, eventType }) => `${pathOf(source)} on ${String(eventType)}`);

  it('is asked with whatever is recorded of an item, and stands in the fact', () => {
    const types = [...new Set(ofCases(committeeMeeting).map(({ eventType }) => String(eventType)))];
    expect(types.length).toBeGreaterThan(5);
    const lacking = types.filter((type) => !known.every((name) => committeeMeeting.lookUps[type]?.includes(name)));
    expect(lacking).toEqual([]);
  });

  it('is nobody with an interest in the case, whatever they would record of it', () => {
    expect(open(committeeMeeting)).toEqual([]);
  });

  it('would be found lacking when a way that does not ask is planted', () => {
    const next = planted(committeeMeeting, ['meeting', 'national', 'sitting'], {
      ItemLeftInquorate: { description: 'Planted.', meta: { by: ['national-committee'], label: 'Planted' } },
    });
    expect(open(next)).toEqual(['meeting.national.sitting on ItemLeftInquorate']);
  });
});

describe('R-47: an interest that somebody declares', () => {
  /** Facts that say what somebody has an interest in, and since when, whatever they are called. */
  const declaring = workflows.flatMap((workflow) =>
    Object.keys(workflow.events)
      .filter((type) => fieldsOf(workflow, type).includes('aroseOn'))
      .map((type) => [`${nameOf(workflow)}: ${type}`, workflow, type] as const),
  );

  it('can be declared in every workflow in which people act for NHS England', () => {
    expect(new Set(declaring.map(([, workflow]) => workflow.name))).toEqual(
      new Set(workflows.filter(({ name }) => name !== 'arrangement').map(({ name }) => name)),
    );
  });

  it.each(declaring)('%s: stands in the register, and bars from the case', (_, workflow, type) => {
    expect(workflow.registers).toHaveProperty(type);
    const bars = workflow.barred !== undefined || workflow.tells?.[type] !== undefined;
    expect([type, bars]).toEqual([type, true]);
  });
});
