/**
 * What one CCG holds and has applied for: its current level, and at most one live application for each level and round.
 * Every fact here follows from a fact of a case and is recorded in the same append.
 */
import { assign, setup } from 'xstate';
import type { Fact, Passage, Place, RoleOf } from '../../libs/workflow/index.js';
import { declare, guardsOf, onlyIf, rulesOver } from '../../libs/workflow/model.js';
import { Text } from '../fields.js';

/** An application began. */
class CaseStarted {
  @Text('the case', 50) case: string;
  @Text('the workflow', 100) workflow: string;
  @Text('the level', 2) level: string;
  @Text('the round', 20) round: string;
}

/** An application, or the delegation that came of it, ended. */
class CaseEnded {
  @Text('the case', 50) case: string;
  @Text('the outcome', 50) outcome: string;
}

/** The CCG holds a level from now on. */
class LevelTaken {
  @Text('the case', 50) case: string;
  @Text('the level', 2) level: string;
}

/** The CCG holds no level any more: it does not fall back to another by itself. */
class LevelLeft {
  @Text('the case', 50) case: string;
  @Text('the level', 2) level: string;
}

const events = { CaseStarted, CaseEnded, LevelTaken, LevelLeft };
type Events = typeof events;
type ArrangementFact = { [Type in keyof Events]: Fact<Type, InstanceType<Events[Type]>> }[keyof Events];

interface Context {
  readonly live: readonly { readonly case: string; readonly level: string; readonly round: string }[];
  readonly held: { readonly case: string; readonly level: string } | null;
}

const rules = rulesOver<{ context: Context; event: ArrangementFact }>()({
  noOtherApplicationIsLive: {
    id: 'R-05',
    readsData: true,
    meaning:
      'The CCG has a live application for this level and round already. Go on with that one, or withdraw it first.',
    holds: ({ context, event }) =>
      event.type !== 'CaseStarted' ||
      !context.live.some(({ level, round }) => level === event.data.level && round === event.data.round),
  },
  levelIsNotHeld: {
    id: 'R-05',
    readsData: true,
    meaning: 'The CCG holds this level already.',
    holds: ({ context, event }) => event.type !== 'CaseStarted' || context.held?.level !== event.data.level,
  },
});

const anyone = () => true;
/** Everyone whose act on a case can begin or end something for its CCG. */
const roles = {
  'ccg-officer': { title: 'CCG officer', actsOn: anyone },
  'result-verifier': { title: 'Result verifier', actsOn: anyone },
  'national-committee': { title: 'National committee', actsOn: anyone },
  registrar: { title: 'Registrar', actsOn: anyone },
  clock: { title: 'Clock', actsOn: anyone },
} as const satisfies Record<string, RoleOf>;
const by = Object.keys(roles) as readonly (keyof typeof roles)[];

const model = setup({
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- XState takes its types from these assertions
  types: { context: {} as Context, events: {} as ArrangementFact, meta: {} as Place, transitionMeta: {} as Passage },
  guards: guardsOf(rules),
});

const starts = {
  guard: onlyIf<Context, ArrangementFact, (keyof typeof rules)[]>(['noOtherApplicationIsLive', 'levelIsNotHeld']),
  description: 'An application of the CCG began.',
  meta: { by: ['ccg-officer'], label: 'Start a case', rules: ['R-05'] },
  actions: model.assign(({ context, event }) =>
    event.type === 'CaseStarted'
      ? { live: [...context.live, { case: event.data.case, level: event.data.level, round: event.data.round }] }
      : {},
  ),
} as const;

const ends = {
  description: 'An application of the CCG ended.',
  meta: { by, label: 'End a case' },
  actions: model.assign(({ context, event }) => ({
    live: context.live.filter((each) => each.case !== event.data.case),
  })),
} as const;

const machine = model.createMachine({
  id: 'arrangement',
  context: { live: [], held: null },
  initial: 'none',
  states: {
    none: {
      description: 'The CCG holds no level.',
      on: {
        CaseStarted: starts,
        CaseEnded: ends,
        LevelTaken: {
          target: 'holding',
          description: 'The CCG holds a level from now on.',
          meta: { by: ['clock'], label: 'Take a level', rules: ['R-50'] },
          actions: assign({ held: ({ event }) => ({ case: event.data.case, level: event.data.level }) }),
        },
      },
    },
    holding: {
      description: 'The CCG holds a level.',
      on: {
        CaseStarted: starts,
        CaseEnded: ends,
        LevelLeft: {
          target: 'none',
          description: 'The functions return to NHS England. The CCG falls back to no other level.',
          meta: {
            by: ['national-committee', 'registrar', 'clock'],
            label: 'Leave a level',
            rules: ['R-60', 'R-64', 'R-66'],
          },
          actions: assign({ held: null }),
        },
      },
    },
  },
});

export const arrangement = declare({
  name: 'arrangement',
  version: '1',
  title: 'Arrangement of a CCG',
  machine,
  events,
  rules,
  roles,
  stages: [],
  begins: 'CaseStarted',
  commuting: [],
  given: {},
  datesSetBy: () => ({}),
  particulars: () => undefined,
  concerns: () => false,
  summary: (context) => ({ ...(context as Context) }),
});
