import { OneOf, Optional, OptionalText, Text } from '../../fields.js';
import { InformationRequested as Question } from '../review/events.js';

/** The four thresholds of the regional assurance. */
export const thresholds = [
  'assurance',
  'conflicts-of-interest',
  'financial-control',
  'statutory-and-planning',
] as const;
export type Threshold = (typeof thresholds)[number];

export const findings = ['met', 'met-with-conditions', 'not-met'] as const;
export type Finding = (typeof findings)[number];

/** One threshold is assessed; the assessor is the actor. */
export class ThresholdAssessed {
  @OneOf('a threshold', thresholds) threshold: Threshold;
  @OneOf('a finding', findings) finding: Finding;
  @Text('the evidence') evidence: string;
  /** Needed when it is met with conditions. */
  @OptionalText('the conditions') conditions?: string;
}

/** A question of the assurance may name the threshold it concerns. */
export class InformationRequested extends Question {
  @Optional() @OneOf('the threshold it concerns', thresholds) threshold?: Threshold;
}

/** The region signs the submission beside the CCG. */
export class SubmissionSigned {
  @Text('the office of the person who signs', 200) office: string;
}

/** The CCG's finances got worse before go-live: all thresholds are open again, even after approval. */
export class ThresholdsReopened {
  @OneOf('why they are reopened', ['financial-deterioration', 'other']) because: 'financial-deterioration' | 'other';
  @Text('what happened') text: string;
}

export const events = { ThresholdAssessed, SubmissionSigned, ThresholdsReopened } as const;
