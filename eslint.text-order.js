// A lint rule: no text is compared by its order. It finds what a name does not tell, so it asks the types.
import ts from 'typescript';

const message =
  'Compare instants with hasCome, isBefore or inOrder of libs/workflow/instant.ts, days with isDayBefore, hasDayCome or isDayWithin of libs/workflow/london.ts: an instant has many spellings, and "12:00:00Z" sorts after "12:00:00.000Z".';

/** A text, a text of a named kind, or maybe one. */
const isText = (type) =>
  type.isUnionOrIntersection() ? type.types.some(isText) : (type.flags & ts.TypeFlags.StringLike) !== 0;

const rule = {
  meta: { type: 'problem', schema: [], docs: { description: message } },
  create(context) {
    const { esTreeNodeToTSNodeMap, program } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const says = (node) => isText(checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node)));
    return {
      'BinaryExpression[operator=/^[<>]=?$/]'(node) {
        if (says(node.left) && says(node.right)) context.report({ node, message });
      },
      'CallExpression[callee.property.name="localeCompare"]'(node) {
        context.report({ node, message });
      },
    };
  },
};

export default { rules: { 'no-text-order': rule } };
