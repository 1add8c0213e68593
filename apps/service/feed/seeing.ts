import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { factsOfPeople, registerStream } from '../../../libs/register/facts.js';
import { holds, seesEverything, type Asker } from '../access/asker.js';
import { readingsStream } from '../access/readings.js';
import { eventSeen, refusalSeen, type Sight } from '../access/seen.js';
import { Visibility } from '../access/visibility.js';
import { caseOf } from '../../../libs/workflow/streams.js';

/** Recorded when an auditor reads the feed. Not shown in it: the readers of the feed would read of each other without end. */
export const feedRead = 'FeedRead';

type Show = (event: RecordedEvent) => RecordedEvent | undefined;

/** Who sees which events of the whole log: of a case, what they see through the case; of the rest, what their role needs. */
@Injectable()
export class Seeing {
  constructor(private readonly visibility: Visibility) {}

  /** Shows an event as somebody may see it; undefined when they may not. To be asked for anew for each batch, as sights change. */
  for(asking: Asker): Show {
    const known = new Map<string, Sight | undefined>();
    const everything = seesEverything(asking);
    return (event) => {
      const id = caseOf(event.stream);
      if (id === undefined) return everything ? shownNationally(event, asking) : undefined;
      const sight = known.get(id) ?? this.visibility.sight(id, asking);
      known.set(id, sight);
      return sight && eventSeen(sight, event);
    };
  }
}

function shownNationally(event: RecordedEvent, asking: Asker): RecordedEvent | undefined {
  const { stream, type } = event;
  if (type === feedRead) return undefined;
  if (stream.startsWith('refused-'))
    return holds(asking, 'auditor', 'national-committee') ? refusalSeen(asking, event) : undefined;
  if (stream === readingsStream) return holds(asking, 'auditor', 'registrar') ? event : undefined;
  if (stream === registerStream) return holds(asking, 'auditor', 'registrar') ? event : withoutPeople(event);
  return event;
}

/** Who may act for whom is between the registrar and those people. */
function withoutPeople(event: RecordedEvent): RecordedEvent | undefined {
  if (factsOfPeople.has(event.type)) return undefined;
  const shown = Object.entries(event.data).filter(([name]) => name !== 'people');
  return { ...event, data: Object.fromEntries(shown) };
}
