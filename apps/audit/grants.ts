/** Who might act as what, at every moment of a history. */
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { applyRegisterEvent, Register } from '../../libs/register/index.js';
import { inRecording } from '../../libs/register/proposals.js';
import type { RegisterFact } from '../../libs/register/facts.js';

/** A role of one person for one organisation. */
interface Grant {
  readonly subject: string;
  readonly role: string;
  readonly organisation: string;
}

/** Whether the register had granted somebody a role for an organisation, at a place of the history. */
export type Granted = (subject: string, role: string, organisation: string, place: number) => boolean;

/** For each grant the places at which it was given, taken away, given again. Can be handed from thread to thread. */
export type Timeline = ReadonlyMap<string, readonly number[]>;

/** With the lengths, so that no other three texts have the same key. */
const keyOf = ({ subject, role, organisation }: Grant): string =>
  `${subject.length} ${role.length} ${subject}${role}${organisation}`;

export function grantedIn(timeline: Timeline): Granted {
  return (subject, role, organisation, place) => {
    const turns = timeline.get(keyOf({ subject, role, organisation })) ?? [];
    let count = 0;
    while (count < turns.length && (turns[count] ?? 0) < place) count += 1;
    return count % 2 === 1;
  };
}

/** The register as it is learnt, and when grants changed. */
export class RegisterThen {
  readonly register = new Register();
  /** When it last learnt something. */
  at: string | undefined;
  readonly #timeline = new Map<string, number[]>();

  /** Takes one fact. Says what it contradicts, and is unchanged then; or why whoever recorded it might not. */
  take(event: RecordedEvent, place: number): string | undefined {
    try {
      applyRegisterEvent(this.register, event);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.at = event.at;
    for (const grant of grantsNamedIn(event.data)) {
      const { subject, role, organisation } = grant;
      const turns = this.#timeline.get(keyOf(grant)) ?? [];
      if (this.register.holds(subject, role, organisation) !== (turns.length % 2 === 1)) turns.push(place);
      if (turns.length > 0) this.#timeline.set(keyOf(grant), turns);
    }
    // Nothing of another type is named so; its data was held against its type above.
    return inRecording(event as unknown as RegisterFact, event.actor.id);
  }

  get timeline(): Timeline {
    return this.#timeline;
  }
}

/** Grants that a fact can have given or taken away: its own, or those of the people it comes with. */
function grantsNamedIn(data: RecordedEvent['data']): readonly Grant[] {
  const people = Array.isArray(data['people']) ? (data['people'] as unknown[]) : [];
  return [data, ...people].filter(isGrant);
}

const isGrant = (value: unknown): value is Grant =>
  typeof value === 'object' &&
  value !== null &&
  ['subject', 'role', 'organisation'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string');
