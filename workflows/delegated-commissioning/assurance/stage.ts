import { assign } from 'xstate';
import { withAssessor, type Context } from '../../case/context.js';
import { model, only } from '../../case/model.js';
import { asking, awaitingInformation, independent, recommending } from '../../stages/review/stage.js';

/** Assessing afresh: findings, questions, the region's signature and its recommendation begin anew. */
export const reopened: Partial<Context> = {
  findings: {},
  questions: [],
  regionSigned: false,
  recommended: false,
  conditions: [],
  signatories: [],
};

/** from wherever the case stands after its assurance. */
export const reopenThresholds = {
  target: '#assurance',
  guard: only('approverHasNoInterest'),
  description: 'The CCG’s finances got worse before go-live: the thresholds are open again, even after approval.',
  meta: { by: ['regional-assessor', 'national-committee'], label: 'Reopen the thresholds', rule: 'R-42' },
  actions: model.assign(() => reopened),
} as const;

export const assurance = model.createStateConfig({
  id: 'assurance',
  description: 'The region assesses the four thresholds, each on its own, and recommends or does not.',
  initial: 'assessing',
  on: {
    ThresholdAssessed: {
      guard: only(...independent, 'conditionsAreNamed'),
      description: 'One threshold is assessed, or assessed again, with evidence. The assessor is named.',
      meta: { by: ['regional-assessor'], label: 'Assess a threshold', rule: 'R-40' },
      actions: assign(({ context, event: { data, actor } }) => ({
        findings: { ...context.findings, [data.threshold]: data.finding },
        assessors: withAssessor(context, actor.id),
      })),
    },
    InformationRequested: asking('.awaitingInformation'),
    SubmissionSigned: {
      guard: only(...independent),
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
