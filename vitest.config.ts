import { join } from 'node:path'
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config'
import { leftOut } from './scripts/left-out.ts'

// `pnpm fuzz` sets it: every property then runs so many times as often, and no test is ended for being slow.
const isFuzz = process.env['FUZZ_TIMES'] !== undefined
const fastCheck = { find: /^fast-check$/, replacement: join(import.meta.dirname, 'scripts/fuzz-fast-check.ts') }

// Guards patch what a whole process shares, so every test file gets a process of its own.
const inPackage = (name: string, seconds: number) => ({
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
    testTimeout: isFuzz ? 0 : seconds * 1000,
    hookTimeout: seconds * 1000,
  },
})

const config: ViteUserConfig = defineConfig({
  test: {
    // Vitest leaves a core for itself: of two, tests that wait for other processes would have one.
    maxWorkers: '100%',
    projects: [
      inPackage('core', 10),
      inPackage('jest', 60),
      inPackage('vitest', 60),
      inPackage('page', 60),
      inPackage('leaks', 60),
      inPackage('compat', 600),
      inPackage('bench', 10),
      inPackage('e2e', 120),
      inPackage('sdks', 300),
    ],
  },
})

export default config
