/** The guard itself. */
export const guardPackages: ReadonlySet<string> = new Set([
  '@agentguard/core',
  '@agentguard/vitest',
  'jest-environment-agentguard',
])

/**
 * Packages whose frames say how a test is run, not what it does.
 *
 * Runners are listed by name, not by prefix: `jest-dev-server` or `jest-puppeteer` do reach out, and have to be named.
 */
export const runnerPackages: ReadonlySet<string> = new Set([
  ...guardPackages,
  'jest',
  'jest-circus',
  'jest-cli',
  'jest-each',
  'jest-environment-jsdom',
  'jest-environment-node',
  'jest-haste-map',
  'jest-jasmine2',
  'jest-matcher-utils',
  'jest-message-util',
  'jest-mock',
  'jest-resolve',
  'jest-runner',
  'jest-runtime',
  'jest-snapshot',
  'jest-util',
  'jest-worker',
  'expect',
  'ts-jest',
  'vitest',
  'vite',
  'vite-node',
  'tinypool',
  'tinyspy',
  'chai',
])

/** Scopes whose every package belongs to a runner. */
export const runnerScopes: readonly string[] = ['@jest/', '@vitest/']
