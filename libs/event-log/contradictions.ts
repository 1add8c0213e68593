import { ImpossibleAppend, type Append, type NewEvent } from './index.js';

/**
 * Stops an append that contradicts itself, whatever the log holds: nothing to append, one stream or one id twice.
 *
 * @throws ImpossibleAppend
 */
export function assertConsistent(appends: readonly Append[]): void {
  if (appends.length === 0) throw new ImpossibleAppend('an append names at least one stream, found none');
  const streams = new Set<string>();
  const ids = new Set<string>();
  for (const { stream, events } of appends) {
    // The type forbids it, but callers in JavaScript and values from outside reach this too.
    if ((events as readonly NewEvent[]).length === 0) throw new ImpossibleAppend(`no events for stream ${stream}`);
    if (streams.has(stream)) throw new ImpossibleAppend(`stream ${stream} is named twice in one append`);
    streams.add(stream);
    for (const { id } of events) {
      if (ids.has(id)) throw new ImpossibleAppend(`event ${id} is handed in twice in one append`);
      ids.add(id);
    }
  }
}

/**
 * The event as JSON text, the form in which it is kept.
 *
 * @throws ImpossibleAppend when it cannot be JSON (a cycle, a bigint).
 */
export function textOf(event: NewEvent): string {
  try {
    return JSON.stringify(event);
  } catch (error) {
    throw new ImpossibleAppend(`event ${event.id} is not JSON: ${String(error)}`);
  }
}
