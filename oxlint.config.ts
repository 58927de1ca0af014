import { defineConfig } from 'oxlint'
import { layerOverrides } from './scripts/lint-layers.ts'

const config: ReturnType<typeof defineConfig> = defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  env: { node: true, es2023: true },
  // Projects of others: what they import is there once they are installed.
  ignorePatterns: ['**/dist/**', '**/node_modules/**', 'packages/setups/projects/**'],
  rules: {
    eqeqeq: ['error', 'always'],
    'no-var': 'error',
    'prefer-const': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'unicorn/prefer-node-protocol': 'error',

    // A scope may be left to run one step after the other.
    'no-await-in-loop': 'off',
    // A short name inside a function may be the name of something further out.
    'no-shadow': 'off',
    'import/no-unassigned-import': 'off',
    // `noImplicitReturns` of tsc says the same and knows `void`.
    'consistent-return': 'off',
    // A type parameter may be what the caller knows of a native handle.
    'typescript/no-unnecessary-type-parameters': 'off',
    // Patches take methods off their prototypes and call them with the right `this`.
    'typescript/unbound-method': 'off',
    // A patched method is a function, because its `this` is the handle.
    'unicorn/no-this-assignment': 'off',
    // A cast carries, in a comment, the fact that makes it true.
    'typescript/no-unsafe-type-assertion': 'off',
    'unicorn/require-module-specifiers': 'off',
  },
  overrides: [
    {
      // What grows past this asks for another cut; data aside, and tests, which are one function each file.
      files: ['packages/*/src/**', 'scripts/**'],
      excludeFiles: ['packages/core/src/evidence/senders/*-senders.ts'],
      rules: { 'eslint/max-lines': ['error', { max: 200 }], 'eslint/max-lines-per-function': ['error', { max: 40 }] },
    },
    {
      // Sandboxes of test runners make their globals when these are first read, and fail once the test file is over.
      files: ['packages/core/src/{policy,evidence,guard,testing}/**'],
      rules: { 'no-restricted-globals': ['error', { name: 'URL', message: 'Import it from node:url.' }] },
    },
    {
      // Markup takes more lines than code.
      files: ['packages/page/src/**/*.tsx'],
      rules: { 'eslint/max-lines-per-function': ['error', { max: 50 }] },
    },
    {
      // Where a tool or a runner demands one.
      files: [
        '**/*.config.ts',
        'packages/{jest,vitest}/src/{index,reporter/index}.ts',
        'packages/e2e/projects/**',
        'packages/site/.vitepress/config.ts',
        'packages/sdks/suite/report.mjs',
        'examples/demo/node-test-lines.ts',
      ],
      rules: { 'import/no-default-export': 'off' },
    },
    {
      // The runner of `node --test` waits for the tests, no other code does.
      files: ['examples/node-script/**/*.test.js'],
      rules: { 'typescript/no-floating-promises': 'off' },
    },
    {
      // SDKs as users call them.
      files: ['packages/sdks/recipes/**'],
      rules: {
        'import/no-named-as-default': 'off',
        'import/no-named-as-default-member': 'off',
        'unicorn/require-post-message-target-origin': 'off',
      },
    },
    {
      // Tests as users write them, and wrong on purpose.
      files: ['packages/e2e/fixtures/**'],
      rules: {
        'eslint/no-empty-pattern': 'off',
        'import/no-default-export': 'off',
        'promise/no-callback-in-promise': 'off',
        'typescript/consistent-type-imports': 'off',
        'typescript/no-floating-promises': 'off',
        'typescript/no-misused-promises': 'off',
        // The messages are those of threads, which have no origin.
        'unicorn/require-post-message-target-origin': 'off',
      },
    },
    {
      // Projects of others: what they import is there once they are installed.
      files: ['packages/compat/fixtures/**'],
      rules: {
        'import/no-default-export': 'off',
        'import/no-empty-named-blocks': 'off',
        'typescript/no-redundant-type-constituents': 'off',
      },
    },
    {
      // What a page for everybody must not do.
      files: ['packages/page/src/**/*.tsx'],
      plugins: ['jsx-a11y'],
      rules: {
        // On a phone the cells of a table are blocks, which takes their roles away: they are written out.
        'jsx-a11y/no-redundant-roles': 'off',
        'jsx-a11y/no-interactive-element-to-noninteractive-role': 'off',
        'jsx-a11y/prefer-tag-over-role': 'off',
      },
    },
    ...layerOverrides,
  ],
})

export default config
