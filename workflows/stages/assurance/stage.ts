import { assign } from 'xstate';
import { withChange } from '../../application/changes.js';
import { withAssessor } from '../../application/hands.js';
import { independently, model } from '../../application/model.js';
import type { Context, FactOf } from '../../application/words.js';
import { asking, awaitingInformation, recommending } from '../review/stage.js';

/** Assessing afresh: findings, questions, the region's signature and its recommendation begin anew. */
export const reopened: Partial<Context> = {
  findings: {},
  thresholdConditions: {},
  questions: [],
  regionSigned: false,
  recommended: false,
  conditions: [],
  signatories: [],
};

/** The conditions of the thresholds once this one is assessed: it may have had some before. */
function conditionsWith(
  { thresholdConditions }: Context,
  { threshold, finding, conditions }: FactOf<'ThresholdAssessed'>['data'],
): Context['thresholdConditions'] {
  const others = Object.entries(thresholdConditions).filter(([name]) => name !== threshold);
  const own = finding === 'met-with-conditions' && conditions !== undefined ? [[threshold, conditions]] : [];
  return Object.fromEntries([...others, ...own]) as Context['thresholdConditions'];
}

/** from wherever the case stands after its assurance. */
export const reopenThresholds = {
  target: '#assurance',
  guard: independently(),
  description: 'The CCG’s finances got worse before go-live: the thresholds are open again, even after approval.',
  meta: { by: ['regional-assessor', 'national-committee'], label: 'Reopen the thresholds', rule: 'R-42' },
  actions: model.assign(({ context, event }) => ({
    ...reopened,
    ...withChange(context, event, 'the thresholds were reopened'),
  })),
} as const;

export const assurance = model.createStateConfig({
  id: 'assurance',
  description: 'The region assesses the four thresholds, each on its own, and recommends or does not.',
  initial: 'assessing',
  on: {
    ThresholdAssessed: {
      guard: independently('conditionsAreNamed'),
      description: 'One threshold is assessed, or assessed again, with evidence. The assessor is named.',
      meta: { by: ['regional-assessor'], label: 'Assess a threshold', rule: 'R-40' },
      actions: assign(({ context, event: { data, actor } }) => ({
        findings: { ...context.findings, [data.threshold]: data.finding },
        thresholdConditions: conditionsWith(context, data),
        assessors: withAssessor(context, actor.id),
      })),
    },
    InformationRequested: asking('.awaitingInformation'),
    SubmissionSigned: {
      guard: independently(),
      description: 'The region signs the submission beside the CCG.',
      meta: { by: ['regional-assessor'], label: 'Sign the submission', rule: 'R-40' },
      actions: assign(({ context, event }) => ({
        regionSigned: true,
        assessors: withAssessor(context, event.actor.id),
      })),
    },
  },
  states: {
    assessing: {
      description: 'The region assesses.',
      meta: { waitingOn: ['regional-assessor'], due: { date: 'assessBy' } },
      on: recommending(['thresholdsAreMet', 'bothSignedTheSubmission'], ['everyThresholdIsAssessed']),
    },
    awaitingInformation: awaitingInformation('assessing'),
  },
});
