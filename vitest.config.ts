import { join } from 'node:path'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

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
    pool: 'forks' as const,
    testTimeout: isFuzz ? 0 : seconds * 1000,
    hookTimeout: seconds * 1000,
  },
})

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      inPackage('core', 10),
      inPackage('jest', 60),
      inPackage('vitest', 60),
      inPackage('page', 60),
      inPackage('leaks', 60),
      inPackage('e2e', 120),
      inPackage('sdks', 300),
    ],
  },
})

export default config
