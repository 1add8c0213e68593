import type { RecordedEvent } from '../../../libs/event-log/index.js';
import {
  record,
  instant,
  listOf,
  named,
  only,
  refTo,
  shape,
  shapeOf,
  text,
  told,
  whole,
  type Said,
} from '../../../libs/forms/shape.js';
import { caseOf } from '../../../libs/workflow/streams.js';

/** An event of the log as CloudEvents 1.0 has it, in JSON; `position` and `revision` are extension attributes. */
export const cloudEventShape = named(
  'CloudEvent',
  shape({
    specversion: only('1.0'),
    id: text,
    source: shapeOf<string>({ ...text, format: 'uri-reference' }),
    type: told(text, '`remit.` and the type of the event'),
    subject: told(text, 'The stream'),
    time: instant,
    datacontenttype: only('application/json'),
    position: whole,
    revision: whole,
    data: record,
  }),
);
export type CloudEvent = Said<typeof cloudEventShape>;

export const feedPageShape = named(
  'FeedPage',
  shape({ events: listOf(refTo(cloudEventShape)), next: told(whole, 'Position to go on after') }),
);
export type FeedPage = Said<typeof feedPageShape>;

export function cloudEventOf(event: RecordedEvent): CloudEvent {
  const { id, type, stream, at, position, revision, workflow, version, from, to, actor, cause, command, data } = event;
  const about = caseOf(stream);
  return {
    specversion: '1.0',
    id,
    source: about === undefined ? `/streams/${stream}` : `/api/cases/${about}`,
    type: `remit.${type}`,
    subject: stream,
    time: at,
    datacontenttype: 'application/json',
    position,
    revision,
    data: { revision, position, workflow, version, from, to, actor, cause, command, data },
  };
}

/** As a server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html): the id is the position to go on after. */
export function serverSentEvent(event: RecordedEvent): string {
  const shown = cloudEventOf(event);
  // JSON has no line breaks of its own, so one `data` line holds it.
  return `id: ${event.position}\nevent: ${shown.type}\ndata: ${JSON.stringify(shown)}\n\n`;
}
