import { describe, expect, it } from '@jest/globals';
import type { Committee, QuorumRule } from '../../../libs/register/model.js';
import { fieldsOf } from '../../../libs/forms/form.js';
import { DEEPEST, faultOf } from '../../../workflows/committee-meeting/quorum.js';
import { readTyped } from '../forms/read-typed.js';
import { typedOf } from '../forms/typed-of.js';
import { constitutedBy, EnteredCommittee, enteredOf, faultsInQuorum, type EnteredPart } from './entered-committee.js';

const committee = (quorum: QuorumRule): Committee => ({
  id: 'panel',
  name: 'Panel',
  organisation: 'Y54',
  purpose: 'regional-panel',
  from: '2026-01-01',
  quorum,
  members: [{ id: 'panel@Y54', name: 'Ada', offices: ['chair'], voting: true, clinician: false }],
});

describe('a committee as people enter it', () => {
  it.each<QuorumRule>([
    { atLeast: 3 },
    { atLeast: 2, of: { offices: ['gp', 'nurse'] } },
    { any: [{ atLeast: 5 }, { atLeast: 1, of: { offices: ['chair'], voting: true } }] },
    {
      all: [
        { atLeast: 2, of: { voting: true } },
        { atLeast: 1, of: { voting: false } },
      ],
    },
    { all: [{ any: [{ atLeast: 1 }] }] },
    {
      any: [
        { atLeast: 4 },
        { all: [{ atLeast: 2, of: { offices: ['gp'] } }, { any: [{ atLeast: 1 }, { atLeast: 3 }] }] },
      ],
    },
  ])('has the quorum it was constituted with: %j', (quorum) => {
    expect(constitutedBy(enteredOf(committee(quorum)) as EnteredCommittee)).toEqual(committee(quorum));
  });

  it('leaves the number out where a part has parts of its own, and says what every part lacks or has too much', () => {
    const faults = faultsIn([
      { atLeast: 2 },
      { offices: ['gp'] },
      { atLeast: 1, within: within({ atLeast: 1 }, { counts: 'voting' }) },
      { offices: ['gp'], within: within({ atLeast: 1 }) },
    ]);
    expect(faults.map(({ field }) => field)).toEqual([
      'parts.1.atLeast',
      'parts.2.atLeast',
      'parts.2.within.parts.1.atLeast',
      'parts.3.offices',
    ]);
    expect(faults[0]!.message).toBe('Enter how many of them at least, or add parts within this part');
  });

  it('has no more parts than a quorum may have, however they are nested', () => {
    const many = Array.from({ length: 25 }, () => ({ atLeast: 1 }));
    expect(faultsIn([{ within: within(...many) }, ...many.slice(2)])).toEqual([]);
    expect(faultsIn([{ within: within(...many) }, ...many.slice(1)])).toEqual([
      { field: 'parts', message: 'Use 50 parts or fewer in a quorum' },
    ]);
  });

  it('takes a part whose own parts were all taken out again for a number of members', () => {
    const emptied = { atLeast: 2, within: { together: 'any' as const, parts: [] } };
    expect(faultsIn([emptied])).toEqual([]);
    expect(constitutedBy(entered([emptied])).quorum).toEqual({ atLeast: 2 });
  });

  it('can be entered as deep as a quorum may go', () => {
    const depthOf = (rule: QuorumRule): number =>
      'atLeast' in rule ? 1 : 1 + Math.max(...('all' in rule ? rule.all : rule.any).map(depthOf));
    const deep = { all: [{ any: [{ all: [{ any: [{ atLeast: 1 }] }] }] }] };
    expect(depthOf(deep)).toBe(DEEPEST);
    expect(faultOf(deep)).toBeUndefined();
    const fields = fieldsOf(EnteredCommittee);
    const { data, errors } = readTyped(fields, typedOf(fields, enteredOf(committee(deep))));
    expect(errors).toEqual([]);
    expect(constitutedBy(data as unknown as EnteredCommittee).quorum).toEqual(deep);
  });
});

const within = (...parts: readonly EnteredPart[]) => ({ together: 'any' as const, parts });

const entered = (parts: readonly EnteredPart[]): EnteredCommittee => ({
  ...(enteredOf(committee({ atLeast: 1 })) as EnteredCommittee),
  parts: [...parts],
});

const faultsIn = (parts: readonly EnteredPart[]) => faultsInQuorum(entered(parts));
