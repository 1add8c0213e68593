/** Where the rules of the book are cited in source files and in tests. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { collected, type Citations } from '../../workflows/rule-book/enforced.js';

const cited = (text: string): readonly string[] => [...new Set(text.match(/\bR-\d{2}\b/g) ?? [])];

/** Source files that cite a number, as paths from the root. Neither the words that workflows are written in nor the book itself enforce a rule. */
export const sourcesIn = (root: string): Citations =>
  collected(
    filesIn(root, '{apps,demonstration,libs,workflows}/**/*.ts')
      .filter((file) => !file.endsWith('.spec.ts') && !/^(libs\/workflow|workflows\/rule-book)\//.test(file))
      .flatMap((file) => cited(textOf(root, file)).map((id) => [id, file] as const)),
  );

/** A test that names a rule. Without `title` it only asserts by its number. */
export interface Test {
  readonly id: string;
  readonly file: string;
  readonly title?: string;
}

/**
 * The tests that name a rule in their title, of tests within tests the outermost; and of files where no title does, that they assert by
 * its number. A number in a comment is no test.
 */
export function testsIn(root: string): readonly Test[] {
  const files = filesIn(root, '{apps,demonstration,libs,workflows,scripts,test}/**/*.spec.ts');
  return files.flatMap((file) => {
    const { titles, asserted } = readSpec(textOf(root, file));
    const titled = titles.flatMap((title) => cited(title).map((id): Test => ({ id, file, title })));
    const named = new Set(titled.map(({ id }) => id));
    return [...titled, ...[...asserted].filter((id) => !named.has(id)).map((id): Test => ({ id, file }))];
  });
}

function readSpec(text: string): { readonly titles: readonly string[]; readonly asserted: ReadonlySet<string> } {
  const titles: string[] = [];
  const asserted = new Set<string>();
  const visit = (node: ts.Node, inTest: boolean, named: readonly string[]): void => {
    const title = ts.isCallExpression(node) && isTest(node.expression) ? titleOf(node.arguments[0]) : undefined;
    if (title !== undefined && cited(title).some((id) => !named.includes(id))) titles.push(title);
    // Only what stands in a test asserts something: data of a table may name any rule.
    if (inTest && ts.isStringLiteralLike(node)) for (const id of cited(node.text)) asserted.add(id);
    const within = title === undefined ? named : [...named, ...cited(title)];
    ts.forEachChild(node, (child) => visit(child, inTest || title !== undefined, within));
  };
  visit(ts.createSourceFile('', text, ts.ScriptTarget.Latest), false, []);
  return { titles, asserted };
}

/** `it`, `describe`, `it.each(…)` and the like. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'describe';
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return isTest(callee.expression);
  return false;
}

function titleOf(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

const filesIn = (root: string, pattern: string): readonly string[] => globSync(pattern, { cwd: root }).sort();
const textOf = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');
