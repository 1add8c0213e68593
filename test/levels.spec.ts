import { describe, expect, it } from '@jest/globals';
import type { Passage, State, Workflow } from '../libs/workflow/index.js';
import type { Edge } from '../libs/workflow/prove.js';
import { ruleNamesOf } from '../libs/workflow/model.js';
import { sameState, stateInWords, waysOn, withinAndSelf } from '../libs/workflow/state.js';
import { delegatedCommissioning } from '../workflows/delegated-commissioning/index.js';
import { greaterInvolvement2 } from '../workflows/greater-involvement-2/index.js';
import { greaterInvolvement } from '../workflows/greater-involvement/index.js';
import { workflows } from '../workflows/index.js';
import { jointCommissioning } from '../workflows/joint-commissioning/index.js';
import { isInForce, planted, reachableWithout, walked } from './walks.js';

const nameOf = ({ name, version }: Workflow): string => `${name}@${version}`;
const named = (list: readonly Workflow[]) => list.map((workflow) => [nameOf(workflow), workflow] as const);
const belowDelegation = [greaterInvolvement, greaterInvolvement2, jointCommissioning];
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
  it('is every level but delegation, in every version', () => {
    expect(
      workflows.filter(({ level }) => level !== undefined).filter((each) => !belowDelegation.includes(each)),
    ).toEqual([delegatedCommissioning]);
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

  it.each(named(belowDelegation))('%s ends in force in no other way than these', (_, workflow) => {
    const ways = walked(workflow).edges.filter(({ from, to }) => isInForce(from) && !isInForce(to));
    expect(
      [...new Set(ways.map(({ type, by, to }) => `${type} by ${by.join()} to ${stateInWords(to)}`))].sort(),
    ).toEqual([
      'ArrangementEnded by clock to ended',
      'CcgClosed by registrar,clock to closed',
      'LevelSuperseded by clock to superseded',
    ]);
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

describe('a delegation (R-60)', () => {
  it('takes no notice, and nothing takes the place of one in force', () => {
    const inForce = walked(delegatedCommissioning).edges.filter(({ from }) => isInForce(from));
    const taken = new Set(inForce.map(({ type }) => type));
    for (const type of ['NoticeGiven', 'NoticeWithdrawn', 'ArrangementEnded', 'LevelSuperseded'])
      expect(taken).not.toContain(type);
    for (const party of parties) expect(leavable(delegatedCommissioning, party)).toEqual([]);
  });
});

describe('joint commissioning comes into force', () => {
  const { edges } = walked(jointCommissioning);
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
    const broken = planted(jointCommissioning, ['applying', 'underWay', 'application', 'review', 'reviewing'], {
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
  it.each(named([greaterInvolvement, greaterInvolvement2]))('%s by a note alone, at go-live (R-45)', (_, workflow) => {
    const { edges } = walked(workflow);
    for (const type of ['InterestExpressed', 'InvolvementNoted', 'InvolvementTookEffect'])
      expect(reachableWithout(edges, (edge) => edge.type === type)).toBe(false);
    const needed = ['InterestExpressed', 'InvolvementNoted', 'InvolvementTookEffect'];
    expect(reachableWithout(edges, (edge) => !needed.includes(edge.type))).toBe(true);
  });
});

describe('a declared interest (R-47)', () => {
  const approvers = ['regional-assessor', 'constitution-reviewer', 'national-committee'];

  it.each(named([...belowDelegation, delegatedCommissioning]))(
    '%s bars from everything an approver does but declaring, giving back a claim, and revoking, which nothing hinders',
    (_, workflow) => {
      const free = withinAndSelf(workflow.machine.root)
        .flatMap(waysOn)
        .filter(({ meta }) => (meta as Passage | undefined)?.by.some((role) => approvers.includes(role)))
        .filter(({ guard }) => !ruleNamesOf(guard).includes('approverHasNoInterest'))
        .map(({ eventType }) => String(eventType));
      expect(free.filter((type) => !['CaseReleased', 'DelegationRevoked', 'InterestDeclared'].includes(type))).toEqual(
        [],
      );
    },
  );
});
