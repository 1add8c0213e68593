/**
 * What one CCG holds and has applied for: its current level, and at most one live application for each level and round.
 * Every fact here follows from a fact of a case or of the register and is recorded in the same append.
 */
import { assign, setup } from 'xstate';
import type { Fact, Passage, Place, RoleOf } from '../../libs/workflow/index.js';
import { momentInWords } from '../../libs/workflow/london.js';
import { declare, guardsOf, onlyIf, rulesOver } from '../../libs/workflow/model.js';
import { InstantOf, past } from '../../libs/forms/days.js';
import { Count, Line, Optional, YesNo } from '../../libs/forms/decorators.js';
import { forWantOfMandate } from '../stages/mandate/part.js';
import { isHigher } from '../application/round.js';

/** An application began. */
class CaseStarted {
  @Line('the case', { longest: 50 }) case: string;
  @Line('the workflow', { longest: 100 }) workflow: string;
  @Line('the level', { longest: 2 }) level: string;
  @Line('the round', { longest: 20 }) round: string;
}

/** An application, or what came of it, ended. */
class CaseEnded {
  @Line('the case', { longest: 50 }) case: string;
  @Line('the outcome', { longest: 50 }) outcome: string;
  /** */
  @Optional('Where that was before it was recorded.') @InstantOf('when it ended', past()) endedAt?: string;
  /** */
  @Optional('Where the members said no, and that was counted and not verified.')
  @YesNo('Was a ballot defeated?', 'a ballot was defeated')
  defeated?: boolean;
  /** */
  @Optional('Where there were any for the level in the round.')
  @Count('the inquorate ballots', 0, 100)
  inquorateBallots?: number;
}

/** The CCG holds a level from now on. */
class LevelTaken {
  @Line('the case', { longest: 50 }) case: string;
  @Line('the level', { longest: 2 }) level: string;
}

/** The CCG holds no level any more: it does not fall back to another by itself. */
class LevelLeft {
  @Line('the case', { longest: 50 }) case: string;
  @Line('the level', { longest: 2 }) level: string;
  /** */
  @Optional('Where that was before it was recorded.') @InstantOf('when it ended', past()) endedAt?: string;
}

const events = { CaseStarted, CaseEnded, LevelTaken, LevelLeft };
type Events = typeof events;
type FactOf<Type extends keyof Events> = Fact<Type, InstanceType<Events[Type]>>;
type ArrangementFact = { [Type in keyof Events]: FactOf<Type> }[keyof Events];

export interface Application {
  readonly case: string;
  readonly workflow: string;
  readonly level: string;
  readonly round: string;
  /** When it began. */
  readonly at: string;
}

export interface ArrangementContext {
  /** Every application of the CCG that has not ended, those in force among them. */
  readonly live: readonly Application[];
  readonly held: { readonly case: string; readonly level: string; readonly at: string } | null;
  /** What the members gave no mandate for; it stays closed to the CCG for that round. */
  readonly withoutMandate: readonly (LevelInRound & { readonly at: string })[];
  /** One for each inquorate ballot. */
  readonly inquorate: readonly LevelInRound[];
}

interface LevelInRound {
  readonly level: string;
  readonly round: string;
}

const isFor =
  (asked: LevelInRound) =>
  ({ level, round }: LevelInRound): boolean =>
    level === asked.level && round === asked.round;

/** How many inquorate ballots the CCG has held for a level in a round. */
export const inquorateBallotsIn = ({ inquorate }: ArrangementContext, asked: LevelInRound): number =>
  inquorate.filter(isFor(asked)).length;

/** What the members said binds the CCG in the round, whatever became of the application. */
function saidOf(
  { level, round }: Application,
  { data: { outcome, defeated, inquorateBallots = 0 }, at }: FactOf<'CaseEnded'>,
  { withoutMandate, inquorate }: ArrangementContext,
): Pick<ArrangementContext, 'withoutMandate' | 'inquorate'> {
  const ofThis = { level, round };
  const isRefused = defeated === true || inquorateBallots >= 2 || forWantOfMandate.includes(outcome);
  return {
    withoutMandate: isRefused ? [...withoutMandate, { ...ofThis, at }] : withoutMandate,
    inquorate: [
      ...inquorate.filter((each) => !isFor(ofThis)(each)),
      ...Array<LevelInRound>(inquorateBallots).fill(ofThis),
    ],
  };
}

type Facts = { readonly context: ArrangementContext; readonly event: ArrangementFact };

/** A rule about what starts; levels compare as their names do: L1 < L2 < L3. */
const starting = (
  id: `R-${number}`,
  meaning: string,
  holds: (started: CaseStarted, context: ArrangementContext) => boolean,
  /** When that came to be so. */
  since: (started: CaseStarted, context: ArrangementContext) => string | undefined,
) => ({
  id,
  readsData: true as const,
  meaning: ({ context, event }: Facts) => {
    const at = event.type === 'CaseStarted' ? since(event.data, context) : undefined;
    return at === undefined ? meaning : `${meaning} That is so since ${momentInWords(at)}.`;
  },
  holds: ({ context, event }: Facts) => event.type !== 'CaseStarted' || holds(event.data, context),
});

const heldSince = (_: CaseStarted, { held }: ArrangementContext): string | undefined => held?.at;

const rules = rulesOver<Facts>()({
  noOtherApplicationIsLive: starting(
    'R-05',
    'The CCG has a live application for this level and round already. Go on with that one, or withdraw it first.',
    (started, { live }) => !live.some(isFor(started)),
    (started, { live }) => live.find(isFor(started))?.at,
  ),
  membersDidNotRefuse: starting(
    'R-16',
    'The members said no to this level in this round, or too few of them voted twice, and nobody overrides that. A later round can take it up again.',
    (started, { withoutMandate }) => !withoutMandate.some(isFor(started)),
    (started, { withoutMandate }) => withoutMandate.find(isFor(started))?.at,
  ),
  levelIsNotHeld: starting(
    'R-05',
    'The CCG holds this level already.',
    ({ level }, { held }) => held?.level !== level,
    heldSince,
  ),
  delegationIsNotLeft: starting(
    'R-60',
    'The CCG holds delegated commissioning, which has no way out for it: it cannot apply for another level.',
    ({ level }, { held }) => held?.level !== 'L3' || level === 'L3',
    heldSince,
  ),
  higherLevelHasEnded: starting(
    'R-63',
    'The CCG holds a higher level. End that with notice first: each level needs an application of its own.',
    ({ level }, { held }) => held === null || held.level === 'L3' || !isHigher(held.level, level),
    heldSince,
  ),
});

const anyone = () => true;
/** Everyone whose act on a case can begin or end something for its CCG. */
const roles = {
  'ccg-officer': { title: 'CCG officer', actsOn: anyone },
  'result-verifier': { title: 'Result verifier', actsOn: anyone },
  'regional-assessor': { title: 'Regional assessor', actsOn: anyone },
  'national-committee': { title: 'National committee', actsOn: anyone },
  registrar: { title: 'Registrar', actsOn: anyone },
  clock: { title: 'Clock', actsOn: anyone },
} as const satisfies Record<string, RoleOf>;
const by = Object.keys(roles) as readonly (keyof typeof roles)[];

const model = setup({
  types: {
    context: {} as ArrangementContext,
    events: {} as ArrangementFact,
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- XState takes its types from here
    meta: {} as Place,
    transitionMeta: {} as Passage,
  },
  guards: guardsOf(rules),
});

const starts = {
  guard: onlyIf<ArrangementContext, ArrangementFact, (keyof typeof rules)[]>([
    'noOtherApplicationIsLive',
    'membersDidNotRefuse',
    'levelIsNotHeld',
    'delegationIsNotLeft',
    'higherLevelHasEnded',
  ]),
  description: 'An application of the CCG began.',
  meta: { by: ['ccg-officer'], label: 'Start a case', rule: 'R-05' },
  actions: model.assign(({ context, event }) => {
    if (event.type !== 'CaseStarted') return {};
    const { case: id, workflow, level, round } = event.data;
    return { live: [...context.live, { case: id, workflow, level, round, at: event.at }] };
  }),
} as const;

const ends = {
  description: 'An application of the CCG ended.',
  meta: { by, label: 'End a case' },
  actions: model.assign(({ context, event }) => {
    if (event.type !== 'CaseEnded') return {};
    const { live } = context;
    const ended = live.find((each) => each.case === event.data.case);
    return {
      live: live.filter((each) => each !== ended),
      ...(ended && saidOf(ended, event, context)),
    };
  }),
} as const;

const machine = model.createMachine({
  id: 'arrangement',
  context: { live: [], held: null, withoutMandate: [], inquorate: [] },
  initial: 'none',
  on: { CaseStarted: starts, CaseEnded: ends },
  states: {
    none: {
      description: 'The CCG holds no level.',
      on: {
        LevelTaken: {
          target: 'holding',
          description: 'The CCG holds a level from now on.',
          meta: { by: ['clock'], label: 'Take a level', rule: 'R-50', also: ['R-63'] },
          actions: assign({ held: ({ event }) => ({ case: event.data.case, level: event.data.level, at: event.at }) }),
        },
      },
    },
    holding: {
      description: 'The CCG holds a level.',
      on: {
        LevelLeft: {
          target: 'none',
          description:
            'The level ended, or a higher one takes its place. Functions return to NHS England; the CCG falls back to no other level.',
          meta: {
            by: ['national-committee', 'registrar', 'clock'],
            label: 'Leave a level',
            rule: 'R-60',
            also: ['R-63', 'R-64', 'R-66'],
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
  lookUps: {},
  datesSetBy: () => ({}),
  particulars: () => undefined,
  concerns: () => false,
  summary: (context) => ({ ...(context as ArrangementContext) }),
});
