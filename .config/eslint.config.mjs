import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const ASYNC_FOR_EACH = {
  selector: "CallExpression[callee.property.name='forEach'] > ArrowFunctionExpression[async=true]",
  message: 'forEach does not wait: use for…of.',
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/generated/**', '**/web/**', '.data/**'] },
  {
    files: ['services/*/{src,bin}/**/*.ts', 'libs/*/{src,bin,oracle}/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, prettier],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: `${import.meta.dirname}/..` } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Contracts are classes for their validators; values of them are plain objects.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in config.ts.' },
      ],
      'no-restricted-syntax': ['error', ASYNC_FOR_EACH, 'ExportDefaultDeclaration'],
      'max-params': ['warn', 5],
    },
  },
  {
    files: ['**/config.ts', '**/bin/*.ts', 'libs/testing/src/**', '**/*.spec.ts', 'libs/platform/src/environment.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['deploy/**/*.mjs', '.config/*.mjs'],
    extends: [...tseslint.configs.recommended, prettier],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['services/*/web/src/**/*.svelte'],
    extends: [...svelte.configs.recommended],
    languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } },
  },
);
