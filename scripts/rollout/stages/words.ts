/** What people write where the levels ask for different things. */
import * as forms from '../../../demonstration/forms.js';

export const wordsOf = {
  L3: {
    workflow: 'delegated-commissioning',
    interest: forms.interestForm,
    question: 'Shall the CCG apply for delegated commissioning?',
    amendment: forms.amendment,
    terms: forms.termsDraft,
    application: forms.applicationForm,
    recommendation: forms.recommendation,
  },
  L2: {
    workflow: 'joint-commissioning',
    interest: forms.jointInterestForm,
    question: 'Shall the CCG apply for joint commissioning?',
    amendment: forms.jointAmendment,
    terms: forms.jointTermsDraft,
    application: forms.jointApplicationForm,
    recommendation: forms.jointRecommendation,
  },
} as const;

export const involvement = { workflow: 'greater-involvement', interest: forms.involvementInterestForm } as const;
