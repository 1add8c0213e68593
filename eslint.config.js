import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'node_modules/', 'data/', 'coverage/']),
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
    files: ['{apps,libs,workflows}/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      // One instant has many spellings: "12:00:00Z" sorts after "12:00:00.000Z". libs/workflow/instant.ts compares them as times.
      'no-restricted-syntax': [
        'error',
        ...['left', 'right'].map((side) => ({
          selector: `BinaryExpression[operator=/^[<>]=?$/][${side}.property.name=/^(at|opens|due|asOf|now|.*(At|By|Closes|Ends|From))$/][${side}.property.type='Identifier']`,
          message:
            'Compare instants with hasCome, isBefore or inOrder of libs/workflow/instant.ts; days by a name that says day or on.',
        })),
      ],
    },
  },
);
