import type { RecordedEvent } from '../event-log/index.js';

/** Of events of the log those after a position. @throws RangeError where they do not ascend */
export function newsOf(events: readonly RecordedEvent[], position: number): readonly RecordedEvent[] {
  let last = -1;
  for (const event of events) {
    if (event.position <= last)
      throw new RangeError(`expected ascending positions, found ${event.position} after ${last}`);
    last = event.position;
  }
  return events[0] !== undefined && events[0].position > position
    ? events
    : events.filter((event) => event.position > position);
}
