import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import { movesFrom } from './decide.js';
import * as a from '../../test/gardeners.js';
import type { Actor, Fact } from './index.js';
import { given } from './specification.js';

const monday = '2015-02-09T10:00:00.000Z';
const sunday = '2015-02-08T10:00:00.000Z';
const moves = (facts: readonly Fact[], actor: Actor, at = monday): readonly string[] =>
  movesFrom(allotment, given(allotment, ...facts).standing, actor, [actor], at).map(({ type }) => type);

describe('what a person is offered', () => {
  it('is what their role may do in this state', () => {
    expect(moves([a.requested()], a.rose)).toEqual(['RequestWithdrawn', 'NoteAdded']);
    expect(moves([a.requested()], a.steward)).toEqual(['PlotOffered', 'NoteAdded']);
  });

  it('says what it is called, what it means, and in which of their roles', () => {
    const [offer] = movesFrom(allotment, given(allotment, a.requested()).standing, a.steward, [a.steward], monday);
    expect(offer).toEqual({
      type: 'PlotOffered',
      label: 'Offer a plot',
      meaning: 'The steward offers a plot.',
      role: 'steward',
      organisation: 'club',
    });
  });

  it('is nothing for another organisation, for nobody, before the case begins and after it ends', () => {
    expect(moves([a.requested()], a.stranger)).toEqual([]);
    expect(movesFrom(allotment, given(allotment, a.requested()).standing, a.rose, [], monday)).toEqual([]);
    expect(moves([], a.steward)).toEqual([]);
    expect(moves([a.requested(), a.withdrawn()], a.rose)).toEqual([]);
  });

  it('holds back what a rule about the case forbids, and shows it once the rule holds', () => {
    expect(moves([a.requested(), a.offered(), a.paid()], a.steward)).not.toContain('KeyHanded');
    expect(moves([a.requested(), a.offered(), a.paid(), a.mended()], a.steward)).toContain('KeyHanded');
  });

  it('does not ask yet what depends on what the person will say, and asks what depends on the hour', () => {
    expect(moves([a.requested(), a.offered()], a.rose)).toContain('FeePaid');
    expect(moves([a.requested(), a.offered()], a.rose, sunday)).not.toContain('FeePaid');
  });

  it('does not show what the state refuses outright', () => {
    expect(moves(a.let12(), a.rose)).toEqual(['NoticeGiven', 'NoteAdded']);
  });

  it('covers all roles of one person', () => {
    const standing = given(allotment, a.requested()).standing;
    const both = movesFrom(allotment, standing, a.rose, [a.rose, a.steward], monday);
    expect(both.map(({ type, role }) => `${type} as ${role}`)).toEqual([
      'PlotOffered as steward',
      'RequestWithdrawn as gardener',
      'NoteAdded as gardener',
    ]);
  });
});
