import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { caseOf } from '../../../libs/workflow/streams.js';

/** An event of the log as CloudEvents 1.0 has it, in JSON; `position` and `revision` are extension attributes. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly position: number;
  readonly revision: number;
  readonly data: Readonly<Record<string, unknown>>;
}

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
