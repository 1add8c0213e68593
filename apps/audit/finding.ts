/** One thing that is wrong, and where. */
export interface Finding {
  readonly position?: number;
  readonly stream?: string;
  readonly revision?: number;
  /** Line of an export, from 1, where the position is not known. */
  readonly line?: number;
  readonly what: string;
}

/** `position 12, case-1 revision 3: what is wrong` */
export function inWords({ position, line, stream, revision, what }: Finding): string {
  const places = [
    position !== undefined && `position ${position}`,
    line !== undefined && `line ${line}`,
    stream !== undefined && (revision === undefined ? stream : `${stream} revision ${revision}`),
  ].filter((place) => place !== false);
  return places.length > 0 ? `${places.join(', ')}: ${what}` : what;
}
