import { assign } from 'xstate';
import { independently, model, only } from '../../application/model.js';
import type { CaseFact, Context } from '../../application/words.js';
import { conditionReviewsBy } from '../decision/conditions.js';
import type { FunctionChange } from './words.js';

const revoke = { by: ['national-committee'], label: 'Revoke the delegation', rule: 'R-60', also: ['R-64'] } as const;
const nhsEngland = ['national-committee'] as const;

type Changes = { readonly [What in FunctionChange['what']]?: readonly string[] };

/** What became of each function last, with some more. */
const withFunctions = (
  { functionsChanged }: Context,
  { at }: CaseFact,
  changes: Changes,
): Context['functionsChanged'] => {
  const news = (Object.entries(changes) as [FunctionChange['what'], readonly string[]][]).flatMap(([what, functions]) =>
    functions.map((each) => [each, { what, at }] as const),
  );
  return { ...functionsChanged, ...Object.fromEntries(news) };
};

function varied(context: Context, fact: CaseFact): Partial<Context> {
  const { functions, suspended } = context;
  const { add = [], remove = [] } = context.variation ?? {};
  return {
    functions: [...functions.filter((each) => !remove.includes(each)), ...add],
    suspended: suspended.filter((each) => !remove.includes(each)),
    functionsChanged: withFunctions(context, fact, { added: add, 'taken away': remove }),
    variation: null,
  };
}

/** In force: NHS England can revoke at any time, the CCG cannot leave. */
export const inForce = model.createStateConfig({
  id: 'inForce',
  type: 'parallel',
  description:
    'The CCG exercises the delegated functions. Only NHS England can end it, or the CCG’s own end in the register.',
  // Notice ends a joint arrangement, never a delegation: whoever gives it hears why not.
  meta: {
    refuses: { ApplicationWithdrawn: 'nobodyLeaves', NoticeGiven: 'nobodyLeaves' },
    due: { date: 'conditionsDue', by: nhsEngland },
  },
  on: {
    ...conditionReviewsBy('national-committee'),
    DelegationRevoked: [
      {
        target: '#revoked',
        guard: independently('revocationIsDue'),
        description:
          'NHS England revokes the delegation at once. The functions return to it; the CCG holds no other level by that.',
        meta: revoke,
      },
      {
        target: '.notice.given',
        guard: independently('revocationIsAhead'),
        description: 'NHS England revokes the delegation from a later day, or names another day.',
        meta: revoke,
        actions: assign({ revokedFrom: ({ event }) => event.data.effectiveAt }),
      },
    ],
    DelegationReviewed: {
      guard: independently(),
      description: 'NHS England reviews how the delegation works.',
      meta: { by: ['regional-assessor', 'national-committee'], label: 'Record a review', rule: 'R-62' },
    },
    ConditionsImposed: {
      guard: independently('nothingPrecedesGoLive'),
      description: 'NHS England puts the delegation under conditions.',
      meta: { by: nhsEngland, label: 'Impose conditions', rule: 'R-62' },
      actions: assign({
        conditions: ({ context, event }) => [
          ...context.conditions,
          ...event.data.conditions.map((each) => ({ ...each, discharged: false })),
        ],
      }),
    },
  },
  states: {
    notice: {
      initial: 'none',
      states: {
        none: { description: 'No revocation is pending.' },
        given: {
          description: 'The delegation is revoked from a later day.',
          meta: { waitingOn: ['clock'], due: { date: 'revocationEffective', event: 'RevocationTookEffect' } },
          on: {
            RevocationWithdrawn: {
              target: 'none',
              guard: independently(),
              description: 'NHS England takes the revocation back before its day. The delegation goes on.',
              meta: { by: nhsEngland, label: 'Take the revocation back', rule: 'R-60' },
              actions: assign({ revokedFrom: null }),
            },
            RevocationTookEffect: {
              target: '#revoked',
              guard: only('revocationDayHasCome'),
              description: 'The day of the revocation has come.',
              meta: { by: ['clock'], label: 'Let the revocation take effect', rule: 'R-60', also: ['R-64'] },
            },
          },
        },
      },
    },
    functions: {
      initial: 'exercised',
      states: {
        exercised: { description: 'The CCG exercises all functions delegated to it.' },
        suspended: {
          description: 'NHS England has taken named functions back for a time.',
          meta: { waitingOn: ['national-committee'] },
          always: {
            target: 'exercised',
            guard: only('nothingIsSuspended'),
            description: 'A variation took away the last function that was suspended.',
          },
          on: {
            FunctionsRestored: [
              {
                target: 'exercised',
                guard: independently('functionsAreSuspended', 'allAreRestored'),
                description: 'NHS England gives the last suspended functions back.',
                meta: { by: nhsEngland, label: 'Restore functions', rule: 'R-62' },
                actions: assign(({ context, event }) => ({
                  suspended: [],
                  functionsChanged: withFunctions(context, event, { restored: event.data.functions }),
                })),
              },
              {
                guard: independently('functionsAreSuspended'),
                description: 'NHS England gives some of the suspended functions back.',
                meta: { by: nhsEngland, label: 'Restore functions', rule: 'R-62' },
                actions: assign(({ context, event }) => ({
                  suspended: context.suspended.filter((each) => !event.data.functions.includes(each)),
                  functionsChanged: withFunctions(context, event, { restored: event.data.functions }),
                })),
              },
            ],
          },
        },
      },
      on: {
        FunctionsSuspended: {
          target: '.suspended',
          guard: independently('functionsAreExercised'),
          description: 'NHS England suspends the delegation for named functions.',
          meta: { by: nhsEngland, label: 'Suspend functions', rule: 'R-62' },
          actions: assign(({ context, event }) => ({
            suspended: [...context.suspended, ...event.data.functions],
            functionsChanged: withFunctions(context, event, { suspended: event.data.functions }),
          })),
        },
      },
    },
    variation: {
      initial: 'settled',
      states: {
        settled: {
          description: 'No variation is proposed.',
          on: {
            VariationProposed: {
              target: 'proposed',
              guard: independently('variationIsOfTheTable', 'variationChangesSomething'),
              description: 'One party proposes to change the delegated functions.',
              meta: {
                by: ['ccg-officer', 'national-committee'],
                label: 'Propose a variation',
                rule: 'R-62',
              },
              actions: assign({
                variation: ({ event: { data, actor } }) => ({
                  proposer: actor.id,
                  by: actor.role,
                  add: data.add ?? [],
                  remove: data.remove ?? [],
                }),
              }),
            },
          },
        },
        proposed: {
          description: 'The other party agrees to the variation or declines it.',
          meta: { waitingOn: ['ccg-officer', 'national-committee'] },
          on: {
            DelegationVaried: {
              target: 'settled',
              guard: independently('otherPartyProposed'),
              description: 'The other party agrees, and the delegation is varied.',
              meta: {
                by: ['ccg-officer', 'national-committee'],
                label: 'Agree to the variation',
                rule: 'R-62',
              },
              actions: assign(({ context, event }) => varied(context, event)),
            },
            VariationDeclined: {
              target: 'settled',
              guard: independently(),
              description: 'One party declines the variation, or takes it back. The delegation stands as it was.',
              meta: {
                by: ['ccg-officer', 'national-committee'],
                label: 'Decline the variation',
                rule: 'R-62',
              },
              actions: assign({ variation: null }),
            },
          },
        },
      },
    },
  },
});
