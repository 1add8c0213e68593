const prefix = 'case-';

/** The case a stream is the history of; undefined for every other stream. */
export const caseOf = (stream: string): string | undefined =>
  stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
