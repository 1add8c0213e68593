import { about, caseRules } from '../../application/rules.js';

export const termsRules = caseRules({
  termsArePutForward: {
    id: 'R-34',
    meaning: 'The form contains the terms of reference of the joint committee: put a draft forward before you submit.',
    holds: ({ context }) => context.termsPutForward,
  },
  termsAreSigned: {
    id: 'R-34',
    changedBy: ['TermsOfReferenceDrafted', 'TermsOfReferenceDisputed'],
    meaning: 'The terms of reference of the committee must be signed first.',
    in: 'applying.underWay.terms.signed',
  },
  committeeIsOfTheGoverningBody: about('TermsOfReferenceDrafted', {
    id: 'R-34',
    meaning: 'The primary care commissioning committee must be a committee of the governing body.',
    holds: ({ data }) => data.committeeOf === 'governing-body',
  }),
  committeeIsJoint: about('TermsOfReferenceDrafted', {
    id: 'R-34',
    meaning: 'The joint committee must be a committee of the CCG and NHS England together.',
    holds: ({ data }) => data.committeeOf === 'ccg-and-nhs-england',
  }),
  directionsAreAccepted: about('TermsOfReferenceDrafted', {
    id: 'R-34',
    meaning: 'The terms must accept directions by NHS England and the Secretary of State.',
    holds: ({ data }) => data.acceptsDirections,
  }),
  applicationIsBeingReworked: {
    id: 'R-35',
    changedBy: ['TermsOfReferenceSigned', 'ApplicationSubmitted'],
    meaning: 'Signed terms are opened again only while a structural defect is reworked.',
    in: 'applying.underWay.application.drafting.reworking',
  },
});
