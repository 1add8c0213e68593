/** The register learns facts, and what concerns open cases falls on them in the same append. */
import type { Actor, NewEvent, RecordedEvent } from '../../../libs/event-log/index.js';
import { registerStream, type RegisterFact } from '../../../libs/register/facts.js';
import { inRecording } from '../../../libs/register/proposals.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { consequencesOfRegister, type Around } from '../../../workflows/consequences.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Casework } from './casework.js';
import type { KeptAnswers } from './kept-answers.js';
import type { Verdict } from './verdict.js';
import { caseInGroup, commandId, mark } from '../ledger/ids.js';
import { asRegistered, Putting } from './put.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Who records it, under which key; the same key and request of one person record nothing more. */
export interface Recording {
  readonly actor: Actor;
  /** UUID. It counts among this person's commands on the register. */
  readonly key: string;
  /** SHA-256 of the request. */
  readonly command: string;
  /** Whether what was refused is asked for again under the same key, once the register allows it. */
  readonly goesOn?: boolean;
}

export type Registered =
  | { readonly outcome: 'recorded'; readonly events: readonly RecordedEvent[]; readonly cases: readonly string[] }
  /** What in the facts contradicts the register, in words. */
  | { readonly outcome: 'refused'; readonly meaning: string }
  | { readonly outcome: 'key-reused' };

/** What would be recorded, were it said now. */
export type Rehearsed =
  | { readonly outcome: 'possible'; readonly cases: readonly string[] }
  | { readonly outcome: 'refused'; readonly meaning: string };

type Facts = readonly [RegisterFact, ...RegisterFact[]];

/** Decides facts of the register as if they were said now, and records nothing: on which cases they would fall, or why they are refused. */
export function rehearseFacts(
  unit: UnitOfWork,
  facts: Facts,
  { actor, key, command }: Recording,
  ledger: Ledger,
): Verdict<Rehearsed> {
  unit.readsRegister();
  const [{ type, data }] = facts;
  const first: NewEvent = { id: commandId(registerStream, actor.id, key), type, data, at: unit.now, actor, command };
  const meaning = mayNot(facts, actor);
  const put = meaning === undefined ? new Putting(unit, ledger).register(facts, first) : { meaning };
  unit.clear();
  return {
    is: 'no',
    answer: () =>
      'meaning' in put ? { outcome: 'refused', meaning: put.meaning } : { outcome: 'possible', cases: put.cases },
  };
}

const mayNot = (facts: Facts, actor: Actor): string | undefined =>
  facts.map((fact) => inRecording(fact, actor.id)).find((each) => each !== undefined);

/** Decides facts of the register on what it knows; undefined when the key was used before. */
export function decideFacts(
  unit: UnitOfWork,
  facts: Facts,
  { actor, key, command, goesOn = false }: Recording,
  { ledger, refused }: { readonly ledger: Ledger; readonly refused: KeptAnswers<string> },
  isNew: boolean,
): Verdict<Registered | undefined> {
  unit.readsRegister();
  const id = commandId(registerStream, actor.id, key);
  if (!isNew && ledger.registerCommands.has(mark(id))) return { is: 'yes', answer: () => undefined };
  const asked = { person: actor.id, id, command };
  const before = refused.find(asked);
  if (before === 'key-reused') return { is: 'yes', answer: () => ({ outcome: 'key-reused' }) };
  if (before !== undefined) return { is: 'yes', answer: () => ({ outcome: 'refused', meaning: before.answer }) };
  const refuse = (meaning: string): Verdict<Registered> => {
    unit.clear();
    return {
      is: 'no',
      answer: () => {
        if (!goesOn) refused.keep(asked, meaning);
        return { outcome: 'refused', meaning };
      },
    };
  };
  const not = mayNot(facts, actor);
  if (not !== undefined) return refuse(not);
  const [{ type, data }] = facts;
  const first: NewEvent = { id, type, data, at: unit.now, actor, command };
  const put = new Putting(unit, ledger).register(facts, first);
  if ('meaning' in put) return refuse(put.meaning);
  return {
    is: 'yes',
    answer: (recorded) => ({
      outcome: 'recorded',
      events: recorded.filter(({ stream }) => stream === registerStream),
      cases: put.cases,
    }),
  };
}

/**
 * Where other instances append to the log too, a case can begin while a fact of the register is recorded, and neither knows the other.
 * Whichever of the two is the later in the log, its instance then lets the fact fall on the case, if it has not.
 */
export async function fallLater(
  casework: Casework,
  ledger: Ledger,
  events: readonly Pick<NewEvent, 'id' | 'type' | 'data' | 'at' | 'actor'>[],
  isLate: (caseId: string) => boolean,
): Promise<void> {
  const around: Around = {
    live: () => [],
    inGroup: caseInGroup,
    open: (ccg) => ledger.openCases({ ccg }).filter(isLate),
    ofRound: (round) => ledger.openCases({ round }).filter(isLate),
    naming: (party) => ledger.openCases({ party }).filter(isLate),
    claimsOf: (person) => ledger.claimsOf(person).filter((claim) => isLate(claim.case)),
    ...asRegistered(ledger),
  };
  for (const event of events)
    for (const brought of consequencesOfRegister(event, around))
      await casework.do((unit): Verdict<void> => {
        if (typeof brought.on === 'object' && 'case' in brought.on) {
          const held = unit.find(caseStream(brought.on.case));
          if (held?.standing.snapshot.status === 'active') new Putting(unit, ledger).fall(brought, event);
        }
        return { is: 'yes', answer: () => undefined };
      });
}
