import { describe, expect, it } from '@jest/globals';
import type { State, Workflow } from '../libs/workflow/index.js';
import type { Edge } from '../libs/workflow/prove.js';
import { sameState, stateInWords } from '../libs/workflow/state.js';
import { greaterInvolvement } from '../workflows/greater-involvement/index.js';
import { workflows } from '../workflows/index.js';
import { jointCommissioning } from '../workflows/joint-commissioning/index.js';
import { endsInForce, isInForce, nameOf, planted, reachableWithout, walked } from './walks.js';

const named = (list: readonly Workflow[]) => list.map((workflow) => [nameOf(workflow), workflow] as const);
/** Every version of every workflow of these levels: a new one falls under the laws without being named. */
const ofLevel = (...levels: readonly string[]): readonly Workflow[] =>
  workflows.filter(({ level }) => level !== undefined && levels.includes(level));
const belowDelegation = ofLevel('L1', 'L2');
const parties = ['ccg-officer', 'regional-assessor'] as const;

const isOver = (workflow: Workflow, state: State): boolean =>
  typeof state === 'string' && workflow.machine.states[state]?.type === 'final';

/** The configurations that would outlast a higher level’s taking effect. */
function held(workflow: Workflow): readonly string[] {
  const { configurations, edges } = walked(workflow);
  const ways = edges.filter(
    ({ to, type, by, rules }) =>
      type === 'LevelSuperseded' && to === 'superseded' && by.join() === 'clock' && rules.join() === 'levelIsHigher',
  );
  const left = new Set(ways.map(({ from }) => JSON.stringify(from)));
  return configurations
    .filter((state) => !isOver(workflow, state) && !left.has(JSON.stringify(state)))
    .map(stateInWords);
}

/** Of the configurations in force in which no notice was given, those in which this party’s notice leads to the end. */
function leavable(workflow: Workflow, party: string): readonly State[] {
  const { configurations, edges } = walked(workflow);
  const ends = (state: State): boolean =>
    edges.some(
      ({ from, to, type, by }) =>
        type === 'ArrangementEnded' && by.join() === 'clock' && sameState(from, state) && to === 'ended',
    );
  return configurations.filter(
    (state) =>
      isInForce(state) &&
      edges.some(
        ({ from, to, type, by }) =>
          type === 'NoticeGiven' && by.includes(party) && sameState(from, state) && isInForce(to) && ends(to),
      ),
  );
}

describe('an arrangement below delegation', () => {
  it('is every level but delegation, which has laws of its own; there is no other', () => {
    expect([...new Set(workflows.flatMap(({ level }) => level ?? []))].sort()).toEqual(['L1', 'L2', 'L3']);
    expect(belowDelegation.length + ofLevel('L3').length).toBe(
      workflows.filter(({ level }) => level !== undefined).length,
    );
  });

  it.each(named(belowDelegation))('%s can be left by either party, with notice', (_, workflow) => {
    const { configurations, edges } = walked(workflow);
    const running = configurations.filter(
      (state) =>
        isInForce(state) && !edges.some(({ from, type }) => type === 'NoticeWithdrawn' && sameState(from, state)),
    );
    expect(running.length).toBeGreaterThan(0);
    for (const party of parties) expect(leavable(workflow, party)).toEqual(running);
  });

  it.each(named(belowDelegation))(
    '%s gives way to a higher level from every state, and to nothing but the clock (R-05, R-63)',
    (_, workflow) => {
      expect(held(workflow)).toEqual([]);
    },
  );

  const ends = [
    'ArrangementEnded by clock to ended',
    'CcgClosed by clock to closed',
    'LevelSuperseded by clock to superseded',
  ];

  it.each(named(belowDelegation))('%s ends in force in no other way than these', (_, workflow) => {
    expect(endsInForce(workflow)).toEqual(ends);
  });

  it.each(named(belowDelegation))('%s: another exit that is planted into the next version is found', (_, workflow) => {
    const next = planted({ ...workflow, version: `${workflow.version}-next` }, ['inForce', 'running'], {
      CaseReleased: { target: '#withdrawn', description: 'Planted.', meta: { by: ['ccg-officer'], label: 'Planted' } },
    });
    const found = [...workflows, next]
      .filter((each) => each.level === workflow.level)
      .filter((each) => endsInForce(each).join() !== ends.join());
    expect(found.map(nameOf)).toEqual([nameOf(next)]);
  });

  it('would be found to outlast a higher level where a state keeps it', () => {
    const broken = planted(greaterInvolvement, ['inForce', 'noticeGiven'], {
      LevelSuperseded: { description: 'Planted.', meta: { by: ['clock'], label: 'Planted' } },
    });
    expect(held(broken)).toEqual(['inForce.noticeGiven']);
  });

  it.each(parties)('would be found one-way if notice were taken from: %s', (party) => {
    const other = parties.find((each) => each !== party);
    const broken = planted(jointCommissioning, ['inForce', 'running'], {
      NoticeGiven: { target: 'noticeGiven', description: 'Planted.', meta: { by: [other], label: 'Planted' } },
    });
    expect(leavable(broken, party)).toEqual([]);
    expect(leavable(broken, other!)).not.toEqual([]);
  });
});

describe.each(named(ofLevel('L3')))('a delegation under %s (R-60)', (_, workflow) => {
  it('takes no notice, and nothing takes the place of one in force', () => {
    const inForce = walked(workflow).edges.filter(({ from }) => isInForce(from));
    const taken = new Set(inForce.map(({ type }) => type));
    for (const type of ['NoticeGiven', 'NoticeWithdrawn', 'ArrangementEnded', 'LevelSuperseded'])
      expect(taken).not.toContain(type);
    for (const party of parties) expect(leavable(workflow, party)).toEqual([]);
  });
});

describe.each(named(ofLevel('L2')))('joint commissioning comes into force under %s', (_, workflow) => {
  const { edges } = walked(workflow);
  const entries = edges.filter(({ from, to }) => !isInForce(from) && isInForce(to));

  it('only by the clock, at go-live', () => {
    expect([...new Set(entries.map(({ type, by }) => `${type} by ${by.join()}`))]).toEqual([
      'JointArrangementTookEffect by clock',
    ]);
  });

  it.each([
    'goLiveHasCome',
    'jointApplicationIsApproved',
    'jointCommitteeIsEstablished',
    'mandateIsCarried',
    'amendmentIsSettled',
    'termsAreSigned',
    'conditionsPrecedentAreDischarged',
    'ccgIsNotInSpecialMeasures',
    'groupGoesOn',
  ])('never without: %s', (rule) => {
    expect(entries.length).toBeGreaterThan(0);
    for (const { rules } of entries) expect(rules).toContain(rule);
  });

  it.each([
    'InterestAcknowledged',
    'AmendmentProposed',
    'TermsOfReferenceSigned',
    'ApplicationSubmitted',
    'DecisionMade',
    'JointCommitteeEstablished',
    'JointArrangementTookEffect',
  ])('never without the fact %s: take it away and in force is out of reach', (type) => {
    expect(reachableWithout(edges, (edge) => edge.type === type)).toBe(false);
  });

  it.each([
    'regionRecommended',
    'deciderDidNotAssess',
    'ccgIsNotInSpecialMeasures',
    'committeeIsOfTheRegion',
    'meetingWasQuorate',
  ])('never past a decision that did not ask: %s (R-41, R-45, R-46, R-47)', (rule) => {
    expect(reachableWithout(edges, ({ type, rules }) => type === 'DecisionMade' && rules.includes(rule))).toBe(false);
  });

  it('never without an amendment that was approved, which none can make unneeded (R-20)', () => {
    const approval = ({ type, rules }: Edge): boolean =>
      type === 'AmendmentApproved' || rules.includes('aVersionStands');
    expect(reachableWithout(edges, approval)).toBe(false);
    expect(edges.filter(({ type }) => type === 'AmendmentNotRequired')).toEqual([]);
  });

  it('never by the national committee, unless the decision was escalated (R-45)', () => {
    const national = edges.filter(({ type, by }) => type === 'DecisionMade' && by.includes('national-committee'));
    expect(national.length).toBeGreaterThan(0);
    for (const { rules } of national) expect(rules).toContain('decisionIsEscalated');
  });

  it('would be found reachable when a shortcut is planted', () => {
    const broken = planted(workflow, ['applying', 'underWay', 'application', 'review', 'reviewing'], {
      DecisionMade: {
        target: '#committee',
        description: 'Planted.',
        meta: { by: ['regional-assessor'], label: 'Planted' },
      },
    });
    expect(reachableWithout(walked(broken).edges, ({ rules }) => rules.includes('regionRecommended'))).toBe(true);
  });
});

describe('greater involvement comes into force', () => {
  it.each(named(ofLevel('L1')))('%s by a note alone, at go-live (R-45)', (_, workflow) => {
    const { edges } = walked(workflow);
    for (const type of ['InterestExpressed', 'InvolvementNoted', 'InvolvementTookEffect'])
      expect(reachableWithout(edges, (edge) => edge.type === type)).toBe(false);
    const needed = ['InterestExpressed', 'InvolvementNoted', 'InvolvementTookEffect'];
    expect(reachableWithout(edges, (edge) => !needed.includes(edge.type))).toBe(true);
  });
});
