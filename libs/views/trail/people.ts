/** What was refused, and what people did. */
import type { DatabaseSync } from 'node:sqlite';
import type { Acts, RefusedSum, TrailReads } from './model.js';
import { said, statementsOn, wordsOf, type Spans } from './search.js';

/** Of the filters, those by which refusals are summed up. */
const summedBy = ['rule', 'person', 'role', 'organisation'] as const;

export function peopleOf(
  database: DatabaseSync,
  spans: Spans,
): Pick<TrailReads, 'refusals' | 'person' | 'peopleNamed'> {
  const statement = statementsOn(database);
  const word = wordsOf(database);
  const findWord = database.prepare('SELECT number FROM words WHERE kind = ? AND word = ?');
  const numberOf = (kind: string, text: string): number | undefined =>
    (findWord.get(kind, text) as { number: number } | undefined)?.number;
  const acts = database.prepare(
    `SELECT role, organisation, type, sum(times) AS times, min(first) AS first, max(last) AS last FROM acts
     WHERE person = ? GROUP BY role, organisation, type ORDER BY first`,
  );
  const names = database.prepare('SELECT DISTINCT name AS number FROM acts WHERE person = ?');

  const named = database.prepare(
    `SELECT DISTINCT p.word AS id, n.word AS name FROM words n JOIN acts a ON a.name = n.number JOIN words p ON p.number = a.person
     WHERE n.kind = 'name' AND n.word LIKE ? ESCAPE '\\' ORDER BY n.word COLLATE NOCASE, p.word LIMIT ?`,
  );

  return {
    peopleNamed: (text, limit) =>
      named
        .all(`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`, limit)
        .map((row) => ({ ...row }) as { id: string; name: string }), // as the statement says
    refusals(filter) {
      const { from, until, first, last } = spans.spanOf(filter);
      const asked = summedBy.flatMap((name) => {
        const text = filter[name];
        return text === undefined ? [] : [{ name, number: numberOf(name, text) }];
      });
      if (asked.some(({ number }) => number === undefined)) return [];
      const terms = asked.map(({ name }) => `${name} = :${name}`);
      const spanned = [from === null ? [] : ['at >= :from'], until === null ? [] : ['at < :until']].flat();
      const where = ['because IS NOT NULL', '+position >= :first', '+position <= :last', ...terms, ...spanned].join(
        ' AND ',
      );
      const rows = statement(
        `SELECT because, rule, detail, person, role, organisation, count(*) AS times, max(position) AS last
         FROM events INDEXED BY events_refused WHERE ${where} GROUP BY because, rule, detail, person, role, organisation`,
      ).all({
        from,
        until,
        first,
        last,
        ...Object.fromEntries(asked.map(({ name, number }) => [name, number ?? null])),
      });
      return (rows as unknown as SumRow[]).map((row) => sumOf(row, word));
    },
    person(id) {
      const number = numberOf('person', id);
      if (number === undefined) return undefined;
      const rows = acts.all(number) as unknown as ActsRow[];
      return {
        names: (names.all(number) as { number: number }[]).map((row) => word(row.number)),
        acts: rows.map((row) => actsOf(row, word)),
      };
    },
  };
}

interface SumRow {
  readonly because: number;
  readonly rule: number | null;
  readonly detail: number;
  readonly person: number;
  readonly role: number;
  readonly organisation: number;
  readonly times: number;
  readonly last: number;
}

const sumOf = (row: SumRow, word: (number: number) => string): RefusedSum => ({
  because: word(row.because),
  ...(row.rule !== null && { rule: word(row.rule) }),
  attempted: word(row.detail),
  person: word(row.person),
  role: word(row.role),
  organisation: word(row.organisation),
  times: row.times,
  last: row.last,
});

interface ActsRow {
  readonly role: number;
  readonly organisation: number;
  readonly type: number;
  readonly times: number;
  readonly first: number;
  readonly last: number;
}

const actsOf = (row: ActsRow, word: (number: number) => string): Acts => ({
  role: word(row.role),
  organisation: word(row.organisation),
  type: word(row.type),
  times: row.times,
  first: said(row.first),
  last: said(row.last),
});
