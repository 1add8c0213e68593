/** How a region reviews a submission, at every level that has one: it asks, the CCG answers, it recommends or does not. */
import { withChange } from '../../application/changes.js';
import { withAssessor } from '../../application/hands.js';
import { independently, model, only } from '../../application/model.js';
import type { CaseFact, Context, RuleName } from '../../application/words.js';

/** `target`: the state in which the case waits for the answer. `also`: what is asked besides. */
export const asking = (target: string, ...also: readonly RuleName[]) =>
  ({
    target,
    guard: independently('answerComesBeforeGoLive', ...also),
    description: 'The region asks a question. The case waits on the CCG.',
    meta: { by: ['regional-assessor'], label: 'Ask for information', rule: 'R-40' },
    actions: model.assign(({ context, event }) =>
      event.type === 'InformationRequested'
        ? {
            questions: [...context.questions, { question: event.data.question, answered: false }],
            assessors: withAssessor(context, event.actor.id),
            recommended: false,
          }
        : {},
    ),
  }) as const;

/** `back`: the state beside this one in which the region goes on when every question is answered. */
export function awaitingInformation(back: string) {
  const answer = {
    meta: { by: ['ccg-officer'], label: 'Answer the question', rule: 'R-40' },
    actions: model.assign(({ context, event }) => answered(context, event)),
  } as const;
  return model.createStateConfig({
    description: 'The CCG answers the region’s questions.',
    meta: { waitingOn: ['ccg-officer'], due: { date: 'answerBy' } },
    on: {
      InformationProvided: [
        {
          ...answer,
          target: back,
          guard: only('questionIsOpen', 'itIsTheLastQuestion'),
          description: 'The CCG answers the last open question.',
        },
        { ...answer, guard: only('questionIsOpen'), description: 'The CCG answers one of several questions.' },
      ],
    },
  });
}

function answered(context: Context, event: CaseFact): Partial<Context> {
  if (event.type !== 'InformationProvided') return {};
  const number = event.data.question;
  return {
    questions: context.questions.map((each, index) =>
      index === number - 1 ? { ...each, answered: true, answeredAt: event.at } : each,
    ),
  };
}

const recommendation = (recommended: boolean) =>
  model.assign(({ context, event }) => ({
    recommended,
    assessors: withAssessor(context, event.actor.id),
    ...withChange(context, event, `the region ${recommended ? 'recommended' : 'did not recommend'} it`),
  }));

/** What a level asks besides: to recommend, and not to. */
export const recommending = (approval: readonly RuleName[], refusal: readonly RuleName[] = []) =>
  ({
    RegionRecommended: {
      target: '#decision.recommended',
      guard: independently('ccgIsNotInSpecialMeasures', 'groupGoesOn', ...approval),
      description: 'The region recommends approval.',
      meta: { by: ['regional-assessor'], label: 'Recommend', rule: 'R-40' },
      actions: recommendation(true),
    },
    RegionNotRecommended: {
      target: '#decision.notRecommended',
      guard: independently(...refusal),
      description: 'The region does not recommend approval, with reasons.',
      meta: { by: ['regional-assessor'], label: 'Do not recommend', rule: 'R-40', also: ['R-43'] },
      actions: recommendation(false),
    },
  }) as const;
