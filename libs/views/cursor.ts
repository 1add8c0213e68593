/** Where a page of cases ended. Opaque to everybody but this file. */
export interface Place {
  readonly startedAt: string;
  readonly id: string;
}

export const cursorAt = ({ startedAt, id }: Place): string =>
  Buffer.from(JSON.stringify([startedAt, id])).toString('base64url');

/** Undefined when it is no cursor that was handed out. */
export function placeOf(cursor: string): Place | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(place) || place.length !== 2) return undefined;
    const [startedAt, id] = place as readonly unknown[];
    return typeof startedAt === 'string' && typeof id === 'string' ? { startedAt, id } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this can be asked for; a client may have made it up. */
export const isCursor = (text: string): boolean => placeOf(text) !== undefined;
