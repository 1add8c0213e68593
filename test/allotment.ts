/** A small invented workflow, whole in one file, on which the specs of this library stand: letting a plot of an allotment garden. */
// class-transformer keeps its types there; it must be loaded before the first decorator runs.
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Matches, Min, ValidateNested } from 'class-validator';
import { assign, setup } from 'xstate';
import type { Fact, Passage, RoleOf } from '../libs/workflow/index.js';
import { declare, guardsOf, onlyIf, rulesOver } from '../libs/workflow/model.js';

class Address {
  @IsString({ message: 'Enter the street' }) street: string;
}

class PlotRequested {
  @IsString({ message: 'Enter why you want a plot' }) reason: string;
  @IsOptional() @Type(() => Address) @IsObject({ message: 'Enter the address' }) @ValidateNested() address?: Address;
}

class PlotOffered {
  @Matches(/^\d+$/, { message: 'Enter the number of a plot' }) plot: string;
}

class FeePaid {
  // Decorators run from the last to the first, and the first that fails is told.
  @Min(1, { message: 'Enter 1 penny or more' })
  @IsInt({ message: 'Enter the pence as a whole number' })
  pence: number;
}

class NothingSaid {}

interface Context {
  readonly gardener: string | null;
  readonly paid: number;
}

type GardenFact =
  | Fact<'PlotRequested', PlotRequested>
  | Fact<'PlotOffered', PlotOffered>
  | Fact<'FeePaid', FeePaid>
  | Fact<
      'RequestExpired' | 'FenceMended' | 'KeyHanded' | 'RequestWithdrawn' | 'NoticeGiven' | 'NoteAdded',
      NothingSaid
    >;

interface GardenFacts {
  readonly context: Context;
  readonly event: GardenFact;
}

/** The yearly fee, in pence. */
export const fee = 4000;
const paidThen = ({ context, event }: GardenFacts): number =>
  context.paid + (event.type === 'FeePaid' ? event.data.pence : 0);

const rules = rulesOver<GardenFacts>()({
  plotIsFree: {
    id: 'R-1',
    readsData: true,
    meaning: 'Plot 13 is let already. Offer another.',
    holds: ({ event }) => event.type !== 'PlotOffered' || event.data.plot !== '13',
  },
  answerIsLate: {
    id: 'R-2',
    meaning: ({ event }) => `It is ${event.at}: the steward has time until 1 March.`,
    holds: ({ event }) => event.at >= '2015-03-01',
  },
  fenceIsMended: { id: 'R-3', meaning: 'Mend the fence first.', in: 'letting.fence.mended' },
  feeIsPaid: { id: 'R-4', meaning: 'Pay the fee first.', in: 'letting.fee.paid' },
  gatesAreOpen: {
    id: 'R-6',
    meaning: 'Nothing is paid on a Sunday.',
    holds: ({ event }) => new Date(event.at).getUTCDay() !== 0,
  },
  tenantsGiveNotice: { id: 'R-5', meaning: 'A tenant gives notice instead.', holds: () => false },
  feeIsWhole: { meaning: 'Part of the fee is open.', readsData: true, holds: (facts) => paidThen(facts) >= fee },
  feeIsPart: { meaning: 'The fee is paid whole.', readsData: true, holds: (facts) => paidThen(facts) < fee },
});

const only = (...names: readonly (keyof typeof rules)[]) =>
  onlyIf<Context, GardenFact, (keyof typeof rules)[]>([...names]);

const model = setup({
  types: { context: {} as Context, events: {} as GardenFact, meta: {}, transitionMeta: {} as Passage },
  guards: guardsOf(rules),
});

const withdraw = {
  target: '#withdrawn',
  description: 'The gardener wants no plot any more.',
  meta: { by: ['gardener'], label: 'Withdraw' },
} as const;
const pay = { by: ['gardener'], label: 'Pay', rule: 'R-6' } as const;
const paying = assign<Context, Extract<GardenFact, { type: 'FeePaid' }>, undefined, GardenFact, never>({
  paid: ({ context, event }) => context.paid + event.data.pence,
});

const machine = model.createMachine({
  id: 'allotment',
  context: { gardener: null, paid: 0 },
  initial: 'requesting',
  on: {
    NoteAdded: {
      description: 'Somebody adds a note.',
      meta: { by: ['gardener', 'steward'], label: 'Add a note' },
    },
  },
  states: {
    requesting: {
      initial: 'blank',
      on: { RequestWithdrawn: withdraw },
      states: {
        blank: {
          on: {
            PlotRequested: {
              target: 'waiting',
              description: 'A gardener asks for a plot.',
              meta: { by: ['gardener'], label: 'Ask for a plot' },
              actions: assign({ gardener: ({ event }) => event.actor.organisation }),
            },
          },
        },
        waiting: {
          description: 'The steward looks for a plot.',
          meta: { waitingOn: ['steward'], due: { date: 'answerBy', event: 'RequestExpired' } },
          on: {
            PlotOffered: {
              target: '#letting',
              guard: only('plotIsFree'),
              description: 'The steward offers a plot.',
              meta: { by: ['steward'], label: 'Offer a plot', rule: 'R-1' },
            },
            RequestExpired: {
              target: '#expired',
              guard: only('answerIsLate'),
              description: 'Nobody answered.',
              meta: { by: ['clock'], label: 'Let the request expire', rule: 'R-2' },
            },
          },
        },
      },
    },
    letting: {
      id: 'letting',
      type: 'parallel',
      description: 'Fence and fee are seen to side by side.',
      meta: { due: { date: 'keyBy' } },
      on: {
        RequestWithdrawn: withdraw,
        KeyHanded: {
          target: 'tenancy',
          guard: only('fenceIsMended', 'feeIsPaid'),
          description: 'The gardener gets the key.',
          meta: { by: ['steward'], label: 'Hand the key', rule: 'R-3' },
        },
      },
      states: {
        fence: {
          initial: 'broken',
          states: {
            broken: {
              meta: { waitingOn: ['steward'] },
              on: {
                FenceMended: {
                  target: 'mended',
                  description: 'The fence is whole.',
                  meta: { by: ['steward'], label: 'Mend' },
                },
              },
            },
            mended: { meta: { complete: true } },
          },
        },
        fee: {
          initial: 'unpaid',
          states: {
            unpaid: {
              meta: { waitingOn: ['gardener', 'steward'] },
              on: {
                FeePaid: [
                  {
                    target: 'paid',
                    guard: only('gatesAreOpen', 'feeIsWhole'),
                    description: 'The fee is paid.',
                    meta: pay,
                    actions: paying,
                  },
                  {
                    guard: only('gatesAreOpen', 'feeIsPart'),
                    description: 'A part of the fee is paid.',
                    meta: pay,
                    actions: paying,
                  },
                ],
              },
            },
            paid: { meta: { complete: true } },
          },
        },
      },
    },
    tenancy: {
      description: 'The plot is let.',
      meta: { refuses: { RequestWithdrawn: 'tenantsGiveNotice' } },
      on: {
        NoticeGiven: {
          target: 'ended',
          description: 'The tenant leaves.',
          meta: { by: ['gardener'], label: 'Give notice' },
        },
      },
    },
    withdrawn: { id: 'withdrawn', type: 'final', meta: { outcome: 'withdrawn' } },
    expired: { id: 'expired', type: 'final', meta: { outcome: 'expired' } },
    ended: { type: 'final', meta: { outcome: 'ended' } },
  },
});

const roles = {
  gardener: {
    title: 'Gardener',
    actsOn: ({ context, event, organisation }) =>
      organisation === (context.gardener ?? (event?.type === 'PlotRequested' ? organisation : undefined)),
  },
  steward: { title: 'Steward', actsOn: ({ organisation }) => organisation === 'club' },
  clock: { title: 'Clock', actsOn: ({ organisation }) => organisation === 'service' },
} as const satisfies Record<string, RoleOf<{ context: Context; event: GardenFact | undefined }>>;

export const allotment = declare({
  name: 'allotment',
  version: '3',
  title: 'Letting a plot',
  machine,
  rules,
  roles,
  events: {
    PlotRequested,
    PlotOffered,
    FeePaid,
    RequestExpired: NothingSaid,
    FenceMended: NothingSaid,
    KeyHanded: NothingSaid,
    RequestWithdrawn: NothingSaid,
    NoticeGiven: NothingSaid,
    NoteAdded: NothingSaid,
  },
  stages: [
    { name: 'request', title: 'Request', path: 'requesting' },
    { name: 'fence', title: 'Fence', path: 'letting.fence' },
    { name: 'fee', title: 'Fee', path: 'letting.fee' },
    { name: 'tenancy', title: 'Tenancy', path: 'tenancy' },
  ],
  begins: 'PlotRequested',
  commuting: ['NoteAdded'],
  dueAs: { RequestExpired: 'lapse' },
  lookUps: {},
  datesSetBy: ({ type }) => {
    if (type === 'PlotRequested') return { answerBy: '2015-03-01T00:00:00.000Z' };
    if (type === 'PlotOffered') return { answerBy: null, keyBy: '2015-04-01T00:00:00.000Z' };
    return {};
  },
  particulars: () => undefined,
  concerns: () => false,
  summary: (context) => ({ ...(context as Context) }),
});
