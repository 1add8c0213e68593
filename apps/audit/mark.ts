/** UTF-8's byte order mark, which some editors put at the head of a file. */
const mark = Buffer.from('\ufeff');

/** Where a file that begins with these bytes begins to say something: behind a byte order mark at its head. */
export const behindMark = (bytes: Buffer): number => (bytes.subarray(0, mark.length).equals(mark) ? mark.length : 0);
