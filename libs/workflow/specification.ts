/** Given-when-then for workflows: reads like the rule it tests. Made for tests; throws plain errors that say what was expected. */
import { beginning, decide, type Decision } from './decide.js';
import type { Actor, Fact, Refusal, Standing, Workflow } from './index.js';
import { isIn, stateInWords } from './state.js';

export interface Given {
  readonly standing: Standing;
  when(fact: Fact): Then;
}

export interface Then {
  readonly decision: Decision;
  /** The case is then within this state (dotted path). Gives the standing back, to look closer. */
  then(path: string): Standing;
  /** Nothing changes, and this is why: a rule's number or name, or another reason. */
  thenRefused(why: Refusal['because'] | `R-${number}` | (string & {})): Refusal;
}

/** Facts that happened; each must have been possible. */
export function given(workflow: Workflow, ...facts: readonly Fact[]): Given {
  return from(
    workflow,
    facts.reduce((standing, fact) => record(workflow, standing, fact), beginning(workflow)),
  );
}

function from(workflow: Workflow, standing: Standing): Given {
  return {
    standing,
    when: (fact) => {
      const decision = decide(workflow, standing, fact);
      return {
        decision,
        then: (path) => {
          if (decision.outcome === 'refused')
            throw new Error(`${fact.type} was refused: ${JSON.stringify(decision.refusal)}`);
          if (!isIn(decision.to, path))
            throw new Error(`${fact.type} led to ${stateInWords(decision.to)}, not to ${path}`);
          return decision.standing;
        },
        thenRefused: (why) => {
          if (decision.outcome === 'decided')
            throw new Error(`${fact.type} was recorded, leading to ${stateInWords(decision.to)}`);
          const { refusal } = decision;
          const reasons: readonly (string | undefined)[] =
            refusal.because === 'rule'
              ? ['rule', refusal.rule, refusal.name]
              : refusal.because === 'not-yours'
                ? ['not-yours', refusal.rule]
                : [refusal.because];
          if (!reasons.includes(why))
            throw new Error(`${fact.type} was refused for ${JSON.stringify(refusal)}, not for ${why}`);
          return refusal;
        },
      };
    },
  };
}

/** One fact further, which must be possible. */
export function record(workflow: Workflow, standing: Standing, fact: Fact): Standing {
  const decision = decide(workflow, standing, fact);
  if (decision.outcome === 'decided') return decision.standing;
  throw new Error(
    `${fact.type} was refused in ${stateInWords(standing.progress.state)}: ${JSON.stringify(decision.refusal)}`,
  );
}

/** `fact('BallotOpened', { … }, officer, at)` */
export const fact = <Type extends string>(type: Type, data: Fact['data'], actor: Actor, at: string): Fact<Type> => ({
  type,
  data,
  actor,
  at,
});
