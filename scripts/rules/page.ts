/** docs/rules.md: every rule of the book, where it is enforced, and which tests name it. */
import type { RuleId, Workflow } from '../../libs/workflow/index.js';
import { factsOf, rulesOf } from '../../workflows/rule-book/enforced.js';
import { sourcesIn, testsIn, type Test } from './citations.js';

export interface Page {
  readonly text: string;
  /** What is wrong with the book or with what cites it, each in a sentence. */
  readonly faults: readonly string[];
}

/** The page and its faults: rules that nothing enforces or no test names, and numbers that the book lacks. */
export function pageOf(book: Readonly<Record<RuleId, string>>, workflows: readonly Workflow[], root: string): Page {
  const rules = rulesOf(workflows);
  const facts = factsOf(workflows);
  const sources = sourcesIn(root);
  const tests = Map.groupBy(testsIn(root), ({ id }) => id);
  const ids = (Object.keys(book) as RuleId[]).sort(); // the keys of a record by rule
  const enforced = (id: string): boolean => [rules, facts, sources].some((each) => each.has(id));
  const known = new Set<string>(ids);
  const strange = [...new Set([...rules.keys(), ...facts.keys(), ...sources.keys(), ...tests.keys()])]
    .filter((id) => !known.has(id))
    .sort();
  const citing = (id: string): readonly string[] => [
    ...(sources.get(id) ?? rules.get(id) ?? facts.get(id) ?? []),
    ...new Set((tests.get(id) ?? []).map(({ file }) => file)),
  ];
  const rows = ids.map((id) => {
    const places = [
      inWords('rules', rules.get(id)?.map(code)),
      inWords('facts', facts.get(id)?.map(code)),
      inWords('in', sources.get(id)?.map(link)),
    ];
    const cells = [id, book[id] ?? '', places.filter(Boolean).join('<br>'), testsInWords(tests.get(id) ?? [])];
    return `| ${cells.map(escaped).join(' | ')} |`;
  });
  return {
    text: [
      '# Rules',
      '',
      'The rule book of the service. Generated from workflows/rule-book/book.ts, the workflows and the tests; do not edit.',
      '',
      '“rules” are the named rules people are refused by, “facts” the events that come about under the rule, “in” the source files that',
      'cite it. Of the tests those are shown that name the rule in their title; “asserts” are tests of another title that expect a refusal by',
      'its number.',
      '',
      '| number | rule | where it is enforced | tests |',
      '|---|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
    faults: [
      ...ids
        .filter((id) => !enforced(id))
        .map((id) => `${id} is enforced nowhere: no workflow and no source file cites it.`),
      ...ids.filter((id) => !tests.has(id)).map((id) => `${id} has no test that names it.`),
      ...strange.map(
        (id) => `${id} is not in the book, workflows/rule-book/book.ts; it is cited in ${citing(id).join(', ')}.`,
      ),
    ],
  };
}

const code = (name: string): string => `\`${name}\``;
/** Two steps of the path tell files apart well enough; the link has the whole. */
const link = (file: string): string => `[${file.split('/').slice(-2).join('/')}](../${file})`;
const inWords = (what: string, names: readonly string[] | undefined): string =>
  names === undefined ? '' : `${what}: ${names.join(', ')}`;
/** A bar or a new line would end the cell. */
const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function testsInWords(tests: readonly Test[]): string {
  return [...Map.groupBy(tests, ({ file }) => file)]
    .map(([file, own]) => {
      const titles = own.flatMap(({ title }) => title ?? []);
      return `${link(file)}: ${titles.length > 0 ? [...new Set(titles)].join('; ') : 'asserts'}`;
    })
    .join('<br>');
}
