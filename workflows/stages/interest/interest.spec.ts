import { describe, expect, it } from '@jest/globals';
import { dueOf, stagesOf } from '../../../libs/workflow/progress.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';
import type { Context } from '../../application/words.js';

const returned = a.returned();
const lapse = (at: string) => a.fact('DeadlinePassed', { deadline: 'interestBy' }, a.clock, at);
const group = (...codes: string[]) => ({ applicants: 'group' as const, group: codes });

describe('an expression of interest', () => {
  it('begins a case that waits on the region', () => {
    given(workflow).when(a.expressed()).then('applying.interest.expressed');
  });

  it('is expressed by an officer of that CCG only', () => {
    given(workflow)
      .when({ ...a.expressed(), actor: a.strangeOfficer })
      .thenRefused('not-yours');
    given(workflow)
      .when({ ...a.expressed(), actor: a.assessor })
      .thenRefused('not-yours');
  });

  it('is refused for a CCG that is not open (R-01)', () => {
    given(workflow)
      .when(a.expressed({ openCcgs: ['01A'] }))
      .thenRefused('R-01');
  });

  it.each([
    ['names one CCG only', group('00C')],
    ['names the same CCG twice', group('00C', '00C')],
    ['names one twice beside another', group('00C', '01A', '01A')],
    ['leaves itself out', group('01A', '02B')],
    ['names a CCG that is not open', group('00C', '99Z')],
    ['names none', { applicants: 'group' as const }],
    ['is of one CCG, yet names a group', { group: ['00C', '01A'] }],
  ])('is refused when a group %s (R-01)', (_, more) => {
    given(workflow)
      .when(a.expressed({ openCcgs: ['00C', '01A', '02B'], ...more }))
      .thenRefused('groupNamesSeveral');
  });

  it('is taken from a group of two open CCGs, and from one CCG that names no group (R-01)', () => {
    given(workflow)
      .when(a.expressed(group('00C', '01A')))
      .then('applying.interest.expressed');
    given(workflow)
      .when(a.expressed({ group: [] }))
      .then('applying.interest.expressed');
  });

  it('invites another CCG of the group, and nobody outside it is begun for (R-01, R-17)', () => {
    const forAnother = { ...a.expressed(group('00C', '01A')), actor: a.strangeOfficer };
    given(workflow).when(forAnother).then('invited');
    const outside = { ...a.expressed({ ...group('00C', '02B'), openCcgs: ['00C', '02B'] }), actor: a.strangeOfficer };
    given(workflow).when(outside).thenRefused('not-yours');
    const alone = { ...a.expressed({ group: ['00C', '01A'] }), actor: a.strangeOfficer };
    given(workflow).when(alone).thenRefused('groupNamesSeveral');
  });

  it('is refused late, naming the deadline (R-04)', () => {
    const refusal = given(workflow).when(a.expressed({}, '2014-06-20T23:00:00.000Z')).thenRefused('R-04');
    expect(refusal).toMatchObject({ meaning: 'Interest in this round closed at the end of 20 June 2014.' });
    given(workflow).when(a.expressed({}, '2014-06-20T22:59:59.999Z')).then('applying.interest.expressed');
  });

  it('is never late in a round without a deadline for interest (R-04)', () => {
    given(workflow)
      .when(a.expressed({ round: { ...a.round, interestBy: null } }, a.day('2015-01-02')))
      .then('applying.interest.expressed');
  });

  it('is refused in a round that has not opened, and taken from its first moment (R-06)', () => {
    given(workflow).when(a.expressed({}, '2014-05-08T22:59:59.999Z')).thenRefused('roundIsOpen');
    given(workflow).when(a.expressed({}, a.round.opens)).then('applying.interest.expressed');
  });

  it('is refused in a round that does not offer the level (R-06)', () => {
    given(workflow)
      .when(a.expressed({ round: { ...a.round, levels: ['L1', 'L2'] } }))
      .thenRefused('levelIsOffered');
  });

  it('is refused in the workflow of another level (R-01)', () => {
    for (const level of ['L1', 'L2'] as const) given(workflow).when(a.expressed({ level })).thenRefused('levelIsL3');
  });

  it('is refused when it asks for the performance of individual GPs (R-51)', () => {
    given(workflow)
      .when(a.expressed({ scope: ['practice-mergers', 'individual-performance'] }))
      .thenRefused('R-51');
    given(workflow)
      .when(a.expressed({ scope: ['practice-mergers'] }))
      .then('applying.interest.expressed');
  });
});

describe('the region', () => {
  it.each(['ready', 'ready-soon', 'not-ready'] as const)('gives an interest its readiness: %s (R-03)', (readiness) => {
    const acknowledged = a.fact('InterestAcknowledged', { readiness, grounds: 'x' }, a.assessor, a.day('2014-07-01'));
    const { snapshot, progress } = given(workflow, a.expressed()).when(acknowledged).then('applying.underWay');
    expect((snapshot.context as Context).readiness).toBe(readiness);
    expect(progress.state).toEqual({
      applying: {
        underWay: {
          group: { goingOn: 'alone' },
          mandate: 'engaging',
          constitution: 'drafting',
          terms: 'awaited',
          application: { drafting: 'preparing' },
        },
      },
    });
  });

  it('cannot leave the readiness of a delegation open (R-03)', () => {
    given(workflow, a.expressed())
      .when(a.fact('InterestAcknowledged', { grounds: 'x' }, a.assessor, a.day('2014-07-01')))
      .thenRefused('readinessIsGiven');
  });

  it('acts on CCGs of that region only (R-03)', () => {
    given(workflow, a.expressed())
      .when({ ...a.acknowledged(), actor: a.strangeAssessor })
      .thenRefused('R-03');
  });

  it('sends an interest back, which the CCG mends in time', () => {
    given(workflow, a.expressed()).when(returned).then('applying.interest.returned');
    const mended = given(workflow, a.expressed(), returned)
      .when(a.expressed({ scope: ['practice-mergers'] }, a.day('2014-06-18')))
      .then('applying.interest.expressed');
    expect((mended.snapshot.context as Context).scope).toEqual(['practice-mergers']);
  });
});

describe('a returned interest', () => {
  it('is refused when it is mended late (R-04)', () => {
    given(workflow, a.expressed(), returned)
      .when(a.expressed({}, a.day('2014-06-21')))
      .thenRefused('R-04');
  });

  it('keeps the deadline of the day it began, though the register has a later one by now (R-04)', () => {
    const extended = { ...a.round, interestBy: '2014-12-31T00:00:00.000Z' };
    const refusal = given(workflow, a.expressed(), returned)
      .when(a.expressed({ round: extended }, a.day('2014-06-21')))
      .thenRefused('R-04');
    expect(refusal).toMatchObject({ meaning: expect.stringContaining('the end of 20 June 2014') });
  });

  it('does not move to another round (R-06)', () => {
    const later = { ...a.round, id: '2', interestBy: null };
    given(workflow, a.expressed(), returned)
      .when(a.expressed({ round: later }, a.day('2014-06-18')))
      .thenRefused('roundIsTheSame');
  });

  it('names the CCGs it began with, in whatever order, and no others (R-17)', () => {
    const group = {
      applicants: 'group' as const,
      group: ['00C', '01A'],
      openCcgs: ['00C', '01A', '02B'],
      groupId: 'g',
    };
    const mended = (more: object) => a.expressed({ ...group, ...more }, a.day('2014-06-18'));
    given(workflow, a.expressed(group), returned)
      .when(mended({ group: ['00C', '01A', '02B'] }))
      .thenRefused('groupIsTheSame');
    given(workflow, a.expressed(group), returned)
      .when(mended({ applicants: 'one', group: undefined }))
      .thenRefused('R-17');
    given(workflow, a.expressed(group), returned)
      .when(mended({ group: ['01A', '00C'] }))
      .then('applying.interest.expressed');
  });

  it('lapses at the deadline and not before (R-04)', () => {
    given(workflow, a.expressed(), returned).when(lapse('2014-06-20T22:59:59.999Z')).thenRefused('R-04');
    given(workflow, a.expressed(), returned).when(lapse('2014-06-20T23:00:00.000Z')).then('lapsed');
  });
});

describe('an interest returned just before applications close', () => {
  const late = { missing: 'x', mendBy: '2015-01-19T00:00:00.000Z' };
  const history = [a.expressed(), a.fact('InterestReturned', late, a.assessor, a.day('2015-01-05'))];

  it('is mended until they do, and not until its own time to be mended is over: nothing could follow it (R-04)', () => {
    expect(dueOf(workflow, given(workflow, ...history).standing.progress)[0]?.at).toBe(a.round.applicationBy);
    const lapse = a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, a.round.applicationBy!);
    given(workflow, ...history)
      .when(lapse)
      .then('lapsed');
    const refusal = given(workflow, ...history, lapse)
      .when(a.expressed({}, a.day('2015-01-12')))
      .thenRefused('interestIsInTime');
    expect(refusal).toMatchObject({ meaning: 'Interest in this round closed at noon on 9 January 2015.' });
  });
});

describe('an interest nobody acknowledges', () => {
  const applicationBy = a.round.applicationBy!;
  const lapse = (at: string) => a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, at);

  it.each([
    ['with', a.round],
    ['without', { ...a.round, interestBy: null }],
  ])('lapses as applications close, and not before, in a round %s a deadline for interest (R-04)', (_, round) => {
    const history = [a.expressed({ round })];
    expect(dueOf(workflow, given(workflow, ...history).standing.progress)[0]).toMatchObject({
      event: 'DeadlinePassed',
      date: 'applicationBy',
      at: applicationBy,
    });
    given(workflow, ...history)
      .when(lapse(applicationBy))
      .then('lapsed');
    const refusal = given(workflow, ...history)
      .when(lapse('2015-01-09T11:59:59.999Z'))
      .thenRefused('applicationDeadlineHasPassed');
    expect(refusal).toMatchObject({ meaning: 'Applications in this round close at noon on 9 January 2015.' });
  });

  it('lapses at go-live where applications come at any time (R-04, R-06)', () => {
    const round = { ...a.round, interestBy: null, applicationBy: null };
    const history = [a.expressed({ round })];
    expect(dueOf(workflow, given(workflow, ...history).standing.progress)[0]?.at).toBe(a.round.goLiveAt);
    given(workflow, ...history)
      .when(lapse(a.round.goLiveAt))
      .then('lapsed');
    given(workflow, ...history)
      .when(lapse(a.day('2015-03-31')))
      .thenRefused('R-04');
  });
});

describe('a round without a deadline for interest', () => {
  const round = { ...a.round, interestBy: null };

  it('lets a returned interest be mended until applications close, when it lapses (R-04)', () => {
    const history = [a.expressed({ round }), returned];
    const { progress } = given(workflow, ...history).standing;
    expect(dueOf(workflow, progress)[0]?.at).toBe(a.round.applicationBy);
    expect(stagesOf(workflow, progress)[0]).toMatchObject({ name: 'interest', due: a.round.applicationBy });
    given(workflow, ...history)
      .when(a.expressed({ round }, '2015-01-09T11:59:59.999Z'))
      .then('applying.interest.expressed');
    given(workflow, ...history)
      .when(a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, a.round.applicationBy!))
      .then('lapsed');
  });

  it('takes interest until applications close (R-04)', () => {
    given(workflow)
      .when(a.expressed({ round }, a.day('2014-12-20')))
      .then('applying.interest.expressed');
    given(workflow)
      .when(a.expressed({ round }, a.day('2015-01-09', '12:00:00.000')))
      .thenRefused('R-04');
  });
});
