import { about, caseRules } from '../../application/rules.js';
import { thresholds, thresholdWords, type Threshold } from './events.js';

const inWords = (these: readonly Threshold[]): string =>
  these.map((each) => thresholdWords[each].toLowerCase()).join(', ');

export const assuranceRules = caseRules({
  conditionsAreNamed: about('ThresholdAssessed', {
    id: 'R-40',
    meaning: 'Enter the conditions under which the threshold is met.',
    holds: ({ data }) => data.finding !== 'met-with-conditions' || data.conditions !== undefined,
  }),
  everyThresholdIsAssessed: {
    id: 'R-40',
    changedBy: ['ThresholdsReopened', 'ApprovalSuspended'],
    meaning: ({ context }) =>
      `Assess every threshold first. Open: ${inWords(thresholds.filter((each) => !context.findings[each]))}.`,
    holds: ({ context }) => thresholds.every((each) => context.findings[each] !== undefined),
  },
  thresholdsAreMet: {
    id: 'R-40',
    changedBy: ['ThresholdAssessed', 'ThresholdsReopened', 'ApprovalSuspended'],
    meaning: ({ context }) => {
      const unmet = thresholds.filter((each) => !['met', 'met-with-conditions'].includes(context.findings[each] ?? ''));
      return `All four thresholds must be met, with or without conditions. Not met: ${inWords(unmet)}.`;
    },
    holds: ({ context }) =>
      thresholds.every((each) => ['met', 'met-with-conditions'].includes(context.findings[each] ?? '')),
  },
  bothSignedTheSubmission: {
    id: 'R-40',
    changedBy: ['ThresholdsReopened', 'ApprovalSuspended'],
    meaning: 'The region must sign the submission before it recommends.',
    holds: ({ context }) => context.regionSigned,
  },
});
