import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import emptyText from './eslint.empty-text.js';
import functionLength from './eslint.function-length.js';
import textOrder from './eslint.text-order.js';

export default defineConfig(
  globalIgnores(['dist/', '.pages/', 'node_modules/', 'data/', 'coverage/']),
  js.configs.recommended,
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A Nest module is a class without members; so is a fact that says nothing but its name.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      // Classes of facts say what shape plain data has; nothing is ever an instance of one outside validation.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // A stage declares its words into those of all.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      // A test that finds nothing should fail loudly; `!` says so in one character.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['{apps,demonstration,libs,workflows}/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    plugins: { remit: textOrder },
    rules: { 'remit/no-text-order': 'error' },
  },
  {
    files: ['{apps,demonstration,libs,scripts,workflows}/**/*.ts'],
    // A stage, or the machine of a level, is one literal, however much happens in it.
    ignores: ['**/*.spec.ts', 'workflows/**/{stage,machine}.ts'],
    plugins: { length: functionLength },
    rules: { 'length/no-long-function': ['error', 40] },
  },
  {
    files: ['{apps/service,libs,workflows}/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/event-log/contract-*.ts'],
    plugins: { empty: emptyText },
    rules: { 'empty/no-empty-for-none': 'error' },
  },
  {
    files: ['apps/service/**/*.ts'],
    ignores: [
      '**/*.spec.ts',
      // Those who append: the loop, what auditors read, whose documents are, and what the log begins with.
      'apps/service/casework/casework.ts',
      'apps/service/access/readings.ts',
      'apps/service/documents/documents.ts',
      'apps/service/seed.ts',
      'apps/service/ledger/*.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='append'][callee.object.property.name=/^(log|ledger)$/]",
          message: 'Few append to the log, each with its promises. Hand a decision to casework, as commands.ts does.',
        },
        {
          selector: "CallExpression[callee.property.name='append'][callee.object.name=/^(log|ledger)$/]",
          message: 'Few append to the log, each with its promises. Hand a decision to casework, as commands.ts does.',
        },
      ],
    },
  },
);
