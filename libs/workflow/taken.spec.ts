import { describe, expect, it } from '@jest/globals';
import { byAgreement, committee, day, fact, inForce, the, upTo } from '../../test/builders.js';
import { delegatedCommissioning as workflow } from '../../workflows/delegated-commissioning/index.js';
import type { Fact } from './index.js';
import { given } from './specification.js';
import { wayId, waysTaken } from './taken.js';

const later = day('2015-06-01');

const taken = (before: readonly Fact[], fact: Fact): readonly string[] =>
  waysTaken(given(workflow, ...before).standing.snapshot, fact).map(wayId);

/** Each fact of the story with the ways it took. */
const all = (facts: readonly Fact[]): readonly (readonly [string, readonly string[]])[] =>
  facts.map((fact, index) => [fact.type, taken(facts.slice(0, index), fact)] as const);

describe('the ways that a fact takes', () => {
  it('are told by where they begin, by what, and where they lead', () => {
    expect(taken(upTo('InterestAcknowledged').slice(0, -1), the('InterestAcknowledged'))).toEqual([
      'applying.interest.expressed InterestAcknowledged applying.underWay',
    ]);
    expect(taken(upTo('EngagementRecorded').slice(0, -1), the('EngagementRecorded'))).toEqual([
      'applying EngagementRecorded',
    ]);
  });

  it('are one or more for every fact of a whole story, and none of those that it did not take', () => {
    const told = all(inForce());
    expect(told.filter(([, ways]) => ways.length === 0)).toEqual([]);
    const ways = told.flatMap(([, each]) => each);
    expect(ways.filter((way) => way.startsWith('inForce'))).toEqual([]);
    expect(ways).toContain('applying.underWay.application.agreement.signed DelegationTookEffect inForce');
  });

  it('are those that the machine takes by itself too, where it does', () => {
    const told = all(inForce());
    expect(told.findLast(([type]) => type === 'AgreementSigned')?.[1]).toEqual([
      'applying.underWay.application.agreement.signedByCcg AgreementSigned applying.underWay.application.agreement.signed',
      'applying.underWay.application.agreement.signed.conditional  applying.underWay.application.agreement.signed.ready',
    ]);
  });

  it('are not those that the machine could take by itself elsewhere, and does not', () => {
    const told = all(byAgreement.whole());
    const [, signed] = told.findLast(([type]) => type === 'AgreementSigned')!;
    expect(signed.map((way) => way.split('.').at(-1))).toEqual(['signed', 'ready']);
  });

  it('are not those that lead out of a state which was never entered, or to where another way led', () => {
    const payments = ['discretionary-payments'];
    const said = (type: string, data: object): Fact => fact(type as never, data as never, committee, later);
    const suspending = said('FunctionsSuspended', { functions: payments, reasons: 'Overspent.' });
    const restoring = said('FunctionsRestored', { functions: payments, reasons: 'Mended.' });
    const told = all([...inForce(), suspending, restoring]);
    expect(told.slice(-3)).toEqual([
      ['DelegationTookEffect', ['applying.underWay.application.agreement.signed DelegationTookEffect inForce']],
      ['FunctionsSuspended', ['inForce.functions FunctionsSuspended inForce.functions.suspended']],
      ['FunctionsRestored', ['inForce.functions.suspended FunctionsRestored inForce.functions.exercised']],
    ]);
  });
});
