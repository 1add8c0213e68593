import { independently, model } from '../../application/model.js';

/** A condition is reviewed, before go-live or in force, by whoever imposed it. */
export function conditionReviewsBy(role: 'regional-assessor' | 'national-committee') {
  const review = {
    guard: independently('conditionIsOpen'),
    meta: { by: [role], label: 'Review a condition', rule: 'R-44' },
  } as const;
  return {
    ConditionDischarged: {
      ...review,
      description: 'A condition was reviewed and is met.',
      meta: { ...review.meta, label: 'Discharge a condition' },
      actions: model.assign(({ context, event }) =>
        event.type === 'ConditionDischarged'
          ? {
              conditions: context.conditions.map((each, index) =>
                index === event.data.condition - 1 ? { ...each, discharged: true, dischargedAt: event.at } : each,
              ),
            }
          : {},
      ),
    },
    ConditionUpheld: {
      ...review,
      description: 'A condition was reviewed and is not met yet.',
      meta: { ...review.meta, label: 'Uphold a condition' },
    },
  } as const;
}
