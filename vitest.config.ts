import { join } from 'node:path'
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config'
import { leftOut } from './scripts/left-out.ts'
import { LongestFirst } from './scripts/longest-first.ts'

// `pnpm fuzz` sets it: every property then runs so many times as often, and no test is ended for being slow.
const isFuzz = process.env['FUZZ_TIMES'] !== undefined
const fastCheck = { find: /^fast-check$/, replacement: join(import.meta.dirname, 'scripts/fuzz-fast-check.ts') }

// A limit only ends tests that hang: how long one takes depends on what else the machine does.
const hung = 300_000

// Guards patch what a whole process shares, so every test file gets a process of its own.
const inPackage = (name: string, limit = hung) => ({
  ...(isFuzz && { resolve: { alias: [fastCheck] } }),
  test: {
    name,
    root: `./packages/${name}`,
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      ...leftOut.filter((file) => file.startsWith(`${name}/`)).map((file) => file.slice(name.length + 1)),
    ],
    pool: 'forks' as const,
    testTimeout: isFuzz ? 0 : limit,
    hookTimeout: limit,
  },
})

const config: ViteUserConfig = defineConfig({
  test: {
    // Vitest leaves a core for itself: of two, tests that wait for other processes would have one.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      inPackage('core'),
      inPackage('jest'),
      inPackage('vitest'),
      inPackage('page'),
      inPackage('leaks'),
      inPackage('compat', 2 * hung),
      inPackage('bench'),
      inPackage('e2e', 2 * hung),
      inPackage('sdks', 2 * hung),
      inPackage('setups', 2 * hung),
    ],
  },
})

export default config
