import { describe, expect, it } from '@jest/globals';
import type { Committee, QuorumRule } from '../../../libs/register/model.js';
import { constitutedBy, enteredOf } from './entered-committee.js';
import type { EnteredCommittee } from './requests.js';

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
  ])('has the quorum it was constituted with: %j', (quorum) => {
    expect(constitutedBy(enteredOf(committee(quorum)) as EnteredCommittee)).toEqual(committee(quorum));
  });

  it('has no quorum where that has parts within parts: whoever changes it enters it anew', () => {
    const entered = enteredOf(committee({ all: [{ any: [{ atLeast: 1 }] }] }));
    expect(entered.parts).toBeUndefined();
    expect(entered.members).toHaveLength(1);
  });
});
