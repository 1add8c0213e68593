import type { AnyMachineSnapshot, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Actor, Bars, Fact, Facts, FieldError, Refusal, Standing, State, Workflow } from './index.js';
import { activeNodes, begun, stepped, takenBy } from './machine.js';
import { ruleNamesOf } from './model.js';
import { isClaimable, notInQueue } from './claims.js';
import { clockActor, clockFact } from './clock.js';
import { hasCome, isBefore, laterOf } from './instant.js';
import { latestInWords, movedOn, withLatest } from './moved.js';
import { dueOf, progressWith, type Due } from './progress.js';
import { londonDay } from './london.js';
import { misfitsIn } from './spans.js';
import { candidatesFor, passageOf, placeOf, waysFor } from './state.js';

/** The same for every case of a workflow, and made once. */
const beginnings = new WeakMap<Workflow, Standing>();

/** A case before its first fact. */
export function beginning(workflow: Workflow): Standing {
  const known = beginnings.get(workflow);
  if (known) return known;
  const snapshot = begun(workflow.machine);
  const start = { state: snapshot.value as State, since: {}, dates: {} };
  const standing: Standing = { snapshot, revision: -1, progress: start, at: undefined, latest: {} };
  beginnings.set(workflow, standing);
  return standing;
}

export type Decision =
  | { readonly outcome: 'decided'; readonly standing: Standing; readonly from: State | undefined; readonly to: State }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Says whether this fact may be recorded here and now by this actor, and where the case stands then. Changes nothing. */
export function decide(workflow: Workflow, standing: Standing, fact: Fact): Decision {
  const refusal = refusalOf(workflow, standing, fact);
  return refusal ? { outcome: 'refused', refusal } : { outcome: 'decided', ...after(workflow, standing, fact) };
}

/** The standing after a fact that was found possible. */
export function after(
  workflow: Workflow,
  standing: Standing,
  fact: Fact,
): { standing: Standing; from: State | undefined; to: State } {
  const snapshot = stepped(standing.snapshot, fact);
  const to = snapshot.value as State;
  const first = standing.revision < 0;
  const progress = progressWith(workflow, first ? undefined : standing.progress, { ...fact, to });
  return {
    standing: {
      snapshot,
      revision: standing.revision + 1,
      progress,
      at: fact.at,
      latest: withLatest(workflow, standing.latest, fact),
    },
    from: first ? undefined : standing.progress.state,
    to,
  };
}

/**
 * Why not, or undefined when the fact may be recorded. The first reason found, in the order people would want to know. Whatever nobody but
 * the clock records is recorded only on a standing that lacks nothing of what is due by then.
 */
export function refusalOf(workflow: Workflow, standing: Standing, fact: Fact): Refusal | undefined {
  const refusal = refusalHere(workflow, standing, fact);
  if (refusal !== undefined || fact.actor.role === clockActor.role) return refusal;
  const due = dueBefore(workflow, standing, fact.at);
  return due && { because: 'due', event: due.event, at: due.at };
}

function refusalHere(workflow: Workflow, standing: Standing, fact: Fact): Refusal | undefined {
  const { snapshot } = standing;
  if (!Object.hasOwn(workflow.events, fact.type)) {
    return { because: 'unknown-event', type: fact.type, known: Object.keys(workflow.events) };
  }
  if (standing.revision < 0 && fact.type !== workflow.begins) {
    return { because: 'not-open-here', type: fact.type, state: standing.progress.state };
  }
  const nodes = activeNodes(snapshot);
  const facts = { context: snapshot.context as unknown, event: fact };
  const closed = snapshot.status === 'active' ? undefined : 'over';
  const candidates = closed ? [] : candidatesFor(nodes, fact.type);
  if (candidates.length === 0) return closedHere(workflow, nodes, fact, facts, standing);
  const mine = candidates.filter((candidate) => entitles(workflow, candidate, fact.actor, facts));
  if (mine.length === 0) {
    const rule = candidates[0] && passageOf(candidates[0]).rule;
    const by = [...new Set(candidates.flatMap((c) => passageOf(c).by))];
    const meaning =
      isTheirsElsewhere(workflow, fact, facts) &&
      `${onlyThey(workflow, by)} ${movedOn(workflow, standing, nodes, fact.type)}`;
    return { because: 'not-yours', by, ...(rule && { rule }), ...(meaning && { meaning }) };
  }
  const taken = takenBy(snapshot, fact);
  if (taken.length === 0) return brokenRule(workflow, mine, standing, facts);
  if (!taken.every((passage) => entitles(workflow, passage, fact.actor, facts)))
    return { because: 'not-yours', by: [...new Set(taken.flatMap((t) => passageOf(t).by))] };
  const elsewhere = notInQueue(workflow, standing, fact);
  if (elsewhere) return elsewhere;
  const fields = impossibleDaysIn(workflow, fact);
  return fields.length > 0 ? { because: 'invalid', fields } : undefined;
}

/** Days of what is said that cannot be on the day on which the fact happens. */
function impossibleDaysIn({ events }: Workflow, { type, data, at }: Fact): readonly FieldError[] {
  const shape = events[type];
  return shape ? misfitsIn(shape, data, londonDay(at)) : [];
}

/**
 * What the clock must record on the case before anything else happens at an instant: the first fact that is due by then and that the
 * workflow lets it record. Undefined when there is none.
 */
export function dueBefore(workflow: Workflow, standing: Standing, at: string): Due | undefined {
  if (standing.snapshot.status !== 'active') return undefined;
  const dues = dueOf(workflow, standing.progress);
  if (dues[0] === undefined || isBefore(at, dues[0].at)) return undefined;
  return dues.find((due) => {
    const happens = standing.at === undefined ? due.at : laterOf(due.at, standing.at);
    return hasCome(due.at, at) && refusalOf(workflow, standing, clockFact(due, happens)) === undefined;
  });
}

function closedHere(
  workflow: Workflow,
  nodes: readonly AnyStateNode[],
  fact: Fact,
  facts: Facts,
  standing: Standing,
): Refusal {
  const name = nodes.map((node) => placeOf(node).refuses?.[fact.type]).find((rule) => rule !== undefined);
  if (name === undefined) {
    // The clock reads no words, and asks often.
    const meaning = fact.actor.role === clockActor.role ? undefined : movedOn(workflow, standing, nodes, fact.type);
    return { because: 'not-open-here', type: fact.type, state: standing.progress.state, ...(meaning && { meaning }) };
  }
  return ruleRefusal(workflow, name, facts, standing);
}

/** Whether whoever may not bring the fact about here may do so at another place of the case. */
const isTheirsElsewhere = (workflow: Workflow, { type, actor }: Fact, facts: Facts): boolean =>
  waysFor(workflow.machine, type).some((way) => entitles(workflow, way, actor, facts));

const onlyThey = ({ roles }: Workflow, by: readonly string[]): string =>
  `Where the case stands, only this role can do that: ${by.map((role) => roles[role]?.title ?? role).join(', ')}.`;

function entitles(workflow: Workflow, candidate: AnyTransitionDefinition, actor: Actor, facts: Facts): boolean {
  return passageOf(candidate).by.includes(actor.role) && actsOn(workflow, actor, facts);
}

/** Whether someone in this role for this organisation has any business with the case. */
export function actsOn(workflow: Workflow, actor: Pick<Actor, 'role' | 'organisation'>, facts: Facts): boolean {
  const role = Object.hasOwn(workflow.roles, actor.role) ? workflow.roles[actor.role] : undefined;
  return role?.actsOn({ ...facts, organisation: actor.organisation }) ?? false;
}

export function ruleHolds(workflow: Workflow, name: string, snapshot: AnyMachineSnapshot, facts: Facts): boolean {
  const rule = workflow.rules[name];
  if (rule === undefined) throw new RangeError(`${workflow.name} has no rule ${name}`);
  return 'in' in rule ? snapshot.matches(rule.in) : rule.holds(facts);
}

function brokenRule(
  workflow: Workflow,
  candidates: readonly AnyTransitionDefinition[],
  standing: Standing,
  facts: Facts,
): Refusal {
  const broken = candidates.map((candidate) =>
    ruleNamesOf(candidate.guard).filter((name) => !ruleHolds(workflow, name, standing.snapshot, facts)),
  );
  // A rule without a number tells outcomes apart, so a candidate that breaks one does not fit what was said. Of those that fit, the one
  // that lacks least was nearest; its first broken rule counts.
  const numbered = (name: string): boolean => workflow.rules[name]?.id !== undefined;
  const fitting = broken.filter((names) => names.every(numbered)).toSorted((a, b) => a.length - b.length);
  const name = fitting[0]?.[0] ?? broken.flat()[0];
  if (name === undefined) throw new Error('No rule explains why the machine would not take this fact');
  return ruleRefusal(workflow, name, facts, standing);
}

function ruleRefusal(workflow: Workflow, name: string, facts: Facts, standing: Standing): Refusal {
  const rule = workflow.rules[name];
  if (rule === undefined) throw new RangeError(`${workflow.name} has no rule ${name}`);
  const meaning = typeof rule.meaning === 'string' ? rule.meaning : rule.meaning(facts);
  const changed = latestInWords(workflow, rule, standing);
  return { because: 'rule', name, ...(rule.id && { rule: rule.id }), meaning: meaning + (changed ?? '') };
}

export interface Move {
  readonly type: string;
  readonly label: string;
  readonly meaning: string;
  /** The grant one would act under. */
  readonly role: string;
  readonly organisation: string;
}

type Grant = Pick<Actor, 'role' | 'organisation'>;

/**
 * What this person could do now. Rules that depend on what the person will say are not asked yet; all others are, so a move that is
 * offered can only fail on its own content. `bars`: whom the register bars at that instant.
 */
export function movesFrom(
  workflow: Workflow,
  standing: Standing,
  person: Pick<Actor, 'id' | 'name'>,
  grants: readonly Grant[],
  at: string,
  bars: Partial<Bars> = {},
): readonly Move[] {
  const { snapshot } = standing;
  if (snapshot.status !== 'active' || grants.length === 0 || dueBefore(workflow, standing, at)) return [];
  const context = snapshot.context as unknown;
  const mine = grants.filter((grant) => actsOn(workflow, grant, { context, event: undefined }));
  if (mine.length === 0) return [];
  const moves = new Map<string, Move>();
  for (const node of activeNodes(snapshot).toReversed()) {
    for (const { type, ways } of wordsAt(node)) {
      if (standing.revision < 0 && type !== workflow.begins) continue;
      if (moves.has(type) || !Object.hasOwn(workflow.events, type)) continue;
      const able =
        type === workflow.claims?.by ? mine.filter(({ role }) => isClaimable(workflow, standing.progress, role)) : mine;
      const move = offered(workflow, snapshot, { type, ways, mine: able, person, at, data: bars });
      if (move) moves.set(type, move);
    }
  }
  return [...moves.values()];
}

/** What can be said at a node, and the ways it takes. */
interface WordHere {
  readonly type: string;
  readonly ways: readonly AnyTransitionDefinition[];
}

/** A map makes a pair for each of its entries whenever it is walked through. */
const words = new WeakMap<AnyStateNode, readonly WordHere[]>();

function wordsAt(node: AnyStateNode): readonly WordHere[] {
  const known = words.get(node) ?? [...node.transitions].map(([type, ways]) => ({ type, ways }));
  words.set(node, known);
  return known;
}

interface Offer {
  readonly type: string;
  readonly ways: readonly AnyTransitionDefinition[];
  readonly mine: readonly Grant[];
  readonly person: Pick<Actor, 'id' | 'name'>;
  readonly at: string;
  /** What is known before the person says anything. */
  readonly data: Partial<Bars>;
}

function offered(
  workflow: Workflow,
  snapshot: AnyMachineSnapshot,
  { type, ways, mine, person, at, data }: Offer,
): Move | undefined {
  for (const candidate of ways) {
    const { by, label } = passageOf(candidate);
    for (const grant of mine) {
      if (!by.includes(grant.role)) continue;
      const actor = { ...person, ...grant };
      const facts = { context: snapshot.context as unknown, event: { type, data, at, actor } };
      const open = ruleNamesOf(candidate.guard).every(
        (name) => workflow.rules[name]?.readsData === true || ruleHolds(workflow, name, snapshot, facts),
      );
      if (open)
        return {
          type,
          label,
          meaning: candidate.description ?? label,
          role: grant.role,
          organisation: grant.organisation,
        };
    }
  }
  return undefined;
}

/** The grant under which this person could bring the fact about here; undefined when none of theirs entitles them. */
export function grantFor(
  workflow: Workflow,
  standing: Standing,
  fact: Omit<Fact, 'actor'>,
  person: Pick<Actor, 'id' | 'name'>,
  grants: readonly Grant[],
): Grant | undefined {
  const candidates = candidatesFor(activeNodes(standing.snapshot), fact.type);
  return grants.find((grant) => {
    const actor = { ...person, ...grant };
    const facts = { context: standing.snapshot.context as unknown, event: { ...fact, actor } };
    return candidates.some((candidate) => entitles(workflow, candidate, actor, facts));
  });
}

/** The fact the clock records at once, before its date, because the rule its place names for that holds. */
export function earlyFact(
  workflow: Workflow,
  standing: Standing,
  at: string,
): { readonly event: string; readonly date: string } | undefined {
  const { snapshot } = standing;
  if (snapshot.status !== 'active') return undefined;
  for (const node of activeNodes(snapshot)) {
    const { due } = placeOf(node);
    if (due?.event === undefined || due.early === undefined) continue;
    const event = { type: due.event, data: {}, at, actor: undefined };
    if (ruleHolds(workflow, due.early, snapshot, { context: snapshot.context as unknown, event }))
      return { event: due.event, date: due.date };
  }
  return undefined;
}
