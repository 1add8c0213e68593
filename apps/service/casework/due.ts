/** The clock records what is due on a case. */
import { clockActor, clockFact } from '../../../libs/workflow/clock.js';
import { timeOf } from '../../../libs/workflow/instant.js';
import { decide } from '../../../libs/workflow/decide.js';
import type { Fact } from '../../../libs/workflow/index.js';
import { dueOf } from '../../../libs/workflow/progress.js';
import { closingOf } from '../../../workflows/consequences.js';
import type { Ledger } from '../ledger/ledger.js';
import type { DueFact } from './agenda.js';
import type { Verdict } from './verdict.js';
import { dueId } from '../ledger/ids.js';
import { later, Putting } from './put.js';
import { eventOf } from './steps.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * Records a fact at the instant at which it was due, if it still is and the workflow lets the clock record it; answers whether it did.
 * @throws Contradiction
 */
export function recordDue(unit: UnitOfWork, due: DueFact, ledger: Ledger): Verdict<boolean> {
  const held = unit.find(due.stream);
  if (held === undefined) throw new Error(`expected ${due.stream}, found none`);
  const { workflow, standing } = held;
  if (due.kind !== 'closure' && !isStillDue(due, dueOf(workflow, standing.progress))) return no;
  const at = later(due.at, standing.at);
  const fact: Fact =
    due.kind === 'closure'
      ? { type: due.event, data: closingOf(due.closing), at, actor: clockActor }
      : clockFact(due, at);
  const decision = decide(workflow, standing, fact);
  if (decision.outcome === 'refused') return no;
  const event = eventOf(workflow, fact, decision, { id: dueId(due.stream, due, standing.revision) });
  const putting = new Putting(unit, ledger);
  const refusal = putting.step(due.stream, held, { event, fact, standing: decision.standing });
  if (refusal) throw new Error(`${due.event} brings about what is refused: ${JSON.stringify(refusal)}`);
  return { is: 'yes', answer: () => true };
}

const no: Verdict<boolean> = { is: 'no', answer: () => false };

const isStillDue = (due: DueFact, now: ReturnType<typeof dueOf>): boolean =>
  now.some(({ event, at }) => event === due.event && timeOf(at) === timeOf(due.at));
