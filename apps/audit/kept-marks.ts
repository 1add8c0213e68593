/** The marks of a history, which grow with its cases. */
import type { Mark } from './marks.js';
import { temporaryFile } from './temporary.js';

export type MarkOf<Kind extends Mark['is']> = Extract<Mark, { is: Kind }>;

/** A mark as it is kept, and handed from thread to thread: its place, its kind, the cause of a consequence, and the whole of it in JSON. */
export type PackedMark = readonly [place: number, kind: Mark['is'], cause: string | null, body: string];

export const packed = (mark: Mark): PackedMark => [
  mark.place,
  mark.is,
  mark.is === 'consequence' ? mark.cause : null,
  JSON.stringify(mark),
];

/** What is undefined in a mark is absent from it afterwards. */
export interface KeptMarks {
  add(mark: PackedMark): void;
  /** All but consequences, in the order of their places, and of one place as they were added. */
  inOrder(): Iterable<Exclude<Mark, { is: 'consequence' }>>;
  of<Kind extends Mark['is']>(kind: Kind): Iterable<MarkOf<Kind>>;
  /** Streams with a finding; undefined among them where one cannot be told. */
  suspended(): ReadonlySet<string | undefined>;
  /** What the event of this id has brought about, in the order of its places. */
  broughtBy(cause: string): readonly MarkOf<'consequence'>[];
  close(): void;
}

export function keptMarks(): KeptMarks {
  const database = temporaryFile(
    16,
    `CREATE TABLE marks (place INTEGER NOT NULL, kind TEXT NOT NULL, cause TEXT, body TEXT NOT NULL) STRICT;
    CREATE INDEX by_place ON marks (place);
    CREATE INDEX by_cause ON marks (cause, place) WHERE cause IS NOT NULL;`,
  );
  const add = database.prepare('INSERT INTO marks (place, kind, cause, body) VALUES (?, ?, ?, ?)');
  const others = database.prepare("SELECT body FROM marks WHERE kind <> 'consequence' ORDER BY place, rowid");
  const brought = database.prepare('SELECT body FROM marks WHERE cause = ? ORDER BY place, rowid');
  function* of<Kind extends Mark['is']>(kind: Kind): Iterable<MarkOf<Kind>> {
    // One for each: several may be read side by side.
    const ofKind = database.prepare('SELECT body FROM marks WHERE kind = ? ORDER BY place, rowid');
    for (const row of ofKind.iterate(kind)) yield markIn(row) as MarkOf<Kind>;
  }
  return {
    of,
    suspended: () => new Set([...of('suspended')].map(({ stream }) => stream)),
    add: (mark) => void add.run(...mark),
    *inOrder() {
      for (const row of others.iterate()) yield markIn(row) as Exclude<Mark, { is: 'consequence' }>;
    },
    broughtBy: (cause) => brought.all(cause).map((row) => markIn(row) as MarkOf<'consequence'>),
    close: () => database.close(),
  };
}

/** As `packed` wrote it, in the column that the statements name. */
const markIn = ({ body }: Record<string, unknown>): Mark => JSON.parse(String(body)) as Mark;
