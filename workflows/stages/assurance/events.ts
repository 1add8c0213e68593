import { Line, OneOf, Optional, Text, valuesOf } from '../../../libs/forms/decorators.js';
import { InformationRequested as Question } from '../review/events.js';

/** The four thresholds of the regional assurance. */
export const thresholdWords = {
  assurance: 'Assurance',
  'conflicts-of-interest': 'Conflicts of interest',
  'financial-control': 'Financial control',
  'statutory-and-planning': 'Statutory duties and planning',
} as const;
export const thresholds = valuesOf(thresholdWords);
export type Threshold = keyof typeof thresholdWords;

export const findings = { met: 'Met', 'met-with-conditions': 'Met with conditions', 'not-met': 'Not met' } as const;
export type Finding = keyof typeof findings;

/** One threshold is assessed; the assessor is the actor. */
export class ThresholdAssessed {
  @OneOf('a threshold', thresholdWords) threshold: Threshold;
  @OneOf('a finding', findings) finding: Finding;
  @Text('the evidence') evidence: string;
  @Optional('Needed if the threshold is met with conditions.') @Text('the conditions') conditions?: string;
}

/** A question of the assurance may name the threshold it concerns. */
export class InformationRequested extends Question {
  @Optional('Select one if the question is about a threshold.')
  @OneOf('the threshold it concerns', thresholdWords)
  threshold?: Threshold;
}

/** The region signs the submission beside the CCG. */
export class SubmissionSigned {
  @Line('the office of the person who signs', {
    label: 'Your office',
    hint: 'For example, accountable officer or chair.',
  })
  office: string;
}

/** The CCG's finances got worse before go-live: all thresholds are open again, even after approval. */
export class ThresholdsReopened {
  @OneOf(
    'why they are reopened',
    { 'financial-deterioration': 'The CCG’s finances got worse', other: 'Another reason' },
    { label: 'Why the thresholds are reopened' },
  )
  because: 'financial-deterioration' | 'other';
  @Text('what happened') text: string;
}

export const events = { ThresholdAssessed, SubmissionSigned, ThresholdsReopened } as const;
