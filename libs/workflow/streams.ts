/** What the streams of the log are called that workflows run in: one for each case, one for the arrangement of each CCG. */
const caseMark = 'case-';
const arrangementMark = 'ccg-';
const refusedMark = 'refused-';

export const caseStream = (id: string): string => caseMark + id;

/** The id of the case whose stream this is; undefined for every other stream. */
export const caseOf = (stream: string): string | undefined => after(caseMark, stream);

export const arrangementStream = (ccg: string): string => arrangementMark + ccg;

/** The code of the CCG whose arrangement the stream is; undefined for every other stream. */
export const ccgOf = (stream: string): string | undefined => after(arrangementMark, stream);

/** Refused attempts on a case, by its id, or on what a CCG wanted to begin, by its arrangement's stream. */
export const refusedStream = (about: string): string => refusedMark + about;

/** The id of the case on which the attempts of this stream were refused; undefined for every other stream. */
export const caseOfRefused = (stream: string): string | undefined => after(refusedMark, stream);

function after(mark: string, stream: string): string | undefined {
  return stream.startsWith(mark) ? stream.slice(mark.length) : undefined;
}
