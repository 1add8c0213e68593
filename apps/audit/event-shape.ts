import type { RecordedEvent } from '../../libs/event-log/index.js';
import type { Finding } from './finding.js';

/** One thing a history holds: an event, or something in an event's place that is none. */
export type Item = RecordedEvent | Unreadable;

/** Something in an event's place that is none: where, as far as it can be told, and `what` is wrong. */
export interface Unreadable {
  readonly unreadable: Finding;
  readonly position?: number;
  readonly stream?: string;
  readonly revision?: number;
  /** The value found, where it was JSON. */
  readonly found?: object;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNumberFrom =
  (least: number) =>
  (value: unknown): value is number =>
    Number.isSafeInteger(value) && Number(value) >= least;
const isAbsentOr = (holds: (value: unknown) => boolean) => (value: unknown) => value === undefined || holds(value);
const isState = (value: unknown): boolean =>
  typeof value === 'string' || (isObject(value) && Object.values(value).every(isState));
const isActor = (value: unknown): boolean =>
  isObject(value) && ['id', 'name', 'role', 'organisation'].every((key) => typeof value[key] === 'string');
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));

type Key = keyof RecordedEvent;

const shape: Readonly<Record<Key, readonly [expected: string, holds: (value: unknown) => boolean]>> = {
  id: ['a text', isText],
  stream: ['a text', isText],
  revision: ['a whole number from 0', isNumberFrom(0)],
  position: ['a whole number from 1', isNumberFrom(1)],
  type: ['a text', isText],
  data: ['an object', isObject],
  at: ['an ISO 8601 time in UTC', isInstant],
  actor: ['an object of id, name, role and organisation', isActor],
  workflow: ['a text, if anything', isAbsentOr(isText)],
  version: ['a text, if anything', isAbsentOr(isText)],
  from: ['a state, if anything', isAbsentOr(isState)],
  to: ['a state, if anything', isAbsentOr(isState)],
  command: ['a text, if anything', isAbsentOr(isText)],
  cause: ['a text, if anything', isAbsentOr(isText)],
};

/** The keys of an event in the order in which an export writes them. */
export const keysInOrder = Object.keys(shape) as readonly Key[]; // the keys of a literal, which `keys` gives as strings

/** Something in an event's place that is none, and its value where it was JSON. */
export function unreadable(finding: Finding, found?: object): Unreadable {
  const { position, stream, revision } = finding;
  return {
    unreadable: finding,
    ...(position !== undefined && { position }),
    ...(stream !== undefined && { stream }),
    ...(revision !== undefined && { revision }),
    ...(found && { found }),
  };
}

/** The event a value is, or what is wrong with it. `line` is told where the value does not say its position itself. */
export function itemOf(value: unknown, line?: number): Item {
  const lineOnly = line === undefined ? {} : { line };
  if (!isObject(value)) return unreadable({ ...lineOnly, what: 'expected an event, an object in JSON' });
  const wrong = keysInOrder.filter((key) => !shape[key][1](value[key]));
  if (wrong.length === 0) return value as unknown as RecordedEvent; // every key was looked at
  const { position, stream, revision } = value;
  const place = {
    ...(isNumberFrom(1)(position) ? { position } : lineOnly),
    ...(isText(stream) && { stream }),
    ...(isNumberFrom(0)(revision) && { revision }),
  };
  const what = `it is no event: ${wrong.map((key) => `${key} should be ${shape[key][0]}`).join('; ')}`;
  return unreadable({ ...place, what }, value);
}
