import { after, beginning, refusalOf } from './decide.js';
import { ImpossibleHistory, type RecordedFact, type Standing, type Workflow } from './index.js';
import { isBefore } from './instant.js';
import { sameState, stateInWords } from './state.js';

/**
 * Where a case stands after its facts, from the first or from a standing reached before.
 * @throws ImpossibleHistory when the machine would not have taken a fact, its actor was not entitled, or the recorded states differ.
 */
export function replay(
  workflow: Workflow,
  facts: Iterable<RecordedFact>,
  start: Standing = beginning(workflow),
): Standing {
  let standing = start;
  for (const fact of facts) standing = next(workflow, standing, fact);
  return standing;
}

/** One recorded fact further; what `replay` does for each. */
export function next(workflow: Workflow, standing: Standing, fact: RecordedFact): Standing {
  if (fact.revision !== standing.revision + 1) {
    throw new ImpossibleHistory(fact.revision, fact.type, `revision ${standing.revision + 1} was expected`);
  }
  if (standing.at !== undefined && isBefore(fact.at, standing.at)) {
    throw new ImpossibleHistory(
      fact.revision,
      fact.type,
      `it is dated ${fact.at}, before what it follows, ${standing.at}`,
    );
  }
  const refusal = refusalOf(workflow, standing, fact);
  if (refusal) throw new ImpossibleHistory(fact.revision, fact.type, reasonFor(refusal));
  const { standing: then, from, to } = after(workflow, standing, fact);
  if (!sameState(fact.from, from)) {
    throw new ImpossibleHistory(
      fact.revision,
      fact.type,
      `it was recorded from ${words(fact.from)}, but the case was at ${words(from)}`,
    );
  }
  if (!sameState(fact.to, to)) {
    throw new ImpossibleHistory(
      fact.revision,
      fact.type,
      `it was recorded to ${words(fact.to)}, but leads to ${words(to)}`,
    );
  }
  return then;
}

const words = (state: RecordedFact['from']): string => (state === undefined ? 'nowhere' : stateInWords(state));

function reasonFor(refusal: NonNullable<ReturnType<typeof refusalOf>>): string {
  switch (refusal.because) {
    case 'unknown-event':
      return 'the workflow has no such event';
    case 'not-open-here':
      return `the machine would have ignored it in ${stateInWords(refusal.state)}`;
    case 'not-yours':
      return `its actor was not entitled; only ${refusal.by.join(', ')} may, for their own organisation`;
    case 'due':
      return `${refusal.event} was due at ${refusal.at} and had to be recorded first`;
    case 'invalid':
      return refusal.fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
    case 'rule':
      return `${refusal.rule ?? refusal.name}: ${refusal.meaning}`;
  }
}
