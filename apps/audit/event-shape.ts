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
function isState(value: unknown): boolean {
  if (typeof value === 'string') return true;
  if (!isObject(value)) return false;
  for (const region of Object.keys(value)) if (!isState(value[region])) return false;
  return true;
}
const isActor = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  typeof value['name'] === 'string' &&
  typeof value['role'] === 'string' &&
  typeof value['organisation'] === 'string';
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value));

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

const checks = keysInOrder.map((key) => [key, shape[key][1]] as const);

/** Asked of each event of a history, so it stops at the first key that is wrong. */
function isEvent(value: unknown): value is RecordedEvent {
  if (!isObject(value)) return false;
  for (const [key, holds] of checks) if (!holds(value[key])) return false;
  return true;
}

/** The event a value is, or what is wrong with it. `line` is told where the value does not say its position itself. */
export function itemOf(value: unknown, line?: number): Item {
  const lineOnly = line === undefined ? {} : { line };
  if (isEvent(value)) return value;
  if (!isObject(value)) return unreadable({ ...lineOnly, what: 'expected an event, an object in JSON' });
  const wrong = keysInOrder.filter((key) => !shape[key][1](value[key]));
  const { position, stream, revision } = value;
  const place = {
    ...(isNumberFrom(1)(position) ? { position } : lineOnly),
    ...(isText(stream) && { stream }),
    ...(isNumberFrom(0)(revision) && { revision }),
  };
  const what = `it is no event: ${wrong.map((key) => `${key} should be ${shape[key][0]}`).join('; ')}`;
  return unreadable({ ...place, what }, value);
}
