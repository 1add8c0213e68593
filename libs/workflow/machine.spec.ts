import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  and,
  assign,
  transition,
  initialTransition,
  setup,
  stateIn,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import type { Fact } from './index.js';
import { stepped, takenBy } from './machine.js';

interface Bed {
  readonly planted: number;
  readonly weeds: readonly number[];
  readonly seen: readonly string[];
}

/** Made anew for each who runs it: what one changes about a machine is not seen by the other. */
function garden(): AnyStateMachine {
  const model = setup({
    types: { context: {} as Bed, events: {} as { readonly type: string; readonly data: { readonly count: number } } },
    guards: {
      hasWeeds: ({ context }) => context.weeds.length > 0,
      isOvergrown: ({ context }) => context.weeds.length > 1,
      isShedOpen: stateIn({ growing: { shed: 'open' } }),
    },
  });
  const noted = (what: string) => model.assign({ seen: ({ context }) => [...context.seen, what] });
  return model.createMachine({
    context: { planted: 0, weeds: [], seen: [] },
    initial: 'growing',
    on: { noticed: { actions: [noted('noticed'), noted('twice')] }, sold: '.gone' },
    states: {
      growing: {
        type: 'parallel',
        on: { planted: { actions: assign({ planted: ({ context, event }) => context.planted + event.data.count }) } },
        states: {
          bed: {
            initial: 'tidy',
            on: {
              sprouted: { actions: assign(({ context, event }) => ({ weeds: [...context.weeds, event.data.count] })) },
            },
            states: {
              tidy: {
                exit: noted('untidy'),
                on: {
                  forgotten: 'wild',
                  weeded: { guard: and(['isShedOpen', 'hasWeeds']), actions: noted('by hand') },
                },
              },
              wild: {
                entry: noted('wild'),
                always: { guard: 'isOvergrown', target: 'jungle', actions: noted('overgrown') },
                on: {
                  weeded: { guard: 'hasWeeds', target: 'tidy', actions: assign({ weeds: [] }) },
                  sprouted: { actions: assign({ weeds: ({ context }) => [...context.weeds, 0] }) },
                },
              },
              jungle: { on: { planted: {}, noticed: { target: 'jungle', reenter: true, actions: noted('again') } } },
            },
          },
          shed: {
            initial: 'shut',
            states: {
              shut: { on: { planted: 'open', noticed: { actions: noted('in the shed') } } },
              open: { on: { planted: { actions: noted('by the shed') }, weeded: 'shut' } },
            },
          },
        },
      },
      gone: { type: 'final', entry: noted('gone') },
    },
  });
}

const happening = fc.record({
  type: fc.constantFrom('planted', 'sprouted', 'forgotten', 'weeded', 'noticed', 'noticed', 'sold', 'unheard of'),
  data: fc.record({ count: fc.nat(9) }),
});

const told = ({ value, context, status, _nodes, tags }: AnyMachineSnapshot) => ({
  value: value as unknown,
  context: context as Bed,
  status,
  nodes: (_nodes as readonly { readonly id: string }[]).map(({ id }) => id).toSorted(),
  tags: [...tags],
});

describe('a machine', () => {
  it('comes to where XState would bring it, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        const [ours, its] = [garden(), garden()];
        let here = initialTransition(ours)[0] as AnyMachineSnapshot;
        let there = initialTransition(its)[0] as AnyMachineSnapshot;
        for (const each of happenings) {
          if (here.status !== 'active') break;
          const fact = each as unknown as Fact;
          const before = told(here);
          const next = takenBy(here, fact).length > 0 ? stepped(here, fact) : here;
          expect(told(here)).toEqual(before);
          here = next;
          there = transition(its, there, each)[0] as AnyMachineSnapshot;
          expect(told(here)).toEqual(told(there));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('can be asked what XState would say of where it stands', () => {
    const machine = garden();
    const start = initialTransition(machine)[0] as AnyMachineSnapshot;
    const planted = stepped(start, { type: 'noticed', data: { count: 1 } } as unknown as Fact);
    expect(planted.matches({ growing: { bed: 'tidy' } })).toBe(true);
    expect(planted.can({ type: 'forgotten' })).toBe(true);
    expect((planted.toJSON() as { readonly context: Bed }).context.seen).toEqual(['in the shed']);
  });
});
