/** Telling: each step at its moment, through the hand that its story was given. */
import type { Hand, Step } from './step.js';

/** Nothing is said until then; what comes after is thought of only when it is. */
export interface Wait {
  readonly wait: Date;
}

export interface Clock {
  /** Lets time pass to a moment, with everything that comes due; a moment that has been is left. */
  moveTo(moment: Date): Promise<unknown>;
}

/** A story and the hand through which it is told. */
export interface Telling {
  readonly story: Iterable<Step | Wait, void>;
  readonly hand: Hand;
}

interface Options {
  /** What stories have to say at one moment is said at once; otherwise one after the other, in the same order each time. */
  readonly atOnce?: boolean;
  /** Hears of a story that broke off; the others go on. Unless told, telling ends with the fault. */
  readonly failed?: (telling: Telling, fault: unknown) => void;
}

/** Tells all stories by one clock. */
export async function tellAll(tellings: readonly Telling[], clock: Clock, options: Options = {}): Promise<void> {
  const { atOnce = false, failed = fail } = options;
  const open = new Map<Telling, Teller>();
  const attempt = async (telling: Telling, act: (teller: Teller) => Promise<void>): Promise<void> => {
    const teller = open.get(telling);
    try {
      if (teller) await act(teller);
      if (teller?.next === undefined) open.delete(telling);
    } catch (fault) {
      open.delete(telling);
      failed(telling, fault);
    }
  };
  for (const telling of tellings) {
    open.set(telling, new Teller(telling, atOnce));
    await attempt(telling, async (teller) => teller.think());
  }
  while (open.size > 0) {
    const moment = Math.min(...[...open.values()].map(({ at }) => at));
    await clock.moveTo(new Date(moment));
    const due = [...open].filter(([, { at }]) => at <= moment).map(([telling]) => telling);
    const go = (telling: Telling): Promise<void> => attempt(telling, (teller) => teller.goOnTo(moment));
    if (atOnce) await Promise.all(due.map(go));
    else for (const telling of due) await go(telling);
  }
}

const fail = (_: Telling, fault: unknown): void => {
  throw fault;
};

/** One story as it is told. */
class Teller {
  readonly #steps: Iterator<Step | Wait, void>;
  readonly #hand: Hand;
  next: Step | Wait | undefined;

  constructor(
    { story, hand }: Telling,
    private readonly atOnce: boolean,
  ) {
    this.#steps = story[Symbol.iterator]();
    this.#hand = hand;
  }

  get at(): number {
    return this.next === undefined ? Infinity : momentOf(this.next);
  }

  /** Makes the next step, which is not said yet. */
  think(): void {
    const made = this.#steps.next();
    this.next = made.done ? undefined : made.value;
  }

  /** Says all that is due by a moment. */
  async goOnTo(moment: number): Promise<void> {
    while (this.at <= moment) await this.goOn();
  }

  /** Says the next step; of votes that are cast at one moment, where it may, all at once. */
  private async goOn(): Promise<void> {
    const step = this.next;
    if (step === undefined || 'wait' in step) {
      this.think();
    } else if (this.atOnce && isVote(step)) {
      const byVoter = Map.groupBy(this.votesWith(step), ({ who }) => who);
      await Promise.all([...byVoter.values()].map((each) => inTurn(each, this.#hand)));
    } else {
      await this.#hand.say(step);
      this.think();
    }
  }

  /** A vote with all others of its moment. What comes after the last of them is thought of. */
  private votesWith(first: Step): readonly Step[] {
    const votes: Step[] = [];
    for (let next: Step | Wait | undefined = first; isVote(next) && next.at.getTime() === first.at.getTime();) {
      votes.push(next);
      this.think();
      next = this.next;
    }
    return votes;
  }
}

const momentOf = (step: Step | Wait): number => ('wait' in step ? step.wait : step.at).getTime();

const isVote = (step: Step | Wait | undefined): step is Step =>
  step !== undefined && 'type' in step && step.type === 'VoteCast';

async function inTurn(steps: readonly Step[], hand: Hand): Promise<void> {
  for (const step of steps) await hand.say(step);
}
