import { Attachment, Count, Day, ListOf, OneOf, Optional, OptionalText, Text } from '../../fields.js';

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

/** The region asks; the case waits on the CCG. */
export class InformationRequested {
  @Text('the question') question: string;
  @Optional() @OneOf('the threshold it concerns', thresholds) threshold?: Threshold;
  @Optional() @Day('the day an answer is needed by') answerBy?: string;
}

export class InformationProvided {
  /** Number of the question, from 1, in the order they were asked. */
  @Count('the number of the question', 1, 1000) question: number;
  @Text('the answer') answer: string;
  @Optional() @ListOf(() => Attachment, 'attachments') attachments?: Attachment[];
}

/** The region signs the submission beside the CCG. */
export class SubmissionSigned {
  @Text('the office of the person who signs', 200) office: string;
}

export class RegionRecommended {
  @Text('the grounds of the recommendation') grounds: string;
}

/** Why not. */
export const reasonCodes = [
  'financial-recovery',
  'structural-burden',
  'nhse-cannot-resource',
  'thresholds-not-met',
  'other',
] as const;

export class Reason {
  @OneOf('a reason', reasonCodes) code: (typeof reasonCodes)[number];
  @Text('the reason in words') text: string;
}

export class RegionNotRecommended {
  @ListOf(() => Reason, 'the reasons', 1, 10) reasons: Reason[];
}

/** The CCG's finances got worse before go-live: all thresholds are open again, even after approval. */
export class ThresholdsReopened {
  @OneOf('why they are reopened', ['financial-deterioration', 'other']) because: 'financial-deterioration' | 'other';
  @Text('what happened') text: string;
}
