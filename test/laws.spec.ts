import { describe, expect, it } from '@jest/globals';
import type { AnyTransitionDefinition } from 'xstate';
import type { Passage, Workflow } from '../libs/workflow/index.js';
import { ruleNamesOf, rulesOf } from '../libs/workflow/model.js';
import { candidatesFor, nodesOf, pathOf, placeOf, sameState, withinAndSelf } from '../libs/workflow/state.js';
import { workflows } from '../workflows/index.js';
import { decidedLate } from './late.js';
import {
  endsInForce,
  entriesOf,
  isInForce,
  lacking,
  nameOf,
  planted,
  reachableWithout,
  walked,
  waysOut,
} from './walks.js';

/** R-50, as rules of the transition by which a delegation takes effect. */
const conjuncts = [
  'mandateIsCarried',
  'amendmentIsSettled',
  'thresholdsAreMet',
  'applicationIsApproved',
  'conditionsPrecedentAreDischarged',
  'termsAreSigned',
  'bothPartiesSigned',
  'groupGoesOn',
  'goLiveHasCome',
];
/** Asked of whoever acts for NHS England. */
const whoActs = ['approverHasNoInterest', 'approverIsNoHand'];
const transitionsOf = (workflow: Workflow): readonly AnyTransitionDefinition[] =>
  withinAndSelf(workflow.machine.root).flatMap((node) => [...node.transitions.values()].flat());

describe.each(workflows.map((workflow) => [`${workflow.name}@${workflow.version}`, workflow] as const))(
  '%s',
  (_, workflow) => {
    const { configurations, edges } = walked(workflow);
    const ways = new Set(transitionsOf(workflow).map(({ eventType }) => String(eventType)));
    const refused = withinAndSelf(workflow.machine.root).flatMap((node) => Object.keys(placeOf(node).refuses ?? {}));

    it('makes every guard of named rules, and repeats the number of none in the passage it guards', () => {
      for (const transition of transitionsOf(workflow)) {
        const where = `${pathOf(transition.source)} on ${transition.eventType}`;
        const ids = ruleNamesOf(transition.guard).map((name) => workflow.rules[name]!.id);
        const { also = [], rule } = transition.meta as Passage;
        expect({ where, repeated: also.filter((id) => id === rule || ids.includes(id)) }).toEqual({
          where,
          repeated: [],
        });
        expect(rulesOf(workflow, transition)).toEqual(expect.arrayContaining(ids.filter((id) => id !== undefined)));
      }
    });

    it('has a class for every fact, and a place for every class: a way on, or a rule that refuses it', () => {
      expect([...new Set([...ways, ...refused])].sort()).toEqual(Object.keys(workflow.events).sort());
    });

    it('refuses facts by rules that it has', () => {
      const rules = withinAndSelf(workflow.machine.root).flatMap((node) => Object.values(placeOf(node).refuses ?? {}));
      expect(rules.filter((rule) => workflow.rules[rule] === undefined)).toEqual([]);
    });

    it('invokes nothing and waits for nothing', () => {
      for (const node of withinAndSelf(workflow.machine.root)) {
        expect({
          node: node.id,
          invoke: node.invoke.length,
          after: node.after.length,
          entry: node.entry.length,
          exit: node.exit.length,
        }).toEqual({
          node: node.id,
          invoke: 0,
          after: 0,
          entry: 0,
          exit: 0,
        });
      }
    });

    it('reaches every state', () => {
      const reached = new Set(configurations.flatMap((state) => nodesOf(workflow.machine, state).map(({ id }) => id)));
      const all = withinAndSelf(workflow.machine.root).map(({ id }) => id);
      expect(all.filter((id) => !reached.has(id))).toEqual([]);
    });

    it('takes every transition somewhere', () => {
      const taken = new Set(edges.map(({ type }) => type));
      expect([...ways].filter((type) => !taken.has(type))).toEqual([]);
    });

    it('opens every fact of the clock where it is due', () => {
      for (const node of withinAndSelf(workflow.machine.root)) {
        const event = placeOf(node).due?.event;
        if (event === undefined) continue;
        const own = candidatesFor([node], event).flatMap(
          (candidate) => (candidate.meta as { by: readonly string[] }).by,
        );
        expect({ node: node.id, event, own }).toEqual({ node: node.id, event, own: expect.arrayContaining(['clock']) });
      }
    });

    it('lets the auditor change nothing', () => {
      expect(edges.filter(({ by }) => by.includes('auditor'))).toEqual([]);
    });
  },
);

describe('R-06: what is due at an instant happens at that instant', () => {
  const isTimed = (workflow: Workflow): boolean =>
    withinAndSelf(workflow.machine.root).some((node) => placeOf(node).due?.event !== undefined);

  it.each(workflows.filter(isTimed).map((workflow) => [`${workflow.name}@${workflow.version}`, workflow] as const))(
    '%s: from then on nobody but the clock is decided on a case that lacks it, wherever it stands and whatever else the rules say',
    (_, workflow) => {
      const { found, decided } = decidedLate(workflow);
      expect(found).toBeGreaterThan(0);
      expect(decided).toEqual([]);
    },
  );

  it('would be found broken where somebody could be decided first', () => {
    const [timed] = workflows.filter(isTimed);
    // As if the fact were not the clock's: nothing is due then.
    const broken = { ...timed!, roles: { ...timed!.roles, clock: { title: 'Clock', actsOn: () => false } } };
    expect(decidedLate(broken).decided).not.toEqual([]);
  });
});

/** Every version of every workflow for delegation: a new one falls under these laws without being named. */
const delegations = workflows
  .filter(({ level }) => level === 'L3')
  .map((workflow) => [nameOf(workflow), workflow] as const);

describe.each(delegations)('R-60: a delegation in force under %s', (_, workflow) => {
  const { configurations, edges } = walked(workflow);
  const inForce = configurations.filter(isInForce);

  it('was walked whole: every configuration, with every fact, whatever the rules about facts answer', () => {
    expect(configurations.length).toBeGreaterThan(500);
    // notice (2) × functions (2) × variation (2), at the least
    expect(inForce.length).toBeGreaterThanOrEqual(8);
  });

  it('has no way out for anybody but NHS England, its clock and the register, from any configuration', () => {
    expect(waysOut(workflow)).toEqual([]);
  });

  it('is left only by NHS England, the clock on the day of a revocation, or the end of the CCG in the register', () => {
    expect(endsInForce(workflow)).toEqual([
      'CcgClosed by clock to closed',
      'DelegationRevoked by national-committee to revoked',
      'RevocationTookEffect by clock to revoked',
    ]);
  });

  it('can be revoked by NHS England from every configuration, at once, with nothing asked but who does it and the date', () => {
    for (const state of inForce) {
      const here = edges.filter(({ from }) => sameState(from, state));
      const revocations = here.filter(
        ({ type, to, by }) => type === 'DelegationRevoked' && to === 'revoked' && by.includes('national-committee'),
      );
      expect({ state, rules: revocations.map(({ rules }) => rules) }).toEqual({
        state,
        rules: [[...whoActs, 'revocationIsDue']],
      });
    }
  });

  it.each([
    ['a CCG that withdraws', ['inForce'], 'ApplicationWithdrawn', 'ccg-officer', '#withdrawn'],
    [
      'a CCG that hands the delegation back deep inside a region',
      ['inForce', 'variation', 'proposed'],
      'VariationDeclined',
      'ccg-officer',
      '#revoked',
    ],
    ['a verifier who reopens the ballot', ['inForce'], 'ResultVerified', 'result-verifier', '#defeated'],
    ['a practice whose vote ends it', ['inForce', 'notice', 'none'], 'VoteCast', 'practice-representative', '#revoked'],
    ['an auditor', ['inForce'], 'CaseClaimed', 'auditor', '#withdrawn'],
  ] as const)(
    'would be found open when such an exit is planted into the next version: %s',
    (_, path, type, role, target) => {
      const next = planted({ ...workflow, version: `${workflow.version}-next` }, path, {
        [type]: { target, description: 'Planted.', meta: { by: [role], label: 'Planted' } },
      });
      // As the law runs over the list of all there are.
      const found = [...workflows, next]
        .filter(({ level }) => level === 'L3')
        .filter((each) => waysOut(each).length > 0);
      expect(found.map(nameOf)).toEqual([nameOf(next)]);
    },
  );

  it('would be found open when an exit follows by itself from something a CCG may do', () => {
    const config = planted(workflow, ['inForce', 'variation', 'settled'], {
      VariationProposed: {
        target: '#withdrawn',
        description: 'Planted.',
        meta: { by: ['ccg-officer', 'national-committee'], label: 'Planted' },
      },
    });
    expect(waysOut(config)).not.toEqual([]);
  });
});

describe.each(delegations)('R-50: a delegation comes into force under %s', (_, workflow) => {
  const { edges } = walked(workflow);
  const entries = entriesOf(workflow);

  it('only by the clock, at go-live', () => {
    expect([...new Set(entries.map(({ type, by }) => `${type} by ${by.join()}`))]).toEqual([
      'DelegationTookEffect by clock',
    ]);
  });

  it.each(conjuncts)('never without: %s', (rule) => {
    expect(entries.length).toBeGreaterThan(0);
    expect(lacking(workflow, rule)).toEqual([]);
  });

  it('only from mandate given, constitution settled, terms signed and the agreement signed by both', () => {
    for (const { from } of entries) {
      expect(from).toMatchObject({
        applying: {
          underWay: {
            group: { goingOn: expect.anything() },
            mandate: { given: expect.anything() },
            constitution: 'settled',
            terms: 'signed',
            application: { agreement: { signed: expect.anything() } },
          },
        },
      });
    }
  });

  it.each([
    'InterestAcknowledged',
    'ApplicationSubmitted',
    'DecisionMade',
    'TermsOfReferenceSigned',
    'AgreementSigned',
    'DelegationTookEffect',
  ])('never without the fact %s: take it away and in force is out of reach', (type) => {
    expect(reachableWithout(edges, (edge) => edge.type === type)).toBe(false);
  });

  it.each([
    'regionRecommended',
    'deciderDidNotAssess',
    'ccgIsNotInSpecialMeasures',
    'groupGoesOn',
    'committeeIsNational',
    'minuteIsNew',
    'decisionIsAsMinuted',
    'voteIsOnWhatStands',
    'thresholdConditionsAreImposed',
    'meetingWasQuorate',
    'votersDidNotAssess',
    'votersAreIndependent',
    'clinicalInputIsAcknowledged',
  ])('never past a decision that did not ask: %s', (rule) => {
    expect(reachableWithout(edges, ({ type, rules }) => type === 'DecisionMade' && rules.includes(rule))).toBe(false);
  });

  it('never without a ballot carried or an agreement recorded', () => {
    const mandates = ['resultIsCarried', 'ballotIsNotRequired'];
    expect(reachableWithout(edges, ({ rules }) => mandates.some((rule) => rules.includes(rule)))).toBe(false);
    for (const rule of mandates) expect(reachableWithout(edges, ({ rules }) => rules.includes(rule))).toBe(true);
  });

  it('would be found reachable when a shortcut is planted into the next version', () => {
    const broken = planted(workflow, ['applying', 'underWay', 'application', 'agreement', 'signedByCcg'], {
      DelegationTookEffect: { target: '#inForce', description: 'Planted.', meta: { by: ['clock'], label: 'Planted' } },
    });
    expect(lacking(broken, 'bothPartiesSigned')).not.toEqual([]);
  });
});
