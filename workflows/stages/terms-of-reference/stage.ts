import { independently, model, only } from '../../application/model.js';

const dispute = {
  target: 'disputed',
  guard: independently(),
  description: 'One side disputes the terms, with reasons.',
  meta: { by: ['ccg-officer', 'regional-assessor'], label: 'Dispute the terms of reference', rule: 'R-34' },
} as const;

const agree = {
  target: 'agreed',
  guard: independently(),
  description: 'NHS England agrees to the terms.',
  meta: { by: ['regional-assessor'], label: 'Agree the terms of reference', rule: 'R-34' },
} as const;

/** `committee`: the rule that says whose committee it must be. */
export function termsOf(committee: 'committeeIsOfTheGoverningBody' | 'committeeIsJoint') {
  const draft = {
    guard: only(committee, 'directionsAreAccepted'),
    description: 'A draft of the terms of reference is put forward.',
    meta: { by: ['ccg-officer'], label: 'Put forward terms of reference', rule: 'R-34' },
    actions: model.assign(() => ({
      termsPutForward: true,
    })),
  } as const;
  return model.createStateConfig({
    description: 'The terms of reference of the committee that will decide: draft, disputed, agreed, signed.',
    initial: 'awaited',
    states: {
      awaited: {
        description: 'The CCG drafts the terms.',
        meta: { waitingOn: ['ccg-officer'] },
        on: { TermsOfReferenceDrafted: { ...draft, target: 'draft' } },
      },
      draft: {
        description: 'The region reads the draft.',
        meta: { waitingOn: ['regional-assessor'] },
        on: {
          TermsOfReferenceDrafted: { ...draft, target: 'draft' },
          TermsOfReferenceDisputed: dispute,
          TermsOfReferenceAgreed: agree,
        },
      },
      disputed: {
        description: 'The two sides settle what is disputed: with a new draft, or by agreeing after all.',
        meta: { waitingOn: ['ccg-officer', 'regional-assessor'] },
        on: { TermsOfReferenceDrafted: { ...draft, target: 'draft' }, TermsOfReferenceAgreed: agree },
      },
      agreed: {
        description: 'The terms are agreed. The CCG signs them.',
        meta: { waitingOn: ['ccg-officer'] },
        on: {
          TermsOfReferenceDisputed: dispute,
          TermsOfReferenceSigned: {
            target: 'signed',
            description: 'The CCG signs the agreed terms.',
            meta: { by: ['ccg-officer'], label: 'Sign the terms of reference', rule: 'R-34' },
          },
        },
      },
      signed: {
        description: 'The terms are signed.',
        meta: { complete: true },
        on: {
          TermsOfReferenceDrafted: {
            ...draft,
            target: 'draft',
            guard: only('applicationIsBeingReworked', committee, 'directionsAreAccepted'),
            description: 'The structure is being reworked, and the terms with it.',
            meta: { ...draft.meta, rule: 'R-34' },
          },
        },
      },
    },
  });
}
