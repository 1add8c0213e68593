/**
 * Who acts for NHS England on a case acts for nobody else on it: has no interest in it, and no hand in what the CCG or its members did
 * . What the register knows of both is looked up with every fact of an approver.
 */
import { assign, createMachine, type AnyStateMachine } from 'xstate';
import type { Bars, Fact, Passage, Recused } from '../../libs/workflow/index.js';
import { passageOf, waysOn, withinAndSelf } from '../../libs/workflow/state.js';

export const approvers: readonly string[] = ['regional-assessor', 'constitution-reviewer', 'national-committee'];

/** What a barred approver still does: says so, and gives back what they had claimed. */
const freeToAll: readonly string[] = ['InterestDeclared', 'CaseReleased'];

const names = ['interested', 'onBothSides'] as const satisfies readonly (keyof Bars)[];

type LookUps = Readonly<Record<string, readonly string[]>>;

/** Look-ups with those that every fact has that an approver may record. */
export function withBars({ root }: AnyStateMachine, lookUps: LookUps): LookUps {
  const types = withinAndSelf(root)
    .flatMap(waysOn)
    .filter((way) => way.eventType !== '' && passageOf(way).by.some((role) => approvers.includes(role)))
    .map(({ eventType }) => eventType as string)
    .filter((type) => !freeToAll.includes(type));
  const barred = [...new Set(types)].map((type) => [type, [...(lookUps[type] ?? []), ...names]] as const);
  return { ...lookUps, ...Object.fromEntries(barred) };
}

/** Ids of those who have an interest: as looked up, or else as the case knows. */
export const interestedIn = (
  { interested, recused = [] }: Pick<Bars, 'interested'> & { readonly recused?: readonly Recused[] },
  bars: Partial<Bars>,
): readonly string[] => bars.interested ?? [...interested, ...recused.map(({ person }) => person)];

interface Hands {
  /** Ids of those who acted on the case for the CCG or its members. */
  readonly hands: readonly string[];
}

/** Ids of those who act for the CCG or a practice, or did so on the case. */
export const handsIn = ({ hands }: Hands, { onBothSides = [] }: Partial<Bars>): readonly string[] => [
  ...hands,
  ...onBothSides,
];

/** Roles in which people act for a CCG or its members. */
const sides: readonly string[] = ['ccg-officer', 'practice-representative', 'result-verifier'];

/** Remembers who acted for the CCG or for its members. */
const remembered = assign<Hands, Fact, undefined, never, never>(({ context: { hands }, event: { actor } }) =>
  sides.includes(actor.role) && !hands.includes(actor.id) ? { hands: [...hands, actor.id] } : {},
);

interface Way {
  readonly meta: Passage;
  readonly actions?: unknown;
}

interface Node {
  readonly on?: Readonly<Record<string, Way | readonly Way[]>>;
  readonly states?: Readonly<Record<string, Node>>;
}

const listed = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T]);

const changed = <T, R>(table: Readonly<Record<string, T>>, change: (each: T) => R): Readonly<Record<string, R>> =>
  Object.fromEntries(Object.entries(table).map(([name, each]) => [name, change(each)]));

const remembering = (way: Way): Way =>
  way.meta.by.some((role) => sides.includes(role))
    ? { ...way, actions: [...(way.actions === undefined ? [] : listed(way.actions)), remembered] }
    : way;

const within = (node: Node): Node => ({
  ...node,
  ...(node.on && { on: changed(node.on, (ways) => listed(ways).map(remembering)) }),
  ...(node.states && { states: changed(node.states, within) }),
});

/** The same machine, which keeps in `hands` whoever acts for the CCG or for its members, whatever they do: no way of theirs can forget it. */
export const rememberingHands = (machine: AnyStateMachine): AnyStateMachine =>
  createMachine(within(machine.config as Node) as Parameters<typeof createMachine>[0]).provide(
    machine.implementations as Parameters<AnyStateMachine['provide']>[0],
  ) as AnyStateMachine;
