import { assign } from 'xstate';
import { withDrafter, type Context } from '../../case/context.js';
import { model, only } from '../../case/model.js';

const independent = ['approverHasNoInterest', 'assessorDidNotDraft'] as const;
const assessor = (context: Context, id: string): readonly string[] =>
  context.assessors.includes(id) ? context.assessors : [...context.assessors, id];

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
  meta: { by: ['regional-assessor', 'national-committee'], label: 'Reopen the thresholds', rules: ['R-42', 'R-47'] },
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
      meta: { by: ['regional-assessor'], label: 'Assess a threshold', rules: ['R-40', 'R-46', 'R-47'] },
      actions: assign(({ context, event: { data, actor } }) => ({
        findings: { ...context.findings, [data.threshold]: data.finding },
        assessors: assessor(context, actor.id),
      })),
    },
    InformationRequested: {
      target: '.awaitingInformation',
      guard: only(...independent),
      description: 'The region asks a question. The case waits on the CCG.',
      meta: { by: ['regional-assessor'], label: 'Ask for information', rules: ['R-40', 'R-46', 'R-47'] },
      actions: assign(({ context, event }) => ({
        questions: [...context.questions, { question: event.data.question, answered: false }],
        assessors: assessor(context, event.actor.id),
      })),
    },
    SubmissionSigned: {
      guard: only(...independent),
      description: 'The region signs the submission beside the CCG.',
      meta: { by: ['regional-assessor'], label: 'Sign the submission', rules: ['R-40', 'R-46', 'R-47'] },
      actions: assign(({ context, event }) => ({ regionSigned: true, assessors: assessor(context, event.actor.id) })),
    },
  },
  states: {
    assessing: {
      description: 'The region assesses.',
      meta: { waitingOn: ['regional-assessor'] },
      on: {
        RegionRecommended: {
          target: '#decision.recommended',
          guard: only(...independent, 'ccgIsNotInSpecialMeasures', 'thresholdsAreMet', 'bothSignedTheSubmission'),
          description: 'The region recommends approval.',
          meta: { by: ['regional-assessor'], label: 'Recommend', rules: ['R-40', 'R-41', 'R-46', 'R-47'] },
          actions: assign(({ context, event }) => ({
            recommended: true,
            assessors: assessor(context, event.actor.id),
          })),
        },
        RegionNotRecommended: {
          target: '#decision.notRecommended',
          guard: only(...independent, 'everyThresholdIsAssessed'),
          description: 'The region does not recommend approval, with reasons.',
          meta: { by: ['regional-assessor'], label: 'Do not recommend', rules: ['R-40', 'R-43', 'R-46', 'R-47'] },
          actions: assign(({ context, event }) => ({
            recommended: false,
            assessors: assessor(context, event.actor.id),
          })),
        },
      },
    },
    awaitingInformation: {
      description: 'The CCG answers the region’s questions.',
      meta: { waitingOn: ['ccg-officer'], due: { date: 'answerBy' } },
      on: {
        InformationProvided: [
          {
            target: 'assessing',
            guard: only('questionIsOpen', 'itIsTheLastQuestion'),
            description: 'The CCG answers the last open question.',
            meta: { by: ['ccg-officer'], label: 'Answer', rules: ['R-40'] },
            actions: assign(({ context, event }) => answered(context, event.data.question, event.actor.id)),
          },
          {
            guard: only('questionIsOpen'),
            description: 'The CCG answers one of several questions.',
            meta: { by: ['ccg-officer'], label: 'Answer', rules: ['R-40'] },
            actions: assign(({ context, event }) => answered(context, event.data.question, event.actor.id)),
          },
        ],
      },
    },
  },
});

function answered(context: Context, number: number, by: string): Partial<Context> {
  return {
    questions: context.questions.map((each, index) => (index === number - 1 ? { ...each, answered: true } : each)),
    drafters: withDrafter(context, by),
  };
}
