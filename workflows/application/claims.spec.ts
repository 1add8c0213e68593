/** A claim says who has a case in hand, and rests on what lets them act on it. */
import { describe, expect, it } from '@jest/globals';
import { claimsIn, claimsOver, type ClaimOver } from '../../libs/workflow/claims.js';
import { movesFrom } from '../../libs/workflow/decide.js';
import type { Actor, Fact } from '../../libs/workflow/index.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import { delegatedCommissioning as workflow } from '../delegated-commissioning/index.js';
import { jointCommissioning } from '../joint-commissioning/index.js';

const at = a.day('2015-02-20');
const another: Actor = { ...a.assessor, id: 'another@Y54' };
const claimed = (queue: string, actor: Actor = a.assessor): Fact => a.fact('CaseClaimed', { queue }, actor, at);
const released = (queue: string, actor: Actor = a.assessor): Fact =>
  a.fact('CaseReleased', { queue }, actor, a.day('2015-02-21'));
const ended = (queue: string, because: ClaimOver, person = a.assessor.id): Fact =>
  a.fact('ClaimEnded', { queue, person, because }, a.clock, a.day('2015-02-21'));
const toldOf = (why: string, history: readonly Fact[], fact: Fact): string => {
  const refusal = given(workflow, ...history)
    .when(fact)
    .thenRefused(why);
  return 'meaning' in refusal ? (refusal.meaning ?? '') : JSON.stringify(refusal);
};

describe('a case is claimed', () => {
  it('in a queue that there is', () => {
    for (const queue of ['nonsense', 'toString', '__proto__'])
      expect(toldOf('invalid', a.submittedInFull(), claimed(queue))).toContain('It waits on you in: assurance.');
  });

  it('where it stands in that queue; what became of the stage is told otherwise, and when', () => {
    expect(toldOf('caseIsInQueue', a.submittedInFull(), claimed('decision'))).toBe(
      'The stage “National decision” has not begun. It waits on you in: assurance.',
    );
    expect(toldOf('caseIsInQueue', a.submittedInFull(), claimed('interest'))).toMatch(
      /^The stage “Expression of interest” was completed at 11:00 on 1 July 2014\. /,
    );
    expect(toldOf('caseIsInQueue', a.submittedInFull(), claimed('constitution', a.reviewer))).toMatch(
      /^The stage “Constitutional amendment” was completed at .* It waits on you in no queue\.$/,
    );
  });

  it('by whoever it waits on there: nobody else is offered it either', () => {
    expect(toldOf('caseIsInQueue', a.beforeTheCommittee(), claimed('decision'))).toBe(
      'The stage “National decision” waits on others: National committee. It waits on you in no queue.',
    );
    const { standing } = given(workflow, ...a.beforeTheCommittee());
    const offered = (actor: Actor) =>
      movesFrom(workflow, standing, actor, [actor], a.day('2015-02-22')).map(({ type }) => type);
    expect(offered(a.committee)).toContain('CaseClaimed');
    expect(offered(a.assessor)).not.toContain('CaseClaimed');
  });

  it('by nobody while another has it, whose name and since when is told', () => {
    expect(
      toldOf('caseIsUnclaimed', [...a.submittedInFull(), claimed('assurance')], claimed('assurance', another)),
    ).toBe(`${a.assessor.name} claimed this case in that queue at 10:00 on 20 February 2015. Ask them to release it.`);
  });

  it('at once where the register bars whoever had it', () => {
    const bars = { interested: [a.assessor.id], onBothSides: [] };
    const fact = claimed('assurance', another);
    given(workflow, ...a.submittedInFull(), claimed('assurance'))
      .when({ ...fact, data: { ...fact.data, ...bars } })
      .then('applying');
  });
});

describe('whoever releases what they have not claimed', () => {
  it.each<readonly [string, readonly Fact[], string]>([
    ['nobody ever did', [], 'Nobody has claimed this case in that queue, so there is nothing to release.'],
    [
      'it was released before',
      [claimed('assurance'), released('assurance', { ...a.registrar, name: 'Rae Registrar' })],
      `${a.assessor.name} claimed it there at 10:00 on 20 February 2015, and Rae Registrar released it at 10:00 on 21 February 2015.`,
    ],
    [
      'it ended',
      [claimed('assurance'), ended('assurance', 'role')],
      `${a.assessor.name} claimed it there at 10:00 on 20 February 2015, and they had the role no more at 10:00 on 21 February 2015.`,
    ],
  ])('is told what became of it: %s', (_, facts, told) => {
    expect(toldOf('claimIsYours', [...a.submittedInFull(), ...facts], released('assurance'))).toContain(told);
  });

  it('is told who has it', () => {
    const history = [...a.submittedInFull(), claimed('assurance')];
    expect(toldOf('claimIsYours', history, released('assurance', another))).toContain(
      `${a.assessor.name} claimed this case in that queue at 10:00 on 20 February 2015.`,
    );
  });
});

describe('a claim holds no more', () => {
  const over = (facts: readonly Fact[], of = workflow): readonly (readonly [string, string])[] =>
    claimsOver(of, given(of, ...facts).standing).map(({ queue, because }) => [queue, because] as const);
  const interest = { kind: 'financial' as const, subject: 'A81001', text: 'x', aroseOn: '2014-05-01' };
  const history = [...a.submittedInFull(), claimed('assurance')];

  it('once the case has left the queue', () => {
    expect(over(history)).toEqual([]);
    expect(over([...history, ...a.allAssessed(), a.regionSigned(), a.recommended()].map(soon))).toEqual([
      ['assurance', 'left'],
    ]);
  });

  it('once another role is waited on there, and not while the CCG is', () => {
    const claims = claimed('decision', { ...a.assessor, id: 'panel@Y54' });
    const panel = [...joint.beforeTheRegion(), claims].map(soon);
    expect(over(panel, jointCommissioning)).toEqual([]);
    expect(over([...panel, joint.escalated()].map(soon), jointCommissioning)).toEqual([['decision', 'left']]);
    const mended = { missing: 'x', mendBy: '2015-03-04T23:00:00.000Z' };
    const returned = a.fact('InterestReturned', mended, a.assessor, a.day('2014-06-15'));
    const early = { ...claimed('interest'), at: a.day('2014-06-13') };
    expect(over([a.expressed(), early, returned])).toEqual([]);
  });

  it('once its claimant may not act on the case', () => {
    expect(over([...history, a.fact('InterestDeclared', interest, a.assessor, at)])).toEqual([['assurance', 'barred']]);
    expect(over([...history, a.fact('InterestDeclared', interest, another, at)])).toEqual([]);
    const engaged = { ...a.engaged(), actor: { ...a.officer, id: a.assessor.id } };
    const early = { ...claimed('terms-of-reference'), at: a.day('2014-12-02') };
    expect(over([...a.underWay(), a.termsDrafted(), early, engaged].map(soon))).toEqual([
      ['terms-of-reference', 'barred'],
    ]);
  });

  it('once the CCG is in another region, where it was claimed in a role of that region', () => {
    const moved = (region: string): Fact => a.fact('CcgDetailsChanged', { region, name: 'x' }, a.clock, at);
    expect(over([...history, moved('Y56')])).toEqual([['assurance', 'moved']]);
    expect(over([...history, moved('Y54')])).toEqual([]);
    expect(over([...a.beforeTheCommittee(), claimed('decision', a.committee), moved('Y56')].map(soon))).toEqual([]);
  });

  it('once the case has ended, which needs no fact of its own', () => {
    const withdrawn = given(workflow, ...history, a.withdrawn(at)).standing;
    expect(claimsOver(workflow, withdrawn)).toEqual([]);
    expect(claimsIn(workflow, withdrawn)).toEqual({});
  });
});

/** In the order in which they are told, each a minute after the one before where it was dated earlier. */
function soon(fact: Fact, index: number, all: readonly Fact[]): Fact {
  const latest = all.slice(0, index + 1).reduce((last, each) => (each.at > last ? each.at : last), '');
  return { ...fact, at: latest };
}
