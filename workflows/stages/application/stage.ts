import { assign } from 'xstate';
import { withChange } from '../../application/changes.js';
import { model, only } from '../../application/model.js';
import type { Context, FactOf, RuleName } from '../../application/words.js';

/** What every level asks of a submission. */
const shared = ['groupGoesOn', 'membersWereEngaged', 'consultationIsExplained'] as const;

/** Whatever was found of an earlier submission does not hold for this one. */
const submitted = (context: Context, event: FactOf<'ApplicationSubmitted'>): Partial<Context> => ({
  governance: event.data.governance,
  ...withChange(context, event, 'the application was submitted'),
});

interface Form {
  /** The state in which the region reads the submission. */
  readonly target: string;
  /** What this level asks of its form besides. */
  readonly only: readonly RuleName[];
}

/** The application as a draft, and again while a structural defect is mended. */
export function draftingOf({ target, only: own }: Form) {
  const asked = [...shared, ...own] as const;
  const meta = {
    by: ['ccg-officer'],
    label: 'Submit the application',
    rule: 'R-40',
  } as const;
  const again = { ...meta, label: 'Submit the reworked application', also: ['R-35'] } as const;
  return model.createStateConfig({
    description: 'The CCG fills in the form and submits it with its signed declaration.',
    initial: 'preparing',
    states: {
      preparing: {
        description: 'The application is a draft. It lapses when the round’s deadline passes.',
        meta: { waitingOn: ['ccg-officer'], due: { date: 'applicationBy', event: 'DeadlinePassed' } },
        on: {
          ApplicationSubmitted: [
            {
              target: target,
              guard: only('submissionIsInTime', 'mandateIsCarried', ...asked),
              description: 'The CCG submits its application with the mandate carried.',
              meta,
              actions: assign(({ context, event }) => submitted(context, event)),
            },
            {
              target: target,
              guard: only('mandateMayFollow', 'submissionIsInTime', ...asked),
              description:
                'The CCG submits its application before its members vote, as this round allows: a “no” will rescind it.',
              meta,
              actions: assign(({ context, event }) => submitted(context, event)),
            },
          ],
          DeadlinePassed: {
            target: '#lapsed',
            guard: only('applicationDeadlineHasPassed'),
            description: 'The round’s deadline passed on a draft, which lapses.',
            meta: { by: ['clock'], label: 'Let the draft lapse', rule: 'R-04' },
          },
        },
      },
      reworking: {
        id: 'reworking',
        description:
          'A structural defect was found after approval. The CCG mends it and submits again; nothing is erased.',
        meta: { waitingOn: ['ccg-officer'] },
        on: {
          ApplicationSubmitted: [
            {
              target: target,
              guard: only('mandateIsCarried', ...asked),
              description: 'The CCG submits the reworked application. The round’s deadline was met the first time.',
              meta: again,
              actions: assign(({ context, event }) => submitted(context, event)),
            },
            {
              target: target,
              guard: only('mandateMayFollow', ...asked),
              description:
                'The CCG submits the reworked application before its members vote, as this round allows: a “no” will rescind it.',
              meta: again,
              actions: assign(({ context, event }) => submitted(context, event)),
            },
          ],
        },
      },
    },
  });
}
