// A lint rule: a function does one thing, in few lines of its own. Functions within it are held to the same, each for itself, so that one
// that hands out others may be long; blank lines and comments do not count.
const kinds = 'FunctionDeclaration, FunctionExpression, ArrowFunctionExpression';

const rule = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'integer' }],
    docs: { description: 'A function has few lines of its own.' },
  },
  create(context) {
    const [most] = context.options;
    const { sourceCode } = context;
    const silent = new Set(sourceCode.getAllComments().flatMap(({ loc }) => linesOf(loc)));
    const isSaid = (line) => sourceCode.lines[line - 1].trim() !== '' && !silent.has(line);
    /** The lines of the functions that are left, by those they stand in. */
    const within = [new Set()];
    return {
      [kinds]() {
        within.push(new Set());
      },
      [`:matches(${kinds}):exit`](node) {
        const inner = within.pop();
        const lines = linesOf(node.loc).filter(isSaid);
        const own = lines.filter((line) => !inner.has(line)).length;
        if (own > most)
          context.report({
            node,
            message: `This function has ${own} lines of its own; ${most} are enough for one thing. Divide it where it does two.`,
          });
        if (node.loc.start.line !== node.loc.end.line) for (const line of lines) within.at(-1).add(line);
      },
    };
  },
};

const linesOf = ({ start, end }) => Array.from({ length: end.line - start.line + 1 }, (_, at) => start.line + at);

export default { rules: { 'no-long-function': rule } };
