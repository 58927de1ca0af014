import { defineConfig, type ViteUserConfig } from 'vitest/config'

// Guards patch what a whole process shares, so every test file gets a process of its own.
const inPackage = (name: string, seconds: number) => ({
  test: {
    name,
    root: `./packages/${name}`,
    include: ['test/**/*.test.ts'],
    pool: 'forks' as const,
    testTimeout: seconds * 1000,
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
      inPackage('e2e', 120),
      inPackage('sdks', 300),
    ],
  },
})

export default config
