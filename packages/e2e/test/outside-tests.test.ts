import { afterAll, beforeAll, expect, test } from 'vitest'
import { jestMajors, modes, runJest } from './jest/run-jest.ts'
import { startForeignServer, type ForeignServer } from './vitest/foreign-server.ts'
import { runVitest, vitestMajors } from './vitest/run-vitest.ts'

// A limit that the README lists: the adapters guard test files, not what a runner runs around them.
let server: ForeignServer

beforeAll(async () => {
  server = await startForeignServer()
})

afterAll(() => server.stop())

test.each(jestMajors)('the globalSetup of Jest %s is not guarded', async (major) => {
  const { code, tests } = await runJest({
    major,
    args: modes['in band'],
    files: {
      'global-setup.cjs': `module.exports = () => fetch('${server.url}/jest-${major}')`,
      'a.test.js': `test('stays at home', () => {})`,
    },
    config: { globalSetup: './global-setup.cjs' },
  })

  expect(Object.values(tests).map(({ status }) => status)).toEqual(['passed'])
  expect(code).toBe(0)
  expect(await server.takePaths()).toEqual([`jest-${major}`])
})

test.each(vitestMajors)('the globalSetup of Vitest %s is not guarded', async (major) => {
  const { code } = await runVitest({
    major,
    args: ['--config=outside.config.mjs'],
    files: {
      'global-setup.mjs': `export default async () => { await fetch('${server.url}/vitest-${major}') }`,
      'a.test.mjs': `import { test } from 'vitest'\ntest('stays at home', () => {})`,
      'outside.config.mjs': `
        import { agentguard } from '@agentguard/vitest'
        export default { plugins: [agentguard()], test: { include: ['**/a.test.mjs'], globalSetup: './global-setup.mjs' } }`,
    },
  })

  expect(code).toBe(0)
  expect(await server.takePaths()).toEqual([`vitest-${major}`])
})
