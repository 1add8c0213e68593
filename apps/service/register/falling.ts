/** What facts of the register mean for the open cases of a CCG: they fall on each of them. */
import { ImpossibleAppend, LogUnavailable, type NewEvent } from '../../../libs/event-log/index.js';
import { registerStream, type CcgClosed, type RegisterFact } from '../../../libs/register/facts.js';
import type { Register } from '../../../libs/register/index.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { fallenId, Moved, Together } from '../cases/together.js';
import type { Ledger } from '../ledger.js';

/** A fact that falls on every open case of a CCG. */
export interface Falling {
  readonly ccg: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The event that brings it about; without an id where the clock does. */
export type Cause = Pick<NewEvent, 'at' | 'actor'> & Partial<NewEvent>;

/** How often a fact is tried anew when others were faster; each time at least one of them was recorded. */
const mostTries = 20;

/** A CCG that closed ends its cases. */
export function closingOf({ code: ccg, on, successor, kind }: CcgClosed): Falling {
  const because = kind ?? (successor === undefined ? 'closure' : 'merger');
  const data = { kind: because, ...(successor && { successors: [successor] }), closedOn: on };
  return { ccg, type: 'CcgClosed', data };
}

export function fallingOf(
  register: Register,
  { type, data }: RegisterFact,
  { at, actor }: Pick<NewEvent, 'at' | 'actor'>,
): readonly Falling[] {
  switch (type) {
    case 'SpecialMeasuresImposed':
    case 'SpecialMeasuresLifted':
      return [{ ccg: data.ccg, type, data: { direction: data.direction } }];
    case 'CcgClosed': {
      // One that is told of before it happens falls on the cases when the day has come.
      return data.on > londonDay(at) ? [] : [closingOf(data)];
    }
    case 'InterestRegistered': {
      const { person, kind, organisation, text } = data;
      // The CCG itself, or the one that the practice is a member of.
      const ccg = register.ccg(organisation) ? organisation : register.memberOf(organisation, londonDay(at));
      // Whoever declares an interest of their own does so on the cases too; only the registrar speaks of another person.
      const declared = { kind, subject: organisation, text, ...(actor.role === 'registrar' && { person }) };
      return ccg === undefined ? [] : [{ ccg, type: 'InterestDeclared', data: declared }];
    }
    default:
      return [];
  }
}

/**
 * Lets a fact fall on one case, in an append of its own. Where it has fallen already, or has nothing to do with the case, nothing is
 * recorded; so any instance may do it, and several at once. @throws LogUnavailable
 */
export async function fallOn(ledger: Ledger, id: string, { type, data }: Falling, cause: Cause): Promise<void> {
  const from = isEvent(cause) ? cause : id;
  const eventId = fallenId(id, type, typeof from === 'string' ? from : from.id);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = await ledger.log.find(eventId);
    if (before !== undefined) return ledger.reached(before.position);
    try {
      const together = new Together(ledger);
      const fact = { type, data, at: cause.at, actor: cause.actor };
      if ((await together.fall(id, fact, from)) !== undefined) return;
      const appended = await together.send();
      if (appended === undefined) continue;
      await ledger.reached(appended.events.at(-1)?.position ?? 0);
      return;
    } catch (thrown) {
      // Another instance let it fall a moment ago, with more that followed from it then.
      const fallen = thrown instanceof ImpossibleAppend && (await ledger.log.find(eventId)) !== undefined;
      if (!fallen && !(thrown instanceof Moved)) throw thrown;
    }
  }
  throw new LogUnavailable(`The case ${id} moved on ${mostTries} times while ${type} was to fall on it`);
}

/**
 * Whoever begins a case while another instance records a fact of the register may not know the fact, and the other not the case. So what
 * came after revision `since` of the register falls on cases that were begun on it. @throws LogUnavailable
 */
export async function fallOnBegun(
  ledger: Ledger,
  since: number,
  begun: readonly { readonly id: string; readonly ccg: string }[],
): Promise<void> {
  if (ledger.registered <= since) return;
  for (const event of await ledger.log.readStream(registerStream, { from: since + 1 })) {
    const fact = event as unknown as RegisterFact; // nothing else is in the stream of the register
    for (const falling of fallingOf(ledger.register, fact, event))
      for (const { id, ccg } of begun) if (ccg === falling.ccg) await fallOn(ledger, id, falling, event);
  }
}

const isEvent = (cause: Cause): cause is NewEvent => cause.id !== undefined;
