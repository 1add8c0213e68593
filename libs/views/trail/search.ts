/** Events searched. Whatever is asked for, the rows that are looked at are those of the rarest of its words, or of its span. */
import { LRUCache } from 'lru-cache';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { instantOf, timeOf, type Instant } from '../../workflow/instant.js';
import { blockSize, idOf } from './event-rows.js';
import type { EventFilter, EventsWanted, TrailEvent, TrailReads } from './model.js';

/** By name of the filter: the column, which is the kind of its words too, but for the case. */
const columns = {
  stream: 'stream',
  type: 'type',
  person: 'person',
  role: 'role',
  organisation: 'organisation',
  case: 'case_id',
  ccg: 'ccg',
  workflow: 'workflow',
  rule: 'rule',
  because: 'because',
  detail: 'detail',
} as const satisfies Partial<Record<keyof EventFilter, string>>;
type Worded = keyof typeof columns;
const worded = Object.keys(columns) as Worded[]; // the keys of a literal

/** Of these there is no index in the order of positions: they stand beside others. */
const unindexed: readonly Worded[] = ['because', 'detail'];

interface Word {
  readonly name: Worded;
  readonly number: number;
  readonly said: number;
}

/** What a filter comes to: the words, the span of positions, the span of instants. */
interface Search {
  readonly words: readonly Word[];
  readonly first: number;
  readonly last: number;
  readonly from: number | null;
  readonly until: number | null;
}

type Searched = Pick<TrailReads, 'events' | 'count' | 'words'>;

/** The span of a search in positions; undefined where nothing can be there. */
export interface Spans {
  spanOf(filter: Pick<EventFilter, 'from' | 'until' | 'first' | 'last'>): {
    readonly first: number;
    readonly last: number;
    readonly from: number | null;
    readonly until: number | null;
  };
}

/** Instants follow positions but for exceptions, so the blocks tell between which positions a span of time lies. */
export function spansOf(database: DatabaseSync): Spans {
  const begins = database.prepare('SELECT min(block) AS block FROM blocks WHERE last_at >= ?');
  const ends = database.prepare('SELECT max(block) AS block FROM blocks WHERE first_at < ?');
  const blockOf = (statement: StatementSync, at: number): number | null =>
    (statement.get(at) as { block: number | null }).block;

  return {
    spanOf({ from, until, first = 1, last = Number.MAX_SAFE_INTEGER }) {
      const [begin, end] = [from, until].map((each) => (each === undefined ? null : timeOf(each)));
      const bounds = { from: begin ?? null, until: end ?? null };
      const firstBlock = bounds.from === null ? 0 : blockOf(begins, bounds.from);
      const lastBlock = bounds.until === null ? undefined : blockOf(ends, bounds.until);
      if (firstBlock === null || lastBlock === null) return { ...bounds, first: 1, last: 0 };
      return {
        ...bounds,
        first: Math.max(first, firstBlock * blockSize),
        last: lastBlock === undefined ? last : Math.min(last, (lastBlock + 1) * blockSize - 1),
      };
    },
  };
}

/** Statements by their text, as there are as many as combinations of filters. */
export function statementsOn(database: DatabaseSync): (sql: string) => StatementSync {
  const known = new Map<string, StatementSync>();
  return (sql) => {
    const statement = known.get(sql) ?? database.prepare(sql);
    statement.setAllowUnknownNamedParameters(true);
    known.set(sql, statement);
    return statement;
  };
}

export function searchOf(database: DatabaseSync, spans: Spans, position: () => number): Searched {
  const statement = statementsOn(database);
  const findWord = database.prepare('SELECT number, said FROM words WHERE kind = ? AND word = ?');
  const wordsOfKind = database.prepare('SELECT word, said FROM words WHERE kind = ? ORDER BY word LIMIT ?');
  const told = tellingIn(database);

  /** Undefined where no event says one of the words. */
  function searchFor(filter: EventFilter): Search | undefined {
    const words: Word[] = [];
    for (const name of worded) {
      const word = filter[name];
      if (word === undefined) continue;
      const found = findWord.get(name, word) as Omit<Word, 'name'> | undefined;
      if (found === undefined) return undefined;
      words.push({ name, ...found });
    }
    return { words, ...spans.spanOf(filter) };
  }

  return {
    events({ before, limit, ...filter }: EventsWanted) {
      const search = searchFor(filter);
      if (search === undefined) return [];
      const last = Math.min(search.last, before === undefined ? search.last : before - 1);
      const rows = statement(
        `SELECT * FROM events e WHERE ${criteria(search, position())} ORDER BY position DESC LIMIT :limit`,
      );
      return (rows.all({ ...parameters(search), last, limit }) as unknown as EventRow[]).map(told);
    },
    count(filter, most) {
      const search = searchFor(filter);
      if (search === undefined) return 0;
      if (leastOf(search, position()) > most * 5) return undefined;
      const rows = statement(
        `SELECT count(*) AS found FROM (SELECT 1 FROM events e WHERE ${criteria(search, position())} LIMIT :limit)`,
      );
      const { found } = rows.get({ ...parameters(search), limit: most + 1 }) as { found: number };
      return found > most ? undefined : found;
    },
    words: (kind, limit) => wordsOfKind.all(kind, limit).map((row) => ({ ...row }) as { word: string; said: number }), // as the statement says
  };
}

const spanLength = ({ first, last }: Search, position: number): number =>
  Math.max(0, Math.min(last, position) - first + 1);

const indexed = ({ words }: Search): readonly Word[] => words.filter(({ name }) => !unindexed.includes(name));

/** How many rows a search looks at, at most. */
const leastOf = (search: Search, position: number): number =>
  Math.min(spanLength(search, position), ...indexed(search).map(({ said }) => said));

/** An index is gone through for the rarest word, or none for a short span: SQLite takes no index for a term behind a plus (https://www.sqlite.org/optoverview.html#uplus). */
function criteria(search: Search, position: number): string {
  const { words, from, until } = search;
  const [rarest] = indexed(search).toSorted((a, b) => a.said - b.said);
  const isBySpan = rarest === undefined || rarest.said > spanLength(search, position);
  const terms = words.map(({ name }) => `${!isBySpan && name === rarest.name ? '' : '+'}e.${columns[name]} = :${name}`);
  const bySpan = 'e.position >= :first AND e.position <= :last';
  return [
    bySpan,
    ...terms,
    ...(from === null ? [] : ['e.at >= :from']),
    ...(until === null ? [] : ['e.at < :until']),
  ].join(' AND ');
}

const parameters = ({ words, first, last, from, until }: Search): Record<string, number | null> => ({
  ...Object.fromEntries(words.map(({ name, number }) => [name, number])),
  first,
  last,
  from,
  until,
});

interface EventRow {
  readonly position: number;
  readonly at: number;
  readonly stream: number;
  readonly revision: number;
  readonly type: number;
  readonly case_id: number | null;
  readonly ccg: number | null;
  readonly workflow: number | null;
  readonly person: number;
  readonly name: number;
  readonly role: number;
  readonly organisation: number;
  readonly because: number | null;
  readonly rule: number | null;
  readonly detail: number | null;
  readonly event: Uint8Array | string;
  readonly cause: Uint8Array | string | null;
}

/** A row with the texts its numbers stand for. */
function tellingIn(database: DatabaseSync): (row: EventRow) => TrailEvent {
  const word = wordsOf(database);
  const optional = (name: string, number: number | null): object => (number === null ? {} : { [name]: word(number) });
  return (row) => ({
    position: row.position,
    at: said(row.at),
    stream: word(row.stream),
    revision: row.revision,
    type: word(row.type),
    event: idOf(row.event),
    person: word(row.person),
    name: word(row.name),
    role: word(row.role),
    organisation: word(row.organisation),
    ...optional('case', row.case_id),
    ...optional('ccg', row.ccg),
    ...optional('workflow', row.workflow),
    ...optional('because', row.because),
    ...optional('rule', row.rule),
    ...optional('detail', row.detail),
    ...(row.cause !== null && { cause: idOf(row.cause) }),
  }); // what is optional is named above
}

/** The texts of numbers, mostly from memory. */
export function wordsOf(database: DatabaseSync): (number: number) => string {
  const find = database.prepare('SELECT word FROM words WHERE number = ?');
  const known = new LRUCache<number, string>({ max: 20_000 });
  return (number) => {
    const word = known.get(number) ?? (find.get(number) as { word: string }).word;
    known.set(number, word);
    return word;
  };
}

/** What is stored in milliseconds, in the one spelling of instants. */
export const said = (time: number): Instant => instantOf(new Date(time));
