/** The packages of the guard itself. */
export const guardPackages: ReadonlySet<string> = new Set([
  '@agentguard/core',
  '@agentguard/vitest',
  'jest-environment-agentguard',
])

/**
 * Packages whose frames belong to the runner and not to the test.
 *
 * Runners are listed by name, not by prefix: `jest-dev-server` and `jest-puppeteer` use the network and must be named
 * in evidence.
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

/** Scopes whose packages all belong to a runner. */
export const runnerScopes: readonly string[] = ['@jest/', '@vitest/']
