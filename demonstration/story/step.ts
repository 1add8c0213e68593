/** A story as plain data: who says what, when, and in which form. Whoever tells it gives it a hand, and it does not know which. */
import type { Form } from '../forms.js';

interface Said {
  readonly at: Date;
  /** Id of the persona who says it. */
  readonly who: string;
  /** The fact as which it is recorded. */
  readonly type: string;
  readonly data: Form;
}

/** A case begins with what is said. `ccg` and `round` are left out where the workflow is about none. */
export interface Beginning extends Said {
  readonly to: 'begin';
  readonly workflow: string;
  readonly ccg?: string;
  readonly round?: string;
}

/** Said on the case by which another CCG of the group invited this one. */
export interface Joining extends Said {
  readonly to: 'invitation';
  readonly workflow: string;
  readonly ccg: string;
  readonly round: string;
}

export interface Saying extends Said {
  readonly to: 'case';
  /** Others have acted since, so that whoever says it reads the case first. */
  readonly looks?: boolean;
}

/** A committee is asked to vote on the case, at its next meeting. */
export interface Tabling extends Said {
  readonly to: 'committee';
  readonly committee: string;
  /** Id of a member who has an interest in the case, as the register knows, and leaves the room for it. */
  readonly leaves?: string;
  readonly exclusions?: Exclusions;
}

/** Members who declare an interest in the item in the meeting and leave the room for it: too few are left to decide. */
export interface Exclusions {
  /** Code of the CCG in which the interests lie. */
  readonly subject: string;
  readonly declared: readonly { readonly who: string; readonly kind: string; readonly interest: string }[];
  /** Why the item is left without a decision. */
  readonly reasons: string;
}

/** The register learns it, and it falls on the case. */
export interface Entry extends Said {
  readonly to: 'register';
}

export type Step = Beginning | Joining | Saying | Tabling | Entry;

/** What happens to one case, or around it, in order. Each step is made when the one before has been said. */
export type Story = Generator<Step, void>;

/** Through which a story is told. What is said must be recorded; if it is not, the hand throws. */
export interface Hand<Answer = unknown> {
  say(step: Step): Promise<Answer>;
}

/** The story as far as facts of these types go, those included. */
export function* through(types: string | readonly string[], story: Iterable<Step, void>): Story {
  const last = [types].flat();
  let wasThere = false;
  for (const step of story) {
    const isThere = last.includes(step.type);
    if (wasThere && !isThere) return;
    wasThere = isThere;
    yield step;
  }
}

/** What comes after `through` of the same types. */
export function* after(types: string | readonly string[], story: Iterable<Step, void>): Story {
  const last = [types].flat();
  let wasThere = false;
  let isOver = false;
  for (const step of story) {
    const isThere = last.includes(step.type);
    isOver ||= wasThere && !isThere;
    wasThere = isThere;
    if (isOver) yield step;
  }
}

/** The story, and then these steps. */
export function* followed<Told extends Step>(
  story: Iterable<Told, void>,
  ...steps: readonly Told[]
): Generator<Told, void> {
  yield* story;
  yield* steps;
}
