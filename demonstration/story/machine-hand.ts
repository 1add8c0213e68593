/** The hand that needs no service: a machine decides what is said, and the clock records what is due before. */
import { clockFact } from '../../libs/workflow/clock.js';
import { beginning, decide, dueBefore } from '../../libs/workflow/decide.js';
import type { Actor, Fact, Standing, State, Workflow } from '../../libs/workflow/index.js';
import type { Form } from '../forms.js';
import type { Hand, Step } from './step.js';

/** A fact as it would be recorded. */
export interface Decided extends Fact {
  readonly from?: State;
  readonly to: State;
}

/** What a service would know. */
export interface Known {
  readonly actorOf: (who: string) => Actor;
  /** What look-ups add to what is said. */
  readonly lookUp: (said: Step) => Form;
}

export class MachineHand implements Hand<Decided | undefined> {
  readonly #decided: Decided[] = [];
  #standing: Standing;

  constructor(
    private readonly workflow: Workflow,
    private readonly known: Known = { actorOf: strangers, lookUp: () => ({}) },
  ) {
    this.#standing = beginning(workflow);
  }

  get decided(): readonly Decided[] {
    return this.#decided;
  }

  /** Tells a whole story at once. @throws Error when the machine refuses something. */
  tell(story: Iterable<Step, void>): this {
    for (const step of story) this.decide(step);
    return this;
  }

  async say(step: Step): Promise<Decided | undefined> {
    return this.decide(step);
  }

  /** Lets the clock record what is due by a moment. */
  moveTo(moment: Date): this {
    const due = () => dueBefore(this.workflow, this.#standing, moment.toISOString());
    for (let next = due(); next !== undefined; next = due()) this.record(clockFact(next, next.at));
    return this;
  }

  /** What is put to a committee, or learnt by the register, is not said to the case. */
  private decide(step: Step): Decided | undefined {
    if (step.to === 'committee' || step.to === 'register') return undefined;
    this.moveTo(step.at);
    const { type, data } = step;
    const actor = this.known.actorOf(step.who);
    return this.record({ type, data: { ...data, ...this.known.lookUp(step) }, at: step.at.toISOString(), actor });
  }

  /** Decides a fact as it is. @throws Error when the machine refuses it. */
  record(fact: Fact): Decided {
    const decision = decide(this.workflow, this.#standing, fact);
    if (decision.outcome === 'refused')
      throw new Error(`${fact.type} was refused: ${JSON.stringify(decision.refusal)}`);
    const { standing, from, to } = decision;
    this.#standing = standing;
    const decided = { ...fact, ...(from !== undefined && { from }), to };
    this.#decided.push(decided);
    return decided;
  }
}

const strangers = (who: string): Actor => {
  throw new Error(`expected somebody known to the story, found ${who}`);
};
