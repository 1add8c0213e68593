import { randomUUID } from 'node:crypto';
import type { Append, Appended, EventLog, NewEvent, RecordedEvent } from './index.js';

/** What every part of the contract is run against: a log of its own for each test, closed afterwards. */
export type Ask = (title: string, test: (log: EventLog) => Promise<void>) => void;

export function fact(data: Readonly<Record<string, unknown>> = {}): NewEvent {
  return {
    id: randomUUID(),
    type: 'BallotOpened',
    data,
    at: '2015-04-01T09:00:00.000Z',
    actor: { id: 'u-1', name: 'Ann Officer', role: 'ccg-officer', organisation: '07L' },
    workflow: 'delegated-commissioning',
    version: '1',
    from: { mandate: 'preparing', constitution: 'current' },
    to: { mandate: 'balloting', constitution: 'current' },
    command: 'ab'.repeat(32),
    cause: '00000000-0000-4000-8000-000000000000',
  };
}

export function facts(count: number): [NewEvent, ...NewEvent[]] {
  return [fact({ number: 0 }), ...Array.from({ length: count - 1 }, (_, i) => fact({ number: i + 1 }))];
}

/** A stream nobody has written to. */
export function newStream(): string {
  return `case-${randomUUID()}`;
}

export function to(
  stream: string,
  expected: Append['expected'],
  ...events: readonly [NewEvent, ...NewEvent[]]
): Append {
  return { stream, expected, events };
}

/** The events of an append that is expected to be recorded; throws when it was not. */
export async function recorded(answer: Promise<Appended>): Promise<readonly RecordedEvent[]> {
  const appended = await answer;
  if (appended.outcome !== 'appended') throw new Error(`expected to be appended, found ${JSON.stringify(appended)}`);
  return appended.events;
}

export function idsOf(events: readonly NewEvent[]): string[] {
  return events.map(({ id }) => id);
}

/** Resolves when the condition holds; throws when it does not within five seconds. */
export async function eventually(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !condition();) {
    if (Date.now() > end) throw new Error('expected to happen within 5 s, it did not');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
