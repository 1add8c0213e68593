import type { AllStreamResolvedEvent, EventData, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { jsonEvent } from '@kurrent/kurrentdb-client';
import { LogUnavailable, type NewEvent, type RecordedEvent } from './index.js';

/**
 * How an event lies in KurrentDB: type and data as they are, everything else as properties, which appends to several streams allow to
 * be text only. Actor and states are JSON text. Its `created` is not used: reads cut it to seconds.
 */
export function asKept(event: NewEvent): EventData {
  const { id, type, data, actor, from, to, ...rest } = event;
  const { at, workflow, version, command, cause } = rest;
  const properties = {
    at,
    actor: JSON.stringify(actor),
    workflow,
    version,
    from: from === undefined ? undefined : JSON.stringify(from),
    to: to === undefined ? undefined : JSON.stringify(to),
    command,
    cause,
  };
  return jsonEvent({ id, type, data, metadata: onlyText(properties) });
}

function onlyText(properties: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties)) if (value !== undefined) kept[name] = value;
  return kept;
}

/**
 * The event as it was handed in, with its place. Undefined for what the server itself has written into a stream (a tombstone).
 *
 * @throws LogUnavailable when the event was not written by this service, or lies at a position beyond 2^53.
 */
export function asRecorded({ event }: ResolvedEvent | AllStreamResolvedEvent): RecordedEvent | undefined {
  if (event === undefined || event.type.startsWith('$')) return undefined;
  const { at, actor, from, to, ...plain } = (event.metadata ?? {}) as Readonly<Record<string, string>>;
  if (at === undefined || actor === undefined || event.position === undefined)
    throw new LogUnavailable(
      `expected ${event.streamId} to hold events of this service only, found ${event.id} without time and actor`,
    );
  return {
    id: event.id,
    type: event.type,
    data: event.data as NewEvent['data'],
    at,
    actor: JSON.parse(actor) as NewEvent['actor'],
    ...ofOurs(plain),
    ...(from === undefined ? {} : { from: JSON.parse(from) as NonNullable<NewEvent['from']> }),
    ...(to === undefined ? {} : { to: JSON.parse(to) as NonNullable<NewEvent['to']> }),
    stream: event.streamId,
    revision: Number(event.revision),
    position: asNumber(event.position.commit),
  };
}

/** The server and other tools may add properties of their own. */
function ofOurs(
  properties: Readonly<Record<string, string>>,
): Pick<NewEvent, 'workflow' | 'version' | 'command' | 'cause'> {
  const { workflow, version, command, cause } = properties;
  return onlyText({ workflow, version, command, cause });
}

/**
 * A position of the server, a byte in its file, as a number.
 *
 * @throws LogUnavailable beyond 2^53, where numbers would no longer tell neighbours apart: that is after 9 petabytes.
 */
export function asNumber(position: bigint): number {
  if (position > BigInt(Number.MAX_SAFE_INTEGER))
    throw new LogUnavailable(`expected positions up to 2^53, found ${position}: move to a new log`);
  return Number(position);
}

/** Where the event with an id stands. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
  /** Tells which append took the id. */
  readonly mark: string;
}

/** The stream that says where the event with this id stands: one event, written together with it. */
export const idStream = (id: string): string => `id-${id.toLowerCase()}`;

export function asTaken({ stream, revision, mark }: Place): EventData {
  return jsonEvent({ id: mark, type: 'IdTaken', data: { stream, revision } });
}

export function asPlace({ event }: ResolvedEvent): Place | undefined {
  if (event?.type !== 'IdTaken') return undefined;
  const { stream, revision } = event.data as { stream: string; revision: number };
  return { stream, revision, mark: event.id };
}
