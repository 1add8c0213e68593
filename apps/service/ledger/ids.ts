/**
 * Ids of events and cases, all derived, so that the same thing asked for twice has the same id. Each is the hash of what kind of id it is
 * and of what it is derived from. The kinds are different sets: what a client sends can become the id of a command alone, whatever it sends,
 * and never that of a fact which the service records by itself. The stream is part of each, so an id can stand in one stream only.
 */
import { hash } from 'node:crypto';

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => uuidShape.test(text);

/** What an id is derived as; no id is two of these. */
type Kind =
  | 'command'
  | 'consequence'
  | 'due'
  | 'case'
  | 'group'
  | 'member'
  | 'document'
  | 'import'
  | 'interest'
  | 'proposal'
  | 'reading'
  | 'configuration'
  | 'seed';

/** The same UUID for the same parts (version 8 of RFC 9562 §5.8, over SHA-256). */
export function idOf(kind: Kind, ...parts: readonly string[]): string {
  const hex = hash('sha256', JSON.stringify([kind, ...parts]));
  const variant = ((parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

/** Id of the event that one person's key comes to in a stream. The key is a UUID, in small letters or capitals. */
export const commandId = (stream: string, person: string, key: string): string =>
  idOf('command', stream, person, key.toLowerCase());

/** Id of what follows in a stream from another event. */
export const consequenceId = (cause: string, stream: string, type: string, number = 0): string =>
  idOf('consequence', cause, stream, type, String(number));

/** Id of what the clock records in a stream, at revision `after` of which it was due. */
export const dueId = (stream: string, due: { readonly event: string; readonly at: string }, after: number): string =>
  idOf('due', stream, due.event, due.at, String(after));

/** The case that one person's key begins. */
export const begunCase = (person: string, key: string): string => idOf('case', person, key.toLowerCase());

/** The group whose cases begin together with this one. */
export const groupBegunWith = (caseId: string): string => idOf('group', caseId);

/** The case of one CCG in a group: known from the group, so that no list of them need be kept. */
export const caseInGroup = (group: string, ccg: string): string => idOf('member', group, ccg);

/** 52 bits of an id, to know quickly which ids a stream does not hold. */
export const mark = (id: string): number => parseInt(id.slice(0, 8) + id.slice(9, 13) + id.slice(15, 16), 16);
