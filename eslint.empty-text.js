// A lint rule: what is not there is left out, or undefined, or null. An empty text that stands for it is taken for a value by whoever reads it.
const message =
  'An empty text stands for nothing here. Leave it out, or say undefined or null; spell what a contract wants where the answer is shaped.';

const isEmpty = (node) => node?.type === 'Literal' && node.value === '';
/** The value of a field, a default or an answer; a part of a longer text is none. */
const isKept = ({ parent }, node) =>
  (parent.type === 'Property' && parent.value === node && parent.parent.type === 'ObjectExpression') ||
  (parent.type === 'PropertyDefinition' && parent.value === node) ||
  parent.type === 'ReturnStatement' ||
  (parent.type === 'ArrowFunctionExpression' && parent.body === node) ||
  (parent.type === 'VariableDeclarator' && parent.init === node);

const rule = {
  meta: { type: 'problem', schema: [], docs: { description: message } },
  create: (context) => ({
    'LogicalExpression[operator="??"]'(node) {
      if (isEmpty(node.right) && isKept(node, node)) context.report({ node, message });
    },
    Literal(node) {
      if (node.value === '' && isKept(node, node)) context.report({ node, message });
    },
  }),
};

export default { rules: { 'no-empty-for-none': rule } };
